// SPDX-License-Identifier: GPL-3.0-or-later
// Flow: what HTML and DOCX have in common: paragraphs, list items and tables, put into a Document
// line by line as they come.
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "text/document.h"

typedef struct Flow Flow;

typedef struct {
    float size;     // points; 0 when not known
    uint32_t color; // 0xRRGGBB
    bool concealed; // the format itself hides it
    bool bold;
} FlowStyle;

// Writes into the document, whose one page it begins.
Flow *flow_new(Document *doc);

// Ends the last line.
void flow_free(Flow *flow);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Flow, flow_free)

// The style of the text that follows.
void flow_style(Flow *flow, const FlowStyle *style);

// Appends to the current line. Line ends in it become spaces.
void flow_text(Flow *flow, const char *utf8, size_t len);

// The last character of the current line; 0 when there is none yet.
gunichar flow_last(const Flow *flow);

// Ends the line, if anything was written; `before` is what stands before the next one. A paragraph
// break is not weakened by a wrap that follows it.
void flow_break(Flow *flow, LineBreak before);

// The kind of the lines that follow, outside tables.
void flow_kind(Flow *flow, LineKind kind, unsigned depth);

// A table, its rows and cells; cells left open are closed. Tables that only lay out a page (others
// in them, one column, pages of text in a cell) leave ordinary lines. The header row is the one
// that is marked, bold, or holds nothing but short names while the others say more.
void flow_table_begin(Flow *flow);
void flow_row_begin(Flow *flow, bool head);
void flow_cell_begin(Flow *flow, unsigned columns, unsigned rows, bool head);
void flow_cell_end(Flow *flow);
void flow_table_end(Flow *flow);
