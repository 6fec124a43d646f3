// SPDX-License-Identifier: GPL-3.0-or-later
// The only file that knows libyaml. It is read by events, because they carry the line.
#include "yaml.h"

#include <string.h>
#include <yaml.h>

#include "text/fault.h"

enum {
    DEPTH_MOST = 32,      // rule files are five levels deep
    NODES_MOST = 1000000, // of one file
};

// The head of a block; the nodes follow, the root the last, then the texts.
typedef struct {
    const char *file;
    uint32_t size, root; // of the block, and where in it the root stands
} Tree;

typedef struct {
    yaml_parser_t parser;
    const char *file;
    int depth;
    GArray *nodes;  // YamlNode; `first` counts nodes or bytes of `texts` until the tree is whole
    GString *texts; // each ended by NUL
} Reading;

static bool refuse_at(const Reading *reading, size_t line, GError **error, const char *what)
{
    g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "%s:%zu: %s", reading->file, line + 1, what);
    return false;
}

static bool next(Reading *reading, yaml_event_t *event, GError **error)
{
    if (yaml_parser_parse(&reading->parser, event))
        return true;
    const yaml_parser_t *parser = &reading->parser;
    const char *problem = parser->problem ? parser->problem : "not YAML";
    bool marked = parser->error == YAML_SCANNER_ERROR || parser->error == YAML_PARSER_ERROR;
    return refuse_at(reading, marked ? parser->problem_mark.line : parser->mark.line, error,
                     problem);
}

static bool read_node(Reading *reading, const yaml_event_t *event, YamlNode *node, GError **error);

static bool read_scalar(Reading *reading, const yaml_event_t *event, YamlNode *node, GError **error)
{
    const char *value = (const char *)event->data.scalar.value;
    size_t len = event->data.scalar.length;
    if (memchr(value, 0, len))
        return refuse_at(reading, event->start_mark.line, error, "text holds a NUL character");
    node->kind = YAML_TEXT;
    node->first = (int32_t)reading->texts->len;
    node->count = (uint32_t)len;
    g_string_append_len(reading->texts, value, (gssize)len);
    g_string_append_c(reading->texts, '\0');
    return true;
}

// What is read of a list or a map.
typedef struct {
    GArray *keys, *items; // YamlNode; keys of a map only
    GHashTable *known;    // keys
} Children;

static bool add_key(const Reading *reading, Children *children, const YamlNode *key, GError **error)
{
    size_t line = (size_t)key->line - 1;
    if (key->kind != YAML_TEXT)
        return refuse_at(reading, line, error, "a key must be a word");
    const char *text = reading->texts->str + key->first;
    if (!g_hash_table_add(children->known, g_strdup(text))) {
        g_autofree char *what = g_strdup_printf("key given twice: %s", text);
        return refuse_at(reading, line, error, what);
    }
    g_array_append_val(children->keys, *key);
    return true;
}

// Reads children up to the end event; of a map, keys and values take turns.
static bool read_children(Reading *reading, Children *children, bool map, GError **error)
{
    yaml_event_type_t end = map ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT;
    while (true) {
        yaml_event_t event;
        YamlNode child;
        if (!next(reading, &event, error))
            return false;
        bool last = event.type == end;
        bool read = last || read_node(reading, &event, &child, error);
        yaml_event_delete(&event);
        if (last || !read)
            return last;
        if (!map || children->keys->len > children->items->len)
            g_array_append_val(children->items, child);
        else if (!add_key(reading, children, &child, error))
            return false;
    }
}

static bool read_collection(Reading *reading, const yaml_event_t *event, YamlNode *node,
                            GError **error)
{
    bool map = event->type == YAML_MAPPING_START_EVENT;
    if (reading->depth == DEPTH_MOST)
        return refuse_at(reading, event->start_mark.line, error, "nested too deeply");
    Children children = {g_array_new(FALSE, FALSE, sizeof(YamlNode)),
                         g_array_new(FALSE, FALSE, sizeof(YamlNode)),
                         g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    reading->depth++;
    bool read = read_children(reading, &children, map, error);
    reading->depth--;
    node->kind = map ? YAML_MAP : YAML_LIST;
    node->first = (int32_t)reading->nodes->len;
    node->count = children.items->len;
    g_array_append_vals(reading->nodes, children.keys->data, children.keys->len);
    g_array_append_vals(reading->nodes, children.items->data, children.items->len);
    g_array_unref(children.keys);
    g_array_unref(children.items);
    g_hash_table_unref(children.known);
    return read;
}

static bool read_node(Reading *reading, const yaml_event_t *event, YamlNode *node, GError **error)
{
    size_t line = event->start_mark.line;
    if (reading->nodes->len > NODES_MOST)
        return refuse_at(reading, line, error, "too large for a rule file");
    node->line = (int32_t)line + 1;
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return read_scalar(reading, event, node, error);
    case YAML_MAPPING_START_EVENT:
    case YAML_SEQUENCE_START_EVENT:
        return read_collection(reading, event, node, error);
    case YAML_ALIAS_EVENT:
        return refuse_at(reading, line, error, "aliases are not allowed");
    default:
        return refuse_at(reading, line, error, "not a rule file");
    }
}

// What stands between the start of the stream and its only document's node.
static bool read_document(Reading *reading, YamlNode *root, GError **error)
{
    *root = (YamlNode){.line = 1, .kind = YAML_MAP};
    for (bool read = false;;) {
        yaml_event_t event;
        if (!next(reading, &event, error))
            return false;
        yaml_event_type_t type = event.type;
        size_t line = event.start_mark.line;
        bool opening = type == YAML_STREAM_START_EVENT || type == YAML_DOCUMENT_START_EVENT;
        bool node = !opening && type != YAML_DOCUMENT_END_EVENT && type != YAML_STREAM_END_EVENT;
        bool good = !node || read_node(reading, &event, root, error);
        yaml_event_delete(&event);
        if (!good || type == YAML_STREAM_END_EVENT)
            return good;
        if (read && opening)
            return refuse_at(reading, line, error, "a second document; one file holds one");
        read |= node;
    }
}

// Puts nodes and texts into one block, and turns places into distances.
static YamlNode *whole_tree(const Reading *reading)
{
    size_t count = reading->nodes->len, texts = sizeof(Tree) + count * sizeof(YamlNode);
    size_t size = (texts + reading->texts->len + 7) / 8 * 8;
    char *block = g_malloc0(size);
    Tree *tree = (Tree *)(void *)block;
    YamlNode *nodes = (YamlNode *)(void *)(tree + 1);
    *tree = (Tree){reading->file, (uint32_t)size,
                   (uint32_t)(sizeof(Tree) + (count - 1) * sizeof(YamlNode))};
    memcpy(nodes, reading->nodes->data, count * sizeof(YamlNode));
    memcpy(block + texts, reading->texts->str, reading->texts->len);
    for (size_t i = 0; i < count; i++) {
        YamlNode *node = &nodes[i];
        size_t at = sizeof(Tree) + i * sizeof(YamlNode), first = (size_t)node->first;
        size_t to =
            node->kind == YAML_TEXT ? texts + first : sizeof(Tree) + first * sizeof(YamlNode);
        node->tree = -(int32_t)at;
        node->first = (int32_t)to - (int32_t)at;
    }
    return &nodes[count - 1];
}

YamlNode *yaml_parse(const char *file, const char *bytes, size_t len, GError **error)
{
    if (!g_utf8_validate(bytes, (gssize)len, NULL)) {
        g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "%s:1: not UTF-8 text", file);
        return NULL;
    }
    Reading reading = {.file = g_intern_string(file),
                       .nodes = g_array_new(FALSE, FALSE, sizeof(YamlNode)),
                       .texts = g_string_new(NULL)};
    if (!yaml_parser_initialize(&reading.parser))
        g_error("out of memory");
    yaml_parser_set_encoding(&reading.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reading.parser, (const unsigned char *)bytes, len);
    YamlNode root, *whole = NULL;
    if (read_document(&reading, &root, error)) {
        g_array_append_val(reading.nodes, root);
        whole = whole_tree(&reading);
    }
    yaml_parser_delete(&reading.parser);
    g_array_unref(reading.nodes);
    g_string_free(reading.texts, TRUE);
    return whole;
}

static Tree *tree_of(const YamlNode *node)
{
    return (Tree *)(void *)((char *)node + node->tree);
}

void yaml_tree_free(YamlNode *root)
{
    if (root)
        g_free(tree_of(root));
}

const void *yaml_block(const YamlNode *root, size_t *size)
{
    *size = tree_of(root)->size;
    return tree_of(root);
}

const YamlNode *yaml_in_block(void *block, const char *file)
{
    Tree *tree = block;
    tree->file = file;
    return (const YamlNode *)(const void *)((const char *)block + tree->root);
}

const char *yaml_file(const YamlNode *node)
{
    return tree_of(node)->file;
}

static const void *first_of(const YamlNode *node)
{
    return (const char *)node + node->first;
}

const char *yaml_text(const YamlNode *node)
{
    g_assert(node->kind == YAML_TEXT);
    return first_of(node);
}

const YamlNode *yaml_item(const YamlNode *node, unsigned i)
{
    g_assert(node->kind != YAML_TEXT && i < node->count);
    return (const YamlNode *)first_of(node) + (node->kind == YAML_MAP ? node->count : 0) + i;
}

const YamlNode *yaml_key(const YamlNode *map, unsigned i)
{
    g_assert(map->kind == YAML_MAP && i < map->count);
    return (const YamlNode *)first_of(map) + i;
}

const YamlNode *yaml_at(const YamlNode *map, const char *key)
{
    if (!map || map->kind != YAML_MAP)
        return NULL;
    for (unsigned i = 0; i < map->count; i++)
        if (strcmp(yaml_text(yaml_key(map, i)), key) == 0)
            return yaml_item(map, i);
    return NULL;
}

bool yaml_refuse(const YamlNode *node, GError **error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *what = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "%s:%d: %s", yaml_file(node), node->line, what);
    return false;
}

bool yaml_expect(const YamlNode *node, YamlKind kind, GError **error)
{
    static const char *const names[] = {"a text", "a list", "a map"};
    return node->kind == kind ||
           yaml_refuse(node, error, "%s is expected here, not %s", names[kind], names[node->kind]);
}

bool yaml_only(const YamlNode *map, const char *const *keys, GError **error)
{
    if (!yaml_expect(map, YAML_MAP, error))
        return false;
    for (unsigned i = 0; i < map->count; i++) {
        const YamlNode *key = yaml_key(map, i);
        if (!g_strv_contains(keys, yaml_text(key)))
            return yaml_refuse(key, error, "no such key: %s", yaml_text(key));
    }
    return true;
}

const char *yaml_need(const YamlNode *map, const char *key, GError **error)
{
    const YamlNode *node = yaml_at(map, key);
    if (!node) {
        yaml_refuse(map, error, "key missing: %s", key);
        return NULL;
    }
    if (!yaml_expect(node, YAML_TEXT, error))
        return NULL;
    const char *text = yaml_text(node);
    if (!*text)
        yaml_refuse(node, error, "%s is empty", key);
    return *text ? text : NULL;
}

bool yaml_maybe(const YamlNode *map, const char *key, const char **text, GError **error)
{
    const YamlNode *node = yaml_at(map, key);
    if (node && !yaml_expect(node, YAML_TEXT, error))
        return false;
    *text = node ? g_intern_string(yaml_text(node)) : NULL;
    return true;
}

int yaml_word(const YamlNode *map, const char *key, const char *const *words, int otherwise,
              GError **error)
{
    const YamlNode *node = yaml_at(map, key);
    if (!node)
        return otherwise;
    if (!yaml_expect(node, YAML_TEXT, error))
        return -1;
    for (int i = 0; words[i]; i++)
        if (strcmp(words[i], yaml_text(node)) == 0)
            return i;
    yaml_refuse(node, error, "no such %s: %s", key, yaml_text(node));
    return -1;
}
