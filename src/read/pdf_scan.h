// SPDX-License-Identifier: GPL-3.0-or-later
// Scan: a page whose text only OCR can tell.
#pragma once

#include "read/pdf.h"

// Whether only OCR can tell what stands on the page: it is a picture, or its fonts do not say which
// characters they draw.
bool scan_is_needed(PopplerPage *page, const GArray *glyphs);

// Reads the picture of the page in the place of its text. The page is the last one of the document
// so far.
void scan_read(Document *doc, PopplerPage *page, GArray *glyphs, Box size);
