// SPDX-License-Identifier: GPL-3.0-or-later
// Reach: where in a text a match of an expression can begin, by where the literals stand that it
// cannot do without.
//
// The text is divided into 64 pieces or fewer, and what is known of a place is known of its piece.
// No piece in which a match begins is left out.
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define REACH_ANYWHERE UINT16_MAX

// A literal of that clause begins from `least` to `most` bytes behind the start of a match, where
// no character has four bytes; `most` may be REACH_ANYWHERE.
typedef struct {
    uint32_t clause;
    uint16_t least, most;
} ReachWindow;

// What is known of one pattern: `count` windows from the `first` on, and the most bytes of a match.
typedef struct {
    uint32_t first;
    uint16_t count, longest;
} ReachList;

// Of a text, in which the clauses of the patterns asked about are present.
typedef struct {
    const ReachList *lists; // by pattern
    const ReachWindow *windows;
    const uint64_t *pieces; // clause → a bit for each piece where a literal of it begins
    const char *scanned;    // the text
    unsigned shift;         // a piece has 1 << shift bytes
    bool wide;              // the text has characters of four bytes, or more bytes than are counted
} Reach;

// How large the pieces of a text must be.
unsigned reach_shift(size_t len);

// A bit for each piece of the scanned text in which a match of the pattern can begin that ends
// behind byte `own` of it.
uint64_t reach_pieces(const Reach *reach, uint32_t pattern, size_t own);
