// SPDX-License-Identifier: GPL-3.0-or-later
// Prominence: how a passage is printed, beside the body text: fine print and what shows no ink.
#pragma once

#include <stdbool.h>

#include "report/report.h"

// Smaller than this nobody reads: it counts as hidden.
#define HIDDEN_POINTS 2.0F

// The size most of the document's characters have; 0 when not known.
float prominence_body_size(const Document *doc);

// Of bytes [start, end), which have these rectangles (PageBox).
Prominence prominence_of(const Document *doc, size_t start, size_t end, const GArray *rects,
                         float body_size);

// WCAG 2 contrast ratio of two colours 0xRRGGBB, 1-21.
float prominence_contrast(uint32_t color, uint32_t background);

// Whether the passage is markedly smaller than the body text (under 80 %, or under 6 points).
bool prominence_is_fine_print(const Prominence *prominence);
