// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/prominence.h"

#include <check.h>
#include <string.h>

#include "run.h"

typedef struct {
    float size;
    unsigned bytes;
} Stretch;

static float body_of(const Stretch *stretches, unsigned count)
{
    g_autoptr(Document) doc = document_new("test");
    document_begin_page(doc, 0, 0);
    for (unsigned i = 0; i < count; i++) {
        g_autofree char *words = g_strnfill(stretches[i].bytes, 'x');
        document_set_style(doc, stretches[i].size, 0, false);
        document_add_line(doc, words, strlen(words));
    }
    return prominence_body_size(doc);
}

static const struct {
    Stretch stretches[3];
    unsigned count;
    float want;
} rows[] = {
    {{{10.5F, 100}, {16, 10}, {5, 20}}, 3, 10.5F},
    {{{5, 300}, {10.5F, 60}, {16, 10}}, 3, 10.5F}, // mostly fine print
    {{{5, 300}, {16, 10}}, 2, 5},                  // a title is no body
    {{{0, 300}}, 1, 0},
};

START_TEST(body_size)
{
    ck_assert_float_eq_tol(body_of(rows[_i].stretches, rows[_i].count), rows[_i].want, 0.01F);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("rows");
    tcase_add_loop_test(tests, body_size, 0, G_N_ELEMENTS(rows));
    return run_cases("prominence", tests);
}
