// SPDX-License-Identifier: GPL-3.0-or-later
// Ink: what the pixels of a rendered place show: words in some colour, or nothing.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "text/document.h"

// A rendered picture: 0xRRGGBB in the low bytes of each pixel.
typedef struct {
    const unsigned char *data;
    int width, height, stride; // pixels, pixels, bytes
} Picture;

// A rectangle of a picture, in pixels, half-open; may reach over its sides.
typedef struct {
    int x0, y0, x1, y1;
} PixelBox;

// Judges the words inside `box`. The background is what most of the place is; ink is what differs.
Ink ink_judge(const Picture *picture, PixelBox box);

// Whether a picture of a page shows anything at all.
bool ink_on(const Picture *picture);

// WCAG contrast ratio of two colours, 1-21.
float ink_contrast(uint32_t one, uint32_t other);
