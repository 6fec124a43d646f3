// SPDX-License-Identifier: GPL-3.0-or-later
// One step along the text is a character and a look into the sieve for it alone and with the next
// one; what passes is looked up. It notes the clauses that are there. A pattern is woken by the one
// of its clauses that says most, and is worth running when all of them are there.
#include "prefilter.h"

#include <string.h>

#include "rules/prefilter_build.h"
#include "rules/prefilter_inside.h"

struct Prefilter {
    const PrefilterBlock *block;
    PrefilterBlock *own; // the block, when it is ours to free
    const uint64_t *sieve;
    const uint32_t *ranks;
    const PrefilterHead *heads;
    const uint64_t *tails;
    const PrefilterList *clauses, *wakes, *needs;
    const uint32_t *firsts, *always, *items;
    StartsTable starts;
    Reach reach;
    uint64_t *pieces; // clause → where in the text at hand its literals begin (reach.h); 0: nowhere
    uint32_t *present, present_count; // those that are there and wake patterns
    uint64_t *met_pieces;             // literal → where it begins, until its clauses are noted
    uint32_t *met, met_count;         // those that are there
    uint32_t *woken;                  // the answer
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
    prefilter->sieve = array_at(block, block->sieve);
    prefilter->ranks = array_at(block, block->ranks);
    prefilter->heads = array_at(block, block->heads);
    prefilter->tails = array_at(block, block->tails);
    prefilter->clauses = array_at(block, block->clauses);
    prefilter->wakes = array_at(block, block->wakes);
    prefilter->needs = array_at(block, block->needs);
    prefilter->firsts = array_at(block, block->firsts);
    prefilter->always = array_at(block, block->always);
    prefilter->items = array_at(block, block->items);
    prefilter->starts = (StartsTable){
        array_at(block, block->starts_of), array_at(block, block->starts),
        block->codes ? array_at(block, block->codes) : NULL, array_at(block, block->code_places)};
    prefilter->present = g_new(uint32_t, block->waking_count + 1);
    prefilter->woken = g_new(uint32_t, block->match_count + 1);
    prefilter->pieces = g_new0(uint64_t, block->clause_count + 1);
    prefilter->met_pieces = g_new0(uint64_t, block->literal_count + 1);
    prefilter->met = g_new(uint32_t, block->literal_count + 1);
    prefilter->reach = (Reach){.lists = array_at(block, block->reaches),
                               .windows = array_at(block, block->windows),
                               .pieces = prefilter->pieces};
    prefilter->words = block->pattern_count / 64 + 1;
    prefilter->awake = g_new0(uint64_t, prefilter->words);
    prefilter->always_awake = g_new0(uint64_t, prefilter->words);
    for (uint32_t i = 0; i < block->always_count; i++) {
        uint32_t pattern = prefilter->always[i];
        prefilter->always_awake[pattern / 64] |= (uint64_t)1 << (pattern % 64);
    }
    return prefilter;
}

Prefilter *prefilter_new(const RuleSet *set, bool whole)
{
    PrefilterBlock *block = prefilter_build(set, whole);
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
    g_free(prefilter->pieces);
    g_free(prefilter->met_pieces);
    g_free(prefilter->met);
    g_free(prefilter->woken);
    g_free(prefilter->awake);
    g_free(prefilter->always_awake);
    g_free(prefilter);
}

Prefilter *prefilter_of(const RuleSet *set)
{
    if (!set->prefilter)
        ((RuleSet *)set)->prefilter = prefilter_new(set, false);
    return set->prefilter;
}

const void *prefilter_block(const Prefilter *prefilter, size_t *size)
{
    *size = prefilter->block->size;
    return prefilter->block;
}

const void *prefilter_block_codes(const void *data, size_t *size)
{
    const PrefilterBlock *block = data;
    *size = block->codes ? block->size - block->codes : 0;
    return block->codes ? array_at(block, block->codes) : NULL;
}

uint32_t prefilter_first(const Prefilter *prefilter, unsigned rule)
{
    return prefilter->firsts[rule];
}

const uint64_t *prefilter_awake(const Prefilter *prefilter)
{
    return prefilter->awake;
}

const Reach *prefilter_reach(const Prefilter *prefilter)
{
    return &prefilter->reach;
}

const StartsTable *prefilter_starts(const Prefilter *prefilter)
{
    return &prefilter->starts;
}

static void note_clauses(Prefilter *prefilter, const PrefilterList *clauses, uint64_t piece)
{
    const uint32_t *item = prefilter->items + clauses->first, *end = item + clauses->count;
    for (; item < end && *item < prefilter->block->waking_count; item++) {
        uint64_t *pieces = &prefilter->pieces[*item];
        if (!*pieces)
            prefilter->present[prefilter->present_count++] = *item;
        *pieces |= piece;
    }
    for (; item < end; item++)
        prefilter->pieces[*item] |= piece;
}

static void note_literal(Prefilter *prefilter, uint32_t literal, uint64_t piece)
{
    if (!prefilter->met_pieces[literal])
        prefilter->met[prefilter->met_count++] = literal;
    prefilter->met_pieces[literal] |= piece;
}

// Notes the clauses of the literals met, once for all the places of each: a literal of some lists
// is part of a thousand clauses. The literals are forgotten.
static void spread_literals(Prefilter *prefilter)
{
    for (uint32_t i = 0; i < prefilter->met_count; i++) {
        uint32_t literal = prefilter->met[i];
        note_clauses(prefilter, &prefilter->clauses[literal], prefilter->met_pieces[literal]);
        prefilter->met_pieces[literal] = 0;
    }
    prefilter->met_count = 0;
}

// Before another text is scanned.
static void forget_clauses(Prefilter *prefilter)
{
    memset(prefilter->pieces, 0, prefilter->block->clause_count * sizeof *prefilter->pieces);
    prefilter->present_count = 0;
}

// Ones where a tail has bytes; none of them is 0.
static uint64_t mask_of(uint64_t tail)
{
    return tail ? UINT64_MAX >> (__builtin_clzll(tail) & ~7) : 0;
}

// What is left of the text behind a head, and the bit of the piece in which that begins.
typedef struct {
    const unsigned char *str;
    size_t len;
    uint64_t piece;
} Behind;

// Notes the clauses of the literals with that head that are here.
static void note_literals(Prefilter *prefilter, const PrefilterHead *head, const Behind *behind)
{
    uint64_t bytes = prefilter_bytes(behind->str, behind->len);
    for (uint32_t i = head->literals.first; i < head->literals.first + head->literals.count; i++)
        if ((bytes & mask_of(prefilter->tails[i])) == prefilter->tails[i])
            note_literal(prefilter, i, behind->piece);
}

static bool passes(const Prefilter *prefilter, uint32_t hash)
{
    return prefilter->sieve[hash / 64] >> (hash % 64) & 1;
}

// Heads of one word of the sieve stand together; before that of a bit there are at least as many of
// them as there are lower bits.
static void look_up(Prefilter *prefilter, uint32_t first, uint32_t second, const Behind *behind)
{
    uint32_t hash = prefilter_hash(first, second);
    uint64_t lower = prefilter->sieve[hash / 64] & (((uint64_t)1 << hash % 64) - 1);
    uint32_t place = prefilter->ranks[hash / 64] + (uint32_t)__builtin_popcountll(lower);
    for (; place < prefilter->ranks[hash / 64 + 1]; place++) {
        const PrefilterHead *head = &prefilter->heads[place];
        if (head->first == first && head->second == second) {
            note_literals(prefilter, head, behind);
            return;
        }
    }
}

static void walk(Prefilter *prefilter, const unsigned char *str, size_t len)
{
    const unsigned char *begin = str, *end = str + len;
    size_t width = 0, next_width = 0;
    uint32_t first = len ? prefilter_char(str, &width) : 0;
    prefilter->reach.scanned = (const char *)str;
    prefilter->reach.shift = reach_shift(len);
    prefilter->reach.wide = len >= REACH_ANYWHERE;
    while (first) {
        const unsigned char *next = str + width;
        uint32_t second = next < end ? prefilter_char(next, &next_width) : 0;
        uint64_t piece = (uint64_t)1 << ((size_t)(str - begin) >> prefilter->reach.shift);
        Behind behind = {next, (size_t)(end - next), piece};
        prefilter->reach.wide |= width == 4;
        if (passes(prefilter, prefilter_hash(first, 0)))
            look_up(prefilter, first, 0, &behind);
        if (second && passes(prefilter, prefilter_hash(first, second))) {
            behind.str += next_width;
            behind.len -= next_width;
            look_up(prefilter, first, second, &behind);
        }
        str = next;
        width = next_width;
        first = second;
    }
}

static bool has_all(const Prefilter *prefilter, const PrefilterList *needs)
{
    for (uint32_t i = 0; i < needs->count; i++)
        if (!prefilter->pieces[prefilter->items[needs->first + i]])
            return false;
    return true;
}

static void wake(Prefilter *prefilter, uint32_t clause)
{
    const PrefilterList *patterns = &prefilter->wakes[clause];
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
    forget_clauses(prefilter);
    walk(prefilter, (const unsigned char *)str, len);
    spread_literals(prefilter);
    memcpy(prefilter->awake, prefilter->always_awake, prefilter->words * sizeof(uint64_t));
    for (uint32_t i = 0; i < prefilter->present_count; i++)
        wake(prefilter, prefilter->present[i]);
    *count = list_awake(prefilter);
    return prefilter->woken;
}
