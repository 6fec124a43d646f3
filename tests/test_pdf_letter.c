// SPDX-License-Identifier: GPL-3.0-or-later
// Letters of Type 3 fonts: which of them are known to be seen.
#include <check.h>
#include <glib.h>
#include <string.h>

#include "read/pdf_letter.h"
#include "run.h"

static const struct {
    const char *procedure;
    bool known;
    double extent;
} rows[] = {
    {"500 0 0 0 400 700 d1 0 0 m 400 0 l 400 700 l h f", true, 700},
    {"500 0 d0\n10 10 300 20 re\nf*\n", true, 300},
    {"500 0 d0 0 0 m 0 50 90 100 90 0 c 0 0 1 1 v f", true, 100},
    {"500 0 d0", true, 0},                        // the space
    {"500 0 d0 0 0 m 400 700 l n", true, 0},      // a path that is not painted
    {"500 0 d0 0 0 m 0 0 l f", true, 0},          // a point
    {"500 0 d0 1 0 0 rg 0 0 9 9 re f", false, 0}, // in colours of their own
    {"500 0 d0 1\ng 0 0 9 9 re f", false, 0},
    {"500 0 d0 0 0 0 0 k 0 0 9 9 re f", false, 0},
    {"500 0 d0 0 0 0 0 re W n 0 0 9 9 re f", false, 0}, // clipped away
    {"500 0 d0 0 0 0 0 0 0 cm 0 0 9 9 re f", false, 0}, // made nothing
    {"500 0 d0 BT 3 Tr ET", false, 0},
    {"500 0 d0 /Faint gs 0 0 9 9 re f", false, 0},
    {"500 0 d0 0 0 9 re f", false, 0},
    {"500 0 d0 % f\n", false, 0},
    {"1 2 3 4 5 6 7 d1 0 0 9 9 re f", false, 0},
    {"500 0 d0 0 0 9e9 9 re f", false, 0},
};

START_TEST(knows_what_is_seen)
{
    double extent = -1;
    bool known = letter_read(rows[_i].procedure, strlen(rows[_i].procedure), &extent);
    ck_assert_int_eq(known, rows[_i].known);
    if (known)
        ck_assert_double_eq(extent, rows[_i].extent);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("rows");
    tcase_add_loop_test(cases, knows_what_is_seen, 0, G_N_ELEMENTS(rows));
    return run_cases("pdf_letter", cases);
}
