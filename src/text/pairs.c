// SPDX-License-Identifier: GPL-3.0-or-later
// An open hash table of pairs, large enough for every character of the text.
#include "text/pairs.h"

#include <stdbool.h>
#include <stdint.h>

#include "text/utf8.h"

struct Pairs {
    uint32_t *keys; // first character << 16 | second, or 0
    uint8_t *counts;
    uint32_t mask;
};

static bool is_common_han(gunichar c)
{
    return c >= 0x4E00 && c <= 0x9FFF;
}

static uint32_t slot_of(const Pairs *pairs, uint32_t key)
{
    uint32_t slot = (key * 2654435761u) >> 8 & pairs->mask;
    while (pairs->keys[slot] && pairs->keys[slot] != key)
        slot = (slot + 1) & pairs->mask;
    return slot;
}

Pairs *pairs_new(const char *str, size_t len)
{
    Pairs *pairs = g_new0(Pairs, 1);
    size_t room = 64;
    while (room < len * 2 / 3) // a Han character has three bytes: at most half full
        room *= 2;
    pairs->mask = (uint32_t)room - 1;
    pairs->keys = g_new0(uint32_t, room);
    pairs->counts = g_new0(uint8_t, room);
    gunichar last = 0;
    for (const char *at = str, *end = str + len; at < end; at = utf8_next(at)) {
        if ((unsigned char)*at < 0xE4) {
            last = 0;
            continue;
        }
        gunichar c = utf8_get(at);
        if (is_common_han(last) && is_common_han(c)) {
            uint32_t slot = slot_of(pairs, last << 16 | c);
            pairs->keys[slot] = last << 16 | c;
            pairs->counts[slot] += pairs->counts[slot] < UINT8_MAX;
        }
        last = c;
    }
    return pairs;
}

void pairs_free(Pairs *pairs)
{
    if (!pairs)
        return;
    g_free(pairs->keys);
    g_free(pairs->counts);
    g_free(pairs);
}

unsigned pairs_count(const Pairs *pairs, gunichar a, gunichar b)
{
    if (!is_common_han(a) || !is_common_han(b))
        return 0;
    return pairs->counts[slot_of(pairs, a << 16 | b)];
}
