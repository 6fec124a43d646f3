// SPDX-License-Identifier: GPL-3.0-or-later
// Join: whether two lines of a document are one paragraph, and how a reader joins them.
#pragma once

#include "cues.h"
#include "document.h"

typedef enum {
    JOIN_APART,  // another paragraph, item or row begins
    JOIN_BLANK,  // one paragraph; a blank unless a Han character stands beside it
    JOIN_CLOSE,  // one paragraph, nothing between: after a hyphen or a slash that stays
    JOIN_HYPHEN, // one paragraph, and the hyphen at the line end goes
    JOIN_CELL,   // the next cell of the same table row
} Join;

typedef struct Joiner Joiner;

// Looks at the whole document first: how long its lines are, which words it holds.
Joiner *joiner_new(const Document *doc, const Cues *cues);
void joiner_free(Joiner *joiner);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Joiner, joiner_free)

// How line `next` follows line `last` (indices; lines that are not matched lie between them only).
Join join_lines(Joiner *joiner, guint last, guint next);

// Whether a line is left out of the matching text: running lines, watermarks, blank lines.
bool join_skips(const Document *doc, const Line *line);

// The last byte of the line's words, blanks after them left out.
size_t join_line_end(const Document *doc, const Line *line);
size_t join_line_start(const Document *doc, const Line *line);
