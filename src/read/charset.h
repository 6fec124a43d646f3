// SPDX-License-Identifier: GPL-3.0-or-later
// Charset: encodings by the names that files and people give them, and the way from each to UTF-8.
#pragma once

#include <glib.h>
#include <stdbool.h>

// Whether --encoding may have this value.
bool charset_known(const char *name);

// How we call it: "UTF-8", "GB18030", "Big5", "UTF-16LE", ...; interned.
const char *charset_name(const char *alias);

// Reads everything as one that is known; what is not in it becomes U+FFFD, and is counted. NULL
// when there is no such encoding.
GString *charset_read(const char *alias, const unsigned char *bytes, size_t len, size_t *broken);

// Loads the one that is asked for (or NULL) and keeps it, and all others where glibc could not load
// them once the sandbox has closed.
void charset_warm(const char *asked);
