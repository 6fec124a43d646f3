// SPDX-License-Identifier: GPL-3.0-or-later
// Content: a look at what the pages of a PDF draw, to know when words need not be looked at as a
// picture.
//
// Rendering a page costs several times what reading it does. Most agreements draw dark words on
// white or on light paint and nothing else; where that can be told from the drawing operators, no
// picture is made.
#pragma once

#include "read/pdf_fonts.h"
#include "read/pdf_operators.h"

typedef struct Content Content;

// Of a PDF of more pages, pages are looked at with no more than this many held at once. Tests make
// it smaller.
extern unsigned content_held_most;

// Keeps the bytes. `fonts`, which is the caller's and lives longer, says what was left out of them;
// where it has the PDF open, that is read, else its bytes, which draw the same. It and `password`,
// the caller's, too, may be NULL. `pages`: how many the PDF library counts.
Content *content_new(GBytes *bytes, Fonts *fonts, const char *password, unsigned pages);
void content_free(Content *content);

// What lies below the words at a place of a page (index; `size` as shown, points), where nothing
// but its colour could hide them: no clip, transparency, layer, form or pattern, nothing painted
// over them. False whenever that cannot be told.
bool content_below(Content *content, uint32_t page, const Page *size, Box place, Below *below);

// Whether nothing was found to be damaged so far.
bool content_is_sound(const Content *content);
