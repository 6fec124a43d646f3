// SPDX-License-Identifier: GPL-3.0-or-later
#include "definitions.h"

#include <string.h>

#include "rules/resolver.h"
#include "rules/rule.h"
#include "text/units.h"

enum {
    DEFINITIONS_MOST = 128,
    MEANING_MOST = 600, // bytes: what is longer is a chapter, not what a term stands for
};

static const Unit *unit_at(const GArray *units, unsigned i)
{
    return &g_array_index(units, Unit, i);
}

// A range of plain text without blanks and a full stop at its end.
static PlainSpan trimmed(const Text *text, uint32_t start, uint32_t end)
{
    static const char *const ends[] = {" ", "\n", ".", ";", "。"};
    for (bool again = true; again && end > start;) {
        again = false;
        for (unsigned i = 0; i < G_N_ELEMENTS(ends); i++) {
            size_t len = strlen(ends[i]);
            if (end - start >= len && memcmp(text->str + end - len, ends[i], len) == 0) {
                end -= (uint32_t)len;
                again = true;
            }
        }
    }
    while (start < end && g_ascii_isspace(text->str[start]))
        start++;
    return (PlainSpan){start, end};
}

// Where a name begins, its opening quotation mark included.
static uint32_t quoted_start(const Text *text, uint32_t least, uint32_t start)
{
    static const char *const marks[] = {"\"", "《"};
    for (unsigned i = 0; i < G_N_ELEMENTS(marks); i++) {
        size_t len = strlen(marks[i]);
        if (start - least >= len && memcmp(text->str + start - len, marks[i], len) == 0)
            return start - (uint32_t)len;
    }
    return start;
}

static void add_meaning(Definition *definition, PlainSpan span)
{
    if (span.end > span.start && span.end - span.start <= MEANING_MOST &&
        definition->count < MEANINGS_MOST)
        definition->meanings[definition->count++] = span;
}

// Items below a definition that ends in a colon are what it means.
static void add_items(Definition *definition, const Text *text, const GArray *units)
{
    for (unsigned i = definition->unit + 1; i < units->len; i++) {
        const Unit *item = unit_at(units, i);
        if (item->stem == (int32_t)definition->unit)
            add_meaning(definition, trimmed(text, item->words, item->end));
        else if (item->stem == NO_UNIT)
            return;
    }
}

static bool read_definition(const Resolver *resolver, const Text *text, const GArray *units,
                            unsigned index, Definition *definition)
{
    const Unit *unit = unit_at(units, index);
    Subject words = {.str = text->str + unit->words, .len = unit->end - unit->words};
    DefinedTerm term;
    if (!resolver_defines(resolver, &words, &term))
        return false;
    uint32_t name = unit->words + (uint32_t)term.name.start;
    *definition = (Definition){.unit = index,
                               .name = {name, unit->words + (uint32_t)term.name.end},
                               .start = quoted_start(text, unit->words, name),
                               .mention = !term.taken};
    if (term.usual)
        return true;
    add_meaning(definition, trimmed(text, unit->words + (uint32_t)term.meaning, unit->end));
    if (definition->count == 0)
        add_items(definition, text, units);
    return true;
}

bool definitions_mention(const GArray *definitions, uint32_t unit)
{
    for (unsigned i = 0; i < definitions->len; i++) {
        const Definition *one = &g_array_index(definitions, Definition, i);
        if (one->unit == unit)
            return one->mention;
    }
    return false;
}

GArray *definitions_new(const Pack *pack, const Text *text, const GArray *units,
                        const char *language)
{
    GArray *definitions = g_array_new(FALSE, FALSE, sizeof(Definition));
    const RuleSet *set = NULL;
    for (unsigned i = 0; i < units->len && definitions->len < DEFINITIONS_MOST; i++) {
        const Unit *unit = unit_at(units, i);
        const char *read_as = language ? language : unit->language;
        if (!set || strcmp(set->language, read_as) != 0)
            set = pack_rules(pack, read_as);
        Definition definition;
        if (set && set->resolver && unit->kind != UNIT_HEADING && unit->end > unit->words &&
            read_definition(set->resolver, text, units, i, &definition))
            g_array_append_val(definitions, definition);
    }
    return definitions;
}

const Definition *definitions_next(const GArray *definitions, const Text *text, uint32_t unit,
                                   uint32_t from, uint32_t to, uint32_t *at)
{
    const Definition *found = NULL;
    for (unsigned i = 0; i < definitions->len; i++) {
        const Definition *one = &g_array_index(definitions, Definition, i);
        uint32_t len = one->name.end - one->name.start;
        if (one->unit == unit || one->count == 0 || to < from + len)
            continue;
        const char *place = memmem(text->str + from, to - from, text->str + one->name.start, len);
        if (!place)
            continue;
        uint32_t here = (uint32_t)(place - text->str);
        if (!found || here < *at || (here == *at && len > found->name.end - found->name.start)) {
            found = one;
            *at = here;
        }
    }
    return found;
}
