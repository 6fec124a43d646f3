// SPDX-License-Identifier: GPL-3.0-or-later
#include "read/pdf_operators.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "read/pdf_canvas.h"

enum { STACK = 32 };                  // operands kept
static const double GLYPH_MOST = 1.1; // em a byte takes where the font does not say
static const double PRECISION = 1e9;  // what a fraction is read to
static const double NUMBER_MOST = 1e9;

struct Operators {
    const char *at, *end;
    double number[STACK];
    int numbers, others; // operands that are numbers, and what else stands among them
    const char *name;    // the last name among the operands, with its slash, or NULL
    size_t name_len;
    int before_name; // numbers
    double bytes;    // of the strings among them
    double gaps;     // between them, thousandths of an em
    const OperatorsPage *page;
    Canvas canvas;
};

static CanvasState *now(Operators *scan)
{
    return canvas_now(&scan->canvas);
}

static double operand(const Operators *scan, int from_end)
{
    return scan->numbers >= from_end ? scan->number[scan->numbers - from_end] : 0;
}

static char *last_name(const Operators *scan)
{
    return g_strndup(scan->name ? scan->name : "", scan->name_len);
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
    return scan->name && scan->name_len == strlen(name) &&
           memcmp(scan->name, name, scan->name_len) == 0;
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
        *fine = canvas_show(&scan->canvas, scan->bytes, scan->gaps);
        return true;
    case OP('\'', 0):
    case OP('"', 0):
        canvas_next_line(&scan->canvas, 0, -now(scan)->leading);
        *fine = canvas_show(&scan->canvas, scan->bytes, scan->gaps);
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
        canvas_points(&scan->canvas, scan->number, scan->numbers, true);
        return true;
    case OP('l', 0):
    case OP('c', 0):
    case OP('v', 0):
    case OP('y', 0):
        canvas_points(&scan->canvas, scan->number, scan->numbers, false);
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
    *color = color_of(space, scan->number, scan->numbers);
    return !scan->name && scan->numbers > 0;
}

// Operators that set colours. True when it was one.
static bool color_operator(Operators *scan, unsigned code, bool *fine)
{
    ColorSpace space;
    switch (code) {
    case OP('g', 0):
        set_fill(scan, SPACE_GRAY, color_of(SPACE_GRAY, scan->number, scan->numbers));
        return true;
    case OP('r', 'g'):
        set_fill(scan, SPACE_RGB, color_of(SPACE_RGB, scan->number, scan->numbers));
        return true;
    case OP('k', 0):
        set_fill(scan, SPACE_CMYK, color_of(SPACE_CMYK, scan->number, scan->numbers));
        return true;
    case OP('G', 0):
        set_stroke(scan, SPACE_GRAY, color_of(SPACE_GRAY, scan->number, scan->numbers));
        return true;
    case OP('R', 'G'):
        set_stroke(scan, SPACE_RGB, color_of(SPACE_RGB, scan->number, scan->numbers));
        return true;
    case OP('K', 0):
        set_stroke(scan, SPACE_CMYK, color_of(SPACE_CMYK, scan->number, scan->numbers));
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

static void skip_comment(Operators *scan)
{
    while (scan->at < scan->end && *scan->at != '\r' && *scan->at != '\n')
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
    const char *close = memchr(start, '>', (size_t)(scan->end - start));
    scan->at = close ? close + 1 : scan->end;
    scan->bytes += (double)(scan->at - start - 2) / 2;
}

// Skips what is neither number nor operator: strings, names, comments, brackets. False at a word.
static bool skip_other(Operators *scan)
{
    char c = *scan->at;
    if (!is_delimiter(c))
        return false;
    scan->others += c != '%' && c != ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c;
    if (c == '(')
        skip_string(scan);
    else if (c == '<')
        skip_angle(scan);
    else if (c == '%')
        skip_comment(scan);
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
    operands_end(scan);
    canvas_begin(&scan->canvas, page->crop, GLYPH_MOST);
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
