// SPDX-License-Identifier: GPL-3.0-or-later
// Lines: a page of print has many lines of nearly the same width; a full line that ends in mid
// sentence goes on in the next, unless that begins a new item.
#include "report/html_lines.h"

#include <string.h>

enum { WIDEST = 400, LEAST_FULL = 24, LEAST_LINES = 12 };

// At most WIDEST, which a character of two columns would step over.
static int columns(const char *from, const char *to)
{
    int width = 0;
    for (const char *at = from; at < to && width < WIDEST; at = g_utf8_next_char(at))
        width += g_unichar_iswide(g_utf8_get_char(at)) ? 2 : 1;
    return MIN(width, WIDEST);
}

static const char *end_of_line(const char *at, const char *end)
{
    while (at < end && *at != '\n' && *at != '\f')
        at++;
    return at;
}

static const char *without_return(const char *from, const char *to)
{
    return to > from && to[-1] == '\r' ? to - 1 : to;
}

HtmlLines html_lines_of(const char *text, size_t len)
{
    unsigned count[WIDEST + 1] = {0}, all = 0;
    const char *end = text + len;
    for (const char *at = text; at < end;) {
        const char *to = end_of_line(at, end);
        int width = columns(at, without_return(at, to));
        if (width > 0) {
            count[width]++;
            all++;
        }
        at = to < end ? to + 1 : end;
    }
    // A full line is as wide as the widest but a twentieth; one in five is nearly as wide.
    unsigned wider = 0, near = 0;
    int full = WIDEST;
    while (full > 0 && (wider += count[full]) * 20 < all)
        full--;
    for (int width = full * 85 / 100; width <= MIN(full + 4, WIDEST); width++)
        near += count[width];
    bool set = all >= LEAST_LINES && full >= LEAST_FULL && full < WIDEST && near * 5 >= all;
    return (HtmlLines){set ? full : 0};
}

static bool ends_sentence(gunichar c)
{
    return g_utf8_strchr("。！？；：.!?;:", -1, c) != NULL;
}

// Whether a line looks like the beginning of a paragraph or an item.
static bool begins_item(const char *at, const char *end)
{
    if (at >= end || *at == ' ' || *at == '\t' || g_ascii_isdigit(*at) || strchr("(-*", *at))
        return true;
    gunichar c = g_utf8_get_char(at);
    return g_utf8_strchr("　第（【《①②③④⑤⑥⑦⑧⑨⑩●○■□◆·•—", -1, c) != NULL;
}

LinesEnd html_lines_end(const HtmlLines *lines, const char *text, size_t len, size_t at)
{
    const char *to = without_return(text, text + at);
    const char *from = to;
    while (from > text && from[-1] != '\n' && from[-1] != '\f')
        from--;
    const char *next = text + at + 1, *next_end = end_of_line(next, text + len);
    if (!lines->full || to == from || columns(from, to) < lines->full * 85 / 100 ||
        begins_item(next, next_end))
        return LINES_HARD;
    gunichar last = g_utf8_get_char(g_utf8_prev_char(to)), first = g_utf8_get_char(next);
    if (ends_sentence(last) && columns(from, to) < lines->full - 2)
        return LINES_HARD;
    return g_unichar_iswide(last) && g_unichar_iswide(first) ? LINES_JOIN : LINES_SPACE;
}
