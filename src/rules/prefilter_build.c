// SPDX-License-Identifier: GPL-3.0-or-later
// Aho and Corasick's automaton, its moves written out for each class of bytes.
#include "prefilter_build.h"

#include <string.h>

#include "rules/literals.h"

enum {
    ROOT = 0,
    STATES_MOST = PREFILTER_FOUND, // states have numbers below the mark
    ENOUGH = 12,                   // bytes of a literal that are looked for: four Han characters
    LEAST = 4,                     // at least that many of very many literals: one character
};

// What the automaton is built from.
typedef struct {
    size_t enough;        // bytes of a literal that are looked for
    GHashTable *literals; // literal → GArray of clause numbers
    GHashTable *clauses;  // the literals of a clause, joined → its number + 1
    GArray *weights;      // float, by clause
    GPtrArray *keys;      // clauses of each pattern: GArray of uint32_t
    unsigned match_count;
    GArray *firsts; // place of a rule in its set → its first pattern
} Plan;

static void plan_begin(Plan *plan, size_t enough)
{
    plan->enough = enough;
    plan->literals =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
    plan->clauses = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    plan->weights = g_array_new(FALSE, FALSE, sizeof(float));
    plan->keys = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    plan->firsts = g_array_new(FALSE, FALSE, sizeof(uint32_t));
}

static void plan_end(Plan *plan)
{
    g_hash_table_unref(plan->literals);
    g_hash_table_unref(plan->clauses);
    g_array_unref(plan->weights);
    g_ptr_array_unref(plan->keys);
    g_array_unref(plan->firsts);
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

// The first bytes of a literal, whole characters: to look for more of it spares few patterns.
static char *cut(const char *literal, size_t enough)
{
    size_t len = MIN(strlen(literal), enough);
    while (len > 0 && ((unsigned char)literal[len] & 0xC0) == 0x80)
        len--;
    return g_strndup(literal, len);
}

static GPtrArray *cut_clause(const GPtrArray *clause, size_t enough)
{
    GPtrArray *short_ones = g_ptr_array_new_with_free_func(g_free);
    for (unsigned i = 0; i < clause->len; i++) {
        char *literal = cut(clause->pdata[i], enough);
        if (g_ptr_array_find_with_equal_func(short_ones, literal, g_str_equal, NULL))
            g_free(literal);
        else
            g_ptr_array_add(short_ones, literal);
    }
    return short_ones;
}

static uint32_t note_clause(Plan *plan, const GPtrArray *whole)
{
    g_autoptr(GPtrArray) clause = cut_clause(whole, plan->enough);
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

static void plan_rules(Plan *plan, const RuleSet *set)
{
    g_autoptr(Literals) literals = literals_new(set->lexicon);
    g_autoptr(GPtrArray) patterns = set_patterns(set, &plan->match_count);
    for (unsigned i = 0; i < patterns->len; i++)
        plan_pattern(plan, literals, patterns->pdata[i]);
    for (unsigned i = 0, first = 0; i < set->rules->len; i++) {
        g_array_append_val(plan->firsts, first);
        first += ((const Rule *)set->rules->pdata[i])->match->len;
    }
}

// The automaton.

// What is being built; it becomes the block.
typedef struct {
    uint8_t classes[256];
    unsigned class_count;
    uint32_t longest; // literal
    GArray *moves;    // uint32_t, class_count a state; first to state numbers
    GPtrArray *own;   // for each state the clauses of the literal that ends there, or NULL
    GArray *found;    // uint32_t: state → place in `lists`
    GArray *lists, *wakes, *needs; // PrefilterList
    GArray *always, *items;        // uint32_t
} Builder;

static void builder_begin(Builder *builder)
{
    *builder = (Builder){.class_count = 1, .longest = 1};
    builder->own = g_ptr_array_new();
    GArray **numbers[] = {&builder->moves, &builder->found, &builder->always, &builder->items};
    GArray **lists[] = {&builder->lists, &builder->wakes, &builder->needs};
    for (unsigned i = 0; i < G_N_ELEMENTS(numbers); i++)
        *numbers[i] = g_array_new(FALSE, TRUE, sizeof(uint32_t));
    for (unsigned i = 0; i < G_N_ELEMENTS(lists); i++)
        *lists[i] = g_array_new(FALSE, TRUE, sizeof(PrefilterList));
}

static void builder_end(Builder *builder)
{
    GArray *arrays[] = {builder->moves, builder->found, builder->always, builder->items,
                        builder->lists, builder->wakes, builder->needs};
    for (unsigned i = 0; i < G_N_ELEMENTS(arrays); i++)
        g_array_unref(arrays[i]);
    g_ptr_array_unref(builder->own);
}

static PrefilterList list_of(Builder *builder, const GArray *numbers, unsigned from)
{
    PrefilterList list = {builder->items->len, numbers->len - from};
    if (list.count)
        g_array_append_vals(builder->items, &g_array_index(numbers, uint32_t, from), list.count);
    return list;
}

// What each clause wakes, and what each pattern needs besides.
static void arrange_patterns(Builder *builder, const Plan *plan)
{
    g_autoptr(GPtrArray) woken = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    for (unsigned i = 0; i < plan->weights->len; i++)
        g_ptr_array_add(woken, g_array_new(FALSE, FALSE, sizeof(uint32_t)));
    for (uint32_t p = 0; p < plan->keys->len; p++) {
        const GArray *keys = plan->keys->pdata[p];
        PrefilterList needs = keys->len ? list_of(builder, keys, 1) : (PrefilterList){0, 0};
        g_array_append_val(builder->needs, needs);
        GArray *wakes =
            keys->len ? woken->pdata[g_array_index(keys, uint32_t, 0)] : builder->always;
        g_array_append_val(wakes, p);
    }
    for (unsigned i = 0; i < woken->len; i++) {
        PrefilterList wakes = list_of(builder, woken->pdata[i], 0);
        g_array_append_val(builder->wakes, wakes);
    }
}

// Bytes that occur in literals, each a class of its own, in order.
static void class_bytes(Builder *builder, const Plan *plan)
{
    GHashTableIter iter;
    void *literal;
    bool used[256] = {false};
    g_hash_table_iter_init(&iter, plan->literals);
    while (g_hash_table_iter_next(&iter, &literal, NULL))
        for (const unsigned char *c = literal; *c; c++)
            used[*c] = true;
    for (unsigned c = 0; c < G_N_ELEMENTS(used); c++)
        if (used[c])
            builder->classes[c] = (uint8_t)builder->class_count++;
    for (int c = 'A'; c <= 'Z'; c++)
        builder->classes[c] = builder->classes[c - 'A' + 'a'];
}

static uint32_t add_state(Builder *builder)
{
    g_array_set_size(builder->moves, builder->moves->len + builder->class_count);
    g_ptr_array_add(builder->own, NULL);
    return builder->own->len - 1;
}

// The state of the first bytes of a literal, made if need be.
static uint32_t state_of(Builder *builder, const char *literal, size_t len)
{
    uint32_t state = ROOT;
    for (size_t i = 0; i < len; i++) {
        guint place = state * builder->class_count + builder->classes[(unsigned char)literal[i]];
        uint32_t next = g_array_index(builder->moves, uint32_t, place);
        if (!next) {
            next = add_state(builder);
            g_array_index(builder->moves, uint32_t, place) = next;
        }
        state = next;
    }
    return state;
}

// States that are met often, those of short prefixes, stand together.
static void add_literals(Builder *builder, const Plan *plan)
{
    g_autoptr(GList) literals =
        g_list_sort(g_hash_table_get_keys(plan->literals), (GCompareFunc)strcmp);
    bool more = true;
    for (size_t len = 1; more; len++) {
        more = false;
        for (GList *at = literals; at; at = at->next) {
            size_t whole = strlen(at->data);
            uint32_t state = len <= whole ? state_of(builder, at->data, len) : ROOT;
            if (len == whole)
                builder->own->pdata[state] = g_hash_table_lookup(plan->literals, at->data);
            more |= len < whole;
            builder->longest = MAX(builder->longest, (uint32_t)whole);
        }
    }
}

// The clauses found in a state: those of its own literal and of the longest suffix that is one.
static uint32_t list_for(Builder *builder, const GArray *own, uint32_t suffix)
{
    if (!own)
        return suffix;
    PrefilterList more = g_array_index(builder->lists, PrefilterList, suffix);
    PrefilterList list = list_of(builder, own, 0);
    for (uint32_t i = 0; i < more.count; i++) {
        uint32_t clause = g_array_index(builder->items, uint32_t, more.first + i);
        g_array_append_val(builder->items, clause);
    }
    list.count += more.count;
    g_array_append_val(builder->lists, list);
    return builder->lists->len - 1;
}

// Breadth first: a state's moves are its own, or else those of its longest proper suffix.
static void link_states(Builder *builder)
{
    unsigned classes = builder->class_count;
    uint32_t count = builder->own->len;
    uint32_t *moves = (uint32_t *)(void *)builder->moves->data;
    g_autofree uint32_t *suffix = g_new0(uint32_t, count);
    g_autofree uint32_t *queue = g_new(uint32_t, count);
    uint32_t head = 0, tail = 0;
    g_array_set_size(builder->found, count);
    uint32_t *found = (uint32_t *)(void *)builder->found->data;
    queue[tail++] = ROOT;
    while (head < tail) {
        uint32_t state = queue[head++];
        if (state != ROOT)
            found[state] = list_for(builder, builder->own->pdata[state], found[suffix[state]]);
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

static void build_automaton(Builder *builder, const Plan *plan)
{
    class_bytes(builder, plan);
    g_array_set_size(builder->lists, 1); // nothing
    add_state(builder);
    add_literals(builder, plan);
    if (builder->own->len < STATES_MOST)
        link_states(builder);
}

// The moves as they stand in the block: with the mark of what is found there.
static GArray *marked_moves(const Builder *builder)
{
    GArray *marked = g_array_new(FALSE, TRUE, sizeof(uint16_t));
    const uint32_t *found = (const uint32_t *)(const void *)builder->found->data;
    for (unsigned i = 0; i < builder->moves->len; i++) {
        uint32_t state = g_array_index(builder->moves, uint32_t, i);
        uint16_t move = (uint16_t)(state | (found[state] ? PREFILTER_FOUND : 0));
        g_array_append_val(marked, move);
    }
    if (marked->len % 2)
        g_array_set_size(marked, marked->len + 1); // what follows is aligned to 4
    return marked;
}

// Appends an array to the block and says where.
static uint32_t put(GByteArray *block, const GArray *array)
{
    uint32_t at = block->len;
    if (array->len)
        g_byte_array_append(block, (const guint8 *)array->data,
                            array->len * g_array_get_element_size((GArray *)array));
    return at;
}

static PrefilterBlock *whole_block(const Builder *builder, const Plan *plan)
{
    static const uint64_t zero = 0;
    PrefilterBlock head = {.class_count = builder->class_count,
                           .state_count = builder->own->len,
                           .clause_count = plan->weights->len,
                           .pattern_count = plan->keys->len,
                           .rule_count = plan->firsts->len,
                           .always_count = builder->always->len,
                           .list_count = builder->lists->len,
                           .longest = builder->longest,
                           .match_count = plan->match_count};
    memcpy(head.classes, builder->classes, sizeof head.classes);
    g_autoptr(GArray) moves = marked_moves(builder);
    GByteArray *block = g_byte_array_new();
    g_byte_array_append(block, (const guint8 *)&head, sizeof head);
    head.moves = put(block, moves);
    head.found = put(block, builder->found);
    head.lists = put(block, builder->lists);
    head.wakes = put(block, builder->wakes);
    head.needs = put(block, builder->needs);
    head.firsts = put(block, plan->firsts);
    head.always = put(block, builder->always);
    head.items = put(block, builder->items);
    g_byte_array_append(block, (const guint8 *)&zero, -block->len % 8);
    head.size = block->len;
    memcpy(block->data, &head, sizeof head);
    return (PrefilterBlock *)(void *)g_byte_array_free(block, FALSE);
}

// NULL: too many states.
static PrefilterBlock *build(const RuleSet *set, size_t enough)
{
    Plan plan;
    Builder builder;
    plan_begin(&plan, enough);
    builder_begin(&builder);
    plan_rules(&plan, set);
    arrange_patterns(&builder, &plan);
    build_automaton(&builder, &plan);
    bool fits = builder.own->len < STATES_MOST;
    PrefilterBlock *block = fits ? whole_block(&builder, &plan) : NULL;
    builder_end(&builder);
    plan_end(&plan);
    return block;
}

PrefilterBlock *prefilter_build(const RuleSet *set)
{
    PrefilterBlock *block = NULL;
    for (size_t enough = ENOUGH; !block; enough -= LEAST) {
        g_assert(enough > 0); // even first characters alone are too many: there are not so many
        block = build(set, enough);
    }
    return block;
}
