// SPDX-License-Identifier: GPL-3.0-or-later
// Values: what stands in the form fields and notes of a PDF page, which is no part of its text.
#pragma once

#include "read/pdf.h"
#include "read/pdf_layout.h"

// Sets the values of the page's form fields among its glyphs. `annots` are the page's
// (PopplerAnnotMapping), `size` its box.
void values_add_fields(GArray *glyphs, PopplerPage *page, const GList *annots, Box size);

// Puts in free-text notes, stamps and sticky notes. Highlights are left out: their notes comment
// the text, and those of our own marked copies would be taken for clauses. The page is the last one
// of the document so far.
void values_add_notes(Document *doc, Layout *layout, const GList *annots, Box size);

// The name of an attached file, fit to be shown; the caller frees it. `name` may be NULL.
char *values_file_name(const char *name);
