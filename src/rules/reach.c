// SPDX-License-Identifier: GPL-3.0-or-later
// Each window moves the pieces where its literals stand back to where a match would have begun.
#include "reach.h"

#include <stdbool.h>

enum { PIECES = 64 };

unsigned reach_shift(size_t len)
{
    unsigned shift = 0;
    while (len >> shift >= PIECES)
        shift++;
    return shift;
}

// Bit i of the answer: whether there is a bit from i + `from` to i + `to`.
static uint64_t spread(uint64_t bits, unsigned from, unsigned to)
{
    if (from >= PIECES)
        return 0;
    bits >>= from;
    unsigned left = MIN(to - from, PIECES - 1);
    for (unsigned step = 1; left; step *= 2) {
        step = MIN(step, left);
        bits |= bits >> step;
        left -= step;
    }
    return bits;
}

// A place some bytes behind another is so many pieces behind its, or one more.
static uint64_t begins_before(const Reach *reach, const ReachWindow *window)
{
    unsigned from = window->least >> reach->shift;
    unsigned to = window->most == REACH_ANYWHERE ? PIECES : (window->most >> reach->shift) + 1;
    return spread(reach->pieces[window->clause], from, to);
}

// The pieces in which a match can begin that is not too short to end behind byte `own`.
static uint64_t long_enough(const Reach *reach, const ReachList *list, size_t own)
{
    if (list->longest == REACH_ANYWHERE || own < list->longest)
        return UINT64_MAX;
    return UINT64_MAX << MIN((own - list->longest) >> reach->shift, PIECES - 1);
}

uint64_t reach_pieces(const Reach *reach, uint32_t pattern, size_t own)
{
    if (reach->wide)
        return UINT64_MAX;
    const ReachList *list = &reach->lists[pattern];
    uint64_t pieces = long_enough(reach, list, own);
    for (uint32_t i = list->first; i < list->first + list->count && pieces; i++)
        pieces &= begins_before(reach, &reach->windows[i]);
    return pieces;
}
