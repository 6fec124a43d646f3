// SPDX-License-Identifier: GPL-3.0-or-later
// Passages: the language each block of a text is written in.
#pragma once

#include "text/text.h"

// For each block one of language_of()'s static names; short blocks take that of their neighbours.
// The caller frees the array.
const char **passages_languages(const Text *text);
