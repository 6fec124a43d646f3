// SPDX-License-Identifier: GPL-3.0-or-later
// Yaml: a rule file as a small tree whose nodes know their file and line.
//
// Only what rule files need: maps, lists and scalars, and every scalar is a string. Duplicate keys,
// aliases, tags' meanings and further documents are refused, so that a file says one thing.
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum { YAML_TEXT, YAML_LIST, YAML_MAP } YamlKind;

typedef struct YamlNode YamlNode;

struct YamlNode {
    YamlKind kind;
    const char *file;  // as given; interned
    int line;          // from 1
    const char *text;  // YAML_TEXT: UTF-8 without U+0000
    GPtrArray *keys;   // YAML_MAP: YamlNode, all YAML_TEXT
    GHashTable *index; // YAML_MAP: key → its place from 1
    GPtrArray *items;  // YAML_MAP: the values, in the order of keys; YAML_LIST: the elements
};

// Reads one document. `file` is the name for messages. An empty file is an empty map.
YamlNode *yaml_parse(const char *file, const char *bytes, size_t len, GError **error);

// Frees a tree. (yaml_free and the like are libyaml's own exported names.)
void yaml_tree_free(YamlNode *node);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YamlNode, yaml_tree_free)

// The value of a key, or NULL. `map` may be NULL.
const YamlNode *yaml_at(const YamlNode *map, const char *key);

// Sets a FAULT_USAGE error "FILE:LINE: ..." and returns false.
bool yaml_refuse(const YamlNode *node, GError **error, const char *format, ...) G_GNUC_PRINTF(3, 4);

// False with an error unless the node is of that kind.
bool yaml_expect(const YamlNode *node, YamlKind kind, GError **error);

// False with an error when the node is no map or holds a key that is not in the NULL-ended list.
bool yaml_only(const YamlNode *map, const char *const *keys, GError **error);

// The text of a key. NULL with an error when it is missing, empty or no text.
const char *yaml_need(const YamlNode *map, const char *key, GError **error);
