// SPDX-License-Identifier: GPL-3.0-or-later
// Literals: what a text must hold for an expression to match anywhere in it.
//
// An expression needs clauses: sets of literals of which at least one must occur. They are a
// consequence of the expression, never a guess: where nothing can be said, there is no clause.
#pragma once

#include <glib.h>

#include "rules/lexicon.h"

typedef struct Literals Literals;

// Remembers the entries of the lexicon (borrowed) it has looked into.
Literals *literals_new(const Lexicon *lexicon);
void literals_free(Literals *literals);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Literals, literals_free)

// The clauses of an expression as written: a GPtrArray of GPtrArrays of char *, ASCII letters
// small, literals of two bytes or more. Empty when nothing must occur. The caller frees it.
GPtrArray *literals_of(Literals *literals, const char *source);
