// SPDX-License-Identifier: GPL-3.0-or-later
// Content: a look at what a PDF draws, to know when its words need not be looked at as a picture.
//
// Rendering a page costs several times what reading it does. Most agreements draw dark words on
// white and nothing else; where that can be told from their drawing operators, no picture is made.
#pragma once

#include <stdbool.h>
#include <stddef.h>

// Whether nothing in the file could hide its text or stand behind it: no invisible or clipped
// words, no transparency, layers, forms or patterns, nothing painted over words or, but for white,
// under them. False whenever that cannot be told. The colour of the words is not looked at.
bool content_is_plain(const char *data, size_t len);
