// SPDX-License-Identifier: GPL-3.0-or-later
// Severity: how the grades that fired move a type's base severity and a rule's confidence.
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "rules/pack.h"

enum { SEVERITY_MOVE_MOST = 2 }; // grades together move at most this far

// What one grade of a rule asks for.
typedef struct {
    bool sets;             // severity: =3 rather than +1
    int severity;          // the severity it sets, the move, or 0
    Confidence confidence; // CONFIDENCE_COUNT: says nothing
} GradeEffect;

typedef struct {
    int severity; // 1-5, 0 for protective types
    Confidence confidence;
} Graded;

// `base` is of the type under the law in force (0: protective, stays 0), `confidence` the rule's
// own. If any grade sets a severity, the highest of those stands; otherwise the moves are added.
Graded severity_grade(int base, Confidence confidence, const GradeEffect *effects, size_t count);

// Whether a grade alone makes a base severity worse.
bool severity_worsens(int base, const GradeEffect *effect);

// Reads "+1", "-2", "=3". False when it is none of these.
bool severity_parse(const char *text, GradeEffect *effect);
