// SPDX-License-Identifier: GPL-3.0-or-later
// Lexicon: the word lists of one language, put into expressions where they write {name}.
#pragma once

#include "rules/yaml.h"

typedef struct Lexicon Lexicon;

Lexicon *lexicon_new(void);
void lexicon_free(Lexicon *lexicon);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Lexicon, lexicon_free)

// Adds the entries of a lexicon file; an entry of the same name replaces the earlier one. Entries
// may use others, also later ones; groups that capture are refused.
bool lexicon_add(Lexicon *lexicon, const YamlNode *root, GError **error);

// The expression of a node (YAML_TEXT), folded, with every {name} put in as (?:...). NULL with an
// error that names file and line: an unknown name, a cycle, syntax that rules may not use.
char *lexicon_expand(Lexicon *lexicon, const YamlNode *source, GError **error);

// The entry's alternatives put together and expanded, or NULL when there is none of that name.
const char *lexicon_entry(Lexicon *lexicon, const char *name, GError **error);

// Names of entries that no expansion has used yet, sorted, as "file:line: name"; for lint. The
// caller frees the array.
GPtrArray *lexicon_unused(const Lexicon *lexicon);
