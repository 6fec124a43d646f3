// SPDX-License-Identifier: GPL-3.0-or-later
// Docx numbering: the numbers Word puts before paragraphs, which stand nowhere in the text.
#pragma once

#include <glib.h>

#include "read/docx_styles.h"

typedef struct DocxNumbering DocxNumbering;

// From word/numbering.xml; `part` may be NULL. `styles` is borrowed.
DocxNumbering *docx_numbering_new(GBytes *part, const DocxStyles *styles);
void docx_numbering_free(DocxNumbering *numbering);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DocxNumbering, docx_numbering_free)

// Counts the next paragraph of a list and returns its number with what follows it ("第三条 ",
// "1.2 ", "• "), or NULL when the list shows none. To be called in document order, once for each
// paragraph. The caller frees it.
char *docx_numbering_next(DocxNumbering *numbering, int num_id, int level);

// The level of the list that is tied to a paragraph style, or 0.
int docx_numbering_level_of_style(const DocxNumbering *numbering, int num_id, const char *style);
