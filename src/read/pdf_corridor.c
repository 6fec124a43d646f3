// SPDX-License-Identifier: GPL-3.0-or-later
// Corridor: what stands on both sides of a place is counted line by line, as far as nothing crosses
// it; then the widths, the numbers and the lines say whether it is the white between two columns.
#include "read/pdf_corridor.h"

#include <math.h>

#include "read/pdf_band.h"
#include "read/pdf_layout.h"

enum {
    REST_MOST = 6,   // lines of a column that ends early
    REST_BESIDE = 6, // lines of the full one beside it, at least
};
static const float WIDE = 0.6F;       // em
static const float NARROW = 0.2F;     // em, where what follows is aligned
static const float REST_WIDE = 10;    // em: narrower columns are cells
static const float REST_FULL = 0.8F;  // share of a column's width that a line nearly fills
static const float TEXT_PITCH = 1.3F; // columns' widths from one to the next
static const float REST_LIKE = 1.25F; // how much wider than the full column

static bool han(gunichar c)
{
    return c >= 0x2E80 && !(c >= 0xA4D0 && c < 0xF900);
}

// Whether a piece is no more than the number or the bullet of a list item.
static bool enumerates(const GArray *all, const Piece *piece)
{
    if (piece->count > 6 || piece->u1 - piece->u0 > 5 * piece->size)
        return false;
    const Glyph *glyphs = &g_array_index(all, Glyph, piece->first);
    gunichar last = glyphs[piece->count - 1].code;
    bool ends = last == '.' || last == ')' || last == 0x3001 || last == 0xFF09 || last == 0xFF0E;
    if (piece->count == 1)
        return !g_unichar_isalpha(glyphs->code);
    for (uint32_t i = 0; i < piece->count; i++)
        if (han(glyphs[i].code) && !ends && glyphs[0].code != 0x7B2C) // 第…条
            return false;
    return ends || g_unichar_isdigit(glyphs[0].code) || glyphs[0].code == 0x7B2C;
}

static void look_at(Corridor *corridor, const GArray *glyphs, const GArray *line, guint at_line)
{
    const Piece *left = NULL, *right = NULL;
    for (guint i = 0; i < line->len && !right; i++) {
        const Piece *piece = band_piece(line, i);
        if (piece->u0 < corridor->at)
            left = piece;
        else
            right = piece;
    }
    if (left) {
        corridor->left_first = corridor->lefts++ ? corridor->left_first : at_line;
        corridor->left_last = at_line;
        corridor->left_most = MAX(corridor->left_most, left->u1);
        corridor->numbered += enumerates(glyphs, left);
    }
    if (right) {
        corridor->right_first = corridor->rights++ ? corridor->right_first : at_line;
        corridor->right_last = at_line;
        corridor->right_least = MIN(corridor->right_least, right->u0);
        corridor->aligned += right->u0 < corridor->at + BAND_SAME_START;
    }
    corridor->end = at_line + 1;
}

static bool crosses(const GArray *line, float at)
{
    for (guint i = 0; i < line->len; i++)
        if (band_piece(line, i)->u0 < at && band_piece(line, i)->u1 > at + 0.1F)
            return true;
    return false;
}

// Whether it parts columns: two lines or more on each side, wide enough, and not merely the
// white between list numbers and their items.
static bool parts(const Corridor *corridor, float size)
{
    float width = corridor->right_least - corridor->left_most;
    bool aligned = corridor->aligned * 10 >= corridor->rights * 6;
    return corridor->lefts >= 2 && corridor->rights >= 2 &&
           width >= size * (aligned ? NARROW : WIDE) &&
           corridor->numbered * 10 < corridor->lefts * 8 &&
           MAX(corridor->left_first, corridor->right_first) <
               MIN(corridor->left_last, corridor->right_last);
}

// The candidates for corridors: just left of where two pieces or more begin.
static GArray *candidates(const GPtrArray *lines)
{
    g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(float));
    for (guint l = 0; l < lines->len; l++)
        for (guint i = 0; i < ((GArray *)lines->pdata[l])->len; i++)
            g_array_append_val(starts, band_piece(lines->pdata[l], i)->u0);
    band_sort_floats(starts);
    GArray *some = g_array_new(FALSE, FALSE, sizeof(float));
    for (guint i = 0, next; i < starts->len; i = next) {
        float u = g_array_index(starts, float, i);
        for (next = i + 1; next < starts->len; next++)
            if (g_array_index(starts, float, next) > u + BAND_SAME_START)
                break;
        float at = u - 0.05F;
        if (next - i >= 2 && i > 0)
            g_array_append_val(some, at);
    }
    return some;
}

static Corridor opened(float at, guint first)
{
    return (Corridor){
        .at = at, .first = first, .end = first, .left_most = -HUGE_VALF, .right_least = HUGE_VALF};
}

static float height_of(const Corridor *corridor, const GPtrArray *lines)
{
    guint top = MAX(corridor->left_first, corridor->right_first);
    guint bottom = MIN(corridor->left_last, corridor->right_last);
    return band_middle(lines, bottom) - band_middle(lines, top);
}

bool corridor_find(const GArray *glyphs, const GPtrArray *lines, float size, Corridor *best)
{
    g_autoptr(GArray) at = candidates(lines);
    float height = -1;
    for (guint c = 0; c < at->len; c++) {
        Corridor corridor = opened(g_array_index(at, float, c), 0);
        for (guint i = 0; i <= lines->len; i++) {
            if (i < lines->len && !crosses(lines->pdata[i], corridor.at)) {
                look_at(&corridor, glyphs, lines->pdata[i], i);
                continue;
            }
            if (parts(&corridor, size) && height_of(&corridor, lines) > height + 1) {
                height = height_of(&corridor, lines);
                *best = corridor;
            }
            corridor = opened(corridor.at, i + 1);
        }
    }
    return height >= 0;
}

GArray *corridor_columns(const GArray *glyphs, const GPtrArray *lines, guint first, guint end,
                         float size)
{
    g_autoptr(GArray) pieces = band_pieces();
    for (guint i = first; i < end; i++)
        g_array_append_vals(pieces, ((GArray *)lines->pdata[i])->data,
                            ((GArray *)lines->pdata[i])->len);
    g_array_sort(pieces, piece_by_u);
    GArray *columns = g_array_new(FALSE, FALSE, sizeof(Box));
    Box column = {0};
    for (guint i = 0; i < pieces->len; i++) {
        const Piece *piece = band_piece(pieces, i);
        if (i == 0) {
            column = (Box){.x0 = piece->u0, .x1 = piece->u1};
            continue;
        }
        if (piece->u0 > column.x1 + NARROW * size) {
            Corridor corridor = opened(piece->u0 - 0.05F, first);
            for (guint l = first; l < end; l++)
                look_at(&corridor, glyphs, lines->pdata[l], l);
            if (parts(&corridor, size)) {
                g_array_append_val(columns, column);
                column.x0 = piece->u0;
            }
        }
        column.x1 = MAX(column.x1, piece->u1);
    }
    g_array_append_val(columns, column);
    return columns;
}

// Follows both columns down from their top: the second one's lines end first, and the first one's
// are those of running text.
static bool is_rest(const GPtrArray *lines, float size, float leading, Corridor *rest)
{
    float left = band_piece(lines->pdata[rest->first], 0)->u0, widest = 0;
    guint wide = 0;
    rest->end = rest->first;
    for (guint i = rest->first; i < lines->len; i++) {
        const GArray *line = lines->pdata[i];
        bool apart =
            i > rest->first && band_middle(lines, i) - band_middle(lines, i - 1) > 2.5F * leading;
        if (apart || crosses(line, rest->at))
            break;
        if (line->len > 2 || band_start(lines, i) >= rest->at)
            return false;
        if (line->len == 2 && rest->rights++ < i - rest->first)
            return false; // not one after the other
        rest->left_most = MAX(rest->left_most, band_piece(line, 0)->u1);
        rest->right_least =
            line->len == 2 ? MIN(rest->right_least, band_piece(line, 1)->u0) : rest->right_least;
        widest = MAX(widest, line->len == 2 ? band_piece(line, 1)->u1 - rest->at : 0);
        rest->end = i + 1;
    }
    float width = rest->left_most - left;
    for (guint i = rest->first; i < rest->end; i++)
        wide += band_piece(lines->pdata[i], 0)->u1 - left > REST_FULL * width;
    guint count = rest->end - rest->first;
    return count >= REST_BESIDE && rest->rights * 2 <= count && rest->rights <= REST_MOST &&
           width >= REST_WIDE * size && rest->right_least - rest->left_most >= WIDE * size &&
           rest->at - left < TEXT_PITCH * width && widest < REST_LIKE * width && wide * 3 >= count;
}

bool corridor_find_rest(const GPtrArray *lines, float size, Corridor *rest)
{
    float leading = band_leading(lines);
    for (guint i = 0; i + REST_BESIDE < lines->len; i++) {
        const GArray *line = lines->pdata[i];
        bool top = i == 0 || band_middle(lines, i) - band_middle(lines, i - 1) > 1.5F * leading;
        if (!top || line->len != 2)
            continue;
        *rest = opened(band_piece(line, 1)->u0 - BAND_SAME_START, i);
        if (is_rest(lines, size, leading, rest))
            return true;
    }
    return false;
}
