// SPDX-License-Identifier: GPL-3.0-or-later
// The inside of a Prefilter's block, for the files that build and that read it.
//
// One block of memory without pointers, so that it can be written to a file and mapped again.
#pragma once

#include <glib.h>
#include <stdint.h>
#include <string.h>

// A piece of an array.
typedef struct {
    uint32_t first, count;
} PrefilterList;

// The first two characters of literals, ASCII letters small; `second` is 0 for literals of one.
typedef struct {
    uint32_t first, second;
    PrefilterList literals;
} PrefilterHead;

enum {
    PREFILTER_TAIL = 8,        // most bytes of a literal behind its head
    PREFILTER_SIEVE_BITS = 16, // of the hash of a head in the sieve
    PREFILTER_SIEVE_WORDS = (1 << PREFILTER_SIEVE_BITS) / 64
};

// The head of the block; then arrays, each at that many bytes from the head, those of 8 bytes
// first.
typedef struct {
    uint32_t size; // bytes, a multiple of 8
    uint32_t clause_count, pattern_count, literal_count, always_count;
    uint32_t waking_count; // clauses that wake patterns, the first ones
    uint32_t match_count;  // patterns that are listed, the first ones
    uint32_t sieve;        // uint64_t: a bit for each hash of a head
    uint32_t starts;       // Starts
    uint32_t tails;        // uint64_t: what each literal goes on with after its head
    uint32_t heads;        // PrefilterHead, by their hash
    uint32_t ranks;        // word of the sieve → how many heads come before its own; and of all
    uint32_t clauses;      // literal → PrefilterList of items, ascending
    uint32_t wakes;        // clause → PrefilterList of the patterns it wakes
    uint32_t needs;        // pattern → PrefilterList of the clauses it needs besides
    uint32_t firsts;       // place of a rule in its set → its first pattern
    uint32_t always;       // patterns without clauses
    uint32_t starts_of;    // pattern → number of its Starts, from 1; 0: none
    uint32_t reaches;      // pattern → ReachList
    uint32_t windows;      // ReachWindow
    uint32_t items;
    uint32_t codes;       // the expressions compiled (codes.h); 0: they are not there
    uint32_t code_places; // pattern → where its code stands; CODES_NONE
    uint32_t unused;      // to a multiple of 8
} PrefilterBlock;

// The number of the head's bit in the sieve.
static inline uint32_t prefilter_hash(uint32_t first, uint32_t second)
{
    return ((first * 0x9E3779B1U) ^ (second * 0x85EBCA6BU)) >> (32 - PREFILTER_SIEVE_BITS);
}

// The character at `str` with ASCII letters small, and its bytes.
static inline uint32_t prefilter_char(const unsigned char *str, size_t *width)
{
    if (str[0] < 0x80) {
        *width = 1;
        return str[0] >= 'A' && str[0] <= 'Z' ? str[0] | 0x20U : str[0];
    }
    if (str[0] >= 0xE0 && str[0] < 0xF0) {
        *width = 3;
        return (str[0] & 0x0FU) << 12 | (str[1] & 0x3FU) << 6 | (str[2] & 0x3FU);
    }
    *width = str[0] < 0xE0 ? 2 : 4;
    return g_utf8_get_char((const char *)str);
}

// Up to eight bytes as a number, the first the lowest, ASCII letters small.
static inline uint64_t prefilter_bytes(const unsigned char *str, size_t len)
{
    static const uint64_t each = 0x0101010101010101U;
    uint64_t bytes = 0;
    if (len >= sizeof bytes)
        memcpy(&bytes, str, sizeof bytes);
    else
        memcpy(&bytes, str, len);
    bytes = GUINT64_FROM_LE(bytes);
    uint64_t low = bytes & 0x7F * each; // of each byte, so that sums stay within it
    uint64_t letters = (low + (0x80 - 'A') * each) & ~(low + (0x7F - 'Z') * each) & ~bytes;
    return bytes | (letters & 0x80 * each) >> 2;
}
