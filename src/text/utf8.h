// SPDX-License-Identifier: GPL-3.0-or-later
// Utf8: reading valid UTF-8 where a call for each character would cost more than the work.
#pragma once

#include <glib.h>

static inline gunichar utf8_get(const char *at)
{
    const unsigned char *p = (const unsigned char *)at;
    if (p[0] < 0x80)
        return p[0];
    if (p[0] < 0xE0)
        return (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
    if (p[0] < 0xF0)
        return (p[0] & 0xFu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
    return (p[0] & 0x7u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
}

static inline const char *utf8_next(const char *at)
{
    unsigned char c = (unsigned char)*at;
    return at + (c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4);
}

// How many characters there are. A loop that compilers make wide, where g_utf8_strlen() goes from
// one to the next.
static inline size_t utf8_length(const char *str, size_t len)
{
    size_t count = 0;
    for (size_t i = 0; i < len; i++)
        count += ((unsigned char)str[i] & 0xC0) != 0x80;
    return count;
}

// How many letters and ideographs there are.
static inline size_t utf8_letters(const char *str, size_t len)
{
    size_t letters = 0;
    for (const char *at = str; at < str + len; at = utf8_next(at))
        letters += g_unichar_isalpha(utf8_get(at)) != 0;
    return letters;
}

static inline const char *utf8_prev(const char *at)
{
    do
        at--;
    while ((*at & 0xC0) == 0x80);
    return at;
}
