// SPDX-License-Identifier: GPL-3.0-or-later
// Operators: where a content stream paints and where it writes, as far as boxes go.
#include "read/pdf_operators.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "read/pdf_ink.h"

enum {
    STACK = 32,           // operands kept
    STATES = 64,          // saved graphics states
    WORK_MOST = 20000000, // comparisons of words with paint
    UNKNOWN = 0x1000000,  // a colour
};
static const float PALE = 1.2F; // less contrast is hard to see
static const double PLACE_TRIM =
    0.2; // of the lesser side of a place: what lies there is none of the words'
static const double PLACE_PART = 0.33; // of a place: paint on more of it is what words stand on
static const double COVER = 0.4;       // em: lower paint is a rule under or through words
static const double MARGIN = 1.5;      // points a word's ends may lie outside its clip
static const double STROKE_WIDE = 3;
static const double SQUEEZED = 5;       // how much narrower than high letters may be
static const double GLYPH_LEAST = 0.12; // em a byte of shown strings takes
static const double GLYPH_MOST = 1.1;   // where the font does not say
static const double PRECISION = 1e9;    // what a fraction is read to
static const double NUMBER_MOST = 1e9;

typedef struct {
    double a, b, c, d, e, f;
} Matrix;

typedef struct {
    double x0, y0, x1, y1;
} Rect;

// Shown words: the middle of their letters from the first to where the last may be, and their em.
typedef struct {
    Rect box;
    double size;
    uint32_t color;
} Spot;

typedef struct {
    Rect box;
    uint32_t color;
    bool whole; // all of the box is painted
} Paint;

typedef struct {
    Matrix ctm;
    Rect clip;
    bool odd_clip; // not a rectangle: what it leaves is not known
    uint32_t fill, stroke;
    ColorSpace fill_space, stroke_space;
    double line;
    double size, leading, spacing;
    double most;   // em a byte takes
    bool outlined; // letters are filled and stroked
} State;

enum { CORNERS = 6 };

struct Operators {
    const char *at, *end;
    double number[STACK];
    int numbers, others; // operands that are numbers, and what else stands among them
    const char *name;    // the last name among the operands, with its slash, or NULL
    size_t name_len;
    int before_name; // numbers
    double bytes;    // of the strings among them
    double gaps;     // between them, thousandths of an em
    State state[STATES];
    int depth;
    Matrix text, line;
    double run_least, run_most; // how far the words shown since then have moved on, text units
    Rect path;
    double corner[CORNERS][2];
    int corners, rectangles;
    bool has_path, closed, curved, clips;
    const OperatorsPage *page;
    GArray *spots; // Spot
    GArray *paint; // Paint, in the order of painting; not white where white is below
    GArray *doubt; // Rect: where words may be hidden
    size_t work;
    uint32_t judged[2]; // the colours whose contrast was judged last
    bool pale;          // and what it was
};

static const Rect NOWHERE = {1e9, 1e9, -1e9, -1e9};

static Matrix times(Matrix m, Matrix n)
{
    return (Matrix){m.a * n.a + m.b * n.c,       m.a * n.b + m.b * n.d,
                    m.c * n.a + m.d * n.c,       m.c * n.b + m.d * n.d,
                    m.e * n.a + m.f * n.c + n.e, m.e * n.b + m.f * n.d + n.f};
}

static State *now(Operators *scan)
{
    return &scan->state[scan->depth];
}

static void extend(Rect *rect, double x, double y)
{
    *rect = (Rect){fmin(rect->x0, x), fmin(rect->y0, y), fmax(rect->x1, x), fmax(rect->y1, y)};
}

static void reach(Operators *scan, Rect *rect, double x, double y)
{
    const Matrix *m = &now(scan)->ctm;
    extend(rect, x * m->a + y * m->c + m->e, x * m->b + y * m->d + m->f);
}

static Rect both(Rect a, Rect b)
{
    return (Rect){fmax(a.x0, b.x0), fmax(a.y0, b.y0), fmin(a.x1, b.x1), fmin(a.y1, b.y1)};
}

static bool holds(const Rect *rect, double x, double y, double margin)
{
    return x >= rect->x0 - margin && x <= rect->x1 + margin && y >= rect->y0 - margin &&
           y <= rect->y1 + margin;
}

static bool meet(const Rect *a, const Rect *b)
{
    return a->x0 < b->x1 && a->x1 > b->x0 && a->y0 < b->y1 && a->y1 > b->y0;
}

static double operand(const Operators *scan, int from_end)
{
    return scan->numbers >= from_end ? scan->number[scan->numbers - from_end] : 0;
}

static bool holds_all(const Rect *outer, const Rect *inner)
{
    return outer->x0 <= inner->x0 && outer->y0 <= inner->y0 && outer->x1 >= inner->x1 &&
           outer->y1 >= inner->y1;
}

static bool is_pale_on(Operators *scan, uint32_t color, uint32_t below)
{
    if (color == UNKNOWN || below == UNKNOWN)
        return true;
    if (color != scan->judged[0] || below != scan->judged[1]) {
        scan->judged[0] = color;
        scan->judged[1] = below;
        scan->pale = ink_contrast(color, below) < PALE;
    }
    return scan->pale;
}

static bool meets_paint(Operators *scan, const Rect *rect)
{
    scan->work += scan->paint->len;
    for (guint i = 0; i < scan->paint->len; i++)
        if (meet(rect, &g_array_index(scan->paint, Paint, i).box))
            return true;
    return false;
}

// Doubts a place where words lie under paint, or under letters: `own` is then the colour of these,
// and words of that colour are no less seen than before. False when it was too much work.
static bool cover(Operators *scan, const Rect *rect, uint32_t own)
{
    bool covers = false;
    scan->work += scan->spots->len;
    for (guint i = 0; i < scan->spots->len && !covers; i++) {
        const Spot *spot = &g_array_index(scan->spots, Spot, i);
        covers = (spot->color != own || own == UNKNOWN) && meet(rect, &spot->box) &&
                 rect->y1 - rect->y0 > COVER * spot->size &&
                 rect->x1 - rect->x0 > COVER * spot->size;
    }
    if (covers)
        g_array_append_val(scan->doubt, *rect);
    return scan->work < WORK_MOST;
}

// Paint inside `rect`. False when it was too much work.
static bool paint(Operators *scan, Rect rect, uint32_t color, bool whole)
{
    rect = both(rect, now(scan)->clip);
    if (rect.x0 >= rect.x1 || rect.y0 >= rect.y1)
        return true;
    Paint one = {rect, color, whole && !now(scan)->odd_clip};
    if (color != 0xFFFFFF || meets_paint(scan, &rect))
        g_array_append_val(scan->paint, one);
    return cover(scan, &rect, UNKNOWN);
}

static void point(const Matrix *m, double x, double y, double *out_x, double *out_y)
{
    *out_x = x * m->a + y * m->c + m->e;
    *out_y = x * m->b + y * m->d + m->f;
}

// Whether letters are hard to tell from what lies below them.
static bool is_pale(Operators *scan, const Rect *rect)
{
    uint32_t fill = now(scan)->fill, last = 0xFFFFFF;
    if (is_pale_on(scan, fill, last))
        return true;
    scan->work += scan->paint->len;
    for (guint i = 0; i < scan->paint->len; i++) {
        const Paint *below = &g_array_index(scan->paint, Paint, i);
        if (below->color == last || !meet(rect, &below->box))
            continue;
        last = below->color;
        if (is_pale_on(scan, fill, last))
            return true;
    }
    return false;
}

// Words shown at the text position, whose letters stand in `m`, may be clipped away, squeezed to
// nothing, or outlined in the colour of the page.
static bool is_doubtful(Operators *scan, const Matrix *m, const Spot *spot)
{
    const State *state = now(scan);
    double wide = hypot(m->a, m->b), high = hypot(m->c, m->d), size = fabs(state->size);
    double x, y, end_x, end_y;
    double start = scan->run_least + 0.3 * size;
    point(m, start, 0.3 * size, &x, &y);
    point(m, start + GLYPH_LEAST * scan->bytes * size, 0.3 * size, &end_x, &end_y);
    return state->odd_clip || wide > SQUEEZED * high || high > SQUEEZED * wide ||
           !holds(&state->clip, x, y, MARGIN) || !holds(&state->clip, end_x, end_y, MARGIN) ||
           state->clip.x1 - state->clip.x0 < 0.6 * spot->size ||
           state->clip.y1 - state->clip.y0 < 0.6 * spot->size ||
           (state->outlined && is_pale_on(scan, state->stroke, 0xFFFFFF));
}

// Words shown at the text position. Fonts are not read: how long the words are lies between limits.
// False when it was too much work.
static bool show(Operators *scan)
{
    const State *state = now(scan);
    Matrix m = times(scan->text, state->ctm);
    double size = fabs(state->size);
    double least = GLYPH_LEAST * scan->bytes * size;
    double most = state->most * scan->bytes * size + fabs(state->spacing) * scan->bytes +
                  scan->gaps / 1000 * size;
    Spot spot = {NOWHERE, size * sqrt(hypot(m.a, m.b) * hypot(m.c, m.d)), state->fill};
    for (int corner = 0; corner < 4; corner++) {
        double x, y;
        point(&m, corner & 1 ? scan->run_most + most + size : 0.1 * size,
              (corner >> 1 ? 0.5 : 0.1) * size, &x, &y);
        extend(&spot.box, x, y);
    }
    if (is_doubtful(scan, &m, &spot))
        g_array_append_val(scan->doubt, spot.box);
    bool fine = !is_pale(scan, &spot.box) ||
                cover(scan, &spot.box, state->fill); // letters may cover letters
    g_array_append_val(scan->spots, spot);
    scan->run_least += least;
    scan->run_most += most;
    return fine && scan->work < WORK_MOST;
}

static bool paint_unit(Operators *scan)
{
    Rect rect = NOWHERE;
    for (int corner = 0; corner < 4; corner++)
        reach(scan, &rect, corner & 1, corner >> 1);
    return paint(scan, rect, UNKNOWN, true);
}

static void path_begin(Operators *scan)
{
    scan->path = NOWHERE;
    scan->has_path = scan->closed = scan->curved = false;
    scan->corners = scan->rectangles = 0;
}

// Whether the line between two corners runs along an axis: 0 across, 1 up.
static bool runs(Operators *scan, int from, int to, int axis)
{
    return fabs(scan->corner[from][1 - axis] - scan->corner[to][1 - axis]) < 0.01;
}

// Whether the path is one upright rectangle, as nearly all clips are.
static bool is_rectangle(Operators *scan)
{
    const Matrix *m = &now(scan)->ctm;
    bool upright = (m->b == 0 && m->c == 0) || (m->a == 0 && m->d == 0);
    if (scan->curved)
        return false;
    if (scan->rectangles)
        return upright && scan->rectangles == 1 && scan->corners == 0;
    if (scan->corners == 5 && !(runs(scan, 4, 0, 0) && runs(scan, 4, 0, 1)))
        return false;
    int axis = runs(scan, 0, 1, 0) ? 0 : 1;
    return (scan->corners == 4 || scan->corners == 5) && runs(scan, 0, 1, axis) &&
           runs(scan, 1, 2, 1 - axis) && runs(scan, 2, 3, axis) && runs(scan, 3, 0, 1 - axis);
}

// Ends the path, filled or stroked or neither.
static bool end_path(Operators *scan, bool fills, bool strokes)
{
    State *state = now(scan);
    const Matrix *m = &state->ctm;
    double half = state->line * sqrt(fabs(m->a * m->d - m->b * m->c)) / 2;
    Rect drawn = scan->path;
    bool fine = true;
    if (strokes && half * 2 > STROKE_WIDE) {
        drawn = (Rect){drawn.x0 - half, drawn.y0 - half, drawn.x1 + half, drawn.y1 + half};
        uint32_t color = fills && state->fill != state->stroke ? UNKNOWN : state->stroke;
        fine = !scan->has_path || paint(scan, drawn, color, fills && is_rectangle(scan));
    } else if (scan->has_path && fills) {
        fine = paint(scan, drawn, state->fill, is_rectangle(scan));
    }
    if (scan->clips) {
        state->odd_clip = state->odd_clip || !is_rectangle(scan);
        state->clip = both(state->clip, scan->path);
    }
    scan->clips = false;
    path_begin(scan);
    return fine;
}

static void add_rectangle(Operators *scan)
{
    double x = operand(scan, 4), y = operand(scan, 3);
    double w = operand(scan, 2), h = operand(scan, 1);
    for (int corner = 0; corner < 4; corner++)
        reach(scan, &scan->path, x + (corner & 1 ? w : 0), y + (corner >> 1 ? h : 0));
    scan->has_path = true;
    scan->rectangles++;
}

// `moves`: a line does not lead there.
static void add_points(Operators *scan, bool moves)
{
    for (int i = 0; i + 1 < scan->numbers; i += 2)
        reach(scan, &scan->path, scan->number[i], scan->number[i + 1]);
    bool one = scan->numbers == 2 && scan->corners < CORNERS;
    bool goes_on = moves ? !scan->has_path : !scan->closed;
    scan->has_path = true;
    if (one && goes_on) {
        double *corner = scan->corner[scan->corners++];
        point(&now(scan)->ctm, scan->number[0], scan->number[1], &corner[0], &corner[1]);
    } else {
        scan->curved = true;
    }
}

static uint32_t channel(double value)
{
    return (uint32_t)(CLAMP(value, 0, 1) * 255 + 0.5);
}

// The colour that the operands make in a space.
static uint32_t color_of(const Operators *scan, ColorSpace space)
{
    if (space == SPACE_GRAY && scan->numbers == 1)
        return channel(operand(scan, 1)) * 0x010101;
    if (space == SPACE_RGB && scan->numbers == 3)
        return channel(operand(scan, 3)) << 16 | channel(operand(scan, 2)) << 8 |
               channel(operand(scan, 1));
    bool black = operand(scan, 4) + operand(scan, 3) + operand(scan, 2) == 0;
    if (space == SPACE_CMYK && scan->numbers == 4 && black && operand(scan, 1) <= 0)
        return 0xFFFFFF;
    if (space == SPACE_CMYK && scan->numbers == 4 && black && operand(scan, 1) >= 1)
        return 0x231F20; // as poppler has it
    return UNKNOWN;
}

// What the page's resources say of the last name.
static bool look_up(const Operators *scan, GHashTable *table, int *value)
{
    g_autofree char *name = g_strndup(scan->name ? scan->name : "", scan->name_len);
    gpointer found = NULL;
    bool known = g_hash_table_lookup_extended(table, name, NULL, &found);
    *value = GPOINTER_TO_INT(found);
    return known;
}

static double advance_named(const Operators *scan)
{
    int advance = 0;
    return look_up(scan, scan->page->fonts, &advance) ? advance / 1000.0 : GLYPH_MOST;
}

static bool is_named(const Operators *scan, const char *name)
{
    return scan->name && scan->name_len == strlen(name) &&
           memcmp(scan->name, name, scan->name_len) == 0;
}

static ColorSpace space_named(const Operators *scan)
{
    int space = SPACE_OTHER;
    if (look_up(scan, scan->page->spaces, &space))
        return (ColorSpace)space;
    return is_named(scan, "/DeviceGray")   ? SPACE_GRAY
           : is_named(scan, "/DeviceRGB")  ? SPACE_RGB
           : is_named(scan, "/DeviceCMYK") ? SPACE_CMYK
                                           : SPACE_OTHER;
}

// Words are shown from here on.
static void start_line(Operators *scan, Matrix line)
{
    scan->text = scan->line = line;
    scan->run_least = scan->run_most = 0;
}

static void next_line(Operators *scan, double x, double y)
{
    start_line(scan, times((Matrix){1, 0, 0, 1, x, y}, scan->line));
}

static Matrix matrix_of(const Operators *scan)
{
    return (Matrix){operand(scan, 6), operand(scan, 5), operand(scan, 4),
                    operand(scan, 3), operand(scan, 2), operand(scan, 1)};
}

// Operators are told by their letters.
#define OP(a, b) ((unsigned)(unsigned char)(a) | (unsigned)(unsigned char)(b) << 8)

static unsigned code_of(const char *word, size_t len)
{
    return len == 1 ? OP(word[0], 0) : len == 2 ? OP(word[0], word[1]) : 0;
}

// Operators of text. True when it was one; `*fine` turns false when what it does
// is not known here.
static bool text_operator(Operators *scan, unsigned code, bool *fine)
{
    switch (code) {
    case OP('T', 'j'):
    case OP('T', 'J'):
        *fine = show(scan);
        return true;
    case OP('\'', 0):
    case OP('"', 0):
        next_line(scan, 0, -now(scan)->leading);
        *fine = show(scan);
        return true;
    case OP('B', 'T'):
        start_line(scan, (Matrix){1, 0, 0, 1, 0, 0});
        return true;
    case OP('T', 'm'):
        start_line(scan, matrix_of(scan));
        return true;
    case OP('T', 'D'):
        now(scan)->leading = -operand(scan, 1);
        next_line(scan, operand(scan, 2), operand(scan, 1));
        return true;
    case OP('T', 'd'):
        next_line(scan, operand(scan, 2), operand(scan, 1));
        return true;
    case OP('T', '*'):
        next_line(scan, 0, -now(scan)->leading);
        return true;
    case OP('T', 'L'):
        now(scan)->leading = operand(scan, 1);
        return true;
    case OP('T', 'f'):
        now(scan)->size = operand(scan, 1);
        now(scan)->most = advance_named(scan);
        return true;
    case OP('T', 'c'):
        now(scan)->spacing = operand(scan, 1);
        return true;
    case OP('T', 'r'): // 0 filled, 2 stroked as well; the others may be unseen
        *fine = operand(scan, 1) == 0 || operand(scan, 1) == 2;
        now(scan)->outlined = operand(scan, 1) == 2;
        return true;
    case OP('T', 'z'):
        *fine = operand(scan, 1) >= 100 / SQUEEZED;
        return true;
    case OP('T', 's'):
        *fine = fabs(operand(scan, 1)) <= fabs(now(scan)->size);
        return true;
    default:
        return false;
    }
}

static bool save_state(Operators *scan)
{
    if (scan->depth + 1 >= STATES)
        return false;
    scan->state[scan->depth + 1] = scan->state[scan->depth];
    scan->depth++;
    return true;
}

// Operators that make and end paths. True when it was one.
static bool path_operator(Operators *scan, unsigned code, bool *fine)
{
    switch (code) {
    case OP('r', 'e'):
        add_rectangle(scan);
        return true;
    case OP('m', 0):
        add_points(scan, true);
        return true;
    case OP('l', 0):
    case OP('c', 0):
    case OP('v', 0):
    case OP('y', 0):
        add_points(scan, false);
        return true;
    case OP('h', 0):
        scan->closed = true;
        return true;
    case OP('W', 0):
    case OP('W', '*'):
        scan->clips = true;
        return true;
    case OP('f', 0):
    case OP('F', 0):
    case OP('f', '*'):
        *fine = end_path(scan, true, false);
        return true;
    case OP('B', 0):
    case OP('B', '*'):
    case OP('b', 0):
    case OP('b', '*'):
        *fine = end_path(scan, true, true);
        return true;
    case OP('S', 0):
    case OP('s', 0):
        *fine = end_path(scan, false, true);
        return true;
    case OP('n', 0):
        *fine = end_path(scan, false, false);
        return true;
    default:
        return false;
    }
}

static void set_fill(Operators *scan, ColorSpace space, uint32_t color)
{
    now(scan)->fill_space = space;
    now(scan)->fill = color;
}

static void set_stroke(Operators *scan, ColorSpace space, uint32_t color)
{
    now(scan)->stroke_space = space;
    now(scan)->stroke = color;
}

// Sets a colour of the space in force; false for a pattern.
static bool set_special(Operators *scan, ColorSpace space, uint32_t *color)
{
    *color = color_of(scan, space);
    return !scan->name && scan->numbers > 0;
}

// Operators that set colours. True when it was one.
static bool color_operator(Operators *scan, unsigned code, bool *fine)
{
    ColorSpace space;
    switch (code) {
    case OP('g', 0):
        set_fill(scan, SPACE_GRAY, color_of(scan, SPACE_GRAY));
        return true;
    case OP('r', 'g'):
        set_fill(scan, SPACE_RGB, color_of(scan, SPACE_RGB));
        return true;
    case OP('k', 0):
        set_fill(scan, SPACE_CMYK, color_of(scan, SPACE_CMYK));
        return true;
    case OP('G', 0):
        set_stroke(scan, SPACE_GRAY, color_of(scan, SPACE_GRAY));
        return true;
    case OP('R', 'G'):
        set_stroke(scan, SPACE_RGB, color_of(scan, SPACE_RGB));
        return true;
    case OP('K', 0):
        set_stroke(scan, SPACE_CMYK, color_of(scan, SPACE_CMYK));
        return true;
    case OP('c', 's'):
        space = space_named(scan);
        set_fill(scan, space, space == SPACE_OTHER ? UNKNOWN : 0);
        return true;
    case OP('C', 'S'):
        space = space_named(scan);
        set_stroke(scan, space, space == SPACE_OTHER ? UNKNOWN : 0);
        return true;
    case OP('s', 'c'):
        *fine = set_special(scan, now(scan)->fill_space, &now(scan)->fill);
        return true;
    case OP('S', 'C'):
        *fine = set_special(scan, now(scan)->stroke_space, &now(scan)->stroke);
        return true;
    default:
        return false;
    }
}

// How many numbers an operator takes; -1 for those whose numbers do not matter.
static int numbers_of(unsigned code)
{
    switch (code) {
    case OP('c', 'm'):
    case OP('T', 'm'):
    case OP('c', 0):
        return 6;
    case OP('r', 'e'):
    case OP('v', 0):
    case OP('y', 0):
    case OP('k', 0):
    case OP('K', 0):
        return 4;
    case OP('r', 'g'):
    case OP('R', 'G'):
        return 3;
    case OP('m', 0):
    case OP('l', 0):
    case OP('T', 'd'):
    case OP('T', 'D'):
        return 2;
    case OP('g', 0):
    case OP('G', 0):
    case OP('w', 0):
    case OP('T', 'f'):
    case OP('T', 'L'):
    case OP('T', 'c'):
    case OP('T', 'r'):
    case OP('T', 'z'):
    case OP('T', 's'):
        return 1;
    default:
        return -1;
    }
}

// Whether an operator has the operands it wants, and no more: readers differ in what they make of
// others. A font's name stands before its size.
static bool has_operands(const Operators *scan, unsigned code)
{
    int numbers = numbers_of(code);
    if (code == OP('T', 'f'))
        return scan->numbers == numbers && scan->others == 1 && scan->name && !scan->before_name;
    return numbers < 0 || (scan->numbers == numbers && scan->others == 0);
}

// One operator. False when what it does is not known here.
static bool operate(Operators *scan, const char *word, size_t len)
{
    unsigned code = code_of(word, len);
    bool fine = true;
    if (!has_operands(scan, code))
        return false;
    if (text_operator(scan, code, &fine) || path_operator(scan, code, &fine) ||
        color_operator(scan, code, &fine))
        return fine;
    switch (code) {
    case OP('q', 0):
        return save_state(scan);
    case OP('Q', 0):
        scan->depth = MAX(scan->depth - 1, 0);
        return !scan->has_path;
    case OP('c', 'm'):
        now(scan)->ctm = times(matrix_of(scan), now(scan)->ctm);
        return !scan->has_path;
    case OP('w', 0):
        now(scan)->line = operand(scan, 1);
        return true;
    case OP('D', 'o'):
        return !scan->page->forms && paint_unit(scan);
    case OP('s', 'h'): // a shading, an image inside the stream
    case OP('B', 'I'):
        return false;
    default:
        if (len == 3 && memcmp(word, "scn", 3) == 0)
            return set_special(scan, now(scan)->fill_space, &now(scan)->fill);
        if (len == 3 && memcmp(word, "SCN", 3) == 0)
            return set_special(scan, now(scan)->stroke_space, &now(scan)->stroke);
        return true;
    }
}

static bool is_delimiter(char c)
{
    switch (c) {
    case '\0':
    case '\t':
    case '\n':
    case '\f':
    case '\r':
    case ' ':
    case '(':
    case ')':
    case '<':
    case '>':
    case '[':
    case ']':
    case '{':
    case '}':
    case '/':
    case '%':
        return true;
    default:
        return false;
    }
}

// Skips what follows a backslash inside a string: up to three digits make one byte.
static void skip_escaped(Operators *scan)
{
    for (int digits = 0; digits < 3 && scan->at + 1 < scan->end; digits++) {
        char next = scan->at[1];
        bool digit = next >= '0' && next <= '7';
        if (digit || digits == 0)
            scan->at++;
        if (!digit)
            return;
    }
}

static void skip_string(Operators *scan)
{
    int depth = 0;
    for (; scan->at < scan->end; scan->at++) {
        scan->bytes += depth > 0;
        if (*scan->at == '\\')
            skip_escaped(scan);
        else if (*scan->at == '(')
            depth++;
        else if (*scan->at == ')' && --depth == 0) {
            scan->at++;
            scan->bytes--;
            return;
        }
    }
}

static void skip_until(Operators *scan, const char *stops)
{
    while (scan->at < scan->end && !(*scan->at && strchr(stops, *scan->at)))
        scan->at++;
    if (scan->at < scan->end)
        scan->at++;
}

static void skip_name(Operators *scan)
{
    scan->name = scan->at++;
    while (scan->at < scan->end && !is_delimiter(*scan->at))
        scan->at++;
    scan->name_len = (size_t)(scan->at - scan->name);
    scan->before_name = scan->numbers;
}

static void skip_angle(Operators *scan)
{
    const char *start = scan->at;
    if (start + 1 < scan->end && start[1] == '<') { // a dictionary: what is in it comes next
        scan->at += 2;
        return;
    }
    skip_until(scan, ">");
    scan->bytes += (double)(scan->at - start - 2) / 2;
}

// Skips what is neither number nor operator: strings, names, comments, brackets. False at a word.
static bool skip_other(Operators *scan)
{
    char c = *scan->at;
    if (!is_delimiter(c))
        return false;
    scan->others += c != '%' && !(c && strchr("\t\n\f\r ", c)) && c;
    if (c == '(')
        skip_string(scan);
    else if (c == '<')
        skip_angle(scan);
    else if (c == '%')
        skip_until(scan, "\r\n");
    else if (c == '/')
        skip_name(scan);
    else
        scan->at++;
    return true;
}

static void operands_end(Operators *scan)
{
    scan->numbers = scan->others = 0;
    scan->name = NULL;
    scan->bytes = scan->gaps = 0;
}

static void scan_begin(Operators *scan, const OperatorsPage *page, const char *data, size_t len)
{
    scan->page = page;
    scan->at = data;
    scan->end = data + len;
    scan->depth = 0;
    scan->work = 0;
    scan->state[0] = (State){.ctm = {1, 0, 0, 1, 0, 0},
                             .clip = {page->crop.x0, page->crop.y0, page->crop.x1, page->crop.y1},
                             .fill_space = SPACE_GRAY,
                             .stroke_space = SPACE_GRAY,
                             .line = 1,
                             .most = GLYPH_MOST};
    scan->clips = false;
    path_begin(scan);
    operands_end(scan);
    g_array_set_size(scan->spots, 0);
    g_array_set_size(scan->paint, 0);
    g_array_set_size(scan->doubt, 0);
}

bool operators_number(const char *at, const char *end, double *number)
{
    double value = 0, unit = 1;
    bool minus = *at == '-', fraction = false, digits = false;
    for (at += *at == '-' || *at == '+'; at < end; at++) {
        bool point = *at == '.' && !fraction;
        if (!point && !g_ascii_isdigit(*at))
            return false;
        fraction = fraction || point;
        digits = digits || !point;
        if (point || unit >= PRECISION)
            continue;
        value = value * 10 + (*at - '0');
        unit *= fraction ? 10 : 1;
    }
    value /= unit;
    *number = minus ? -value : value;
    return digits && value < NUMBER_MOST;
}

// Operators take the last operands; the longer rows are spacing inside words.
static void push(Operators *scan, double number)
{
    if (scan->numbers == STACK) {
        memmove(scan->number, scan->number + 1, (STACK - 1) * sizeof *scan->number);
        scan->numbers--;
    }
    scan->number[scan->numbers++] = number;
    scan->gaps += number < 0 && scan->bytes > 0 ? -number : 0; // inside TJ's row
}

bool operators_follow(Operators *scan, const OperatorsPage *page, const char *data, size_t len)
{
    scan_begin(scan, page, data, len);
    while (scan->at < scan->end) {
        if (skip_other(scan))
            continue;
        const char *word = scan->at;
        while (scan->at < scan->end && !is_delimiter(*scan->at))
            scan->at++;
        if (g_ascii_isdigit(*word) || *word == '-' || *word == '.' || *word == '+') {
            double number;
            if (!operators_number(word, scan->at, &number))
                return false;
            push(scan, number);
            continue;
        }
        if (!operate(scan, word, (size_t)(scan->at - word)))
            return false;
        operands_end(scan);
    }
    return true;
}

// Adds paint that lies at a part of a place. False when there are too many colours.
static bool add_color(Below *below, uint32_t color)
{
    for (unsigned i = 0; i < below->count; i++)
        if (below->color[i] == color)
            return true;
    if (below->count == BELOW_MOST)
        return false;
    below->color[below->count++] = color;
    return true;
}

static double area(Rect rect)
{
    return fmax(rect.x1 - rect.x0, 0) * fmax(rect.y1 - rect.y0, 0);
}

bool operators_below(const Operators *scan, Box place, Below *below)
{
    double trim = PLACE_TRIM * fmin(place.x1 - place.x0, place.y1 - place.y0);
    Rect rect = {place.x0 + trim, place.y0 + trim, place.x1 - trim, place.y1 - trim};
    bool words = false, known = true;
    for (guint i = 0; i < scan->spots->len && !words; i++)
        words = meet(&g_array_index(scan->spots, Spot, i).box, &rect);
    for (guint i = 0; i < scan->doubt->len; i++)
        if (meet(&g_array_index(scan->doubt, Rect, i), &rect))
            return false;
    *below = (Below){{0xFFFFFF}, 1};
    for (guint i = 0; i < scan->paint->len; i++) {
        const Paint *one = &g_array_index(scan->paint, Paint, i);
        if (!meet(&one->box, &rect))
            continue;
        if (one->whole && holds_all(&one->box, &rect)) {
            *below = (Below){{one->color}, 1};
            known = one->color != UNKNOWN;
            continue;
        }
        bool much = area(both(one->box, rect)) > PLACE_PART * area(rect);
        known = known && one->color != UNKNOWN && !(much && one->color != below->color[0]) &&
                add_color(below, one->color);
    }
    return words && known;
}

Operators *operators_new(void)
{
    Operators *scan = g_new0(Operators, 1);
    scan->spots = g_array_new(FALSE, FALSE, sizeof(Spot));
    scan->paint = g_array_new(FALSE, FALSE, sizeof(Paint));
    scan->doubt = g_array_new(FALSE, FALSE, sizeof(Rect));
    scan->judged[0] = UNKNOWN;
    return scan;
}

void operators_free(Operators *scan)
{
    g_array_unref(scan->spots);
    g_array_unref(scan->paint);
    g_array_unref(scan->doubt);
    g_free(scan);
}
