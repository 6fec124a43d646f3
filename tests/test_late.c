// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/late.h"

#include <check.h>
#include <glib.h>

#include "run.h"

static void *places[2];

static const struct {
    LateSymbol symbols[2];
    bool loads;
} rows[] = {
    {{{"libm.so.6", "cos", &places[0]}, {"libm.so.6", "sin", &places[1]}}, true},
    {{{"libm.so.6", "cos", &places[0]}, {"libm.so.6", "no_such_function", &places[1]}}, false},
    {{{"libm.so.6", "cos", &places[0]}, {"libno-such.so.1", "sin", &places[1]}}, false},
    {{{"libno-such.so.1", "cos", &places[0]}, {"libm.so.6", "sin", &places[1]}}, false},
};

START_TEST(all_or_nothing)
{
    places[0] = places[1] = NULL;
    ck_assert(late_load(rows[_i].symbols, 2) == rows[_i].loads);
    ck_assert((places[0] != NULL) == rows[_i].loads);
    ck_assert((places[1] != NULL) == rows[_i].loads);
}
END_TEST

START_TEST(what_was_loaded_can_be_called)
{
    double (*cosine)(double) = NULL;
    const LateSymbol symbol = {"libm.so.6", "cos", (void **)&cosine};
    ck_assert(late_load(&symbol, 1));
    ck_assert(cosine(0) == 1);
    ck_assert(late_load(&symbol, 1)); // again
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("late");
    tcase_add_loop_test(tcase, all_or_nothing, 0, G_N_ELEMENTS(rows));
    tcase_add_test(tcase, what_was_loaded_can_be_called);
    return run_cases("late", tcase);
}
