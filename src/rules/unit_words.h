// SPDX-License-Identifier: GPL-3.0-or-later
// The words of a unit as rules read them: those of its stems first, then its own; and the way back
// from a place in them to the plain text.
#pragma once

#include <glib.h>

#include "rules/match.h"
#include "rules/pattern.h"
#include "text/text.h"
#include "text/units.h"

enum { UNIT_STEMS_MOST = 16 }; // nesting of stems and of clauses that is followed

// A piece of the words and where it stands in the plain text.
typedef struct {
    size_t at;
    uint32_t plain;
    uint32_t len;
} UnitPiece;

typedef struct {
    const Text *text;
    const GArray *units;
    const Unit *unit; // the one in hand
    Subject subject;  // its words; `own` is where those of the unit itself begin
    UnitPiece pieces[UNIT_STEMS_MOST + 1];
    unsigned piece_count;
    GString *buffer; // the words where there are stems
    char *context;   // NULL until it is asked for
} UnitWords;

void unit_words_begin(UnitWords *words, const Text *text, const GArray *units);
void unit_words_end(UnitWords *words);

// Takes another unit in hand; `spaced`: a space stands between a stem and what follows it. Only the
// text of the subject is filled.
void unit_words_take(UnitWords *words, const Unit *unit, bool spaced);

// A range of the subject as a range of plain text, without blanks at its ends.
PlainSpan unit_words_plain(const UnitWords *words, size_t start, size_t end);

// The headings and clauses above the unit, each on a line; valid until another is taken.
const char *unit_words_context(UnitWords *words);

// The sentence before the unit, not NUL-terminated; NULL when what stands there is none, but a
// title or a row.
const char *unit_words_before(const UnitWords *words, size_t *len);
