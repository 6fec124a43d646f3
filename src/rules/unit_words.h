// SPDX-License-Identifier: GPL-3.0-or-later
// The words of a unit as rules read them: those of its stems first, then its own; and the way back
// from a place in them to the plain text.
#pragma once

#include <glib.h>

#include "rules/definitions.h"
#include "rules/match.h"
#include "rules/pattern.h"
#include "text/text.h"
#include "text/units.h"

enum {
    UNIT_STEMS_MOST = 16, // nesting of stems and of clauses that is followed
    UNIT_PIECES_MOST = 64,
    STEM_GAP = 16, // bytes between two stems that are the number of the second
};

// A piece of the words and where it stands in the plain text.
typedef struct {
    size_t at;
    uint32_t plain;
    uint32_t len;
    const Definition *defined; // of what it says the meaning; NULL: it stands here itself
    PlainSpan used;            // then: where the term is used
} UnitPiece;

typedef struct {
    const Text *text;
    const GArray *units;
    const Unit *unit; // the one in hand
    bool spaced;      // a space stands between a stem and what follows it
    Subject subject;  // its words; `own` is where those of the unit itself begin
    UnitPiece pieces[UNIT_PIECES_MOST];
    unsigned piece_count;
    GString *buffer; // the words where there are stems or meanings
    char *context;   // NULL until it is asked for
} UnitWords;

void unit_words_begin(UnitWords *words, const Text *text, const GArray *units);
void unit_words_end(UnitWords *words);

// Takes another unit in hand; `spaced` as above. Only the text of the subject is filled.
void unit_words_take(UnitWords *words, const Unit *unit, bool spaced);

// Takes the unit in hand once more, with meanings in place of the terms that its own words use;
// false, and nothing changed, when they use none.
bool unit_words_define(UnitWords *words, const GArray *definitions);

// Takes the unit in hand once more, with the heading it stands straight below as its stem; false,
// and nothing changed, when it says enough without.
bool unit_words_title(UnitWords *words);

// The definition that the range of the subject needs together with words of the unit itself, NULL
// when it needs none; `meaning` runs from its term to the last word of the range.
const Definition *unit_words_defined(const UnitWords *words, size_t start, size_t end,
                                     PlainSpan *meaning);

// A range of the subject as a range of plain text, without blanks at its ends. What lies in
// one meaning is found there; otherwise a meaning stands for its term.
PlainSpan unit_words_plain(const UnitWords *words, size_t start, size_t end);

// The words of the stems from `start` on as a range of plain text, up to those of the unit itself;
// but where clauses of others stand between two stems, only to the end of the first of these.
PlainSpan unit_words_stem(const UnitWords *words, size_t start);

// The headings and clauses above the unit, each on a line; valid until another is taken.
const char *unit_words_context(UnitWords *words);

// The sentence before the unit, not NUL-terminated; NULL when what stands there is none, but a
// title or a row.
const char *unit_words_before(const UnitWords *words, size_t *len);

// The nearest heading and the clauses the unit stands in, each on a line. The caller frees it.
char *unit_words_under(const UnitWords *words);

// The unit before and the four after it, as the cells of a row that became lines; each on a line.
// The caller frees it.
char *unit_words_around(const UnitWords *words);
