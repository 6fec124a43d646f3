// SPDX-License-Identifier: GPL-3.0-or-later
// Sight: what shows at a place of a page that has been read. Pages are drawn when they are asked
// for.
#pragma once

#include "read/pdf.h"
#include "read/pdf_fonts.h"

// Makes Document.ink answer for the PDF. `password` is the one that opened it, or NULL. Takes
// `decked`: indices (uint32_t, ascending) of the pages with annotations that may cover text, and
// `fonts`, what was left out of the fonts (or NULL).
void sight_give(Document *doc, PopplerDocument *pdf, GBytes *bytes, const char *password,
                GArray *decked, Fonts *fonts);
