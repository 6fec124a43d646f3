// SPDX-License-Identifier: GPL-3.0-or-later
// Type 3: the dictionaries of such fonts, made shorter where the text stays the same.
//
// Chromium gives each of up to 150 fonts a page the names and widths of 256 codes, of which it
// shows three or so and maps those to characters. poppler reads all of it anew for each page, and
// what maps and describes them.
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "read/pdf_objects.h"
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

// The letters that are shown of a font.
typedef struct {
    double unit;   // of the font, em; 0 when it does not say
    double widest; // most that one moves on, units
    int blanks;    // how many draw nothing of some size
    bool seen;     // false: one may be there and not be seen (pdf_letter.h), blank or not
} Type3Letters;

// Looks at the letters of the font with an object's number; `least`: size of one that is not blank,
// em. False where the font was not shortened, or what letters draw cannot be read here.
bool type3_letters(Type3 *fonts, int number, double least, Type3Letters *letters);
