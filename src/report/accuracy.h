// SPDX-License-Identifier: GPL-3.0-or-later
// Accuracy: how far a clause type can be trusted, as measured with a release on labelled
// agreements.
#pragma once

#include <stdbool.h>

typedef struct {
    const char *id, *language; // "C01", "zh"
    unsigned labels;           // clauses that people labelled so
    unsigned found;            // findings
    unsigned right;            // of the findings
    unsigned seen;             // of the labels
} Accuracy;

// NULL when nothing was measured.
const Accuracy *accuracy_of(const char *id, const char *language);

// The release it was measured with.
const char *accuracy_release(void);
