// SPDX-License-Identifier: GPL-3.0-or-later
// Starts: at which characters a match of an expression can begin, so that it is tried there only.
//
// PCRE2 looks for a first byte, and all Han characters share six of them. Here the first two
// characters are looked at; one in twenty places is left. No place where a match begins is left
// out.
#pragma once

#include <glib.h>
#include <stdint.h>

enum { STARTS_PAIR_BITS = 12, STARTS_ONE_BITS = 10 };

// A bit for the hash of each pair of first characters, and of each first character that anything
// may follow; and whether one can begin with anything where the text does (^).
typedef struct {
    uint64_t pairs[(1 << STARTS_PAIR_BITS) / 64], ones[(1 << STARTS_ONE_BITS) / 64], outset;
} Starts;

// Those of numbered patterns, and what they were compiled to.
typedef struct {
    const uint32_t *numbers; // pattern → its place in `all` + 1; 0: it may begin anywhere
    const Starts *all;
    const char *codes;           // pattern_code() of each (codes.h); NULL: not yet done
    const uint32_t *code_places; // pattern → where its own stands there; CODES_NONE
} StartsTable;

// A character as it is compared: ASCII letters small; 0 for one that may be equal to another but
// for its case.
uint32_t starts_symbol(gunichar c);
void starts_add_pair(Starts *starts, uint32_t first, uint32_t second);
void starts_add_one(Starts *starts, uint32_t first);

// The first place at or after byte `at` and before `until`, at most `len`, where a match can begin;
// `until` or more when there is none.
size_t starts_next(const Starts *starts, const char *str, size_t len, size_t at, size_t until);
