// SPDX-License-Identifier: GPL-3.0-or-later
// report_fill() on documents built line by line, with hits found by their words.
#include <check.h>
#include <string.h>

#include "fake_pack.h"
#include "report/places.h"
#include "report/prominence.h"
#include "run.h"
#include "shipped_cues.h"

// A document, its plain text and units, and the hits put into it.
typedef struct {
    Document *doc;
    Text *text;
    GArray *units;
    GPtrArray *hits;
    Matches matches;
    RuleInfo rule;
    Kind kind;
} Made;

static void made_finish(Made *made)
{
    made->text = text_new(made->doc, shipped_cues());
    made->units = units_new(made->doc, made->text);
    made->hits = g_ptr_array_new_with_free_func(g_free);
    made->matches.hits = made->hits;
    made->matches.absent = g_ptr_array_new();
    made->matches.references = g_ptr_array_new();
    made->matches.reasons = g_ptr_array_new();
    made->rule = (RuleInfo){"zh.test.rule", "zh", NULL, "test.yaml", 1, false, 0};
    made->kind = (Kind){"loan_agreement", true, 0};
}

static void made_clear(Made *made)
{
    g_ptr_array_unref(made->hits);
    g_ptr_array_unref(made->matches.absent);
    g_ptr_array_unref(made->matches.references);
    g_ptr_array_unref(made->matches.reasons);
    g_array_unref(made->units);
    text_free(made->text);
    document_free(made->doc);
}

static PlainSpan plain_span(const Made *made, const char *words)
{
    const char *at = words ? strstr(made->text->str, words) : NULL;
    ck_assert_msg(!words || at, "\"%s\" is not in the plain text:\n%s", words, made->text->str);
    uint32_t start = at ? (uint32_t)(at - made->text->str) : 0;
    return (PlainSpan){start, at ? start + (uint32_t)strlen(words) : start};
}

static Hit *add_hit(Made *made, const char *type, const char *words, const char *stem)
{
    Hit *hit = g_new0(Hit, 1);
    hit->rule = &made->rule;
    hit->type = pack_type(fake_pack(), type);
    hit->polarity = hit->type->polarity;
    hit->span = plain_span(made, words);
    hit->stem = plain_span(made, stem);
    hit->severity = hit->type->severity[LAW_CN];
    hit->confidence = CONFIDENCE_HIGH;
    while (hit->unit + 1 < made->units->len &&
           g_array_index(made->units, Unit, hit->unit).end <= hit->span.start)
        hit->unit++;
    g_ptr_array_add(made->hits, hit);
    return hit;
}

// The findings go to the sink, unless it is NULL.
static Report *filled_into(Made *made, Law law, FindingSink sink, void *to)
{
    Report *report = report_new("a.pdf");
    ReportSources sources = {.doc = made->doc,
                             .text = made->text,
                             .units = made->units,
                             .matches = &made->matches,
                             .pack = fake_pack(),
                             .law = law,
                             .law_from = "language",
                             .kind = made->kind,
                             .keep_text = true,
                             .sink = sink,
                             .to = to};
    report_fill(report, &sources);
    return report;
}

static Report *filled(Made *made, Law law)
{
    return filled_into(made, law, NULL, NULL);
}

static Document *lines_document(const char *text)
{
    Document *doc = document_new("text");
    doc->encoding = "UTF-8";
    document_begin_page(doc, 0, 0);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++)
        document_add_line(doc, *line, strlen(*line));
    return doc;
}

static const char agreement[] = "借款协议（样例）\n"
                                "第一条 信息收集\n"
                                "1.1 为审核申请，我们将收集以下信息：\n"
                                "（1）您手机中的通讯录；\n"
                                "（2）您填写的紧急联系人。\n"
                                "第二条 其他\n"
                                "2.1 我们不会向任何人提供您的资料。\n";

static const Finding *finding_at(const Report *report, guint i)
{
    return g_ptr_array_index(report->findings, i);
}

static void write_finding(const Finding *finding, void *to)
{
    g_string_append_printf(to, "%s %s %d %u-%u %s\n", finding->fingerprint, finding->type,
                           finding->severity, finding->range.start, finding->range.end,
                           finding->quote ? finding->quote : "");
}

// With and without a sink: the same findings in the same order, those at one place by their types,
// absences last, and the same verdict.
START_TEST(findings_may_leave)
{
    g_autoptr(GString) left = g_string_new(NULL);
    g_autoptr(GString) kept = g_string_new(NULL);
    Report *reports[2];
    for (unsigned i = 0; i < 2; i++) {
        Made made = {.doc = lines_document(agreement)};
        made_finish(&made);
        add_hit(&made, "contacts_read", "您手机中的通讯录", "我们将收集");
        add_hit(&made, "share_partners", "您填写的紧急联系人", NULL);
        add_hit(&made, "emergency_contact", "您填写的紧急联系人", NULL);
        add_hit(&made, "no_share_promise", "不会向任何人提供您的资料", NULL);
        g_ptr_array_add(made.matches.absent, (gpointer)fake_absent_rule());
        reports[i] = filled_into(&made, LAW_CN, i ? write_finding : NULL, left);
        made_clear(&made);
    }
    ck_assert_uint_eq(reports[1]->findings->len, 0);
    ck_assert_uint_eq(reports[0]->findings->len, 5);
    for (guint i = 0; i < reports[0]->findings->len; i++)
        write_finding(reports[0]->findings->pdata[i], kept);
    ck_assert_str_eq(left->str, kept->str);
    g_ptr_array_set_size(reports[0]->findings, 0);
    g_autofree char *before = report_to_json(reports[0], fake_pack());
    g_autofree char *after = report_to_json(reports[1], fake_pack());
    ck_assert_str_eq(before, after);
    ck_assert_ptr_nonnull(strstr(after, "\"takes_contacts\":\"yes\""));
    report_free(reports[0]);
    report_free(reports[1]);
}
END_TEST

static const struct {
    Source source;
    Confidence rule, wanted;
} sureties[] = {
    {SOURCE_TEXT, CONFIDENCE_HIGH, CONFIDENCE_HIGH},
    {SOURCE_FIELD, CONFIDENCE_HIGH, CONFIDENCE_HIGH},
    {SOURCE_OCR, CONFIDENCE_HIGH, CONFIDENCE_MEDIUM},
    {SOURCE_OCR, CONFIDENCE_MEDIUM, CONFIDENCE_MEDIUM},
    {SOURCE_OCR, CONFIDENCE_LOW, CONFIDENCE_LOW},
};

START_TEST(words_of_pictures_are_less_sure)
{
    Made made = {.doc = lines_document(agreement)};
    for (guint i = 0; i < made.doc->lines->len; i++)
        g_array_index(made.doc->lines, Line, i).source = sureties[_i].source;
    made_finish(&made);
    add_hit(&made, "contacts_read", "您手机中的通讯录", NULL)->confidence = sureties[_i].rule;
    g_autoptr(Report) report = filled(&made, LAW_CN);
    ck_assert_int_eq(finding_at(report, 0)->source, sureties[_i].source);
    ck_assert_int_eq(finding_at(report, 0)->confidence, sureties[_i].wanted);
    made_clear(&made);
}
END_TEST

START_TEST(words_and_offsets)
{
    Made made = {.doc = lines_document(agreement)};
    made_finish(&made);
    Hit *hit = add_hit(&made, "contacts_read", "您手机中的通讯录", "我们将收集");
    hit->slots[SLOT_DATA] = plain_span(&made, "通讯录");
    const char *reasons[] = {"purpose_collection", NULL};
    hit->reasons = reasons;
    add_hit(&made, "no_share_promise", "不会向任何人提供您的资料", NULL);
    g_autoptr(Report) report = filled(&made, LAW_CN);
    ck_assert_uint_eq(report->findings->len, 2);
    const Finding *f = finding_at(report, 0);
    ck_assert_str_eq(f->quote, "您手机中的通讯录");
    ck_assert_str_eq(f->shown, "您手机中的通讯录");
    ck_assert_str_eq(f->stem_quote, "我们将收集");
    ck_assert_str_eq(f->slots[SLOT_DATA], "通讯录");
    ck_assert_ptr_null(f->slots[SLOT_ACTOR]);
    ck_assert_int_eq(f->page, 0);
    ck_assert(!f->prominence.known);
    ck_assert_ptr_nonnull(strstr(f->unit_number, "1.1"));
    ck_assert_str_eq(f->reasons->pdata[0], "purpose_collection");
    ck_assert_uint_eq(f->parts->len, 1);
    const char *at = g_utf8_offset_to_pointer(agreement, f->range.start);
    ck_assert(g_str_has_prefix(at, f->quote));
    at = g_utf8_offset_to_pointer(agreement, f->stem.start);
    ck_assert(g_str_has_prefix(at, f->stem_quote));
    ck_assert_uint_le(f->unit.start, f->range.start);
    ck_assert_uint_ge(f->unit.end, f->range.end);
    ck_assert_int_eq(finding_at(report, 1)->severity, 0);
    ck_assert_int_eq(report->document.status, STATUS_COMPLETE);
    ck_assert_int_eq(report->document.pages, 0);
    ck_assert_str_eq(report->document.title, "借款协议（样例）");
    made_clear(&made);
}
END_TEST

// What one may print depends on the law; general law first, one kind of lender next, soft law last.
START_TEST(basis_of_the_law)
{
    Made made = {.doc = lines_document(agreement)};
    made_finish(&made);
    static const struct {
        Law law;
        const char *basis;
    } laws[] = {{LAW_CN, "CN-PIPL-6 CN-CC-1035 CN-BANK-1 CN-GB35273 GP-LOAN"},
                {LAW_IN, "IN-DL-12i GP-LOAN"},
                {LAW_NONE, "GP-LOAN"}};
    for (size_t i = 0; i < G_N_ELEMENTS(laws); i++) {
        add_hit(&made, "contacts_read", "您手机中的通讯录", NULL);
        g_autoptr(Report) report = filled(&made, laws[i].law);
        const Finding *f = finding_at(report, 0);
        g_ptr_array_add(f->basis, NULL);
        g_autofree char *basis = g_strjoinv(" ", (char **)f->basis->pdata);
        ck_assert_str_eq(basis, laws[i].basis);
    }
    made_clear(&made);
}
END_TEST

START_TEST(absences_only_when_read_whole)
{
    for (int whole = 0; whole < 2; whole++) {
        Made made = {.doc = lines_document(agreement)};
        if (!whole)
            document_add_reason(made.doc, FAULT_DAMAGED_PAGE, 1, "broken");
        made_finish(&made);
        g_ptr_array_add(made.matches.absent, (gpointer)fake_absent_rule());
        g_autoptr(Report) report = filled(&made, LAW_CN);
        ck_assert_uint_eq(report->findings->len, whole ? 1 : 0);
        ck_assert_uint_eq(report->absent->len, whole ? 1 : 0);
        ck_assert_int_eq(report->document.status, whole ? STATUS_COMPLETE : STATUS_PARTIAL);
        ck_assert_int_eq(report->level, whole ? 0 : LEVEL_UNKNOWN);
        if (whole) {
            ck_assert(!finding_at(report, 0)->placed);
            ck_assert_int_eq(finding_at(report, 0)->severity, 2);
        }
        made_clear(&made);
    }
}
END_TEST

static Ink see_nothing(const Document *doc, uint32_t page, Box box)
{
    return (Ink){true, true, 0xFFFFFF, 0xFFFFFF};
}

// Two pages with a footer between: the quote spans it, the parts and what is shown leave it out.
static Document *pages_document(void)
{
    static const struct {
        const char *words;
        LineKind kind;
        float size, y;
    } lines[] = {{"第一条 我们可以读取您的", LINE_BODY, 6, 700}, {"第 1 页", LINE_RUNNING, 9, 800}};
    Document *doc = document_new("pdf");
    document_begin_page(doc, 595, 842);
    document_set_style(doc, 10.5F, 0, false);
    Line *line =
        document_add_line(doc, "本协议正文的字号是十点五磅，这一行比小字的那一行长得多。", 84);
    line->box = (Box){50, 100, 500, 112};
    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
        document_set_style(doc, lines[i].size, 0x777777, false);
        line = document_add_line(doc, lines[i].words, strlen(lines[i].words));
        line->kind = lines[i].kind;
        line->before = BREAK_PARAGRAPH;
        line->box = (Box){50, lines[i].y, 200, lines[i].y + 10};
    }
    document_begin_page(doc, 595, 842);
    document_set_style(doc, 6, 0x777777, false);
    line = document_add_line(doc, "手机通讯录。", strlen("手机通讯录。"));
    line->before = BREAK_WRAPPED;
    line->box = (Box){50, 50, 120, 60};
    return doc;
}

START_TEST(across_pages_in_small_print)
{
    Made made = {.doc = pages_document()};
    made_finish(&made);
    add_hit(&made, "contacts_read", "读取您的手机通讯录", NULL);
    g_autoptr(Report) report = filled(&made, LAW_CN);
    const Finding *f = finding_at(report, 0);
    ck_assert_str_eq(f->shown, "读取您的手机通讯录");
    ck_assert_ptr_nonnull(strstr(f->quote, "第 1 页"));
    ck_assert_ptr_nonnull(strchr(f->quote, '\f'));
    ck_assert_uint_eq(f->parts->len, 2);
    ck_assert_int_eq(f->page, 1);
    ck_assert_int_eq(f->last_page, 2);
    ck_assert_int_eq(report->document.pages, 2);
    ck_assert(f->prominence.known && !f->prominence.hidden);
    ck_assert(f->prominence.font_size == 6 && f->prominence.body_size == 10.5F);
    ck_assert(prominence_is_fine_print(&f->prominence));
    made.doc->ink = see_nothing;
    add_hit(&made, "contacts_read", "读取您的手机通讯录", NULL);
    g_autoptr(Report) hidden = filled(&made, LAW_CN);
    const Finding *h = finding_at(hidden, 0);
    ck_assert_int_eq(h->prominence.hidden, h->rects->len > 0);
    made_clear(&made);
}
END_TEST

// A heading on a page whose fonts have no map is most likely garbage itself.
START_TEST(no_heading_from_a_garbled_page)
{
    Made made = {.doc = document_new("pdf")};
    document_begin_page(made.doc, 595, 842);
    static const char *const lines[] = {"我们收集的信息", "我们会读取您的手机通讯录。"};
    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
        Line *line = document_add_line(made.doc, lines[i], strlen(lines[i]));
        line->before = BREAK_PARAGRAPH;
        line->kind = i ? LINE_BODY : LINE_HEADING;
    }
    made_finish(&made);
    add_hit(&made, "contacts_read", "读取您的手机通讯录", NULL);
    document_add_reason(made.doc, FAULT_GARBLED, 2, "no map");
    g_autoptr(Report) other = filled(&made, LAW_CN);
    ck_assert_str_eq(finding_at(other, 0)->unit_heading, lines[0]);
    document_add_reason(made.doc, FAULT_GARBLED, 1, "no map");
    add_hit(&made, "contacts_read", "读取您的手机通讯录", NULL);
    g_autoptr(Report) report = filled(&made, LAW_CN);
    ck_assert_ptr_null(finding_at(report, 0)->unit_heading);
    made_clear(&made);
}
END_TEST

static char *print_of(const char *text, const char *words)
{
    Made made = {.doc = lines_document(text)};
    made_finish(&made);
    add_hit(&made, "contacts_read", words, NULL);
    g_autoptr(Report) report = filled(&made, LAW_CN);
    char *print = g_strdup(finding_at(report, 0)->fingerprint);
    made_clear(&made);
    return print;
}

// The same clause renumbered, re-flowed, with other digits; and another clause.
START_TEST(fingerprints_last)
{
    static const char *const same[] = {
        "第五条 依第三条，我们读取您的通讯录。",
        "第六条 依第十二条，我们读取您的通讯录。",
        "5.2 依第三条，我们读取 您的通讯录。",
        "（一）依第三条，我们读取您的通讯录。",
    };
    g_autofree char *print = print_of(same[0], "通讯录");
    for (size_t i = 1; i < G_N_ELEMENTS(same); i++) {
        g_autofree char *again = print_of(same[i], "通讯录");
        ck_assert_msg(strcmp(print, again) == 0, "%s has another fingerprint", same[i]);
    }
    g_autofree char *other = print_of("第五条 依第三条，我们上传您的通讯录。", "通讯录");
    ck_assert_str_ne(print, other);
}
END_TEST

START_TEST(equal_clauses_have_their_own_fingerprints)
{
    Made made = {.doc = lines_document("我们读取您的通讯录。\n我们读取您的通讯录。\n")};
    made_finish(&made);
    add_hit(&made, "contacts_read", "读取您的通讯录", NULL);
    Hit *second = add_hit(&made, "contacts_read", "读取您的通讯录", NULL);
    uint32_t further = (uint32_t)(strstr(strstr(made.text->str, "读") + 3, "读") - made.text->str);
    second->span = (PlainSpan){further, further + second->span.end - second->span.start};
    second->unit++;
    g_autoptr(Report) report = filled(&made, LAW_CN);
    ck_assert_str_ne(finding_at(report, 0)->fingerprint, finding_at(report, 1)->fingerprint);
    made_clear(&made);
}
END_TEST

// An agreement in two languages, one after the other: one finding, the other version in `also`.
#define CHINESE "1. 我们可以读取您手机中的通讯录，并用于联系您本人以及核实您的身份信息和还款能力。"
#define ENGLISH \
    "1. We may read the contact list on your phone, and use it to reach you and to check you."
static const struct {
    const char *text, *governing, *other;
} bilingual[] = {
    {CHINESE "\n" ENGLISH "\n", "zh", "read the contact list"},
    {ENGLISH "\n" CHINESE "\n", "en", "读取您手机中的通讯录"},
    {CHINESE "以英文版本为准。\n" ENGLISH "\n", "en", "读取您手机中的通讯录"},
    {ENGLISH " The Chinese version shall prevail.\n" CHINESE "\n", "zh", "read the contact list"},
};

START_TEST(two_versions_are_one_finding)
{
    Made made = {.doc = lines_document(bilingual[_i].text)};
    made_finish(&made);
    add_hit(&made, "contacts_read", "读取您手机中的通讯录", NULL);
    RuleInfo english = made.rule;
    english.language = "en";
    add_hit(&made, "contacts_read", "read the contact list", NULL)->rule = &english;
    g_autoptr(Report) report = filled(&made, LAW_CN);
    ck_assert_uint_eq(report->document.languages->len, 2);
    ck_assert_uint_eq(report->findings->len, 1);
    const Finding *f = finding_at(report, 0);
    ck_assert_str_eq(f->language, bilingual[_i].governing);
    ck_assert_uint_eq(f->also->len, 1);
    const Also *also = g_ptr_array_index(f->also, 0);
    ck_assert_str_eq(also->quote, bilingual[_i].other);
    made_clear(&made);
}
END_TEST

static const char *reasons_of(const Report *report, GString *said)
{
    g_string_truncate(said, 0);
    for (guint i = 0; i < report->document.reasons->len; i++) {
        const Reason *reason = g_ptr_array_index(report->document.reasons, i);
        g_string_append_printf(said, "%s %d;", fault_name(reason->code), reason->page);
    }
    return said->str;
}

// Letters that a font without a map gives look like any language: that there are no rules for it is
// said of the pages that can be read only.
START_TEST(garbage_alone_is_not_analysed)
{
    Made made = {.doc = lines_document("O contrato é celebrado entre as partes que seguem.")};
    made_finish(&made);
    made.matches.unruled = true;
    document_add_reason(made.doc, FAULT_GARBLED, 1, "no map");
    g_autoptr(GString) said = g_string_new(NULL);
    g_autoptr(Report) report = filled(&made, LAW_CN);
    ck_assert_str_eq(reasons_of(report, said), "garbled 1;");
    ck_assert_int_eq(report->document.status, STATUS_NOT_ANALYSED);
    made_clear(&made);
}
END_TEST

static const struct {
    const char *text;
    Fault fault;
    Status status;
    const char *reason;
} statuses[] = {
    {"我们读取您的通讯录。", FAULT_COUNT, STATUS_COMPLETE, NULL},
    {"我们读取您的通讯录。", FAULT_SIGNED, STATUS_COMPLETE, "signed"},
    {"我们读取您的通讯录。", FAULT_NO_TEXT, STATUS_PARTIAL, "no_text"},
    {"我们读取您的通讯录。", FAULT_NO_PACK, STATUS_PARTIAL, "no_pack"},
    {"  12 345 ", FAULT_COUNT, STATUS_NOT_ANALYSED, "empty"},
    {"", FAULT_NO_TEXT, STATUS_NOT_ANALYSED, "no_text"},
};

START_TEST(status)
{
    Made made = {.doc = lines_document(statuses[_i].text)};
    if (statuses[_i].fault != FAULT_COUNT)
        document_add_reason(made.doc, statuses[_i].fault, 0, "as the reader says");
    made_finish(&made);
    g_autoptr(Report) report = filled(&made, LAW_CN);
    ck_assert_str_eq(status_name(report->document.status), status_name(statuses[_i].status));
    ck_assert_uint_eq(report->document.reasons->len, statuses[_i].reason ? 1 : 0);
    if (statuses[_i].reason) {
        const Reason *reason = g_ptr_array_index(report->document.reasons, 0);
        ck_assert_str_eq(fault_name(reason->code), statuses[_i].reason);
    }
    made_clear(&made);
}
END_TEST

START_TEST(references_are_noted)
{
    Made made = {.doc = lines_document(agreement)};
    made_finish(&made);
    g_ptr_array_add(made.matches.references, (gpointer) "《隐私政策》");
    g_autoptr(Report) report = filled(&made, LAW_CN);
    ck_assert_str_eq(report->document.references->pdata[0], "《隐私政策》");
    ck_assert_int_eq(report->document.status, STATUS_COMPLETE);
    const Reason *reason = g_ptr_array_index(report->document.reasons, 0);
    ck_assert_int_eq(reason->code, FAULT_REFERENCED_DOCUMENT_MISSING);
    made_clear(&made);
}
END_TEST

START_TEST(places_count_code_points)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < 2000; i++)
        g_string_append(text, i % 3 ? "𠮷a" : "字");
    g_autoptr(Places) places = places_new(text->str, text->len);
    uint32_t points = 0;
    for (const char *at = text->str; *at; at = g_utf8_next_char(at), points++) {
        ck_assert_uint_eq(places_point(places, (size_t)(at - text->str)), points);
        ck_assert_uint_eq(places_byte(places, points), (size_t)(at - text->str));
    }
    ck_assert_uint_eq(places_count(places), points);
    ck_assert_uint_eq(places_byte(places, points), text->len);
    ck_assert_uint_eq(places_byte(places, points + 7), text->len);
}
END_TEST

START_TEST(contrast)
{
    ck_assert(prominence_contrast(0, 0xFFFFFF) > 20.9F);
    ck_assert(prominence_contrast(0x777777, 0x777777) == 1);
    float grey = prominence_contrast(0x767676, 0xFFFFFF);
    ck_assert(grey > 4.5F && grey < 4.6F);
}
END_TEST

int main(void)
{
    TCase *rows = tcase_create("rows");
    tcase_add_test(rows, words_and_offsets);
    tcase_add_test(rows, findings_may_leave);
    tcase_add_loop_test(rows, words_of_pictures_are_less_sure, 0, G_N_ELEMENTS(sureties));
    tcase_add_test(rows, basis_of_the_law);
    tcase_add_test(rows, absences_only_when_read_whole);
    tcase_add_test(rows, across_pages_in_small_print);
    tcase_add_test(rows, no_heading_from_a_garbled_page);
    tcase_add_test(rows, garbage_alone_is_not_analysed);
    tcase_add_test(rows, fingerprints_last);
    tcase_add_test(rows, equal_clauses_have_their_own_fingerprints);
    tcase_add_loop_test(rows, two_versions_are_one_finding, 0, G_N_ELEMENTS(bilingual));
    tcase_add_loop_test(rows, status, 0, G_N_ELEMENTS(statuses));
    tcase_add_test(rows, references_are_noted);
    tcase_add_test(rows, places_count_code_points);
    tcase_add_test(rows, contrast);
    return run_cases("fill", rows);
}
