// SPDX-License-Identifier: GPL-3.0-or-later
// The page of an audit: what it leaves out it says.
#include <check.h>
#include <string.h>

#include "fake_pack.h"
#include "files.h"
#include "report/table.h"
#include "run.h"

extern const Table table_index;

// index.html of an audit of one agreement.
static char *page_of(unsigned clauses)
{
    char *folder = folder_new();
    TableContext context = {
        .folder = folder, .pack = fake_pack(), .lang = LANG_EN, .clauses = clauses};
    g_autoptr(Report) report = sample_predatory();
    TableRow row = {.report = report, .platform = "a", .metadata = (char *[]){NULL}};
    void *table = table_index.open(&context, NULL);
    ck_assert(table && table_index.add(table, &row, NULL) && table_index.close(table, NULL));
    g_autofree char *path = table_path(&context, "index.html");
    char *page = NULL;
    ck_assert(g_file_get_contents(path, &page, NULL, NULL));
    folder_free(folder);
    return page;
}

START_TEST(clauses_left_out_are_said)
{
    g_autofree char *whole = page_of(0), *cut = page_of(2);
    ck_assert(!strstr(whole, "different clauses were compared"));
    ck_assert(strstr(cut, "Only the first 2 different clauses were compared"));
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("pages");
    tcase_add_test(cases, clauses_left_out_are_said);
    return run_cases("index", cases);
}
