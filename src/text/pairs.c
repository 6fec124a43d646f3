// SPDX-License-Identifier: GPL-3.0-or-later
// An open hash table of pairs, large enough for every character of the text.
#include "text/pairs.h"

#include <stdbool.h>
#include <stdint.h>

#include "text/utf8.h"

enum { PAIRS_MOST = 3, HAN_FIRST = 0x4E00, HAN_LAST = 0x9FFF };

// A slot holds two characters of 15 bits each, and above 0 how often they were met.
struct Pairs {
    uint32_t *slots;
    uint32_t mask;
};

static bool is_common_han(gunichar c)
{
    return c >= HAN_FIRST && c <= HAN_LAST;
}

static uint32_t key_of(gunichar a, gunichar b)
{
    return (a - HAN_FIRST) << 17 | (b - HAN_FIRST) << 2;
}

static uint32_t *slot_of(const Pairs *pairs, uint32_t key)
{
    uint32_t at = (key * 2654435761u) >> 7 & pairs->mask;
    while (pairs->slots[at] && (pairs->slots[at] & ~3u) != key)
        at = (at + 1) & pairs->mask;
    return &pairs->slots[at];
}

Pairs *pairs_new(const char *str, size_t len)
{
    Pairs *pairs = g_new0(Pairs, 1);
    size_t room = 64;
    while (room < len / 3 + 64) // a Han character has three bytes: never full
        room *= 2;
    pairs->mask = (uint32_t)room - 1;
    pairs->slots = g_new0(uint32_t, room);
    gunichar last = 0;
    for (const char *at = str, *end = str + len; at < end;) {
        if ((unsigned char)*at < 0xE4) {
            last = 0;
            at = utf8_next(at);
            continue;
        }
        gunichar c = utf8_get(at);
        at = utf8_next(at);
        if (is_common_han(last) && is_common_han(c)) {
            uint32_t key = key_of(last, c), *slot = slot_of(pairs, key);
            *slot = (*slot & 3) < PAIRS_MOST ? (key | (*slot & 3)) + 1 : *slot;
        }
        last = c;
    }
    return pairs;
}

void pairs_free(Pairs *pairs)
{
    if (!pairs)
        return;
    g_free(pairs->slots);
    g_free(pairs);
}

unsigned pairs_count(const Pairs *pairs, gunichar a, gunichar b)
{
    if (!is_common_han(a) || !is_common_han(b))
        return 0;
    return *slot_of(pairs, key_of(a, b)) & 3;
}
