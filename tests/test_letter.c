// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/letter.h"

#include <check.h>
#include <string.h>

#include "fake_pack.h"
#include "report/writer.h"
#include "run.h"

static char *written(const char *writer, const Report *report, Lang lang)
{
    WriteOptions options = {.lang = lang, .columns = 200};
    GString *out = g_string_new(NULL);
    ck_assert(writer_named(writer)->write(report, fake_pack(), &options, out, NULL));
    return g_string_free(out, FALSE);
}

START_TEST(quotes_the_clauses_and_their_law)
{
    g_autoptr(Report) report = sample_predatory();
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        g_autofree char *text = written("letter_text", report, (Lang)lang);
        const Word order[] = {W_LETTER_FIRST,    W_LETTER_TO,      W_LETTER_SUBJECT,
                              W_LETTER_WITHDRAW, W_LETTER_DELETE,  W_LETTER_RECIPIENTS,
                              W_LETTER_STOP,     W_LETTER_CLOSING, W_DISCLAIMER};
        const char *at = text;
        for (size_t i = 0; i < G_N_ELEMENTS(order); i++) {
            at = strstr(at, word(order[i], (Lang)lang));
            ck_assert_msg(at, "%s is not in its place", word(order[i], (Lang)lang));
        }
        ck_assert_ptr_nonnull(strstr(text, "联系您通讯录中的任何人，告知您的借款情况"));
        ck_assert_ptr_nonnull(
            strstr(text, lang == LANG_ZH ? "民法典 第一千零三十五条" : "Civil Code"));
        ck_assert_ptr_null(strchr(text, '{'));
        g_autofree char *page = written("letter", report, (Lang)lang);
        const char *told = strstr(page, word(W_DISCLAIMER, (Lang)lang));
        ck_assert(told && !strstr(told + 1, word(W_DISCLAIMER, (Lang)lang)));
    }
}
END_TEST

START_TEST(says_when_there_is_no_clause)
{
    g_autoptr(Report) report = sample_report("文");
    g_autofree char *text = written("letter_text", report, LANG_EN);
    ck_assert_ptr_nonnull(strstr(text, word(W_LETTER_NO_CLAUSE, LANG_EN)));
}
END_TEST

START_TEST(nothing_to_write_about)
{
    g_autoptr(Report) report = report_failed("x.pdf", FAULT_EMPTY, "empty");
    g_autoptr(GError) error = NULL;
    ck_assert_ptr_null(letter_new(report, fake_pack(), LANG_EN, &error));
    ck_assert(g_error_matches(error, FAULT_DOMAIN, FAULT_USAGE));
}
END_TEST

START_TEST(page_is_harmless)
{
    g_autoptr(Report) report = sample_predatory();
    Finding *finding = g_ptr_array_index(report->findings, 0);
    g_free(finding->shown);
    finding->shown = g_strdup("</blockquote><script>alert(1)</script>");
    report->document.title = g_strdup("\"><img src=x>");
    g_autofree char *page = written("letter", report, LANG_ZH);
    ck_assert_ptr_null(strstr(page, "<script"));
    ck_assert_ptr_null(strstr(page, "<img"));
    ck_assert_ptr_nonnull(strstr(page, "&lt;script&gt;"));
    ck_assert_ptr_nonnull(strstr(page, "default-src 'none'"));
}
END_TEST

int main(void)
{
    TCase *rows = tcase_create("rows");
    tcase_add_test(rows, quotes_the_clauses_and_their_law);
    tcase_add_test(rows, says_when_there_is_no_clause);
    tcase_add_test(rows, nothing_to_write_about);
    tcase_add_test(rows, page_is_harmless);
    return run_cases("letter", rows);
}
