// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/suppress.h"

#include <check.h>
#include <glib/gstdio.h>
#include <string.h>

#include "fake_pack.h"
#include "run.h"

static Suppressions *loaded(const char *content, GError **error)
{
    g_autofree char *path = NULL;
    int fd = g_file_open_tmp("suppress-XXXXXX", &path, NULL);
    ck_assert_int_ge(fd, 0);
    g_close(fd, NULL);
    ck_assert(g_file_set_contents(path, content, -1, NULL));
    Suppressions *list = suppress_load(path, error);
    g_unlink(path);
    return list;
}

static Report *report_with(const char *fingerprint)
{
    Report *report = sample_report("读取通讯录");
    Finding *finding = sample_finding(report, "contacts_read", "读取", 5);
    g_free(finding->fingerprint);
    finding->fingerprint = g_strdup(fingerprint);
    return report;
}

START_TEST(sets_aside_with_reason)
{
    g_autoptr(Suppressions) list =
        loaded("# looked at\n\n0123456789abcdef until=2027-06-30  only on the device\n", NULL);
    g_autoptr(Report) report = report_with("0123456789abcdef");
    ck_assert_uint_eq(suppress_apply(list, report, fake_pack(), "2027-06-30"), 1);
    const Finding *finding = g_ptr_array_index(report->findings, 0);
    ck_assert_str_eq(finding->suppressed_reason, "only on the device");
    ck_assert_str_eq(finding->suppressed_until, "2027-06-30");
    ck_assert_int_eq(report->severity, 0);
    g_autoptr(GPtrArray) left = suppress_left(list, "2027-06-30");
    ck_assert_uint_eq(left->len, 0);
}
END_TEST

START_TEST(tells_what_is_expired_or_unused)
{
    g_autoptr(Suppressions) list =
        loaded("0123456789abcdef until=2026-01-01 old\nffffffffffffffff never there\n", NULL);
    g_autoptr(Report) report = report_with("0123456789abcdef");
    ck_assert_uint_eq(suppress_apply(list, report, fake_pack(), "2026-01-02"), 0);
    ck_assert_int_eq(report->severity, 5);
    g_autoptr(GPtrArray) left = suppress_left(list, "2026-01-02");
    ck_assert_uint_eq(left->len, 2);
    ck_assert_ptr_nonnull(strstr(g_ptr_array_index(left, 0), ":1: expired on 2026-01-01"));
    ck_assert_ptr_nonnull(strstr(g_ptr_array_index(left, 1), ":2: names no finding"));
}
END_TEST

static const char *const wrong[] = {
    "0123456789abcdef\n",
    "0123456789abcdef   \n",
    "0123456789ABCDEF reason\n",
    "0123456789abcde reason\n",
    "contacts_read reason\n",
    "0123456789abcdef until=soon reason\n",
    "0123456789abcdef until=2026-02-30 reason\n",
    "0123456789abcdef until=2026-02-03\n",
    "0123456789abcdef a\n0123456789abcdef b\n",
    "0123456789abcdef \xff\n",
};

START_TEST(refuses)
{
    g_autoptr(GError) error = NULL;
    ck_assert_ptr_null(loaded(wrong[_i], &error));
    ck_assert(g_error_matches(error, FAULT_DOMAIN, FAULT_USAGE));
}
END_TEST

START_TEST(missing_file)
{
    g_autoptr(GError) error = NULL;
    ck_assert_ptr_null(suppress_load("/nonexistent/list", &error));
    ck_assert(g_error_matches(error, FAULT_DOMAIN, FAULT_USAGE));
}
END_TEST

int main(void)
{
    TCase *rows = tcase_create("rows");
    tcase_add_test(rows, sets_aside_with_reason);
    tcase_add_test(rows, tells_what_is_expired_or_unused);
    tcase_add_loop_test(rows, refuses, 0, G_N_ELEMENTS(wrong));
    tcase_add_test(rows, missing_file);
    return run_cases("suppress", rows);
}
