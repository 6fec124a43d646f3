// SPDX-License-Identifier: GPL-3.0-or-later
// Parts: the blocks of a text, cut where one holds several items of a list.
//
// "2.1 ... 2.2 ..." in one block are two items of the list that other blocks carry on; so are the
// first items of "...: 1. ..." before a block "2. ...".
#pragma once

#include <glib.h>

#include "text/enumerator.h"
#include "text/text.h"

typedef struct {
    Block block; // or the piece of it
    guint of;    // index of the block
    Enumerator number;
    size_t words; // plain byte where its words begin; 0 when it has no number
} Part;

// A Part array; the caller frees it.
GArray *parts_new(const Document *doc, const Text *text);
