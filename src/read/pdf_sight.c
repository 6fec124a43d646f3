// SPDX-License-Identifier: GPL-3.0-or-later
// Sight: by drawing, but for words whose colour is clear of what lies below them, where nothing
// else could hide them.
#include "read/pdf_sight.h"

#include <math.h>
#include <string.h>

#include "read/pdf_content.h"
#include "read/pdf_open.h"
#include "read/pdf_picture.h"

enum {
    FONT_PAGES = 20,   // whose fonts are looked at
    LINES_LOOKED = 40, // of a page, to see whether text can be drawn at all
};
static const double INK_SCALE = 2; // pixels a point
static const double CLOSE_SCALE = 8;
static const double PICTURE_MOST = 4000;  // pixels a side
static const float INK_TRIM = 0.2F;       // of the lesser side of a place
static const float CONTRAST_FAINT = 1.2F; // less is looked at
static const float CONTRAST_PLAIN = 7;    // nothing can be wrong with such words

// The PDF, and the picture of the page that was last asked about: the places of one page are
// mostly asked for one after the other.
typedef struct {
    PopplerDocument *pdf; // of a long one NULL until it is needed: poppler keeps each page
    unsigned pages;
    GBytes *bytes;
    Fonts *fonts;     // kept from poppler until it draws; or NULL
    char *password;   // or NULL
    GArray *decked;   // uint32_t: pages with annotations that may cover text, ascending
    Content *content; // NULL until it is needed
    cairo_surface_t *surface;
    uint32_t page;
    double scale;
    cairo_surface_t *noted; // what a page draws, for places that are looked at closely
    uint32_t noted_page;
} Sight;

static void sight_free(void *data)
{
    Sight *sight = data;
    if (sight->surface)
        cairo_surface_destroy(sight->surface);
    if (sight->noted)
        cairo_surface_destroy(sight->noted);
    g_clear_object(&sight->pdf);
    content_free(sight->content);
    g_bytes_unref(sight->bytes);
    fonts_free(sight->fonts);
    g_free(sight->password);
    g_array_unref(sight->decked);
    g_free(sight);
}

// Opens it again, where it was closed. NULL when that cannot be done.
static PopplerDocument *pdf_of(Sight *sight)
{
    if (!sight->pdf)
        sight->pdf = open_pdf(sight->fonts ? fonts_bytes(sight->fonts) : sight->bytes,
                              sight->password, NULL);
    return sight->pdf;
}

static PopplerPage *page_of(Sight *sight, uint32_t index)
{
    PopplerDocument *pdf = pdf_of(sight);
    return pdf ? poppler_document_get_page(pdf, (int)index) : NULL;
}

static void see_page(Sight *sight, const Page *page, uint32_t index)
{
    if (sight->surface && sight->page == index)
        return;
    g_clear_pointer(&sight->surface, cairo_surface_destroy);
    fonts_show(sight->fonts);
    g_autoptr(PdfPage) drawn = page_of(sight, index);
    if (!drawn || page->width < 1 || page->height < 1)
        return;
    double longest = (double)MAX(page->width, page->height);
    sight->scale = MIN(INK_SCALE, PICTURE_MOST / longest);
    sight->page = index;
    sight->surface = picture_draw(drawn, (Box){0, 0, page->width, page->height}, sight->scale);
}

// The middle of a place, where the ink of its own words is but not that of the lines above and
// below, in pixels.
static PixelBox pixels_of(Box box, double scale)
{
    float trim = INK_TRIM * MIN(box.x1 - box.x0, box.y1 - box.y0);
    return (PixelBox){
        (int)((double)(box.x0 + trim) * scale), (int)((double)(box.y0 + trim) * scale),
        (int)ceil((double)(box.x1 - trim) * scale), (int)ceil((double)(box.y1 - trim) * scale)};
}

// The place drawn larger. A page with one pale place mostly has many: what it draws is asked for
// once. A place that is too large for the one scale is drawn by itself.
static cairo_surface_t *draw_closely(Sight *sight, const Page *size, uint32_t index, Box box,
                                     double scale)
{
    if (sight->noted && sight->noted_page == index && scale == CLOSE_SCALE)
        return picture_paint(sight->noted, box, scale);
    g_autoptr(PdfPage) page = page_of(sight, index);
    if (scale != CLOSE_SCALE)
        return picture_draw(page, box, scale);
    if (sight->noted)
        cairo_surface_destroy(sight->noted);
    sight->noted = picture_note(page, size, scale);
    sight->noted_page = index;
    return picture_paint(sight->noted, box, scale);
}

// Looks at a place more closely: thin strokes are paler in a small picture than they are.
static Ink look_closely(Sight *sight, const Page *size, uint32_t index, Box box)
{
    double width = MAX((double)(box.x1 - box.x0), 1), height = MAX((double)(box.y1 - box.y0), 1);
    double scale = MIN(CLOSE_SCALE, MIN(PICTURE_MOST / width, PICTURE_MOST / height));
    cairo_surface_t *surface = draw_closely(sight, size, index, box, scale);
    Picture picture = picture_of(surface);
    Box all = {0, 0, (float)width, (float)height};
    Ink ink = picture.data ? ink_judge(&picture, pixels_of(all, scale)) : (Ink){0};
    cairo_surface_destroy(surface);
    return ink;
}

static bool overlap(Box a, Box b)
{
    return a.x0 < b.x1 && a.x1 > b.x0 && a.y0 < b.y1 && a.y1 > b.y0;
}

// The first line of a page at or after `from` that lies at a place; the number of lines when none.
static guint line_there(const Document *doc, guint from, uint32_t index, Box box)
{
    for (; from < doc->lines->len; from++) {
        const Line *line = &g_array_index(doc->lines, Line, from);
        if (line->page > index)
            break;
        if (line->page == index && overlap(line->box, box))
            return from;
    }
    return doc->lines->len;
}

static guint first_line(const Document *doc, uint32_t index)
{
    const Line *line = document_line_at(doc, g_array_index(doc->pages, Page, index).start);
    return line ? (guint)(line - &g_array_index(doc->lines, Line, 0)) : 0;
}

// Whether a place is one of a field or a note. poppler draws their words itself, and not those that
// it has no font for: no ink there means nothing.
static bool is_value(const Document *doc, uint32_t index, Box box)
{
    for (guint i = first_line(doc, index); (i = line_there(doc, i, index, box)) < doc->lines->len;
         i++) {
        Source source = g_array_index(doc->lines, Line, i).source;
        if (source == SOURCE_FIELD || source == SOURCE_ANNOTATION)
            return true;
    }
    return false;
}

static gint compare_pages(gconstpointer a, gconstpointer b)
{
    uint32_t one = *(const uint32_t *)a, other = *(const uint32_t *)b;
    return (one > other) - (one < other);
}

static bool stands_out(uint32_t color, const Below *below, float least)
{
    for (unsigned i = 0; i < below->count; i++)
        if (ink_contrast(color, below->color[i]) < least)
            return false;
    return true;
}

// Whether all words of a line are clear of what lies below them; words of one colour need less.
static bool is_clear(const Document *doc, const Line *line, const Below *below)
{
    const Style *style = document_style_at(doc, line->start), *first = style;
    const Style *end = &g_array_index(doc->styles, Style, doc->styles->len);
    bool clear = true, one = true;
    for (; style && style < end && style->start < line->end; style++) {
        clear = clear && stands_out(style->color, below, CONTRAST_PLAIN);
        one = one && style->color == first->color;
    }
    return first && (clear || (one && stands_out(first->color, below, CONTRAST_FAINT)));
}

static bool is_decked(const Sight *sight, uint32_t index)
{
    return g_array_binary_search(sight->decked, &index, compare_pages, NULL);
}

static Content *content_of(Sight *sight)
{
    if (!sight->content)
        sight->content = content_new(sight->bytes, sight->fonts, sight->password, sight->pages);
    return sight->content;
}

// What lies below the words at a place, where nothing but its colour could hide them.
static bool see_below(Sight *sight, const Page *page, uint32_t index, Box box, Below *below)
{
    return !is_decked(sight, index) && content_below(content_of(sight), index, page, box, below);
}

// Whether what a place shows is known without a picture.
static bool is_plain(const Document *doc, Sight *sight, uint32_t index, Box box, Ink *ink)
{
    Below below;
    guint i = line_there(doc, first_line(doc, index), index, box);
    if (i == doc->lines->len ||
        !see_below(sight, &g_array_index(doc->pages, Page, index), index, box, &below))
        return false;
    uint32_t color = document_style_at(doc, g_array_index(doc->lines, Line, i).start)->color;
    for (; i < doc->lines->len; i = line_there(doc, i + 1, index, box)) {
        const Line *line = &g_array_index(doc->lines, Line, i);
        if (line->source != SOURCE_TEXT || !is_clear(doc, line, &below))
            return false;
    }
    *ink = (Ink){.known = true, .color = color, .background = below.color[0]};
    return true;
}

// Whether a font can be drawn here: it is in the file, or another one stands in for it. What stands
// in for a font of Han characters may well have none.
static bool is_drawable(PopplerFontsIter *font)
{
    PopplerFontType type = poppler_fonts_iter_get_font_type(font);
    bool han = type == POPPLER_FONT_TYPE_CID_TYPE0 || type == POPPLER_FONT_TYPE_CID_TYPE2;
    return poppler_fonts_iter_is_embedded(font) ||
           (!han && poppler_fonts_iter_get_file_name(font) != NULL);
}

static bool fonts_drawable(PopplerDocument *pdf)
{
    g_autoptr(GObject) info = G_OBJECT(poppler_font_info_new(pdf));
    PopplerFontsIter *fonts = NULL;
    bool drawable = true;
    while (drawable && poppler_font_info_scan((PopplerFontInfo *)info, FONT_PAGES, &fonts)) {
        for (bool more = fonts != NULL; more && drawable; more = poppler_fonts_iter_next(fonts))
            drawable = is_drawable(fonts);
        poppler_fonts_iter_free(fonts);
        fonts = NULL;
    }
    return drawable;
}

// Whether most dark text of a page leaves no ink. Where its fonts cannot be drawn here, that is not
// the author's doing: the file is damaged, or this machine has no font to draw it with.
static bool fonts_missing(const Document *doc, Sight *sight, uint32_t index)
{
    Picture picture = picture_of(sight->surface);
    int looked = 0, empty = 0;
    for (guint i = 0; i < doc->lines->len && looked < LINES_LOOKED; i++) {
        const Line *line = &g_array_index(doc->lines, Line, i);
        const Style *style = document_style_at(doc, line->start);
        if (line->page != index || !style || (style->color & 0x808080))
            continue;
        Ink ink = ink_judge(&picture, pixels_of(line->box, sight->scale));
        looked++;
        empty += !ink.known || ink.hidden;
    }
    return empty * 10 > looked * 6 &&
           (!content_is_sound(content_of(sight)) || !fonts_drawable(pdf_of(sight)));
}

static Ink ink_at(const Document *doc, uint32_t index, Box box)
{
    Sight *sight = doc->handle;
    if (index >= doc->pages->len || !(box.x1 > box.x0) || !(box.y1 > box.y0))
        return (Ink){0};
    Ink plain_ink;
    if (is_plain(doc, sight, index, box, &plain_ink))
        return plain_ink;
    see_page(sight, &g_array_index(doc->pages, Page, index), index);
    if (!sight->surface || cairo_surface_status(sight->surface) != CAIRO_STATUS_SUCCESS)
        return (Ink){0};
    Picture picture = picture_of(sight->surface);
    Ink ink = ink_judge(&picture, pixels_of(box, sight->scale));
    if (ink.hidden && (is_value(doc, index, box) || fonts_missing(doc, sight, index)))
        return (Ink){0};
    bool plain =
        ink.known && !ink.hidden && ink_contrast(ink.color, ink.background) > CONTRAST_PLAIN;
    return plain || !ink.known
               ? ink
               : look_closely(sight, &g_array_index(doc->pages, Page, index), index, box);
}

void sight_give(Document *doc, PopplerDocument *pdf, GBytes *bytes, const char *password,
                GArray *decked, Fonts *fonts)
{
    Sight *sight = g_new0(Sight, 1);
    sight->bytes = g_bytes_ref(bytes);
    sight->password = g_strdup(password);
    sight->decked = decked;
    sight->fonts = fonts;
    sight->pages = (unsigned)poppler_document_get_n_pages(pdf);
    if (sight->pages > content_held_most)
        content_of(sight); // while little else is in memory
    else
        sight->pdf = g_object_ref(pdf);
    doc->handle = sight;
    doc->handle_free = sight_free;
    doc->ink = ink_at;
}
