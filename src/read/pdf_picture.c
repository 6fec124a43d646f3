// SPDX-License-Identifier: GPL-3.0-or-later
// Picture: drawn by poppler into a Cairo surface.
#include "read/pdf_picture.h"

#include <math.h>

cairo_surface_t *picture_draw(PopplerPage *page, Box part, double scale)
{
    int width = (int)ceil((double)(part.x1 - part.x0) * scale);
    int height = (int)ceil((double)(part.y1 - part.y0) * scale);
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, MAX(width, 1), MAX(height, 1));
    cairo_t *cairo = cairo_create(surface);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
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

bool picture_has_ink(PopplerPage *page)
{
    double width = 0, height = 0;
    poppler_page_get_size(page, &width, &height);
    double scale = MIN(0.5, 600 / MAX(MAX(width, height), 1));
    cairo_surface_t *surface =
        picture_draw(page, (Box){0, 0, pdf_limited(width), pdf_limited(height)}, scale);
    Picture picture = picture_of(surface);
    bool inked = picture.data && ink_on(&picture);
    cairo_surface_destroy(surface);
    return inked;
}
