// SPDX-License-Identifier: GPL-3.0-or-later
// Ink: counting the colours of a place.
#include "read/pdf_ink.h"

#include <math.h>
#include <string.h>

enum {
    CELLS = 16,     // colours are counted in 16 steps a channel
    DIFFERENT = 12, // of 765: less is the same colour to anybody
    PAGE_DIFFERENT = 90,
    SPOTS = 20, // pixels of a page that are a rule or a dot, not writing
};
static const double INK_LEAST = 0.01;     // share of the place that is ink where words are
static const float CONTRAST_SEEN = 1.05F; // less is no ink to anybody

static uint32_t pixel_at(const Picture *picture, int x, int y)
{
    uint32_t pixel;
    memcpy(&pixel, picture->data + (size_t)y * (size_t)picture->stride + (size_t)x * 4,
           sizeof pixel);
    return pixel & 0xFFFFFF;
}

static int difference(uint32_t one, uint32_t other)
{
    int sum = 0;
    for (int shift = 0; shift < 24; shift += 8)
        sum += abs((int)(one >> shift & 255) - (int)(other >> shift & 255));
    return sum;
}

static float channel(uint32_t value)
{
    float share = (float)(value & 255) / 255;
    return share <= 0.03928F ? share / 12.92F : powf((share + 0.055F) / 1.055F, 2.4F);
}

static float luminance(uint32_t color)
{
    return 0.2126F * channel(color >> 16) + 0.7152F * channel(color >> 8) +
           0.0722F * channel(color);
}

float ink_contrast(uint32_t one, uint32_t other)
{
    float a = luminance(one), b = luminance(other);
    return (MAX(a, b) + 0.05F) / (MIN(a, b) + 0.05F);
}

static unsigned cell_of(uint32_t color)
{
    return (color >> 20 & 15) * CELLS * CELLS + (color >> 12 & 15) * CELLS + (color >> 4 & 15);
}

static PixelBox inside(const Picture *picture, PixelBox box)
{
    return (PixelBox){CLAMP(box.x0, 0, picture->width), CLAMP(box.y0, 0, picture->height),
                      CLAMP(box.x1, 0, picture->width), CLAMP(box.y1, 0, picture->height)};
}

// The commonest colour of a place: the majority of its fullest cell.
static uint32_t commonest(const Picture *picture, PixelBox box)
{
    g_autofree unsigned *counts = g_new0(unsigned, CELLS *CELLS *CELLS);
    unsigned fullest = 0;
    for (int y = box.y0; y < box.y1; y++)
        for (int x = box.x0; x < box.x1; x++) {
            unsigned cell = cell_of(pixel_at(picture, x, y));
            if (++counts[cell] > counts[fullest])
                fullest = cell;
        }
    uint32_t color = 0xFFFFFF;
    int lead = 0;
    for (int y = box.y0; y < box.y1; y++)
        for (int x = box.x0; x < box.x1; x++) {
            uint32_t pixel = pixel_at(picture, x, y);
            if (cell_of(pixel) != fullest)
                continue;
            if (lead == 0)
                color = pixel;
            lead += pixel == color ? 1 : -1;
        }
    return color;
}

bool ink_on(const Picture *picture)
{
    int inked = 0;
    for (int y = 0; y < picture->height; y++)
        for (int x = 0; x < picture->width; x++)
            inked += difference(pixel_at(picture, x, y), 0xFFFFFF) > PAGE_DIFFERENT;
    return inked > SPOTS;
}

Ink ink_judge(const Picture *picture, PixelBox box)
{
    Ink ink = {0};
    box = inside(picture, box);
    long size = (long)(box.x1 - box.x0) * (box.y1 - box.y0), inked = 0;
    if (size <= 0)
        return ink;
    ink.known = true;
    ink.background = commonest(picture, box);
    ink.color = ink.background;
    int most = 0;
    for (int y = box.y0; y < box.y1; y++)
        for (int x = box.x0; x < box.x1; x++) {
            uint32_t pixel = pixel_at(picture, x, y);
            int apart = difference(pixel, ink.background);
            inked += apart > DIFFERENT;
            if (apart > most) {
                most = apart;
                ink.color = pixel;
            }
        }
    ink.hidden = (double)inked < INK_LEAST * (double)size ||
                 ink_contrast(ink.color, ink.background) < CONTRAST_SEEN;
    return ink;
}
