// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/report.h"

#include <check.h>
#include <string.h>

#include "fake_pack.h"
#include "report/json.h"
#include "report/layout.h"
#include "run.h"

START_TEST(everything_comes_back)
{
    g_autoptr(Report) report = sample_full();
    g_autofree char *once = report_to_json(report, fake_pack());
    g_autoptr(GError) error = NULL;
    g_autoptr(Report) back = report_from_json(once, strlen(once), fake_pack(), &error);
    ck_assert_msg(back, "%s", error ? error->message : "");
    g_autofree char *twice = report_to_json(back, fake_pack());
    ck_assert_str_eq(once, twice);
    ck_assert(back->document.loan);
    const Finding *finding = g_ptr_array_index(back->findings, 0);
    ck_assert(finding->placed && finding->prominence.known && finding->prominence.hidden);
    ck_assert_int_eq(finding->source, SOURCE_OCR);
}
END_TEST

static void check_slice(const Report *report, const char *quote, Range range)
{
    const char *start = g_utf8_offset_to_pointer(report->text, range.start);
    const char *end = g_utf8_offset_to_pointer(report->text, range.end);
    ck_assert_msg(strlen(quote) == (size_t)(end - start) &&
                      memcmp(start, quote, strlen(quote)) == 0,
                  "%s", quote);
}

// What other tests show and compare is a report that could have been read, too.
START_TEST(samples_come_back)
{
    Report *samples[] = {sample_report("文"), sample_predatory(), sample_long()};
    for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
        g_autoptr(Report) report = samples[i];
        g_autofree char *once = report_to_json(report, fake_pack());
        g_autoptr(GError) error = NULL;
        g_autoptr(Report) back = report_from_json(once, strlen(once), fake_pack(), &error);
        ck_assert_msg(back, "sample %zu: %s", i, error ? error->message : "");
        ck_assert_uint_eq(back->findings->len, report->findings->len);
        g_autofree char *twice = report_to_json(back, fake_pack());
        ck_assert_str_eq(once, twice);
    }
}
END_TEST

START_TEST(sample_quotes_its_text)
{
    g_autoptr(Report) report = sample_predatory();
    unsigned stems = 0;
    for (guint i = 0; i < report->findings->len; i++) {
        const Finding *finding = report->findings->pdata[i];
        if (finding->placed)
            check_slice(report, finding->quote, finding->range);
        if (finding->stem_quote) {
            check_slice(report, finding->stem_quote, finding->stem);
            stems++;
        }
    }
    ck_assert_uint_eq(stems, 1);
}
END_TEST

// Words move to the report's own and back to the finding's, and stay the same.
START_TEST(words_are_moved_whole)
{
    g_autoptr(Report) report = sample_full();
    Finding *finding = report->findings->pdata[0];
    g_autofree char *before = report_to_json(report, fake_pack());
    for (guint i = 0; i < report->findings->len; i++)
        report_settle(report, report->findings->pdata[i]);
    ck_assert(finding->borrowed);
    g_autofree char *settled = report_to_json(report, fake_pack());
    ck_assert_str_eq(settled, before);
    finding_own_words(finding);
    g_free(finding->shown);
    finding->shown = g_strdup(finding->quote);
    report_settle(report, finding);
    ck_assert_ptr_eq(finding->shown, finding->quote);
    finding_own_words(finding);
    ck_assert_ptr_ne(finding->shown, finding->quote);
    ck_assert_str_eq(finding->shown, finding->quote);
}
END_TEST

static void append(const char *data, size_t len, void *to)
{
    g_string_append_len(to, data, (gssize)len);
}

START_TEST(pieces_are_the_whole)
{
    g_autoptr(Report) few = sample_full(), many = sample_long();
    const Report *const both[] = {few, many};
    for (size_t i = 0; i < G_N_ELEMENTS(both); i++) {
        g_autoptr(GString) pieces = g_string_new(NULL);
        json_write_report(both[i], fake_pack(), append, pieces);
        g_autofree char *whole = report_to_json(both[i], fake_pack());
        ck_assert(strcmp(pieces->str, whole) == 0);
    }
}
END_TEST

// Every null is written where a value may stand, or the round trip would not see a field lost.
// JSON may be shown on a terminal, and must be read as the same words.
START_TEST(json_is_harmless)
{
    static const char evil[] = "a\x7F\xC2\x9B"
                               "31m\u202E\u2028\U000E0041z";
    g_autoptr(Report) report = sample_full();
    g_free(report->document.path);
    report->document.path = g_strdup(evil);
    g_autofree char *json = report_to_json(report, fake_pack());
    for (const char *at = json; *at; at = g_utf8_next_char(at))
        ck_assert(!layout_is_unruly(g_utf8_get_char(at)));
    g_autoptr(Report) again = report_from_json(json, strlen(json), fake_pack(), NULL);
    ck_assert_str_eq(again->document.path, evil);
}
END_TEST

START_TEST(every_field_is_filled)
{
    g_autoptr(Report) report = sample_full();
    g_autofree char *json = report_to_json(report, fake_pack());
    char *absent = strstr(json, "fedcba9876543210");
    ck_assert_ptr_nonnull(absent);
    g_autofree char *head = g_strndup(json, (size_t)(absent - json));
    unsigned nulls = 0;
    for (const char *at = head; (at = strstr(at, "null")); at++)
        nulls++;
    ck_assert_uint_eq(nulls, 2); // the rule of one reason, the page of the other
}
END_TEST

START_TEST(failed_comes_back)
{
    g_autoptr(Report) report = report_failed("a\xff.pdf", FAULT_ENCRYPTED, "needs a password");
    g_autofree char *json = report_to_json(report, fake_pack());
    g_autoptr(Report) back = report_from_json(json, strlen(json), fake_pack(), NULL);
    ck_assert_ptr_nonnull(back);
    ck_assert_int_eq(back->document.status, STATUS_NOT_ANALYSED);
    ck_assert_int_eq(back->level, LEVEL_UNKNOWN);
    ck_assert_int_eq(back->answers[QUESTION_CAN_WITHDRAW], ANSWER_NOT_READABLE);
    ck_assert_int_eq(report_exit(back, 6), 3);
}
END_TEST

// Words that are keys, too, and a finding less: what is read one by one ends where it should.
START_TEST(any_words_and_any_number_come_back)
{
    static const char *const titles[] = {"findings", "\"findings\":[", "]}", "\\", ""};
    for (size_t i = 0; i < G_N_ELEMENTS(titles); i++)
        for (guint left = 0; left < 2; left++) {
            g_autoptr(Report) report = sample_full();
            g_free(report->document.title);
            report->document.title = g_strdup(titles[i]);
            g_ptr_array_set_size(report->findings, (gint)left);
            g_autofree char *json = report_to_json(report, fake_pack());
            g_autoptr(GError) error = NULL;
            g_autoptr(Report) back = report_from_json(json, strlen(json), fake_pack(), &error);
            ck_assert_msg(back, "%s: %s", titles[i], error ? error->message : "");
            ck_assert_uint_eq(back->findings->len, left);
            ck_assert_str_eq(back->document.title, titles[i]);
        }
}
END_TEST

static const struct {
    const char *text, *json;
} strings[] = {
    {"", "\"\""},
    {"同意\"读取\"通讯录", "\"同意\\\"读取\\\"通讯录\""},
    {"C:\\a\tb\r\n", "\"C:\\\\a\\tb\\r\\n\""},
    {"\b\f\v\x01\x1f\x7f", "\"\\b\\f\\u000b\\u0001\\u001f\\u007f\""},
};

START_TEST(strings_are_escaped)
{
    g_autoptr(GString) out = g_string_new(NULL);
    json_append_string(out, strings[_i].text);
    size_t len = strlen(strings[_i].text);
    ck_assert_uint_eq(out->len, len + 2 + json_growth(strings[_i].text, len));
    ck_assert_str_eq(out->str, strings[_i].json);
}
END_TEST

static const struct {
    float side;
    const char *json;
} sides[] = {
    {0, "[0,"},
    {-0.0F, "[0,"},
    {-0.004F, "[0,"},
    {0.05F, "[0.05,"},
    {10.25F, "[10.25,"},
    {-7.5F, "[-7.5,"},
    {12, "[12,"},
    {841.89F, "[841.89,"},
    {0.999F, "[1,"},
    {99999.99F, "[99999.99,"},
    {G_MAXFLOAT * 2, "[0,"},
};

START_TEST(reals_are_short)
{
    g_autoptr(Report) report = sample_full();
    Finding *finding = g_ptr_array_index(report->findings, 0);
    g_array_index(finding->rects, PageBox, 0).box.x0 = sides[_i].side;
    g_autofree char *json = json_finding(finding);
    const char *box = strstr(json, "\"box\":");
    ck_assert_ptr_nonnull(box);
    ck_assert_msg(g_str_has_prefix(box + 6, sides[_i].json), "%s", box);
}
END_TEST

// Each row makes one change to a sound answer; none may be accepted.
static const struct {
    const char *from, *to;
} unsound[] = {
    {"report/1", "report/2"},
    {"\"schema\"", "\"Schema\""},
    {"\"pages\":7", "\"pages\":\"7\""},
    {"\"pages\":7", "\"pages\":-7"},
    {"\"pages\":7", "\"pages\":1"},
    {"\"pages\":7,", ""},
    {"\"pages\":7,", "\"pages\":7,\"pages\":7,"},
    {"\"pages\":7,", "\"pages\":7,\"more\":1,"},
    {"\"pages\":7", "\"pages\":7.5"},
    {"\"pages\":7", "\"pages\":1e300"},
    {"\"characters\":900", "\"characters\":5"},
    {"\"characters\":900", "\"characters\":99999999999"},
    {"\"status\":\"partial\"", "\"status\":\"fine\""},
    {"\"code\":\"no_text\"", "\"code\":\"no_such\""},
    {"\"code\":\"HK\"", "\"code\":\"XX\""},
    {"\"from\":\"vocabulary\"", "\"from\":\"stars\""},
    {"\"share\":0.75", "\"share\":1.75"},
    {"\"severity\":4", "\"severity\":6"},
    {"\"severity\":4", "\"severity\":3"},
    {"\"level\":\"high\"", "\"level\":\"alarming\""},
    {"\"contacts_read\":12", "\"no_such_type\":12"},
    {"\"contacts_read\":12", "\"C01\":12"},
    {"\"contacts_read\":12", "\"contacts_read\":-1"},
    {"\"takes_contacts\":\"yes\"", "\"takes_contacts\":\"maybe\""},
    {"\"fingerprint\":\"0123456789abcdef\"", "\"fingerprint\":\"0123456789ABCDEF\""},
    {"\"fingerprint\":\"0123456789abcdef\"", "\"fingerprint\":\"../../etc/passwd\""},
    {"\"type\":\"contacts_read\"", "\"type\":\"nothing\""},
    {"\"polarity\":\"risk\"", "\"polarity\":\"protective\""},
    {"\"polarity\":\"risk\"", "\"polarity\":\"absent\""},
    {"\"source\":\"ocr\"", "\"source\":\"dream\""},
    {"\"severity\":5", "\"severity\":0"},
    {"\"severity\":5", "\"severity\":9"},
    {"\"confidence\":\"medium\"", "\"confidence\":\"sure\""},
    {"\"reasons\":[\"purpose_collection\"]", "\"reasons\":[7]"},
    {"\"start\":10,\"end\":17", "\"start\":10,\"end\":16"},
    {"\"start\":10,\"end\":17", "\"start\":17,\"end\":10"},
    {"\"parts\":[[10,12],[13,17]]", "\"parts\":[[13,17],[10,12]]"},
    {"\"parts\":[[10,12],[13,17]]", "\"parts\":[[10,12,13]]"},
    {"\"parts\":[[10,12],[13,17]]", "\"parts\":[[10,99]]"},
    {"\"page\":2,\"last_page\":3", "\"page\":3,\"last_page\":2"},
    {"\"page\":2,\"last_page\":3", "\"page\":2,\"last_page\":99"},
    {"\"rects\":[{\"page\":2", "\"rects\":[{\"page\":0"},
    {"[10.25,20.5,30.75,40]", "[10.25,20.5,30.75]"},
    {"[10.25,20.5,30.75,40]", "[10.25,20.5,30.75,40,1]"},
    {"[10.25,20.5,30.75,40]", "[10.25,20.5,30.75,1e99]"},
    {"\"color\":\"#112233\"", "\"color\":\"red;x:y\""},
    {"\"hidden\":true", "\"hidden\":1"},
    {"\"contrast\":20.5", "\"contrast\":22"},
    {"\"path\":\"dir/", "\"path\":\"dir\\u0000/"},
    {"\"path\":\"dir/", "\"path\":\"dir\xff/"},
    {"\"quote\":null", "\"quote\":\"x\""},
    {"}]}", "}]"},
    {"}]}", "}],}"},
    {"}]}", "},]}"},
    {"}]}", "} {}]}"},
    {"}]}", "},7]}"},
    {"}]}", "}]}}"},
};

START_TEST(refuses)
{
    g_autoptr(Report) report = sample_full();
    g_autofree char *json = report_to_json(report, fake_pack());
    char *at = g_strrstr(json, unsound[_i].from);
    if (strcmp(unsound[_i].from, "}]}") != 0)
        at = strstr(json, unsound[_i].from);
    ck_assert_msg(at, "row %d does not apply", _i);
    g_autofree char *head = g_strndup(json, (size_t)(at - json));
    g_autofree char *bad = g_strconcat(head, unsound[_i].to, at + strlen(unsound[_i].from), NULL);
    g_autoptr(GError) error = NULL;
    ck_assert_msg(!report_from_json(bad, strlen(bad), fake_pack(), &error), "row %d: %s", _i,
                  unsound[_i].to);
    ck_assert_ptr_nonnull(error);
}
END_TEST

static const char *const rubbish[] = {"", "{", "null", "[]", "{}", "\"x\"", "{\"schema\":null}"};

START_TEST(refuses_rubbish)
{
    g_autoptr(GError) error = NULL;
    ck_assert_ptr_null(report_from_json(rubbish[_i], strlen(rubbish[_i]), fake_pack(), &error));
    ck_assert_ptr_nonnull(error);
}
END_TEST

START_TEST(refuses_every_cut)
{
    g_autoptr(Report) report = sample_full();
    g_autofree char *json = report_to_json(report, fake_pack());
    size_t len = strlen(json);
    for (size_t cut = 0; cut < len; cut += 7)
        ck_assert_ptr_null(report_from_json(json, cut, fake_pack(), NULL));
}
END_TEST

// Findings as "type severity confidence" and what they make of the verdict and the answers.
static const struct {
    Status status;
    const char *findings[4];
    int severity, level;
    Answer answers[QUESTION_COUNT];
} verdicts[] = {
    {STATUS_COMPLETE,
     {NULL},
     0,
     0,
     {ANSWER_NOT_STATED, ANSWER_NOT_STATED, ANSWER_NOT_STATED, ANSWER_NOT_STATED}},
    {STATUS_PARTIAL,
     {NULL},
     0,
     LEVEL_UNKNOWN,
     {ANSWER_NOT_READABLE, ANSWER_NOT_READABLE, ANSWER_NOT_READABLE, ANSWER_NOT_READABLE}},
    {STATUS_COMPLETE,
     {"contacts_read 5 high", "contact_third_persons 4 medium"},
     5,
     5,
     {ANSWER_YES, ANSWER_YES, ANSWER_NOT_STATED, ANSWER_NOT_STATED}},
    {STATUS_COMPLETE,
     {"contacts_read 5 low"},
     0,
     0,
     {ANSWER_NOT_STATED, ANSWER_NOT_STATED, ANSWER_NOT_STATED, ANSWER_NOT_STATED}},
    {STATUS_PARTIAL,
     {"contacts_read 3 high"},
     3,
     3,
     {ANSWER_LIMITED, ANSWER_NOT_READABLE, ANSWER_NOT_READABLE, ANSWER_NOT_READABLE}},
    {STATUS_COMPLETE,
     {"no_collect_promise 0 high", "no_share_promise 0 high"},
     0,
     0,
     {ANSWER_PROMISED_NOT, ANSWER_NOT_STATED, ANSWER_PROMISED_NOT, ANSWER_NOT_STATED}},
    {STATUS_COMPLETE,
     {"no_collect_promise 0 high", "contacts_read 5 high"},
     5,
     5,
     {ANSWER_YES, ANSWER_NOT_STATED, ANSWER_NOT_STATED, ANSWER_NOT_STATED}},
    {STATUS_COMPLETE,
     {"emergency_contact 2 high", "share_partners 2 high", "withdrawal_route 0 high 在设置中撤回"},
     2,
     2,
     {ANSWER_LIMITED, ANSWER_NOT_STATED, ANSWER_LIMITED, ANSWER_YES}},
    {STATUS_COMPLETE,
     {"withdrawal_route 0 high 拨打客服电话投诉"},
     0,
     0,
     {ANSWER_NOT_STATED, ANSWER_NOT_STATED, ANSWER_NOT_STATED, ANSWER_NOT_STATED}},
    {STATUS_COMPLETE,
     {"blanket_authorisation 4 high irrevocable"},
     4,
     4,
     {ANSWER_NOT_STATED, ANSWER_NOT_STATED, ANSWER_NOT_STATED, ANSWER_PROMISED_NOT}},
    {STATUS_COMPLETE,
     {"blanket_authorisation 4 high irrevocable", "withdrawal_route 0 high 在设置中撤回"},
     4,
     4,
     {ANSWER_NOT_STATED, ANSWER_NOT_STATED, ANSWER_NOT_STATED, ANSWER_LIMITED}},
};

static void add_as_told(Report *report, const char *told)
{
    g_auto(GStrv) words = g_strsplit(told, " ", -1);
    Finding *finding = sample_finding(report, words[0], "文", atoi(words[1]));
    finding->slots[SLOT_DATA] = g_strdup("通讯录");
    for (unsigned i = 0; i < CONFIDENCE_COUNT; i++)
        if (!strcmp(confidence_name((Confidence)i), words[2]))
            finding->confidence = (Confidence)i;
    if (words[3])
        finding->stem_quote =
            g_strdup(strcmp(words[3], "irrevocable") == 0 ? "不可撤销的授权" : words[3]);
}

START_TEST(judges)
{
    g_autoptr(Report) report = sample_report("文");
    report->document.status = verdicts[_i].status;
    for (size_t i = 0; i < 4 && verdicts[_i].findings[i]; i++)
        add_as_told(report, verdicts[_i].findings[i]);
    report_judge(report, fake_pack());
    ck_assert_int_eq(report->severity, verdicts[_i].severity);
    ck_assert_int_eq(report->level, verdicts[_i].level);
    for (unsigned i = 0; i < QUESTION_COUNT; i++)
        ck_assert_msg(report->answers[i] == verdicts[_i].answers[i], "row %d: %s is %s", _i,
                      question_name((Question)i), answer_name(report->answers[i]));
}
END_TEST

START_TEST(promise_about_messages_is_none_about_contacts)
{
    g_autoptr(Report) report = sample_report("不会读取短信");
    sample_finding(report, "no_collect_promise", "不会读取短信", 0);
    ck_assert_int_eq(report->answers[QUESTION_TAKES_CONTACTS], ANSWER_NOT_STATED);
}
END_TEST

START_TEST(suppressed_does_not_weigh)
{
    g_autoptr(Report) report = sample_report("文");
    Finding *finding = sample_finding(report, "contacts_read", "文", 5);
    ck_assert_int_eq(report_exit(report, 4), 1);
    ck_assert_int_eq(report_exit(report, 6), 0);
    finding->suppressed_reason = g_strdup("checked by hand");
    report_judge(report, fake_pack());
    ck_assert_int_eq(report->severity, 0);
    ck_assert_uint_eq(g_array_index(report->counts, uint32_t, 0), 0);
    ck_assert_int_eq(report_exit(report, 4), 0);
}
END_TEST

START_TEST(answers_rest_on_findings)
{
    g_autoptr(Report) report = sample_report("文字");
    sample_finding(report, "share_partners", "文", 3);
    const Finding *worst = sample_finding(report, "share_partners", "字", 4);
    g_autoptr(GPtrArray) found = report_answer_findings(report, QUESTION_SHARES_DATA);
    ck_assert_uint_eq(found->len, 2);
    ck_assert_ptr_eq(g_ptr_array_index(found, 0), worst);
}
END_TEST

int main(void)
{
    TCase *rows = tcase_create("rows");
    tcase_add_test(rows, everything_comes_back);
    tcase_add_test(rows, samples_come_back);
    tcase_add_test(rows, sample_quotes_its_text);
    tcase_add_test(rows, pieces_are_the_whole);
    tcase_add_test(rows, words_are_moved_whole);
    tcase_add_test(rows, json_is_harmless);
    tcase_add_test(rows, every_field_is_filled);
    tcase_add_test(rows, failed_comes_back);
    tcase_add_test(rows, any_words_and_any_number_come_back);
    tcase_add_loop_test(rows, strings_are_escaped, 0, G_N_ELEMENTS(strings));
    tcase_add_loop_test(rows, reals_are_short, 0, G_N_ELEMENTS(sides));
    tcase_add_loop_test(rows, refuses, 0, G_N_ELEMENTS(unsound));
    tcase_add_loop_test(rows, refuses_rubbish, 0, G_N_ELEMENTS(rubbish));
    tcase_add_test(rows, refuses_every_cut);
    tcase_add_loop_test(rows, judges, 0, G_N_ELEMENTS(verdicts));
    tcase_add_test(rows, promise_about_messages_is_none_about_contacts);
    tcase_add_test(rows, suppressed_does_not_weigh);
    tcase_add_test(rows, answers_rest_on_findings);
    return run_cases("report", rows);
}
