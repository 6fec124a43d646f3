// SPDX-License-Identifier: GPL-3.0-or-later
// One pass with the automaton notes the clauses that are there. A pattern is woken by the one of
// its clauses that says most, and is worth running when all of them are there.
#include "prefilter.h"

#include <stdlib.h>
#include <string.h>

#include "rules/prefilter_build.h"
#include "rules/prefilter_inside.h"

struct Prefilter {
    const PrefilterBlock *block;
    PrefilterBlock *own; // the block, when it is ours to free
    const uint32_t *moves, *found, *firsts, *always, *items;
    const PrefilterList *lists, *wakes, *needs;
    uint64_t *present; // clauses in the text at hand
    uint32_t *seen;    // the same as a list
    uint32_t *woken;   // the answer
    uint32_t seen_count;
};

static const void *array_at(const PrefilterBlock *block, uint32_t place)
{
    return (const char *)block + place;
}

Prefilter *prefilter_in_block(const void *data)
{
    const PrefilterBlock *block = data;
    Prefilter *prefilter = g_new0(Prefilter, 1);
    prefilter->block = block;
    prefilter->moves = array_at(block, block->moves);
    prefilter->found = array_at(block, block->found);
    prefilter->lists = array_at(block, block->lists);
    prefilter->wakes = array_at(block, block->wakes);
    prefilter->needs = array_at(block, block->needs);
    prefilter->firsts = array_at(block, block->firsts);
    prefilter->always = array_at(block, block->always);
    prefilter->items = array_at(block, block->items);
    prefilter->present = g_new0(uint64_t, block->clause_count / 64 + 1);
    prefilter->seen = g_new(uint32_t, block->clause_count + 1);
    prefilter->woken = g_new(uint32_t, block->pattern_count + 1);
    return prefilter;
}

Prefilter *prefilter_new(const RuleSet *set)
{
    PrefilterBlock *block = prefilter_build(set);
    Prefilter *prefilter = prefilter_in_block(block);
    prefilter->own = block;
    return prefilter;
}

void prefilter_free(Prefilter *prefilter)
{
    if (!prefilter)
        return;
    g_free(prefilter->own);
    g_free(prefilter->present);
    g_free(prefilter->seen);
    g_free(prefilter->woken);
    g_free(prefilter);
}

const void *prefilter_block(const Prefilter *prefilter, size_t *size)
{
    *size = prefilter->block->size;
    return prefilter->block;
}

uint32_t prefilter_first(const Prefilter *prefilter, unsigned rule)
{
    return prefilter->firsts[rule];
}

static bool is_present(const Prefilter *prefilter, uint32_t clause)
{
    return prefilter->present[clause / 64] >> (clause % 64) & 1;
}

static void note_found(Prefilter *prefilter, const PrefilterList *clauses)
{
    const uint32_t *items = prefilter->items + clauses->first;
    for (uint32_t i = 0; i < clauses->count; i++) {
        if (is_present(prefilter, items[i]))
            continue;
        prefilter->present[items[i] / 64] |= (uint64_t)1 << (items[i] % 64);
        prefilter->seen[prefilter->seen_count++] = items[i];
    }
}

static void walk(Prefilter *prefilter, const char *str, size_t len)
{
    const uint32_t *moves = prefilter->moves;
    const uint8_t *classes = prefilter->block->classes;
    uint32_t at = 0;
    for (size_t i = 0; i < len; i++) {
        uint32_t move = moves[at + classes[(unsigned char)str[i]]];
        at = move & ~PREFILTER_FOUND;
        if (move & PREFILTER_FOUND)
            note_found(prefilter,
                       &prefilter->lists[prefilter->found[at / prefilter->block->class_count]]);
    }
}

static bool has_all(const Prefilter *prefilter, const PrefilterList *needs)
{
    for (uint32_t i = 0; i < needs->count; i++)
        if (!is_present(prefilter, prefilter->items[needs->first + i]))
            return false;
    return true;
}

static int ascending(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

const uint32_t *prefilter_scan(Prefilter *prefilter, const char *str, size_t len, size_t *count)
{
    prefilter->seen_count = 0;
    walk(prefilter, str, len);
    size_t woken = prefilter->block->always_count;
    if (woken)
        memcpy(prefilter->woken, prefilter->always, woken * sizeof(uint32_t));
    for (uint32_t i = 0; i < prefilter->seen_count; i++) {
        const PrefilterList *wakes = &prefilter->wakes[prefilter->seen[i]];
        for (uint32_t k = 0; k < wakes->count; k++) {
            uint32_t pattern = prefilter->items[wakes->first + k];
            if (has_all(prefilter, &prefilter->needs[pattern]))
                prefilter->woken[woken++] = pattern;
        }
    }
    for (uint32_t i = 0; i < prefilter->seen_count; i++)
        prefilter->present[prefilter->seen[i] / 64] = 0;
    qsort(prefilter->woken, woken, sizeof(uint32_t), ascending);
    *count = woken;
    return prefilter->woken;
}
