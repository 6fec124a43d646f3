// SPDX-License-Identifier: GPL-3.0-or-later
// Map: the rows of a character map (ISO 32000-1, 9.10.3).
#include "read/pdf_map.h"

#include <glib.h>
#include <string.h>

#include "read/pdf_raw.h"

// Reads "<4e00>": how many digits there are. 0 when it is something else.
static size_t hex_at(const char **at, unsigned *value)
{
    while (raw_is_blank(**at))
        (*at)++;
    if (**at != '<')
        return 0;
    const char *digit = *at + 1;
    size_t digits = 0;
    for (*value = 0; g_ascii_isxdigit(*digit); digit++, digits++)
        *value = *value << 4 | (unsigned)g_ascii_xdigit_value(*digit);
    *at = *digit ? digit + 1 : digit;
    return *digit == '>' ? digits : 0;
}

// Notes the codes of one row that are made characters. False at the end of the rows.
static bool read_row(const char **at, bool range, uint32_t *told)
{
    unsigned from = 0, to = 0, character = 0;
    if (hex_at(at, &from) != 2 || from >= MAP_CODES)
        return false;
    to = from;
    if (range && (hex_at(at, &to) != 2 || to >= MAP_CODES))
        return false;
    size_t digits = hex_at(at, &character);
    if (digits < 4 || digits % 4 != 0 || character == 0)
        return false;
    for (unsigned code = from; code <= to; code++)
        told[code] = told[code] || digits > 4 ? MAP_MANY : character + (code - from);
    return true;
}

bool map_read(const char *map, uint32_t told[static MAP_CODES])
{
    static const char *const begins[] = {"beginbfchar", "beginbfrange"};
    for (int range = 0; range < 2; range++)
        for (const char *at = map; (at = strstr(at, begins[range]));) {
            at += strlen(begins[range]);
            while (read_row(&at, range, told))
                ;
        }
    return !strstr(map, "usecmap");
}
