// SPDX-License-Identifier: GPL-3.0-or-later
// Layout: from glyphs to lines in reading order, with what geometry says about each line break.
#include "read/pdf_layout.h"

#include <math.h>

#include "read/pdf_piece.h"
#include "read/pdf_region.h"
#include "read/pdf_watermark.h"

static const float SPACE = 0.12F;         // em: less between two pieces is no blank
static const float OVERLAP_DOUBLE = 0.6F; // of a piece: it is drawn twice
static const float INDENT = 0.8F;         // em
static const float INDENT_MOST = 6;       // em: more is centred or set to the right
static const float FULL = 1.3F;           // em: no further Han character and its comma fit
static const float PARAGRAPH_GAP = 1.3F;  // of the usual leading
static const float SIZE_DIFFERS = 0.12F;

static const Piece *piece_at(const GArray *pieces, guint i)
{
    return &g_array_index(pieces, Piece, i);
}

static Box box_union(Box a, Box b)
{
    return (Box){MIN(a.x0, b.x0), MIN(a.y0, b.y0), MAX(a.x1, b.x1), MAX(a.y1, b.y1)};
}

// Whether `b` repeats `a` in the same place.
static bool repeats(const GArray *glyphs, const Piece *a, const Piece *b)
{
    float overlap = MIN(a->u1, b->u1) - MAX(a->u0, b->u0);
    if (a->count != b->count || overlap < OVERLAP_DOUBLE * (b->u1 - b->u0))
        return false;
    for (uint32_t i = 0; i < a->count; i++)
        if (g_array_index(glyphs, Glyph, a->first + i).code !=
            g_array_index(glyphs, Glyph, b->first + i).code)
            return false;
    return true;
}

static void add_blank(GArray *glyphs)
{
    Glyph blank = g_array_index(glyphs, Glyph, glyphs->len - 1);
    blank.code = ' ';
    blank.box.x0 = blank.box.x1;
    g_array_append_val(glyphs, blank);
}

// The size of most glyphs of a line.
static float line_size(const GArray *pieces)
{
    float size = 0;
    uint32_t most = 0;
    for (guint i = 0; i < pieces->len; i++)
        if (piece_at(pieces, i)->count > most) {
            most = piece_at(pieces, i)->count;
            size = piece_at(pieces, i)->size;
        }
    return size;
}

static LayoutLine add_line(Layout *layout, const GArray *glyphs, const Row *row)
{
    const Piece *last = NULL;
    LayoutLine line = {.first = layout->glyphs->len, .turn = piece_at(row->pieces, 0)->turn};
    line.box = g_array_index(glyphs, Glyph, piece_at(row->pieces, 0)->first).box;
    for (guint i = 0; i < row->pieces->len; i++) {
        const Piece *piece = piece_at(row->pieces, i);
        if (last && repeats(glyphs, last, piece))
            continue;
        if (last && piece->u0 - last->u1 > SPACE * piece->size)
            add_blank(layout->glyphs);
        for (uint32_t g = piece->first; g < piece->first + piece->count; g++)
            line.box = box_union(line.box, g_array_index(glyphs, Glyph, g).box);
        g_array_append_vals(layout->glyphs, &g_array_index(glyphs, Glyph, piece->first),
                            piece->count);
        last = piece;
    }
    line.count = layout->glyphs->len - line.first;
    line.size = line_size(row->pieces);
    return line;
}

static float row_start(const Row *row)
{
    return piece_at(row->pieces, 0)->u0;
}

static float row_end(const Row *row)
{
    return piece_at(row->pieces, row->pieces->len - 1)->u1;
}

// How wide the first word of a row is: what would have had to fit on the line above.
static float first_word(const GArray *glyphs, const Row *row)
{
    const Piece *piece = piece_at(row->pieces, 0);
    for (uint32_t i = 0; i < piece->count; i++) {
        const Glyph *glyph = &g_array_index(glyphs, Glyph, piece->first + i);
        if (g_unichar_isspace(glyph->code) || glyph->code >= 0x2E80)
            return piece_turned(glyph->box, piece->turn).x0 - piece->u0 + piece->size * 0.3F;
    }
    return piece->u1 - piece->u0 + piece->size * 0.3F;
}

static bool begins_item(const Glyph *glyph)
{
    gunichar c = glyph->code;
    return !g_unichar_isalpha(c) || c == 0x7B2C; // 1. (1) ① • 第
}

static bool centred(const Row *row, float size)
{
    float left = row_start(row) - row->left, right = row->right - row_end(row);
    return left > 2 * size && fabsf(left - right) < size;
}

// What geometry says of the break between two rows of one column; layout_wraps() has the last word.
static LineBreak break_between(const GArray *glyphs, const Row *above, const LayoutLine *up,
                               const Row *row, const LayoutLine *line)
{
    float size = MAX(line->size, 1);
    const Glyph *first_above = &g_array_index(glyphs, Glyph, piece_at(above->pieces, 0)->first);
    if (fabsf(up->size - line->size) > SIZE_DIFFERS * size ||
        (row->leading > 0 && row->gap > PARAGRAPH_GAP * row->leading) || row->gap > 2.5F * size ||
        centred(above, size) != centred(row, size))
        return BREAK_PARAGRAPH;
    if (line->indented && !up->indented && row_start(row) - row->left < INDENT_MOST * size &&
        !begins_item(first_above))
        return BREAK_PARAGRAPH;
    bool outwards = row_start(row) < row_start(above) + INDENT * size;
    bool level = line->indented && fabsf(row_start(row) - row_start(above)) < 1;
    return up->full && outwards && !level && !centred(row, size) ? BREAK_WRAPPED : BREAK_UNKNOWN;
}

static bool same_column(const Row *a, const Row *b)
{
    return b->gap > 0 && a->table == b->table && a->row == b->row && a->column == b->column;
}

static void judge_line(const GArray *glyphs, const GArray *rows, guint i, LayoutLine *up,
                       LayoutLine *line)
{
    const Row *row = &g_array_index(rows, Row, i);
    float size = MAX(line->size, 1), rest = row->right - row_end(row);
    line->kind = row->table ? LINE_CELL : LINE_BODY;
    line->table = row->table;
    line->row = row->row;
    line->column = row->column;
    line->head = row->head;
    line->indented = row_start(row) - row->left > INDENT * size;
    line->full = rest < FULL * size;
    const Row *above = i ? &g_array_index(rows, Row, i - 1) : NULL;
    line->fresh = !above || !same_column(above, row);
    if (line->fresh) {
        line->before = row->table ? BREAK_PARAGRAPH : BREAK_UNKNOWN;
        return;
    }
    up->full = up->full || above->right - row_end(above) < first_word(glyphs, row);
    line->before = break_between(glyphs, above, up, row, line);
}

// Lays out the pieces written in one direction.
static void lay_turn(Layout *layout, const GArray *all, const GArray *glyphs, uint16_t turn,
                     uint32_t *table, uint32_t *row)
{
    g_autoptr(GArray) pieces = g_array_new(FALSE, FALSE, sizeof(Piece));
    for (guint i = 0; i < all->len; i++)
        if (piece_at(all, i)->turn == turn)
            g_array_append_vals(pieces, piece_at(all, i), 1);
    g_autoptr(GArray) rows = region_order(pieces, glyphs);
    for (guint i = 0; i < rows->len; i++) {
        LayoutLine line = add_line(layout, glyphs, &g_array_index(rows, Row, i));
        LayoutLine *up = layout->lines->len
                             ? &g_array_index(layout->lines, LayoutLine, layout->lines->len - 1)
                             : NULL;
        judge_line(glyphs, rows, i, up, &line);
        line.table += line.table ? *table : 0;
        line.row += line.row ? *row : 0;
        g_array_append_val(layout->lines, line);
    }
    for (guint i = 0; i < rows->len; i++) {
        *table = MAX(*table, g_array_index(rows, Row, i).table);
        *row = MAX(*row, g_array_index(rows, Row, i).row);
    }
}

static void add_watermark(Layout *layout, const GArray *word)
{
    LayoutLine line = {.first = layout->glyphs->len,
                       .count = word->len,
                       .kind = LINE_WATERMARK,
                       .before = BREAK_PARAGRAPH,
                       .fresh = true,
                       .size = g_array_index(word, Glyph, 0).size,
                       .box = g_array_index(word, Glyph, 0).box};
    for (guint i = 1; i < word->len; i++)
        line.box = box_union(line.box, g_array_index(word, Glyph, i).box);
    g_array_append_vals(layout->glyphs, word->data, word->len);
    g_array_append_val(layout->lines, line);
}

Layout *layout_new(GArray *glyphs)
{
    g_autoptr(GPtrArray) watermarks = watermark_take(glyphs);
    Layout *layout = g_new0(Layout, 1);
    layout->glyphs = g_array_sized_new(FALSE, FALSE, sizeof(Glyph), glyphs->len);
    layout->lines = g_array_new(FALSE, TRUE, sizeof(LayoutLine));
    g_autoptr(GArray) pieces = piece_cut(glyphs);
    uint32_t written[4] = {0}, table = 0, row = 0;
    for (guint i = 0; i < pieces->len; i++)
        written[piece_at(pieces, i)->turn / 90] += piece_at(pieces, i)->count;
    for (unsigned pass = 0; pass < 4; pass++) { // what most of the page is written in comes first
        unsigned most = 0;
        for (unsigned i = 1; i < 4; i++)
            if (written[i] > written[most])
                most = i;
        if (!written[most])
            break;
        lay_turn(layout, pieces, glyphs, (uint16_t)(most * 90), &table, &row);
        written[most] = 0;
    }
    for (guint i = 0; i < watermarks->len; i++)
        add_watermark(layout, watermarks->pdata[i]);
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
