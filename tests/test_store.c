// SPDX-License-Identifier: GPL-3.0-or-later
// What comes among the documents, or from a worker that was taken over, costs one document and not
// the audit.
#include "run/store.h"

#include <check.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "fake_pack.h"
#include "files.h"
#include "report/packed.h"
#include "run.h"
#include "run/store_inside.h"

static const char NAME[] = "a.txt";

static void append(const void *data, size_t len, void *to)
{
    g_byte_array_append(to, data, (guint)len);
}

static Store *begin(const char *folder)
{
    const StoreRun run = {"1", "", "", "", "", true, "key", "", "", NULL, "", NULL, 1, true};
    Store *store = store_open(folder, NULL);
    ck_assert(store && store_begin(store, &run, NULL, NULL));
    return store;
}

// As it comes from a worker.
static Report *sent(void)
{
    Report *report = sample_full();
    GByteArray *bytes = g_byte_array_new();
    g_autoptr(Packer) packer = packer_new(append, bytes);
    packer_end(packer, report);
    report->packed = g_byte_array_free_to_bytes(bytes);
    return report;
}

static bool put(Store *store, const Report *report)
{
    const StoreDocument document = {NAME, "", NULL}, *const documents[] = {&document};
    return store_put(store, report, fake_pack(), documents, 1, NULL);
}

static bool keep_report(const StoreRow *row, void *data, GError **error)
{
    ck_assert_str_eq(row->path, NAME);
    *(char **)data = g_strdup(row->report);
    return true;
}

static char *report_in(Store *store)
{
    char *json = NULL;
    StoreCounts counts;
    ck_assert(store_end(store, &counts, NULL) && counts.inputs == 1);
    g_clear_pointer(&store->spool, spool_free); // it is read as another run would
    ck_assert(store_each(store, false, keep_report, &json, NULL) && json);
    return json;
}

START_TEST(keeps_a_report)
{
    char *folder = folder_new();
    g_autoptr(Store) store = begin(folder);
    g_autoptr(Report) report = sent();
    ck_assert(put(store, report));
    g_autofree char *json = report_in(store), *same = report_to_json(report, fake_pack());
    ck_assert_str_eq(json, same);
    folder_free(folder);
}
END_TEST

// SQLite's limit is a gigabyte, and control characters in JSON are six times as long as they were.
START_TEST(a_report_too_long_costs_one_document)
{
    char *folder = folder_new();
    g_autoptr(Store) store = begin(folder);
    g_autoptr(Report) report = sent();
    sqlite3_limit(store->sql.db, SQLITE_LIMIT_LENGTH, 2000);
    ck_assert(put(store, report));
    g_autofree char *json = report_in(store);
    ck_assert_ptr_nonnull(strstr(json, "\"status\":\"not_analysed\""));
    ck_assert_ptr_nonnull(strstr(json, "\"code\":\"too_large\""));
    ck_assert_ptr_nonnull(strstr(json, report->document.sha256));
    folder_free(folder);
}
END_TEST

// A folder of documents may hold anything under the name of a store.
static long peak_mib(void)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return used.ru_maxrss / 1024;
}

// JSON of control characters is six times as long: it is not made to see that it is too long.
START_TEST(a_huge_report_costs_no_more_memory)
{
    enum { MIB = 1 << 20, HUGE = 100 };
    char *folder = folder_new();
    g_autoptr(Store) store = begin(folder);
    g_autoptr(Report) report = sent();
    g_free(report->document.title);
    report->document.title = g_strnfill((gsize)HUGE * MIB, '\001');
    g_bytes_unref(report->packed);
    report->packed = g_bytes_new_take(g_malloc0((gsize)HUGE * MIB), (gsize)HUGE * MIB);
    long before = peak_mib();
    ck_assert(put(store, report));
    ck_assert_int_lt(peak_mib() - before, HUGE);
    g_autofree char *json = report_in(store);
    ck_assert_ptr_nonnull(strstr(json, "\"too_large\""));
    folder_free(folder);
}
END_TEST

START_TEST(a_pipe_is_no_store)
{
    char *folder = folder_new();
    g_autofree char *pipe = g_build_filename(folder, "audit.sqlite", NULL);
    ck_assert(!store_is_in(folder));
    ck_assert_int_eq(mkfifo(pipe, 0600), 0);
    ck_assert(!store_is_in(folder));
    folder_free(folder);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("store");
    tcase_add_test(cases, keeps_a_report);
    tcase_add_test(cases, a_report_too_long_costs_one_document);
    tcase_add_test(cases, a_huge_report_costs_no_more_memory);
    tcase_add_test(cases, a_pipe_is_no_store);
    return run_cases("store", cases);
}
