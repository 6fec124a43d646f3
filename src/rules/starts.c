// SPDX-License-Identifier: GPL-3.0-or-later
// One step along the text is a character, two hashes and two bits.
#include "starts.h"

#include <stdbool.h>

// Characters without case, most of our texts: nothing but themselves is equal to them.
static bool is_caseless(gunichar c)
{
    return (c >= 0x2E80 && c < 0xA640) || (c >= 0x2000 && c < 0x2070) ||
           (c >= 0xAC00 && c < 0xD7A4) || (c >= 0xF900 && c < 0xFB00) ||
           (c >= 0x20000 && c < 0x40000);
}

uint32_t starts_symbol(gunichar c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
    return is_caseless(c) ? c : 0;
}

static uint32_t one_hash(uint32_t first)
{
    return (first * 0x9E3779B1U) >> (32 - STARTS_ONE_BITS);
}

static uint32_t pair_hash(uint32_t first, uint32_t second)
{
    return ((first * 0x9E3779B1U) ^ (second * 0x85EBCA6BU)) >> (32 - STARTS_PAIR_BITS);
}

static bool has(const uint64_t *bits, uint32_t hash)
{
    return bits[hash / 64] >> (hash % 64) & 1;
}

void starts_add_pair(Starts *starts, uint32_t first, uint32_t second)
{
    uint32_t hash = pair_hash(first, second);
    starts->pairs[hash / 64] |= (uint64_t)1 << (hash % 64);
}

void starts_add_one(Starts *starts, uint32_t first)
{
    uint32_t hash = one_hash(first);
    starts->ones[hash / 64] |= (uint64_t)1 << (hash % 64);
}

enum { NO_CHARACTER = 1 }; // behind the end: a symbol that no expression has

// The symbol of the character at `str`, and its bytes. Most characters are Han.
static inline uint32_t read_symbol(const unsigned char *str, size_t *width)
{
    if (str[0] >= 0xE3 && str[0] < 0xEA) {
        *width = 3;
        return (str[0] & 0x0FU) << 12 | (str[1] & 0x3FU) << 6 | (str[2] & 0x3FU);
    }
    *width = str[0] < 0x80 ? 1 : str[0] < 0xE0 ? 2 : str[0] < 0xF0 ? 3 : 4;
    return starts_symbol(*width == 1 ? str[0] : g_utf8_get_char((const char *)str));
}

size_t starts_next(const Starts *starts, const char *str, size_t len, size_t at, size_t until)
{
    const unsigned char *bytes = (const unsigned char *)str;
    size_t width = 0, next_width = 0;
    if (at == 0 && starts->outset)
        return 0;
    uint32_t first = at < until ? read_symbol(bytes + at, &width) : 0;
    for (; at < until; at += width, width = next_width) {
        size_t next = at + width;
        uint32_t second = next < len ? read_symbol(bytes + next, &next_width) : NO_CHARACTER;
        if (!first || !second || has(starts->ones, one_hash(first)) ||
            has(starts->pairs, pair_hash(first, second)))
            return at;
        first = second;
    }
    return until;
}
