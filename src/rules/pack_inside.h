// SPDX-License-Identifier: GPL-3.0-or-later
// The inside of a Pack, for the files of this folder that fill and read it.
#pragma once

#include "rules/kinds.h"
#include "rules/pack.h"
#include "rules/pack_files.h"
#include "rules/rule.h"
#include "text/cues.h"

typedef struct Image Image; // image.h

struct Pack {
    Image *image;           // or NULL; the roots of files may stand in it
    GPtrArray *files;       // PackFile
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
    Cues *cues;
    char *sha256;
    bool trusted; // the first folder is the shipped pack: not compiled, not tried, until needed
};

// Whether what the file says was tried when the pack was compiled.
bool pack_trusts(const Pack *pack, const PackFile *file);

// Takes in what the files say, kind by kind, and puts the rules of each language together.
bool pack_take(Pack *pack, GError **error);

// Loads one folder from its files, whether they were compiled or not; every expression is tried, no
// example is run.
Pack *pack_load_files(const char *folder, GError **error);

// types.yaml, severity.yaml and law.yaml; each may be read several times, later entries replacing
// earlier ones of the same name.
bool law_read_types(Pack *pack, const YamlNode *root, GError **error);
bool law_read_severity(Pack *pack, const YamlNode *root, GError **error);
bool law_read(Pack *pack, const YamlNode *root, GError **error);
