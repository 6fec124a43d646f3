// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/fault.h"

#include <check.h>

#include "run.h"

START_TEST(names_come_back)
{
    for (unsigned i = 0; i < FAULT_COUNT; i++)
        ck_assert_int_eq(fault_named(fault_name((Fault)i)), i);
    ck_assert_int_eq(fault_named("no_such_word"), FAULT_COUNT);
}
END_TEST

START_TEST(scopes)
{
    ck_assert_int_eq(fault_scope(FAULT_ENCRYPTED), FAULT_OF_DOCUMENT);
    ck_assert_int_eq(fault_scope(FAULT_NO_TEXT), FAULT_OF_PART);
    ck_assert_int_eq(fault_scope(FAULT_HIT_LIMIT), FAULT_OF_RULE);
    ck_assert_int_eq(fault_scope(FAULT_SIGNED), FAULT_OF_NOTE);
}
END_TEST

int main(void)
{
    TCase *rows = tcase_create("rows");
    tcase_add_test(rows, names_come_back);
    tcase_add_test(rows, scopes);
    return run_cases("fault", rows);
}
