// SPDX-License-Identifier: GPL-3.0-or-later
// Fonts: embedded fonts that nobody needs to read the text are kept from the PDF library.
//
// poppler inflates and parses each Type 1 font of a page anew for each page, only to learn how the
// font itself numbers its letters: three quarters of the time that the text of a LibreOffice PDF
// takes. Where the PDF says what each of these letters is, that answer is never used. The same is
// true of the names in Type 3 fonts (pdf_type3.h).
#pragma once

#include <glib.h>

#include "read/pdf_objects.h"
#include "read/pdf_type3.h"

typedef struct Fonts Fonts;

// Looks for such fonts; NULL when there are none, or it would not pay. `password` may be NULL.
Fonts *fonts_new(GBytes *bytes, const char *password);
void fonts_free(Fonts *fonts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Fonts, fonts_free)

// The file with those fonts left out, until fonts_show() (NULL: nothing) puts them back in the very
// same bytes: a page that is to be drawn needs them.
GBytes *fonts_bytes(Fonts *fonts);
void fonts_show(Fonts *fonts);

// The PDF with all its fonts, open; NULL for none, and where those that were shortened would have
// to be read from it. No handle of its objects is kept between calls. It lives as long as the
// fonts.
qpdf_data fonts_pdf(const Fonts *fonts);

// type3_letters() of a font; false for NULL.
bool fonts_letters(Fonts *fonts, int number, double least, Type3Letters *letters);
