// SPDX-License-Identifier: GPL-3.0-or-later
// Layout: the glyphs of a PDF page put into lines and reading order, from their rectangles alone.
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "text/document.h"

// One character as it stands on the displayed page.
typedef struct {
    Box box;
    gunichar code;
    float size;     // points
    uint32_t color; // 0xRRGGBB
    bool apart;     // the PDF library began a new line with it
} Glyph;

typedef struct {
    uint32_t first, count; // of Layout.glyphs
    Box box;
    float size; // of most of its glyphs, points
    LineKind kind;
    uint16_t turn;
    uint16_t column; // of a cell
    uint32_t row;    // of a cell, from 1 on each page
    bool head;
    uint32_t block;    // lines of one column of text share it
    float left, right; // the sides of that block along the writing direction
} LayoutLine;

typedef struct {
    GArray *glyphs; // Glyph, in reading order
    GArray *lines;  // LayoutLine, in reading order; glyphs of no line are line ends
} Layout;

// Lays out a page of the given size. Takes the glyphs, which come in the PDF library's order.
Layout *layout_new(GArray *glyphs, float width, float height);
void layout_free(Layout *layout);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Layout, layout_free)
