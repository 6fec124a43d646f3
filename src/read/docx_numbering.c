// SPDX-License-Identifier: GPL-3.0-or-later
// Docx numbering: counters of word/numbering.xml.
#include "read/docx_numbering.h"

#include <stdlib.h>
#include <string.h>

#include "read/numeral.h"

enum { LEVELS = 9, COUNT_MOST = 1000000, NOT_BEGUN = -1000 };

typedef struct {
    bool said; // in an override: the level is replaced
    int start;
    int restart; // level (from 1) whose step starts this one again; 0 never; UNSAID: any above
    bool legal;  // all numbers in it are decimal
    const char *format, *text, *suffix, *style; // interned, or NULL
} Level;

typedef struct {
    Level levels[LEVELS];
    int counts[LEVELS];
    const char *link; // a numbering style that stands for it; interned, or NULL
} Abstract;

typedef struct {
    int abstract;
    Level levels[LEVELS];   // overrides
    int start_over[LEVELS]; // UNSAID: none
    bool started[LEVELS];   // the override has been used
} List;

struct DocxNumbering {
    const DocxStyles *styles;
    GHashTable *abstracts; // id → Abstract
    GHashTable *lists;     // id → List
    // While it is read:
    Abstract *abstract;
    List *list;
    Level *level;
    int level_index;
};

static int number_of(const XmlAttributes *attributes, const char *name, int otherwise)
{
    const char *value = xml_attribute(attributes, name);
    return value ? CLAMP(atoi(value), -1, COUNT_MOST) : otherwise;
}

static const char *word_of(const XmlAttributes *attributes)
{
    const char *value = xml_attribute(attributes, "w:val");
    return value ? g_intern_string(value) : NULL;
}

static void begin_abstract(DocxNumbering *numbering, const XmlAttributes *attributes)
{
    Abstract *abstract = g_new0(Abstract, 1);
    for (int i = 0; i < LEVELS; i++) {
        abstract->levels[i].restart = UNSAID;
        abstract->counts[i] = NOT_BEGUN;
    }
    int id = number_of(attributes, "w:abstractNumId", -1);
    g_hash_table_replace(numbering->abstracts, GINT_TO_POINTER(id), abstract);
    numbering->abstract = abstract;
}

static void begin_list(DocxNumbering *numbering, const XmlAttributes *attributes)
{
    List *list = g_new0(List, 1);
    for (int i = 0; i < LEVELS; i++) {
        list->start_over[i] = UNSAID;
        list->levels[i].restart = UNSAID;
    }
    int id = number_of(attributes, "w:numId", -1);
    g_hash_table_replace(numbering->lists, GINT_TO_POINTER(id), list);
    numbering->list = list;
}

static void begin_level(DocxNumbering *numbering, const XmlAttributes *attributes)
{
    int index = number_of(attributes, "w:ilvl", 0);
    if (index < 0 || index >= LEVELS)
        return;
    Level *levels = numbering->list       ? numbering->list->levels
                    : numbering->abstract ? numbering->abstract->levels
                                          : NULL;
    numbering->level = levels ? &levels[index] : NULL;
    if (numbering->level)
        numbering->level->said = true;
}

static void read_level(Level *level, const char *name, const XmlAttributes *attributes)
{
    if (!strcmp(name, "w:start"))
        level->start = number_of(attributes, "w:val", 0);
    else if (!strcmp(name, "w:numFmt"))
        level->format = word_of(attributes);
    else if (!strcmp(name, "w:lvlText"))
        level->text = word_of(attributes);
    else if (!strcmp(name, "w:suff"))
        level->suffix = word_of(attributes);
    else if (!strcmp(name, "w:lvlRestart"))
        level->restart = number_of(attributes, "w:val", UNSAID);
    else if (!strcmp(name, "w:isLgl"))
        level->legal = true;
    else if (!strcmp(name, "w:pStyle"))
        level->style = word_of(attributes);
}

static void on_start(void *data, const char *name, const XmlAttributes *attributes)
{
    DocxNumbering *numbering = data;
    List *list = numbering->list;
    if (!strcmp(name, "w:abstractNum"))
        begin_abstract(numbering, attributes);
    else if (!strcmp(name, "w:num"))
        begin_list(numbering, attributes);
    else if (!strcmp(name, "w:lvl"))
        begin_level(numbering, attributes);
    else if (numbering->level)
        read_level(numbering->level, name, attributes);
    else if (numbering->abstract && !strcmp(name, "w:numStyleLink"))
        numbering->abstract->link = word_of(attributes);
    else if (list && !strcmp(name, "w:abstractNumId"))
        list->abstract = number_of(attributes, "w:val", -1);
    else if (list && !strcmp(name, "w:lvlOverride"))
        numbering->level_index = CLAMP(number_of(attributes, "w:ilvl", 0), 0, LEVELS - 1);
    else if (list && !strcmp(name, "w:startOverride"))
        list->start_over[numbering->level_index] = number_of(attributes, "w:val", UNSAID);
}

static void on_end(void *data, const char *name)
{
    DocxNumbering *numbering = data;
    if (!strcmp(name, "w:lvl"))
        numbering->level = NULL;
    else if (!strcmp(name, "w:num"))
        numbering->list = NULL;
    else if (!strcmp(name, "w:abstractNum"))
        numbering->abstract = NULL;
}

DocxNumbering *docx_numbering_new(GBytes *part, const DocxStyles *styles)
{
    static const XmlHandler handler = {on_start, on_end, NULL};
    DocxNumbering *numbering = g_new0(DocxNumbering, 1);
    numbering->styles = styles;
    numbering->abstracts = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    numbering->lists = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    if (part)
        xml_parse(g_bytes_get_data(part, NULL), g_bytes_get_size(part), &handler, numbering);
    numbering->abstract = NULL;
    numbering->list = NULL;
    numbering->level = NULL;
    return numbering;
}

void docx_numbering_free(DocxNumbering *numbering)
{
    if (!numbering)
        return;
    g_hash_table_unref(numbering->abstracts);
    g_hash_table_unref(numbering->lists);
    g_free(numbering);
}

static List *list_of(const DocxNumbering *numbering, int num_id)
{
    return g_hash_table_lookup(numbering->lists, GINT_TO_POINTER(num_id));
}

// The abstract list behind a list; one that is a link stands for a numbering style's.
static Abstract *abstract_of(const DocxNumbering *numbering, const List *list)
{
    Abstract *abstract = NULL;
    for (int hops = 0; list && hops < 4; hops++) {
        abstract = g_hash_table_lookup(numbering->abstracts, GINT_TO_POINTER(list->abstract));
        if (!abstract || !abstract->link)
            break;
        list = list_of(numbering, docx_styles_list(numbering->styles, abstract->link));
    }
    return abstract;
}

static const Level *level_of(const List *list, const Abstract *abstract, int index)
{
    return list->levels[index].said ? &list->levels[index] : &abstract->levels[index];
}

static void count(const List *list, Abstract *abstract, int index)
{
    const Level *level = level_of(list, abstract, index);
    int *now = &abstract->counts[index];
    *now = *now == NOT_BEGUN ? level->start : MIN(*now + 1, COUNT_MOST);
    for (int i = index + 1; i < LEVELS; i++) {
        int restart = level_of(list, abstract, i)->restart;
        if (restart == UNSAID || (restart > 0 && index < restart))
            abstract->counts[i] = NOT_BEGUN;
    }
}

// Bullets come from symbol fonts, in characters nobody else knows.
static const char *bullet_of(const char *text)
{
    gunichar c = text && *text ? g_utf8_get_char_validated(text, -1) : 0;
    return c >= 0xE000 && c < 0xF900 ? "•" : text;
}

static void append_number(GString *out, const Level *level, int number, bool legal)
{
    g_autofree char *words =
        numeral_of(legal || !level->format ? "decimal" : level->format, number);
    if (words)
        g_string_append(out, words);
    else
        g_string_append_printf(out, "%d", number);
}

// "第%1条", "%1.%2": each %n is the number of that level.
static char *compose(const List *list, const Abstract *abstract, int index)
{
    const Level *level = level_of(list, abstract, index);
    GString *out = g_string_new(NULL);
    for (const char *at = level->text ? level->text : ""; *at; at++) {
        int other = *at == '%' && at[1] >= '1' && at[1] <= '9' ? at[1] - '1' : UNSAID;
        if (other == UNSAID) {
            g_string_append_c(out, *at);
            continue;
        }
        const Level *of = level_of(list, abstract, other);
        if (!of->format || strcmp(of->format, "none") != 0)
            append_number(
                out, of, abstract->counts[other] == NOT_BEGUN ? of->start : abstract->counts[other],
                level->legal);
        at++;
    }
    return g_string_free(out, FALSE);
}

char *docx_numbering_next(DocxNumbering *numbering, int num_id, int index)
{
    List *list = list_of(numbering, num_id);
    Abstract *abstract = abstract_of(numbering, list);
    if (!abstract)
        return NULL;
    index = CLAMP(index, 0, LEVELS - 1);
    if (list->start_over[index] != UNSAID && !list->started[index]) {
        list->started[index] = true;
        abstract->counts[index] = list->start_over[index] - 1;
    }
    count(list, abstract, index);
    const Level *level = level_of(list, abstract, index);
    bool bullet = level->format && !strcmp(level->format, "bullet");
    g_autofree char *words =
        bullet ? g_strdup(bullet_of(level->text)) : compose(list, abstract, index);
    if (!words || !*g_strchomp(words))
        return NULL;
    bool nothing = level->suffix && !strcmp(level->suffix, "nothing");
    return g_strconcat(words, nothing ? "" : " ", NULL);
}

int docx_numbering_level_of_style(const DocxNumbering *numbering, int num_id, const char *style)
{
    const List *list = list_of(numbering, num_id);
    const Abstract *abstract = abstract_of(numbering, list);
    for (int i = 0; abstract && style && i < LEVELS; i++) {
        const char *tied = level_of(list, abstract, i)->style;
        if (tied && !strcmp(tied, style))
            return i;
    }
    return 0;
}
