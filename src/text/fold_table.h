// SPDX-License-Identifier: GPL-3.0-or-later
// What each character is folded to: the tables scripts/make-fold-tables makes.
#pragma once

#include <stddef.h>
#include <stdint.h>

// An entry of fold_pages: 0 the character itself, one of these, FOLD_SIDE + an index into
// fold_side, or the character it becomes. No character becomes a private-use one, so those stand
// for the rest.
enum { FOLD_PAGE = 64, FOLD_DROP = 0xE000, FOLD_BLANK = 0xE001, FOLD_SIDE = 0xE100 };

extern const uint16_t fold_index[0x10000 / FOLD_PAGE];
extern const uint16_t fold_pages[][FOLD_PAGE];

// String i is fold_side_text[fold_side[i] .. fold_side[i + 1]).
extern const uint16_t fold_side[];
extern const uint8_t fold_side_text[];

// Characters beyond U+FFFF that simplify to another, ascending.
typedef struct {
    uint32_t from;
    char to[5];
} FoldPair;

extern const FoldPair fold_astral[];
extern const size_t fold_astral_count;
