// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "fuzz.h"
#include "shipped_cues.h"
#include "text/units.h"

enum { CHAIN_MOST = 64 }; // stems or clauses around a unit

// Paragraphs, so that nothing is decided by how lines are joined. A line that begins with "#" is a
// heading of the format, one that begins with a tab an item of a list.
static Document *paragraphs(const char *words)
{
    Document *doc = document_new("text");
    document_begin_page(doc, 0, 0);
    g_auto(GStrv) lines = g_strsplit_set(words, "\n\r\f", -1);
    for (size_t i = 0; lines[i]; i++) {
        const char *at = lines[i];
        size_t depth = strspn(at, "#\t");
        Line *line = document_add_line(doc, at + depth, strlen(at + depth));
        line->kind = *at == '#' ? LINE_HEADING : *at == '\t' ? LINE_ITEM : LINE_BODY;
        line->depth = (uint8_t)MIN(depth, 9);
        line->before = BREAK_PARAGRAPH;
    }
    return doc;
}

static const Unit *unit_at(const GArray *units, int32_t i)
{
    return &g_array_index(units, Unit, i);
}

// What stands around a unit stands before it, and the way outwards ends.
static void check_tree(const GArray *units, int32_t at)
{
    const Unit *unit = unit_at(units, at);
    g_assert(unit->stem >= NO_UNIT && unit->stem < at);
    g_assert(unit->clause >= NO_UNIT && unit->clause < at);
    g_assert(unit->heading >= NO_UNIT && unit->heading < at);
    g_assert(unit->heading == NO_UNIT || unit_at(units, unit->heading)->kind == UNIT_HEADING);
    unsigned stems = 0, clauses = 0;
    for (int32_t i = unit->stem; i != NO_UNIT; i = unit_at(units, i)->stem)
        g_assert(++stems < CHAIN_MOST);
    for (int32_t i = unit->clause; i != NO_UNIT; i = unit_at(units, i)->clause)
        g_assert(++clauses < CHAIN_MOST);
}

// No word belongs to no unit.
static void check_between(const Text *text, size_t from, size_t to)
{
    for (const char *at = text->str + from; at < text->str + to; at = g_utf8_next_char(at))
        g_assert(!g_unichar_isalpha(g_utf8_get_char(at)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *words = g_utf8_make_valid((const char *)data, (gssize)size);
    g_autoptr(Document) doc = paragraphs(words);
    g_autoptr(Text) text = text_new(doc, shipped_cues());
    g_autoptr(GArray) units = units_new(doc, text), again = units_new(doc, text);
    g_assert(units->len == again->len);
    size_t before = 0;
    for (guint i = 0; i < units->len; i++) {
        const Unit *unit = unit_at(units, (int32_t)i), *other = unit_at(again, (int32_t)i);
        g_assert(unit->start >= before && unit->start < unit->end && unit->end <= text->len);
        g_assert(unit->words >= unit->start && unit->words <= unit->end);
        g_assert(g_utf8_validate(text->str + unit->start, unit->end - unit->start, NULL));
        g_assert(g_utf8_validate(text->str + unit->words, unit->end - unit->words, NULL));
        g_assert(unit->start == other->start && unit->stem == other->stem);
        check_between(text, before, unit->start);
        check_tree(units, (int32_t)i);
        before = unit->end;
    }
    check_between(text, before, text->len);
    return 0;
}
