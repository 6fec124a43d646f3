// SPDX-License-Identifier: GPL-3.0-or-later
// Whole: all pages of a PDF when they are read, to be compared with each other.
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "text/document.h"

// What the layout knew of a line, beside the Line itself.
typedef struct {
    float size;     // points
    uint32_t table; // 0, or a number that the lines of one table share
    bool fresh;     // first of its column or cell
    bool full;
    float room, first_word; // as in LayoutLine
    bool indented;
} LineHint;

// A page's lines: [first, end).
typedef struct {
    guint first, end;
    uint16_t turn; // of most of its text
} PageLines;

typedef struct {
    Document *doc;
    GArray *hints; // LineHint, one a line
    GArray *pages; // PageLines
    float size;    // usual, points
} Whole;

// Borrows both.
void whole_init(Whole *whole, Document *doc, GArray *hints);
void whole_clear(Whole *whole);

static inline Line *whole_line(const Whole *whole, guint i)
{
    return &g_array_index(whole->doc->lines, Line, i);
}

static inline LineHint *whole_hint(const Whole *whole, guint i)
{
    return &g_array_index(whole->hints, LineHint, i);
}

// Where a line's middle lies on its page, read in that turn: 0 at the top, 1 at the bottom.
float whole_height(const Document *doc, const Line *line, uint16_t turn);
