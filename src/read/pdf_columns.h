// SPDX-License-Identifier: GPL-3.0-or-later
// Columns: telling columns of running text from the cells of a table.
#pragma once

#include <glib.h>
#include <stdbool.h>

// Whether columns (Box array, x0 and x1 their sides) of lines [first, end) hold running text, each
// to be read down, rather than the cells of a table. `lines` as band_lines() makes them; `size` in
// points.
bool columns_read_down(const GArray *glyphs, const GPtrArray *lines, guint first, guint end,
                       const GArray *columns, float size);
