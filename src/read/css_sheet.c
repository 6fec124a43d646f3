// SPDX-License-Identifier: GPL-3.0-or-later
#include "read/css_sheet.h"

#include <string.h>

enum {
    RULES_MOST = 20000,
    PARTS_MOST = 8,    // compounds of a selector
    CLASSES_MOST = 16, // of an element
    NESTED_MOST = 8,   // @ blocks in each other
};

// "p.small#note": what one element must be. NULL where nothing is asked.
typedef struct {
    char *tag, *id;
    char **classes;
    bool child; // of the compound before it; otherwise anywhere in it
} Compound;

typedef struct {
    Compound *parts; // the element's own last
    guint count, special, order;
    unsigned screens;
    const char *declarations; // one of the sheet's blocks
} Rule;

struct CssSheet {
    GHashTable *keys;  // "#id", ".class", "tag" or "*" of the last compound → GPtrArray of Rule
    GPtrArray *blocks; // declarations
    guint count;
    bool differs, imports;
};

static void rule_free(Rule *rule)
{
    for (guint i = 0; i < rule->count; i++) {
        g_free(rule->parts[i].tag);
        g_free(rule->parts[i].id);
        g_strfreev(rule->parts[i].classes);
    }
    g_free(rule->parts);
    g_free(rule);
}

static void rules_free(GPtrArray *rules)
{
    g_ptr_array_unref(rules);
}

CssSheet *css_sheet_new(void)
{
    CssSheet *sheet = g_new0(CssSheet, 1);
    sheet->keys =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)rules_free);
    sheet->blocks = g_ptr_array_new_with_free_func(g_free);
    return sheet;
}

void css_sheet_free(CssSheet *sheet)
{
    if (!sheet)
        return;
    g_hash_table_unref(sheet->keys);
    g_ptr_array_unref(sheet->blocks);
    g_free(sheet);
}

bool css_sheet_differs(const CssSheet *sheet)
{
    return sheet->differs;
}

bool css_sheet_imports(const CssSheet *sheet)
{
    return sheet->imports;
}

// Reads "p.small#note" into a compound and counts how special it is.
static bool compound_read(const char *text, Compound *compound, guint *special)
{
    g_autoptr(GStrvBuilder) classes = g_strv_builder_new();
    while (*text) {
        char sign = '\0';
        if (*text == '.' || *text == '#')
            sign = *text++;
        size_t len = strcspn(text, ".#");
        g_autofree char *name = g_strndup(text, len);
        text += len;
        if (!len)
            break;
        *special += sign == '#' ? 10000 : sign == '.' ? 100 : *name != '*';
        if (sign == '.')
            g_strv_builder_add(classes, name);
        else if (sign == '#' && !compound->id)
            compound->id = g_steal_pointer(&name);
        else if (!sign && *name != '*')
            compound->tag = g_ascii_strdown(name, -1);
    }
    compound->classes = g_strv_builder_end(classes);
    return *text == '\0';
}

// A rule for one selector; NULL when it asks for what is not followed.
static Rule *rule_new(const char *selector)
{
    if (!*selector || strpbrk(selector, ":[+~&|\\@()"))
        return NULL;
    g_autoptr(GString) spaced = g_string_new(selector);
    g_string_replace(spaced, ">", " > ", 0);
    g_auto(GStrv) words = g_strsplit_set(spaced->str, " \t\r\n\f", -1);
    Rule *rule = g_new0(Rule, 1);
    rule->parts = g_new0(Compound, PARTS_MOST);
    bool child = false, sound = true;
    for (size_t i = 0; words[i] && sound; i++) {
        if (!*words[i])
            continue;
        if (!strcmp(words[i], ">")) {
            child = true;
            continue;
        }
        sound = rule->count < PARTS_MOST;
        if (sound) {
            Compound *part = &rule->parts[rule->count++];
            part->child = child;
            sound = compound_read(words[i], part, &rule->special);
        }
        child = false;
    }
    if (sound && rule->count && !child)
        return rule;
    rule_free(rule);
    return NULL;
}

// What the rules for an element are looked up by.
static char *key_of(const Compound *compound)
{
    return compound->id            ? g_strconcat("#", compound->id, NULL)
           : *compound->classes    ? g_strconcat(".", *compound->classes, NULL)
           : compound->tag != NULL ? g_strdup(compound->tag)
                                   : g_strdup("*");
}

static void add_rule(CssSheet *sheet, const char *selector, const char *declarations,
                     unsigned screens)
{
    Rule *rule = sheet->count < RULES_MOST ? rule_new(selector) : NULL;
    if (!rule)
        return;
    rule->order = sheet->count++;
    rule->screens = screens;
    rule->declarations = declarations;
    sheet->differs |= screens != CSS_EVERY;
    g_autofree char *key = key_of(&rule->parts[rule->count - 1]);
    GPtrArray *rules = g_hash_table_lookup(sheet->keys, key);
    if (!rules) {
        rules = g_ptr_array_new_with_free_func((GDestroyNotify)rule_free);
        g_hash_table_insert(sheet->keys, g_steal_pointer(&key), rules);
    }
    g_ptr_array_add(rules, rule);
}

static char *without_comments(const char *text)
{
    GString *out = g_string_new(NULL);
    for (const char *open; (open = strstr(text, "/*"));) {
        g_string_append_len(out, text, open - text);
        const char *close = strstr(open + 2, "*/");
        text = close ? close + 2 : open + strlen(open);
    }
    g_string_append(out, text);
    g_string_replace(out, "<!--", "", 0);
    g_string_replace(out, "-->", "", 0);
    return g_string_free(out, FALSE);
}

// The closing brace of a block, or the end of the text.
static const char *block_end(const char *open)
{
    int depth = 0;
    for (const char *at = open; *at; at++) {
        depth += *at == '{';
        depth -= *at == '}';
        if (depth == 0)
            return at;
    }
    return open + strlen(open);
}

static void add_block(CssSheet *sheet, const char *selectors, const char *open, const char *end,
                      unsigned screens)
{
    char *declarations = g_strndup(open + 1, (gsize)(end - open - 1));
    g_strdelimit(declarations, "{}", ' ');
    g_ptr_array_add(sheet->blocks, declarations);
    if (!css_is_telling(declarations))
        return;
    g_auto(GStrv) each = g_strsplit(selectors, ",", 256);
    for (size_t i = 0; each[i]; i++)
        add_rule(sheet, g_strstrip(each[i]), declarations, screens);
}

static void add_rules(CssSheet *sheet, const char *text, unsigned screens, int depth);

// A block such as "@media screen {...}"; those that hold rules for all pages are opened.
static void add_at_block(CssSheet *sheet, const char *name, const char *open, const char *end,
                         unsigned screens, int depth)
{
    bool media = g_str_has_prefix(name, "@media");
    if (depth == NESTED_MOST ||
        (!media && !g_str_has_prefix(name, "@supports") && !g_str_has_prefix(name, "@layer")))
        return;
    if (media)
        screens &= css_media(name + strlen("@media"));
    g_autofree char *inside = g_strndup(open + 1, (gsize)(end - open - 1));
    if (screens)
        add_rules(sheet, inside, screens, depth + 1);
}

static void add_rules(CssSheet *sheet, const char *text, unsigned screens, int depth)
{
    for (const char *at = text; *at;) {
        at += strspn(at, " \t\r\n\f};");
        const char *open = at + strcspn(at, *at == '@' ? "{;" : "{");
        sheet->imports |= g_str_has_prefix(at, "@import") && *open == ';';
        if (*open != '{') {
            at = open;
            continue;
        }
        const char *end = block_end(open);
        g_autofree char *name = g_strndup(at, (gsize)(open - at));
        if (*name == '@')
            add_at_block(sheet, name, open, end, screens, depth);
        else
            add_block(sheet, name, open, end, screens);
        at = end;
    }
}

void css_sheet_add(CssSheet *sheet, const char *text, const char *media)
{
    g_autofree char *plain = without_comments(text);
    unsigned screens = css_media(media ? media : "");
    if (screens)
        add_rules(sheet, plain, screens, 0);
}

static bool has_word(const char *words, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = words; at && (at = strstr(at, word)); at += len)
        if ((at == words || g_ascii_isspace(at[-1])) && (!at[len] || g_ascii_isspace(at[len])))
            return true;
    return false;
}

static bool is_such(const Compound *compound, const CssElement *element)
{
    if ((compound->tag && strcmp(compound->tag, element->tag) != 0) ||
        (compound->id && g_strcmp0(compound->id, element->id) != 0))
        return false;
    for (size_t i = 0; compound->classes[i]; i++)
        if (!has_word(element->classes, compound->classes[i]))
            return false;
    return true;
}

// Whether the first `count` compounds lead down to an element.
static bool leads_to(const Rule *rule, guint count, const CssElement *element)
{
    if (!is_such(&rule->parts[count - 1], element))
        return false;
    if (count == 1)
        return true;
    for (const CssElement *up = element->parent; up; up = up->parent) {
        if (leads_to(rule, count - 1, up))
            return true;
        if (rule->parts[count - 1].child)
            break;
    }
    return false;
}

static void collect(const CssSheet *sheet, const CssElement *element, CssScreen screen,
                    const char *sign, const char *name, GPtrArray *found)
{
    g_autofree char *key = g_strconcat(sign, name, NULL);
    const GPtrArray *rules = g_hash_table_lookup(sheet->keys, key);
    for (guint i = 0; rules && i < rules->len; i++) {
        const Rule *rule = rules->pdata[i];
        if (rule->screens >> screen & 1 && leads_to(rule, rule->count, element))
            g_ptr_array_add(found, rules->pdata[i]);
    }
}

static int compare_rules(const void *a, const void *b)
{
    const Rule *one = *(Rule *const *)a, *other = *(Rule *const *)b;
    return one->special != other->special ? (one->special > other->special) * 2 - 1
                                          : (one->order > other->order) * 2 - 1;
}

void css_sheet_apply(const CssSheet *sheet, const CssElement *element, CssScreen screen,
                     bool important, CssStyle *style)
{
    if (sheet->count == 0)
        return;
    g_autoptr(GPtrArray) found = g_ptr_array_new();
    collect(sheet, element, screen, "", "*", found);
    collect(sheet, element, screen, "", element->tag, found);
    g_auto(GStrv) classes =
        g_strsplit_set(element->classes ? element->classes : "", " \t\r\n\f", CLASSES_MOST);
    for (size_t i = 0; classes[i]; i++)
        if (*classes[i])
            collect(sheet, element, screen, ".", classes[i], found);
    if (element->id && *element->id)
        collect(sheet, element, screen, "#", element->id, found);
    g_ptr_array_sort(found, compare_rules);
    for (guint i = 0; i < found->len; i++) {
        const char *declarations = ((const Rule *)found->pdata[i])->declarations;
        if (!important || strchr(declarations, '!'))
            css_apply(declarations, important, style);
    }
}
