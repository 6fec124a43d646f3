// SPDX-License-Identifier: GPL-3.0-or-later
// Glyphs: the characters of a PDF page with their places, sizes and colours.
#pragma once

#include "read/pdf.h"

// Glyph array in poppler's order, without line ends. `index` is the page's, for what is wrong with
// it.
GArray *glyphs_of_page(Document *doc, PopplerPage *page, int index);
