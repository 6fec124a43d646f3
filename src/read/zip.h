// SPDX-License-Identifier: GPL-3.0-or-later
// Zip: the parts of a zipped document, within limits.
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
    GHashTable *parts; // name → GBytes: the XML parts
    GPtrArray *names;  // char *: every part
} Zip;

// Unpacks the XML parts. NULL with FAULT_TOO_LARGE for what swells as no document does,
// FAULT_ENCRYPTED, or FAULT_DAMAGED.
Zip *zip_open(const void *bytes, size_t len, GError **error);
void zip_free(Zip *zip);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Zip, zip_free)

// A part, or NULL. Names are without a leading slash; upper and lower case are the same.
GBytes *zip_part(const Zip *zip, const char *name);
