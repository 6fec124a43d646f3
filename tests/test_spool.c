// SPDX-License-Identifier: GPL-3.0-or-later
// What is put comes back, the last under a number; what has no room does not.
#include "run/spool.h"

#include <check.h>
#include <string.h>

#include "run.h"

static void put(Spool *spool, int64_t number, const char *text)
{
    g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
    spool_put(spool, number, bytes);
}

static void check_taken(const Spool *spool, int64_t number, const char *text)
{
    g_autoptr(GBytes) bytes = spool_take(spool, number);
    if (!text) {
        ck_assert_ptr_null(bytes);
        return;
    }
    ck_assert_ptr_nonnull(bytes);
    ck_assert_mem_eq(g_bytes_get_data(bytes, NULL), text, strlen(text));
    ck_assert_uint_eq(g_bytes_get_size(bytes), strlen(text));
}

START_TEST(gives_back)
{
    Spool *spool = spool_new(g_get_tmp_dir(), 100);
    ck_assert_ptr_nonnull(spool);
    put(spool, 7, "first");
    put(spool, 1, "second");
    put(spool, 7, "instead of the first");
    check_taken(spool, 7, "instead of the first");
    check_taken(spool, 1, "second");
    check_taken(spool, 2, NULL);
    spool_free(spool);
}
END_TEST

START_TEST(keeps_what_has_room)
{
    Spool *spool = spool_new(g_get_tmp_dir(), 10);
    put(spool, 1, "12345");
    put(spool, 2, "123456");
    put(spool, 3, "12345");
    check_taken(spool, 1, "12345");
    check_taken(spool, 2, NULL);
    check_taken(spool, 3, "12345");
    put(spool, 1, "other"); // the old one must not come back
    check_taken(spool, 1, NULL);
    spool_free(spool);
}
END_TEST

START_TEST(needs_a_folder)
{
    ck_assert_ptr_null(spool_new("/nowhere", 10));
    spool_free(NULL);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("spool");
    tcase_add_test(cases, gives_back);
    tcase_add_test(cases, keeps_what_has_room);
    tcase_add_test(cases, needs_a_folder);
    return run_cases("spool", cases);
}
