// SPDX-License-Identifier: GPL-3.0-or-later
// Corridor: the white that runs down between the pieces of several lines and parts them in columns.
#pragma once

#include <glib.h>
#include <stdbool.h>

// The lines i in [first, end) that nothing crosses at `at`, and what stands on their two sides.
typedef struct {
    float at;
    guint first, end;
    guint left_first, left_last, right_first, right_last;
    guint lefts, rights; // lines that have something there
    guint numbered, aligned;
    float left_most, right_least; // the corridor's sides
} Corridor;

// The longest corridor among the lines, which are as band_lines() makes them; false when there is
// none. `size` in points.
bool corridor_find(const GArray *glyphs, const GPtrArray *lines, float size, Corridor *best);

// The last page's second column may hold only the last few lines. They stand beside the first lines
// of a full column that is as wide as theirs would be; `rest` is where both begin and end. False
// when there is no such column.
bool corridor_find_rest(const GPtrArray *lines, float size, Corridor *rest);

// The columns of lines [first, end): Box array, x0 and x1 the sides of each. The caller frees it.
GArray *corridor_columns(const GArray *glyphs, const GPtrArray *lines, guint first, guint end,
                         float size);
