// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/context.h"

#include <string.h>

enum { WIDTH_MOST = 48 + 24 }; // a wide character counts three, others one

// Whether a clause ends with the character at `at`; the point of a number is none, nor is the comma
// of a Chinese list.
static bool ends_clause(const char *at)
{
    static const char marks[] = "，。；：！？（）“”《》【】,;:.!?()\"\n\r\f\t";
    if (*at == '.' && g_ascii_isdigit(at[1]))
        return false;
    return g_utf8_strchr(marks, -1, g_utf8_get_char(at)) != NULL;
}

static int width(gunichar c)
{
    return g_unichar_iswide(c) ? 3 : 1;
}

static bool is_word(gunichar c)
{
    return g_unichar_isalnum(c) && !g_unichar_iswide(c);
}

// Whether a cut between the two would be in a word.
static bool in_word(gunichar a, gunichar b)
{
    return is_word(a) && is_word(b);
}

// Behind the number of a clause ("5.2 "), if the words begin with one.
static const char *behind_number(const char *start, const char *end)
{
    const char *at = start;
    while (at < end && (g_ascii_isdigit(*at) || *at == '.'))
        at++;
    return at > start && at < end && *at == ' ' ? at + 1 : start;
}

static char *with_ellipsis(const char *start, const char *end, bool first, bool last)
{
    g_autofree char *words = g_strndup(start, (gsize)(end - start));
    if (words[strspn(words, " ")] == '\0')
        return NULL;
    return g_strconcat(first ? "…" : "", words, last ? "…" : "", NULL);
}

char *context_before(const Report *report, const Places *places, const Finding *finding)
{
    if (!report->text || !finding->placed)
        return NULL;
    bool stem = finding->stem_quote != NULL;
    Range quote = stem ? finding->stem : finding->range;
    const char *least = report->text + (stem ? 0 : places_byte(places, finding->unit.start));
    const char *end = report->text + places_byte(places, quote.start);
    const char *start = end;
    int taken = 0;
    while (start > least) {
        const char *before = g_utf8_prev_char(start);
        gunichar c = g_utf8_get_char(before);
        if (ends_clause(before))
            break;
        if (taken > WIDTH_MOST && !in_word(c, g_utf8_get_char(start)))
            return with_ellipsis(start, end, true, false);
        taken += width(c);
        start = before;
    }
    while (start < end && *start == ' ')
        start++;
    return with_ellipsis(behind_number(start, end), end, false, false);
}

char *context_after(const Report *report, const Places *places, const Finding *finding)
{
    if (!report->text || !finding->placed)
        return NULL;
    const char *start = report->text + places_byte(places, finding->range.end);
    const char *most = report->text + places_byte(places, finding->unit.end);
    gunichar last = ' ';
    int taken = 0;
    for (const char *end = start; end < most; end = g_utf8_next_char(end)) {
        gunichar c = g_utf8_get_char(end);
        if (ends_clause(end))
            return with_ellipsis(start, end, false, false);
        if (taken > WIDTH_MOST && !in_word(last, c))
            return with_ellipsis(start, end, false, true);
        taken += width(c);
        last = c;
    }
    return start < most ? with_ellipsis(start, most, false, false) : NULL;
}
