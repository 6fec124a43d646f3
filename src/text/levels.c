// SPDX-License-Identifier: GPL-3.0-or-later
// The levels are a stack: a unit stands below those that are left when its own is closed.
#include "text/levels.h"

enum { STEMS_MOST = 6 }; // a chain of stems longer than this is a form, not a sentence

Level *levels_top(Levels *levels)
{
    return levels->depth ? &levels->open[levels->depth - 1] : NULL;
}

void levels_push(Levels *levels, Level level)
{
    if (levels->depth == LEVELS_MOST)
        levels->depth--;
    levels->open[levels->depth++] = level;
}

Unit *levels_unit(const Levels *levels, int i)
{
    return &g_array_index(levels->units, Unit, i);
}

int levels_last_unit(const Levels *levels)
{
    return (int)levels->units->len - 1;
}

Unit *levels_last(const Levels *levels)
{
    return levels_unit(levels, levels_last_unit(levels));
}

// The unit of the innermost numbered item or heading.
static int clause_of(const Levels *levels, int depth)
{
    for (int i = depth - 1; i >= 0; i--)
        if (levels->open[i].number.sort != ENUMERATOR_NONE)
            return levels->open[i].unit;
    return levels->title;
}

static uint8_t numbered_depth(const Levels *levels, int depth)
{
    uint8_t n = 0;
    for (int i = 0; i < depth; i++)
        n += levels->open[i].number.sort != ENUMERATOR_NONE;
    return n;
}

static int chain_length(const Levels *levels, int unit)
{
    int n = 0;
    for (; unit != NO_UNIT; unit = levels_unit(levels, unit)->stem)
        n++;
    return n;
}

int levels_as_stem(const Levels *levels, int unit, int otherwise)
{
    return chain_length(levels, unit) < STEMS_MOST ? unit : otherwise;
}

int levels_stem(const Levels *levels, int depth)
{
    int stem = depth ? levels->open[depth - 1].lead : NO_UNIT;
    return stem == NO_UNIT ? NO_UNIT : levels_as_stem(levels, stem, NO_UNIT);
}

int levels_add(Levels *levels, UnitKind kind, size_t start, size_t words, size_t end, int depth,
               int stem)
{
    Unit unit = {.start = (uint32_t)start,
                 .end = (uint32_t)end,
                 .words = (uint32_t)words,
                 .kind = kind,
                 .clause = clause_of(levels, depth),
                 .stem = stem,
                 .heading = levels->heading,
                 .depth = numbered_depth(levels, depth),
                 .language = "und"};
    g_array_append_val(levels->units, unit);
    return levels_last_unit(levels);
}

static bool is_numbered(const Level *level, const Enumerator *number)
{
    if (enumerator_same_list(&level->number, number))
        return true;
    return number->letter && level->number.sort == number->sort + 3 &&
           level->number.mark == number->mark && level->number.value + 1 == number->letter;
}

static void read_as_letter(Enumerator *number)
{
    number->sort += 3; // each Roman sort has its letter sort three on
    number->value = number->letter;
    number->letter = 0;
}

// Whether that level is a lead-in without a number, and what comes next the first of its items:
// "4 Sharing", "We share in these cases:", "4.1 ...".
static bool leads_straight(const Levels *levels, int i)
{
    const Level *level = &levels->open[i];
    return i == levels->depth - 1 && level->number.sort == ENUMERATOR_NONE && !level->plain &&
           level->lead != NO_UNIT && level->lead == levels_last_unit(levels);
}

// Whether an item that could be the next of an open list rather begins a list inside it.
static bool begins_inner(const Levels *levels, int found, const Enumerator *number, bool lead)
{
    const Level *inner = &levels->open[levels->depth - 1];
    if (inner->lead == NO_UNIT || inner->title)
        return false;
    const Level *level = &levels->open[found];
    if (leads_straight(levels, levels->depth - 1))
        return number->value <= 1;
    if (number->sort == ENUMERATOR_BULLET) // a bullet of the format says its depth itself
        return found == levels->depth - 1 && !lead && number->mark < LEVELS_FORMAT_BULLET;
    return number->value == 1 && level->number.value >= 1;
}

bool levels_bare_bullet(const Levels *levels)
{
    const Level *open = levels_top((Levels *)levels);
    return open && open->number.sort == ENUMERATOR_BULLET && open->lead == NO_UNIT;
}

// Ends a list of bullets before a number: none of them announces it.
static void close_bullets(Levels *levels, const Enumerator *number)
{
    const Level *open = levels_top(levels);
    if (!open || number->sort == ENUMERATOR_BULLET || open->number.sort != ENUMERATOR_BULLET ||
        open->lead != NO_UNIT)
        return;
    levels->depth--;
    if (levels->depth && levels_top(levels)->number.sort == ENUMERATOR_NONE)
        levels->depth--; // its lead-in
}

// Leaves only the levels that an item of this sort can stand below.
static void close_deeper(Levels *levels, const Enumerator *number)
{
    close_bullets(levels, number);
    if (number->sort <= ENUMERATOR_ARTICLE) {
        while (levels->depth && (levels_top(levels)->number.sort == ENUMERATOR_NONE ||
                                 levels_top(levels)->number.sort > number->sort))
            levels->depth--;
        return;
    }
    if (number->sort != ENUMERATOR_DOTTED)
        return;
    for (int i = levels->depth - 1; i >= 0; i--) {
        const Enumerator *above = &levels->open[i].number;
        bool parent = above->sort == ENUMERATOR_NUMBER || above->sort == ENUMERATOR_NUMBER_COMMA ||
                      (above->sort == ENUMERATOR_DOTTED && above->parts < number->parts);
        if (parent && above->value == number->values[above->parts - 1]) {
            levels->depth = i + 1 + leads_straight(levels, i + 1);
            return;
        }
    }
}

// Ends the lists that are open before a number of a higher sort that is not their first: after
// "4. We take: • …" a "五、" is a clause further out, of which the first were not seen.
static void close_leads(Levels *levels, const Enumerator *number)
{
    bool first = number->value <= 1 || number->sort == ENUMERATOR_DOTTED;
    for (int i = levels->depth - 1; i >= 0 && !first; i--) {
        const Level *level = &levels->open[i];
        if (level->number.sort == ENUMERATOR_NONE && i < levels->depth - 1)
            continue;
        if (level->number.sort <= number->sort || level->lead == NO_UNIT)
            return;
        levels->depth = i;
    }
}

// Whether the item at level `i`, where the number would leave a gap, belongs rather to a list
// further out that it carries on: after "4. Sharing ... 1. 2. 3." a "5." is the next section.
static bool carries_on_outer(const Levels *levels, int i, const Enumerator *number)
{
    if (number->value == 1 || levels->open[i].number.value + 1 == number->value)
        return false;
    for (int k = i - 1; k >= 0; k--)
        if (enumerator_same_list(&levels->open[k].number, number) &&
            levels->open[k].number.value + 1 == number->value)
            return true;
    return false;
}

void levels_place(Levels *levels, Enumerator *number, bool lead)
{
    for (int i = levels->depth - 1; i >= 0; i--) {
        if (!is_numbered(&levels->open[i], number) || carries_on_outer(levels, i, number))
            continue;
        if (levels->open[i].number.sort != number->sort)
            read_as_letter(number);
        if (begins_inner(levels, i, number, lead))
            return;
        bool again = number->value == 1 && levels->open[i].number.value > 1;
        levels->depth = i;
        // A list that begins anew is not the one the lead-in announced: a table of contents was.
        if (again && i > 0 && levels->open[i - 1].number.sort == ENUMERATOR_NONE)
            levels->depth--;
        return;
    }
    close_deeper(levels, number);
    close_leads(levels, number);
}

bool levels_is_open(const Levels *levels, const Enumerator *number)
{
    for (int i = 0; i < levels->depth; i++)
        if (is_numbered(&levels->open[i], number))
            return true;
    return false;
}

void levels_close_same(Levels *levels, const Enumerator *number)
{
    int i = levels->depth - 1;
    while (i >= 0 && levels->open[i].number.sort == ENUMERATOR_NONE)
        i--;
    if (i < 0 || !enumerator_same_list(&levels->open[i].number, number) ||
        levels_unit(levels, levels->open[i].unit)->stem == NO_UNIT)
        return;
    bool led = i > 0 && levels->open[i - 1].number.sort == ENUMERATOR_NONE;
    levels->depth = i - led; // with its lead-in
}

void levels_close_list(Levels *levels)
{
    Level *open;
    while ((open = levels_top(levels)) &&
           (open->number.sort == ENUMERATOR_NONE || levels_bare_bullet(levels) ||
            (levels->depth > 1 && open[-1].lead != NO_UNIT)))
        levels->depth--;
    if (open && open->plain) {
        open->plain = false;
        open->lead = NO_UNIT;
    }
}
