// SPDX-License-Identifier: GPL-3.0-or-later
// Layout: lines, columns, tables and their order, from rectangles.
#include "read/pdf_layout.h"

#include <math.h>

static Box box_union(Box a, Box b)
{
    return (Box){MIN(a.x0, b.x0), MIN(a.y0, b.y0), MAX(a.x1, b.x1), MAX(a.y1, b.y1)};
}

// The direction of writing, from where the glyphs go: the sum of the steps from one to the next.
static uint16_t direction(const Glyph *glyphs, uint32_t count)
{
    float right = 0, down = 0;
    for (uint32_t i = 1; i < count; i++) {
        const Box *a = &glyphs[i - 1].box, *b = &glyphs[i].box;
        right += (b->x0 + b->x1) - (a->x0 + a->x1);
        down += (b->y0 + b->y1) - (a->y0 + a->y1);
    }
    if (fabsf(right) >= fabsf(down))
        return right < 0 ? 180 : 0;
    return down < 0 ? 270 : 90;
}

static LayoutLine line_of(const GArray *glyphs, uint32_t first, uint32_t end)
{
    const Glyph *glyph = &g_array_index(glyphs, Glyph, first);
    LayoutLine line = {.first = first, .count = end - first, .box = glyph->box};
    for (uint32_t i = 1; i < line.count; i++)
        line.box = box_union(line.box, glyph[i].box);
    line.turn = direction(glyph, line.count);
    line.size = glyph[line.count / 2].size;
    line.left = line.box.x0;
    line.right = line.box.x1;
    return line;
}

Layout *layout_new(GArray *glyphs, float width, float height)
{
    Layout *layout = g_new0(Layout, 1);
    layout->glyphs = glyphs;
    layout->lines = g_array_new(FALSE, TRUE, sizeof(LayoutLine));
    for (uint32_t start = 0, end; start < glyphs->len; start = end) {
        for (end = start + 1; end < glyphs->len; end++)
            if (g_array_index(glyphs, Glyph, end).apart)
                break;
        LayoutLine line = line_of(glyphs, start, end);
        g_array_append_val(layout->lines, line);
    }
    return layout;
}

void layout_free(Layout *layout)
{
    if (!layout)
        return;
    g_array_unref(layout->glyphs);
    g_array_unref(layout->lines);
    g_free(layout);
}
