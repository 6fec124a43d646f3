// SPDX-License-Identifier: GPL-3.0-or-later
// Type 3: the dictionaries of such fonts, made shorter where the text stays the same.
//
// Chromium gives each of up to 150 fonts a page the names and widths of 256 codes, of which it
// shows three or so and maps those to characters. poppler reads all of it anew for each page.
#pragma once

#include <glib.h>
#include <qpdf/qpdf-c.h>
#include <stddef.h>

// Where bytes were changed.
typedef struct {
    size_t at, len;
} Type3Edit;

typedef struct Type3 Type3;

// Finds the fonts; NULL when there are none. The bytes must outlive it.
Type3 *type3_new(const char *data, size_t len);
void type3_free(Type3 *fonts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Type3, type3_free)

// Writes marks in the place of the fonts in `copy`, a copy of the data.
void type3_mark(Type3 *fonts, char *copy);

// `pdf` reads the copy: fonts that it finds there are written with the names and widths of the
// codes that its pages show alone, the others as they were. Appends what is changed (Type3Edit).
void type3_settle(Type3 *fonts, char *copy, qpdf_data pdf, GArray *edits);
