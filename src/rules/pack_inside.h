// SPDX-License-Identifier: GPL-3.0-or-later
// The inside of a Pack, for the files of this folder that fill and read it.
#pragma once

#include "rules/kinds.h"
#include "rules/pack.h"
#include "rules/rule.h"

struct Pack {
    GStringChunk *strings;  // what types, law and kinds say
    GPtrArray *types;       // Type, by index
    GHashTable *type_names; // key or id → Type
    GPtrArray *provisions;  // Provision, in order
    GHashTable *law;        // id → Provision
    GHashTable *hotlines;   // id → Hotline
    char *law_checked;
    GPtrArray *rules;     // Rule
    GPtrArray *sets;      // RuleSet
    GPtrArray *languages; // const char *, NULL-ended
    Kinds *kinds;
    char *sha256;
    bool trusted; // the first folder is the shipped pack: not compiled, not tried, until needed
};

// types.yaml, severity.yaml and law.yaml; each may be read several times, later entries replacing
// earlier ones of the same name.
bool law_read_types(Pack *pack, const YamlNode *root, GError **error);
bool law_read_severity(Pack *pack, const YamlNode *root, GError **error);
bool law_read(Pack *pack, const YamlNode *root, GError **error);
