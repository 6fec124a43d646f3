// SPDX-License-Identifier: GPL-3.0-or-later
// Layout: text in terminal columns, and text from documents made harmless to show.
#pragma once

#include <glib.h>
#include <stdbool.h>

// Whether a character changes more than itself when shown: control characters, bidi marks,
// embeddings, overrides and isolates, invisible format characters, line and paragraph separators.
bool layout_is_unruly(gunichar c);

// Appends `text` on one line: blanks and line ends become one space, unruly characters U+FFFD, and
// a character keeps at most a few combining marks.
void layout_clean(GString *out, const char *text);

// For messages: any bytes as valid UTF-8, unruly characters (line ends too) as U+FFFD, all else as
// it is. The caller frees it.
char *layout_harmless(const char *bytes);

// Columns of a string: two for wide characters, none for combining ones.
int layout_width(const char *text);

// Appends `text` cleaned and broken into lines of at most `columns`, each ended. The first line
// begins with `first`, the others with `indent` blanks; `first` counts by its own width (it may
// hold colour sequences, which count nothing).
void layout_wrap(GString *out, const char *text, int columns, const char *first, int indent);

// Appends `text` cleaned and cut to `columns`, with an ellipsis when something is left out.
void layout_cut(GString *out, const char *text, int columns);
