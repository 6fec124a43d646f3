// SPDX-License-Identifier: GPL-3.0-or-later
#include "run.h"

#include <stdlib.h>

int run_cases(const char *suite, TCase *cases)
{
    return run_long_cases(suite, cases, NULL);
}

int run_long_cases(const char *suite, TCase *cases, TCase *longer)
{
    Suite *whole = suite_create(suite);
    suite_add_tcase(whole, cases);
    if (longer) {
        tcase_set_tags(longer, "long");
        suite_add_tcase(whole, longer);
    }
    SRunner *runner = srunner_create(whole);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
