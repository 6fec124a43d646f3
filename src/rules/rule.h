// SPDX-License-Identifier: GPL-3.0-or-later
// Rule: how one type is recognised in one language, as the engine sees it; and the rules of one
// language together, with their lexicon and their cues of negation.
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "rules/grade.h"
#include "rules/lexicon.h"
#include "rules/pack.h"
#include "rules/pattern.h"
#include "rules/yaml.h"

// What a rule wants done about denial.
typedef enum {
    NEGATION_RESOLVE, // a governed hit becomes denied_as or nothing
    NEGATION_IGNORE,  // the rule's own words are a denial, or cannot be denied
    NEGATION_PROMISE, // they hold a denial, which must stand: no look-alike, not taken back
} Negation;

// Who must be the one that acts.
typedef enum {
    ACTOR_LENDER, // a duty or a prohibition of the borrower is nothing
    ACTOR_ANY,
} Actor;

typedef enum { EXAMPLE_MATCH, EXAMPLE_NO_MATCH, EXAMPLE_DENIED, EXAMPLE_COUNT } ExampleKind;
const char *example_name(ExampleKind kind); // "match", "no_match", "denied"

typedef struct {
    ExampleKind kind;
    const char *text; // in the file's tree
    int line;
} Example;

typedef struct {
    const Type *of;   // the type whose lack is spoken of
    GPtrArray *when;  // const Type *: speaks only if one of these was found; empty: always
    GPtrArray *kinds; // const char *: document kinds that owe it; empty: all loan documents
    long characters;  // documents shorter than that owe nothing
} Absence;

struct Rule {
    RuleInfo info;
    GPtrArray *match;     // Pattern
    GPtrArray *unless;    // Pattern: cancels in the same unit
    GPtrArray *without;   // Pattern: cancels the hit it stands in, and no other
    GPtrArray *context;   // Pattern: one must match in the headings and clauses above; empty: none
    GPtrArray *before;    // Pattern: one must match in the sentence before; empty: none
    GPtrArray *not_under; // Pattern: none may match in the heading, clauses or stem it stands under
    GPtrArray *around;    // Pattern: one must match in the units just around it; empty: none
    GArray *grades;       // Grade
    Confidence confidence;
    const Type *denied_as; // or NULL
    Negation negation;
    Actor actor;
    bool own;                  // matches in the unit's own words only
    Absence *absence;          // or NULL
    GArray *examples;          // Example
    const char *words;         // what it looks for, for `rules explain`; or NULL
    const char *long_literals; // why its literals may be long, for lint; or NULL
    unsigned index;            // in the pack
    unsigned folder;           // it came from, counted from 0
};

void rule_free(Rule *rule);

typedef struct Resolver Resolver;   // resolver.h
typedef struct Prefilter Prefilter; // prefilter.h

// The rules of one language.
typedef struct {
    char *language;
    Lexicon *lexicon;
    Resolver *resolver;   // NULL: the language has no cues; nothing is denied
    GPtrArray *rules;     // Rule, not owned, in pack order, absences among them
    Prefilter *prefilter; // over set_patterns(); NULL until a document is matched
    Pattern
        *slots[GROUP_COUNT]; // lexicon entries slot_actor, slot_data, ...: fill what no group did
    Pattern *slot_vague; // slot_vague: words that name nothing ("其"), given up for ones that do
    Pattern *slot_loose; // slot_loose: words that are cut off at either end; both may be NULL
} RuleSet;

// All patterns of a set that are run on a unit or a part of it: those of `match` first, in the
// order of the rules; `match_count` of them. Each once. Pattern *, not owned; the caller frees the
// array.
GPtrArray *set_patterns(const RuleSet *set, unsigned *match_count);

// Puts one pattern for all that are written alike, but for those of `match`: many rules except the
// same words.
void set_share_patterns(RuleSet *set);

// Reads the file of one type and language: appends its rules to `rules`. Expressions are expanded
// with the set's lexicon, and compiled now unless `trusted`.
bool rule_read(const Pack *pack, RuleSet *set, const YamlNode *root, bool trusted, GPtrArray *rules,
               GError **error);

// The rule of that number, and its set. (pack.h has what others may see.)
const Rule *pack_rule(const Pack *pack, size_t index);
const RuleSet *pack_rules(const Pack *pack, const char *language); // NULL when there are none

// Whether kinds.yaml names this kind of document.
bool pack_knows_kind(const Pack *pack, const char *kind);
