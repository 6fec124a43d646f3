// SPDX-License-Identifier: GPL-3.0-or-later
// Type 3: the dictionaries of such fonts, made shorter where the text stays the same.
//
// Chromium gives each of up to 150 fonts a page the names and widths of 256 codes, of which it
// shows three or so and maps those to characters. poppler reads all of it anew for each page, and
// what maps and describes them.
#pragma once

#include <glib.h>
#include <qpdf/qpdf-c.h>
#include <stdbool.h>
#include <stddef.h>

#include "read/pdf_table.h"

// Where bytes were changed.
typedef struct {
    size_t at, len;
} Type3Edit;

typedef struct Type3 Type3;

// Finds the fonts that stand where the table says; NULL when there are none. Data and table must
// outlive it.
Type3 *type3_new(const char *data, size_t len, Table *table);
void type3_free(Type3 *fonts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Type3, type3_free)

// Writes the fonts in `copy`, a copy of the data, as what the pages of `pdf` show asks for. Appends
// what is changed (Type3Edit).
void type3_shorten(Type3 *fonts, char *copy, qpdf_data pdf, GArray *edits);

enum {
    TYPE3_UNKNOWN = -1, // not looked at
    TYPE3_DRAWS = -2,   // a letter may be there and not be seen (pdf_letter.h)
};

// How many of the letters that are shown of the font with an object's number draw nothing of
// `least` units, or one of these.
int type3_blanks(Type3 *fonts, int number, double least);
