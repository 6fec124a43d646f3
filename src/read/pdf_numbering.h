// SPDX-License-Identifier: GPL-3.0-or-later
// Numbering: the numbers of clauses and items that stand in columns tell how these are read.
#pragma once

#include <glib.h>
#include <stdbool.h>

// Whether a list is numbered down the first column (Box array, x0 and x1 their sides) of lines
// [first, end) and goes on with the next number in each next one. A form or a table is numbered
// across, or in its first column alone. `lines` as band_lines() makes them; `size` in points.
bool numbering_runs_down(const GArray *glyphs, const GPtrArray *lines, guint first, guint end,
                         const GArray *columns, float size);
