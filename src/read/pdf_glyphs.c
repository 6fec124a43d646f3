// SPDX-License-Identifier: GPL-3.0-or-later
// Glyphs: text, rectangles and attributes of one page object, which lays its text out once.
#include "read/pdf_glyphs.h"

#include <math.h>
#include <string.h>

#include "read/pdf_layout.h"
#include "read/pdf_piece.h"

enum { LETTERS_TELL = 8 };                // of one size
static const float LETTER_LEAST = 0.32F;  // em: no font has narrower small letters on average
static const float ADVANCE_LEAST = 0.85F; // em: a Han character narrower than this is misreported

// The characters of a page with their rectangles. The marks that poppler puts around right-to-left
// runs have no rectangle; all others, line ends among them, have one each.
static GArray *read_glyphs(const char *text, const PopplerRectangle *boxes, guint n)
{
    GArray *glyphs = g_array_sized_new(FALSE, TRUE, sizeof(Glyph), n);
    const char *end = text + strlen(text);
    bool apart = true;
    guint i = 0;
    for (const char *at = text, *next; at < end; at = next) {
        const char *after = g_utf8_find_next_char(at, end);
        next = after ? after : end;
        gunichar code = g_utf8_get_char_validated(at, end - at);
        if (code >= 0x202A && code <= 0x202C)
            continue;
        Glyph glyph = {.code = code > 0x10FFFF ? 0xFFFD : code, .apart = apart};
        if (i < n)
            glyph.box = (Box){pdf_limited(boxes[i].x1), pdf_limited(boxes[i].y1),
                              pdf_limited(boxes[i].x2), pdf_limited(boxes[i].y2)};
        i++;
        apart = code == '\n';
        g_array_append_val(glyphs, glyph); // line ends too: attributes count them
    }
    return glyphs;
}

static uint32_t rgb(const PopplerColor *color)
{
    return ((uint32_t)color->red >> 8) << 16 | ((uint32_t)color->green >> 8) << 8 |
           (uint32_t)color->blue >> 8;
}

static void set_attributes(GArray *glyphs, PopplerPage *page)
{
    GList *runs = poppler_page_get_text_attributes(page);
    for (const GList *at = runs; at; at = at->next) {
        const PopplerTextAttributes *run = at->data;
        uint32_t color = rgb(&run->color);
        for (int i = MAX(run->start_index, 0); i <= run->end_index && i < (int)glyphs->len; i++) {
            Glyph *glyph = &g_array_index(glyphs, Glyph, i);
            glyph->size = pdf_limited(run->font_size);
            glyph->color = color;
        }
    }
    poppler_page_free_text_attributes(runs);
}

// How much of its reported size a Han character really has: its advance is its size.
static float shrunk(const Glyph *glyph)
{
    float advance = MIN(glyph->box.x1 - glyph->box.x0, glyph->box.y1 - glyph->box.y0);
    return advance > 0 && advance < ADVANCE_LEAST * glyph->size ? advance / glyph->size : 1;
}

static void shrink(Glyph *glyph, float factor)
{
    float height = glyph->box.y1 - glyph->box.y0;
    glyph->size = roundf(glyph->size * factor * 10) / 10;
    glyph->box.y0 += height * PIECE_BASELINE * (1 - factor);
    glyph->box.y1 -= height * (1 - PIECE_BASELINE) * (1 - factor);
}

enum { SIZES = 512 }; // in half points

// What the letters of one reported size say of it.
typedef struct {
    float factor; // by Han characters; 0 when there are none
    float advance;
    guint letters; // small Latin ones, and the sum of their advances
} Measure;

static guint measure_index(const Glyph *glyph)
{
    return (guint)CLAMP((int)(glyph->size * 2), 0, SIZES - 1);
}

static void measure(Measure *measures, const GArray *glyphs)
{
    for (guint i = 0; i < glyphs->len; i++) {
        const Glyph *glyph = &g_array_index(glyphs, Glyph, i);
        Measure *one = &measures[measure_index(glyph)];
        if (glyph->code >= 0x3400 && glyph->code < 0xFB00 && glyph->size > 0)
            one->factor = MAX(one->factor, shrunk(glyph));
        if (glyph->code < 0x80 && g_ascii_islower((char)glyph->code)) {
            one->advance += MIN(glyph->box.x1 - glyph->box.x0, glyph->box.y1 - glyph->box.y0);
            one->letters++;
        }
    }
}

// Type 3 fonts that draw their own bold report twice the size, and boxes as much too tall. The
// advance of Han characters is right, and the others are as wrong as the Han of the same size are.
// Where there are none, Latin letters tell that are half as wide as those of any font.
static void fit_sizes(GArray *glyphs)
{
    g_autofree Measure *measures = g_new0(Measure, SIZES);
    measure(measures, glyphs);
    for (guint i = 0; i < SIZES; i++) {
        Measure *one = &measures[i];
        float mean = one->letters ? one->advance / (float)one->letters : 0;
        if (one->factor == 0 && one->letters >= LETTERS_TELL && mean < LETTER_LEAST * (float)i / 2)
            one->factor = 0.5F;
    }
    for (guint i = 0; i < glyphs->len; i++) {
        Glyph *glyph = &g_array_index(glyphs, Glyph, i);
        float factor = measures[measure_index(glyph)].factor;
        if (factor > 0 && factor < 1)
            shrink(glyph, factor);
    }
}

static void drop_line_ends(GArray *glyphs)
{
    guint kept = 0;
    for (guint i = 0; i < glyphs->len; i++) {
        const Glyph *glyph = &g_array_index(glyphs, Glyph, i);
        if (glyph->code != '\n')
            g_array_index(glyphs, Glyph, kept++) = *glyph;
    }
    g_array_set_size(glyphs, kept);
}

GArray *glyphs_of_page(Document *doc, PopplerPage *page, int index)
{
    g_autofree char *text = poppler_page_get_text(page);
    g_autofree PopplerRectangle *boxes = NULL;
    guint n = 0;
    if (!poppler_page_get_text_layout(page, &boxes, &n))
        n = 0;
    GArray *glyphs = read_glyphs(text ? text : "", boxes, n);
    if (glyphs->len < n)
        document_add_reason(doc, FAULT_DAMAGED_PAGE, index + 1,
                            "not all characters of the page could be read");
    set_attributes(glyphs, page);
    fit_sizes(glyphs);
    drop_line_ends(glyphs);
    return glyphs;
}
