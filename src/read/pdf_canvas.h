// SPDX-License-Identifier: GPL-3.0-or-later
// Canvas: where a page paints and where it writes, as far as boxes go.
//
// Fonts are not read and curves not followed: words and paint are the boxes that hold them, and a
// place is told of only where that is enough. The operators of a page say what to draw.
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "read/pdf_color.h"
#include "text/document.h"

enum {
    CANVAS_STATES = 64,  // saved graphics states
    CANVAS_CORNERS = 6,  // of a path; more are a curve
    CANVAS_SQUEEZED = 5, // how much narrower than high letters may be and be read
};

typedef struct {
    double a, b, c, d, e, f;
} Matrix;

typedef struct {
    double x0, y0, x1, y1;
} Rect;

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
} CanvasState;

typedef struct {
    CanvasState state[CANVAS_STATES];
    int depth;
    Matrix text, line;
    double run_least, run_most; // how far the words shown since then have moved on, text units
    Rect path;
    double corner[CANVAS_CORNERS][2];
    int corners, rectangles;
    bool has_path, closed, curved, clips;
    GArray *spots; // where words stand
    GArray *paint; // in the order of painting; not white where white is below
    GArray *doubt; // Rect: where words may be hidden
    size_t work;
    uint32_t judged[2]; // the colours whose contrast was judged last
    bool pale;          // and what it was
} Canvas;

void canvas_init(Canvas *canvas);
void canvas_clear(Canvas *canvas);

// Empties it for a page of which `crop` shows; a byte of its words takes `most` em until the state
// says otherwise.
void canvas_begin(Canvas *canvas, Box crop, double most);

// The graphics state in force.
static inline CanvasState *canvas_now(Canvas *canvas)
{
    return &canvas->state[canvas->depth];
}

// False when there are too many.
bool canvas_save(Canvas *canvas);
void canvas_restore(Canvas *canvas);
void canvas_transform(Canvas *canvas, Matrix matrix);

// Words are shown from here on: at a matrix, or so far from where their line began.
void canvas_line(Canvas *canvas, Matrix line);
void canvas_next_line(Canvas *canvas, double x, double y);

// Words of so many bytes are shown at the text position; `gaps` between them, thousandths of an em.
// False when it was too much work, as everywhere below.
bool canvas_show(Canvas *canvas, double bytes, double gaps);

// Builds a path: a rectangle; a way along points, of two numbers each. `moves`: no line leads
// there.
void canvas_rectangle(Canvas *canvas, double x, double y, double width, double height);
void canvas_points(Canvas *canvas, const double *number, int numbers, bool moves);

// Ends the path, filled or stroked or neither, and clips with it where that was asked for.
bool canvas_end_path(Canvas *canvas, bool fills, bool strokes);

// Paints the unit square in no known colour, as a picture does.
bool canvas_picture(Canvas *canvas);

// What lies below the words at a place. False when that is not known, when words there may be
// hidden (clipped, covered), and when no words are there.
bool canvas_below(const Canvas *canvas, Box place, Below *below);
