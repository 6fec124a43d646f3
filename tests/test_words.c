// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/words.h"

#include <check.h>
#include <string.h>

#include "files.h"
#include "run.h"
#include "run/progress.h"

// The conversions of a format, such as "%s %u"; the caller frees it.
static char *conversions(const char *format)
{
    GString *found = g_string_new(NULL);
    for (const char *at = format; (at = strchr(at, '%')); at++) {
        size_t len = strcspn(at + 1, "sudf%") + 2;
        g_string_append_len(found, at, (gssize)len);
        at += len - 1;
    }
    return g_string_free(found, FALSE);
}

START_TEST(said_in_both)
{
    for (unsigned i = 0; i < W_COUNT; i++) {
        const char *en = word((Word)i, LANG_EN), *zh = word((Word)i, LANG_ZH);
        ck_assert_msg(en && *en && zh && *zh, "row %u is not said in both languages", i);
        g_autofree char *a = conversions(en);
        g_autofree char *b = conversions(zh);
        ck_assert_msg(!strcmp(a, b), "\"%s\" and \"%s\" take other arguments", en, zh);
        ck_assert(g_utf8_validate(zh, -1, NULL));
    }
}
END_TEST

// English may hold quotes and dashes, but nothing Chinese.
START_TEST(english_is_english)
{
    for (unsigned i = 0; i < W_COUNT; i++)
        for (const char *at = word((Word)i, LANG_EN); *at; at = g_utf8_next_char(at))
            ck_assert_msg(g_unichar_get_script(g_utf8_get_char(at)) != G_UNICODE_SCRIPT_HAN, "%s",
                          word((Word)i, LANG_EN));
}
END_TEST

// No alarm, no accusation, no score: words that reports do not use.
START_TEST(tone)
{
    static const char *const not_said[] = {"违法", "非法",   "骗",      "危险",  "警告", "illegal",
                                           "scam", "danger", "warning", "fraud", "/100", "!"};
    for (unsigned i = 0; i < W_COUNT; i++)
        for (size_t k = 0; k < G_N_ELEMENTS(not_said); k++)
            for (unsigned lang = 0; lang < LANG_COUNT; lang++)
                ck_assert_msg(!strstr(word((Word)i, (Lang)lang), not_said[k]), "%s says %s",
                              word((Word)i, (Lang)lang), not_said[k]);
}
END_TEST

// While nothing is done, nothing is known of the rate and of the time left.
START_TEST(progress_promises_nothing)
{
    g_autofree char *first = progress_line(0, 260, 0.5, 0, LANG_EN);
    ck_assert_str_eq(first, "0 of 260");
    g_autofree char *later = progress_line(20, 260, 10, 1, LANG_EN);
    ck_assert_str_eq(later, "20 of 260 · 2.0 a second · 0:02:00 left · 1 finding");
}
END_TEST

START_TEST(numbers_and_their_words_agree)
{
    g_autofree char *one =
        word_counts(W_AUDIT_COUNTS, LANG_EN, (size_t)1, (size_t)1, (size_t)0, (size_t)0, (size_t)1);
    ck_assert_str_eq(one, "1 input: 1 analysed (0 of them in part), 0 not analysed; 1 finding");
    g_autofree char *many = word_counts(W_AUDIT_COUNTS, LANG_EN, (size_t)11, (size_t)10, (size_t)1,
                                        (size_t)1, (size_t)21);
    ck_assert_str_eq(many,
                     "11 inputs: 10 analysed (1 of them in part), 1 not analysed; 21 findings");
    g_autofree char *none = word_counts(W_INDEX_IN_DOCUMENTS, LANG_EN, 0);
    ck_assert_str_eq(none, "in 0 documents");
    g_autofree char *zh = word_counts(W_INDEX_IN_DOCUMENTS, LANG_ZH, 1);
    ck_assert_str_eq(zh, "见于 1 份文件");
}
END_TEST

START_TEST(chooses_language)
{
    g_unsetenv("LC_ALL");
    g_unsetenv("LC_MESSAGES");
    g_setenv("LANG", "C.UTF-8", true);
    ck_assert_int_eq(lang_choose("zh"), LANG_ZH);
    ck_assert_int_eq(lang_choose("zh_CN.UTF-8"), LANG_ZH);
    ck_assert_int_eq(lang_choose("en"), LANG_EN);
    ck_assert_int_eq(lang_choose(NULL), LANG_EN);
    g_setenv("LANG", "zh_CN.UTF-8", true); // installed or not
    ck_assert_int_eq(lang_choose(NULL), LANG_ZH);
    g_setenv("LC_ALL", "en_GB.UTF-8", true);
    ck_assert_int_eq(lang_choose(NULL), LANG_EN);
}
END_TEST

START_TEST(unknown_names_stand_for_themselves)
{
    ck_assert_str_eq(word_reason("my_own_word", LANG_ZH), "my_own_word");
    ck_assert_str_eq(word_kind("my_own_kind", LANG_EN), "my_own_kind");
    ck_assert_str_eq(word_reason("irrevocable", LANG_ZH), "不可撤销");
}
END_TEST

// Words that follow `key` in the shipped rules must be said in Chinese too.
static void check_named(const char *path, const char *key,
                        const char *(*say)(const char *name, Lang lang))
{
    g_autofree char *yaml = NULL;
    ck_assert(g_file_get_contents(path, &yaml, NULL, NULL));
    for (const char *at = yaml; (at = strstr(at, key));) {
        at += strlen(key);
        g_autofree char *name = g_strndup(at, strspn(at, "abcdefghijklmnopqrstuvwxyz_"));
        ck_assert_msg(!*name || strcmp(say(name, LANG_ZH), name) != 0,
                      "%s: %s%s has no words: add it to src/report/words.c", path, key, name);
    }
}

START_TEST(rules_use_words_we_know)
{
    g_autofree char *rules = source_path("rules");
    g_autofree char *kinds = g_build_filename(rules, "kinds.yaml", NULL);
    check_named(kinds, "- kind: ", word_kind);
    g_auto(GStrv) lines = source_lines("rules/pack.list");
    for (char **line = lines; *line; line++) {
        if (!g_str_has_suffix(*line, ".yaml") || **line == '#')
            continue;
        g_autofree char *path = g_build_filename(rules, *line, NULL);
        check_named(path, "why: ", word_reason);
    }
}
END_TEST

int main(void)
{
    TCase *rows = tcase_create("rows");
    tcase_add_test(rows, said_in_both);
    tcase_add_test(rows, english_is_english);
    tcase_add_test(rows, tone);
    tcase_add_test(rows, progress_promises_nothing);
    tcase_add_test(rows, numbers_and_their_words_agree);
    tcase_add_test(rows, chooses_language);
    tcase_add_test(rows, rules_use_words_we_know);
    tcase_add_test(rows, unknown_names_stand_for_themselves);
    return run_cases("words", rows);
}
