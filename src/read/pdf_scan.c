// SPDX-License-Identifier: GPL-3.0-or-later
// Scan: drawn as large as OCR likes it.
#include "read/pdf_scan.h"

#include <math.h>
#include <string.h>

#include "read/ocr.h"
#include "read/pdf_layout.h"
#include "read/pdf_picture.h"
#include "read/quality.h"

enum {
    SCAN_DPI = 300, // where no picture tells
    SCAN_DPI_LEAST = 150,
    SCAN_DPI_MOST = 400,
    SCAN_LONGEST = 7000, // pixels of a side
};

// The text of glyphs, for a look at what it is worth.
static char *text_of(const GArray *glyphs)
{
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < glyphs->len; i++)
        g_string_append_unichar(text, g_array_index(glyphs, Glyph, i).code);
    return g_string_free(text, FALSE);
}

bool scan_is_needed(PopplerPage *page, const GArray *glyphs)
{
    g_autofree char *text = text_of(glyphs);
    if (quality_letters(text, strlen(text)) >= QUALITY_LETTERS_FEW)
        return quality_garbled(text, strlen(text));
    g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(Box));
    for (guint i = 0; i < glyphs->len; i++)
        g_array_append_val(places, g_array_index(glyphs, Glyph, i).box);
    return picture_has_ink(page, places);
}

// The resolution of the largest picture on a page: drawn at another one its letters blur.
static double dpi_of(PopplerPage *page)
{
    double dpi = SCAN_DPI, largest = 0;
    GList *images = poppler_page_get_image_mapping(page);
    for (const GList *at = images; at; at = at->next) {
        const PopplerImageMapping *one = at->data;
        double width = fabs(one->area.x2 - one->area.x1),
               height = fabs(one->area.y2 - one->area.y1);
        if (width * height <= largest)
            continue;
        cairo_surface_t *image = poppler_page_get_image(page, one->image_id);
        if (!image)
            continue;
        double across = cairo_image_surface_get_width(image);
        double down = cairo_image_surface_get_height(image);
        cairo_surface_destroy(image);
        largest = width * height; // a turned page shows the picture's longer side across
        dpi = 72 * sqrt(across * down / largest);
    }
    poppler_page_free_image_mapping(images);
    return CLAMP(dpi, SCAN_DPI_LEAST, SCAN_DPI_MOST);
}

void scan_read(Document *doc, PopplerPage *page, GArray *glyphs, Box size)
{
    double longest = (double)MAX(size.x1, size.y1);
    double scale = MIN(dpi_of(page) / 72, SCAN_LONGEST / MAX(longest, 1));
    cairo_surface_t *surface = picture_draw(page, size, scale);
    Picture picture = picture_of(surface);
    OcrImage image = {picture.data,           picture.width, picture.height,
                      (size_t)picture.stride, OCR_CAIRO,     72 * scale};
    bool garbled = false;
    g_autoptr(GError) error = NULL;
    g_autoptr(GArray) read = picture.data ? ocr_glyphs(&image, &garbled, &error) : NULL;
    cairo_surface_destroy(surface);
    if (error)
        document_add_reason(doc, FAULT_NO_TEXT, (int)doc->pages->len, error->message);
    if (garbled)
        document_add_reason(doc, FAULT_GARBLED, (int)doc->pages->len,
                            "much of the page could not be made out");
    if (!read || read->len == 0)
        return;
    g_array_set_size(glyphs, 0);
    g_array_append_vals(glyphs, read->data, read->len);
}
