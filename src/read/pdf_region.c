// SPDX-License-Identifier: GPL-3.0-or-later
// Region: finding columns and tables by the white space between pieces.
//
// A page is cut where a white corridor runs down between pieces for several lines: above it, the
// corridor's sides, below it. Sides full of text are columns and are read one after the other;
// anything else is a table and is read row by row.
#include "read/pdf_region.h"

#include <math.h>

#include "read/pdf_band.h"
#include "read/pdf_columns.h"
#include "read/pdf_corridor.h"
#include "read/pdf_layout.h"
#include "read/pdf_numbering.h"

enum {
    DEPTH_MOST = 6,     // columns in columns
    PIECES_MOST = 1500, // a page of more is drawn letter by letter, and is only put in lines
    SIDE_SHARE = 10,    // a side of the text is where a tenth of its lines begin or end
    SIDE_LINES = 6,     // fewer do not show the sides of their column
    CHAIN_LEAST = 4,    // single characters evenly apart make spaced-out words
};
static const float ROW_GAP = 0.3F; // em: more white than between lines parts table rows

typedef struct {
    const GArray *glyphs;
    GArray *rows; // Row
    uint32_t table, row;
} Flow;

static void row_clear(gpointer row)
{
    g_array_unref(((Row *)row)->pieces);
}

// The outermost of ascending values that several share: a header or a rule that reaches further out
// is not the side of the text.
static float shared_side(const GArray *values, float near, bool last)
{
    guint enough = MAX(values->len / SIDE_SHARE, 2);
    for (guint i = 0; i + enough <= values->len; i++) {
        guint outer = last ? values->len - 1 - i : i;
        guint inner = last ? outer - (enough - 1) : outer + enough - 1;
        if (fabsf(g_array_index(values, float, outer) - g_array_index(values, float, inner)) < near)
            return g_array_index(values, float, outer);
    }
    return g_array_index(values, float, last ? values->len - 1 : 0);
}

// The sides of a column of lines: x0 and x1.
static Box sides_of(const GPtrArray *lines, float size)
{
    g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(float));
    g_autoptr(GArray) ends = g_array_new(FALSE, FALSE, sizeof(float));
    for (guint i = 0; i < lines->len; i++) {
        float start = band_start(lines, i), end = band_end_of(lines, i);
        g_array_append_val(starts, start);
        g_array_append_val(ends, end);
    }
    band_sort_floats(starts);
    band_sort_floats(ends);
    return (Box){.x0 = shared_side(starts, BAND_SAME_START, false),
                 .x1 = shared_side(ends, size, true)};
}

// What is left of a page when columns and tables are taken out: lines, from top to bottom.
static void flow_lines(Flow *flow, GArray *pieces, float left, float right, const Row *cell)
{
    g_autoptr(GPtrArray) lines = band_lines(pieces);
    float leading = band_leading(lines);
    if (!cell && lines->len >= SIDE_LINES) {
        Box sides = sides_of(lines, band_size(pieces));
        left = sides.x0;
        right = sides.x1;
    }
    for (guint i = 0; i < lines->len; i++) {
        Row row = cell ? *cell : (Row){0};
        row.pieces = g_array_ref(lines->pdata[i]);
        row.left = left;
        row.right = right;
        row.leading = leading;
        row.gap = i ? band_middle(lines, i) - band_middle(lines, i - 1) : 0;
        g_array_append_val(flow->rows, row);
    }
}

// Spaced-out words come one character a piece. Where four or more stand evenly apart, each is made
// to reach to the next, so that no corridor is seen between them.
static void join_chain(GArray *line, guint first, guint end)
{
    if (end - first < CHAIN_LEAST)
        return;
    for (guint i = first; i + 1 < end; i++)
        g_array_index(line, Piece, i).u1 = band_piece(line, i + 1)->u0;
}

static void join_chains(GArray *line)
{
    float gap = 0;
    guint first = 0;
    for (guint i = 1; i < line->len; i++) {
        const Piece *a = band_piece(line, i - 1), *b = band_piece(line, i);
        float next = b->u0 - a->u1;
        bool single = a->count <= 2 && b->count <= 2 && next < 3 * a->size;
        bool even = i == first + 1 || fabsf(next - gap) < 0.5F * a->size;
        if (!single || !even) {
            join_chain(line, first, i);
            first = single ? i - 1 : i;
        }
        gap = next;
    }
    join_chain(line, first, line->len);
}

// Whether each line of a table begins a new row. Where some lines stand further apart than lines of
// one cell do, those part the rows; otherwise a row begins with each line that fills the first
// column, as cells stand at the top of their row.
static bool *row_starts(const GPtrArray *lines, const GArray *columns, float size)
{
    bool *starts = g_new0(bool, lines->len + 1);
    g_autoptr(GArray) gaps = g_array_new(FALSE, FALSE, sizeof(float));
    for (guint i = 1; i < lines->len; i++) {
        float gap = band_middle(lines, i) - band_middle(lines, i - 1);
        if (gap > 0.9F * size) // less: a cell whose lines stand between those of its neighbours
            g_array_append_val(gaps, gap);
    }
    band_sort_floats(gaps);
    float usual = gaps->len ? g_array_index(gaps, float, gaps->len / 10) : 0;
    guint apart = 0;
    starts[0] = true;
    for (guint i = 1; i < lines->len; i++) {
        starts[i] = band_middle(lines, i) - band_middle(lines, i - 1) > usual + ROW_GAP * size;
        apart += starts[i];
    }
    float first_column = g_array_index(columns, Box, 0).x1;
    for (guint i = 1; i < lines->len && !apart; i++)
        starts[i] = band_piece(lines->pdata[i], 0)->u0 < first_column;
    return starts;
}

static bool names_a_column(const Flow *flow, const GArray *pieces)
{
    static const gunichar ends[] = {0x3002, 0xFF1B, 0xFF0C, ';', '.', ',', 0xFF1A, ':'};
    guint letters = 0, count = 0;
    for (guint i = 0; i < pieces->len; i++) {
        const Piece *piece = band_piece(pieces, i);
        for (uint32_t g = piece->first; g < piece->first + piece->count; g++) {
            gunichar code = g_array_index(flow->glyphs, Glyph, g).code;
            letters += g_unichar_isalpha(code) != 0;
            count++;
            for (size_t e = 0; e < G_N_ELEMENTS(ends); e++)
                if (code == ends[e])
                    return false;
        }
    }
    return letters > 0 && count <= 24;
}

// Whether the first `end` lines of a table are a header: every column has a short name.
static bool is_header(const Flow *flow, const GPtrArray *lines, guint end, const GArray *columns)
{
    if (end > 2 || end >= lines->len)
        return false;
    for (guint c = 0; c < columns->len; c++) {
        g_autoptr(GArray) cell = band_column(lines, 0, end, &g_array_index(columns, Box, c));
        if (!cell->len || !names_a_column(flow, cell))
            return false;
    }
    return true;
}

static void flow_table(Flow *flow, const GPtrArray *all, guint first, guint last,
                       const GArray *columns, float size)
{
    g_autoptr(GPtrArray) lines = g_ptr_array_new();
    for (guint i = first; i < last; i++)
        g_ptr_array_add(lines, all->pdata[i]);
    g_autofree bool *starts = row_starts(lines, columns, size);
    flow->table++;
    for (guint i = 0, end; i < lines->len; i = end) {
        for (end = i + 1; end < lines->len && !starts[end];)
            end++;
        Row cell = {.table = flow->table, .row = ++flow->row};
        cell.head = i == 0 && is_header(flow, lines, end, columns);
        for (guint c = 0; c < columns->len; c++) {
            const Box *column = &g_array_index(columns, Box, c);
            g_autoptr(GArray) pieces = band_column(lines, i, end, column);
            cell.column = (uint16_t)c;
            flow_lines(flow, pieces, column->x0, column->x1, &cell);
        }
    }
}

static void flow_region(Flow *flow, GArray *pieces, float left, float right, int depth);

static void flow_columns(Flow *flow, const GPtrArray *lines, guint first, guint end,
                         const GArray *columns, int depth)
{
    for (guint c = 0; c < columns->len; c++) {
        const Box *column = &g_array_index(columns, Box, c);
        g_autoptr(GArray) pieces = band_column(lines, first, end, column);
        flow_region(flow, pieces, column->x0, column->x1, depth);
    }
}

// Whether a line holds only the rest of cells: nothing in the first column, all in others.
static bool continues_cells(const GArray *line, const GArray *columns)
{
    for (guint i = 0; i < line->len; i++) {
        const Piece *piece = band_piece(line, i);
        guint c = columns->len;
        while (c > 1 && g_array_index(columns, Box, c - 1).x0 > piece->u0 + BAND_SAME_START)
            c--;
        if (c <= 1 || (c < columns->len && piece->u1 > g_array_index(columns, Box, c).x0))
            return false;
    }
    return columns->len > 1;
}

// Lines below a band that still belong to it: those of a column that is longer than the others, or
// of the last row's longest cell. Nothing crosses the corridor there.
static guint band_end(const GPtrArray *lines, const Corridor *corridor, bool text,
                      const GArray *columns, float leading)
{
    guint end = MIN(corridor->left_last, corridor->right_last) + 1;
    for (; end < corridor->end; end++) {
        float gap = band_middle(lines, end) - band_middle(lines, end - 1);
        if (gap > leading * (text ? 2.5F : 1.15F) ||
            (!text && !continues_cells(lines->pdata[end], columns)))
            break;
    }
    return end;
}

// Lines above it that do: of a cell beside one that stands in the middle of its row, of a second
// column that begins higher than the first.
static guint band_first(const GPtrArray *lines, const Corridor *corridor, bool text,
                        const GArray *columns, float leading)
{
    guint first = MAX(corridor->left_first, corridor->right_first);
    for (; first > corridor->first; first--) {
        float gap = band_middle(lines, first) - band_middle(lines, first - 1);
        if (gap > leading * (text ? 2.5F : 1.15F) ||
            !continues_cells(lines->pdata[first - 1], columns))
            break;
    }
    return first;
}

static void flow_part(Flow *flow, const GPtrArray *lines, guint first, guint end, float left,
                      float right, int depth)
{
    if (first >= end)
        return;
    g_autoptr(GArray) pieces = band_pieces();
    for (guint i = first; i < end; i++)
        g_array_append_vals(pieces, ((GArray *)lines->pdata[i])->data,
                            ((GArray *)lines->pdata[i])->len);
    flow_region(flow, pieces, left, right, depth);
}

static void flow_rest(Flow *flow, const GPtrArray *lines, const Corridor *rest, float left,
                      float right, int depth)
{
    const GArray *top = lines->pdata[rest->first];
    Box sides[] = {
        {.x0 = -HUGE_VALF, .x1 = rest->at},
        {.x0 = rest->at, .x1 = band_piece(top, 1)->u0 + rest->at - band_piece(top, 0)->u0}};
    flow_part(flow, lines, 0, rest->first, left, right, depth + 1);
    for (guint c = 0; c < 2; c++) {
        g_autoptr(GArray) pieces = band_column(lines, rest->first, rest->end, &sides[c]);
        flow_region(flow, pieces, c ? rest->at + BAND_SAME_START : left,
                    c ? sides[c].x1 : rest->left_most, depth + 1);
    }
    flow_part(flow, lines, rest->end, lines->len, left, right, depth + 1);
}

// Whether the columns hold one list, whose items are too short to tell as text.
static bool is_list(const Flow *flow, const GPtrArray *lines, const Corridor *corridor,
                    const GArray *columns, float leading, float size)
{
    return numbering_runs_down(flow->glyphs, lines,
                               band_first(lines, corridor, true, columns, leading),
                               band_end(lines, corridor, true, columns, leading), columns, size);
}

static void flow_region(Flow *flow, GArray *pieces, float left, float right, int depth)
{
    float size = band_size(pieces);
    g_autoptr(GPtrArray) lines = band_lines(pieces);
    Corridor corridor = {0};
    if (depth <= DEPTH_MOST && corridor_find_rest(lines, size, &corridor)) {
        flow_rest(flow, lines, &corridor, left, right, depth);
        return;
    }
    if (depth > DEPTH_MOST || pieces->len > PIECES_MOST ||
        !corridor_find(flow->glyphs, lines, size, &corridor)) {
        flow_lines(flow, pieces, left, right, NULL);
        return;
    }
    float leading = band_leading(lines);
    guint first = MAX(corridor.left_first, corridor.right_first);
    guint end = MIN(corridor.left_last, corridor.right_last) + 1;
    g_autoptr(GArray) columns = corridor_columns(flow->glyphs, lines, first, end, size);
    bool text = columns_read_down(flow->glyphs, lines, first, end, columns, size) ||
                is_list(flow, lines, &corridor, columns, leading, size);
    end = band_end(lines, &corridor, text, columns, leading);
    first = band_first(lines, &corridor, text, columns, leading);
    g_array_unref(columns);
    columns = corridor_columns(flow->glyphs, lines, first, end, size);

    flow_part(flow, lines, 0, first, left, right, depth + 1);
    if (text)
        flow_columns(flow, lines, first, end, columns, depth + 1);
    else
        flow_table(flow, lines, first, end, columns, size);
    flow_part(flow, lines, end, lines->len, left, right, depth + 1);
}

GArray *region_order(GArray *pieces, const GArray *glyphs)
{
    Flow flow = {.glyphs = glyphs, .rows = g_array_new(FALSE, FALSE, sizeof(Row))};
    g_array_set_clear_func(flow.rows, row_clear);
    if (pieces->len) {
        g_autoptr(GPtrArray) lines = band_lines(pieces);
        g_autoptr(GArray) joined = band_pieces();
        for (guint i = 0; i < lines->len; i++) {
            GArray *line = lines->pdata[i];
            join_chains(line);
            g_array_append_vals(joined, line->data, line->len);
        }
        Box sides = sides_of(lines, band_size(joined));
        flow_region(&flow, joined, sides.x0, sides.x1, 0);
    }
    return flow.rows;
}
