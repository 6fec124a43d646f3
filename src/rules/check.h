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

// Appends one; `file` must outlive it.
void complaint_add(GPtrArray *complaints, const char *file, int line, const char *format, ...)
    G_GNUC_PRINTF(4, 5);

// Runs a rule's examples down the whole road (document, text, units, match) and appends a Complaint
// for each that does not do what it should. Returns the number of examples.
unsigned check_examples(const Pack *pack, size_t rule, GPtrArray *complaints);

// The break test: puts a line break, and then a page break between a footer and a header, at each
// place of the matching examples where a typesetter may put one: between two characters of which
// one is Han, not before closing or after opening punctuation; else at a blank, after a hyphen, or
// inside a word with a hyphen added; never inside a number or a table's row. Complains of the first
// place at which an example no longer does what it should. Returns the number of breaks tried.
unsigned check_breaks(const Pack *pack, size_t rule, GPtrArray *complaints);

// Whether the examples of all rules hold that come from a folder of at least that number. False
// with the first failure as the error.
bool check_pack(const Pack *pack, unsigned folder, GError **error);
