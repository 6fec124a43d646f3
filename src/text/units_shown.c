// SPDX-License-Identifier: GPL-3.0-or-later
// How a unit is named to people: its number and its heading, as they stand in the document.
#include <string.h>

#include "text/units.h"
#include "text/utf8.h"

static char *shown_range(const Text *text, const Document *doc, size_t start, size_t end)
{
    if (start >= end)
        return g_strdup("");
    return text_shown(text, doc, text_origin(text, start), text_origin_end(text, end));
}

// An enumerator without the sign that only divides it from its words.
static char *bare_number(char *number)
{
    static const char signs[] = "、.．:： \t,，　";
    char *end = number + strlen(number);
    while (end > number && g_utf8_strchr(signs, -1, utf8_get(g_utf8_prev_char(end))))
        end = g_utf8_prev_char(end);
    *end = '\0';
    return g_strchug(number);
}

char *units_number(const GArray *units, const Text *text, const Document *doc, size_t unit)
{
    GString *path = g_string_new(NULL);
    for (int i = (int)unit; i != NO_UNIT; i = g_array_index(units, Unit, i).clause) {
        const Unit *at = &g_array_index(units, Unit, i);
        if (at->words == at->start)
            continue;
        g_autofree char *number = bare_number(shown_range(text, doc, at->start, at->words));
        if (path->len)
            g_string_prepend(path, " › ");
        g_string_prepend(path, number);
    }
    return path->len ? g_string_free(path, FALSE) : g_string_free(path, TRUE);
}

char *units_heading(const GArray *units, const Text *text, const Document *doc, size_t unit)
{
    int heading = g_array_index(units, Unit, unit).heading;
    if (heading == NO_UNIT)
        return NULL;
    const Unit *at = &g_array_index(units, Unit, heading);
    return shown_range(text, doc, at->start, at->end);
}
