// SPDX-License-Identifier: GPL-3.0-or-later
// RegexWalk: a walk over an expression that works out one thing about each of its parts, inmost
// first, and from them about the whole.
//
// What is worked out is a part's meaning to whoever asks: counted, and never changed once made.
// Lexicon entries are looked into once. Look-around and anchors have no characters of their own, so
// they mean the same as nothing at all; but for ^ and \A, which may be told from it.
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "rules/lexicon.h"
#include "rules/regex.h"

// Each makes a meaning, from others it only borrows.
typedef struct {
    void *(*unknown)(void); // of what nothing can be said about
    void *(*any)(void);     // of one character, which may be any
    void *(*empty)(void);
    void *(*start)(void); // of the place where the text starts
    void *(*character)(gunichar c);
    void *(*set)(const char *str, const RegexToken *token); // of the class [...]
    void *(*repeat)(void *part, const RegexToken *token);
    void *(*sequence)(const GPtrArray *parts);
    void *(*unite)(const GPtrArray *branches); // of two alternatives or more
    void *(*ref)(void *part);
    void (*unref)(void *part);
} RegexMeaning;

typedef struct {
    const RegexMeaning *meaning;
    const Lexicon *lexicon;
    GHashTable *entries; // name → part
    int depth;
    bool lost; // nested too deeply, not an expression, or ^ is the start of lines in it
} RegexWalk;

// Borrows the lexicon, which may be NULL.
void regex_walk_begin(RegexWalk *walk, const RegexMeaning *meaning, const Lexicon *lexicon);
void regex_walk_end(RegexWalk *walk);

// What an expression as written means; unknown when the walk cannot follow it. These three give a
// reference that the caller drops.
void *regex_walk_source(RegexWalk *walk, const char *source);

// What stands at byte `at` of a folded expression: the rest of its alternative, or all alternatives
// up to the end of the group.
void *regex_walk_from(RegexWalk *walk, const char *folded, size_t at, bool all);

// What a name stands for.
void *regex_walk_name(RegexWalk *walk, const char *folded, const RegexToken *name);

// The next character of a class, or range of them, at byte `*at`, which moves behind it; `end` is
// where the class closes. False for what is more than that, such as \d or [:alpha:].
bool regex_walk_range(const char *str, size_t *at, size_t end, gunichar *from, gunichar *to);
