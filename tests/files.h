// SPDX-License-Identifier: GPL-3.0-or-later
// Files: those of the source tree that tests read, and folders of their own.
#pragma once

#include <glib.h>

// Where a file of the source tree stands: "rules", "tests/fixtures/scan.pdf".
char *source_path(const char *name);

// What stands in it; ends the program when it is not there.
GBytes *source_bytes(const char *name);

// Its lines, if it is text.
char **source_lines(const char *name);

// A new empty folder; folder_free() removes it with all that is in it.
char *folder_new(void);
void folder_free(char *folder);

// Writes a file of the folder, "en/t.yaml" with the folders above it.
void folder_put(const char *folder, const char *name, const char *content);
