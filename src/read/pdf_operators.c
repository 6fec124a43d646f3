// SPDX-License-Identifier: GPL-3.0-or-later
// Operators: where a content stream paints and where it writes, as far as boxes go.
#include "read/pdf_operators.h"

#include <glib.h>
#include <math.h>
#include <string.h>

enum {
    STACK = 32,           // operands kept
    STATES = 64,          // saved graphics states
    WORK_MOST = 20000000, // comparisons of words with paint
};
static const double WHITE = 0.93;
static const double COVER = 0.4;  // em: lower paint is a rule under or through words
static const double MARGIN = 1.5; // points a word's ends may lie outside its clip
static const double STROKE_WIDE = 3;
static const double SQUEEZED = 5;       // how much narrower than high letters may be
static const double GLYPH_LEAST = 0.12; // em a byte of shown strings takes, at least and at most
static const double GLYPH_MOST = 0.6;

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
} Spot;

typedef struct {
    Matrix ctm;
    Rect clip;
    bool odd_clip;     // not a rectangle: what it leaves is not known
    bool white;        // the colour of fills
    bool stroke_white; // and of lines
    double line;
} State;

enum { CORNERS = 6 };

struct Operators {
    const char *at, *end;
    double number[STACK];
    int numbers;
    bool named;   // a name among the operands
    double bytes; // of the strings among them
    double gaps;  // between them, thousandths of an em
    State state[STATES];
    int depth;
    Matrix text, line;
    double size, leading, spacing;
    bool outlined; // letters are filled and stroked
    Rect path;
    double corner[CORNERS][2];
    int corners, rectangles;
    bool has_path, curved, clips;
    bool forms, inks;
    GArray *spots; // Spot
    GArray *paint; // Rect: dark ones so far
    size_t work;
};

static const Rect EVERYWHERE = {-1e6, -1e6, 1e6, 1e6};
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

// Paint inside `rect`. False when words may lie under it.
static bool paint(Operators *scan, Rect rect, bool white)
{
    rect = both(rect, now(scan)->clip);
    if (rect.x0 >= rect.x1 || rect.y0 >= rect.y1)
        return true;
    scan->work += scan->spots->len;
    for (guint i = 0; i < scan->spots->len; i++) {
        const Spot *spot = &g_array_index(scan->spots, Spot, i);
        if (meet(&rect, &spot->box) && rect.y1 - rect.y0 > COVER * spot->size &&
            rect.x1 - rect.x0 > COVER * spot->size)
            return false;
    }
    if (!white)
        g_array_append_val(scan->paint, rect);
    return scan->work < WORK_MOST;
}

static void point(const Matrix *m, double x, double y, double *out_x, double *out_y)
{
    *out_x = x * m->a + y * m->c + m->e;
    *out_y = x * m->b + y * m->d + m->f;
}

// Words shown at the text position. False when they may be clipped away, squeezed to nothing, stand
// on dark paint, or cover others. Fonts are not read: how long the words are lies between limits.
static bool show(Operators *scan)
{
    const State *state = now(scan);
    Matrix m = times(scan->text, state->ctm);
    double wide = hypot(m.a, m.b), high = hypot(m.c, m.d), size = fabs(scan->size);
    double least = GLYPH_LEAST * scan->bytes * size;
    double most = (GLYPH_MOST * scan->bytes + 1) * size + fabs(scan->spacing) * scan->bytes +
                  scan->gaps / 1000 * size;
    double x, y, end_x, end_y;
    point(&m, 0.3 * size, 0.3 * size, &x, &y);
    point(&m, 0.3 * size + least, 0.3 * size, &end_x, &end_y);
    Spot spot = {NOWHERE, size * sqrt(wide * high)};
    if (state->odd_clip || wide > SQUEEZED * high || high > SQUEEZED * wide ||
        !holds(&state->clip, x, y, MARGIN) || !holds(&state->clip, end_x, end_y, MARGIN) ||
        state->clip.x1 - state->clip.x0 < 0.6 * spot.size ||
        state->clip.y1 - state->clip.y0 < 0.6 * spot.size ||
        (scan->outlined && state->stroke_white))
        return false;
    for (int corner = 0; corner < 4; corner++) {
        point(&m, corner & 1 ? most : 0.1 * size, (corner >> 1 ? 0.5 : 0.1) * size, &x, &y);
        extend(&spot.box, x, y);
    }
    scan->work += scan->paint->len;
    for (guint i = 0; i < scan->paint->len; i++)
        if (meet(&g_array_index(scan->paint, Rect, i), &spot.box))
            return false;
    if (state->white && !paint(scan, spot.box, true))
        return false; // letters may cover letters
    g_array_append_val(scan->spots, spot);
    return scan->work < WORK_MOST;
}

static bool paint_unit(Operators *scan)
{
    Rect rect = NOWHERE;
    for (int corner = 0; corner < 4; corner++)
        reach(scan, &rect, corner & 1, corner >> 1);
    return paint(scan, rect, false);
}

static void path_begin(Operators *scan)
{
    scan->path = NOWHERE;
    scan->has_path = scan->curved = false;
    scan->corners = scan->rectangles = 0;
}

// Whether the path is one upright rectangle, as nearly all clips are.
static bool is_rectangle(Operators *scan)
{
    const Matrix *m = &now(scan)->ctm;
    bool upright = (m->b == 0 && m->c == 0) || (m->a == 0 && m->d == 0);
    if (scan->rectangles)
        return upright && scan->rectangles == 1 && scan->corners == 0;
    if (scan->curved || (scan->corners != 4 && scan->corners != 5))
        return false;
    for (int i = 0; i < scan->corners; i++) {
        const double *a = scan->corner[i], *b = scan->corner[(i + 1) % scan->corners];
        if (fabs(a[0] - b[0]) > 0.01 && fabs(a[1] - b[1]) > 0.01)
            return false;
    }
    return true;
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
        fine = !scan->has_path || paint(scan, drawn, false);
    } else if (scan->has_path && fills) {
        fine = paint(scan, drawn, state->white);
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

static void add_points(Operators *scan)
{
    for (int i = 0; i + 1 < scan->numbers; i += 2)
        reach(scan, &scan->path, scan->number[i], scan->number[i + 1]);
    scan->has_path = true;
    if (scan->numbers == 2 && scan->corners < CORNERS) {
        double *corner = scan->corner[scan->corners++];
        point(&now(scan)->ctm, scan->number[0], scan->number[1], &corner[0], &corner[1]);
    } else {
        scan->curved = true;
    }
}

static bool is_white(const Operators *scan)
{
    bool white = scan->numbers == 1 || scan->numbers == 3;
    for (int i = 0; i < scan->numbers && white; i++)
        white = scan->number[i] >= WHITE;
    if (scan->numbers == 4) // inks: none of them
        white = scan->number[0] + scan->number[1] + scan->number[2] + scan->number[3] < 1 - WHITE;
    return white;
}

// A colour of a space that is named elsewhere; false for a pattern. One part of it may be an ink,
// of which much is dark.
static bool set_special(const Operators *scan, bool *white)
{
    *white = is_white(scan) && scan->numbers != 1 && !scan->inks;
    return !scan->named && scan->numbers > 0;
}

static void next_line(Operators *scan, double x, double y)
{
    scan->line = times((Matrix){1, 0, 0, 1, x, y}, scan->line);
    scan->text = scan->line;
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

// Operators of text. True when it was one; `*fine` turns false when words may be hidden.
static bool text_operator(Operators *scan, unsigned code, bool *fine)
{
    switch (code) {
    case OP('T', 'j'):
    case OP('T', 'J'):
        *fine = show(scan);
        return true;
    case OP('\'', 0):
    case OP('"', 0):
        next_line(scan, 0, -scan->leading);
        *fine = show(scan);
        return true;
    case OP('B', 'T'):
        scan->text = scan->line = (Matrix){1, 0, 0, 1, 0, 0};
        return true;
    case OP('T', 'm'):
        scan->text = scan->line = matrix_of(scan);
        return true;
    case OP('T', 'D'):
        scan->leading = -operand(scan, 1);
        next_line(scan, operand(scan, 2), operand(scan, 1));
        return true;
    case OP('T', 'd'):
        next_line(scan, operand(scan, 2), operand(scan, 1));
        return true;
    case OP('T', '*'):
        next_line(scan, 0, -scan->leading);
        return true;
    case OP('T', 'L'):
        scan->leading = operand(scan, 1);
        return true;
    case OP('T', 'f'):
        scan->size = operand(scan, 1);
        return true;
    case OP('T', 'c'):
        scan->spacing = operand(scan, 1);
        return true;
    case OP('T', 'r'): // 0 filled, 2 stroked as well; the others may be unseen
        *fine = operand(scan, 1) == 0 || operand(scan, 1) == 2;
        scan->outlined = operand(scan, 1) == 2;
        return true;
    case OP('T', 'z'):
        *fine = operand(scan, 1) >= 100 / SQUEEZED;
        return true;
    case OP('T', 's'):
        *fine = fabs(operand(scan, 1)) <= fabs(scan->size);
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
    case OP('l', 0):
    case OP('c', 0):
    case OP('v', 0):
    case OP('y', 0):
        add_points(scan);
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

// One operator. False when words may be hidden by it.
static bool operate(Operators *scan, const char *word, size_t len)
{
    unsigned code = code_of(word, len);
    bool fine = true;
    if (text_operator(scan, code, &fine) || path_operator(scan, code, &fine))
        return fine;
    switch (code) {
    case OP('q', 0):
        return save_state(scan);
    case OP('Q', 0):
        scan->depth = MAX(scan->depth - 1, 0);
        return true;
    case OP('c', 'm'):
        now(scan)->ctm = times(matrix_of(scan), now(scan)->ctm);
        return true;
    case OP('g', 0):
    case OP('r', 'g'):
    case OP('k', 0):
        now(scan)->white = is_white(scan);
        return true;
    case OP('G', 0):
    case OP('R', 'G'):
    case OP('K', 0):
        now(scan)->stroke_white = is_white(scan);
        return true;
    case OP('s', 'c'):
        return set_special(scan, &now(scan)->white);
    case OP('S', 'C'):
        return set_special(scan, &now(scan)->stroke_white);
    case OP('c', 's'):
        now(scan)->white = false;
        return true;
    case OP('C', 'S'):
        now(scan)->stroke_white = false;
        return true;
    case OP('w', 0):
        now(scan)->line = operand(scan, 1);
        return true;
    case OP('D', 'o'):
        return !scan->forms && paint_unit(scan);
    case OP('s', 'h'): // a shading, an image inside the stream
    case OP('B', 'I'):
        return false;
    default:
        if (len == 3 && memcmp(word, "scn", 3) == 0)
            return set_special(scan, &now(scan)->white);
        if (len == 3 && memcmp(word, "SCN", 3) == 0)
            return set_special(scan, &now(scan)->stroke_white);
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

static void skip_string(Operators *scan)
{
    int depth = 0;
    for (; scan->at < scan->end; scan->at++) {
        if (*scan->at == '\\' && scan->at + 1 < scan->end)
            scan->at++;
        else if (*scan->at == '(')
            depth++;
        else if (*scan->at == ')' && --depth == 0) {
            scan->at++;
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

// Skips what is neither number nor operator: strings, names, comments, brackets. False at a word.
static bool skip_other(Operators *scan)
{
    const char *start = scan->at;
    char c = *start;
    if (c == '(') {
        skip_string(scan);
        scan->bytes += (double)(scan->at - start - 2);
    } else if (c == '<' && scan->at + 1 < scan->end && scan->at[1] != '<') {
        skip_until(scan, ">");
        scan->bytes += (double)(scan->at - start - 2) / 2;
    } else if (c == '%') {
        skip_until(scan, "\r\n");
    } else if (c == '/') {
        scan->named = true;
        scan->at++;
        while (scan->at < scan->end && !is_delimiter(*scan->at))
            scan->at++;
    } else if (is_delimiter(c)) {
        scan->at++;
    } else {
        return false;
    }
    return true;
}

static void operands_end(Operators *scan)
{
    scan->numbers = 0;
    scan->named = false;
    scan->bytes = scan->gaps = 0;
}

static void scan_begin(Operators *scan, const char *data, size_t len)
{
    scan->at = data;
    scan->end = data + len;
    scan->depth = 0;
    scan->state[0] = (State){.ctm = {1, 0, 0, 1, 0, 0}, .clip = EVERYWHERE, .line = 1};
    scan->clips = scan->outlined = false;
    scan->spacing = 0;
    path_begin(scan);
    operands_end(scan);
    g_array_set_size(scan->spots, 0);
    g_array_set_size(scan->paint, 0);
}

// A number of a content stream has no exponent.
static double number_of(const char *at, const char *end)
{
    double value = 0, unit = 1;
    bool minus = *at == '-', fraction = false;
    for (at += *at == '-' || *at == '+'; at < end; at++) {
        if (*at == '.')
            fraction = true;
        if (!g_ascii_isdigit(*at))
            continue;
        value = value * 10 + (*at - '0');
        unit *= fraction ? 10 : 1;
    }
    value /= unit;
    return minus ? -value : value;
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

bool operators_hide_nothing(Operators *scan, const char *data, size_t len)
{
    scan_begin(scan, data, len);
    while (scan->at < scan->end) {
        if (skip_other(scan))
            continue;
        const char *word = scan->at;
        while (scan->at < scan->end && !is_delimiter(*scan->at))
            scan->at++;
        if (g_ascii_isdigit(*word) || *word == '-' || *word == '.' || *word == '+') {
            push(scan, number_of(word, scan->at));
            continue;
        }
        if (!operate(scan, word, (size_t)(scan->at - word)))
            return false;
        operands_end(scan);
    }
    return true;
}

Operators *operators_new(bool forms, bool inks)
{
    Operators *scan = g_new0(Operators, 1);
    scan->forms = forms;
    scan->inks = inks;
    scan->spots = g_array_new(FALSE, FALSE, sizeof(Spot));
    scan->paint = g_array_new(FALSE, FALSE, sizeof(Rect));
    return scan;
}

void operators_free(Operators *scan)
{
    g_array_unref(scan->spots);
    g_array_unref(scan->paint);
    g_free(scan);
}
