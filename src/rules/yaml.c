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

typedef struct {
    yaml_parser_t parser;
    const char *file;
    int depth;
    unsigned nodes;
} Reading;

static YamlNode *node_new(const Reading *reading, YamlKind kind, size_t line)
{
    YamlNode *node = g_new0(YamlNode, 1);
    node->kind = kind;
    node->file = reading->file;
    node->line = (int)line + 1;
    if (kind != YAML_TEXT)
        node->items = g_ptr_array_new_with_free_func((GDestroyNotify)yaml_tree_free);
    if (kind == YAML_MAP) {
        node->keys = g_ptr_array_new_with_free_func((GDestroyNotify)yaml_tree_free);
        node->index = g_hash_table_new(g_str_hash, g_str_equal);
    }
    return node;
}

void yaml_tree_free(YamlNode *node)
{
    if (!node)
        return;
    if (node->index)
        g_hash_table_unref(node->index);
    if (node->keys)
        g_ptr_array_unref(node->keys);
    if (node->items)
        g_ptr_array_unref(node->items);
    g_free((char *)node->text);
    g_free(node);
}

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

static YamlNode *read_node(Reading *reading, const yaml_event_t *event, GError **error);

static YamlNode *read_scalar(Reading *reading, const yaml_event_t *event, GError **error)
{
    const char *value = (const char *)event->data.scalar.value;
    size_t len = event->data.scalar.length;
    if (memchr(value, 0, len)) {
        refuse_at(reading, event->start_mark.line, error, "text holds a NUL character");
        return NULL;
    }
    YamlNode *node = node_new(reading, YAML_TEXT, event->start_mark.line);
    node->text = g_strndup(value, len);
    return node;
}

// Adds a key; its value comes next. Takes the node.
static bool add_key(YamlNode *map, YamlNode *key, GError **error)
{
    g_ptr_array_add(map->keys, key);
    if (key->kind != YAML_TEXT)
        return yaml_refuse(key, error, "a key must be a word");
    if (!g_hash_table_insert(map->index, (char *)key->text, GUINT_TO_POINTER(map->keys->len)))
        return yaml_refuse(key, error, "key given twice: %s", key->text);
    return true;
}

// Reads children up to the end event; of a map, keys and values take turns.
static bool read_children(Reading *reading, YamlNode *node, yaml_event_type_t end, GError **error)
{
    while (true) {
        yaml_event_t event;
        if (!next(reading, &event, error))
            return false;
        if (event.type == end) {
            yaml_event_delete(&event);
            return true;
        }
        bool key = node->keys && node->keys->len == node->items->len;
        YamlNode *child = read_node(reading, &event, error);
        yaml_event_delete(&event);
        if (!child)
            return false;
        if (!key)
            g_ptr_array_add(node->items, child);
        else if (!add_key(node, child, error))
            return false;
    }
}

static YamlNode *read_collection(Reading *reading, const yaml_event_t *event, GError **error)
{
    bool map = event->type == YAML_MAPPING_START_EVENT;
    if (reading->depth == DEPTH_MOST) {
        refuse_at(reading, event->start_mark.line, error, "nested too deeply");
        return NULL;
    }
    g_autoptr(YamlNode) node =
        node_new(reading, map ? YAML_MAP : YAML_LIST, event->start_mark.line);
    reading->depth++;
    bool read =
        read_children(reading, node, map ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT, error);
    reading->depth--;
    return read ? g_steal_pointer(&node) : NULL;
}

static YamlNode *read_node(Reading *reading, const yaml_event_t *event, GError **error)
{
    if (++reading->nodes > NODES_MOST) {
        refuse_at(reading, event->start_mark.line, error, "too large for a rule file");
        return NULL;
    }
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return read_scalar(reading, event, error);
    case YAML_MAPPING_START_EVENT:
    case YAML_SEQUENCE_START_EVENT:
        return read_collection(reading, event, error);
    case YAML_ALIAS_EVENT:
        refuse_at(reading, event->start_mark.line, error, "aliases are not allowed");
        return NULL;
    default:
        refuse_at(reading, event->start_mark.line, error, "not a rule file");
        return NULL;
    }
}

// What stands between the start of the stream and its only document's node.
static YamlNode *read_document(Reading *reading, GError **error)
{
    YamlNode *node = NULL;
    while (true) {
        yaml_event_t event;
        if (!next(reading, &event, error))
            break;
        yaml_event_type_t type = event.type;
        size_t line = event.start_mark.line;
        bool opening = type == YAML_STREAM_START_EVENT || type == YAML_DOCUMENT_START_EVENT;
        if (type == YAML_STREAM_END_EVENT) {
            yaml_event_delete(&event);
            return node ? node : node_new(reading, YAML_MAP, 0);
        }
        if (node && opening) {
            yaml_event_delete(&event);
            refuse_at(reading, line, error, "a second document; one file holds one");
            break;
        }
        if (!opening && type != YAML_DOCUMENT_END_EVENT)
            node = read_node(reading, &event, error);
        yaml_event_delete(&event);
        if (!node && !opening)
            break;
    }
    yaml_tree_free(node);
    return NULL;
}

YamlNode *yaml_parse(const char *file, const char *bytes, size_t len, GError **error)
{
    Reading reading = {.file = g_intern_string(file)};
    if (!g_utf8_validate(bytes, (gssize)len, NULL)) {
        g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "%s:1: not UTF-8 text", file);
        return NULL;
    }
    if (!yaml_parser_initialize(&reading.parser))
        g_error("out of memory");
    yaml_parser_set_encoding(&reading.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reading.parser, (const unsigned char *)bytes, len);
    YamlNode *node = read_document(&reading, error);
    yaml_parser_delete(&reading.parser);
    return node;
}

const YamlNode *yaml_at(const YamlNode *map, const char *key)
{
    if (!map || map->kind != YAML_MAP)
        return NULL;
    unsigned place = GPOINTER_TO_UINT(g_hash_table_lookup(map->index, key)); // from 1
    return place ? map->items->pdata[place - 1] : NULL;
}

bool yaml_refuse(const YamlNode *node, GError **error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *what = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "%s:%d: %s", node->file, node->line, what);
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
    for (unsigned i = 0; i < map->keys->len; i++) {
        const YamlNode *key = map->keys->pdata[i];
        if (!g_strv_contains(keys, key->text))
            return yaml_refuse(key, error, "no such key: %s", key->text);
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
    if (!*node->text)
        yaml_refuse(node, error, "%s is empty", key);
    return *node->text ? node->text : NULL;
}
