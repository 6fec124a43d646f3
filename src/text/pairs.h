// SPDX-License-Identifier: GPL-3.0-or-later
// Pairs: how often two Han characters stand side by side in a document.
//
// Where a line ends inside a phrase, the characters beside the break are often neighbours
// elsewhere; where a title meets a paragraph they seldom are.
#pragma once

#include <glib.h>
#include <stddef.h>

typedef struct Pairs Pairs;

Pairs *pairs_new(void);
void pairs_free(Pairs *pairs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pairs, pairs_free)

// Notes a pair to be counted. Characters that are not Han are passed over.
void pairs_want(Pairs *pairs, gunichar a, gunichar b);

// Counts the pairs noted so far in a text; once.
void pairs_read(Pairs *pairs, const char *str, size_t len);

// How often `a` stood directly before `b`, up to 3; 0 for a pair not noted.
unsigned pairs_count(const Pairs *pairs, gunichar a, gunichar b);
