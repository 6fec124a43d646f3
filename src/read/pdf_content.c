// SPDX-License-Identifier: GPL-3.0-or-later
// Content: following the drawing operators of a PDF's streams, as far as boxes go.
#include "read/pdf_content.h"

#include <gio/gio.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

enum {
    STACK = 32,  // operands kept
    STATES = 64, // saved graphics states
    DICT = 4096, // bytes in front of a stream that may be its dictionary
    PIECE = 65536,
    STREAM_MOST = 32 << 20, // bytes of one stream
    WORK_MOST = 20000000,   // comparisons of words with paint
};
static const double WHITE = 0.93;
static const double OPAQUE = 0.97;
static const double COVER = 0.4;  // em: lower paint is a rule under or through words
static const double MARGIN = 1.5; // points a word's origin may lie outside its clip
static const double STROKE_WIDE = 3;

typedef struct {
    double a, b, c, d, e, f;
} Matrix;

typedef struct {
    double x0, y0, x1, y1;
} Rect;

typedef struct {
    double x, y, size; // a point inside a word's first letter, its em
} Spot;

typedef struct {
    Matrix ctm;
    Rect clip;
    bool white; // the colour of fills
    double line;
} State;

typedef struct {
    const char *at, *end;
    double number[STACK];
    int numbers;
    State state[STATES];
    int depth;
    Matrix text, line;
    double size, leading;
    Rect path;
    bool has_path, clips, forms;
    GArray *spots; // Spot
    GArray *paint; // Rect: dark ones so far
    size_t work;
    GConverter *zlib;
    GByteArray
        *inflated; // kept from stream to stream; the first inflated_len bytes are of this one
    size_t inflated_len;
} Scan;

static const Rect EVERYWHERE = {-1e6, -1e6, 1e6, 1e6};
static const Rect NOWHERE = {1e9, 1e9, -1e9, -1e9};

static Matrix times(Matrix m, Matrix n)
{
    return (Matrix){m.a * n.a + m.b * n.c,       m.a * n.b + m.b * n.d,
                    m.c * n.a + m.d * n.c,       m.c * n.b + m.d * n.d,
                    m.e * n.a + m.f * n.c + n.e, m.e * n.b + m.f * n.d + n.f};
}

static State *now(Scan *scan)
{
    return &scan->state[scan->depth];
}

static void extend(Rect *rect, double x, double y)
{
    *rect = (Rect){fmin(rect->x0, x), fmin(rect->y0, y), fmax(rect->x1, x), fmax(rect->y1, y)};
}

static void reach(Scan *scan, Rect *rect, double x, double y)
{
    const Matrix *m = &now(scan)->ctm;
    extend(rect, x * m->a + y * m->c + m->e, x * m->b + y * m->d + m->f);
}

static Rect both(Rect a, Rect b)
{
    return (Rect){fmax(a.x0, b.x0), fmax(a.y0, b.y0), fmin(a.x1, b.x1), fmin(a.y1, b.y1)};
}

static bool holds(const Rect *rect, const Spot *spot, double margin)
{
    return spot->x >= rect->x0 - margin && spot->x <= rect->x1 + margin &&
           spot->y >= rect->y0 - margin && spot->y <= rect->y1 + margin;
}

static double operand(const Scan *scan, int from_end)
{
    return scan->numbers >= from_end ? scan->number[scan->numbers - from_end] : 0;
}

// Paint inside `rect`. False when words may lie under it.
static bool paint(Scan *scan, Rect rect, bool white)
{
    rect = both(rect, now(scan)->clip);
    if (rect.x0 >= rect.x1 || rect.y0 >= rect.y1)
        return true;
    scan->work += scan->spots->len;
    for (guint i = 0; i < scan->spots->len; i++) {
        const Spot *spot = &g_array_index(scan->spots, Spot, i);
        if (holds(&rect, spot, 0) && rect.y1 - rect.y0 > COVER * spot->size &&
            rect.x1 - rect.x0 > COVER * spot->size)
            return false;
    }
    if (!white)
        g_array_append_val(scan->paint, rect);
    return scan->work < WORK_MOST;
}

// Words shown at the text position. False when they may be clipped away or stand on dark paint.
static bool show(Scan *scan)
{
    Matrix m = times(scan->text, now(scan)->ctm);
    double scale = sqrt(fabs(m.a * m.d - m.b * m.c)), inner = 0.3 * scan->size;
    Spot spot = {inner * m.a + inner * m.c + m.e, inner * m.b + inner * m.d + m.f,
                 fabs(scan->size) * scale};
    const Rect *clip = &now(scan)->clip;
    if (!holds(clip, &spot, MARGIN) || clip->x1 - clip->x0 < 0.6 * spot.size ||
        clip->y1 - clip->y0 < 0.6 * spot.size)
        return false;
    scan->work += scan->paint->len;
    for (guint i = 0; i < scan->paint->len; i++)
        if (holds(&g_array_index(scan->paint, Rect, i), &spot, 0))
            return false;
    g_array_append_val(scan->spots, spot);
    return scan->work < WORK_MOST;
}

static bool paint_unit(Scan *scan)
{
    Rect rect = NOWHERE;
    for (int corner = 0; corner < 4; corner++)
        reach(scan, &rect, corner & 1, corner >> 1);
    return paint(scan, rect, false);
}

// Ends the path, filled or stroked or neither.
static bool end_path(Scan *scan, bool fills, bool strokes)
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
    if (scan->clips && scan->has_path)
        state->clip = both(state->clip, scan->path);
    scan->clips = scan->has_path = false;
    scan->path = NOWHERE;
    return fine;
}

static void add_rectangle(Scan *scan)
{
    double x = operand(scan, 4), y = operand(scan, 3);
    double w = operand(scan, 2), h = operand(scan, 1);
    for (int corner = 0; corner < 4; corner++)
        reach(scan, &scan->path, x + (corner & 1 ? w : 0), y + (corner >> 1 ? h : 0));
    scan->has_path = true;
}

static void add_points(Scan *scan)
{
    for (int i = 0; i + 1 < scan->numbers; i += 2)
        reach(scan, &scan->path, scan->number[i], scan->number[i + 1]);
    scan->has_path = true;
}

static void set_color(Scan *scan)
{
    bool white = scan->numbers == 1 || scan->numbers == 3;
    for (int i = 0; i < scan->numbers && white; i++)
        white = scan->number[i] >= WHITE;
    if (scan->numbers == 4) // inks: none of them
        white = scan->number[0] + scan->number[1] + scan->number[2] + scan->number[3] < 1 - WHITE;
    now(scan)->white = white;
}

static void next_line(Scan *scan, double x, double y)
{
    scan->line = times((Matrix){1, 0, 0, 1, x, y}, scan->line);
    scan->text = scan->line;
}

static Matrix matrix_of(const Scan *scan)
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
static bool text_operator(Scan *scan, unsigned code, bool *fine)
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
    case OP('T', 'r'):
        *fine = operand(scan, 1) < 3;
        return true;
    default:
        return false;
    }
}

static bool save_state(Scan *scan)
{
    if (scan->depth + 1 >= STATES)
        return false;
    scan->state[scan->depth + 1] = scan->state[scan->depth];
    scan->depth++;
    return true;
}

// Operators that make and end paths. True when it was one.
static bool path_operator(Scan *scan, unsigned code, bool *fine)
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
static bool operate(Scan *scan, const char *word, size_t len)
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
    case OP('s', 'c'):
        set_color(scan);
        return true;
    case OP('c', 's'):
        now(scan)->white = false;
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
            set_color(scan);
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

static void skip_string(Scan *scan)
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

static void skip_until(Scan *scan, const char *stops)
{
    while (scan->at < scan->end && !(*scan->at && strchr(stops, *scan->at)))
        scan->at++;
    if (scan->at < scan->end)
        scan->at++;
}

// Skips what is neither number nor operator: strings, names, comments, brackets. False at a word.
static bool skip_other(Scan *scan)
{
    char c = *scan->at;
    if (c == '(')
        skip_string(scan);
    else if (c == '<' && scan->at + 1 < scan->end && scan->at[1] != '<')
        skip_until(scan, ">");
    else if (c == '%')
        skip_until(scan, "\r\n");
    else if (c == '/') {
        scan->at++;
        while (scan->at < scan->end && !is_delimiter(*scan->at))
            scan->at++;
    } else if (is_delimiter(c))
        scan->at++;
    else
        return false;
    return true;
}

static void scan_begin(Scan *scan, const char *data, size_t len)
{
    scan->at = data;
    scan->end = data + len;
    scan->depth = 0;
    scan->state[0] = (State){{1, 0, 0, 1, 0, 0}, EVERYWHERE, false, 1};
    scan->path = NOWHERE;
    scan->has_path = scan->clips = false;
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
static void push(Scan *scan, double number)
{
    if (scan->numbers == STACK) {
        memmove(scan->number, scan->number + 1, (STACK - 1) * sizeof *scan->number);
        scan->numbers--;
    }
    scan->number[scan->numbers++] = number;
}

// Follows one content stream to its end. False when words may be hidden in it.
static bool follow(Scan *scan, const char *data, size_t len)
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
        scan->numbers = 0;
    }
    return true;
}

static bool names(const char *data, size_t len, const char *name)
{
    return memmem(data, len, name, strlen(name)) != NULL;
}

// Whether a number follows one of the opacity keys that makes paint transparent.
static bool is_transparent(const char *data, size_t len)
{
    static const char *const keys[] = {"/ca", "/CA"};
    for (size_t k = 0; k < G_N_ELEMENTS(keys); k++) {
        const char *at = data;
        while ((at = memmem(at, (size_t)(data + len - at), keys[k], 3))) {
            at += 3;
            while (at < data + len && g_ascii_isspace(*at))
                at++;
            if (at < data + len && (g_ascii_isdigit(*at) || *at == '.')) {
                g_autofree char *number = g_strndup(at, MIN((size_t)(data + len - at), 12));
                if (g_ascii_strtod(number, NULL) < OPAQUE)
                    return true;
            }
        }
    }
    return false;
}

// Whether objects speak of layers, or of pages whose drawing stands in several streams.
static bool is_involved(const char *data, size_t len)
{
    const char *at = data;
    if (names(data, len, "/OCProperties") || is_transparent(data, len))
        return true;
    while ((at = memmem(at, (size_t)(data + len - at), "/Contents", 9))) {
        at += 9;
        while (at < data + len && g_ascii_isspace(*at))
            at++;
        const char *close =
            at < data + len && *at == '[' ? memchr(at, ']', (size_t)(data + len - at)) : NULL;
        const char *first = close ? memchr(at, 'R', (size_t)(close - at)) : NULL;
        if (first && memchr(first + 1, 'R', (size_t)(close - first - 1)))
            return true;
    }
    return false;
}

// Inflates into scan->inflated. False when it is not deflated data or too much.
static bool inflate_stream(Scan *scan, const char *data, size_t len)
{
    GByteArray *out = scan->inflated;
    GConverterResult result = G_CONVERTER_CONVERTED;
    size_t have = 0;
    g_converter_reset(scan->zlib);
    while (result == G_CONVERTER_CONVERTED && have < STREAM_MOST) {
        gsize read = 0, written = 0;
        if (out->len < have + PIECE)
            g_byte_array_set_size(out, (guint)MAX(have + PIECE, 2 * have));
        result = g_converter_convert(scan->zlib, data, len, out->data + have, out->len - have,
                                     G_CONVERTER_INPUT_AT_END, &read, &written, NULL);
        have += written;
        data += read;
        len -= read;
    }
    scan->inflated_len = have;
    return result == G_CONVERTER_FINISHED;
}

// Undoes ASCII85, the way some programs wrap what they deflated.
static GByteArray *unwrapped(const char *data, size_t len)
{
    GByteArray *out = g_byte_array_sized_new((guint)MIN(len, STREAM_MOST));
    uint32_t group = 0;
    guint count = 0;
    for (size_t i = 0; i < len && data[i] != '~'; i++) {
        static const guint8 zeros[4] = {0};
        if (data[i] == 'z' && count == 0)
            g_byte_array_append(out, zeros, 4);
        if (data[i] < '!' || data[i] > 'u')
            continue;
        group = group * 85 + (uint32_t)(data[i] - '!');
        if (++count < 5)
            continue;
        guint8 four[4] = {(guint8)(group >> 24), (guint8)(group >> 16), (guint8)(group >> 8),
                          (guint8)group};
        g_byte_array_append(out, four, 4);
        group = 0;
        count = 0;
    }
    for (guint i = count; count && i < 5; i++)
        group = group * 85 + 84;
    for (guint i = 0; i + 1 < count; i++) {
        guint8 byte = (guint8)(group >> (24 - 8 * i));
        g_byte_array_append(out, &byte, 1);
    }
    return out;
}

// Streams that draw nothing: pictures, fonts, tables of objects, metadata, colour profiles.
static bool draws_nothing(const char *dict, size_t len)
{
    static const char *const kinds[] = {"/Image",    "/Length1",   "Type1C",    "Type0C",
                                        "/OpenType", "/XRef",      "/Metadata", "/XML",
                                        "/N 3",      "/DCTDecode", "/CIDSet",   "/CMap"};
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (names(dict, len, kinds[i]))
            return true;
    return false;
}

// One stream with its dictionary. False when it cannot be read or words may be hidden in it.
static bool look_at_stream(Scan *scan, const char *dict, size_t dict_len, const char *data,
                           size_t len)
{
    if (draws_nothing(dict, dict_len))
        return true;
    g_autoptr(GByteArray) wrapped = NULL;
    if (names(dict, dict_len, "/ASCII85Decode")) {
        wrapped = unwrapped(data, len);
        data = (const char *)wrapped->data;
        len = wrapped->len;
    }
    if (names(dict, dict_len, "/Filter")) {
        bool other = names(dict, dict_len, "HexDecode") || names(dict, dict_len, "/LZW");
        if (!names(dict, dict_len, "/FlateDecode") || other)
            return false;
        if (!inflate_stream(scan, data, len))
            return false;
        data = (const char *)scan->inflated->data;
        len = scan->inflated_len;
    }
    if (names(dict, dict_len, "/ObjStm"))
        return !is_involved(data, len);
    return !names(data, len, "BT") || names(data, MIN(len, 4096), "begincmap") ||
           follow(scan, data, len);
}

// The dictionary in front of a stream: from the last "obj" on.
static const char *dictionary(const char *data, const char *stream)
{
    const char *first = stream - MIN((size_t)(stream - data), DICT);
    for (const char *at = stream; at > first + 3; at--)
        if (memcmp(at - 3, "obj", 3) == 0)
            return at;
    return first;
}

static bool look_at_all(Scan *scan, const char *data, size_t len)
{
    const char *at = data, *end = data + len;
    scan->forms = names(data, len, "/Subtype/Form") || names(data, len, "/Subtype /Form");
    while ((at = memmem(at, (size_t)(end - at), "stream", 6))) {
        const char *start = at + 6;
        bool ends = at - data >= 3 && memcmp(at - 3, "end", 3) == 0;
        if (start < end && *start == '\r')
            start++;
        bool begins = start < end && *start == '\n' && !ends;
        const char *stop = begins ? memmem(start, (size_t)(end - start), "endstream", 9) : NULL;
        if (stop) {
            const char *dict = dictionary(data, at);
            if (!look_at_stream(scan, dict, (size_t)(at - dict), start + 1,
                                (size_t)(stop - start - 1)))
                return false;
            at = stop + 9;
        } else {
            at += 6;
        }
    }
    return true;
}

bool content_is_plain(const char *data, size_t len)
{
    if (names(data, len, "/Encrypt") || is_involved(data, len))
        return false;
    g_autofree Scan *scan = g_new0(Scan, 1);
    scan->spots = g_array_new(FALSE, FALSE, sizeof(Spot));
    scan->paint = g_array_new(FALSE, FALSE, sizeof(Rect));
    scan->zlib = G_CONVERTER(g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_ZLIB));
    scan->inflated = g_byte_array_new();
    bool plain = look_at_all(scan, data, len);
    g_object_unref(scan->zlib);
    g_byte_array_unref(scan->inflated);
    g_array_unref(scan->spots);
    g_array_unref(scan->paint);
    return plain;
}
