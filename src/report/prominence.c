// SPDX-License-Identifier: GPL-3.0-or-later
// Prominence: sizes come from the styles, ink from the page as rendered.
#include "report/prominence.h"

#include <math.h>

enum { MOST_RECTS = 8 }; // rendering is dear; a passage of more lines shows by its first ones

enum { READABLE_TENTHS = 70 }; // text under 7 points is no body text beside larger text

// Bytes of text in each size, in tenths of a point.
static GHashTable *sizes_of(const Document *doc)
{
    GHashTable *bytes = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < doc->styles->len; i++) {
        const Style *style = &g_array_index(doc->styles, Style, i);
        size_t end = i + 1 < doc->styles->len ? g_array_index(doc->styles, Style, i + 1).start
                                              : doc->text->len;
        int tenths = (int)lroundf(style->size * 10);
        if (tenths <= 0)
            continue;
        size_t sum = GPOINTER_TO_SIZE(g_hash_table_lookup(bytes, GINT_TO_POINTER(tenths))) + end -
                     style->start;
        g_hash_table_insert(bytes, GINT_TO_POINTER(tenths), GSIZE_TO_POINTER(sum));
    }
    return bytes;
}

// The size of most text among those of at least `least` tenths; its bytes go to `most`.
static int commonest(GHashTable *bytes, int least, size_t *most)
{
    int best = 0;
    *most = 0;
    GHashTableIter iter;
    gpointer size, sum;
    g_hash_table_iter_init(&iter, bytes);
    while (g_hash_table_iter_next(&iter, &size, &sum)) {
        int tenths = GPOINTER_TO_INT(size);
        size_t here = GPOINTER_TO_SIZE(sum);
        if (tenths < least || here < *most || (here == *most && tenths < best))
            continue;
        best = tenths;
        *most = here;
    }
    return best;
}

float prominence_body_size(const Document *doc)
{
    g_autoptr(GHashTable) bytes = sizes_of(doc);
    size_t most = 0, readable = 0;
    int best = commonest(bytes, 1, &most);
    // Where the fine print is most of the text, it is still fine print to the rest.
    int body = best < READABLE_TENTHS ? commonest(bytes, READABLE_TENTHS, &readable) : best;
    return (float)(body && readable * 10 >= most ? body : best) / 10;
}

static double channel(uint32_t value)
{
    double c = value / 255.0;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(uint32_t color)
{
    return 0.2126 * channel(color >> 16 & 0xFF) + 0.7152 * channel(color >> 8 & 0xFF) +
           0.0722 * channel(color & 0xFF);
}

float prominence_contrast(uint32_t color, uint32_t background)
{
    double a = luminance(color), b = luminance(background);
    return (float)((MAX(a, b) + 0.05) / (MIN(a, b) + 0.05));
}

// Hidden only when none of the first rectangles shows ink.
static void look_at_ink(const Document *doc, const GArray *rects, Prominence *prominence)
{
    bool seen = false, hidden = true;
    for (guint i = 0; doc->ink && i < rects->len && i < MOST_RECTS; i++) {
        const PageBox *rect = &g_array_index(rects, PageBox, i);
        Ink ink = doc->ink(doc, rect->page, rect->box);
        if (!ink.known)
            continue;
        if (!seen || (hidden && !ink.hidden)) {
            prominence->color = ink.color;
            prominence->background = ink.background;
        }
        seen = true;
        hidden = hidden && ink.hidden;
    }
    if (!seen)
        return;
    prominence->known = true;
    prominence->hidden = prominence->hidden || hidden;
    prominence->contrast = prominence_contrast(prominence->color, prominence->background);
}

Prominence prominence_of(const Document *doc, size_t start, size_t end, const GArray *rects,
                         float body_size)
{
    Prominence prominence = {.background = 0xFFFFFF, .body_size = body_size};
    const Style *style = document_style_at(doc, start);
    if (style) {
        prominence.known = true;
        prominence.font_size = style->size;
        prominence.color = style->color;
        prominence.hidden = style->concealed || (style->size > 0 && style->size < HIDDEN_POINTS);
    }
    look_at_ink(doc, rects, &prominence);
    return prominence;
}

bool prominence_is_fine_print(const Prominence *prominence)
{
    return prominence->known && prominence->font_size > 0 &&
           (prominence->font_size < 6 || prominence->font_size < 0.8F * prominence->body_size);
}
