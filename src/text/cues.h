// SPDX-License-Identifier: GPL-3.0-or-later
// Cues: the words by which sentences, lists and titles are told, whatever the language.
//
// The rule pack has them, a file a language (rules/README.md); nothing here knows a word. Lists of
// all languages are one: passages change language, and a word of one is rarely a cue in another.
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "text/language.h"

typedef enum {
    CUES_ABBREVIATION,      // its full stop ends no sentence
    CUES_LINE_ABBREVIATION, // its full stop ends no paragraph, though it may end a sentence
    CUES_UNFINISHED,        // no line that ends in it is the last of its paragraph
    CUES_FINISHED,          // one may be, though it ends in a character that goes on in other words
    CUES_HANGING,           // before it a hyphen at a line end stays: "short- and long-term"
    CUES_FIRST_HALF,        // of a compound that keeps its hyphen at a line end: "third-"
    CUES_SECOND_HALF,       // "-party"
    CUES_PREFIX,            // keeps its hyphen before any word: "non-"
    CUES_JOINING,           // between the last two items of a list
    CUES_ANNOUNCING,        // a list follows what ends in it
    CUES_REFERRING,         // points at what follows
    CUES_PREAMBLE,          // ends what announces the agreement itself
    CUES_FOLLOWING,         // ends what announces the agreement when CUES_AGREEING stands before it
    CUES_AGREEING,
    CUES_NOT_AGREEING, // and this does not
    CUES_REFUSING,     // with CUES_FAILING: what happens without consent
    CUES_FAILING,
    CUES_SUBJECT,        // makes a sentence of its own of a few words
    CUES_ADDING,         // begins what adds to the sentence before
    CUES_OPENING,        // begins a sentence with who does it
    CUES_ASIDE,          // begins one that may say so later, by CUES_LATER_SUBJECT
    CUES_LATER_SUBJECT,  //
    CUES_LEANING,        // begins words that need the sentence before, and hold
    CUES_LEANING_VERB,   //
    CUES_NO_TITLE,       // no title ends in it
    CUES_ASKING,         // begins a title that is a question
    CUES_STATING,        // begins a statement, however short, unless CUES_WONDERING stands in it
    CUES_WONDERING,      //
    CUES_EDITION,        // after the name of a document
    CUES_LETTER,         // the name of a document ends in it, wherever it stands
    CUES_DOCUMENT,       // and in this at the head of the document
    CUES_PARTY,          // no name of a document begins with it
    CUES_ACT,            // nor holds this
    CUES_TAKING,         // ends the title above what is taken
    CUES_NOT_TAKING,     // stands in none such
    CUES_APPENDIX,       // begins the title of an appendix
    CUES_GOING_ON,       // after its number: it is named in a sentence
    CUES_COLUMN,         // in the title of a column
    CUES_COLUMN_OPENING, // begins one beside others; one that ends in - may go on
    CUES_COLUMN_NUMBER,  // is the title of a column that numbers rows
    CUES_LIST_COUNT
} CueList;

typedef struct Cues Cues;

Cues *cues_new(void);
void cues_free(Cues *cues);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Cues, cues_free)

// The key of a list in a file of cues: "announcing".
const char *cues_key(CueList list);

// Whether the list is held against words in small letters; others are against words as they stand.
bool cues_are_small(CueList list);

// Adds a word, as plain text (text.h) has it.
void cues_add(Cues *cues, CueList list, const char *word);

// The words of a list, NULL-ended.
const char *const *cues_of(const Cues *cues, CueList list);

// The languages that are told by their commonest words. Owned by `cues`.
Languages *cues_languages(const Cues *cues);

// Whether a word of the list is the whole of `word`, stands in the words, begins or ends them.
bool cues_hold(const Cues *cues, CueList list, const char *word);
bool cues_within(const Cues *cues, CueList list, const char *str, size_t len);
bool cues_begin(const Cues *cues, CueList list, const char *str, size_t len);
bool cues_end(const Cues *cues, CueList list, const char *str, size_t len);
