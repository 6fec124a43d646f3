// SPDX-License-Identifier: GPL-3.0-or-later
// Rule costs: what the rules do on documents that an author names. Each is read, and the rules are
// run on it, in a worker under the limits that `check` has.
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "cli/options.h"

typedef struct {
    uint64_t nanoseconds;
    uint32_t runs, spared, hits; // units
    uint32_t fired;              // documents in which it found something
} RuleCost;

// Adds what each rule of the pack, in its order, costs and finds in the documents that are named
// behind the action. False with an error that names the first that could not be read.
bool rule_costs_add(RuleCost *costs, const Options *options, const Pack *pack, GError **error);
