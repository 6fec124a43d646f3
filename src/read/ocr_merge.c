// SPDX-License-Identifier: GPL-3.0-or-later
// OCR merge: two readings of one line are laid side by side, and where they differ the surer one is
// taken. What the recogniser misreads in one picture of a line it mostly reads in another, and it
// is less sure of the wrong word.
#include "read/ocr_line.h"

#if HAVE_OCR
#include <string.h>

enum { LONGEST = 400 };       // symbols; the table of costs is the square of that
static const float SURER = 3; // per cent by which another reading must be surer

static const OcrSymbol *symbol_at(const OcrLine *line, guint i)
{
    return &g_array_index(line->symbols, OcrSymbol, i);
}

static bool same_sign(const OcrSymbol *a, const OcrSymbol *b)
{
    return !strcmp(a->utf8, b->utf8);
}

// Costs of the cheapest way from each pair of places to the ends, by rows of `b` + 1.
static unsigned *costs_of(const OcrLine *a, const OcrLine *b)
{
    guint rows = a->symbols->len, width = b->symbols->len + 1;
    unsigned *cost = g_new0(unsigned, (gsize)(rows + 1) * width);
    for (guint i = rows + 1; i-- > 0;)
        for (guint j = width; j-- > 0;) {
            unsigned *at = &cost[(gsize)i * width + j];
            if (i == rows || j == width - 1) {
                *at = (rows - i) + (width - 1 - j);
                continue;
            }
            unsigned both = at[width + 1] + (same_sign(symbol_at(a, i), symbol_at(b, j)) ? 0 : 1);
            *at = MIN(both, MIN(at[1], at[width]) + 1);
        }
    return cost;
}

// The mean of what part of a line is sure of; 0 when the part is empty.
static float surety(const OcrLine *line, guint from, guint to)
{
    float sum = 0;
    for (guint i = from; i < to; i++)
        sum += symbol_at(line, i)->confidence;
    return from < to ? sum / (float)(to - from) : 0;
}

// Whether what stands in `b` has room in `a` where that has nothing: its middle is in no symbol.
static bool is_missed(const OcrLine *a, const OcrSymbol *symbol)
{
    int middle = (symbol->box.left + symbol->box.right) / 2;
    for (guint i = 0; i < a->symbols->len; i++)
        if (symbol_at(a, i)->box.left <= middle && symbol_at(a, i)->box.right >= middle)
            return false;
    return true;
}

// Whether the part of `b` is to be taken for that of `a`.
static bool is_better(const OcrLine *a, guint a0, guint a1, const OcrLine *b, guint b0, guint b1)
{
    if (b0 == b1)
        return false; // what one reading saw is there
    if (a0 == a1)
        return surety(b, b0, b1) > 90 && is_missed(a, symbol_at(b, b0));
    return surety(b, b0, b1) > surety(a, a0, a1) + SURER;
}

// The symbol of some line that stands over the middle of another; NULL when there is none.
static const OcrSymbol *symbol_over(const GPtrArray *lines, const OcrSymbol *other)
{
    int x = (other->box.left + other->box.right) / 2, y = (other->box.top + other->box.bottom) / 2;
    for (guint l = 0; l < lines->len; l++) {
        const OcrLine *line = lines->pdata[l];
        if (y < line->box.top || y > line->box.bottom || x < line->box.left || x > line->box.right)
            continue;
        for (guint i = 0; i < line->symbols->len; i++)
            if (symbol_at(line, i)->box.left <= x && x <= symbol_at(line, i)->box.right)
                return symbol_at(line, i);
    }
    return NULL;
}

guint ocr_line_differ(const GPtrArray *lines, const GPtrArray *others)
{
    guint differ = 0;
    for (guint l = 0; l < others->len; l++) {
        const OcrLine *other = others->pdata[l];
        for (guint i = 0; i < other->symbols->len; i++) {
            const OcrSymbol *symbol = symbol_at(other, i), *was = symbol_over(lines, symbol);
            differ += was && !same_sign(was, symbol);
        }
    }
    return differ;
}

static void take(GArray *out, const OcrLine *line, guint from, guint to)
{
    if (from < to)
        g_array_append_vals(out, symbol_at(line, from), to - from);
}

void ocr_line_merge(OcrLine *line, const OcrLine *other)
{
    guint rows = line->symbols->len, width = other->symbols->len + 1;
    if (rows == 0 || width == 1 || rows > LONGEST || width > LONGEST)
        return;
    g_autofree unsigned *cost = costs_of(line, other);
    GArray *merged = g_array_sized_new(FALSE, FALSE, sizeof(OcrSymbol), rows);
    for (guint i = 0, j = 0; i < rows || j < width - 1;) {
        guint i0 = i, j0 = j;
        while (i < rows || j < width - 1) { // a stretch that differs
            const unsigned *at = &cost[(gsize)i * width + j];
            bool inside = i < rows && j < width - 1;
            if (inside && same_sign(symbol_at(line, i), symbol_at(other, j)) &&
                *at == at[width + 1])
                break;
            bool both = inside && *at == at[width + 1] + 1;
            bool down = !both && i < rows && *at == at[width] + 1;
            i += both || down;
            j += both || !down;
        }
        bool better = is_better(line, i0, i, other, j0, j);
        take(merged, better ? other : line, better ? j0 : i0, better ? j : i);
        if (i < rows && j < width - 1) {
            take(merged, line, i, i + 1);
            i++, j++;
        }
    }
    g_array_unref(line->symbols);
    line->symbols = merged;
}
#endif
