// SPDX-License-Identifier: GPL-3.0-or-later
// Fingerprint: what names a finding across re-flow, re-paging, renumbering and renamed rules.
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "rules/match.h"

// Counts equal ones of one document, so that the second of two equal clauses has its own.
typedef struct Fingerprints Fingerprints;
Fingerprints *fingerprints_new(const Text *text, const GArray *units);
void fingerprints_free(Fingerprints *prints);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Fingerprints, fingerprints_free)

// The fingerprint of the next finding of `type` in `unit`: 16 hex digits. The caller frees it.
char *fingerprints_next(Fingerprints *prints, const char *type, uint32_t unit);

// Appends the words without spaces, punctuation and numbers of clauses, in lower case; digits only
// when asked for.
void fingerprint_bare(GString *to, const char *str, size_t len, bool digits);

// That of an absence: one a type.
char *fingerprint_absent(const char *type);
