// SPDX-License-Identifier: GPL-3.0-or-later
// The inside of a Prefilter's block, for the files that build and that read it.
//
// One block of memory without pointers, so that it can be written to a file and mapped again.
#pragma once

#include <stdint.h>

// A piece of the array of items.
typedef struct {
    uint32_t first, count;
} PrefilterList;

// A move is the number of the next state; this bit says that something is found there.
#define PREFILTER_FOUND (1U << 15)

// The head of the block; then arrays of uint32_t (moves: uint16_t), each at that many bytes from
// the head.
typedef struct {
    uint32_t size; // bytes, a multiple of 8
    uint32_t class_count, state_count, clause_count, pattern_count, rule_count, always_count;
    uint32_t list_count, longest; // bytes of the longest literal
    uint32_t match_count;         // patterns that are listed, the first ones
    uint32_t moves;               // state × class → move
    uint32_t found;               // state → place in `lists`
    uint32_t lists;               // PrefilterList of clauses; the first is empty
    uint32_t wakes;               // clause → PrefilterList of the patterns it wakes
    uint32_t needs;               // pattern → PrefilterList of the clauses it needs besides
    uint32_t firsts;              // place of a rule in its set → its first pattern
    uint32_t always;              // patterns without clauses
    uint32_t items;
    uint8_t classes[256]; // of bytes, small letters for capitals; 0: in no literal
} PrefilterBlock;
