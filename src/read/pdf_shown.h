// SPDX-License-Identifier: GPL-3.0-or-later
// Shown: which codes of their fonts the pages of a PDF show.
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "read/pdf_objects.h"

// `fonts`: number of a font's object → bool[256], where the codes that any page shows are set; all
// fonts of one byte a character. Other fonts are passed over. False where it cannot be told.
bool shown_read(qpdf_data pdf, GHashTable *fonts);

// The same of one content stream. `named` looks a font up: its codes, or NULL.
typedef bool *(*ShownNamed)(void *data, const char *name);
bool shown_scan(const char *content, size_t len, ShownNamed named, void *data);
