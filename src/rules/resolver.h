// SPDX-License-Identifier: GPL-3.0-or-later
// Resolver: the cues of one language, as its file rules/resolve/<language>.yaml gives them
// (described in rules/README.md): what denies, excepts and obliges, who the parties are, what a
// term means.
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "rules/lexicon.h"
#include "rules/pattern.h"
#include "rules/yaml.h"

typedef struct Resolver Resolver;

// Reads a cue file. NULL with an error.
Resolver *resolver_new(const YamlNode *root, Lexicon *lexicon, bool trusted, GError **error);
void resolver_free(Resolver *resolver);

// Appends its patterns: Pattern *.
void resolver_patterns(const Resolver *resolver, GPtrArray *patterns);

// Compiles all its expressions, so that the word lists they use are known.
void resolver_compile(Resolver *resolver);

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

// Words that except nothing, wherever they stand ("as far as the law allows"): PatternRange array,
// in their order.
GArray *resolver_idle(const Resolver *resolver, const Subject *words);

// Documents the text refers to, as plain ranges of its name; PatternRange array.
GArray *resolver_references(const Resolver *resolver, const Subject *text);
