// SPDX-License-Identifier: GPL-3.0-or-later
// Edges: what is added comes out again, whatever it is, and ordinary lines take a byte a character.
#include "text/edges.h"

#include <check.h>

#include "run.h"

enum { LINES = 400, CHARACTERS = 60 };

// How wide a character is: of a Han font, of a Latin one at any size, anything at all.
static uint16_t width_of(int kind, GRand *random)
{
    static const uint16_t latin[] = {71, 89, 142, 160, 178, 256, 303};
    if (kind == 0)
        return (uint16_t)(336 + g_rand_int_range(random, -1, 2));
    if (kind == 1)
        return latin[g_rand_int_range(random, 0, G_N_ELEMENTS(latin))];
    return (uint16_t)g_rand_int(random);
}

// A line's edges, one behind the other; for the last kind anywhere.
static void make_line(Edge *line, int kind, GRand *random)
{
    uint16_t at = 0;
    for (unsigned i = 0; i < CHARACTERS; i++) {
        line[i].from = kind < 2 ? at : (uint16_t)g_rand_int(random);
        line[i].to = at = (uint16_t)(line[i].from + width_of(kind, random));
    }
}

START_TEST(come_out_as_they_went_in)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(7);
    static Edge lines[LINES][CHARACTERS];
    static uint32_t places[LINES + 1];
    Edges *edges = edges_new();
    for (unsigned i = 0; i < LINES; i++) {
        make_line(lines[i], _i, random);
        places[i] = edges_begin(edges);
        for (unsigned k = 0; k < CHARACTERS; k++)
            edges_add(edges, lines[i][k]);
    }
    places[LINES] = edges_begin(edges);
    for (unsigned i = LINES; i-- > 0;) {
        EdgesWalk walk = edges_of(edges, places[i]);
        for (unsigned k = 0; k < CHARACTERS; k++) {
            Edge edge = edges_next(&walk);
            ck_assert_uint_eq(edge.from, lines[i][k].from);
            ck_assert_uint_eq(edge.to, lines[i][k].to);
        }
        ck_assert_uint_eq(walk.at, places[i + 1]);
    }
    unsigned most = _i < 2 ? 1 : 5; // bytes
    ck_assert_uint_le(places[LINES], (size_t)LINES * CHARACTERS * most);
    edges_free(edges);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("edges");
    tcase_add_loop_test(cases, come_out_as_they_went_in, 0, 3);
    return run_cases("edges", cases);
}
