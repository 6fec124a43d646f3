// SPDX-License-Identifier: GPL-3.0-or-later
#include <check.h>
#include <string.h>

#include "fake_pack.h"
#include "report/layout.h"
#include "report/phrases.h"
#include "report/words.h"
#include "report/writer.h"
#include "run.h"

static char *written(const Report *report, WriteOptions options)
{
    GString *out = g_string_new(NULL);
    ck_assert(writer_named("terminal")->write(report, fake_pack(), &options, out, NULL));
    ck_assert(g_utf8_validate(out->str, (gssize)out->len, NULL));
    return g_string_free(out, FALSE);
}

// Nobody finds a clause by the marks of its list.
START_TEST(where_marks_are_left_out)
{
    static const struct {
        const char *number, *shown;
    } rows[] = {{"3 › •", "clause 3"},
                {"一 ›  › 2.5", "clause 一 › 2.5"},
                {"①", "clause ①"},
                {"•", "heading of the list"}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        Finding finding = {.unit_number = (char *)rows[i].number,
                           .unit_heading = (char *)"heading of the list"};
        g_autofree char *where = phrase_where(&finding, LANG_EN);
        ck_assert_msg(strstr(where, rows[i].shown) && !strstr(where, "•"), "%s", where);
    }
}
END_TEST

static const int columns[] = {40, 60, 80, 120};

START_TEST(fits)
{
    g_autoptr(Report) report = sample_predatory();
    for (int lang = 0; lang < LANG_COUNT; lang++)
        for (int color = 0; color < 2; color++) {
            g_autofree char *out = written(
                report, (WriteOptions){.lang = (Lang)lang, .columns = columns[_i], .color = color});
            g_auto(GStrv) lines = g_strsplit(out, "\n", -1);
            for (char **line = lines; *line; line++) {
                ck_assert_msg(layout_width(*line) <= columns[_i], "%d: %s", columns[_i], *line);
                ck_assert_msg(!g_str_has_suffix(*line, " "), "ends in a blank: %s", *line);
            }
        }
}
END_TEST

// Order matters to a reader: questions, verdict, clauses, protections, absences, notes, disclaimer.
START_TEST(in_order)
{
    g_autoptr(Report) report = sample_predatory();
    g_autofree char *out = written(report, (WriteOptions){.lang = LANG_ZH, .columns = 80});
    const Word order[] = {W_QUESTION_TAKES_CONTACTS,
                          W_QUESTION_CAN_WITHDRAW,
                          W_VERDICT,
                          W_ALLOWS,
                          W_WHY,
                          W_LAW,
                          W_ADVICE,
                          W_PROTECTS,
                          W_LACKS,
                          W_LACKS_LINE,
                          W_NOTES,
                          W_DISCLAIMER};
    const char *at = out;
    for (size_t i = 0; i < G_N_ELEMENTS(order); i++) {
        at = strstr(at, word(order[i], LANG_ZH));
        ck_assert_msg(at, "%s is not in its place", word(order[i], LANG_ZH));
    }
    ck_assert_ptr_nonnull(strstr(out, "2026-03-01"));
    ck_assert_ptr_nonnull(strstr(out, "若出借方是银行"));
    ck_assert_ptr_nonnull(strstr(out, "（行业自律）"));
    ck_assert_ptr_null(strstr(out, "未核对的规定"));
    ck_assert_ptr_null(strstr(out, "印度"));
    ck_assert_ptr_null(strstr(out, "\033"));
}
END_TEST

// What is missing is told with what it means and what one can do.
START_TEST(absence_comes_with_advice)
{
    g_autoptr(Report) report = sample_predatory();
    g_autofree char *out = written(report, (WriteOptions){.lang = LANG_EN, .columns = 200});
    const char *at = strstr(out, word(W_LACKS, LANG_EN));
    ck_assert_ptr_nonnull(at);
    ck_assert_ptr_nonnull(strstr(at, "    It says nothing about withdrawing.\n"
                                     "    What you can do: Ask in writing.\n"));
}
END_TEST

START_TEST(color_only_when_asked)
{
    g_autoptr(Report) report = sample_predatory();
    g_autofree char *plain = written(report, (WriteOptions){.lang = LANG_EN});
    ck_assert_ptr_null(strchr(plain, '\033'));
    g_autofree char *color = written(report, (WriteOptions){.lang = LANG_EN, .color = true});
    ck_assert_ptr_nonnull(strchr(color, '\033'));
}
END_TEST

static const char *const hostile[] = {
    "a\033[31mb",
    "a\u202Eb",
    "a\u2066b",
    "a\xC2\x85"
    "b",
    "a\u200Fb",
    "a\u2028b",
    "a\rb\bc",
    "a\a"
    "b",
    "a\U000E0041b",
};

START_TEST(harmless)
{
    g_autoptr(Report) report = sample_predatory();
    Finding *finding = g_ptr_array_index(report->findings, 0);
    char **fields[] = {&finding->shown, &finding->unit_number, &finding->stem_quote,
                       &report->document.path, &report->document.kind};
    for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
        g_free(*fields[i]);
        *fields[i] = g_strdup(hostile[_i]);
    }
    report->document.loan = false;
    for (int brief = 0; brief < 2; brief++) {
        g_autofree char *out = written(report, (WriteOptions){.columns = 60, .brief = brief});
        for (const char *at = out; *at; at = g_utf8_next_char(at))
            ck_assert_msg(*at == '\n' || !layout_is_unruly(g_utf8_get_char(at)), "%s", out);
    }
}
END_TEST

START_TEST(combining_marks_do_not_pile_up)
{
    g_autoptr(GString) text = g_string_new("e");
    for (int i = 0; i < 100000; i++)
        g_string_append(text, "\u0301");
    g_autoptr(GString) out = g_string_new(NULL);
    layout_clean(out, text->str);
    ck_assert_uint_lt(out->len, 20);
}
END_TEST

START_TEST(nothing_found_in_no_agreement_says_little)
{
    g_autoptr(Report) report = sample_report("番茄切块，热锅放油。");
    g_autofree char *loan = written(report, (WriteOptions){.lang = LANG_ZH});
    ck_assert_ptr_nonnull(strstr(loan, word(W_VERDICT_NONE, LANG_ZH)));
    ck_assert_ptr_null(strstr(loan, "请确认文件没有拿错"));
    g_free(report->document.kind);
    report->document.kind = g_strdup("other");
    report->document.loan = false;
    g_autofree char *other = written(report, (WriteOptions){.lang = LANG_ZH, .columns = 200});
    ck_assert_ptr_nonnull(strstr(other, word(W_VERDICT_NONE_OTHER, LANG_ZH)));
}
END_TEST

static void add_unread_page(Report *report, int page)
{
    Reason *reason = g_new0(Reason, 1);
    reason->code = FAULT_NO_TEXT;
    reason->page = page;
    reason->message = g_strdup("the page is a picture without text; read it with --ocr");
    g_ptr_array_add(report->document.reasons, reason);
    report->document.status = STATUS_PARTIAL;
}

START_TEST(unread_pages_are_named_in_the_readers_language)
{
    g_autoptr(Report) report = sample_report("第一条 借款。");
    add_unread_page(report, 2);
    g_autofree char *text = written(report, (WriteOptions){.lang = LANG_EN, .columns = 200});
    ck_assert_ptr_null(strstr(text, "page 2")); // a text file has no pages
    report->document.pages = 4;
    g_autofree char *one = written(report, (WriteOptions){.lang = LANG_EN, .columns = 200});
    ck_assert_ptr_nonnull(strstr(one, "  - page 2: "));
    add_unread_page(report, 3);
    g_autofree char *two = written(report, (WriteOptions){.lang = LANG_EN, .columns = 200});
    ck_assert_ptr_nonnull(strstr(two, "  - pages 2-3: "));
    ck_assert_ptr_nonnull(strstr(two, "read it with --ocr"));
    g_autofree char *zh = written(report, (WriteOptions){.lang = LANG_ZH, .columns = 200});
    ck_assert_ptr_nonnull(strstr(zh, "第 2-3 页："));
    ck_assert_ptr_nonnull(strstr(zh, "这一页是图像，没有文字；请用 --ocr 读取"));
}
END_TEST

// It is copied into a file as it stands.
START_TEST(line_that_sets_aside_stands_alone)
{
    g_autoptr(Report) report = sample_predatory();
    const Finding *finding = g_ptr_array_index(report->findings, 0);
    g_autofree char *out = written(report, (WriteOptions){.lang = LANG_EN});
    g_autofree char *line = g_strdup_printf("\n      %s your reason\n", finding->fingerprint);
    ck_assert_ptr_nonnull(strstr(out, line));
}
END_TEST

START_TEST(not_a_loan_is_said_first)
{
    g_autoptr(Report) report = sample_predatory();
    report->document.loan = false;
    g_autofree char *out = written(report, (WriteOptions){.lang = LANG_EN});
    const char *told = strstr(out, "does not look like a loan document");
    ck_assert(told && told < strstr(out, word(W_QUESTION_TAKES_CONTACTS, LANG_EN)));
}
END_TEST

START_TEST(unread_is_said)
{
    g_autoptr(Report) failed = report_failed("x.pdf", FAULT_ENCRYPTED, "needs a password");
    g_autofree char *out = written(failed, (WriteOptions){.lang = LANG_EN, .columns = 300});
    ck_assert_ptr_nonnull(strstr(out, "--password-file"));
    ck_assert_ptr_nonnull(strstr(out, "does not mean there is nothing"));
    ck_assert_ptr_null(strstr(out, word(W_NOTHING_RISKY, LANG_EN)));
    g_autoptr(Report) partial = sample_report("文");
    partial->document.status = STATUS_PARTIAL;
    partial->document.pages = 9;
    const int pages[] = {3, 5, 6, 7, 9};
    for (size_t i = 0; i < G_N_ELEMENTS(pages); i++) {
        Reason *reason = g_new0(Reason, 1);
        *reason = (Reason){FAULT_NO_TEXT, pages[i], NULL, g_strdup("no text on this page")};
        g_ptr_array_add(partial->document.reasons, reason);
    }
    report_judge(partial, fake_pack());
    g_autofree char *some = written(partial, (WriteOptions){.lang = LANG_EN});
    ck_assert_ptr_nonnull(strstr(some, "pages 3, 5-7, 9"));
    ck_assert_ptr_nonnull(strstr(some, word_level(LEVEL_UNKNOWN, LANG_EN)));
    ck_assert_ptr_null(strstr(some, word(W_NOTHING_RISKY, LANG_EN)));
}
END_TEST

// What was not read may say otherwise.
START_TEST(a_promise_in_a_part_is_no_promise_of_the_whole)
{
    g_autoptr(Report) report = sample_predatory();
    report->answers[QUESTION_TAKES_CONTACTS] = ANSWER_PROMISED_NOT;
    g_autofree char *whole = written(report, (WriteOptions){.lang = LANG_EN, .columns = 200});
    ck_assert_ptr_nonnull(strstr(whole, "No: it says they will not."));
    ck_assert_ptr_null(strstr(whole, "But not all of it"));
    report->document.status = STATUS_PARTIAL;
    g_autofree char *part = written(report, (WriteOptions){.lang = LANG_EN, .columns = 200});
    ck_assert_ptr_nonnull(
        strstr(part, "No: it says they will not. But not all of it could be read."));
}
END_TEST

START_TEST(brief_is_one_line)
{
    g_autoptr(Report) report = sample_predatory();
    g_autofree char *out = written(report, (WriteOptions){.brief = true, .columns = 60});
    ck_assert_ptr_eq(strchr(out, '\n'), out + strlen(out) - 1);
    g_strchomp(out);
    ck_assert_int_le(layout_width(out), 60);
    g_autofree char *whole = written(report, (WriteOptions){.brief = true, .lang = LANG_EN});
    ck_assert_ptr_nonnull(strstr(whole, "Sharing with partners×1…"));
}
END_TEST

START_TEST(quiet_shows_less)
{
    g_autoptr(Report) report = sample_predatory();
    g_autofree char *out = written(report, (WriteOptions){.quiet = true, .lang = LANG_EN});
    ck_assert_ptr_null(strstr(out, "Emergency contacts"));
    ck_assert_ptr_null(strstr(out, word(W_WHY, LANG_EN)));
}
END_TEST

static const struct {
    const char *text;
    int columns;
    const char *lines;
} wraps[] = {
    {"", 20, "\n"},
    {"one two three four five six", 20, "one two three four\nfive six\n"},
    {"一二三四五六七八九十，百", 20, "一二三四五六七八九\n十，百\n"},
    {"一二三四五六七八九（十）", 20, "一二三四五六七八九\n（十）\n"},
    {"abcdefghijklmnopqrstuvwxyz", 20, "abcdefghijklmnopqrst\nuvwxyz\n"},
};

START_TEST(wraps_as_a_typesetter_may)
{
    g_autoptr(GString) out = g_string_new(NULL);
    layout_wrap(out, wraps[_i].text, wraps[_i].columns, "", 0);
    ck_assert_str_eq(out->str, wraps[_i].lines);
}
END_TEST

int main(void)
{
    TCase *rows = tcase_create("rows");
    tcase_add_loop_test(rows, fits, 0, G_N_ELEMENTS(columns));
    tcase_add_test(rows, in_order);
    tcase_add_test(rows, where_marks_are_left_out);
    tcase_add_test(rows, absence_comes_with_advice);
    tcase_add_test(rows, color_only_when_asked);
    tcase_add_loop_test(rows, harmless, 0, G_N_ELEMENTS(hostile));
    tcase_add_test(rows, combining_marks_do_not_pile_up);
    tcase_add_test(rows, nothing_found_in_no_agreement_says_little);
    tcase_add_test(rows, unread_pages_are_named_in_the_readers_language);
    tcase_add_test(rows, line_that_sets_aside_stands_alone);
    tcase_add_test(rows, not_a_loan_is_said_first);
    tcase_add_test(rows, unread_is_said);
    tcase_add_test(rows, a_promise_in_a_part_is_no_promise_of_the_whole);
    tcase_add_test(rows, brief_is_one_line);
    tcase_add_test(rows, quiet_shows_less);
    tcase_add_loop_test(rows, wraps_as_a_typesetter_may, 0, G_N_ELEMENTS(wraps));
    return run_cases("terminal", rows);
}
