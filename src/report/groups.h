// SPDX-License-Identifier: GPL-3.0-or-later
// Groups: a report's findings gathered by clause type, as lists show them: one entry a type, its
// worst quote first.
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "report/report.h"

typedef struct {
    const Type *type;
    Polarity polarity;
    int severity;        // of the worst finding
    bool unsure;         // all its findings are of low confidence: they did not weigh
    GPtrArray *findings; // Finding, worst first; borrowed
} Group;

// Groups of one polarity: the unsure last, then by severity, number of findings, order of
// types.yaml. Suppressed findings are left out. A Group * array that frees its groups.
GPtrArray *groups_new(const Report *report, const Pack *pack, Polarity polarity);

// Suppressed findings, in order; borrowed. The caller frees the array.
GPtrArray *groups_suppressed(const Report *report);

// For g_ptr_array_sort() over Finding *: those of low confidence last, then severity,
// confidence, place.
gint finding_compare_worst(gconstpointer a, gconstpointer b);
