// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/fault.h"

#include <check.h>
#include <string.h>

#include "files.h"
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

START_TEST(files_of_the_invocation)
{
    char *folder = folder_new();
    folder_put(folder, "list", "a\n");
    g_autofree char *here = g_build_filename(folder, "list", NULL);
    g_autofree char *none = g_build_filename(folder, "none", NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = fault_read(here, "--list", &error);
    ck_assert_str_eq(g_bytes_get_data(bytes, NULL), "a\n");
    ck_assert_ptr_null(fault_read(none, "--list", &error));
    ck_assert(g_error_matches(error, FAULT_DOMAIN, FAULT_USAGE));
    ck_assert(g_str_has_prefix(error->message, "--list: ") && strstr(error->message, none));
    folder_free(folder);
}
END_TEST

int main(void)
{
    TCase *rows = tcase_create("rows");
    tcase_add_test(rows, names_come_back);
    tcase_add_test(rows, scopes);
    tcase_add_test(rows, files_of_the_invocation);
    return run_cases("fault", rows);
}
