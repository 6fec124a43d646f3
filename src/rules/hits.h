// SPDX-License-Identifier: GPL-3.0-or-later
// Hits: what the rules found in one unit, several candidates of one type becoming one hit.
#pragma once

#include "rules/definitions.h"
#include "rules/match.h"
#include "rules/rule.h"
#include "rules/severity.h"

// One match of one rule, resolved and graded.
typedef struct {
    const Rule *rule;
    const Type *type;
    PlainSpan span, stem;
    PlainSpan slots[SLOT_COUNT];
    Graded graded;
    GPtrArray *reasons;
    const Definition *defined; // the term whose meaning it needs, or NULL
} Candidate;

// The candidates of one unit: an empty array of Candidate. The caller frees it.
GArray *hits_candidates(void);

// Appends to `hits` one Hit for each type among the candidates of the unit of that index. Sorts the
// candidates.
void hits_fold(GPtrArray *hits, GArray *candidates, uint32_t unit);

// Puts all hits of a document in order. What a definition says is said where its term is used: a
// hit in its words alone goes when the same type was found there.
void hits_finish(GPtrArray *hits);
