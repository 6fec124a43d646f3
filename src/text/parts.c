// SPDX-License-Identifier: GPL-3.0-or-later
// Only items that carry on a numbering across blocks are cut off here; a list that stands in one
// block stays with it.
#include "text/parts.h"

#include <string.h>

#include "text/marks.h"

typedef struct {
    const Document *doc;
    const Text *text;
    GArray *parts; // Part
} Divider;

// Whether `next` is the number after `last` in the same list.
static bool follows_on(const Enumerator *last, const Enumerator *next)
{
    for (int i = 0; i < last->parts - 1; i++)
        if (last->values[i] != next->values[i])
            return false;
    return enumerator_same_list(last, next) && next->value == last->value + 1 && next->value > 1;
}

// Whether an item of a list in other blocks may begin at `at`: behind the end of a sentence.
static bool is_sibling_place(const char *str, size_t start, size_t at)
{
    while (at > start && str[at - 1] == ' ')
        at--;
    return at > start + 3 && (strchr(";.!?", str[at - 1]) || memcmp(str + at - 3, "。", 3) == 0);
}

static void add_part(Divider *divider, guint of, size_t start, size_t end, size_t words,
                     const Enumerator *number)
{
    Part part = {.block = g_array_index(divider->text->blocks, Block, of), .of = of};
    const char *str = divider->text->str;
    while (end > start && str[end - 1] == ' ')
        end--;
    if (start >= end)
        return;
    part.block.start = (uint32_t)start;
    part.block.end = (uint32_t)end;
    part.words = words;
    part.number = *number;
    g_array_append_val(divider->parts, part);
}

// Cuts a block whose next items stand in it too: "2.1 ... 2.2 ...". Returns where the rest begins.
static size_t add_siblings(Divider *divider, guint of, Mark *own, size_t end)
{
    const char *str = divider->text->str;
    size_t start = own->at;
    for (size_t at = own->words; at < end; at++) {
        if ((str[at] & 0xC0) == 0x80 || (at > 0 && g_ascii_isalnum(str[at - 1])) ||
            !is_sibling_place(str, own->words, at))
            continue;
        Mark next = {.at = at};
        next.words = marks_read(divider->doc, divider->text, at, end, &next.number);
        if (!next.words || !follows_on(&own->number, &next.number))
            continue;
        add_part(divider, of, start, at, own->words, &own->number);
        *own = next;
        start = at;
        at = next.words;
    }
    return start;
}

// Cuts a block that ends in a list which the next block carries on: "...: 1. ..." before "2. ...".
static bool add_begun_list(Divider *divider, guint of, const Mark *own, size_t start, size_t end)
{
    const GArray *blocks = divider->text->blocks;
    const Block *next = of + 1 < blocks->len ? &g_array_index(blocks, Block, of + 1) : NULL;
    Enumerator follows;
    if (!next || next->kind == LINE_CELL ||
        !marks_read(divider->doc, divider->text, next->start, next->end, &follows) ||
        follows.value < 2)
        return false;
    g_autoptr(GArray) marks = marks_chain(divider->doc, divider->text, MAX(start, own->words), end);
    if (marks->len == 0 ||
        !follows_on(&g_array_index(marks, Mark, marks->len - 1).number, &follows))
        return false;
    const Mark *first = &g_array_index(marks, Mark, 0);
    add_part(divider, of, start, first->at, own->words, &own->number);
    for (guint i = 0; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        size_t stop = i + 1 < marks->len ? mark[1].at : end;
        add_part(divider, of, mark->at, stop, mark->words, &mark->number);
    }
    return true;
}

static void add_parts(Divider *divider, guint of)
{
    const Block *block = &g_array_index(divider->text->blocks, Block, of);
    Mark own = {.at = block->start};
    size_t start = block->start;
    if (block->kind != LINE_CELL)
        own.words = marks_read(divider->doc, divider->text, block->start, block->end, &own.number);
    if (own.words && own.number.sort != ENUMERATOR_BULLET)
        start = add_siblings(divider, of, &own, block->end);
    if (block->kind == LINE_CELL || !add_begun_list(divider, of, &own, start, block->end))
        add_part(divider, of, start, block->end, own.words, &own.number);
}

GArray *parts_new(const Document *doc, const Text *text)
{
    Divider divider = {doc, text, g_array_new(FALSE, FALSE, sizeof(Part))};
    for (guint i = 0; i < text->blocks->len; i++)
        add_parts(&divider, i);
    return divider.parts;
}
