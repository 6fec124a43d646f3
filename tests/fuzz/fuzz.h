// SPDX-License-Identifier: GPL-3.0-or-later
// What every fuzz target of a reader checks.
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

#include "text/document.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// Says why and dies in a way that the fuzzer keeps the input of (g_error() does not).
void fuzz_die(const char *format, ...) G_GNUC_PRINTF(1, 2) G_GNUC_NORETURN;

// Dies unless the document keeps every promise of document.h.
void fuzz_check_document(const Document *doc);

// Reads the bytes as a file of that name; whatever comes of it must be sound. Then makes its text
// and units and checks those.
void fuzz_read(const uint8_t *data, size_t size, const char *name);

// The same without its text and units.
void fuzz_read_lines(const uint8_t *data, size_t size, const char *name);

// Dies unless text and units keep theirs.
void fuzz_check_text(const Document *doc);
