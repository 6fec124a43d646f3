// SPDX-License-Identifier: GPL-3.0-or-later
// What a text must hold for an expression to match in it.
#include <check.h>

#include "rules/literals.h"
#include "run.h"

// Clauses divided by " & ", their literals by spaces.
static const struct {
    const char *expression, *clauses;
} rows[] = {
    {"收集", "收集"},
    {"App", "app"},
    {"(?:收集|读取)短信", "收集短信 读取短信"},
    {"收集.{0,9}短信", "收集 & 短信"},
    {"(?:收集.*短信|读取)", "收集 读取"}, // one clause of each alternative
    {"收集(?:短信)?", "收集"},            // the shorter one is enough
    {"收集(?:短信)*", "收集"},
    {"收集(?:短信)+", "短信 & 收集"},
    {"[收读]取", "收取 读取"},
    {"[^收]取", "取"},
    {"[a-c]取", "取"},
    {"收(?=集短信)取", "收取"}, // look-around has no characters of its own
    {"收(?:集|)", "收"},
    {"收集|.", ""},
    {"ж集", "集"}, // may stand in another case
    {"{take}短信", "上传短信 收集短信 读取短信"},
    {"{take}{take}", "上传上传 上传收集 上传读取 收集上传 收集收集 收集读取 读取上传 读取收集 "
                     "读取读取"},
    {"{no_such_list}短信", "短信"},
    {"(收集", ""}, // no expression at all
    {"收集)短信", ""},
    {"收集[短信", ""},
};

static char *clauses_text(const GPtrArray *clauses)
{
    GString *text = g_string_new(NULL);
    for (unsigned i = 0; i < clauses->len; i++) {
        const GPtrArray *clause = ((const LiteralsClause *)clauses->pdata[i])->literals;
        for (unsigned k = 0; k < clause->len; k++)
            g_string_append_printf(text, "%s%s",
                                   k   ? " "
                                   : i ? " & "
                                       : "",
                                   (const char *)clause->pdata[k]);
    }
    return g_string_free(text, FALSE);
}

static Lexicon *lexicon;

static void set_up(void)
{
    static const char file[] = "entries:\n"
                               "  take: [收集, '读取|上传']\n";
    g_autoptr(YamlNode) root = yaml_parse("lexicon.yaml", file, sizeof file - 1, NULL);
    lexicon = lexicon_new();
    ck_assert(root && lexicon_add(lexicon, root, false, NULL));
}

static void tear_down(void)
{
    lexicon_free(lexicon);
}

START_TEST(finds_clauses)
{
    g_autoptr(Literals) literals = literals_new(lexicon);
    g_autoptr(GPtrArray) clauses = literals_of(literals, rows[_i].expression, NULL);
    g_autofree char *text = clauses_text(clauses);
    ck_assert_str_eq(text, rows[_i].clauses);
}
END_TEST

// How many bytes behind the start of a match the literals begin, and how long it is: "0-0 3-33,
// 9-".
static const struct {
    const char *expression, *spans;
} spans[] = {
    {"收集", "0-0, 6-6"},
    {"收集.{0,9}短信", "0-0 6-33, 12-39"},
    {"收集\\d{2}短信", "0-0 8-12, 14-18"},
    {"收集[^。]{1,2}短信", "0-0 7-12, 13-18"},
    {"收集.*短信", "0-0 6-, 12-"},
    {"收集\\X短信", "0-0 6-, 12-"},
    {"(?:收|正在收)取", "0-6, 6-12"}, // 收取 may be looked for in 正在收取
    {"(?:收集)?短信", "0-6, 6-12"},
    {"(?:收集){2,3}短信", "0-0 12-18, 18-24"},
    {"(?:收集.短信|.{4}读取)", "0-12, 10-18"},
    {"(?<=我们)收集(?!不).短信", "0-0 7-9, 13-15"},
    {"{take}.短信", "0-0 7-9, 13-15"},
};

static char *spans_text(const GPtrArray *clauses, LiteralsSpan length)
{
    GString *text = g_string_new(NULL);
    for (unsigned i = 0; i <= clauses->len; i++) {
        LiteralsSpan span =
            i < clauses->len ? ((const LiteralsClause *)clauses->pdata[i])->span : length;
        const char *before = i == clauses->len ? ", " : i ? " " : "";
        g_string_append_printf(text, "%s%u-", before, span.least);
        if (span.most != LITERALS_ANYWHERE)
            g_string_append_printf(text, "%u", span.most);
    }
    return g_string_free(text, FALSE);
}

START_TEST(knows_where_clauses_stand)
{
    g_autoptr(Literals) literals = literals_new(lexicon);
    LiteralsSpan length;
    g_autoptr(GPtrArray) clauses = literals_of(literals, spans[_i].expression, &length);
    g_autofree char *text = spans_text(clauses, length);
    ck_assert_str_eq(text, spans[_i].spans);
}
END_TEST

// Of what is nested too deeply nothing is said, and nothing wrong is remembered of its entries.
START_TEST(gives_up_deep_down)
{
    g_autoptr(GString) deep = g_string_new(NULL);
    for (unsigned i = 0; i < 100; i++)
        g_string_append(deep, "(?:");
    g_string_append(deep, "{take}");
    for (unsigned i = 0; i < 100; i++)
        g_string_append(deep, ")");
    g_autoptr(Literals) literals = literals_new(lexicon);
    g_autoptr(GPtrArray) none = literals_of(literals, deep->str, NULL);
    ck_assert_uint_eq(none->len, 0);
    g_autoptr(GPtrArray) clauses = literals_of(literals, "{take}", NULL);
    ck_assert_uint_eq(clauses->len, 1);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("rows");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_loop_test(cases, finds_clauses, 0, G_N_ELEMENTS(rows));
    tcase_add_loop_test(cases, knows_where_clauses_stand, 0, G_N_ELEMENTS(spans));
    tcase_add_test(cases, gives_up_deep_down);
    return run_cases("literals", cases);
}
