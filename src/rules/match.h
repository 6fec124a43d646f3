// SPDX-License-Identifier: GPL-3.0-or-later
// Match: a pack's rules run over a document's units, resolved into hits.
//
// Negation, exceptions, hedges and double negatives are resolved here for all rules alike, then
// grades, severity and confidence, then several hits of one type in one unit become one.
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "rules/pack.h"
#include "text/units.h"

enum { SLOT_ACTOR, SLOT_DATA, SLOT_RECIPIENT, SLOT_PURPOSE, SLOT_COUNT };
const char *slot_name(unsigned slot); // "actor", "data", "recipient", "purpose"

// A range of plain text; empty (start == end) when there is nothing.
typedef struct {
    uint32_t start, end;
} PlainSpan;

// One type found in one unit.
typedef struct {
    const RuleInfo *rule; // the most severe, then the most confident rule that matched
    const Type *type;
    Polarity polarity;
    uint32_t unit;   // index into the units
    int32_t defined; // the unit whose definition of a term it needs, or NO_UNIT; that is its stem
    PlainSpan span;  // first to last matched character in the unit's own words
    PlainSpan stem;  // the smallest piece of its stems that holds the rest of the match
    int severity;    // 1-5; 0 for protective types
    Confidence confidence;
    const char **reasons; // NULL-ended: grade words such as "purpose_collection"; NULL: none
    PlainSpan slots[SLOT_COUNT];
} Hit;
void hit_free(Hit *hit);

// What kind of document it is, from kinds.yaml: "loan_agreement", "privacy_policy",
// "user_agreement", "authorization", "other", ... and whether it has to do with lending.
typedef struct {
    const char *kind; // static for the life of the pack
    bool loan;
    unsigned title; // block of the text, from 1, whose words tell the kind; 0: none
} Kind;
Kind match_kind(const Pack *pack, const Document *doc, const Text *text);

// The law the text is read under, and what told so: "language", "vocabulary", "text" or "none".
// Garbled pages are not asked; none when nothing else is in a language with rules.
Law match_law(const Pack *pack, const Document *doc, const Text *text, const GArray *units,
              const char **from);

// What each rule cost and gave, by its number in the pack; arrays may be NULL.
typedef struct {
    uint64_t *nanoseconds; // spent in its patterns
    uint32_t *runs;        // units its patterns were run on
    uint32_t *rejects;     // units the prefilter spared it
    uint32_t *hits;        // matches, before denials and folding
    bool *fired;           // whether it gave a hit
} MatchProfile;

typedef struct {
    Law law;
    const char *language; // use this language's rules for all units; NULL: each unit's own
    Kind kind;
    bool complete; // the document was read whole: `absent` rules may speak
    bool plain;    // runs every rule on every unit, without the prefilter; for tests and measuring
    MatchProfile *profile; // filled, added to what is there; or NULL
    const char **refused;  // takes why the last match that says nothing was refused, in words; or
                           // NULL. Static
} MatchOptions;

typedef struct {
    GPtrArray *hits;   // Hit, by start, end, type
    GPtrArray *absent; // const RuleInfo *: absences that hold, in rule order
    GPtrArray *references; // char *: documents referred to, such as 《隐私政策》; as in plain text
    GPtrArray *reasons; // Reason: match_limit, hit_limit, no_pack passages
    bool unruled;       // words were met in a language without rules, or garbage, which is said
                        // to be in none
} Matches;

Matches *match_run(const Pack *pack, const Document *doc, const Text *text, const GArray *units,
                   const MatchOptions *options);

// The same with one rule alone, whatever the language of the units; for examples and profiling.
Matches *match_rule(const Pack *pack, size_t rule, const Document *doc, const Text *text,
                    const GArray *units, const MatchOptions *options);

void matches_free(Matches *matches);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Matches, matches_free)
