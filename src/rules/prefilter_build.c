// SPDX-License-Identifier: GPL-3.0-or-later
// The literals by their first characters, the clauses they stand for, and what these wake.
#include "prefilter_build.h"

#include <string.h>

#include "rules/codes.h"
#include "rules/literals.h"
#include "rules/reach.h"
#include "rules/starts_build.h"

enum { ENOUGH = 12 }; // bytes of a literal that are looked for: four Han characters

// What the tables are made from.
typedef struct {
    GHashTable *literals; // literal → GArray of clause numbers
    GHashTable *clauses;  // the literals of a clause, joined → its number + 1
    GArray *weights;      // float, by clause
    GPtrArray *keys; // clauses of each pattern: GArray of uint32_t, the one that wakes it first
    unsigned waking; // how many clauses wake a pattern; they come first
    GArray *reaches; // ReachList, by pattern
    GArray *windows; // ReachWindow
    unsigned match_count;
    GArray *firsts;      // place of a rule in its set → its first pattern
    GArray *starts_of;   // uint32_t, by pattern
    GArray *starts;      // Starts
    GArray *code_places; // uint32_t, by pattern, in `codes`
    GByteArray *codes;   // empty: not wanted
} Plan;

static void plan_begin(Plan *plan)
{
    plan->waking = 0;
    plan->literals =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
    plan->clauses = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    plan->weights = g_array_new(FALSE, FALSE, sizeof(float));
    plan->keys = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    plan->reaches = g_array_new(FALSE, FALSE, sizeof(ReachList));
    plan->windows = g_array_new(FALSE, FALSE, sizeof(ReachWindow));
    plan->firsts = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    plan->starts_of = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    plan->starts = g_array_new(FALSE, FALSE, sizeof(Starts));
    plan->code_places = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    plan->codes = g_byte_array_new();
}

static void plan_end(Plan *plan)
{
    g_hash_table_unref(plan->literals);
    g_hash_table_unref(plan->clauses);
    g_array_unref(plan->weights);
    g_ptr_array_unref(plan->keys);
    g_array_unref(plan->reaches);
    g_array_unref(plan->windows);
    g_array_unref(plan->firsts);
    g_array_unref(plan->starts_of);
    g_array_unref(plan->starts);
    g_array_unref(plan->code_places);
    g_byte_array_unref(plan->codes);
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

// The bytes of a literal's first two characters, or of all of it.
static size_t head_length(const char *literal)
{
    const char *second = g_utf8_next_char(literal);
    return (size_t)((*second ? g_utf8_next_char(second) : second) - literal);
}

// The first bytes of a literal, whole characters: to look for more of it spares few patterns.
static char *cut(const char *literal)
{
    size_t len = MIN(strlen(literal), MIN(ENOUGH, head_length(literal) + PREFILTER_TAIL));
    while (len > 0 && ((unsigned char)literal[len] & 0xC0) == 0x80)
        len--;
    return g_strndup(literal, len);
}

static GPtrArray *cut_clause(const GPtrArray *clause)
{
    GPtrArray *short_ones = g_ptr_array_new_with_free_func(g_free);
    for (unsigned i = 0; i < clause->len; i++) {
        char *literal = cut(clause->pdata[i]);
        if (g_ptr_array_find_with_equal_func(short_ones, literal, g_str_equal, NULL))
            g_free(literal);
        else
            g_ptr_array_add(short_ones, literal);
    }
    return short_ones;
}

static uint32_t note_clause(Plan *plan, const GPtrArray *whole)
{
    g_autoptr(GPtrArray) clause = cut_clause(whole);
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

static uint16_t in_reach(uint32_t bytes)
{
    return (uint16_t)MIN(bytes, REACH_ANYWHERE);
}

// Rarest first.
static void note_key(const Plan *plan, GArray *keys, uint32_t clause)
{
    for (unsigned i = 0; i < keys->len; i++)
        if (g_array_index(keys, uint32_t, i) == clause)
            return;
    float weight = g_array_index(plan->weights, float, clause);
    if (keys->len && weight > g_array_index(plan->weights, float, g_array_index(keys, uint32_t, 0)))
        g_array_prepend_val(keys, clause);
    else
        g_array_append_val(keys, clause);
}

// The clauses of a pattern, and where their literals stand in a match.
static void plan_pattern(Plan *plan, Literals *literals, const Pattern *pattern)
{
    LiteralsSpan length;
    g_autoptr(GPtrArray) clauses = literals_of(literals, pattern_source(pattern), &length);
    ReachList reach = {plan->windows->len, (uint16_t)clauses->len, in_reach(length.most)};
    GArray *keys = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (unsigned i = 0; i < clauses->len; i++) {
        const LiteralsClause *clause = clauses->pdata[i];
        ReachWindow window = {note_clause(plan, clause->literals), in_reach(clause->span.least),
                              in_reach(clause->span.most)};
        note_key(plan, keys, window.clause);
        g_array_append_val(plan->windows, window);
    }
    g_array_append_val(plan->reaches, reach);
    g_ptr_array_add(plan->keys, keys);
}

// The number of these Starts, from 1; many patterns begin alike.
static uint32_t note_starts(GArray *all, const Starts *starts)
{
    for (unsigned i = 0; i < all->len; i++)
        if (memcmp(&g_array_index(all, Starts, i), starts, sizeof *starts) == 0)
            return i + 1;
    g_array_append_vals(all, starts, 1);
    return all->len;
}

static void plan_starts(Plan *plan, const RuleSet *set, const GPtrArray *patterns)
{
    g_autoptr(StartsReader) reader = starts_reader_new(set->lexicon);
    for (unsigned i = 0; i < patterns->len; i++) {
        Starts starts = {0};
        bool known = starts_read(reader, pattern_source(patterns->pdata[i]), &starts);
        uint32_t number = known ? note_starts(plan->starts, &starts) : 0;
        g_array_append_val(plan->starts_of, number);
    }
}

static void free_code(void *code)
{
    g_bytes_unref(code); // NULL does nothing
}

static void plan_codes(Plan *plan, const RuleSet *set, const GPtrArray *patterns)
{
    g_autoptr(GPtrArray) codes = g_ptr_array_new_with_free_func(free_code);
    for (unsigned i = 0; i < patterns->len; i++) {
        g_autofree char *one =
            lexicon_hasten(set->lexicon, pattern_source(patterns->pdata[i]), NULL);
        bool anchored = g_array_index(plan->starts_of, uint32_t, i) != 0;
        g_ptr_array_add(codes, one ? pattern_code(one, anchored) : NULL);
    }
    codes_pack(plan->codes, codes, plan->code_places);
}

static void plan_rules(Plan *plan, const RuleSet *set, bool whole)
{
    g_autoptr(Literals) literals = literals_new(set->lexicon);
    g_autoptr(GPtrArray) patterns = set_patterns(set, &plan->match_count);
    for (unsigned i = 0; i < patterns->len; i++)
        plan_pattern(plan, literals, patterns->pdata[i]);
    plan_starts(plan, set, patterns);
    if (whole)
        plan_codes(plan, set, patterns);
    for (unsigned i = 0, first = 0; i < set->rules->len; i++) {
        g_array_append_val(plan->firsts, first);
        first += ((const Rule *)set->rules->pdata[i])->match->len;
    }
}

static void rename_clauses(GArray *clauses, const uint32_t *names)
{
    for (unsigned i = 0; i < clauses->len; i++) {
        uint32_t *clause = &g_array_index(clauses, uint32_t, i);
        *clause = names[*clause];
    }
}

static int by_number(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

// New numbers for the clauses, those that wake a pattern before the others: of these nothing has to
// be listed when they are met.
static uint32_t *new_names(Plan *plan)
{
    uint32_t count = plan->weights->len, *names = g_new0(uint32_t, count + 1);
    for (unsigned p = 0; p < plan->keys->len; p++) {
        const GArray *keys = plan->keys->pdata[p];
        if (keys->len)
            names[g_array_index(keys, uint32_t, 0)] = 1;
    }
    for (uint32_t i = 0; i < count; i++)
        plan->waking += names[i];
    for (uint32_t i = 0, wakes = 0, others = plan->waking; i < count; i++)
        names[i] = names[i] ? wakes++ : others++;
    return names;
}

static void put_waking_first(Plan *plan)
{
    g_autofree uint32_t *names = new_names(plan);
    for (unsigned i = 0; i < plan->windows->len; i++) {
        ReachWindow *window = &g_array_index(plan->windows, ReachWindow, i);
        window->clause = names[window->clause];
    }
    for (unsigned p = 0; p < plan->keys->len; p++)
        rename_clauses(plan->keys->pdata[p], names);
    GHashTableIter iter;
    gpointer clauses;
    g_hash_table_iter_init(&iter, plan->literals);
    while (g_hash_table_iter_next(&iter, NULL, &clauses)) {
        rename_clauses(clauses, names);
        g_array_sort(clauses, by_number);
    }
}

// The tables.

// What is being built; it becomes the block.
typedef struct {
    GArray *sieve;          // uint64_t
    GArray *tails;          // uint64_t
    GArray *clauses;        // PrefilterList
    GArray *heads;          // PrefilterHead
    GArray *ranks;          // uint32_t
    GArray *wakes, *needs;  // PrefilterList
    GArray *always, *items; // uint32_t
} Builder;

static void builder_begin(Builder *builder)
{
    builder->sieve = g_array_new(FALSE, TRUE, sizeof(uint64_t));
    builder->tails = g_array_new(FALSE, TRUE, sizeof(uint64_t));
    builder->clauses = g_array_new(FALSE, TRUE, sizeof(PrefilterList));
    builder->ranks = g_array_new(FALSE, TRUE, sizeof(uint32_t));
    builder->heads = g_array_new(FALSE, TRUE, sizeof(PrefilterHead));
    builder->wakes = g_array_new(FALSE, TRUE, sizeof(PrefilterList));
    builder->needs = g_array_new(FALSE, TRUE, sizeof(PrefilterList));
    builder->always = g_array_new(FALSE, TRUE, sizeof(uint32_t));
    builder->items = g_array_new(FALSE, TRUE, sizeof(uint32_t));
    g_array_set_size(builder->sieve, PREFILTER_SIEVE_WORDS);
    g_array_set_size(builder->ranks, PREFILTER_SIEVE_WORDS + 1);
}

static void builder_end(Builder *builder)
{
    GArray *arrays[] = {builder->sieve, builder->tails,  builder->clauses,
                        builder->heads, builder->ranks,  builder->wakes,
                        builder->needs, builder->always, builder->items};
    for (unsigned i = 0; i < G_N_ELEMENTS(arrays); i++)
        g_array_unref(arrays[i]);
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

// Literals come in the order of their bytes, and so those of one head together.
static void add_literal(Builder *builder, const char *literal, const GArray *clauses)
{
    const unsigned char *bytes = (const unsigned char *)literal;
    size_t width = 0, next = 0, len = strlen(literal);
    uint32_t first = prefilter_char(bytes, &width);
    uint32_t second = width < len ? prefilter_char(bytes + width, &next) : 0;
    PrefilterHead *last =
        builder->heads->len ? &g_array_index(builder->heads, PrefilterHead, builder->heads->len - 1)
                            : NULL;
    if (last && last->first == first && last->second == second) {
        last->literals.count++;
    } else {
        PrefilterHead head = {first, second, {builder->tails->len, 1}};
        g_array_append_val(builder->heads, head);
    }
    PrefilterList list = list_of(builder, clauses, 0);
    uint64_t tail = prefilter_bytes(bytes + width + next, len - width - next);
    g_array_append_val(builder->clauses, list);
    g_array_append_val(builder->tails, tail);
}

static int by_hash(const void *a, const void *b)
{
    const PrefilterHead *x = a, *y = b;
    uint32_t one = prefilter_hash(x->first, x->second), other = prefilter_hash(y->first, y->second);
    return one < other ? -1 : one > other;
}

static void arrange_heads(Builder *builder)
{
    g_array_sort(builder->heads, by_hash);
    for (unsigned i = 0; i < builder->heads->len; i++) {
        const PrefilterHead *head = &g_array_index(builder->heads, PrefilterHead, i);
        uint32_t hash = prefilter_hash(head->first, head->second);
        g_array_index(builder->sieve, uint64_t, hash / 64) |= (uint64_t)1 << (hash % 64);
        g_array_index(builder->ranks, uint32_t, hash / 64 + 1)++;
    }
    for (unsigned i = 0; i < PREFILTER_SIEVE_WORDS; i++)
        g_array_index(builder->ranks, uint32_t, i + 1) +=
            g_array_index(builder->ranks, uint32_t, i);
}

static void arrange_literals(Builder *builder, const Plan *plan)
{
    g_autoptr(GList) literals =
        g_list_sort(g_hash_table_get_keys(plan->literals), (GCompareFunc)strcmp);
    for (GList *at = literals; at; at = at->next)
        add_literal(builder, at->data, g_hash_table_lookup(plan->literals, at->data));
    arrange_heads(builder);
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
    PrefilterBlock head = {.clause_count = plan->weights->len,
                           .waking_count = plan->waking,
                           .pattern_count = plan->keys->len,
                           .literal_count = builder->tails->len,
                           .always_count = builder->always->len,
                           .match_count = plan->match_count};
    GByteArray *block = g_byte_array_new();
    g_byte_array_append(block, (const guint8 *)&head, sizeof head);
    head.sieve = put(block, builder->sieve);
    head.starts = put(block, plan->starts);
    head.tails = put(block, builder->tails);
    head.heads = put(block, builder->heads);
    head.ranks = put(block, builder->ranks);
    head.clauses = put(block, builder->clauses);
    head.wakes = put(block, builder->wakes);
    head.needs = put(block, builder->needs);
    head.firsts = put(block, plan->firsts);
    head.always = put(block, builder->always);
    head.starts_of = put(block, plan->starts_of);
    head.reaches = put(block, plan->reaches);
    head.windows = put(block, plan->windows);
    head.items = put(block, builder->items);
    head.code_places = put(block, plan->code_places);
    // bytes come after what is aligned
    head.codes = plan->codes->len ? block->len : 0;
    g_byte_array_append(block, plan->codes->data, plan->codes->len);
    g_byte_array_append(block, (const guint8 *)&zero, -block->len % 8);
    head.size = block->len;
    memcpy(block->data, &head, sizeof head);
    return (PrefilterBlock *)(void *)g_byte_array_free(block, FALSE);
}

PrefilterBlock *prefilter_build(const RuleSet *set, bool whole)
{
    G_STATIC_ASSERT(sizeof(PrefilterBlock) % 8 == 0);
    Plan plan;
    Builder builder;
    plan_begin(&plan);
    builder_begin(&builder);
    plan_rules(&plan, set, whole);
    put_waking_first(&plan);
    arrange_patterns(&builder, &plan);
    arrange_literals(&builder, &plan);
    PrefilterBlock *block = whole_block(&builder, &plan);
    builder_end(&builder);
    plan_end(&plan);
    return block;
}
