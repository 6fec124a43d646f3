// SPDX-License-Identifier: GPL-3.0-or-later
// Picture: drawn by poppler into a Cairo surface.
#include "read/pdf_picture.h"

#include <math.h>
#include <string.h>

static const double AROUND = 2; // points around words that are theirs
enum {
    RULE_LONG = 12, // pixels of half a point
    RULE_THICK = 3,
    SPECKS = 30, // pixels: crossings of rules, marks
};

static cairo_surface_t *surface_for(Box part, double scale)
{
    int width = (int)ceil((double)(part.x1 - part.x0) * scale);
    int height = (int)ceil((double)(part.y1 - part.y0) * scale);
    return cairo_image_surface_create(CAIRO_FORMAT_RGB24, MAX(width, 1), MAX(height, 1));
}

static cairo_t *on_white(cairo_surface_t *surface)
{
    cairo_t *cairo = cairo_create(surface);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    return cairo;
}

cairo_surface_t *picture_note(PopplerPage *page, const Page *size, double scale)
{
    cairo_rectangle_t all = {0, 0, (double)size->width * scale, (double)size->height * scale};
    cairo_surface_t *noted = cairo_recording_surface_create(CAIRO_CONTENT_COLOR, &all);
    cairo_t *cairo = on_white(noted);
    cairo_scale(cairo, scale, scale);
    poppler_page_render(page, cairo);
    cairo_destroy(cairo);
    return noted;
}

cairo_surface_t *picture_paint(cairo_surface_t *noted, Box part, double scale)
{
    cairo_surface_t *surface = surface_for(part, scale);
    cairo_t *cairo = on_white(surface);
    cairo_set_source_surface(cairo, noted, -(double)part.x0 * scale, -(double)part.y0 * scale);
    cairo_paint(cairo);
    cairo_destroy(cairo);
    cairo_surface_flush(surface);
    return surface;
}

cairo_surface_t *picture_draw(PopplerPage *page, Box part, double scale)
{
    cairo_surface_t *surface = surface_for(part, scale);
    cairo_t *cairo = on_white(surface);
    cairo_scale(cairo, scale, scale);
    cairo_translate(cairo, -(double)part.x0, -(double)part.y0);
    poppler_page_render(page, cairo);
    cairo_destroy(cairo);
    cairo_surface_flush(surface);
    return surface;
}

Picture picture_of(cairo_surface_t *surface)
{
    return (Picture){cairo_image_surface_get_data(surface), cairo_image_surface_get_width(surface),
                     cairo_image_surface_get_height(surface),
                     cairo_image_surface_get_stride(surface)};
}

static void paint_over(cairo_surface_t *surface, const GArray *places, double scale)
{
    cairo_t *cairo = cairo_create(surface);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_scale(cairo, scale, scale);
    for (guint i = 0; i < places->len; i++) {
        const Box *box = &g_array_index(places, Box, i);
        cairo_rectangle(cairo, (double)box->x0 - AROUND, (double)box->y0 - AROUND,
                        (double)(box->x1 - box->x0) + 2 * AROUND,
                        (double)(box->y1 - box->y0) + 2 * AROUND);
        cairo_fill(cairo);
    }
    cairo_destroy(cairo);
    cairo_surface_flush(surface);
}

static bool is_inked(const Picture *picture, int x, int y)
{
    if (x < 0 || y < 0 || x >= picture->width || y >= picture->height)
        return false;
    uint32_t pixel;
    memcpy(&pixel, picture->data + (size_t)y * (size_t)picture->stride + (size_t)x * 4, 4);
    return (pixel & 0xFFFFFF) != 0xFFFFFF;
}

// Whether a thin straight line goes through a pixel, across or down: long, and white beside it.
static bool is_rule(const Picture *picture, int x, int y, int right, int down)
{
    int along = 1, thick = 1;
    for (int way = -1; way <= 1; way += 2) {
        for (int i = 1; i < RULE_LONG && is_inked(picture, x + way * i * right, y + way * i * down);
             i++)
            along++;
        for (int i = 1;
             i <= RULE_THICK && is_inked(picture, x + way * i * down, y + way * i * right); i++)
            thick++;
    }
    return along >= RULE_LONG && thick <= RULE_THICK;
}

// How many pixels are inked that belong to no rule.
static int ink_beside_rules(const Picture *picture)
{
    int inked = 0;
    for (int y = 0; y < picture->height; y++)
        for (int x = 0; x < picture->width; x++)
            inked += is_inked(picture, x, y) && !is_rule(picture, x, y, 1, 0) &&
                     !is_rule(picture, x, y, 0, 1);
    return inked;
}

// A strip across the middle of a page, an eighth of it, on the same pixels as all of it.
static Box strip_of(Box page, double scale)
{
    double sixteenth = floor((double)page.y1 * scale / 16) / scale;
    return (Box){page.x0, (float)(7 * sixteenth), page.x1, (float)(9 * sixteenth)};
}

// A picture drawn small costs by its pixels in the file: of a scan, a strip tells as much as all.
static bool has_ink_in_the_middle(PopplerPage *page, Box size, double scale)
{
    cairo_surface_t *surface = picture_draw(page, strip_of(size, scale), scale);
    Picture picture = picture_of(surface);
    bool inked = picture.data && ink_on(&picture);
    cairo_surface_destroy(surface);
    return inked;
}

bool picture_has_ink(PopplerPage *page, const GArray *places)
{
    double width = 0, height = 0;
    poppler_page_get_size(page, &width, &height);
    Box size = {0, 0, pdf_limited(width), pdf_limited(height)};
    double scale = MIN(0.5, 600 / MAX(MAX(width, height), 1));
    bool bare = !places || !places->len;
    if (bare && has_ink_in_the_middle(page, size, scale))
        return true;
    cairo_surface_t *surface = picture_draw(page, size, scale);
    if (!bare)
        paint_over(surface, places, scale);
    Picture picture = picture_of(surface);
    bool inked = picture.data && ink_on(&picture) && (bare || ink_beside_rules(&picture) > SPECKS);
    cairo_surface_destroy(surface);
    return inked;
}
