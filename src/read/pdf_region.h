// SPDX-License-Identifier: GPL-3.0-or-later
// Region: which parts of a page are columns of text, which are tables, and what is read first.
#pragma once

#include <glib.h>
#include <stdint.h>

#include "read/pdf_piece.h"

// One line of text in reading order.
typedef struct {
    GArray *pieces;      // Piece, by u; owned
    float left, right;   // the sides of its column
    float gap;           // from the middle of the line above in its column; 0 for the first
    float leading;       // the usual gap of its column
    uint32_t table, row; // 0: not in a table
    uint16_t column;
    bool head;
} Row;

// Orders the pieces of one page that are written in one direction; they are sorted on the way. A
// Row array that frees its rows.
GArray *region_order(GArray *pieces, const GArray *glyphs);
