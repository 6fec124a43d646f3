// SPDX-License-Identifier: GPL-3.0-or-later
// Band: pieces of a page in lines, from top to bottom: a GPtrArray of Piece arrays.
#pragma once

#include <glib.h>

#include "read/pdf_piece.h"

enum { BAND_SAME_START = 1 }; // points: what starts no further apart starts together

const Piece *band_piece(const GArray *pieces, guint i);

// An empty Piece array.
GArray *band_pieces(void);

// The size of most pieces, points; at least 1.
float band_size(const GArray *pieces);

// Groups pieces into lines; they are sorted on the way. The caller frees it.
GPtrArray *band_lines(GArray *pieces);

// Where a line stands: its middle, and its sides.
float band_middle(const GPtrArray *lines, guint i);
float band_start(const GPtrArray *lines, guint i);
float band_end_of(const GPtrArray *lines, guint i);

// The usual distance of lines, from middle to middle.
float band_leading(const GPtrArray *lines);

// The pieces of lines [first, end) that stand in a column, whose sides are x0 and x1.
GArray *band_column(const GPtrArray *lines, guint first, guint end, const Box *column);

void band_sort_floats(GArray *floats);
