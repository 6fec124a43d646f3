// SPDX-License-Identifier: GPL-3.0-or-later
#include "read/pdf_operators.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "read/pdf_canvas.h"
#include "read/pdf_operands.h"

static const double GLYPH_MOST = 1.1; // em a byte takes where the font does not say

struct Operators {
    Operands operands;
    const OperatorsPage *page;
    Canvas canvas;
};

static CanvasState *now(Operators *scan)
{
    return canvas_now(&scan->canvas);
}

static double operand(const Operators *scan, int from_end)
{
    return scan->operands.numbers >= from_end
               ? scan->operands.number[scan->operands.numbers - from_end]
               : 0;
}

static char *last_name(const Operators *scan)
{
    return g_strndup(scan->operands.name ? scan->operands.name : "", scan->operands.name_len);
}

// A name may be spelled by numbers ("/F#31"): what it stands for is not looked for.
static bool set_font(Operators *scan)
{
    g_autofree char *name = last_name(scan);
    int advance = scan->page->font(scan->page->data, name);
    now(scan)->most = advance == FONT_MISSING ? GLYPH_MOST : advance / 1000.0;
    return advance != FONT_HIDES && !strchr(name, '#');
}

static bool is_named(const Operators *scan, const char *name)
{
    return scan->operands.name && scan->operands.name_len == strlen(name) &&
           memcmp(scan->operands.name, name, scan->operands.name_len) == 0;
}

static ColorSpace space_named(const Operators *scan)
{
    g_autofree char *name = last_name(scan);
    gpointer space = NULL;
    if (g_hash_table_lookup_extended(scan->page->spaces, name, NULL, &space))
        return (ColorSpace)GPOINTER_TO_INT(space);
    return is_named(scan, "/DeviceGray")   ? SPACE_GRAY
           : is_named(scan, "/DeviceRGB")  ? SPACE_RGB
           : is_named(scan, "/DeviceCMYK") ? SPACE_CMYK
                                           : SPACE_OTHER;
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
        *fine = canvas_show(&scan->canvas, scan->operands.bytes, scan->operands.gaps);
        return true;
    case OP('\'', 0):
    case OP('"', 0):
        canvas_next_line(&scan->canvas, 0, -now(scan)->leading);
        *fine = canvas_show(&scan->canvas, scan->operands.bytes, scan->operands.gaps);
        return true;
    case OP('B', 'T'):
        canvas_line(&scan->canvas, (Matrix){1, 0, 0, 1, 0, 0});
        return true;
    case OP('T', 'm'):
        canvas_line(&scan->canvas, matrix_of(scan));
        return true;
    case OP('T', 'D'):
        now(scan)->leading = -operand(scan, 1);
        canvas_next_line(&scan->canvas, operand(scan, 2), operand(scan, 1));
        return true;
    case OP('T', 'd'):
        canvas_next_line(&scan->canvas, operand(scan, 2), operand(scan, 1));
        return true;
    case OP('T', '*'):
        canvas_next_line(&scan->canvas, 0, -now(scan)->leading);
        return true;
    case OP('T', 'L'):
        now(scan)->leading = operand(scan, 1);
        return true;
    case OP('T', 'f'):
        now(scan)->size = operand(scan, 1);
        *fine = set_font(scan);
        return true;
    case OP('T', 'c'):
        now(scan)->spacing = operand(scan, 1);
        return true;
    case OP('T', 'r'): // 0 filled, 2 stroked as well; the others may be unseen
        *fine = operand(scan, 1) == 0 || operand(scan, 1) == 2;
        now(scan)->outlined = operand(scan, 1) == 2;
        return true;
    case OP('T', 'z'):
        *fine = operand(scan, 1) >= 100.0 / CANVAS_SQUEEZED;
        return true;
    case OP('T', 's'):
        *fine = fabs(operand(scan, 1)) <= fabs(now(scan)->size);
        return true;
    default:
        return false;
    }
}

// Operators that make and end paths. True when it was one.
static bool path_operator(Operators *scan, unsigned code, bool *fine)
{
    switch (code) {
    case OP('r', 'e'):
        canvas_rectangle(&scan->canvas, operand(scan, 4), operand(scan, 3), operand(scan, 2),
                         operand(scan, 1));
        return true;
    case OP('m', 0):
        canvas_points(&scan->canvas, scan->operands.number, scan->operands.numbers, true);
        return true;
    case OP('l', 0):
    case OP('c', 0):
    case OP('v', 0):
    case OP('y', 0):
        canvas_points(&scan->canvas, scan->operands.number, scan->operands.numbers, false);
        return true;
    case OP('h', 0):
        scan->canvas.closed = true;
        return true;
    case OP('W', 0):
    case OP('W', '*'):
        scan->canvas.clips = true;
        return true;
    case OP('f', 0):
    case OP('F', 0):
    case OP('f', '*'):
        *fine = canvas_end_path(&scan->canvas, true, false);
        return true;
    case OP('B', 0):
    case OP('B', '*'):
    case OP('b', 0):
    case OP('b', '*'):
        *fine = canvas_end_path(&scan->canvas, true, true);
        return true;
    case OP('S', 0):
    case OP('s', 0):
        *fine = canvas_end_path(&scan->canvas, false, true);
        return true;
    case OP('n', 0):
        *fine = canvas_end_path(&scan->canvas, false, false);
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
    *color = color_of(space, scan->operands.number, scan->operands.numbers);
    return !scan->operands.name && scan->operands.numbers > 0;
}

// Operators that set colours. True when it was one.
static bool color_operator(Operators *scan, unsigned code, bool *fine)
{
    ColorSpace space;
    switch (code) {
    case OP('g', 0):
        set_fill(scan, SPACE_GRAY,
                 color_of(SPACE_GRAY, scan->operands.number, scan->operands.numbers));
        return true;
    case OP('r', 'g'):
        set_fill(scan, SPACE_RGB,
                 color_of(SPACE_RGB, scan->operands.number, scan->operands.numbers));
        return true;
    case OP('k', 0):
        set_fill(scan, SPACE_CMYK,
                 color_of(SPACE_CMYK, scan->operands.number, scan->operands.numbers));
        return true;
    case OP('G', 0):
        set_stroke(scan, SPACE_GRAY,
                   color_of(SPACE_GRAY, scan->operands.number, scan->operands.numbers));
        return true;
    case OP('R', 'G'):
        set_stroke(scan, SPACE_RGB,
                   color_of(SPACE_RGB, scan->operands.number, scan->operands.numbers));
        return true;
    case OP('K', 0):
        set_stroke(scan, SPACE_CMYK,
                   color_of(SPACE_CMYK, scan->operands.number, scan->operands.numbers));
        return true;
    case OP('c', 's'):
        space = space_named(scan);
        set_fill(scan, space, space == SPACE_OTHER ? COLOR_UNKNOWN : 0);
        return true;
    case OP('C', 'S'):
        space = space_named(scan);
        set_stroke(scan, space, space == SPACE_OTHER ? COLOR_UNKNOWN : 0);
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
        return scan->operands.numbers == numbers && scan->operands.others == 1 &&
               scan->operands.name && !scan->operands.before_name;
    return numbers < 0 || (scan->operands.numbers == numbers && scan->operands.others == 0);
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
        return canvas_save(&scan->canvas);
    case OP('Q', 0):
        canvas_restore(&scan->canvas);
        return !scan->canvas.has_path;
    case OP('c', 'm'):
        canvas_transform(&scan->canvas, matrix_of(scan));
        return !scan->canvas.has_path;
    case OP('w', 0):
        now(scan)->line = operand(scan, 1);
        return true;
    case OP('D', 'o'):
        return !scan->page->forms && canvas_picture(&scan->canvas);
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

bool operators_follow(Operators *scan, const OperatorsPage *page, const char *data, size_t len)
{
    const char *word;
    size_t word_len;
    OperandsFound found;
    scan->page = page;
    operands_begin(&scan->operands, data, len);
    canvas_begin(&scan->canvas, page->crop, GLYPH_MOST);
    while ((found = operands_next(&scan->operands, &word, &word_len)) == OPERANDS_OPERATOR) {
        if (!operate(scan, word, word_len))
            return false;
        operands_clear(&scan->operands);
    }
    return found == OPERANDS_END;
}

bool operators_below(const Operators *scan, Box place, Below *below)
{
    return canvas_below(&scan->canvas, place, below);
}

Operators *operators_new(void)
{
    Operators *scan = g_new0(Operators, 1);
    canvas_init(&scan->canvas);
    return scan;
}

void operators_free(Operators *scan)
{
    canvas_clear(&scan->canvas);
    g_free(scan);
}
