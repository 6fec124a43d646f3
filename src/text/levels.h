// SPDX-License-Identifier: GPL-3.0-or-later
// Levels: the clauses and lists that are open while a text is cut into units, and from them where
// the next unit stands in the clause tree.
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "text/enumerator.h"
#include "text/units.h"

enum { LEVELS_MOST = 16 };

// Marks of bullets that stand in the format, not in the text, and the depth they say are this and
// more: beyond all characters.
enum { LEVELS_FORMAT_BULLET = 0x110000 };

// A clause, or a list that is open: its last item, and the words its own items are read after.
typedef struct {
    Enumerator number; // NONE: a lead-in without a number, or a heading
    int unit;          // of the item, or of the lead-in
    int lead;          // the unit that its items have as stem, or NO_UNIT
    bool plain;        // its items are paragraphs without numbers
    bool title;        // its lead is only a title that has a stem itself
} Level;

typedef struct {
    GArray *units; // Unit: those cut so far
    Level open[LEVELS_MOST];
    int depth;   // levels in use
    int heading; // unit
    int title;   // unit of the last heading without a number
} Levels;

// The innermost level that is open, or NULL.
Level *levels_top(Levels *levels);
void levels_push(Levels *levels, Level level);

Unit *levels_unit(const Levels *levels, int unit);
int levels_last_unit(const Levels *levels); // -1 when there is none
Unit *levels_last(const Levels *levels);    // there must be one

// Appends a unit that stands below `depth` levels; returns its index.
int levels_add(Levels *levels, UnitKind kind, size_t start, size_t words, size_t end, int depth,
               int stem);

// The stem of what stands below `depth` levels, or NO_UNIT.
int levels_stem(const Levels *levels, int depth);
// The unit as a stem of others, or `otherwise` when its chain of stems is too long for that.
int levels_as_stem(const Levels *levels, int unit, int otherwise);

// Finds the place of a numbered item in the tree; afterwards the levels are those around it.
// `lead`: it announces what follows it. A Roman number may turn out to be a letter.
void levels_place(Levels *levels, Enumerator *number, bool lead);

// Whether the innermost level is a bullet that announces nothing.
bool levels_bare_bullet(const Levels *levels);

// Whether the number could go on with a list that is open.
bool levels_is_open(const Levels *levels, const Enumerator *number);

// Ends the list that this number would go on with, when its items have a stem: another one begins.
void levels_close_same(Levels *levels, const Enumerator *number);

// Ends the list at hand: the levels of its items, and its lead-in.
void levels_close_list(Levels *levels);
