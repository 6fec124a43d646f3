// SPDX-License-Identifier: GPL-3.0-or-later
// Places: the count of code points is noted every STEP bytes; between two notes it is counted.
#include "report/places.h"

enum { STEP = 512 };

struct Places {
    const char *text;
    size_t len;
    GArray *points; // uint32_t: code points before byte i * STEP
    uint32_t count;
};

static bool begins_point(char byte)
{
    return ((unsigned char)byte & 0xC0) != 0x80;
}

Places *places_new(const char *text, size_t len)
{
    Places *places = g_new0(Places, 1);
    places->text = text;
    places->len = len;
    places->points = g_array_sized_new(FALSE, FALSE, sizeof(uint32_t), (guint)(len / STEP + 1));
    uint32_t points = 0;
    for (size_t i = 0; i < len; i++) {
        if (i % STEP == 0)
            g_array_append_val(places->points, points);
        points += begins_point(text[i]);
    }
    if (len % STEP == 0)
        g_array_append_val(places->points, points);
    places->count = points;
    return places;
}

void places_free(Places *places)
{
    if (!places)
        return;
    g_array_unref(places->points);
    g_free(places);
}

uint32_t places_point(const Places *places, size_t byte)
{
    g_assert(byte <= places->len);
    uint32_t points = g_array_index(places->points, uint32_t, byte / STEP);
    for (size_t i = byte - byte % STEP; i < byte; i++)
        points += begins_point(places->text[i]);
    return points;
}

size_t places_byte(const Places *places, uint32_t point)
{
    if (point >= places->count)
        return places->len;
    guint low = 0, high = places->points->len;
    while (high - low > 1) {
        guint middle = (low + high) / 2;
        if (g_array_index(places->points, uint32_t, middle) <= point)
            low = middle;
        else
            high = middle;
    }
    uint32_t points = g_array_index(places->points, uint32_t, low);
    size_t byte = (size_t)low * STEP;
    while (points < point || !begins_point(places->text[byte]))
        points += begins_point(places->text[byte++]);
    return byte;
}

uint32_t places_count(const Places *places)
{
    return places->count;
}
