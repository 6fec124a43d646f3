// SPDX-License-Identifier: GPL-3.0-or-later
// Map: which codes of a font its /ToUnicode makes characters.
#pragma once

#include <qpdf/qpdf-c.h>
#include <stdbool.h>
#include <stddef.h>

enum { MAP_CODES = 256 }; // of a font of one byte a character

// A stream's data with a NUL behind it, freed with g_free(); NULL when it cannot be had or is too
// long for a font's.
char *map_stream(qpdf_data pdf, qpdf_oh stream, size_t *len);

// Sets the codes that the map makes characters. False when it builds on another one.
bool map_read(const char *map, bool told[static MAP_CODES]);
