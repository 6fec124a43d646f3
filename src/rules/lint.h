// SPDX-License-Identifier: GPL-3.0-or-later
// Lint: what `rules lint` holds against rules beyond their examples: expressions that are slow,
// that folding cannot follow, or that were copied rather than written.
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "rules/pack.h"

// Appends Complaints (check.h) about one rule: unbounded repeats, \b beside Han characters, ranges
// and code points that folding cannot follow, long literals without a reason, too few examples or
// examples too alike, expressions that are slow on texts made of their own words.
void lint_rule(const Pack *pack, size_t rule, GPtrArray *complaints);

// About the pack: word lists that no rule uses. Compiles everything.
void lint_pack(const Pack *pack, GPtrArray *complaints);

// About word lists of a later folder that took the place of earlier ones (lexicon.h).
void lint_replaced(const Pack *pack, GPtrArray *complaints);

// About rules that fired on none of so many documents: one value a rule, in their order.
void lint_unfired(const Pack *pack, const bool *fired, unsigned documents, GPtrArray *complaints);
