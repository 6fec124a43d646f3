// SPDX-License-Identifier: GPL-3.0-or-later
// Places: from bytes of a text to its code points and back, without walking it each time.
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct Places Places;

// `text` is borrowed: valid UTF-8 that outlives the places.
Places *places_new(const char *text, size_t len);
void places_free(Places *places);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Places, places_free)

// How many code points stand before the byte, which begins one or is the end of the text.
uint32_t places_point(const Places *places, size_t byte);

// The byte where the code point begins; the text's length for the number of all, or more.
size_t places_byte(const Places *places, uint32_t point);

// Code points of the whole text.
uint32_t places_count(const Places *places);
