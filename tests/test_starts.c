// SPDX-License-Identifier: GPL-3.0-or-later
// Where matches of an expression can begin, and the look-ahead that makes expressions fail early.
#include <check.h>
#include <string.h>

#include "rules/hasten.h"
#include "rules/starts_build.h"
#include "run.h"

static Lexicon *lexicon;

static void set_up(void)
{
    static const char file[] = "entries:\n"
                               "  take: [收集, '读取|上传']\n"
                               "  gap: '[^。]{0,9}?'\n"
                               "  calm: '(?<!不)(?<!没有)'\n"
                               "  many: ['{take}|{take}使用', '保存|提供|分享|展示']\n";
    g_autoptr(GError) error = NULL;
    g_autoptr(YamlNode) root = yaml_parse("lexicon.yaml", file, sizeof file - 1, &error);
    lexicon = lexicon_new();
    ck_assert(root && lexicon_add(lexicon, root, false, &error));
}

static void tear_down(void)
{
    lexicon_free(lexicon);
}

// Byte places in the text where a match may begin, divided by spaces; "any" when that is not known.
static const struct {
    const char *expression, *text, *places;
} rows[] = {
    {"收集", "我们收集和收取", "6"},
    {"收集|收取", "我们收集和收取", "6 15"},
    {"收?集", "我们收集和收取", "6 9"},
    {"收{2}", "收收收", "0 3"},
    {"收{1,2}取", "收集收取收收", "6 12"},
    {"{take}", "读书、读取、上传", "9 18"},
    {"{calm}{take}", "不读取。", "3"}, // look-behind is not asked
    {"(?:我们{gap})?{take}", "他们收集、我们上传", "6 15 21"},
    {"[收读]取", "收取读取取读", "0 6"},
    {"[a-c]x", "ax bx dx", "0 3"},
    {"[;\\n]收", "收;收\n收", "3 7"},
    {"收[^集]", "收集收取", "0 6"},    // any may follow
    {"App", "APP app ápp", "0 4 7 8"}, // what may have case is always tried
    {"(?=我们)收", "我收", "3"},
    {"(?<data>短信)$", "短信", "0"},
    {"{party_lender}", "甲方和丙方与他方", "0 9"},
    {"[^。]{2}收集", "收集", "any"},
    {".收集", "收集", "any"},
    {"\\d元", "5元", "any"},
    {"{gap}收集", "收集", "any"},
    {"\\G收集", "收集", "any"},
    {"收*", "收集", "any"}, // matches nothing, too
    {"ж", "ж", "any"},
    {"^收集", "收集收集", "0"}, // nowhere but at the start
    {"\\A(?!我们)[^。]{0,9}收集", "他们收集", "0"},
    {"(?:^|[,;])(?:收集)?短信", "短信,短信", "0 6"},
    {"(?:^|)收集", "我收集", "3"},
    {"收^集|上传", "收集上传", "6"}, // never in the midst
    {"(?i)^.收", "我收", "0"},
    {"(?m)^.收", "我收", "any"}, // where any line starts
    {"[^ims]收|(?m:^收)", "我收", "any"},
    {"(?s-m)^收|[ims]{2}", "收ms", "0 3"},
};

START_TEST(finds_places)
{
    g_autoptr(StartsReader) reader = starts_reader_new(lexicon);
    g_autoptr(GString) places = g_string_new(NULL);
    Starts starts = {0};
    const char *text = rows[_i].text;
    size_t len = strlen(text);
    if (!starts_read(reader, rows[_i].expression, &starts))
        g_string_append(places, "any");
    else
        for (size_t at = 0; (at = starts_next(&starts, text, len, at, len)) < len;
             at = (size_t)(g_utf8_next_char(text + at) - text))
            g_string_append_printf(places, "%s%zu", places->len ? " " : "", at);
    ck_assert_str_eq(places->str, rows[_i].places);
}
END_TEST

static const struct {
    const char *expression, *hastened;
} hastened[] = {
    {"收集短信", "收集短信"},
    {"{take}短信", "{take}短信"}, // tried at its first character, and only there
    {"我们{gap}{take}", "我们{gap}(?=[上收读]){take}"},
    {"我们{gap}{calm}{take}", "我们{gap}(?=[上收读]){calm}{take}"}, // once, before the look-behind
    {"我们[^。]*(?<verb>{take})短信", "我们[^。]*(?=[上收读])(?<verb>{take})短信"},
    {"(?:我们{gap})?{many}", "(?:我们{gap})?(?=[上保分展提收读]){many}"},
    {"{gap}(?:元|角)", "{gap}(?:元|角)"}, // short alternatives fail soon
    {"{gap}{take}?", "{gap}{take}?"},     // it need not be there
    {"我们(?!收|读|写|看)", "我们(?!(?=[写收看读])(?:收|读|写|看))"},
    {"我们(?<!收|读|写|看)", "我们(?<!收|读|写|看)"},
    {"{gap}[a-c]{take}", "{gap}[a-c]{take}"},
    {"{gap}(?-i:A+{take})", "{gap}(?=[a])(?-i:A+{take})"}, // a guard is in small letters
    {"{gap}(?:A+{take})", "{gap}(?=[a])(?:A+(?=[上收读]){take})"},
    {"{gap", "{gap"},
    {"{gap}(?:^|{take})短信", "{gap}(?:^|{take})短信"}, // which may begin with anything
};

START_TEST(puts_guards)
{
    g_autoptr(StartsReader) reader = starts_reader_new(lexicon);
    g_autofree char *made = hasten(reader, hastened[_i].expression);
    ck_assert_str_eq(made, hastened[_i].hastened);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("starts");
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_loop_test(tc, finds_places, 0, G_N_ELEMENTS(rows));
    tcase_add_loop_test(tc, puts_guards, 0, G_N_ELEMENTS(hastened));
    return run_cases("starts", tc);
}
