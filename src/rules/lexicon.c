// SPDX-License-Identifier: GPL-3.0-or-later
// Entries are folded when they are added and expanded when first used.
#include "lexicon.h"

#include <string.h>

#include "rules/pattern.h"
#include "rules/regex.h"
#include "text/fault.h"

enum { EXPANDED_MOST = 1 << 20 }; // bytes; entries within entries can double at every step

typedef struct {
    const char *file;
    int line;
    char *source;   // folded, alternatives joined
    char *expanded; // NULL until first used
    bool open;      // being expanded: meeting it again is a cycle
    bool used;
} Entry;

struct Lexicon {
    GHashTable *entries; // name → Entry
};

static void entry_free(Entry *entry)
{
    g_free(entry->source);
    g_free(entry->expanded);
    g_free(entry);
}

Lexicon *lexicon_new(void)
{
    Lexicon *lexicon = g_new0(Lexicon, 1);
    lexicon->entries =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)entry_free);
    return lexicon;
}

void lexicon_free(Lexicon *lexicon)
{
    g_hash_table_unref(lexicon->entries);
    g_free(lexicon);
}

static char *fold_node(const YamlNode *node, GError **error)
{
    g_autoptr(GError) cause = NULL;
    char *folded = regex_fold(node->text, &cause);
    if (!folded)
        yaml_refuse(node, error, "%s", cause->message);
    return folded;
}

static bool without_groups(const YamlNode *node, GError **error)
{
    for (RegexToken token = {0}; node->text[token.end];) {
        token = regex_next(node->text, token.end);
        if (token.kind == REGEX_BAD)
            return yaml_refuse(node, error, "%s", token.problem);
        if (token.kind == REGEX_OPEN && token.captures)
            return yaml_refuse(node, error, "a lexicon entry may not capture; write (?:...)");
    }
    return true;
}

static bool add_alternative(GString *source, const YamlNode *node, GError **error)
{
    if (!yaml_expect(node, YAML_TEXT, error) || !without_groups(node, error))
        return false;
    if (!*node->text)
        return yaml_refuse(node, error, "an empty alternative");
    g_autofree char *folded = fold_node(node, error);
    if (!folded)
        return false;
    g_string_append_printf(source, "%s%s", source->len ? "|" : "", folded);
    return true;
}

static bool is_name(const char *name)
{
    return *name && name[strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_")] ==
                        '\0';
}

static bool add_entry(Lexicon *lexicon, const YamlNode *key, const YamlNode *value, GError **error)
{
    if (!is_name(key->text) || g_str_has_prefix(key->text, "party_"))
        return yaml_refuse(key, error, "not a lexicon name (letters and _, not party_...): %s",
                           key->text);
    g_autoptr(GString) source = g_string_new(NULL);
    if (value->kind != YAML_LIST && !add_alternative(source, value, error))
        return false;
    for (unsigned i = 0; value->kind == YAML_LIST && i < value->items->len; i++)
        if (!add_alternative(source, value->items->pdata[i], error))
            return false;
    if (source->len == 0)
        return yaml_refuse(key, error, "%s is empty", key->text);
    Entry *entry = g_new0(Entry, 1);
    entry->file = key->file;
    entry->line = key->line;
    entry->source = g_strdup(source->str);
    g_hash_table_replace(lexicon->entries, g_strdup(key->text), entry);
    return true;
}

bool lexicon_add(Lexicon *lexicon, const YamlNode *root, GError **error)
{
    if (!yaml_only(root, (const char *const[]){"entries", NULL}, error))
        return false;
    const YamlNode *entries = yaml_at(root, "entries");
    if (!entries)
        return true;
    if (!yaml_expect(entries, YAML_MAP, error))
        return false;
    for (unsigned i = 0; i < entries->items->len; i++)
        if (!add_entry(lexicon, entries->keys->pdata[i], entries->items->pdata[i], error))
            return false;
    return true;
}

// The built-in classes of party letters; pattern.c asks the callout.
static char *party_expression(const char *name)
{
    for (unsigned i = 0; g_str_has_prefix(name, "party_") && i < PARTY_COUNT; i++)
        if (strcmp(name + strlen("party_"), party_name(i)) == 0)
            return g_strdup_printf("[甲乙丙丁戊己庚辛壬癸]方(?C%u)", i + 1);
    return NULL;
}

static bool expand_into(Lexicon *lexicon, GString *out, const char *source, GError **error);

static bool expand_name(Lexicon *lexicon, GString *out, const char *name, GError **error)
{
    Entry *entry = g_hash_table_lookup(lexicon->entries, name);
    g_autofree char *party = party_expression(name);
    if (!entry && !party) {
        g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "no such lexicon entry: %s", name);
        return false;
    }
    if (entry && !entry->expanded) {
        if (entry->open) {
            g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "the lexicon entry %s (%s:%d) uses itself",
                        name, entry->file, entry->line);
            return false;
        }
        g_autoptr(GString) expanded = g_string_new(NULL);
        entry->open = true;
        bool done = expand_into(lexicon, expanded, entry->source, error);
        entry->open = false;
        if (!done)
            return false;
        entry->expanded = g_strdup(expanded->str);
    }
    if (entry)
        entry->used = true;
    g_string_append_printf(out, "(?:%s)", party ? party : entry->expanded);
    return true;
}

static bool expand_into(Lexicon *lexicon, GString *out, const char *source, GError **error)
{
    for (RegexToken token = {0}; source[token.end];) {
        token = regex_next(source, token.end);
        if (token.kind != REGEX_NAME) {
            g_string_append_len(out, source + token.start, (gssize)(token.end - token.start));
            continue;
        }
        g_autofree char *name = g_strndup(source + token.start + 1, token.end - token.start - 2);
        if (!expand_name(lexicon, out, name, error))
            return false;
        if (out->len > EXPANDED_MOST) {
            g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "too large with its word lists put in");
            return false;
        }
    }
    return true;
}

char *lexicon_expand(Lexicon *lexicon, const YamlNode *source, GError **error)
{
    g_autofree char *folded = fold_node(source, error);
    if (!folded)
        return NULL;
    g_autoptr(GError) cause = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    if (!expand_into(lexicon, out, folded, &cause)) {
        yaml_refuse(source, error, "%s", cause->message);
        return NULL;
    }
    return g_string_free(g_steal_pointer(&out), FALSE);
}

const char *lexicon_entry(Lexicon *lexicon, const char *name, GError **error)
{
    const Entry *entry = g_hash_table_lookup(lexicon->entries, name);
    if (!entry)
        return NULL;
    g_autoptr(GString) unused = g_string_new(NULL);
    return expand_name(lexicon, unused, name, error) ? entry->expanded : NULL;
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *lexicon_unused(const Lexicon *lexicon)
{
    GPtrArray *unused = g_ptr_array_new_with_free_func(g_free);
    GHashTableIter iter;
    void *name, *value;
    g_hash_table_iter_init(&iter, lexicon->entries);
    while (g_hash_table_iter_next(&iter, &name, &value)) {
        const Entry *entry = value;
        if (!entry->used)
            g_ptr_array_add(unused, g_strdup_printf("%s:%d: %s", entry->file, entry->line,
                                                    (const char *)name));
    }
    g_ptr_array_sort(unused, compare);
    return unused;
}
