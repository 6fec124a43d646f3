// SPDX-License-Identifier: GPL-3.0-or-later
// Map: which codes of a font its /ToUnicode makes characters.
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { MAP_CODES = 256 }; // of a font of one byte a character

// What a code is made: 0 nothing, or a character, or more than one, or it is said twice.
enum { MAP_MANY = 0x110000 };

// Sets what the map makes of codes. False when it builds on another one.
bool map_read(const char *map, uint32_t told[static MAP_CODES]);
