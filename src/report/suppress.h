// SPDX-License-Identifier: GPL-3.0-or-later
// Suppress: findings a person has looked at and set aside, kept in a file outside the documents.
//
// One line each: the finding's fingerprint, perhaps until=YYYY-MM-DD, and the reason, which must be
// given. Blank lines and lines that begin with # are left out. A finding set aside stays in every
// output, marked with its reason; it does not weigh in the verdict.
//
//     0123456789abcdef until=2027-06-30 checked with the lender, only on-device (Lin)
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "report/report.h"

typedef struct Suppressions Suppressions;

// NULL with FAULT_USAGE for a file that cannot be read or a line that is wrong: file and line
// named.
Suppressions *suppress_load(const char *path, GError **error);
void suppress_free(Suppressions *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Suppressions, suppress_free)

// Sets aside what the list names, and judges the report again. `today` is "YYYY-MM-DD"; an entry
// holds through its last day. Returns how many findings were set aside.
unsigned suppress_apply(Suppressions *list, Report *report, const Pack *pack, const char *today);

// Entries that have expired by `today`, and entries that named nothing in the reports so far: one
// line each, "FILE:LINE: ...", in the order of the file. The caller frees the array with its
// strings.
GPtrArray *suppress_left(const Suppressions *list, const char *today);
