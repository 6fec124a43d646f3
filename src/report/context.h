// SPDX-License-Identifier: GPL-3.0-or-later
// Context: the words around a quote, up to where its clause begins and ends.
//
// A finding is quoted from its first to its last matched character, which may lie within a word
// (“…进行催|收”). Where a person reads, the rest of the clause stands beside it, in a softer
// colour.
#pragma once

#include "report/places.h"
#include "report/report.h"

// The words of the finding's unit before its quote, back to a mark of punctuation or the
// end of a page, joined as a reader joins lines, but no further than about two dozen Chinese
// characters or six dozen others; where a limit or a page cuts them, an ellipsis stands first. The
// first and the last line of a page, where page numbers stand, are not crossed. Where the quote has
// a stem, the words before that, of its line. NULL where there are none or the report has no text.
// A blank between them and the quote is kept. `places` are those of the report's text, NULL where
// it has none. The caller frees it.
char *context_before(const Report *report, const Places *places, const Finding *finding);

// The same behind the quote.
char *context_after(const Report *report, const Places *places, const Finding *finding);

// What the clause says as a reader reads it (phrase_quote()), with both around it.
char *context_quote(const Report *report, const Places *places, const Finding *finding);
