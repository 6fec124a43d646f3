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
static const float VALUE_TALL = 26; // points: a field of several lines
static const float VALUE_SIZE = 10; // points: what such a field is set in
static const float VALUE_LEADING = 1.25F;

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

static Source source_of(const GArray *glyphs, const Piece *piece)
{
    return g_array_index(glyphs, Glyph, piece->first).source;
}

// Adds the pieces of a row from `*at` that come from one source, and moves `*at` past them.
static LayoutLine add_line(Layout *layout, const GArray *glyphs, const Row *row, guint *at)
{
    const Piece *last = NULL, *first = piece_at(row->pieces, *at);
    LayoutLine line = {.first = layout->glyphs->len,
                       .turn = first->turn,
                       .source = source_of(glyphs, first),
                       .box = g_array_index(glyphs, Glyph, first->first).box};
    for (; *at < row->pieces->len; (*at)++) {
        const Piece *piece = piece_at(row->pieces, *at);
        if (source_of(glyphs, piece) != line.source)
            break;
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

// How much room the first word of a row would have needed on the line above: a Latin word, or a Han
// character with the marks that may not begin a line.
static float first_word(const GArray *glyphs, const Row *row)
{
    static const char *const closing = "、。，；：？！）》」』】”’…";
    const Piece *piece = piece_at(row->pieces, 0);
    for (uint32_t i = 1; i < piece->count; i++) {
        const Glyph *glyph = &g_array_index(glyphs, Glyph, piece->first + i);
        bool wide = glyph->code >= 0x2E80 && !g_utf8_strchr(closing, -1, glyph->code);
        if (wide || g_unichar_isspace(glyph->code))
            return piece_turned(glyph->box, piece->turn).x0 - piece->u0 + SPACE * piece->size;
    }
    return piece->u1 - piece->u0 + SPACE * piece->size;
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
    line->room = rest;
    line->first_word = first_word(glyphs, row);
    const Row *above = i ? &g_array_index(rows, Row, i - 1) : NULL;
    line->fresh = !above || !up || !same_column(above, row);
    if (line->fresh) {
        line->before = row->table ? BREAK_PARAGRAPH : BREAK_UNKNOWN;
        return;
    }
    up->full = up->full || up->room < line->first_word;
    line->before = break_between(glyphs, above, up, row, line);
}

static LayoutLine *last_line(const Layout *layout)
{
    return &g_array_index(layout->lines, LayoutLine, layout->lines->len - 1);
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
    for (guint i = 0; i < rows->len; i++)
        for (guint at = 0; at < g_array_index(rows, Row, i).pieces->len;) {
            bool first = at == 0; // the value of a field stands on a line of its own
            LayoutLine line = add_line(layout, glyphs, &g_array_index(rows, Row, i), &at);
            LayoutLine *up = layout->lines->len ? last_line(layout) : NULL;
            judge_line(glyphs, rows, i, up, &line);
            line.before = first ? line.before : BREAK_WRAPPED;
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

// A character of a value at `along`, `across` of a box seen in the direction of writing.
static Glyph set_glyph(gunichar code, float along, float across, float size, float advance,
                       uint16_t turn)
{
    Box box = {along, across, along + advance, across + size};
    return (Glyph){
        .box = piece_turned(box, (uint16_t)((360 - turn) % 360)), .code = code, .size = size};
}

void layout_set_text(GArray *glyphs, const char *utf8, Box box, uint16_t turn, Source source)
{
    Box room = piece_turned(box, turn);
    float height = room.y1 - room.y0, width = room.x1 - room.x0;
    bool tall = height > VALUE_TALL;
    float size = tall ? VALUE_SIZE : MAX(height * 0.7F, 1);
    float along = room.x0, across = tall ? room.y0 : room.y0 + (height - size) / 2;
    float most = MAX((float)g_utf8_strlen(utf8, -1), 1);
    bool apart = true;
    for (const char *at = utf8; *at; at = g_utf8_next_char(at)) {
        gunichar code = g_utf8_get_char(at);
        float advance = g_unichar_iswide(code) ? size : size / 2;
        if (!tall)
            advance = MIN(advance, width / most);
        bool ends = code == '\n' || code == '\r';
        if (ends || (tall && along > room.x0 && along + advance > room.x1)) {
            along = room.x0;
            across += tall ? size * VALUE_LEADING : 0;
            apart = true;
        }
        if (ends)
            continue;
        Glyph glyph = set_glyph(code, along, across, size, advance, turn);
        glyph.apart = apart;
        glyph.source = source;
        g_array_append_val(glyphs, glyph);
        along += advance;
        apart = false;
    }
}

// The line of the layout that a note at `box` comes before: the first one below it that begins a
// paragraph; the first watermark, or the end, when there is none.
static guint place_of(const Layout *layout, Box box)
{
    guint i = 0;
    for (; i < layout->lines->len; i++) {
        const LayoutLine *line = &g_array_index(layout->lines, LayoutLine, i);
        if (line->kind == LINE_WATERMARK)
            break;
        Box its = piece_turned(line->box, line->turn), note = piece_turned(box, line->turn);
        if (line->kind == LINE_BODY && line->before != BREAK_WRAPPED &&
            its.y0 > (note.y0 + note.y1) / 2)
            break;
    }
    return i;
}

void layout_insert(Layout *layout, GArray *glyphs)
{
    if (!glyphs->len)
        return;
    guint place = place_of(layout, g_array_index(glyphs, Glyph, 0).box);
    g_autoptr(GArray) pieces = piece_cut(glyphs);
    for (guint i = 0; i < pieces->len; i++) {
        Row row = {.pieces = g_array_new(FALSE, FALSE, sizeof(Piece))};
        g_array_append_vals(row.pieces, piece_at(pieces, i), 1);
        guint at = 0;
        LayoutLine line = add_line(layout, glyphs, &row, &at);
        line.before = i ? BREAK_WRAPPED : BREAK_PARAGRAPH;
        line.fresh = i == 0;
        g_array_insert_val(layout->lines, place, line);
        place++;
        g_array_unref(row.pieces);
    }
}

void layout_free(Layout *layout)
{
    if (!layout)
        return;
    g_array_unref(layout->glyphs);
    g_array_unref(layout->lines);
    g_free(layout);
}
