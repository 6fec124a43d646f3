// SPDX-License-Identifier: GPL-3.0-or-later
// The names of an audit's inputs: each its own, however many files have the same.
#include "run/walk.h"

#include <check.h>
#include <time.h>

#include "run.h"

static const char *name_at(const GPtrArray *items, guint i)
{
    return ((const WalkItem *)items->pdata[i])->name;
}

static GPtrArray *collect(const char *const *roots, size_t count)
{
    const WalkOptions options = {.roots = roots, .count = count};
    return walk_collect(&options, NULL);
}

// What is not there is an input, too.
START_TEST(names_are_unique)
{
    static const char *const roots[] = {"a/x.txt", "b/x.txt", "c/x.txt-2", "d/x.txt", "e/y.txt"};
    static const char *const names[] = {"x.txt", "x.txt-2", "x.txt-2-2", "x.txt-3", "y.txt"};
    g_autoptr(GPtrArray) items = collect(roots, G_N_ELEMENTS(roots));
    ck_assert_uint_eq(items->len, G_N_ELEMENTS(names));
    for (guint i = 0; i < items->len; i++)
        ck_assert_str_eq(name_at(items, i), names[i]);
}
END_TEST

// Each one tried all numbers from 2 on: a minute for 20,000.
START_TEST(many_of_one_name_take_no_time)
{
    enum { MANY = 20000 };
    g_autoptr(GPtrArray) roots = g_ptr_array_new_with_free_func(g_free);
    for (unsigned i = 0; i < MANY; i++)
        g_ptr_array_add(roots, g_strdup_printf("%u/x.txt", i));
    clock_t began = clock();
    g_autoptr(GPtrArray) items = collect((const char *const *)roots->pdata, roots->len);
    ck_assert_int_lt((clock() - began) / CLOCKS_PER_SEC, 5);
    ck_assert_uint_eq(items->len, MANY);
    ck_assert_str_eq(name_at(items, 0), "x.txt");
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < items->len; i++)
        ck_assert(g_hash_table_add(names, (char *)name_at(items, i)));
    g_autofree char *last = g_strdup_printf("x.txt-%d", MANY);
    ck_assert(g_hash_table_contains(names, last));
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("walk");
    tcase_set_timeout(cases, 60);
    tcase_add_test(cases, names_are_unique);
    tcase_add_test(cases, many_of_one_name_take_no_time);
    return run_cases("walk", cases);
}
