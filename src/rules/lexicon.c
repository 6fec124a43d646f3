// SPDX-License-Identifier: GPL-3.0-or-later
// Entries are folded when they are added and expanded when first used.
#include "lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "rules/check.h"
#include "rules/hasten.h"
#include "rules/pattern.h"
#include "rules/regex.h"
#include "text/fault.h"

enum { EXPANDED_MOST = 1 << 20 }; // bytes; entries within entries can double at every step

typedef struct {
    const char *file;
    int line;
    const char *replaced_file; // of the entry of this name that it took the place of, or NULL
    int replaced_line;
    char *source;   // alternatives joined, as written
    char *folded;   // NULL until first used
    char *expanded; // NULL until first used
    char *hastened; // likewise
    bool open;      // being expanded: meeting it again is a cycle
    bool used;
} Entry;

struct Lexicon {
    GHashTable *entries;  // name → Entry
    StartsReader *reader; // NULL until first used
};

static void entry_free(Entry *entry)
{
    g_free(entry->source);
    g_free(entry->folded);
    g_free(entry->expanded);
    g_free(entry->hastened);
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
    g_clear_pointer(&lexicon->reader, starts_reader_free);
    g_hash_table_unref(lexicon->entries);
    g_free(lexicon);
}

static bool without_groups(const YamlNode *node, GError **error)
{
    for (RegexToken token = {0}; yaml_text(node)[token.end];) {
        token = regex_next(yaml_text(node), token.end);
        if (token.kind == REGEX_BAD)
            return yaml_refuse(node, error, "%s", token.problem);
        if (token.kind == REGEX_OPEN && token.captures)
            return yaml_refuse(node, error, "a lexicon entry may not capture; write (?:...)");
    }
    return true;
}

static bool check_alternative(const YamlNode *node, GError **error)
{
    if (!without_groups(node, error))
        return false;
    g_autoptr(GError) cause = NULL;
    g_autofree char *folded = regex_fold(yaml_text(node), &cause);
    return folded || yaml_refuse(node, error, "%s", cause->message);
}

static bool add_alternative(GString *source, const YamlNode *node, bool trusted, GError **error)
{
    if (!yaml_expect(node, YAML_TEXT, error))
        return false;
    if (!*yaml_text(node))
        return yaml_refuse(node, error, "an empty alternative");
    if (!trusted && !check_alternative(node, error))
        return false;
    g_string_append_printf(source, "%s%s", source->len ? "|" : "", yaml_text(node));
    return true;
}

static bool is_name(const char *name)
{
    return *name &&
           name[strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_")] == '\0';
}

static bool add_entry(Lexicon *lexicon, const YamlNode *key, const YamlNode *value, bool trusted,
                      GError **error)
{
    if (!is_name(yaml_text(key)) || g_str_has_prefix(yaml_text(key), "party_"))
        return yaml_refuse(key, error, "not a lexicon name (letters and _, not party_...): %s",
                           yaml_text(key));
    g_autoptr(GString) source = g_string_new(NULL);
    if (value->kind != YAML_LIST && !add_alternative(source, value, trusted, error))
        return false;
    for (unsigned i = 0; value->kind == YAML_LIST && i < value->count; i++)
        if (!add_alternative(source, yaml_item(value, i), trusted, error))
            return false;
    if (source->len == 0)
        return yaml_refuse(key, error, "%s is empty", yaml_text(key));
    Entry *entry = g_new0(Entry, 1);
    entry->file = yaml_file(key);
    entry->line = key->line;
    entry->source = g_strdup(source->str);
    const Entry *replaced = g_hash_table_lookup(lexicon->entries, yaml_text(key));
    if (replaced) {
        entry->replaced_file = replaced->file;
        entry->replaced_line = replaced->line;
    }
    g_hash_table_replace(lexicon->entries, g_strdup(yaml_text(key)), entry);
    return true;
}

bool lexicon_add(Lexicon *lexicon, const YamlNode *root, bool trusted, GError **error)
{
    if (!yaml_only(root, (const char *const[]){"entries", NULL}, error))
        return false;
    const YamlNode *entries = yaml_at(root, "entries");
    if (!entries)
        return true;
    if (!yaml_expect(entries, YAML_MAP, error))
        return false;
    g_clear_pointer(&lexicon->reader, starts_reader_free); // it remembers entries
    for (unsigned i = 0; i < entries->count; i++)
        if (!add_entry(lexicon, yaml_key(entries, i), yaml_item(entries, i), trusted, error))
            return false;
    return true;
}

char *lexicon_party(const char *name)
{
    for (unsigned i = 0; g_str_has_prefix(name, "party_") && i < PARTY_COUNT; i++)
        if (strcmp(name + strlen("party_"), party_name(i)) == 0)
            return g_strdup_printf("[甲乙丙丁戊己庚辛壬癸]方(?C%u)", i + 1);
    return NULL;
}

static const char *fold_entry(Entry *entry, GError **error)
{
    if (!entry->folded)
        entry->folded = regex_fold(entry->source, error);
    return entry->folded;
}

static bool expand_into(Lexicon *lexicon, GString *out, const char *source, bool hastened,
                        GError **error);

static char **expansion_of(Entry *entry, bool hastened)
{
    return hastened ? &entry->hastened : &entry->expanded;
}

static bool expand_entry(Lexicon *lexicon, Entry *entry, const char *name, bool hastened,
                         GError **error)
{
    if (entry->open) {
        g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "the lexicon entry %s (%s:%d) uses itself",
                    name, entry->file, entry->line);
        return false;
    }
    const char *folded = fold_entry(entry, error);
    if (!folded)
        return false;
    g_autoptr(GString) expanded = g_string_new(NULL);
    entry->open = true;
    bool done = expand_into(lexicon, expanded, folded, hastened, error);
    entry->open = false;
    if (done)
        *expansion_of(entry, hastened) = g_strdup(expanded->str);
    return done;
}

static bool expand_name(Lexicon *lexicon, GString *out, const char *name, bool hastened,
                        GError **error)
{
    Entry *entry = lexicon ? g_hash_table_lookup(lexicon->entries, name) : NULL;
    g_autofree char *party = lexicon_party(name);
    if (!entry && !party) {
        g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "no such lexicon entry: %s", name);
        return false;
    }
    if (entry && !*expansion_of(entry, hastened) &&
        !expand_entry(lexicon, entry, name, hastened, error))
        return false;
    if (entry)
        entry->used = true;
    g_string_append_printf(out, "(?:%s)", party ? party : *expansion_of(entry, hastened));
    return true;
}

// Each expression and entry is put in brackets of its own, which its brackets must leave alone:
// "a)|(b" would compile to something else than anybody reads.
static bool closes_what_it_opens(const char *source, GError **error)
{
    int open = 0;
    for (RegexToken token = {0}; source[token.end] && open >= 0;) {
        token = regex_next(source, token.end);
        open += (token.kind == REGEX_OPEN) - (token.kind == REGEX_CLOSE);
    }
    if (open < 0)
        g_set_error(error, FAULT_DOMAIN, FAULT_USAGE,
                    "bad pattern: a ) that closes nothing, in '%.200s'", source);
    return open >= 0;
}

static StartsReader *reader_of(Lexicon *lexicon)
{
    if (!lexicon->reader)
        lexicon->reader = starts_reader_new(lexicon);
    return lexicon->reader;
}

static bool expand_into(Lexicon *lexicon, GString *out, const char *given, bool hastened,
                        GError **error)
{
    if (!closes_what_it_opens(given, error))
        return false;
    g_autofree char *quick = hastened && lexicon ? hasten(reader_of(lexicon), given) : NULL;
    const char *source = quick ? quick : given;
    for (RegexToken token = {0}; source[token.end];) {
        token = regex_next(source, token.end);
        if (token.kind != REGEX_NAME) {
            g_string_append_len(out, source + token.start, (gssize)(token.end - token.start));
            continue;
        }
        g_autofree char *name = g_strndup(source + token.start + 1, token.end - token.start - 2);
        if (!expand_name(lexicon, out, name, hastened, error))
            return false;
        if (out->len > EXPANDED_MOST) {
            g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "too large with its word lists put in");
            return false;
        }
    }
    return true;
}

static char *expand(Lexicon *lexicon, const char *source, bool hastened, GError **error)
{
    g_autofree char *folded = regex_fold(source, error);
    g_autoptr(GString) out = g_string_new(NULL);
    if (!folded || !expand_into(lexicon, out, folded, hastened, error))
        return NULL;
    return g_string_free(g_steal_pointer(&out), FALSE);
}

char *lexicon_expand(Lexicon *lexicon, const char *source, GError **error)
{
    return expand(lexicon, source, false, error);
}

char *lexicon_hasten(Lexicon *lexicon, const char *source, GError **error)
{
    return expand(lexicon, source, true, error);
}

const char *lexicon_entry(const Lexicon *lexicon, const char *name)
{
    Entry *entry = g_hash_table_lookup(lexicon->entries, name);
    return entry ? fold_entry(entry, NULL) : NULL;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

// The names of all entries in order; the array is the caller's, the names are not.
static void **sorted_names(const Lexicon *lexicon, unsigned *count)
{
    void **names = g_hash_table_get_keys_as_array(lexicon->entries, count);
    qsort(names, *count, sizeof *names, by_name);
    return names;
}

void lexicon_complain(const Lexicon *lexicon, GPtrArray *complaints)
{
    unsigned count = 0;
    g_autofree void **names = sorted_names(lexicon, &count);
    for (unsigned i = 0; i < count; i++) {
        const Entry *entry = g_hash_table_lookup(lexicon->entries, names[i]);
        if (!entry->used)
            complaint_add(complaints, entry->file, entry->line, "%s: a word list nobody uses",
                          (const char *)names[i]);
    }
}

void lexicon_replaced(const Lexicon *lexicon, GPtrArray *complaints)
{
    unsigned count = 0;
    g_autofree void **names = sorted_names(lexicon, &count);
    for (unsigned i = 0; i < count; i++) {
        const Entry *entry = g_hash_table_lookup(lexicon->entries, names[i]);
        if (entry->replaced_file)
            complaint_add(complaints, entry->file, entry->line,
                          "%s: replaces the word list of that name in %s:%d, for its rules too; "
                          "another name keeps both",
                          (const char *)names[i], entry->replaced_file, entry->replaced_line);
    }
}
