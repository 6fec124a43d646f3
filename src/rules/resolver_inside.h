// SPDX-License-Identifier: GPL-3.0-or-later
// The inside of a Resolver, for the files of this folder that fill and ask it.
#pragma once

#include "rules/resolver.h"

// The kinds of cues, each a list in the cue file.
typedef enum {
    CUE_END,       // no denial, no exception reaches over it: the full stop
    CUE_COMMA,     // ends a scope, unless `holds` or `joins` says otherwise
    CUE_NEUTRAL,   // looks like a denial and is none
    CUE_NEGATOR,   // a denial of what follows
    CUE_ADJACENT,  // a denial of the very next word
    CUE_DROP,      // of what follows neither grant nor denial is said
    CUE_INERT,     // its words only look like the verb of what stands right behind them
    CUE_ENDER,     // ends a scope
    CUE_HEDGE,     // takes a denial in the same sentence back
    CUE_EXCEPTION, // the words of an exception, from its first to its last
    CUE_OPENING,   // an exception whose cases follow as items
    CUE_DUTY,      // the borrower, or both sides, as the one who must or must not
    CUE_ACTOR,     // somebody else who acts
    CUE_COUNT
} CueKind;

// Expressions that are asked of a piece of text.
typedef enum {
    TEST_HOLDS,    // the words before a comma leave the scope open
    TEST_JOINS,    // the words after a comma go on with what was denied
    TEST_GRANTS,   // an exception that names more than the law's own cases
    TEST_VOIDS,    // an exception that leaves nothing of the promise
    TEST_PROMISES, // a denial that binds who speaks; without the list each does
    TEST_COUNT
} Test;

struct Resolver {
    Pattern *cues[CUE_COUNT];   // NULL: the language needs none
    Pattern *tests[TEST_COUNT]; // NULL: never
    GArray *conditions;         // Grade: conditions of consent around a grant
    Pattern *parties[PARTY_COUNT];
    Pattern *references, *not_references;
    Pattern *definitions, *not_definitions, *taken;
    Pattern *idle; // words that except nothing, or NULL
};
