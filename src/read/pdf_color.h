// SPDX-License-Identifier: GPL-3.0-or-later
// Colours: what the colour operators of a page mean, and which colours lie below its words.
#pragma once

#include <stdbool.h>
#include <stdint.h>

// How the numbers of a colour are meant.
typedef enum {
    SPACE_OTHER, // not known here
    SPACE_GRAY,
    SPACE_RGB,
    SPACE_CMYK,
} ColorSpace;

// Colours are 0xRRGGBB, or this.
enum { COLOR_UNKNOWN = 0x1000000, COLOR_WHITE = 0xFFFFFF };

// The colour that numbers make in a space.
uint32_t color_of(ColorSpace space, const double *number, int numbers);

// The colours that lie below words: the first where most of them stand, the others where some may.
enum { BELOW_MOST = 8 };
typedef struct {
    uint32_t color[BELOW_MOST];
    unsigned count;
} Below;

// Adds paint that lies at a part of a place. False when there are too many colours.
bool below_add(Below *below, uint32_t color);
