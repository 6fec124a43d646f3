// SPDX-License-Identifier: GPL-3.0-or-later
// Prefilter: which patterns of a language are worth running on a text.
//
// One pass over the text with all literals that patterns cannot do without (literals.h) says which
// patterns can match at all: one in a hundred. It leaves out no match.
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "rules/reach.h"
#include "rules/rule.h"
#include "rules/starts.h"

// Over set_patterns(), numbered in that order. `whole`: with all expressions as they are compiled,
// which takes its time.
Prefilter *prefilter_new(const RuleSet *set, bool whole);
void prefilter_free(Prefilter *prefilter);

// That of the set, made when it is first asked for.
Prefilter *prefilter_of(const RuleSet *set);

// What prefilter_new() works out, as one block without pointers, and its size, a multiple of 8.
const void *prefilter_block(const Prefilter *prefilter, size_t *size);
// The prefilter of a block that was copied or mapped, aligned to 8, borrowed, and trusted to be of
// these rules.
Prefilter *prefilter_in_block(const void *block);
// The compiled expressions at its end, each of which is read once; NULL where there are none.
const void *prefilter_block_codes(const void *block, size_t *size);

// The numbers of the `match` patterns worth running on the text, ascending; valid until the next
// call.
const uint32_t *prefilter_scan(Prefilter *prefilter, const char *str, size_t len, size_t *count);

// A bit for each pattern: whether it can match in the text last scanned, or in a part of it. Valid
// until the next scan.
const uint64_t *prefilter_awake(const Prefilter *prefilter);

// Where in that text matches of these patterns can begin. Valid as long.
const Reach *prefilter_reach(const Prefilter *prefilter);

// Where matches of the patterns can begin, by their numbers.
const StartsTable *prefilter_starts(const Prefilter *prefilter);

// The number of the first pattern of the rule at that place in set->rules.
uint32_t prefilter_first(const Prefilter *prefilter, unsigned rule);
