// SPDX-License-Identifier: GPL-3.0-or-later
// Units: the plain text cut into the smallest items that carry one permission, in a clause tree.
//
// A unit is a numbered item, a sentence or a table row. It is matched as its stems (outermost
// first) and its own words: in "we collect the following: (1) contacts" the verb stands in the
// stem of unit (1). A table's header cells are the stem of its rows.
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "text.h"

typedef enum {
    UNIT_HEADING,  // a title without a statement of its own
    UNIT_ITEM,     // the first sentence after an enumerator
    UNIT_SENTENCE, // any other sentence
    UNIT_ROW,      // a table row
    UNIT_HEAD,     // a table's header row
} UnitKind;

enum { NO_UNIT = -1 };

typedef struct {
    uint32_t start, end; // bytes of Text.str: its own words, with its enumerator
    uint32_t words;      // byte where its words begin, after the enumerator; start when it has none
    UnitKind kind;
    int32_t
        clause;   // the unit of the enclosing numbered item or heading, or NO_UNIT: the clause tree
    int32_t stem; // the unit whose words are read before this one's, or NO_UNIT; follow outwards
    int32_t heading;      // the nearest heading above it, or NO_UNIT
    uint8_t depth;        // of its clause; 0 at the top
    bool titled;          // a few words straight below their heading: read with it once more
    const char *language; // as language_of(): of its passage, not of its few words. Static
} Unit;

// Cuts the whole text. Units are in order and do not overlap; blanks between them belong to none.
// A Unit array; the caller frees it.
GArray *units_new(const Document *doc, const Text *text);

// The enumerators on the way to the unit as they stand in the document, outermost first, such as
// "第五条 › 5.2 › ①"; NULL when it has none. The caller frees it.
char *units_number(const GArray *units, const Text *text, const Document *doc, size_t unit);

// The heading above the unit as it stands in the document, or NULL. The caller frees it.
char *units_heading(const GArray *units, const Text *text, const Document *doc, size_t unit);
