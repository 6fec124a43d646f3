// SPDX-License-Identifier: GPL-3.0-or-later
#include "read/pdf_whole.h"

#include "read/pdf_piece.h"

static GArray *pages_of(const Whole *whole)
{
    const Document *doc = whole->doc;
    GArray *pages = g_array_new(FALSE, TRUE, sizeof(PageLines));
    g_array_set_size(pages, doc->pages->len);
    guint i = 0;
    for (guint p = 0; p < pages->len; p++) {
        PageLines *page = &g_array_index(pages, PageLines, p);
        size_t most = 0;
        page->first = i;
        for (; i < doc->lines->len && whole_line(whole, i)->page == p; i++)
            if (whole_line(whole, i)->end - whole_line(whole, i)->start > most) {
                most = whole_line(whole, i)->end - whole_line(whole, i)->start;
                page->turn = whole_line(whole, i)->turn;
            }
        page->end = i;
    }
    return pages;
}

// The size of most of the text, in steps of half a point.
static float usual_size(const Whole *whole)
{
    enum { STEPS = 200 };
    size_t bytes[STEPS] = {0}, best = 0;
    for (guint i = 0; i < whole->hints->len; i++) {
        const Line *line = whole_line(whole, i);
        float step = whole_hint(whole, i)->size * 2;
        bytes[CLAMP((int)step, 0, STEPS - 1)] += line->end - line->start;
    }
    for (size_t i = 1; i < STEPS; i++)
        if (bytes[i] > bytes[best])
            best = i;
    return (float)best / 2;
}

void whole_init(Whole *whole, Document *doc, GArray *hints)
{
    *whole = (Whole){.doc = doc, .hints = hints};
    whole->pages = pages_of(whole);
    whole->size = usual_size(whole);
}

void whole_clear(Whole *whole)
{
    g_array_unref(whole->pages);
}

float whole_height(const Document *doc, const Line *line, uint16_t turn)
{
    const Page *page = &g_array_index(doc->pages, Page, line->page);
    Box all = piece_turned((Box){0, 0, page->width, page->height}, turn);
    Box box = piece_turned(line->box, turn);
    return ((box.y0 + box.y1) / 2 - all.y0) / MAX(all.y1 - all.y0, 1);
}
