// SPDX-License-Identifier: GPL-3.0-or-later
// Running: what can only be known when all pages are read. Headers, footers and watermarks that
// repeat, tables and paragraphs that go on over a page, headings and notes by their size.
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

// Sets the kind, break and row of the document's lines. `hints` (LineHint) has one entry a line.
void running_settle(Document *doc, GArray *hints);
