// SPDX-License-Identifier: GPL-3.0-or-later
// Marks: where items begin in the plain text, told by their enumerators as the document has them.
#pragma once

#include <glib.h>

#include "text/enumerator.h"
#include "text/text.h"

typedef struct {
    size_t at, words; // plain bytes: where it begins, and where its words do
    Enumerator number;
} Mark;

// Reads the enumerator at plain byte `at`; returns where its words begin, or 0 when there is none.
size_t marks_read(const Document *doc, const Text *text, size_t at, size_t end, Enumerator *found);

// Items numbered 1, 2, ... inside a paragraph. A Mark array; the caller frees it.
GArray *marks_chain(const Document *doc, const Text *text, size_t start, size_t end);

// The items of a list written inside one paragraph: at least 1 and 2, most of them closed by more
// than a comma. A Mark array, or NULL; the caller frees it.
GArray *marks_list(const Document *doc, const Text *text, size_t start, size_t end);
