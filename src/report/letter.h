// SPDX-License-Identifier: GPL-3.0-or-later
// Letter: what to do first, and a letter to the lender made from the clauses found and their law.
#pragma once

#include <glib.h>

#include "report/report.h"
#include "report/words.h"

typedef enum {
    LETTER_HEADING, // of a part
    LETTER_STEP,    // of what to do first, numbered
    LETTER_NOTE,    // to the reader, no part of the letter
    LETTER_LINE,    // To, From, Date, Signature
    LETTER_SUBJECT,
    LETTER_PARAGRAPH,
    LETTER_REQUEST, // numbered
    LETTER_CLAUSE,  // a clause the request above rests on
    LETTER_BASIS,   // its law
} LetterKind;

typedef struct {
    LetterKind kind;
    char *text;
} LetterItem;

// The items in order, freed with the array. NULL with FAULT_USAGE when the document was not
// analysed: there is nothing to write about.
GPtrArray *letter_new(const Report *report, const Pack *pack, Lang lang, GError **error);
