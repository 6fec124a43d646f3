// SPDX-License-Identifier: GPL-3.0-or-later
// Piece: glyphs of one line that stand close together, the matter columns and tables are made of.
//
// Pieces are measured along the direction of writing (u) and across it (v), so that all that
// follows need not know how a page is turned.
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "text/document.h"

typedef struct {
    float u0, u1;          // along the direction of writing, points
    float v0, v1;          // across it, one em high
    float size;            // em, points
    uint32_t first, count; // glyphs
    uint16_t turn;
} Piece;

// How far down a character's box its baseline lies, where nothing better is known: poppler's own
// share for fonts without metrics, 0.95 above and 0.35 below.
#define PIECE_BASELINE 0.73F

// A box seen by someone who reads in direction `turn`.
Box piece_turned(Box box, uint16_t turn);

// Cuts a page's glyphs into pieces: Piece array in the glyphs' order. Runs that were read backwards
// (upside-down text) are put right in `glyphs`, doubled glyphs of fake bold are dropped.
GArray *piece_cut(GArray *glyphs);

static inline float piece_middle(const Piece *piece)
{
    return (piece->v0 + piece->v1) / 2;
}

// Whether two pieces stand on one line.
bool piece_level(const Piece *a, const Piece *b);

// By v, then u; by u. For g_array_sort().
int piece_by_line(gconstpointer a, gconstpointer b);
int piece_by_u(gconstpointer a, gconstpointer b);
