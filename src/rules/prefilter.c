// SPDX-License-Identifier: GPL-3.0-or-later
// One pass with the automaton notes the clauses that are there. A pattern is woken by the one of
// its clauses that says most, and is worth running when all of them are there.
#include "prefilter.h"

#include <string.h>

#include "rules/prefilter_build.h"
#include "rules/prefilter_inside.h"

enum { APART_LEAST = 128 }; // bytes of a text that is walked in parts

struct Prefilter {
    const PrefilterBlock *block;
    PrefilterBlock *own; // the block, when it is ours to free
    const uint16_t *moves;
    const uint32_t *found, *firsts, *always, *items;
    const PrefilterList *lists, *wakes, *needs;
    uint64_t *present; // clauses in the text at hand
    uint32_t *seen;    // the same as a list
    uint32_t seen_count;
    uint32_t scan, *scanned; // number of the scan; that in which a list was last found
    uint32_t *woken;         // the answer
    uint64_t *awake, *always_awake;
    uint32_t words; // of `awake`
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
    prefilter->woken = g_new(uint32_t, block->match_count + 1);
    prefilter->scanned = g_new0(uint32_t, block->list_count);
    prefilter->words = block->pattern_count / 64 + 1;
    prefilter->awake = g_new0(uint64_t, prefilter->words);
    prefilter->always_awake = g_new0(uint64_t, prefilter->words);
    for (uint32_t i = 0; i < block->always_count; i++)
        prefilter->always_awake[prefilter->always[i] / 64] |= (uint64_t)1
                                                              << (prefilter->always[i] % 64);
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
    g_free(prefilter->scanned);
    g_free(prefilter->woken);
    g_free(prefilter->awake);
    g_free(prefilter->always_awake);
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

const uint64_t *prefilter_awake(const Prefilter *prefilter)
{
    return prefilter->awake;
}

static bool is_present(const Prefilter *prefilter, uint32_t clause)
{
    return prefilter->present[clause / 64] >> (clause % 64) & 1;
}

// Notes the clauses found at a state, once a scan: short literals are found again and again.
static void note_found(Prefilter *prefilter, uint32_t move)
{
    uint32_t list = prefilter->found[move & ~PREFILTER_FOUND];
    if (prefilter->scanned[list] == prefilter->scan)
        return;
    prefilter->scanned[list] = prefilter->scan;
    const uint32_t *items = prefilter->items + prefilter->lists[list].first;
    for (uint32_t i = 0; i < prefilter->lists[list].count; i++) {
        if (is_present(prefilter, items[i]))
            continue;
        prefilter->present[items[i] / 64] |= (uint64_t)1 << (items[i] % 64);
        prefilter->seen[prefilter->seen_count++] = items[i];
    }
}

// One step of a walk: the move from a state (that may have the mark) by a byte.
#define STEP(move, byte) moves[((move) & ~PREFILTER_FOUND) * count + classes[byte]]

static void walk(Prefilter *prefilter, const unsigned char *str, size_t len)
{
    const uint16_t *moves = prefilter->moves;
    const uint8_t *classes = prefilter->block->classes;
    size_t count = prefilter->block->class_count;
    uint32_t move = 0;
    for (size_t i = 0; i < len; i++) {
        move = STEP(move, str[i]);
        if (move & PREFILTER_FOUND)
            note_found(prefilter, move);
    }
}

// Four walks at once over four parts of a long text: each step waits for memory, and so the waits
// overlap. A part goes on until all of a literal that begins in it was seen.
static void walk_apart(Prefilter *prefilter, const unsigned char *str, size_t len)
{
    const uint16_t *moves = prefilter->moves;
    const uint8_t *classes = prefilter->block->classes;
    size_t count = prefilter->block->class_count;
    size_t more = prefilter->block->longest - 1, part = (len - more) / 4;
    uint32_t a = 0, b = 0, c = 0, d = 0;
    for (size_t i = 0; i < part + more; i++, str++) {
        a = STEP(a, str[0]);
        b = STEP(b, str[part]);
        c = STEP(c, str[2 * part]);
        d = STEP(d, str[3 * part]);
        if (!((a | b | c | d) & PREFILTER_FOUND))
            continue;
        const uint32_t at[] = {a, b, c, d};
        for (size_t k = 0; k < G_N_ELEMENTS(at); k++)
            if (at[k] & PREFILTER_FOUND)
                note_found(prefilter, at[k]);
    }
    str += 3 * part - more; // behind the last part
    walk(prefilter, str, len - 4 * part);
}

static bool has_all(const Prefilter *prefilter, const PrefilterList *needs)
{
    for (uint32_t i = 0; i < needs->count; i++)
        if (!is_present(prefilter, prefilter->items[needs->first + i]))
            return false;
    return true;
}

static void wake(Prefilter *prefilter, const PrefilterList *patterns)
{
    for (uint32_t i = 0; i < patterns->count; i++) {
        uint32_t pattern = prefilter->items[patterns->first + i];
        if (has_all(prefilter, &prefilter->needs[pattern]))
            prefilter->awake[pattern / 64] |= (uint64_t)1 << (pattern % 64);
    }
}

// The patterns awake among those that are listed.
static size_t list_awake(Prefilter *prefilter)
{
    size_t count = 0;
    for (uint32_t word = 0; word < prefilter->words; word++)
        for (uint64_t left = prefilter->awake[word]; left; left &= left - 1) {
            uint32_t pattern = word * 64 + (uint32_t)__builtin_ctzll(left);
            if (pattern >= prefilter->block->match_count)
                return count;
            prefilter->woken[count++] = pattern;
        }
    return count;
}

const uint32_t *prefilter_scan(Prefilter *prefilter, const char *str, size_t len, size_t *count)
{
    const unsigned char *bytes = (const unsigned char *)str;
    if (++prefilter->scan == 0) { // all that was noted in four thousand million scans
        memset(prefilter->scanned, 0, prefilter->block->list_count * sizeof(uint32_t));
        prefilter->scan = 1;
    }
    prefilter->seen_count = 0;
    if (len >= APART_LEAST)
        walk_apart(prefilter, bytes, len);
    else
        walk(prefilter, bytes, len);
    memcpy(prefilter->awake, prefilter->always_awake, prefilter->words * sizeof(uint64_t));
    for (uint32_t i = 0; i < prefilter->seen_count; i++)
        wake(prefilter, &prefilter->wakes[prefilter->seen[i]]);
    for (uint32_t i = 0; i < prefilter->seen_count; i++)
        prefilter->present[prefilter->seen[i] / 64] = 0;
    *count = list_awake(prefilter);
    return prefilter->woken;
}
