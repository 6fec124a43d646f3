// SPDX-License-Identifier: GPL-3.0-or-later
// Check: what `rules test` and the loader hold rules against: their own examples.
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "rules/pack.h"

// Something a rule author should see.
typedef struct {
    const char *file;
    int line;
    char *message; // lower case, no full stop
} Complaint;
void complaint_free(Complaint *complaint);

// Runs a rule's examples down the whole road (document, text, units, match) and appends a Complaint
// for each that does not do what it should. Returns the number of examples.
unsigned check_examples(const Pack *pack, size_t rule, GPtrArray *complaints);

// Whether the examples of all rules hold that come from a folder of at least that number. False with
// the first failure as the error.
bool check_pack(const Pack *pack, unsigned folder, GError **error);
