// SPDX-License-Identifier: GPL-3.0-or-later
// Expressions in words, as `rules explain` prints them.
#include <check.h>

#include "rules/describe.h"
#include "run.h"

static Lexicon *lexicon;

static void begin(void)
{
    static const char file[] = "entries:\n"
                               "  gap: '[^。]{0,8}?'\n"
                               "  room: '(?:(?!不)[^。]){0,9}?'\n"
                               "  before: '(?<!不)'\n"
                               "  take: ['读取|收集', '{keep}']\n"
                               "  keep: '保存'\n";
    g_autoptr(YamlNode) root = yaml_parse("lexicon.yaml", file, sizeof file - 1, NULL);
    lexicon = lexicon_new();
    ck_assert(root && lexicon_add(lexicon, root, false, NULL));
}

static void end(void)
{
    lexicon_free(lexicon);
}

static const struct {
    const char *expression, *words, *names;
} rows[] = {
    {"通讯录", "通讯录", ""},
    {"{take}{gap}(?<data>通讯录|电话簿)(?!权限)", "‹take› … (通讯录 / 电话簿)", "take"},
    {"{before}{take}{room}{gap}短信", "‹take› … 短信", "take"},
    {"读取(?:您|你)?的?[甲乙]方", "读取[(您 / 你)][的](甲/乙)方", ""},
    {"(?:a|)b", "[a]b", ""},
    {"(?:a|b|)c", "[a / b]c", ""},
    {"\\bcall[ -]?logs?\\b[^.]{0,20}\\d{2}", "call[[ -]]log[s] … 0-9", ""},
    {"一|二|三|四|五|六|七|八|九", "一 / 二 / 三 / 四 / 五 / 六 / 七 / 八 / …", ""},
    {"(?:x(?:y|z)){1,3}", "x(y / z)", ""},
    {"{nothing}", "‹nothing›", "nothing"},
};

START_TEST(describes)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *words = describe_expression(rows[_i].expression, lexicon, names);
    g_ptr_array_add(names, NULL);
    g_autofree char *joined = g_strjoinv(" ", (char **)names->pdata);
    ck_assert_str_eq(words, rows[_i].words);
    ck_assert_str_eq(joined, rows[_i].names);
}
END_TEST

START_TEST(describes_lists)
{
    g_autofree char *words = describe_list("take", lexicon, NULL);
    ck_assert_str_eq(words, "读取 / 收集 / ‹keep›");
    ck_assert_ptr_null(describe_list("nothing", lexicon, NULL));
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("describe");
    tcase_add_unchecked_fixture(cases, begin, end);
    tcase_add_loop_test(cases, describes, 0, G_N_ELEMENTS(rows));
    tcase_add_test(cases, describes_lists);
    return run_cases("describe", cases);
}
