// SPDX-License-Identifier: GPL-3.0-or-later
// Phrases: the small sentences that every writer says the same way.
#pragma once

#include <glib.h>

#include "report/report.h"
#include "report/words.h"

// Where a finding stands: "第五条 › ①，第 3 页". The caller frees it.
char *phrase_where(const Finding *finding, Lang lang);

// The answer to a question in a sentence, with whom the clauses name, or which documents that were
// not given may hold it. The caller frees it.
char *phrase_answer(const Report *report, Question question, Lang lang);

// What the absences have in common, and which documents that were not given may hold what they
// miss. The caller frees it.
char *phrase_lacks(const Report *report, Lang lang);

// What is odd about how a finding stands there (small print, no ink, from a picture), joined;
// NULL when nothing is. The caller frees it.
char *phrase_notice(const Finding *finding, Lang lang);

// The grade words of a finding, joined; NULL when it has none. The caller frees it.
char *phrase_reasons(const Finding *finding, Lang lang);

// The line that sets the finding aside (suppress.h), with a place for the reason. The caller frees
// it.
char *phrase_set_aside(const Finding *finding, Lang lang);

// That a finding is set aside, and why. The caller frees it.
char *phrase_suppressed(const Finding *finding, const Pack *pack, Lang lang);

// What the clause says as a reader reads it: the piece of its stems, then its own words. The caller
// frees it.
char *phrase_quote(const Finding *finding);

// Words of the text as a reader joins lines: line ends vanish between wide characters and within a
// word that a hyphen breaks, and are a space elsewhere. `last` and `next` are the characters around
// them, or 0. The caller frees it.
char *phrase_joined(gunichar last, const char *text, size_t len, gunichar next);

// "kind · pages · law", as far as known. The caller frees it.
char *phrase_facts(const Report *report, Lang lang);

// The verdict in a sentence: of a document that is no agreement "nothing found" says little.
// Static.
const char *phrase_verdict(const Report *report, Lang lang);

// One entry of what was not read, or of what is good to know: the same fault on several pages.
typedef struct {
    Fault code;
    char *where;  // "第 3、5-9 页", the rule, or NULL
    char *line;   // the whole sentence: where, what, the cure
    char *detail; // the reader's own words (details.h), or NULL
} Unread;

// The report's reasons, merged by fault, that are for information only, or the others; Unread,
// freed with the array. Documents referred to are one entry with their names.
GPtrArray *phrase_unread(const Report *report, bool notes, Lang lang);
