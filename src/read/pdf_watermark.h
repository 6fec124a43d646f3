// SPDX-License-Identifier: GPL-3.0-or-later
// Watermark: words written aslant over a page, of which a PDF library gives one letter at a time.
#pragma once

#include <glib.h>

// Takes the slanting words out of a page's glyphs: a GPtrArray of Glyph arrays, one a word, in the
// order of their letters. What remains of `glyphs` is the page's text.
GPtrArray *watermark_take(GArray *glyphs);
