// SPDX-License-Identifier: GPL-3.0-or-later
// Templates: which documents are copies of one form, so that a form used a hundred times counts
// once.
//
// A document stands for the set of its clauses' fingerprints. Two sets are one template when about
// eight in ten of their members are the same (Jaccard similarity), estimated by MinHash with 32
// values and found by banding (Broder 1997; Leskovec, Rajaraman, Ullman, Mining of Massive
// Datasets, chapter 3). Memory grows by some 300 bytes with each new template, not with each
// document.
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct Templates Templates;

Templates *templates_new(void);
void templates_free(Templates *templates);

// Whether a document with these clauses (strings, in any order, repeats allowed) is the first of
// its template. With no clause the caller gives what the document equals others by, as one string.
bool templates_add(Templates *templates, const GPtrArray *prints);
unsigned templates_count(const Templates *templates);
