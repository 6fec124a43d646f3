// SPDX-License-Identifier: GPL-3.0-or-later
#include "pattern_read.h"

Pattern *pattern_read(Lexicon *lexicon, const YamlNode *node, bool trusted, GError **error)
{
    if (!yaml_expect(node, YAML_TEXT, error))
        return NULL;
    if (!*yaml_text(node)) {
        yaml_refuse(node, error, "an empty pattern");
        return NULL;
    }
    g_autoptr(Pattern) pattern = pattern_new(yaml_text(node), lexicon);
    g_autoptr(GError) cause = NULL;
    if (!trusted && !pattern_compile(pattern, &cause)) {
        yaml_refuse(node, error, "%s", cause->message);
        return NULL;
    }
    return g_steal_pointer(&pattern);
}

GPtrArray *pattern_read_all(Lexicon *lexicon, const YamlNode *node, bool trusted, GError **error)
{
    g_autoptr(GPtrArray) patterns = g_ptr_array_new_with_free_func((GDestroyNotify)pattern_free);
    bool list = node && node->kind == YAML_LIST;
    for (unsigned i = 0; node && i < (list ? node->count : 1); i++) {
        const YamlNode *item = list ? yaml_item(node, i) : node;
        Pattern *pattern = pattern_read(lexicon, item, trusted, error);
        if (!pattern)
            return NULL;
        g_ptr_array_add(patterns, pattern);
    }
    return g_steal_pointer(&patterns);
}

bool pattern_read_joined(Lexicon *lexicon, const YamlNode *node, bool trusted, Pattern **joined,
                         GError **error)
{
    if (!node)
        return true;
    g_autoptr(GPtrArray) patterns = pattern_read_all(lexicon, node, trusted, error);
    if (!patterns)
        return false;
    g_autoptr(GString) source = g_string_new(NULL);
    for (unsigned i = 0; i < patterns->len; i++)
        g_string_append_printf(source, "%s(?:%s)", i ? "|" : "",
                               pattern_source(patterns->pdata[i]));
    if (source->len == 0)
        return true;
    *joined = pattern_new(source->str, lexicon);
    g_autoptr(GError) cause = NULL;
    return trusted || pattern_compile(*joined, &cause) ||
           yaml_refuse(node, error, "%s", cause->message);
}
