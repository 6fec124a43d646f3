// SPDX-License-Identifier: GPL-3.0-or-later
// Absent: rules that speak, once a document, of what it should hold and does not.
#pragma once

#include "rules/match.h"
#include "rules/rule.h"

// Appends the absences that hold to matches->absent. `undecided` holds, for each type index of the
// pack, whether a rule of it met a limit: of such a type nothing can be said. Rules of `language`
// speak, the one most of the document is written in. `characters` is how long its plain text is.
void absent_add(const Pack *pack, Matches *matches, const MatchOptions *options,
                const char *language, const bool *undecided, long characters);
