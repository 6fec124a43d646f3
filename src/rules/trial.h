// SPDX-License-Identifier: GPL-3.0-or-later
// Trial: the rules of a set tried on one unit after another; what matches is resolved and graded.
#pragma once

#include <glib.h>

#include "rules/hits.h"
#include "rules/match.h"
#include "rules/scene.h"
#include "rules/slots.h"
#include "rules/unit_words.h"

typedef struct {
    const Document *doc;
    const Text *text;
    const MatchOptions *options;
    GPtrArray *reasons; // Reason: limits that were met
    unsigned *counts;   // hits of each rule
    bool *undecided;    // for each type, whether a rule of it met a limit

    // The unit in hand.
    const RuleSet *set;
    UnitWords words;
    SlotMemory places;
    Scene *scene;       // NULL until a rule matches
    GArray *idle;       // its words that except nothing; NULL until an exception matches
    GArray *candidates; // Candidate: what was found
    unsigned plainly;   // how many of them without the meaning of terms
    bool defined;       // its words hold meanings of terms
    bool titled;        // its heading stands before its words
    bool mention;       // it only says what a term means
    size_t until;       // where something new is said behind the last match's denial; or 0
} Trial;

// All but `reasons` is borrowed until the end; reasons are added to that array.
void trial_begin(Trial *trial, const Pack *pack, const Document *doc, const Text *text,
                 const GArray *units, const MatchOptions *options, GPtrArray *reasons);
void trial_end(Trial *trial);

// Takes a unit in hand, to be read with that set; `parties` as in a Subject. A `mention` only says
// what a term means: of what it names nothing is taken or given.
void trial_take(Trial *trial, const RuleSet *set, const Unit *unit, const uint8_t *parties,
                bool mention);
// Lets go of it and of its candidates.
void trial_leave(Trial *trial);

// Tries all rules of the set on the unit, with the prefilter or, if the options want it, without.
void trial_rules(Trial *trial);
// Tries one.
void trial_rule(Trial *trial, const Rule *rule);

// Puts the meanings of defined terms into the unit's words, for another try that adds only types
// which had no candidate; false when it uses no such term.
bool trial_define(Trial *trial, const GArray *definitions);

// Puts the heading before the words of a unit that stands straight below it and of which nothing
// was found, for another try that adds only what is taken and what needs the heading's words.
bool trial_title(Trial *trial);

// Adds a reason that names the page of that place in the plain text and, if given, the rule.
void trial_note(Trial *trial, Fault code, uint32_t plain, const Rule *rule, const char *message);
