// SPDX-License-Identifier: GPL-3.0-or-later
// Resolve: whether the words around a hit grant it, deny it, or say neither.
//
// The cues are data, one file a language: rules/resolve/<language>.yaml, described in
// rules/README.md. What is done with them is the same for every language and every rule.
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "rules/rule.h"

typedef enum {
    RESOLVED_GRANT,
    RESOLVED_DENIED,  // a plain denial: the rule's denied_as, if it has one
    RESOLVED_DROPPED, // hedged, conditional on nothing said, or the borrower's own duty
} Resolution;

typedef struct {
    Resolution resolution;
    GradeEffect effect; // what a condition of consent does to the severity
    const char *why;    // reason word, or NULL
} Resolved;

// Reads a cue file. NULL with an error.
Resolver *resolver_new(const YamlNode *root, Lexicon *lexicon, bool trusted, GError **error);
void resolver_free(Resolver *resolver);

// Appends its patterns: Pattern *.
void resolver_patterns(const Resolver *resolver, GPtrArray *patterns);

// Compiles all its expressions, so that the word lists they use are known.
void resolver_compile(Resolver *resolver);

// The cues found in one subject: a unit with its stems. Valid as long as the subject's text.
typedef struct Scene Scene;
Scene *scene_new(const Resolver *resolver, const Subject *subject);
void scene_free(Scene *scene);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Scene, scene_free)

// Reads one hit of a rule in its scene.
Resolved scene_resolve(const Scene *scene, const Rule *rule, const PatternMatch *match);

// Whether a denial that stands before the match governs it: 不会|追踪轨迹. Words of denial inside
// the match are part of what it looks for (无需通知), and deny nothing here.
bool scene_denies(const Scene *scene, const PatternMatch *match);

// Which letters stand for whom, from the preamble: fills PARTY_LETTERS masks of 1 << Party.
void resolver_parties(const Resolver *resolver, const Subject *text,
                      uint8_t parties[PARTY_LETTERS]);

// What the words of a unit say a term means.
typedef struct {
    PatternRange name;
    size_t meaning; // byte where that begins
    bool usual;     // a term that statutes or any contract define: its uses say nothing more
    bool taken;     // its meaning says that somebody takes or gives what it names
} DefinedTerm;

// False when they define none.
bool resolver_defines(const Resolver *resolver, const Subject *words, DefinedTerm *term);

// Documents the text refers to, as plain ranges of its name; PatternRange array.
GArray *resolver_references(const Resolver *resolver, const Subject *text);
