// SPDX-License-Identifier: GPL-3.0-or-later
// Building: with which characters the matches of an expression begin, read from the expression.
#pragma once

#include <stdbool.h>

#include "rules/lexicon.h"
#include "rules/regex.h"
#include "rules/starts.h"

typedef struct StartsReader StartsReader;

// Remembers the entries of the lexicon (borrowed) it has looked into.
StartsReader *starts_reader_new(const Lexicon *lexicon);
void starts_reader_free(StartsReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StartsReader, starts_reader_free)

// The first characters (symbols) of what may stand at byte `at` of a folded expression: of the rest
// of its alternative, or of all alternatives up to the end of the group. 0 when it may be any, or
// nothing, or there are more than `most`.
size_t starts_firsts(StartsReader *reader, const char *folded, size_t at, bool all,
                     uint32_t *firsts, size_t most);

// Whether what a name stands for can match any character, and is not look-around alone.
bool starts_has_width(StartsReader *reader, const char *folded, const RegexToken *name);

// Adds those of an expression as written. False when a match may begin with any character.
bool starts_read(StartsReader *reader, const char *source, Starts *starts);
