// SPDX-License-Identifier: GPL-3.0-or-later
// Grade: words that move a finding's severity or confidence when they stand in its unit.
#pragma once

#include "rules/pattern_read.h"
#include "rules/severity.h"

// Whether words that are denied count.
typedef enum {
    GRADE_RESOLVE, // they do not: 但不会追踪您的轨迹
    GRADE_IGNORE,  // they do: denying is what counts (不得起诉), or it makes no difference
    GRADE_UNSAID,  // what makes a finding worse is resolved, the rest is not
} GradeNegation;

typedef struct {
    Pattern *when;
    GradeEffect effect;
    const char *why; // interned; NULL: no reason word
    GradeNegation negation;
} Grade;

// An empty array of Grade that owns their patterns.
GArray *grades_new(void);

// Reads a list of grades of a type's rules and appends them. A missing node is an empty list.
bool grades_read(Lexicon *lexicon, Polarity polarity, const YamlNode *list, bool trusted,
                 GArray *grades, GError **error);

// Whether the words may be denied without counting, in a rule that asks about denial itself or does
// not, of a type with that base severity.
bool grade_asks_denial(const Grade *grade, bool rule_asks, int base);

// The confidence that a map's key names, or `otherwise` when it has none; -1 with an error.
int grade_confidence(const YamlNode *map, int otherwise, GError **error);
