// SPDX-License-Identifier: GPL-3.0-or-later
// Picture: a page of a PDF drawn.
#pragma once

#include "read/pdf.h"
#include "read/pdf_ink.h"

// Draws a part of a page, `scale` pixels a point, on white. Never NULL, but may be in an error
// state.
cairo_surface_t *picture_draw(PopplerPage *page, Box part, double scale);

// What a page of that size draws, noted so that parts of it can be painted without asking poppler
// again, which goes through all of the page each time. Never NULL.
cairo_surface_t *picture_note(PopplerPage *page, const Page *size, double scale);
// As picture_draw(), from what was noted, at the same scale.
cairo_surface_t *picture_paint(cairo_surface_t *noted, Box part, double scale);

// The pixels of a surface, which keeps them; `data` is NULL when it is in an error state.
Picture picture_of(cairo_surface_t *surface);

// Whether the page shows anything but the words at `places` (Box; NULL: none): an image, a drawing,
// letters drawn as shapes. The rules of a form's lines and tables do not count beside words.
bool picture_has_ink(PopplerPage *page, const GArray *places);
