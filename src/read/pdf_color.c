// SPDX-License-Identifier: GPL-3.0-or-later
#include "read/pdf_color.h"

#include <glib.h>

static uint32_t channel(double value)
{
    return (uint32_t)(CLAMP(value, 0, 1) * 255 + 0.5);
}

uint32_t color_of(ColorSpace space, const double *number, int numbers)
{
    if (space == SPACE_GRAY && numbers == 1)
        return channel(number[0]) * 0x010101;
    if (space == SPACE_RGB && numbers == 3)
        return channel(number[0]) << 16 | channel(number[1]) << 8 | channel(number[2]);
    if (space != SPACE_CMYK || numbers != 4 || number[0] + number[1] + number[2] != 0)
        return COLOR_UNKNOWN;
    if (number[3] <= 0)
        return COLOR_WHITE;
    return number[3] >= 1 ? 0x231F20 : COLOR_UNKNOWN; // black as poppler has it
}

bool below_add(Below *below, uint32_t color)
{
    for (unsigned i = 0; i < below->count; i++)
        if (below->color[i] == color)
            return true;
    if (below->count == BELOW_MOST)
        return false;
    below->color[below->count++] = color;
    return true;
}
