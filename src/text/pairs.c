// SPDX-License-Identifier: GPL-3.0-or-later
// Only pairs that are asked for have a slot, so that the table stays small and a text is read at
// the speed of its decoding.
#include "text/pairs.h"

#include <stdbool.h>
#include <stdint.h>

#include "text/utf8.h"

enum { PAIRS_MOST = 3, HAN_FIRST = 0x4E00, HAN_LAST = 0x9FFF };

struct Pairs {
    GArray *wanted;  // keys: two characters of 15 bits each, and two bits that are 0
    uint32_t *slots; // a key + 1 + how often it was met, or 0
    uint32_t mask;
};

Pairs *pairs_new(void)
{
    Pairs *pairs = g_new0(Pairs, 1);
    pairs->wanted = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    return pairs;
}

void pairs_free(Pairs *pairs)
{
    if (!pairs)
        return;
    g_array_unref(pairs->wanted);
    g_free(pairs->slots);
    g_free(pairs);
}

static inline bool is_common_han(gunichar c)
{
    return c >= HAN_FIRST && c <= HAN_LAST;
}

static inline uint32_t key_of(gunichar a, gunichar b)
{
    return (a - HAN_FIRST) << 17 | (b - HAN_FIRST) << 2;
}

// The slot of a key, or the empty one where it would stand.
static inline uint32_t *slot_of(const Pairs *pairs, uint32_t key)
{
    uint32_t at = (key * 2654435761u) >> 11 & pairs->mask;
    while (pairs->slots[at] && ((pairs->slots[at] - 1) & ~3u) != key)
        at = (at + 1) & pairs->mask;
    return &pairs->slots[at];
}

void pairs_want(Pairs *pairs, gunichar a, gunichar b)
{
    uint32_t key = is_common_han(a) && is_common_han(b) ? key_of(a, b) : 0;
    if (key)
        g_array_append_val(pairs->wanted, key);
}

static void make_slots(Pairs *pairs)
{
    uint32_t room = 64;
    while (room < pairs->wanted->len * 4)
        room *= 2;
    pairs->mask = room - 1;
    pairs->slots = g_new0(uint32_t, room);
    for (guint i = 0; i < pairs->wanted->len; i++) {
        uint32_t key = g_array_index(pairs->wanted, uint32_t, i);
        *slot_of(pairs, key) = key + 1;
    }
}

void pairs_read(Pairs *pairs, const char *str, size_t len)
{
    g_assert(!pairs->slots);
    if (pairs->wanted->len == 0)
        return;
    make_slots(pairs);
    gunichar last = 0;
    for (const char *at = str, *end = str + len; at < end;) {
        unsigned char lead = (unsigned char)*at;
        if (lead < 0xE4 || lead > 0xE9) {
            last = 0;
            at = utf8_next(at);
            continue;
        }
        gunichar c = utf8_get(at);
        uint32_t *slot = last && c >= HAN_FIRST ? slot_of(pairs, key_of(last, c)) : NULL;
        if (slot && *slot && ((*slot - 1) & 3) < PAIRS_MOST)
            (*slot)++;
        last = c >= HAN_FIRST ? c : 0;
        at += 3;
    }
}

unsigned pairs_count(const Pairs *pairs, gunichar a, gunichar b)
{
    if (!pairs->slots || !is_common_han(a) || !is_common_han(b))
        return 0;
    uint32_t slot = *slot_of(pairs, key_of(a, b));
    return slot ? (slot - 1) & 3 : 0;
}
