// SPDX-License-Identifier: GPL-3.0-or-later
// Lexicon: the word lists of one language, put into expressions where they write {name}.
#pragma once

#include "rules/pattern.h"
#include "rules/yaml.h"

Lexicon *lexicon_new(void);
void lexicon_free(Lexicon *lexicon);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Lexicon, lexicon_free)

// Adds the entries of a lexicon file; an entry of the same name replaces the earlier one. Entries
// may use others, also later ones. Unless `trusted`, they are looked into: groups that capture and
// syntax that rules may not use are refused.
bool lexicon_add(Lexicon *lexicon, const YamlNode *root, bool trusted, GError **error);

// An expression folded, with every {name} put in as (?:...). NULL with an error, without file or
// line: an unknown name, a cycle, syntax that rules may not use. `lexicon` may be NULL: no names.
char *lexicon_expand(Lexicon *lexicon, const char *source, GError **error);

// The same with look-ahead put in that lets it fail early (hasten.h); it matches the same.
char *lexicon_hasten(Lexicon *lexicon, const char *source, GError **error);

// The entry's alternatives, folded, put together with | and names still in them, or NULL when there
// is none of that name. Valid as long as the lexicon.
const char *lexicon_entry(const Lexicon *lexicon, const char *name);

// The expression of a built-in class of party letters such as {party_lender}, or NULL. The caller
// frees it.
char *lexicon_party(const char *name);

// Appends a Complaint (check.h) for each entry that no expansion has used yet, by name.
void lexicon_complain(const Lexicon *lexicon, GPtrArray *complaints);

// Appends a Complaint for each entry that took the place of an earlier one, by name. That is
// allowed, and a reason why rules that were right may fail their examples.
void lexicon_replaced(const Lexicon *lexicon, GPtrArray *complaints);
