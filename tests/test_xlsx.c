// SPDX-License-Identifier: GPL-3.0-or-later
// The workbook where a sheet or its links would be too many: with limits of our own.
#include <check.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "config.h"
#include "fake_pack.h"
#include "files.h"
#include "read/zip.h"
#include "report/table.h"
#include "run.h"

extern const Table table_xlsx;

enum { DOCUMENTS = 7, ROWS = 4, LINKS = 5, SHEETS_MOST = 60 }; // the header is a row

// The parts of a workbook of DOCUMENTS documents.
static Zip *workbook(void)
{
    g_autofree char *folder = g_dir_make_tmp("loanlens-XXXXXX", NULL);
    TableContext context = {.folder = folder,
                            .pack = fake_pack(),
                            .lang = LANG_ZH,
                            .sheet_rows = ROWS,
                            .sheet_links = LINKS};
    ck_assert(table_xlsx.here());
    void *table = table_xlsx.open(&context, NULL);
    ck_assert(table);
    for (int i = 0; i < DOCUMENTS; i++) {
        g_autoptr(Report) report = sample_full();
        g_free(report->document.path);
        report->document.path = g_strdup_printf("=number\t%d\xEF\xBF\xBF.txt", i);
        TableRow row = {.report = report, .platform = "平台", .page = "documents/ab/page.html"};
        ck_assert(table_xlsx.add(table, &row, NULL));
    }
    ck_assert(table_xlsx.close(table, NULL));
    g_autofree char *path = table_path(&context, "audit.xlsx");
    g_autofree char *bytes = NULL;
    gsize len = 0;
    ck_assert(g_file_get_contents(path, &bytes, &len, NULL));
    unlink(path);
    ck_assert_int_eq(rmdir(folder), 0);
    Zip *zip = zip_open(bytes, len, NULL);
    ck_assert(zip);
    return zip;
}

static unsigned count_of(const Zip *zip, const char *part, const char *what)
{
    GBytes *bytes = zip_part(zip, part);
    gsize len = 0;
    const char *data = bytes ? g_bytes_get_data(bytes, &len) : "";
    unsigned count = 0;
    for (const char *at = data; (at = g_strstr_len(at, (gssize)(len - (gsize)(at - data)), what));
         at++)
        count++;
    return count;
}

START_TEST(goes_on_in_another_sheet)
{
    g_autoptr(Zip) zip = workbook();
    ck_assert_uint_eq(count_of(zip, "xl/workbook.xml", "name=\"Documents\""), 1);
    ck_assert_uint_eq(count_of(zip, "xl/workbook.xml", "name=\"Documents 2\""), 1);
    ck_assert_uint_eq(count_of(zip, "xl/workbook.xml", "name=\"Documents 3\""), 1);
    ck_assert_uint_eq(count_of(zip, "xl/workbook.xml", "name=\"Documents 4\""), 0);
    ck_assert_uint_eq(count_of(zip, "xl/workbook.xml", "name=\"Matrix 3\""), 1);
    ck_assert_uint_eq(count_of(zip, "xl/workbook.xml", "name=\"Findings 2\""), 1);
    unsigned sheets = 0, rows = 0, links = 0;
    for (int i = 1; i <= SHEETS_MOST; i++) {
        g_autofree char *part = g_strdup_printf("xl/worksheets/sheet%d.xml", i);
        links += count_of(zip, part, "<hyperlink ");
        if (!count_of(zip, part, "<t>duplicate_of</t>") || !count_of(zip, part, "<autoFilter "))
            continue;
        sheets++;
        ck_assert_uint_le(count_of(zip, part, "<row "), ROWS);
        rows += count_of(zip, part, "<row ") - 1;
    }
    ck_assert_uint_eq(sheets, 3);
    ck_assert_uint_eq(rows, DOCUMENTS);
    ck_assert_uint_eq(links, LINKS);
}
END_TEST

// Whoever else may write into the folder could have put a link in the way.
START_TEST(follows_no_link)
{
    char *folder = folder_new();
    folder_put(folder, "mine", "as it was");
    TableContext context = {.folder = folder, .pack = fake_pack(), .lang = LANG_ZH};
    g_autofree char *mine = g_build_filename(folder, "mine", NULL);
    g_autofree char *beside = table_path(&context, "audit.xlsx.loanlens-part");
    ck_assert_int_eq(symlink(mine, beside), 0);
    void *table = table_xlsx.open(&context, NULL);
    ck_assert(table);
    unlink(beside);
    ck_assert_int_eq(symlink(mine, beside), 0); // and again, when it is being written
    table_xlsx.close(table, NULL);
    g_autofree char *now = NULL;
    ck_assert(g_file_get_contents(mine, &now, NULL, NULL));
    ck_assert_str_eq(now, "as it was");
    folder_free(folder);
}
END_TEST

START_TEST(keeps_texts_texts)
{
    g_autoptr(Zip) zip = workbook();
    for (int i = 1; i <= SHEETS_MOST; i++) {
        g_autofree char *part = g_strdup_printf("xl/worksheets/sheet%d.xml", i);
        ck_assert_uint_eq(count_of(zip, part, "<f>"), 0);
        ck_assert_uint_eq(count_of(zip, part, "\xEF\xBF\xBF"), 0);
    }
}
END_TEST

int main(void)
{
    if (!HAVE_XLSX)
        return 77; // meson's word for skipped
    TCase *tests = tcase_create("xlsx");
    tcase_add_test(tests, goes_on_in_another_sheet);
    tcase_add_test(tests, keeps_texts_texts);
    tcase_add_test(tests, follows_no_link);
    return run_cases("xlsx", tests);
}
