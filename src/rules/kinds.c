// SPDX-License-Identifier: GPL-3.0-or-later
// A title decides the kind where there is one; otherwise the words that each kind is made of do.
#include "kinds.h"

#include <string.h>

#include "rules/match.h"
#include "rules/pack_inside.h"
#include "rules/pattern.h"
#include "text/fault.h"
#include "text/language.h"

enum {
    TITLE_BLOCKS = 12,  // paragraphs at the head of a document that may hold its title
    TITLE_MOST = 180,   // bytes of a title; a longer paragraph is none
    WORDS_LEAST = 2,    // different words that make a kind or a law without a title
    HEAD_MOST = 200000, // bytes of a document that are looked at for words
};

typedef struct {
    const char *kind;          // interned
    bool loan;                 // always has to do with lending
    GPtrArray *titles, *words; // Pattern
} KindEntry;

typedef struct {
    Law law;
    const char *language; // interned; documents in it only; NULL: any
    GPtrArray *words;     // Pattern: what tells it; empty: the law of the language by itself
} LawEntry;

struct Kinds {
    GPtrArray *kinds; // KindEntry, in order of precedence
    GPtrArray *laws;  // LawEntry
    GPtrArray *loan;  // Pattern: words of lending
    Lexicon *lexicon; // empty: kinds use no word lists
};

static void kind_entry_free(KindEntry *entry)
{
    g_ptr_array_unref(entry->titles);
    g_ptr_array_unref(entry->words);
    g_free(entry);
}

static void law_entry_free(LawEntry *entry)
{
    g_ptr_array_unref(entry->words);
    g_free(entry);
}

static GPtrArray *new_patterns(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)pattern_free);
}

Kinds *kinds_new(void)
{
    Kinds *kinds = g_new0(Kinds, 1);
    kinds->kinds = g_ptr_array_new_with_free_func((GDestroyNotify)kind_entry_free);
    kinds->laws = g_ptr_array_new_with_free_func((GDestroyNotify)law_entry_free);
    kinds->loan = new_patterns();
    kinds->lexicon = lexicon_new();
    return kinds;
}

void kinds_free(Kinds *kinds)
{
    g_ptr_array_unref(kinds->kinds);
    g_ptr_array_unref(kinds->laws);
    g_ptr_array_unref(kinds->loan);
    lexicon_free(kinds->lexicon);
    g_free(kinds);
}

static KindEntry *kind_named(const Kinds *kinds, const char *name)
{
    for (unsigned i = 0; i < kinds->kinds->len; i++) {
        KindEntry *entry = kinds->kinds->pdata[i];
        if (g_strcmp0(entry->kind, name) == 0)
            return entry;
    }
    return NULL;
}

bool kinds_know(const Kinds *kinds, const char *kind)
{
    return kind_named(kinds, kind) != NULL;
}

static bool add_patterns(Kinds *kinds, const YamlNode *map, const char *key, bool trusted,
                         GPtrArray *into, GError **error)
{
    g_autoptr(GPtrArray) patterns =
        pattern_read_all(kinds->lexicon, yaml_at(map, key), trusted, error);
    if (!patterns)
        return false;
    g_ptr_array_extend_and_steal(into, g_steal_pointer(&patterns));
    return true;
}

static bool read_flag(const YamlNode *map, const char *key, bool *flag, GError **error)
{
    const YamlNode *node = yaml_at(map, key);
    if (!node)
        return true;
    if (!yaml_expect(node, YAML_TEXT, error))
        return false;
    *flag = strcmp(yaml_text(node), "yes") == 0;
    return *flag || strcmp(yaml_text(node), "no") == 0 || yaml_refuse(node, error, "yes or no");
}

static bool read_kind(Kinds *kinds, const YamlNode *map, bool trusted, GError **error)
{
    static const char *const keys[] = {"kind", "loan", "titles", "words", NULL};
    if (!yaml_only(map, keys, error))
        return false;
    const char *name = yaml_need(map, "kind", error);
    if (!name)
        return false;
    KindEntry *entry = kind_named(kinds, name);
    if (!entry) {
        entry = g_new0(KindEntry, 1);
        entry->kind = g_intern_string(name);
        entry->titles = new_patterns();
        entry->words = new_patterns();
        g_ptr_array_add(kinds->kinds, entry);
    }
    return read_flag(map, "loan", &entry->loan, error) &&
           add_patterns(kinds, map, "titles", trusted, entry->titles, error) &&
           add_patterns(kinds, map, "words", trusted, entry->words, error);
}

static bool read_word(const YamlNode *map, const char *key, const char **word, GError **error)
{
    const YamlNode *node = yaml_at(map, key);
    if (node && !yaml_expect(node, YAML_TEXT, error))
        return false;
    *word = node ? g_intern_string(yaml_text(node)) : NULL;
    return true;
}

static bool read_law(Kinds *kinds, const YamlNode *map, bool trusted, GError **error)
{
    static const char *const keys[] = {"law", "language", "words", NULL};
    if (!yaml_only(map, keys, error))
        return false;
    const char *name = yaml_need(map, "law", error);
    if (!name)
        return false;
    LawEntry *entry = g_new0(LawEntry, 1);
    entry->words = new_patterns();
    entry->law = law_named(name);
    g_ptr_array_add(kinds->laws, entry);
    if (entry->law == LAW_COUNT)
        return yaml_refuse(yaml_at(map, "law"), error, "no such law: %s", name);
    return read_word(map, "language", &entry->language, error) &&
           add_patterns(kinds, map, "words", trusted, entry->words, error);
}

typedef bool (*ReadEntry)(Kinds *kinds, const YamlNode *map, bool trusted, GError **error);

static bool read_list(Kinds *kinds, const YamlNode *root, const char *key, ReadEntry read,
                      bool trusted, GError **error)
{
    const YamlNode *list = yaml_at(root, key);
    if (list && !yaml_expect(list, YAML_LIST, error))
        return false;
    for (unsigned i = 0; list && i < list->count; i++)
        if (!read(kinds, yaml_item(list, i), trusted, error))
            return false;
    return true;
}

bool kinds_read(Kinds *kinds, const YamlNode *root, bool trusted, GError **error)
{
    return yaml_only(root, (const char *const[]){"kinds", "loan", "laws", NULL}, error) &&
           read_list(kinds, root, "kinds", read_kind, trusted, error) &&
           read_list(kinds, root, "laws", read_law, trusted, error) &&
           add_patterns(kinds, root, "loan", trusted, kinds->loan, error);
}

// How many of the patterns occur.
static unsigned count_in(const GPtrArray *patterns, const char *str, size_t len)
{
    unsigned count = 0;
    for (unsigned i = 0; i < patterns->len; i++)
        count += pattern_in(patterns->pdata[i], str, len) == PATTERN_YES;
    return count;
}

static size_t head_len(const Text *text)
{
    size_t len = MIN(text->len, HEAD_MOST);
    while (len < text->len && ((unsigned char)text->str[len] & 0xC0) == 0x80)
        len--;
    return len;
}

static const KindEntry *kind_by_title(const Kinds *kinds, const char *title, size_t len)
{
    for (unsigned i = 0; len && i < kinds->kinds->len; i++) {
        const KindEntry *entry = kinds->kinds->pdata[i];
        if (count_in(entry->titles, title, len) > 0)
            return entry;
    }
    return NULL;
}

static const KindEntry *kind_by_titles(const Kinds *kinds, const Document *doc, const Text *text,
                                       unsigned *found)
{
    for (unsigned i = 0; i < MIN(text->blocks->len, TITLE_BLOCKS); i++) {
        const Block *block = &g_array_index(text->blocks, Block, i);
        size_t len = block->end - block->start;
        const KindEntry *entry =
            len <= TITLE_MOST ? kind_by_title(kinds, text->str + block->start, len) : NULL;
        if (entry) {
            *found = i + 1;
            return entry;
        }
    }
    if (!doc->title)
        return NULL;
    g_autofree char *title = text_fold(doc->title, strlen(doc->title));
    return kind_by_title(kinds, title, strlen(title));
}

static const KindEntry *kind_by_words(const Kinds *kinds, const Text *text)
{
    const KindEntry *best = NULL;
    unsigned most = WORDS_LEAST - 1;
    for (unsigned i = 0; i < kinds->kinds->len; i++) {
        const KindEntry *entry = kinds->kinds->pdata[i];
        unsigned count = count_in(entry->words, text->str, head_len(text));
        if (count > most) {
            most = count;
            best = entry;
        }
    }
    return best;
}

Kind match_kind(const Pack *pack, const Document *doc, const Text *text)
{
    unsigned title = 0;
    const KindEntry *entry = kind_by_titles(pack->kinds, doc, text, &title);
    if (!entry)
        entry = kind_by_words(pack->kinds, text);
    bool loan = (entry && entry->loan) ||
                count_in(pack->kinds->loan, text->str, head_len(text)) >= WORDS_LEAST;
    return (Kind){entry ? entry->kind : "other", loan, title};
}

// Whether the plain byte stands on a page that is garbled: it tells neither language nor law.
static bool is_garbled(const Document *doc, const Text *text, size_t at)
{
    if (doc->reasons->len == 0) // nearly every document
        return false;
    const Line *line = document_line_at(doc, text_origin(text, at));
    return line && document_has_reason(doc, FAULT_GARBLED, (int)line->page + 1);
}

// The head of what can be read.
static GString *readable_head(const Document *doc, const Text *text)
{
    GString *head = g_string_new(NULL);
    for (unsigned i = 0; i < text->blocks->len && head->len < HEAD_MOST; i++) {
        const Block *block = &g_array_index(text->blocks, Block, i);
        if (!is_garbled(doc, text, block->start))
            g_string_append_len(head, text->str + block->start, block->end - block->start + 1);
    }
    return head;
}

static const LawEntry *law_by_words(const Kinds *kinds, const char *language, const Document *doc,
                                    const Text *text)
{
    g_autoptr(GString) head = readable_head(doc, text);
    const LawEntry *best = NULL;
    unsigned most = 0;
    for (unsigned i = 0; i < kinds->laws->len; i++) {
        const LawEntry *entry = kinds->laws->pdata[i];
        unsigned count = g_strcmp0(entry->language, language) == 0 || !entry->language
                             ? count_in(entry->words, head->str, head->len)
                             : 0;
        if (count > most) {
            most = count;
            best = entry;
        }
    }
    return best;
}

// The language with rules in which most of what can be read is written, by bytes of its units;
// "und" when none of it is.
static const char *most_written(const Pack *pack, const Document *doc, const Text *text,
                                const GArray *units)
{
    const char *const *codes = pack_languages(pack);
    g_autofree size_t *sizes = g_new0(size_t, g_strv_length((char **)codes) + 1);
    unsigned best = 0;
    for (unsigned i = 0; i < units->len; i++) {
        const Unit *unit = &g_array_index(units, Unit, i);
        bool garbled = is_garbled(doc, text, unit->start);
        for (unsigned c = 0; codes[c] && !garbled; c++)
            sizes[c] += strcmp(unit->language, codes[c]) == 0 ? unit->end - unit->start : 0;
    }
    for (unsigned c = 0; codes[c]; c++)
        if (sizes[c] > sizes[best])
            best = c;
    return sizes[best] ? codes[best] : "und";
}

static bool is_default(const LawEntry *entry, const char *language)
{
    return entry->words->len == 0 && g_strcmp0(entry->language, language) == 0;
}

Law match_law(const Pack *pack, const Document *doc, const Text *text, const GArray *units,
              const char **from)
{
    const char *language = most_written(pack, doc, text, units);
    bool chinese = strcmp(language, "zh") == 0;
    bool traditional =
        chinese && strcmp(language_script(doc->text->str, doc->text->len), "zh-Hant") == 0;
    // Garbage holds the signs of every law: € for a lost letter.
    bool told = strcmp(language, "und") != 0 && (!chinese || traditional);
    const LawEntry *spoken = told ? law_by_words(pack->kinds, language, doc, text) : NULL;
    *from = chinese ? "vocabulary" : "text";
    if (spoken)
        return spoken->law;
    *from = "language";
    for (unsigned i = 0; i < pack->kinds->laws->len; i++) {
        const LawEntry *entry = pack->kinds->laws->pdata[i];
        if (is_default(entry, language))
            return entry->law;
    }
    *from = "none";
    return LAW_NONE;
}
