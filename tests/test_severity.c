// SPDX-License-Identifier: GPL-3.0-or-later
// The arithmetic of grades, and the forty worked cases of severity_cases.tsv through the whole
// pack.
#include <check.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "rules/severity.h"
#include "run.h"
#include "shipped.h"

enum { EFFECTS = 4 };
#define NONE CONFIDENCE_COUNT // a grade that says nothing of confidence
#define HIGH CONFIDENCE_HIGH

static const struct {
    int base;
    GradeEffect effects[EFFECTS];
    int severity;
    Confidence confidence;
} rows[] = {
    {3, {{false, 0, NONE}}, 3, HIGH},
    {3, {{false, 1, NONE}}, 4, HIGH},
    {3, {{false, 1, NONE}, {false, 1, NONE}}, 5, HIGH},
    {2, {{false, 1, NONE}, {false, 1, NONE}, {false, 1, NONE}}, 4, HIGH}, // at most two up
    {5, {{false, -1, NONE}, {false, -1, NONE}, {false, -1, NONE}}, 3, HIGH},
    {5, {{false, 1, NONE}}, 5, HIGH},
    {1, {{false, -1, NONE}}, 1, HIGH},
    {5, {{true, 3, NONE}}, 3, HIGH},                   // set stands
    {5, {{true, 3, NONE}, {false, 1, NONE}}, 3, HIGH}, // and no move touches it
    {2, {{true, 3, NONE}, {true, 5, NONE}}, 5, HIGH},  // the highest of several
    {0, {{false, 1, NONE}}, 0, HIGH},                  // protective types stay 0
    {0, {{true, 3, NONE}}, 0, HIGH},
    {3, {{false, 1, CONFIDENCE_MEDIUM}}, 4, CONFIDENCE_MEDIUM},
    {3, {{false, 0, CONFIDENCE_MEDIUM}, {false, 1, CONFIDENCE_LOW}}, 4, CONFIDENCE_LOW},
    {3, {{false, 1, NONE}, {false, -1, NONE}}, 3, HIGH},
    {4, {{false, 2, NONE}, {false, 2, NONE}, {false, -1, NONE}}, 5, HIGH}, // the sum is clamped
};

START_TEST(grades)
{
    size_t count = 0; // those written down; the rest of a row is zero
    while (count < EFFECTS &&
           (rows[_i].effects[count].severity || rows[_i].effects[count].confidence))
        count++;
    Graded graded = severity_grade(rows[_i].base, CONFIDENCE_HIGH, rows[_i].effects, count);
    ck_assert_int_eq(graded.severity, rows[_i].severity);
    ck_assert_int_eq(graded.confidence, rows[_i].confidence);
}
END_TEST

static const struct {
    const char *text;
    bool good, sets;
    int severity;
} words[] = {
    {"+1", true, false, 1}, {"-1", true, false, -1}, {"=3", true, true, 3}, {"=5", true, true, 5},
    {"=0", false, 0, 0},    {"=6", false, 0, 0},     {"1", false, 0, 0},    {"+", false, 0, 0},
    {"", false, 0, 0},      {"+12", false, 0, 0},    {"+x", false, 0, 0},   {"*1", false, 0, 0},
};

START_TEST(parses)
{
    GradeEffect effect = {.confidence = NONE};
    ck_assert_int_eq(severity_parse(words[_i].text, &effect), words[_i].good);
    if (!words[_i].good)
        return;
    ck_assert_int_eq(effect.sets, words[_i].sets);
    ck_assert_int_eq(effect.severity, words[_i].severity);
}
END_TEST

// The severity of the type in the text, or -1 when it is not found.
static int severity_in(const Pack *pack, const char *type, Law law, const char *words_of_it)
{
    g_auto(Made) made = made_of(words_of_it);
    MatchOptions options = {.law = law, .kind = {"other", true}};
    g_autoptr(Matches) matches = match_run(pack, made.doc, made.text, made.units, &options);
    int found = -1;
    for (unsigned i = 0; i < matches->hits->len; i++) {
        const Hit *hit = matches->hits->pdata[i];
        if (strcmp(hit->type->key, type) == 0)
            found = MAX(found, hit->severity);
    }
    return found;
}

START_TEST(worked_cases)
{
    g_auto(GStrv) lines = source_lines("tests/severity_cases.tsv");
    g_autoptr(Pack) pack = shipped_load(NULL);
    unsigned cases = 0, wrong = 0;
    for (unsigned i = 0; lines[i]; i++) {
        if (!*lines[i] || *lines[i] == '#')
            continue;
        g_auto(GStrv) cells = g_strsplit(lines[i], "\t", 4);
        ck_assert_uint_eq(g_strv_length(cells), 4);
        int want = atoi(cells[2]), got = severity_in(pack, cells[0], law_named(cells[1]), cells[3]);
        cases++;
        wrong += got != want;
        if (got != want)
            g_printerr("severity_cases.tsv:%u: %s is %d, not %d: %s\n", i + 1, cells[0], got, want,
                       cells[3]);
    }
    ck_assert_uint_eq(cases, 74);
    ck_assert_uint_eq(wrong, 0);
}
END_TEST

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    TCase *cases = tcase_create("rows");
    if (argc > 1 && strcmp(argv[1], "cases") == 0) {
        tcase_add_test(cases, worked_cases);
    } else {
        tcase_add_loop_test(cases, grades, 0, G_N_ELEMENTS(rows));
        tcase_add_loop_test(cases, parses, 0, G_N_ELEMENTS(words));
    }
    return run_cases("severity", cases);
}
