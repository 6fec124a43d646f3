// SPDX-License-Identifier: GPL-3.0-or-later
// Yaml: a rule file as a small tree whose nodes know their file and line.
//
// Only what rule files need: maps, lists and scalars, and every scalar is a string. Duplicate keys,
// aliases, tags' meanings and further documents are refused, so that a file says one thing.
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef enum { YAML_TEXT, YAML_LIST, YAML_MAP } YamlKind;

// A node stands in one block of memory with its whole tree, and says where others are by their
// distance from itself, so that a block can be written to a file and mapped again as it is.
typedef struct {
    int32_t tree;   // to the head of the block
    int32_t line;   // from 1
    int32_t first;  // to the text, or to the first of the keys and items, which stand in a row
    uint32_t count; // bytes of the text; items
    YamlKind kind;
} YamlNode;

// Reads one document. `file` is the name for messages. An empty file is an empty map.
YamlNode *yaml_parse(const char *file, const char *bytes, size_t len, GError **error);

// Frees a tree. (yaml_free and the like are libyaml's own exported names.)
void yaml_tree_free(YamlNode *root);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YamlNode, yaml_tree_free)

// The block of a tree, and its size, a multiple of 8.
const void *yaml_block(const YamlNode *root, size_t *size);

// The root of a tree whose block was copied or mapped to `block`, which must be writable, aligned
// to 8 and trusted to be what yaml_block() gave; it is not freed. `file` is for messages, borrowed.
const YamlNode *yaml_in_block(void *block, const char *file);

const char *yaml_file(const YamlNode *node); // interned, or as yaml_in_block() was told
const char *yaml_text(const YamlNode *node); // YAML_TEXT: UTF-8 without U+0000
const YamlNode *yaml_item(const YamlNode *node, unsigned i); // a list's element or a map's value
const YamlNode *yaml_key(const YamlNode *map, unsigned i);   // YAML_TEXT

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

// The text of a key, interned; NULL when it is missing. False with an error when it is no text.
bool yaml_maybe(const YamlNode *map, const char *key, const char **text, GError **error);

// The place of a key's text in a NULL-ended list, or `otherwise` when the key is missing; -1 with
// an error when it is none of the list.
int yaml_word(const YamlNode *map, const char *key, const char *const *words, int otherwise,
              GError **error);
