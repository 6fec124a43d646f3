// SPDX-License-Identifier: GPL-3.0-or-later
// Patterns as rule files give them: one expression, or a list of them.
#pragma once

#include "rules/lexicon.h"
#include "rules/pattern.h"
#include "rules/yaml.h"

// An expression, expanded with the lexicon, and compiled now unless `trusted`. NULL with an error
// when it is missing, empty or bad.
Pattern *pattern_read(Lexicon *lexicon, const YamlNode *node, bool trusted, GError **error);

// A list of expressions, or one. NULL with an error. A missing node is an empty array.
GPtrArray *pattern_read_all(Lexicon *lexicon, const YamlNode *node, bool trusted, GError **error);

// A list of expressions as one, the longest alternatives being the author's to put first; NULL when
// the node is missing or empty. False with an error.
bool pattern_read_joined(Lexicon *lexicon, const YamlNode *node, bool trusted, Pattern **joined,
                         GError **error);
