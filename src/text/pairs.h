// SPDX-License-Identifier: GPL-3.0-or-later
// Pairs: how often two Han characters stand side by side in a document.
//
// Where a line ends inside a phrase, the characters beside the break are often neighbours
// elsewhere; where a title meets a paragraph they seldom are.
#pragma once

#include <glib.h>
#include <stddef.h>

typedef struct Pairs Pairs;

Pairs *pairs_new(const char *str, size_t len);
void pairs_free(Pairs *pairs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pairs, pairs_free)

// How often `a` stands directly before `b`, up to 3. 0 for characters that are not Han.
unsigned pairs_count(const Pairs *pairs, gunichar a, gunichar b);
