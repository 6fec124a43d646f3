// SPDX-License-Identifier: GPL-3.0-or-later
// Findings of two language versions, folded, against the plain way: each is asked of each.
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "report/versions.h"
#include "run.h"

enum { NEAR = 300 };

static void add_share(Report *report, const char *code)
{
    LanguageShare *share = g_new0(LanguageShare, 1);
    share->code = g_strdup(code);
    share->share = 0.5;
    g_ptr_array_add(report->document.languages, share);
}

static Finding *add_finding(Report *report, const char *type, bool chinese, int number, int place)
{
    Finding *finding = finding_new();
    finding->type = g_strdup(type);
    finding->rule = g_strdup("rule");
    finding->language = g_strdup(chinese ? "zh" : "en");
    finding->placed = true;
    finding->quote = g_strdup_printf("%d", place);
    finding->unit = (Range){(uint32_t)place, (uint32_t)place + 20};
    finding->range = finding->unit;
    if (number)
        finding->unit_number = g_strdup_printf("%d.", number);
    g_ptr_array_add(report->findings, finding);
    return finding;
}

static void fold(Report *report)
{
    Document *doc = document_new("test");
    g_autoptr(GArray) units = g_array_new(FALSE, TRUE, sizeof(Unit));
    Unit unit = {.language = "zh"};
    g_array_append_val(units, unit);
    ReportSources sources = {.doc = doc, .units = units};
    versions_fold(report, &sources);
    document_free(doc);
}

static Report *in_two_languages(void)
{
    Report *report = report_new("a.txt");
    add_share(report, "zh");
    add_share(report, "en");
    return report;
}

typedef struct {
    const char *type;
    bool chinese, folded, twin;
    int number, place;
} Row;

static bool same_clause(const Row *a, const Row *b)
{
    if (a->number && b->number)
        return a->number == b->number;
    int from = MIN(a->place, b->place), to = MAX(a->place, b->place);
    return to >= from + 20 && to - from - 20 <= NEAR;
}

static void fold_plainly(Row *rows, int count)
{
    for (int i = 0; i < count; i++)
        for (int k = 0; !rows[i].chinese && k < count && !rows[i].folded; k++)
            if (rows[k].chinese && !rows[k].twin && strcmp(rows[k].type, rows[i].type) == 0 &&
                same_clause(&rows[k], &rows[i]))
                rows[k].twin = rows[i].folded = true;
}

START_TEST(folds_as_the_plain_way)
{
    static const char *const types[] = {"contacts_read", "share_partners"};
    enum { ROWS = 60 };
    Row rows[ROWS];
    srand((unsigned)_i);
    g_autoptr(Report) report = in_two_languages();
    for (int i = 0, place = 0; i < ROWS; i++) {
        place += 20 + rand() % 200;
        rows[i] = (Row){types[rand() % 2], rand() % 2, false, false, rand() % 6, place};
        add_finding(report, rows[i].type, rows[i].chinese, rows[i].number, place);
    }
    fold_plainly(rows, ROWS);
    fold(report);
    guint at = 0;
    for (int i = 0; i < ROWS; i++) {
        if (rows[i].folded)
            continue;
        ck_assert_uint_lt(at, report->findings->len);
        const Finding *finding = report->findings->pdata[at++];
        ck_assert_int_eq((int)finding->range.start, rows[i].place);
        ck_assert_uint_eq(finding->also->len, rows[i].twin);
    }
    ck_assert_uint_eq(at, report->findings->len);
}
END_TEST

START_TEST(folds_many_in_time)
{
    enum { EACH = 10000 };
    g_autoptr(Report) report = in_two_languages();
    for (int i = 0; i < 2 * EACH; i++)
        add_finding(report, "contacts_read", i < EACH, 1 + i % 50, 1000 * i);
    clock_t began = clock();
    fold(report);
    ck_assert_uint_eq(report->findings->len, EACH);
    ck_assert_double_lt((double)(clock() - began) / CLOCKS_PER_SEC, 2);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("versions");
    tcase_set_timeout(cases, 120);
    tcase_add_loop_test(cases, folds_as_the_plain_way, 0, 40);
    tcase_add_test(cases, folds_many_in_time);
    return run_cases("versions", cases);
}
