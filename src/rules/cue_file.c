// SPDX-License-Identifier: GPL-3.0-or-later
// Reads one list after the other; what cannot be found in any text is refused.
#include "cue_file.h"

#include <string.h>

#include "text/text.h"

static const char COMMON[] = "common";

static bool is_known(const char *key)
{
    for (unsigned i = 0; i < CUES_LIST_COUNT; i++)
        if (strcmp(cues_key(i), key) == 0)
            return true;
    return strcmp(key, COMMON) == 0;
}

// Whether text may hold the word as it is written.
static bool check_word(const YamlNode *node, bool small, GError **error)
{
    if (!yaml_expect(node, YAML_TEXT, error))
        return false;
    const char *word = yaml_text(node);
    g_autofree char *plain = text_fold(word, strlen(word)), *lower = g_ascii_strdown(word, -1);
    if (!*word)
        return yaml_refuse(node, error, "an empty word");
    if (strcmp(plain, word) != 0)
        return yaml_refuse(node, error, "plain text never holds “%s”, but “%s”", word, plain);
    if (small && strcmp(lower, word) != 0)
        return yaml_refuse(node, error, "“%s” is looked for in small letters", word);
    return true;
}

static bool check_list(const YamlNode *list, bool small, GError **error)
{
    if (!yaml_expect(list, YAML_LIST, error))
        return false;
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (unsigned i = 0; i < list->count; i++) {
        const YamlNode *word = yaml_item(list, i);
        if (!check_word(word, small, error))
            return false;
        if (!g_hash_table_add(seen, (void *)yaml_text(word)))
            return yaml_refuse(word, error, "a word given twice: %s", yaml_text(word));
    }
    return true;
}

static bool read_common(Cues *cues, const char *language, const YamlNode *list, GError **error)
{
    if (!list)
        return true;
    if (!check_list(list, true, error))
        return false;
    for (unsigned i = 0; i < list->count; i++) {
        const YamlNode *word = yaml_item(list, i);
        if (!languages_add(cues_languages(cues), language, yaml_text(word)))
            return yaml_refuse(word, error, "no room for “%s”: a word of %s has 16 letters at most",
                               yaml_text(word), COMMON);
    }
    return true;
}

static bool read_list(Cues *cues, CueList list, const YamlNode *words, GError **error)
{
    if (!words)
        return true;
    if (!check_list(words, cues_are_small(list), error))
        return false;
    for (unsigned i = 0; i < words->count; i++)
        cues_add(cues, list, yaml_text(yaml_item(words, i)));
    return true;
}

bool cue_file_read(Cues *cues, const char *language, const YamlNode *root, GError **error)
{
    if (!yaml_expect(root, YAML_MAP, error))
        return false;
    for (unsigned i = 0; i < root->count; i++)
        if (!is_known(yaml_text(yaml_key(root, i))))
            return yaml_refuse(yaml_key(root, i), error, "no such list of cues: %s",
                               yaml_text(yaml_key(root, i)));
    bool read = read_common(cues, language, yaml_at(root, COMMON), error);
    for (unsigned i = 0; read && i < CUES_LIST_COUNT; i++)
        read = read_list(cues, i, yaml_at(root, cues_key(i)), error);
    return read;
}
