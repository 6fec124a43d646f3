// SPDX-License-Identifier: GPL-3.0-or-later
// Aho and Corasick's automaton, its moves written out for each class of bytes. A pattern is woken
// by the one of its clauses that says most, and is worth running when all of them are there.
#include "prefilter.h"

#include <string.h>

#include "rules/literals.h"

enum { STATES_MOST = 1 << 20, ROOT = 0 };

typedef struct {
    uint32_t *items;
    uint32_t count;
} List;

struct Prefilter {
    uint8_t classes[256]; // of bytes, small letters for capitals; 0: in no literal
    unsigned class_count;
    uint32_t *moves; // state × class → state
    uint32_t *found; // state → place in `lists`, 0: nothing is found here
    GArray *lists;   // List of clause numbers; the first is empty
    unsigned clause_count, pattern_count;
    List *wakes;       // clause → patterns it wakes
    List *needs;       // pattern → clauses it needs besides
    GArray *always;    // patterns without clauses
    GArray *firsts;    // place of a rule in its set → its first pattern
    uint64_t *present; // clauses in the text at hand
    GArray *seen;      // the same as a list
    GArray *woken;     // the answer
};

// What the automaton is built from.
typedef struct {
    GHashTable *literals; // literal → GArray of clause numbers
    GHashTable *clauses;  // the literals of a clause, joined → its number + 1
    GArray *weights;      // float, by clause
    GPtrArray *keys;      // clauses of each pattern: GArray of uint32_t
} Plan;

static void plan_begin(Plan *plan)
{
    plan->literals =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
    plan->clauses = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    plan->weights = g_array_new(FALSE, FALSE, sizeof(float));
    plan->keys = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
}

static void plan_end(Plan *plan)
{
    g_hash_table_unref(plan->literals);
    g_hash_table_unref(plan->clauses);
    g_array_unref(plan->weights);
    g_ptr_array_unref(plan->keys);
}

static void note_literal(Plan *plan, const char *literal, uint32_t clause)
{
    GArray *clauses = g_hash_table_lookup(plan->literals, literal);
    if (!clauses) {
        clauses = g_array_new(FALSE, FALSE, sizeof(uint32_t));
        g_hash_table_insert(plan->literals, g_strdup(literal), clauses);
    }
    g_array_append_val(clauses, clause);
}

// How seldom a clause is met, roughly: long literals, and few of them.
static float rarity(const GPtrArray *clause)
{
    float sum = 0;
    for (unsigned i = 0; i < clause->len; i++) {
        size_t len = strlen(clause->pdata[i]);
        sum += 1.0F / (float)(1U << (2 * MIN(len, 12)));
    }
    return -sum;
}

static uint32_t note_clause(Plan *plan, const GPtrArray *clause)
{
    g_autoptr(GString) joined = g_string_new(NULL);
    for (unsigned i = 0; i < clause->len; i++)
        g_string_append_printf(joined, "%s\n", (const char *)clause->pdata[i]);
    uint32_t number = GPOINTER_TO_UINT(g_hash_table_lookup(plan->clauses, joined->str));
    if (number)
        return number - 1;
    number = plan->weights->len;
    float weight = rarity(clause);
    g_array_append_val(plan->weights, weight);
    g_hash_table_insert(plan->clauses, g_string_free(g_steal_pointer(&joined), FALSE),
                        GUINT_TO_POINTER(number + 1));
    for (unsigned i = 0; i < clause->len; i++)
        note_literal(plan, clause->pdata[i], number);
    return number;
}

// The clauses of a pattern, the rarest first, each once.
static void plan_pattern(Plan *plan, Literals *literals, const Pattern *pattern)
{
    g_autoptr(GPtrArray) clauses = literals_of(literals, pattern_source(pattern));
    GArray *numbers = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (unsigned i = 0; i < clauses->len; i++) {
        uint32_t number = note_clause(plan, clauses->pdata[i]);
        bool known = false;
        for (unsigned k = 0; k < numbers->len && !known; k++)
            known = g_array_index(numbers, uint32_t, k) == number;
        if (known)
            continue;
        float weight = g_array_index(plan->weights, float, number);
        if (numbers->len &&
            weight > g_array_index(plan->weights, float, g_array_index(numbers, uint32_t, 0)))
            g_array_prepend_val(numbers, number);
        else
            g_array_append_val(numbers, number);
    }
    g_ptr_array_add(plan->keys, numbers);
}

static void plan_rules(Plan *plan, Prefilter *prefilter, const RuleSet *set)
{
    g_autoptr(Literals) literals = literals_new(set->lexicon);
    for (unsigned i = 0; i < set->rules->len; i++) {
        const Rule *rule = set->rules->pdata[i];
        uint32_t first = plan->keys->len;
        g_array_append_val(prefilter->firsts, first);
        for (unsigned k = 0; k < rule->match->len; k++)
            plan_pattern(plan, literals, rule->match->pdata[k]);
    }
}

static List list_of(const GArray *numbers, unsigned from)
{
    List list = {NULL, numbers->len - from};
    list.items = g_memdup2(&g_array_index(numbers, uint32_t, from), list.count * sizeof(uint32_t));
    return list;
}

static void arrange_patterns(Prefilter *prefilter, const Plan *plan)
{
    prefilter->pattern_count = plan->keys->len;
    prefilter->clause_count = plan->weights->len;
    prefilter->needs = g_new0(List, prefilter->pattern_count + 1);
    prefilter->wakes = g_new0(List, prefilter->clause_count + 1);
    prefilter->present = g_new0(uint64_t, prefilter->clause_count / 64 + 1);
    for (uint32_t p = 0; p < prefilter->pattern_count; p++) {
        const GArray *keys = plan->keys->pdata[p];
        if (keys->len == 0) {
            g_array_append_val(prefilter->always, p);
            continue;
        }
        prefilter->needs[p] = list_of(keys, 1);
        List *wakes = &prefilter->wakes[g_array_index(keys, uint32_t, 0)];
        wakes->items = g_renew(uint32_t, wakes->items, wakes->count + 1);
        wakes->items[wakes->count++] = p;
    }
}

// The automaton.

static void class_bytes(Prefilter *prefilter, const Plan *plan)
{
    GHashTableIter iter;
    void *literal;
    prefilter->class_count = 1;
    g_hash_table_iter_init(&iter, plan->literals);
    while (g_hash_table_iter_next(&iter, &literal, NULL))
        for (const unsigned char *c = literal; *c; c++)
            if (!prefilter->classes[*c])
                prefilter->classes[*c] = (uint8_t)prefilter->class_count++;
    for (int c = 'A'; c <= 'Z'; c++)
        prefilter->classes[c] = prefilter->classes[c - 'A' + 'a'];
}

typedef struct {
    GArray *moves; // uint32_t, class_count a state
    GArray *own;   // for each state the clauses of the literal that ends there, or NULL
} Trie;

static uint32_t add_state(Trie *trie, unsigned classes)
{
    uint32_t state = trie->own->len;
    g_array_set_size(trie->moves, trie->moves->len + classes);
    const GArray *none = NULL;
    g_array_append_val(trie->own, none);
    return state;
}

static void add_literal(Prefilter *prefilter, Trie *trie, const char *literal,
                        const GArray *clauses)
{
    unsigned classes = prefilter->class_count;
    uint32_t state = ROOT;
    for (const unsigned char *c = (const unsigned char *)literal; *c; c++) {
        size_t place = (size_t)state * classes + prefilter->classes[*c];
        uint32_t next = g_array_index(trie->moves, uint32_t, place);
        if (!next) {
            next = add_state(trie, classes);
            g_array_index(trie->moves, uint32_t, place) = next;
        }
        state = next;
    }
    g_array_index(trie->own, const GArray *, state) = clauses;
}

// The clauses found in a state: those of its own literal and of the longest suffix that is one.
static uint32_t list_for(Prefilter *prefilter, const GArray *own, uint32_t suffix)
{
    const List *more = &g_array_index(prefilter->lists, List, suffix);
    if (!own)
        return suffix;
    List list = {g_new(uint32_t, own->len + more->count), own->len + more->count};
    memcpy(list.items, own->data, own->len * sizeof(uint32_t));
    if (more->count)
        memcpy(list.items + own->len, more->items, more->count * sizeof(uint32_t));
    g_array_append_val(prefilter->lists, list);
    return prefilter->lists->len - 1;
}

// Breadth first: a state's moves are its own, or else those of its longest proper suffix.
static void link_states(Prefilter *prefilter, Trie *trie)
{
    unsigned classes = prefilter->class_count;
    uint32_t count = trie->own->len;
    uint32_t *moves = (uint32_t *)trie->moves->data;
    g_autofree uint32_t *suffix = g_new0(uint32_t, count);
    g_autofree uint32_t *queue = g_new(uint32_t, count);
    uint32_t head = 0, tail = 0;
    prefilter->found = g_new0(uint32_t, count);
    queue[tail++] = ROOT;
    while (head < tail) {
        uint32_t state = queue[head++];
        if (state != ROOT)
            prefilter->found[state] =
                list_for(prefilter, g_array_index(trie->own, const GArray *, state),
                         prefilter->found[suffix[state]]);
        for (unsigned c = 0; c < classes; c++) {
            uint32_t *next = &moves[(size_t)state * classes + c];
            uint32_t back = state == ROOT ? ROOT : moves[(size_t)suffix[state] * classes + c];
            if (*next) {
                suffix[*next] = back;
                queue[tail++] = *next;
            } else {
                *next = back;
            }
        }
    }
}

static void build(Prefilter *prefilter, const Plan *plan)
{
    Trie trie = {g_array_new(FALSE, TRUE, sizeof(uint32_t)),
                 g_array_new(FALSE, TRUE, sizeof(const GArray *))};
    GHashTableIter iter;
    void *literal, *clauses;
    class_bytes(prefilter, plan);
    add_state(&trie, prefilter->class_count);
    g_hash_table_iter_init(&iter, plan->literals);
    while (g_hash_table_iter_next(&iter, &literal, &clauses))
        add_literal(prefilter, &trie, literal, clauses);
    g_assert(trie.own->len < STATES_MOST);
    link_states(prefilter, &trie);
    g_array_unref(trie.own);
    prefilter->moves = (uint32_t *)(void *)g_array_free(trie.moves, FALSE);
}

Prefilter *prefilter_new(const RuleSet *set)
{
    Prefilter *prefilter = g_new0(Prefilter, 1);
    List empty = {NULL, 0};
    prefilter->lists = g_array_new(FALSE, FALSE, sizeof(List));
    g_array_append_val(prefilter->lists, empty);
    prefilter->always = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    prefilter->firsts = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    prefilter->seen = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    prefilter->woken = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    Plan plan;
    plan_begin(&plan);
    plan_rules(&plan, prefilter, set);
    arrange_patterns(prefilter, &plan);
    build(prefilter, &plan);
    plan_end(&plan);
    return prefilter;
}

void prefilter_free(Prefilter *prefilter)
{
    if (!prefilter)
        return;
    for (unsigned i = 0; i < prefilter->lists->len; i++)
        g_free(g_array_index(prefilter->lists, List, i).items);
    for (unsigned i = 0; i < prefilter->pattern_count; i++)
        g_free(prefilter->needs[i].items);
    for (unsigned i = 0; i < prefilter->clause_count; i++)
        g_free(prefilter->wakes[i].items);
    g_array_unref(prefilter->lists);
    g_array_unref(prefilter->always);
    g_array_unref(prefilter->firsts);
    g_array_unref(prefilter->seen);
    g_array_unref(prefilter->woken);
    g_free(prefilter->needs);
    g_free(prefilter->wakes);
    g_free(prefilter->present);
    g_free(prefilter->moves);
    g_free(prefilter->found);
    g_free(prefilter);
}

uint32_t prefilter_first(const Prefilter *prefilter, unsigned rule)
{
    return g_array_index(prefilter->firsts, uint32_t, rule);
}

static bool is_present(const Prefilter *prefilter, uint32_t clause)
{
    return prefilter->present[clause / 64] >> (clause % 64) & 1;
}

static void note_found(Prefilter *prefilter, uint32_t list)
{
    const List *clauses = &g_array_index(prefilter->lists, List, list);
    for (uint32_t i = 0; i < clauses->count; i++) {
        uint32_t clause = clauses->items[i];
        if (is_present(prefilter, clause))
            continue;
        prefilter->present[clause / 64] |= (uint64_t)1 << (clause % 64);
        g_array_append_val(prefilter->seen, clause);
    }
}

static void wake(Prefilter *prefilter, uint32_t pattern)
{
    const List *needs = &prefilter->needs[pattern];
    for (uint32_t i = 0; i < needs->count; i++)
        if (!is_present(prefilter, needs->items[i]))
            return;
    g_array_append_val(prefilter->woken, pattern);
}

static int ascending(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static void walk(Prefilter *prefilter, const char *str, size_t len)
{
    const uint32_t *moves = prefilter->moves, *found = prefilter->found;
    const uint8_t *classes = prefilter->classes;
    unsigned count = prefilter->class_count;
    uint32_t state = ROOT;
    for (size_t i = 0; i < len; i++) {
        state = moves[(size_t)state * count + classes[(unsigned char)str[i]]];
        if (found[state])
            note_found(prefilter, found[state]);
    }
}

const uint32_t *prefilter_scan(Prefilter *prefilter, const char *str, size_t len, size_t *count)
{
    walk(prefilter, str, len);
    g_array_set_size(prefilter->woken, 0);
    g_array_append_vals(prefilter->woken, prefilter->always->data, prefilter->always->len);
    for (unsigned i = 0; i < prefilter->seen->len; i++) {
        const List *wakes = &prefilter->wakes[g_array_index(prefilter->seen, uint32_t, i)];
        for (uint32_t k = 0; k < wakes->count; k++)
            wake(prefilter, wakes->items[k]);
    }
    for (unsigned i = 0; i < prefilter->seen->len; i++)
        prefilter->present[g_array_index(prefilter->seen, uint32_t, i) / 64] = 0;
    g_array_set_size(prefilter->seen, 0);
    g_array_sort(prefilter->woken, ascending);
    *count = prefilter->woken->len;
    return (const uint32_t *)(const void *)prefilter->woken->data;
}
