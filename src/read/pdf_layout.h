// SPDX-License-Identifier: GPL-3.0-or-later
// Layout: the glyphs of a PDF page put into lines and reading order, from their rectangles alone.
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "text/document.h"

// One character as it stands on the displayed page.
typedef struct {
    Box box;
    gunichar code;
    float size;     // points
    uint32_t color; // 0xRRGGBB
    bool apart;     // the PDF library began a new line with it
    Source source;
} Glyph;

typedef struct {
    uint32_t first, count; // of Layout.glyphs
    Box box;
    float size; // of most of its glyphs, points
    LineKind kind;
    LineBreak before;
    uint16_t turn;
    Source source;
    uint16_t column;  // of a cell, from 0
    uint32_t row;     // of a cell, from 1 on each page
    uint32_t table;   // of a cell, from 1 on each page
    bool head;        // a cell of the table's first row, which names the columns
    bool fresh;       // the first line of a column of text, or of a cell
    bool full;        // reaches the right side: what follows may be the same paragraph
    float room;       // left on the line, points
    float first_word; // what its first word would have needed on the line above, points
    bool indented;    // does not begin at the left side
} LayoutLine;

typedef struct {
    GArray *glyphs; // Glyph, in reading order; blanks between pieces of a line are put in
    GArray *lines;  // LayoutLine, in reading order
} Layout;

// Lays out a page. The glyphs come in the PDF library's order, without line ends; they are changed.
Layout *layout_new(GArray *glyphs);

// Sets text that a field or a note holds into its box, as far as that can be known: appends its
// glyphs. `turn` is how the page is turned.
void layout_set_text(GArray *glyphs, const char *utf8, Box box, uint16_t turn, Source source);

// Puts in lines of their own, each glyph array (as layout_set_text() makes them) where a paragraph
// ends above it: notes lie over a page, not in its columns.
void layout_insert(Layout *layout, GArray *glyphs);
void layout_free(Layout *layout);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Layout, layout_free)
