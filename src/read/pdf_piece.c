// SPDX-License-Identifier: GPL-3.0-or-later
// Piece: cutting a page's glyphs where they stop being one stretch of a line.
#include "read/pdf_piece.h"

#include <math.h>

#include "read/pdf_layout.h"

static const float GAP_WIDE = 0.9F;   // em: always a cut
static const float GAP_SOME = 0.2F;   // em: a cut where other pieces begin at the same place
static const float STEP_DOWN = 0.8F;  // em: no longer the same line
static const float SAME_PLACE = 0.7F; // points
static const float NEAR_LINES = 2.5F; // em: cells this far from each other may share a column
static const float OVERLAP_DOUBLE = 0.6F;

Box piece_turned(Box box, uint16_t turn)
{
    switch (turn) {
    case 90:
        return (Box){box.y0, -box.x1, box.y1, -box.x0};
    case 180:
        return (Box){-box.x1, -box.y1, -box.x0, -box.y0};
    case 270:
        return (Box){-box.y1, box.x0, -box.y0, box.x1};
    default:
        return box;
    }
}

bool piece_level(const Piece *a, const Piece *b)
{
    float overlap = MIN(a->v1, b->v1) - MAX(a->v0, b->v0);
    return overlap > 0.5F * MIN(a->v1 - a->v0, b->v1 - b->v0);
}

static int compare(float a, float b)
{
    return (a > b) - (a < b);
}

int piece_by_line(gconstpointer a, gconstpointer b)
{
    const Piece *one = a, *other = b;
    int order = compare(piece_middle(one), piece_middle(other));
    return order ? order : compare(one->u0, other->u0);
}

int piece_by_u(gconstpointer a, gconstpointer b)
{
    const Piece *one = a, *other = b;
    int order = compare(one->u0, other->u0);
    return order ? order : compare((float)one->first, (float)other->first);
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

// A stretch of glyphs that the PDF library took for one line.
typedef struct {
    uint32_t first, count;
    uint16_t turn;
} Run;

static GArray *runs_of(const GArray *glyphs)
{
    GArray *runs = g_array_new(FALSE, FALSE, sizeof(Run));
    for (uint32_t start = 0, end; start < glyphs->len; start = end) {
        for (end = start + 1; end < glyphs->len; end++)
            if (g_array_index(glyphs, Glyph, end).apart)
                break;
        Run run = {start, end - start,
                   direction(&g_array_index(glyphs, Glyph, start), end - start)};
        g_array_append_val(runs, run);
    }
    return runs;
}

// The turn that most glyphs have; a single glyph has none of its own.
static uint16_t main_turn(const GArray *runs)
{
    uint32_t votes[4] = {0};
    for (guint i = 0; i < runs->len; i++) {
        const Run *run = &g_array_index(runs, Run, i);
        votes[run->turn / 90] += run->count - 1;
    }
    unsigned best = 0;
    for (unsigned i = 1; i < 4; i++)
        if (votes[i] > votes[best])
            best = i;
    return (uint16_t)(best * 90);
}

static bool among(gunichar code, const gunichar *set)
{
    for (; *set; set++)
        if (*set == code)
            return true;
    return false;
}

static bool closes(gunichar code)
{
    static const gunichar set[] = {'.',    ',',    ';',    ':',    '!',    '?',    ')',
                                   ']',    0x3001, 0x3002, 0xFF0C, 0xFF1B, 0xFF1A, 0xFF01,
                                   0xFF1F, 0xFF09, 0x300B, 0x3011, 0x201D, 0};
    return among(code, set);
}

static bool opens(gunichar code)
{
    static const gunichar set[] = {'(', '[', 0xFF08, 0x300A, 0x3010, 0x201C, 0};
    return among(code, set);
}

// Signs in one run that it stands in reading order (positive) or backwards (negative). No line of
// any script begins with a comma, and brackets open before they close.
static int order_signs(const Glyph *glyphs, uint32_t count)
{
    static const gunichar brackets[] = {')', ']', 0xFF09, 0x300B, 0x3011, 0x201D, 0};
    int signs = 0;
    bool closed_first = false, seen = false;
    if (count < 3)
        return 0;
    signs += closes(glyphs[count - 1].code) + opens(glyphs[0].code);
    signs -= closes(glyphs[0].code) + opens(glyphs[count - 1].code);
    for (uint32_t i = 0; i < count; i++) {
        gunichar c = glyphs[i].code;
        bool opening = opens(c), closing = among(c, brackets);
        if (!seen && (opening || closing)) {
            seen = true;
            closed_first = closing;
        } else if (seen && closed_first && opening) {
            signs -= 2;
            seen = false;
        } else if (seen && !closed_first && closing) {
            signs += 2;
            seen = false;
        }
    }
    return signs;
}

// Such a font's boxes stand on the wrong side of the baseline.
static void flip(Box *box, uint16_t turn)
{
    float share = turn == 0 || turn == 90 ? PIECE_BASELINE : 1 - PIECE_BASELINE;
    if (turn == 90 || turn == 270) {
        float base = box->x1 - share * (box->x1 - box->x0);
        *box = (Box){2 * base - box->x1, box->y0, 2 * base - box->x0, box->y1};
    } else {
        float base = box->y0 + share * (box->y1 - box->y0);
        *box = (Box){box->x0, 2 * base - box->y1, box->x1, 2 * base - box->y0};
    }
}

// Text that is drawn upside down by a font whose own matrix is flipped (Chromium's Type 3 fonts)
// comes from poppler with each line backwards. Only the words themselves can tell.
static void put_right(GArray *glyphs, GArray *runs)
{
    int signs[4] = {0};
    for (guint i = 0; i < runs->len; i++) {
        const Run *run = &g_array_index(runs, Run, i);
        signs[run->turn / 90] += order_signs(&g_array_index(glyphs, Glyph, run->first), run->count);
    }
    for (guint i = 0; i < runs->len; i++) {
        Run *run = &g_array_index(runs, Run, i);
        if (signs[run->turn / 90] > -3)
            continue;
        Glyph *glyph = &g_array_index(glyphs, Glyph, run->first);
        glyph[0].apart = false;
        for (uint32_t a = 0, b = run->count - 1; a < b; a++, b--) {
            Glyph other = glyph[a];
            glyph[a] = glyph[b];
            glyph[b] = other;
        }
        glyph[0].apart = true;
        for (uint32_t g = 0; g < run->count; g++)
            flip(&glyph[g].box, run->turn);
        run->turn = (uint16_t)((run->turn + 180) % 360);
    }
}

static Piece piece_of(const GArray *glyphs, uint32_t first, uint32_t count, uint16_t turn)
{
    Piece piece = {.first = first, .count = count, .turn = turn};
    Box all = piece_turned(g_array_index(glyphs, Glyph, first).box, turn);
    float middle = 0;
    for (uint32_t i = first; i < first + count; i++) {
        const Glyph *glyph = &g_array_index(glyphs, Glyph, i);
        Box box = piece_turned(glyph->box, turn);
        all = (Box){MIN(all.x0, box.x0), MIN(all.y0, box.y0), MAX(all.x1, box.x1),
                    MAX(all.y1, box.y1)};
        piece.size = MAX(piece.size, glyph->size);
        middle += (box.y0 + box.y1) / 2;
    }
    if (piece.size <= 0)
        piece.size = MAX(all.y1 - all.y0, 1);
    piece.u0 = all.x0;
    piece.u1 = all.x1;
    middle /= (float)count;
    piece.v0 = middle - piece.size / 2;
    piece.v1 = middle + piece.size / 2;
    return piece;
}

static bool blank(const Glyph *glyph)
{
    return g_unichar_isspace(glyph->code);
}

static bool doubles(const Box *a, const Box *b)
{
    float u = MIN(a->x1, b->x1) - MAX(a->x0, b->x0), v = MIN(a->y1, b->y1) - MAX(a->y0, b->y0);
    return u > OVERLAP_DOUBLE * MIN(a->x1 - a->x0, b->x1 - b->x0) &&
           v > OVERLAP_DOUBLE * MIN(a->y1 - a->y0, b->y1 - b->y0) && u > 0 && v > 0;
}

// Fake bold draws each glyph twice, a hair apart. Real repetitions (谢谢) stand side by side.
static void drop_doubles(GArray *glyphs)
{
    guint kept = 0;
    for (guint i = 0; i < glyphs->len; i++) {
        Glyph glyph = g_array_index(glyphs, Glyph, i);
        if (kept && !blank(&glyph) && !glyph.apart) {
            const Glyph *last = &g_array_index(glyphs, Glyph, kept - 1);
            if (last->code == glyph.code && doubles(&last->box, &glyph.box))
                continue;
        }
        g_array_index(glyphs, Glyph, kept++) = glyph;
    }
    g_array_set_size(glyphs, kept);
}

// How far apart two neighbours stand, in em; a step back or to another line is infinitely far.
static float gap_between(const Glyph *a, const Glyph *b, uint16_t turn)
{
    Box one = piece_turned(a->box, turn), other = piece_turned(b->box, turn);
    float size = MAX(MAX(a->size, b->size), 1);
    float down = fabsf((one.y0 + one.y1) - (other.y0 + other.y1)) / 2;
    if (down > STEP_DOWN * size || other.x0 < one.x0 - size)
        return HUGE_VALF;
    return (other.x0 - one.x1) / size;
}

// Where pieces begin: `starts` those that something stands left of on their line, the sides of
// table columns; `all` any.
typedef struct {
    GArray *starts; // float, ascending
    GArray *all;    // Begin, by u
} Columns;

typedef struct {
    float u, v;
} Begin;

static int by_begin(gconstpointer a, gconstpointer b)
{
    return compare(((const Begin *)a)->u, ((const Begin *)b)->u);
}

static bool begins_column(const GArray *starts, float u)
{
    guint low = 0, high = starts->len;
    while (low < high) {
        guint middle = (low + high) / 2;
        if (g_array_index(starts, float, middle) < u - SAME_PLACE)
            low = middle + 1;
        else
            high = middle;
    }
    return low < starts->len && g_array_index(starts, float, low) <= u + SAME_PLACE;
}

// Whether another piece begins at u within a few lines: a footer's word may stand by chance where
// the second column of the text far above it begins.
static bool begins_near(const GArray *all, float u, float v, float size)
{
    guint low = 0, high = all->len;
    while (low < high) {
        guint middle = (low + high) / 2;
        if (g_array_index(all, Begin, middle).u < u - SAME_PLACE)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < all->len && g_array_index(all, Begin, low).u <= u + SAME_PLACE; low++)
        if (fabsf(g_array_index(all, Begin, low).v - v) < NEAR_LINES * size)
            return true;
    return false;
}

static bool next_cell(const Columns *columns, const Glyph *glyph, uint16_t turn)
{
    Box box = piece_turned(glyph->box, turn);
    return begins_column(columns->starts, box.x0) &&
           begins_near(columns->all, box.x0, (box.y0 + box.y1) / 2, MAX(glyph->size, 1));
}

// Cuts one run. With `columns`, also at narrow gaps behind which other pieces begin: the next cell
// of a table whose cells are nearly full.
static void cut_run(const GArray *glyphs, const Run *run, const Columns *columns, GArray *pieces)
{
    uint32_t end = run->first + run->count, first = end, last = end;
    for (uint32_t i = run->first; i < end; i++) {
        const Glyph *glyph = &g_array_index(glyphs, Glyph, i);
        if (blank(glyph))
            continue;
        if (first != end) {
            float gap = gap_between(&g_array_index(glyphs, Glyph, last), glyph, run->turn);
            if (gap > GAP_WIDE ||
                (columns && gap > GAP_SOME && next_cell(columns, glyph, run->turn))) {
                Piece piece = piece_of(glyphs, first, last - first + 1, run->turn);
                g_array_append_val(pieces, piece);
                first = i;
            }
        } else {
            first = i;
        }
        last = i;
    }
    if (first != end) {
        Piece piece = piece_of(glyphs, first, last - first + 1, run->turn);
        g_array_append_val(pieces, piece);
    }
}

static int by_value(gconstpointer a, gconstpointer b)
{
    return compare(*(const float *)a, *(const float *)b);
}

static GArray *begins_of(const GArray *pieces)
{
    GArray *all = g_array_sized_new(FALSE, FALSE, sizeof(Begin), pieces->len);
    for (guint i = 0; i < pieces->len; i++) {
        const Piece *piece = &g_array_index(pieces, Piece, i);
        Begin begin = {piece->u0, piece_middle(piece)};
        g_array_append_val(all, begin);
    }
    g_array_sort(all, by_begin);
    return all;
}

static bool stands_left(const Piece *a, const Piece *b)
{
    return b->turn == a->turn && b->u0 > a->u1 && piece_level(a, b);
}

// Neighbours are looked for on the page: the PDF library may have given the columns one by one.
static GArray *column_starts(const GArray *pieces)
{
    enum { NEIGHBOURS = 3 };
    g_autoptr(GArray) sorted = g_array_sized_new(FALSE, FALSE, sizeof(Piece), pieces->len);
    g_array_append_vals(sorted, pieces->data, pieces->len);
    g_array_sort(sorted, piece_by_line);
    GArray *starts = g_array_new(FALSE, FALSE, sizeof(float));
    for (guint i = 0; i < sorted->len; i++)
        for (guint j = i + 1; j < MIN(i + 1 + NEIGHBOURS, sorted->len); j++) {
            const Piece *a = &g_array_index(sorted, Piece, i),
                        *b = &g_array_index(sorted, Piece, j);
            if (stands_left(a, b))
                g_array_append_val(starts, b->u0);
            else if (stands_left(b, a))
                g_array_append_val(starts, a->u0);
        }
    g_array_sort(starts, by_value);
    return starts;
}

GArray *piece_cut(GArray *glyphs)
{
    drop_doubles(glyphs);
    g_autoptr(GArray) runs = runs_of(glyphs);
    uint16_t turn = main_turn(runs);
    for (guint i = 0; i < runs->len; i++)
        if (g_array_index(runs, Run, i).count == 1)
            g_array_index(runs, Run, i).turn = turn;
    put_right(glyphs, runs);

    GArray *pieces = g_array_new(FALSE, FALSE, sizeof(Piece));
    for (guint i = 0; i < runs->len; i++)
        cut_run(glyphs, &g_array_index(runs, Run, i), NULL, pieces);
    g_autoptr(GArray) starts = column_starts(pieces);
    if (starts->len < 2)
        return pieces;
    g_autoptr(GArray) all = begins_of(pieces);
    Columns columns = {starts, all};
    g_array_set_size(pieces, 0);
    for (guint i = 0; i < runs->len; i++)
        cut_run(glyphs, &g_array_index(runs, Run, i), &columns, pieces);
    return pieces;
}
