// SPDX-License-Identifier: GPL-3.0-or-later
// Literals: what a text must hold for an expression to match anywhere in it.
//
// An expression needs clauses: sets of literals of which at least one must occur. They are a
// consequence of the expression, never a guess: where nothing can be said, there is no clause. Each
// says how far behind the start of a match its literal begins.
#pragma once

#include <glib.h>
#include <stdint.h>

#include "rules/lexicon.h"

#define LITERALS_ANYWHERE UINT32_MAX

// Bytes, where no character is longer than three.
typedef struct {
    uint32_t least, most; // `most` may be LITERALS_ANYWHERE
} LiteralsSpan;

// One of the literals begins within `span` behind the start of a match.
typedef struct {
    GPtrArray *literals; // char *
    LiteralsSpan span;
} LiteralsClause;

typedef struct Literals Literals;

// Remembers the entries of the lexicon (borrowed) it has looked into.
Literals *literals_new(const Lexicon *lexicon);
void literals_free(Literals *literals);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Literals, literals_free)

// The clauses of an expression as written: a GPtrArray of LiteralsClause *, ASCII letters small,
// literals of two bytes or more. Empty when nothing must occur. The caller frees it. `length`, if
// given: of what can match.
GPtrArray *literals_of(Literals *literals, const char *source, LiteralsSpan *length);
