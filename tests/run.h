// SPDX-License-Identifier: GPL-3.0-or-later
// Run: the end of every test program's main().
#pragma once

#include <check.h>

// Runs the cases under the name of their suite and frees them; the exit status.
int run_cases(const char *suite, TCase *cases);

// The same with a second lot, tagged "long": CK_EXCLUDE_TAGS=long leaves those out, as valgrind
// does.
int run_long_cases(const char *suite, TCase *cases, TCase *longer);
