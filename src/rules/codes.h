// SPDX-License-Identifier: GPL-3.0-or-later
// Codes: compiled expressions one after another, as a file of the build keeps them.
//
// Equal ones stand there once, and so does what all of them begin with: PCRE2 puts its tables
// before each.
#pragma once

#include <glib.h>
#include <stdint.h>

#define CODES_NONE UINT32_MAX

// Appends the codes (GBytes, or NULL) to `out`, which is empty, and to `places` (uint32_t) where
// each stands; CODES_NONE for NULL.
void codes_pack(GByteArray *out, const GPtrArray *codes, GArray *places);

// The code of that place, whole. The caller frees it.
uint8_t *codes_at(const char *packed, uint32_t place);
