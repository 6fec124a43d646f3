// SPDX-License-Identifier: GPL-3.0-or-later
// Metadata: what a person knows of the documents, from a CSV file: path, platform, date, version,
// ...
#pragma once

#include <glib.h>

typedef struct Metadata Metadata;

// Reads a CSV file (comma, semicolon or tab; UTF-8) whose header names a column `path`. Names of
// columns that stand in our own tables get "meta_" in front. NULL with FAULT_USAGE naming the line.
Metadata *metadata_read(const char *file, GError **error);
void metadata_free(Metadata *metadata);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Metadata, metadata_free)

// Names of the columns but path and platform; borrowed.
const GPtrArray *metadata_columns(const Metadata *metadata);

// The values of a document by its name, one a column; NULL when the file does not speak of it.
// Borrowed.
char *const *metadata_values(const Metadata *metadata, const char *name);

// The platform it gives to a document, or NULL.
const char *metadata_platform(const Metadata *metadata, const char *name);

// Lines whose path no document asked about so far had, "FILE:LINE: ...", the first few. The caller
// frees the array with its strings.
GPtrArray *metadata_unused(const Metadata *metadata);
