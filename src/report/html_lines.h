// SPDX-License-Identifier: GPL-3.0-or-later
// Lines of a text set in lines of one width: which line ends a screen may do without.
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef enum {
    LINES_HARD,  // a line ends here
    LINES_JOIN,  // the text goes on without a blank
    LINES_SPACE, // it goes on after a blank
} LinesEnd;

typedef struct {
    int full; // columns of a full line; 0 when lines are of no common width
} HtmlLines;

// Looks at the widths of all lines.
HtmlLines html_lines_of(const char *text, size_t len);

// The line end ('\n') at `at`.
LinesEnd html_lines_end(const HtmlLines *lines, const char *text, size_t len, size_t at);
