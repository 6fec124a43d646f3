// SPDX-License-Identifier: GPL-3.0-or-later
// Layout: lines are broken at blanks and between wide characters, as a typesetter may break them.
#include "report/layout.h"

#include <string.h>

enum { MARKS_MOST = 3, LEAST_COLUMNS = 20 };

bool layout_is_unruly(gunichar c)
{
    if (c < 0x20 || (c >= 0x7F && c < 0xA0))
        return true;
    GUnicodeType type = g_unichar_type(c);
    return type == G_UNICODE_FORMAT || type == G_UNICODE_LINE_SEPARATOR ||
           type == G_UNICODE_PARAGRAPH_SEPARATOR || type == G_UNICODE_SURROGATE || c == 0x115F ||
           c == 0x1160 || c == 0x3164 || c == 0xFFA0;
}

static bool is_blank(gunichar c)
{
    return c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\v' || g_unichar_isspace(c);
}

void layout_clean(GString *out, const char *text)
{
    unsigned marks = 0;
    bool gap = false, begun = false;
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (is_blank(c)) {
            gap = begun;
            continue;
        }
        marks = g_unichar_ismark(c) ? marks + 1 : 0;
        if (marks > MARKS_MOST)
            continue;
        if (gap)
            g_string_append_c(out, ' ');
        gap = false;
        begun = true;
        g_string_append_unichar(out, layout_is_unruly(c) ? 0xFFFD : c);
    }
}

char *layout_harmless(const char *bytes)
{
    g_autofree char *valid = g_utf8_make_valid(bytes, -1);
    GString *out = g_string_new(NULL);
    for (const char *at = valid; *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        g_string_append_unichar(out, layout_is_unruly(c) ? 0xFFFD : c);
    }
    return g_string_free(out, FALSE);
}

static int columns_of(gunichar c)
{
    if (g_unichar_iszerowidth(c))
        return 0;
    return g_unichar_iswide(c) ? 2 : 1;
}

// Past a colour sequence that begins here; `at` itself otherwise.
static const char *after_color(const char *at)
{
    if (*at != '\033')
        return at;
    const char *end = strchr(at, 'm');
    return end ? end + 1 : at;
}

int layout_width(const char *text)
{
    int width = 0;
    for (const char *at = text; *at;) {
        const char *after = after_color(at);
        if (after != at) {
            at = after;
            continue;
        }
        width += columns_of(g_utf8_get_char(at));
        at = g_utf8_next_char(at);
    }
    return width;
}

static bool closes(gunichar c)
{
    return g_utf8_strchr("，。、；：！？）》」』】〉”’…,.;:!?)]}%", -1, c) != NULL;
}

static bool opens(gunichar c)
{
    return g_utf8_strchr("（《「『【〈“‘([{", -1, c) != NULL;
}

// Whether a line may end between the two.
static bool may_break(gunichar before, gunichar after)
{
    if (before == ' ' || after == ' ')
        return true;
    if (closes(after) || opens(before))
        return false;
    return g_unichar_iswide(before) || g_unichar_iswide(after);
}

// Where a line that begins at `at` and has `room` columns ends: at a break, or where it is full.
static const char *line_end(const char *at, int room)
{
    const char *best = NULL;
    gunichar before = 0;
    for (const char *to = at; *to; to = g_utf8_next_char(to)) {
        gunichar c = g_utf8_get_char(to);
        if (to != at && may_break(before, c))
            best = to;
        room -= columns_of(c);
        if (room < 0)
            return best ? best : (to == at ? g_utf8_next_char(to) : to);
        before = c;
    }
    return at + strlen(at);
}

void layout_wrap(GString *out, const char *text, int columns, const char *first, int indent)
{
    g_autoptr(GString) clean = g_string_new(NULL);
    layout_clean(clean, text);
    columns = MAX(columns, LEAST_COLUMNS);
    g_string_append(out, first);
    int room = MAX(columns - layout_width(first), 4);
    for (const char *at = clean->str; *at;) {
        const char *end = line_end(at, room);
        const char *last = end;
        while (last > at && last[-1] == ' ')
            last--;
        g_string_append_len(out, at, last - at);
        for (at = end; *at == ' ';)
            at++;
        if (*at)
            g_string_append_printf(out, "\n%*s", indent, "");
        room = MAX(columns - indent, 4);
    }
    g_string_append_c(out, '\n');
}

void layout_cut(GString *out, const char *text, int columns)
{
    g_autoptr(GString) clean = g_string_new(NULL);
    layout_clean(clean, text);
    if (layout_width(clean->str) <= columns) {
        g_string_append(out, clean->str);
        return;
    }
    int room = columns - 1;
    for (const char *at = clean->str; *at; at = g_utf8_next_char(at)) {
        room -= columns_of(g_utf8_get_char(at));
        if (room < 0)
            break;
        g_string_append_unichar(out, g_utf8_get_char(at));
    }
    g_string_append(out, "…");
}
