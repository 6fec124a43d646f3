// SPDX-License-Identifier: GPL-3.0-or-later
#include "read/pdf_columns.h"

#include <math.h>

#include "read/pdf_band.h"
#include "read/pdf_layout.h"

enum {
    COLUMNS_MOST = 3, // of running text
    HALF_LINES = 12,  // fewer are a table's
};
static const float TEXT_WIDE = 10;    // em: narrower columns are cells
static const float TEXT_FILL = 0.55F; // share of a column's width that its lines fill
static const float TEXT_LIKE = 1.6F;  // how much wider one column of text is than another
static const float LINE_WIDE = 0.8F;  // share of a column's width that a line nearly fills
static const float HALF_WIDE = 16;    // em: halves of a page
static const float HALF_LIKE = 1.25F;
static const float HALF_WIDE_LINES = 0.2F; // share of their lines that are wide
static const float ROW_GAP = 0.3F;         // em: more white than between lines parts table rows
static const float LEVEL = 0.25F;          // em: lines of one height, in whatever fonts

// How a column is filled: its lines, the share of its width that they take, and the share of lines
// that run nearly from side to side.
typedef struct {
    guint lines;
    float fill, wide, width;
} Filling;

static Filling filling_of(GArray *pieces, const Box *column)
{
    g_autoptr(GPtrArray) lines = band_lines(pieces);
    Filling filling = {.lines = lines->len, .width = column->x1 - column->x0};
    for (guint l = 0; l < lines->len; l++) {
        float length = band_end_of(lines, l) - band_start(lines, l);
        filling.fill += length;
        filling.wide += length > LINE_WIDE * filling.width ? 1 : 0;
    }
    filling.fill /= MAX((float)lines->len * filling.width, 1);
    filling.wide /= MAX((float)lines->len, 1);
    return filling;
}

static bool ends_sentence(const GArray *glyphs, const Piece *piece)
{
    static const gunichar ends[] = {0x3002, 0xFF1B, 0xFF1A, 0xFF01, 0xFF1F, '.', ';', ':'};
    gunichar last = g_array_index(glyphs, Glyph, piece->first + piece->count - 1).code;
    for (size_t i = 0; i < G_N_ELEMENTS(ends); i++)
        if (last == ends[i])
            return true;
    return false;
}

// The last piece of a line that stands in a column, or NULL.
static const Piece *last_in_column(const GArray *line, const Box *column)
{
    const Piece *last = NULL;
    for (guint i = 0; i < line->len; i++)
        if (band_piece(line, i)->u0 >= column->x0 && band_piece(line, i)->u0 <= column->x1)
            last = band_piece(line, i);
    return last;
}

// Whether the words of some column run on past the end of line `i`: it is full, without a stop.
static bool runs_on(const GArray *glyphs, const GPtrArray *lines, guint i, const GArray *columns)
{
    for (guint c = 0; c < columns->len; c++) {
        const Box *column = &g_array_index(columns, Box, c);
        const Piece *last = last_in_column(lines->pdata[i], column);
        if (last && last->u1 > column->x1 - 1.5F * last->size && !ends_sentence(glyphs, last))
            return true;
    }
    return false;
}

// The white between the paragraphs of a column: Box array, y0 and y1.
static GArray *whites_of(GArray *pieces, float usual, float size)
{
    g_autoptr(GPtrArray) lines = band_lines(pieces);
    GArray *whites = g_array_new(FALSE, FALSE, sizeof(Box));
    for (guint i = 1; i < lines->len; i++) {
        Box white = {.y0 = band_piece(lines->pdata[i - 1], 0)->v1,
                     .y1 = band_piece(lines->pdata[i], 0)->v0};
        if (band_middle(lines, i) - band_middle(lines, i - 1) >= usual + ROW_GAP * size)
            g_array_append_val(whites, white);
    }
    return whites;
}

static guint count_shared(const GArray *whites, const GArray *others, float least)
{
    guint shared = 0;
    for (guint i = 0; i < whites->len; i++) {
        const Box *white = &g_array_index(whites, Box, i);
        for (guint j = 0; j < others->len; j++) {
            const Box *other = &g_array_index(others, Box, j);
            if (MIN(white->y1, other->y1) - MAX(white->y0, other->y0) > least) {
                shared++;
                break;
            }
        }
    }
    return shared;
}

// Whether the columns part their paragraphs at the same heights, as the rows of a table do; columns
// of text do so only by chance.
static bool whites_shared(const GPtrArray *lines, guint first, guint end, const GArray *columns,
                          float usual, float size)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    guint shared = 0, every = 0;
    for (guint c = 0; c < columns->len; c++) {
        g_autoptr(GArray) pieces = band_column(lines, first, end, &g_array_index(columns, Box, c));
        g_ptr_array_add(all, whites_of(pieces, usual, size));
    }
    for (guint c = 0; c < columns->len; c++) {
        const GArray *next = all->pdata[(c + 1) % columns->len];
        shared += count_shared(all->pdata[c], next, ROW_GAP * size / 2);
        every += ((const GArray *)all->pdata[c])->len;
    }
    return shared * 3 >= every * 2;
}

// Counts for two neighbouring columns of a row: when they have equally many lines, whether these
// stand at the same height.
static void count_level(const GPtrArray *lines, guint first, guint end, const Box *column,
                        float size, guint *level, guint *uneven)
{
    g_autoptr(GArray) pieces = band_column(lines, first, end, column);
    g_autoptr(GArray) others = band_column(lines, first, end, column + 1);
    g_autoptr(GPtrArray) own = band_lines(pieces);
    g_autoptr(GPtrArray) next = band_lines(others);
    if (own->len == 0 || own->len != next->len)
        return;
    bool even = fabsf(band_middle(own, 0) - band_middle(next, 0)) < LEVEL * size;
    *level += even;
    *uneven += !even;
}

// Whether the cells of rows stand level: as many lines in two of them are at the same heights,
// whether a table sets its cells at the top, in the middle or at the bottom.
static bool cells_level(const GPtrArray *lines, guint first, guint end, const GArray *columns,
                        float least, float size)
{
    guint level = 0, uneven = 0;
    for (guint i = first + 1, row = first; i <= end; i++) {
        if (i < end && band_middle(lines, i) - band_middle(lines, i - 1) < least)
            continue;
        for (guint c = 0; c + 1 < columns->len; c++)
            count_level(lines, row, i, &g_array_index(columns, Box, c), size, &level, &uneven);
        row = i;
    }
    return uneven * 3 <= level;
}

// Whether rows are set apart by white that runs through all columns, none of whose sentences goes
// on below it: columns of text, each with its own paragraphs, do not have that more than by chance.
static bool rows_apart(const GArray *glyphs, const GPtrArray *lines, guint first, guint end,
                       const GArray *columns, float size)
{
    g_autoptr(GArray) gaps = g_array_new(FALSE, FALSE, sizeof(float));
    for (guint i = first + 1; i < end; i++) {
        float gap = band_middle(lines, i) - band_middle(lines, i - 1);
        g_array_append_val(gaps, gap);
    }
    band_sort_floats(gaps);
    float usual = gaps->len ? g_array_index(gaps, float, gaps->len / 4) : 0;
    guint apart = 0;
    for (guint i = first + 1; i < end; i++) {
        if (band_middle(lines, i) - band_middle(lines, i - 1) < usual + ROW_GAP * size)
            continue;
        if (((GArray *)lines->pdata[i])->len < columns->len ||
            runs_on(glyphs, lines, i - 1, columns))
            return false;
        apart++;
    }
    return apart >= 3 && usual > 0.9F * size &&
           whites_shared(lines, first, end, columns, usual, size) &&
           cells_level(lines, first, end, columns, usual + ROW_GAP * size, size);
}

// Whether two columns are the halves of a page, whatever they hold: lists and tables among text.
static bool are_halves(const Filling *one, const Filling *other, float size)
{
    float least = MIN(one->width, other->width), most = MAX(one->width, other->width);
    return least >= HALF_WIDE * size && most <= HALF_LIKE * least &&
           MAX(one->lines, other->lines) >= HALF_LINES &&
           MIN(one->wide, other->wide) >= HALF_WIDE_LINES;
}

// Whether columns are as wide as each other and their lines fill them.
static bool are_text(const Filling *fillings, guint count, float size)
{
    float least = HUGE_VALF, most = 0, fill = 1;
    guint longest = 0, enough = count == 2 ? 3 : 8; // three even columns are more often a table
    for (guint c = 0; c < count; c++) {
        least = MIN(least, fillings[c].width);
        most = MAX(most, fillings[c].width);
        if (fillings[c].lines >= 3)
            fill = MIN(fill, fillings[c].fill);
        longest = MAX(longest, fillings[c].lines);
    }
    return longest >= enough && least >= TEXT_WIDE * size && most <= TEXT_LIKE * least &&
           fill >= TEXT_FILL;
}

// Whether a column's last sentence goes on at the top of the next one, in small letters.
static bool runs_over(const GArray *glyphs, const GPtrArray *lines, guint first, guint end,
                      const GArray *columns)
{
    Piece last = {0};
    for (guint c = 0; c < columns->len; c++) {
        g_autoptr(GArray) pieces = band_column(lines, first, end, &g_array_index(columns, Box, c));
        g_autoptr(GPtrArray) own = band_lines(pieces);
        if (!own->len)
            continue;
        const Piece *top = band_piece(own->pdata[0], 0);
        gunichar code = g_array_index(glyphs, Glyph, top->first).code;
        if (last.count && !ends_sentence(glyphs, &last) && g_unichar_islower(code))
            return true;
        const GArray *bottom = own->pdata[own->len - 1];
        last = *band_piece(bottom, bottom->len - 1);
    }
    return false;
}

bool columns_read_down(const GArray *glyphs, const GPtrArray *lines, guint first, guint end,
                       const GArray *columns, float size)
{
    Filling fillings[COLUMNS_MOST];
    if (columns->len < 2 || columns->len > COLUMNS_MOST)
        return false;
    for (guint c = 0; c < columns->len; c++) {
        const Box *column = &g_array_index(columns, Box, c);
        g_autoptr(GArray) pieces = band_column(lines, first, end, column);
        fillings[c] = filling_of(pieces, column);
    }
    bool halves = columns->len == 2 && are_halves(&fillings[0], &fillings[1], size);
    return (halves || are_text(fillings, columns->len, size)) &&
           (!rows_apart(glyphs, lines, first, end, columns, size) ||
            runs_over(glyphs, lines, first, end, columns));
}
