// SPDX-License-Identifier: GPL-3.0-or-later
// Copies of one form count once, other forms each.
#include "report/templates.h"

#include <check.h>

#include "run.h"

// Adds a document with the clauses from..to-1 of a form, in falling order when asked.
static bool add(Templates *templates, const char *form, int from, int to, bool falling)
{
    g_autoptr(GPtrArray) prints = g_ptr_array_new_with_free_func(g_free);
    for (int i = from; i < to; i++)
        g_ptr_array_add(prints, g_strdup_printf("%s-%d", form, falling ? to - 1 - (i - from) : i));
    return templates_add(templates, prints);
}

START_TEST(the_same_clauses_are_one_template)
{
    Templates *templates = templates_new();
    ck_assert(add(templates, "a", 0, 20, false));
    ck_assert(!add(templates, "a", 0, 20, false));
    ck_assert(!add(templates, "a", 0, 20, true));
    ck_assert(add(templates, "b", 0, 20, false));
    ck_assert(add(templates, "a", 0, 1, false));
    ck_assert(!add(templates, "a", 0, 1, false));
    ck_assert_uint_eq(templates_count(templates), 3);
    templates_free(templates);
}
END_TEST

// 50 forms of 40 clauses; copies of each lack two clauses (Jaccard .95) or share half (.33).
START_TEST(nearly_the_same_clauses_are_one_template)
{
    Templates *templates = templates_new();
    int near = 0, far = 0;
    for (int i = 0; i < 50; i++) {
        g_autofree char *form = g_strdup_printf("form %d", i);
        ck_assert(add(templates, form, 0, 40, false));
        near += !add(templates, form, 2, 40, false);
        far += add(templates, form, 20, 60, false);
    }
    ck_assert_int_ge(near, 49);
    ck_assert_int_eq(far, 50);
    templates_free(templates);
}
END_TEST

int main(void)
{
    TCase *rows = tcase_create("rows");
    tcase_add_test(rows, the_same_clauses_are_one_template);
    tcase_add_test(rows, nearly_the_same_clauses_are_one_template);
    return run_cases("templates", rows);
}
