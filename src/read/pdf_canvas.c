// SPDX-License-Identifier: GPL-3.0-or-later
#include "read/pdf_canvas.h"

#include <math.h>

#include "read/pdf_ink.h"

enum { WORK_MOST = 20000000 };         // comparisons of words with paint
static const float PALE = 1.2F;        // less contrast is hard to see
static const double PLACE_TRIM = 0.2;  // of the lesser side of a place: none of its words lie there
static const double PLACE_PART = 0.33; // of a place: paint on more of it is what words stand on
static const double COVER = 0.4;       // em: lower paint is a rule under or through words
static const double MARGIN = 1.5;      // points a word's ends may lie outside its clip
static const double STROKE_WIDE = 3;
static const double GLYPH_LEAST = 0.12; // em a byte of shown strings takes

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

static const Rect NOWHERE = {1e9, 1e9, -1e9, -1e9};

static Matrix times(Matrix m, Matrix n)
{
    return (Matrix){m.a * n.a + m.b * n.c,       m.a * n.b + m.b * n.d,
                    m.c * n.a + m.d * n.c,       m.c * n.b + m.d * n.d,
                    m.e * n.a + m.f * n.c + n.e, m.e * n.b + m.f * n.d + n.f};
}

static void extend(Rect *rect, double x, double y)
{
    *rect = (Rect){fmin(rect->x0, x), fmin(rect->y0, y), fmax(rect->x1, x), fmax(rect->y1, y)};
}

static void reach(Canvas *canvas, Rect *rect, double x, double y)
{
    const Matrix *m = &canvas_now(canvas)->ctm;
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

static bool holds_all(const Rect *outer, const Rect *inner)
{
    return outer->x0 <= inner->x0 && outer->y0 <= inner->y0 && outer->x1 >= inner->x1 &&
           outer->y1 >= inner->y1;
}

static bool is_pale_on(Canvas *canvas, uint32_t color, uint32_t below)
{
    if (color == COLOR_UNKNOWN || below == COLOR_UNKNOWN)
        return true;
    if (color != canvas->judged[0] || below != canvas->judged[1]) {
        canvas->judged[0] = color;
        canvas->judged[1] = below;
        canvas->pale = ink_contrast(color, below) < PALE;
    }
    return canvas->pale;
}

static bool meets_paint(Canvas *canvas, const Rect *rect)
{
    canvas->work += canvas->paint->len;
    for (guint i = 0; i < canvas->paint->len; i++)
        if (meet(rect, &g_array_index(canvas->paint, Paint, i).box))
            return true;
    return false;
}

// Doubts a place where words lie under paint, or under letters: `own` is then the colour of these,
// and words of that colour are no less seen than before. False when it was too much work.
static bool cover(Canvas *canvas, const Rect *rect, uint32_t own)
{
    bool covers = false;
    canvas->work += canvas->spots->len;
    for (guint i = 0; i < canvas->spots->len && !covers; i++) {
        const Spot *spot = &g_array_index(canvas->spots, Spot, i);
        covers = (spot->color != own || own == COLOR_UNKNOWN) && meet(rect, &spot->box) &&
                 rect->y1 - rect->y0 > COVER * spot->size &&
                 rect->x1 - rect->x0 > COVER * spot->size;
    }
    if (covers)
        g_array_append_val(canvas->doubt, *rect);
    return canvas->work < WORK_MOST;
}

// Paint inside `rect`. False when it was too much work.
static bool paint(Canvas *canvas, Rect rect, uint32_t color, bool whole)
{
    rect = both(rect, canvas_now(canvas)->clip);
    if (rect.x0 >= rect.x1 || rect.y0 >= rect.y1)
        return true;
    Paint one = {rect, color, whole && !canvas_now(canvas)->odd_clip};
    if (color != COLOR_WHITE || meets_paint(canvas, &rect))
        g_array_append_val(canvas->paint, one);
    return cover(canvas, &rect, COLOR_UNKNOWN);
}

static void point(const Matrix *m, double x, double y, double *out_x, double *out_y)
{
    *out_x = x * m->a + y * m->c + m->e;
    *out_y = x * m->b + y * m->d + m->f;
}

// Whether letters are hard to tell from what lies below them.
static bool is_pale(Canvas *canvas, const Rect *rect)
{
    uint32_t fill = canvas_now(canvas)->fill, last = COLOR_WHITE;
    if (is_pale_on(canvas, fill, last))
        return true;
    canvas->work += canvas->paint->len;
    for (guint i = 0; i < canvas->paint->len; i++) {
        const Paint *below = &g_array_index(canvas->paint, Paint, i);
        if (below->color == last || !meet(rect, &below->box))
            continue;
        last = below->color;
        if (is_pale_on(canvas, fill, last))
            return true;
    }
    return false;
}

// Words shown at the text position, whose letters stand in `m`, may be clipped away, squeezed to
// nothing, or outlined in the colour of the page.
static bool is_doubtful(Canvas *canvas, const Matrix *m, const Spot *spot, double bytes)
{
    const CanvasState *state = canvas_now(canvas);
    double wide = hypot(m->a, m->b), high = hypot(m->c, m->d), size = fabs(state->size);
    double x, y, end_x, end_y;
    double start = canvas->run_least + 0.3 * size;
    point(m, start, 0.3 * size, &x, &y);
    point(m, start + GLYPH_LEAST * bytes * size, 0.3 * size, &end_x, &end_y);
    return state->odd_clip || wide > CANVAS_SQUEEZED * high || high > CANVAS_SQUEEZED * wide ||
           !holds(&state->clip, x, y, MARGIN) || !holds(&state->clip, end_x, end_y, MARGIN) ||
           state->clip.x1 - state->clip.x0 < 0.6 * spot->size ||
           state->clip.y1 - state->clip.y0 < 0.6 * spot->size ||
           (state->outlined && is_pale_on(canvas, state->stroke, COLOR_WHITE));
}

bool canvas_show(Canvas *canvas, double bytes, double gaps)
{
    // how long the words are lies between limits
    const CanvasState *state = canvas_now(canvas);
    Matrix m = times(canvas->text, state->ctm);
    double size = fabs(state->size);
    double least = GLYPH_LEAST * bytes * size;
    double most = state->most * bytes * size + fabs(state->spacing) * bytes + gaps / 1000 * size;
    Spot spot = {NOWHERE, size * sqrt(hypot(m.a, m.b) * hypot(m.c, m.d)), state->fill};
    for (int corner = 0; corner < 4; corner++) {
        double x, y;
        point(&m, corner & 1 ? canvas->run_most + most + size : 0.1 * size,
              (corner >> 1 ? 0.5 : 0.1) * size, &x, &y);
        extend(&spot.box, x, y);
    }
    if (is_doubtful(canvas, &m, &spot, bytes))
        g_array_append_val(canvas->doubt, spot.box);
    bool fine = !is_pale(canvas, &spot.box) ||
                cover(canvas, &spot.box, state->fill); // letters may cover letters
    g_array_append_val(canvas->spots, spot);
    canvas->run_least += least;
    canvas->run_most += most;
    return fine && canvas->work < WORK_MOST;
}

bool canvas_picture(Canvas *canvas)
{
    Rect rect = NOWHERE;
    for (int corner = 0; corner < 4; corner++)
        reach(canvas, &rect, corner & 1, corner >> 1);
    return paint(canvas, rect, COLOR_UNKNOWN, true);
}

static void path_begin(Canvas *canvas)
{
    canvas->path = NOWHERE;
    canvas->has_path = canvas->closed = canvas->curved = false;
    canvas->corners = canvas->rectangles = 0;
}

// Whether the line between two corners runs along an axis: 0 across, 1 up.
static bool runs(Canvas *canvas, int from, int to, int axis)
{
    return fabs(canvas->corner[from][1 - axis] - canvas->corner[to][1 - axis]) < 0.01;
}

// Whether the path is one upright rectangle, as nearly all clips are.
static bool is_rectangle(Canvas *canvas)
{
    const Matrix *m = &canvas_now(canvas)->ctm;
    bool upright = (m->b == 0 && m->c == 0) || (m->a == 0 && m->d == 0);
    if (canvas->curved)
        return false;
    if (canvas->rectangles)
        return upright && canvas->rectangles == 1 && canvas->corners == 0;
    if (canvas->corners == 5 && !(runs(canvas, 4, 0, 0) && runs(canvas, 4, 0, 1)))
        return false;
    int axis = runs(canvas, 0, 1, 0) ? 0 : 1;
    return (canvas->corners == 4 || canvas->corners == 5) && runs(canvas, 0, 1, axis) &&
           runs(canvas, 1, 2, 1 - axis) && runs(canvas, 2, 3, axis) && runs(canvas, 3, 0, 1 - axis);
}

bool canvas_end_path(Canvas *canvas, bool fills, bool strokes)
{
    CanvasState *state = canvas_now(canvas);
    const Matrix *m = &state->ctm;
    double half = state->line * sqrt(fabs(m->a * m->d - m->b * m->c)) / 2;
    Rect drawn = canvas->path;
    bool fine = true;
    if (strokes && half * 2 > STROKE_WIDE) {
        drawn = (Rect){drawn.x0 - half, drawn.y0 - half, drawn.x1 + half, drawn.y1 + half};
        uint32_t color = fills && state->fill != state->stroke ? COLOR_UNKNOWN : state->stroke;
        fine = !canvas->has_path || paint(canvas, drawn, color, fills && is_rectangle(canvas));
    } else if (canvas->has_path && fills) {
        fine = paint(canvas, drawn, state->fill, is_rectangle(canvas));
    }
    if (canvas->clips) {
        state->odd_clip = state->odd_clip || !is_rectangle(canvas);
        state->clip = both(state->clip, canvas->path);
    }
    canvas->clips = false;
    path_begin(canvas);
    return fine;
}

void canvas_rectangle(Canvas *canvas, double x, double y, double width, double height)
{
    for (int corner = 0; corner < 4; corner++)
        reach(canvas, &canvas->path, x + (corner & 1 ? width : 0), y + (corner >> 1 ? height : 0));
    canvas->has_path = true;
    canvas->rectangles++;
}

void canvas_points(Canvas *canvas, const double *number, int numbers, bool moves)
{
    for (int i = 0; i + 1 < numbers; i += 2)
        reach(canvas, &canvas->path, number[i], number[i + 1]);
    bool one = numbers == 2 && canvas->corners < CANVAS_CORNERS;
    bool goes_on = moves ? !canvas->has_path : !canvas->closed;
    canvas->has_path = true;
    if (one && goes_on) {
        double *corner = canvas->corner[canvas->corners++];
        point(&canvas_now(canvas)->ctm, number[0], number[1], &corner[0], &corner[1]);
    } else {
        canvas->curved = true;
    }
}

void canvas_line(Canvas *canvas, Matrix line)
{
    canvas->text = canvas->line = line;
    canvas->run_least = canvas->run_most = 0;
}

void canvas_next_line(Canvas *canvas, double x, double y)
{
    canvas_line(canvas, times((Matrix){1, 0, 0, 1, x, y}, canvas->line));
}

bool canvas_save(Canvas *canvas)
{
    if (canvas->depth + 1 >= CANVAS_STATES)
        return false;
    canvas->state[canvas->depth + 1] = canvas->state[canvas->depth];
    canvas->depth++;
    return true;
}

void canvas_restore(Canvas *canvas)
{
    canvas->depth = MAX(canvas->depth - 1, 0);
}

void canvas_transform(Canvas *canvas, Matrix matrix)
{
    canvas_now(canvas)->ctm = times(matrix, canvas_now(canvas)->ctm);
}

static double area(Rect rect)
{
    return fmax(rect.x1 - rect.x0, 0) * fmax(rect.y1 - rect.y0, 0);
}

bool canvas_below(const Canvas *canvas, Box place, Below *below)
{
    double trim = PLACE_TRIM * fmin(place.x1 - place.x0, place.y1 - place.y0);
    Rect rect = {place.x0 + trim, place.y0 + trim, place.x1 - trim, place.y1 - trim};
    bool words = false, known = true;
    for (guint i = 0; i < canvas->spots->len && !words; i++)
        words = meet(&g_array_index(canvas->spots, Spot, i).box, &rect);
    for (guint i = 0; i < canvas->doubt->len; i++)
        if (meet(&g_array_index(canvas->doubt, Rect, i), &rect))
            return false;
    *below = (Below){{COLOR_WHITE}, 1};
    for (guint i = 0; i < canvas->paint->len; i++) {
        const Paint *one = &g_array_index(canvas->paint, Paint, i);
        if (!meet(&one->box, &rect))
            continue;
        if (one->whole && holds_all(&one->box, &rect)) {
            *below = (Below){{one->color}, 1};
            known = one->color != COLOR_UNKNOWN;
            continue;
        }
        bool much = area(both(one->box, rect)) > PLACE_PART * area(rect);
        known = known && one->color != COLOR_UNKNOWN && !(much && one->color != below->color[0]) &&
                below_add(below, one->color);
    }
    return words && known;
}

void canvas_begin(Canvas *canvas, Box crop, double most)
{
    canvas->depth = 0;
    canvas->work = 0;
    canvas->state[0] = (CanvasState){.ctm = {1, 0, 0, 1, 0, 0},
                                     .clip = {crop.x0, crop.y0, crop.x1, crop.y1},
                                     .fill_space = SPACE_GRAY,
                                     .stroke_space = SPACE_GRAY,
                                     .line = 1,
                                     .most = most};
    canvas->clips = false;
    path_begin(canvas);
    g_array_set_size(canvas->spots, 0);
    g_array_set_size(canvas->paint, 0);
    g_array_set_size(canvas->doubt, 0);
}

void canvas_init(Canvas *canvas)
{
    canvas->spots = g_array_new(FALSE, FALSE, sizeof(Spot));
    canvas->paint = g_array_new(FALSE, FALSE, sizeof(Paint));
    canvas->doubt = g_array_new(FALSE, FALSE, sizeof(Rect));
    canvas->judged[0] = COLOR_UNKNOWN;
}

void canvas_clear(Canvas *canvas)
{
    g_array_unref(canvas->spots);
    g_array_unref(canvas->paint);
    g_array_unref(canvas->doubt);
}
