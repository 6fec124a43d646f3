// SPDX-License-Identifier: GPL-3.0-or-later
// Picture: a page of a PDF drawn.
#pragma once

#include "read/pdf.h"
#include "read/pdf_ink.h"

// Draws a part of a page, `scale` pixels a point, on white. Never NULL, but may be in an error
// state.
cairo_surface_t *picture_draw(PopplerPage *page, Box part, double scale);

// The pixels of a surface, which keeps them; `data` is NULL when it is in an error state.
Picture picture_of(cairo_surface_t *surface);

// Whether the page shows anything but the words at `places` (Box; NULL: none): an image, a drawing,
// letters drawn as shapes. The rules of a form's lines and tables do not count beside words.
bool picture_has_ink(PopplerPage *page, const GArray *places);
