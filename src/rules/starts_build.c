// SPDX-License-Identifier: GPL-3.0-or-later
// A walk over the expression that carries, for each part, the one or two characters with which what
// it matches begins.
#include "starts_build.h"

#include <stdlib.h>

#include "rules/regex_walk.h"

enum {
    HEADS_MOST = 1500, // more would fill the bits
    CLASS_MOST = 128,  // characters of a class that is written out
    // What stands for a second character.
    OPEN = 0, // the part is one character long: what follows comes next
    WILD = 1, // it may be any
    SECOND_BITS = 21,
};

// What a part can begin with. Never changed once made.
typedef struct {
    bool any, empty;   // with anything; nothing: what follows comes first
    bool outset;       // with anything, where the text starts
    GHashTable *heads; // first << SECOND_BITS | second; NULL: none
} Part;

struct StartsReader {
    RegexWalk walk;
};

static void part_clear(void *data)
{
    Part *part = data;
    g_clear_pointer(&part->heads, g_hash_table_unref);
}

static void part_unref(void *part)
{
    g_rc_box_release_full(part, part_clear);
}

static void *part_ref(void *part)
{
    return g_rc_box_acquire(part);
}

static Part *part_new(bool any, bool empty)
{
    Part *part = g_rc_box_new0(Part);
    part->any = any;
    part->empty = empty;
    return part;
}

static void *anything(void)
{
    return part_new(true, false);
}

static void *nothing(void)
{
    return part_new(false, true);
}

static void *at_start(void)
{
    Part *part = part_new(false, false);
    part->outset = true;
    return part;
}

static void add_head(Part *part, uint64_t first, uint64_t second)
{
    if (!part->heads)
        part->heads = g_hash_table_new(NULL, NULL);
    g_hash_table_add(part->heads, GSIZE_TO_POINTER(first << SECOND_BITS | second));
    part->any = part->any || g_hash_table_size(part->heads) > HEADS_MOST;
}

static uint64_t first_of(gpointer head)
{
    return GPOINTER_TO_SIZE(head) >> SECOND_BITS;
}

static uint64_t second_of(gpointer head)
{
    return GPOINTER_TO_SIZE(head) & ((1U << SECOND_BITS) - 1);
}

// A head of one character, and what can follow it.
static void add_followed(Part *joined, uint64_t first, const Part *next)
{
    GHashTableIter iter;
    gpointer head;
    if (next->any) {
        add_head(joined, first, WILD);
        return;
    }
    if (next->empty)
        add_head(joined, first, OPEN);
    if (!next->heads)
        return;
    g_hash_table_iter_init(&iter, next->heads);
    while (g_hash_table_iter_next(&iter, &head, NULL))
        add_head(joined, first, first_of(head));
}

static void add_heads(Part *to, const Part *from)
{
    GHashTableIter iter;
    gpointer head;
    if (!from->heads)
        return;
    g_hash_table_iter_init(&iter, from->heads);
    while (g_hash_table_iter_next(&iter, &head, NULL))
        add_head(to, first_of(head), second_of(head));
}

// One part after another.
static Part *join(Part *part, Part *next)
{
    GHashTableIter iter;
    gpointer head;
    if (part->any)
        return part_ref(part);
    if (!part->heads)
        return part_ref(part->empty ? next : part);
    Part *joined = part_new(part->empty && next->any, part->empty && next->empty);
    joined->outset = part->outset || (part->empty && next->outset);
    g_hash_table_iter_init(&iter, part->heads);
    while (g_hash_table_iter_next(&iter, &head, NULL)) {
        if (second_of(head) == OPEN)
            add_followed(joined, first_of(head), next);
        else
            add_head(joined, first_of(head), second_of(head));
    }
    if (part->empty)
        add_heads(joined, next);
    return joined;
}

static void *sequence(const GPtrArray *parts)
{
    Part *all = nothing();
    for (unsigned i = 0; i < parts->len; i++) {
        Part *joined = join(all, parts->pdata[i]);
        part_unref(all);
        all = joined;
    }
    return all;
}

static void *unite(const GPtrArray *branches)
{
    Part *all = part_new(false, false);
    for (unsigned i = 0; i < branches->len; i++) {
        const Part *branch = branches->pdata[i];
        all->any = all->any || branch->any;
        all->empty = all->empty || branch->empty;
        all->outset = all->outset || branch->outset;
        if (!all->any)
            add_heads(all, branch);
    }
    return all;
}

static bool add_range(Part *part, gunichar from, gunichar to)
{
    if (to < from || to - from > CLASS_MOST)
        return false;
    for (gunichar c = from; c <= to && !part->any; c++) {
        uint32_t symbol = starts_symbol(c);
        part->any = symbol <= WILD;
        if (!part->any)
            add_head(part, symbol, OPEN);
    }
    return !part->any;
}

static void *one_char(gunichar c)
{
    Part *part = part_new(false, false);
    add_range(part, c, c);
    return part;
}

static void *read_class(const char *str, const RegexToken *token)
{
    Part *part = part_new(false, false);
    size_t end = token->end - 1;
    bool plain = str[token->start + 1] != '^';
    for (size_t at = token->start + 1; plain && at < end;) {
        gunichar from, to;
        plain = regex_walk_range(str, &at, end, &from, &to) && add_range(part, from, to);
    }
    if (plain && part->heads && g_hash_table_size(part->heads) <= CLASS_MOST)
        return part;
    part_unref(part);
    return anything();
}

// Two of a part begin as all of it does: only two characters are looked at.
static void *repeat(void *part, const RegexToken *token)
{
    bool again = token->most == REGEX_UNBOUNDED || token->most > 1;
    g_autoptr(GPtrArray) each = g_ptr_array_new_with_free_func(part_unref);
    g_ptr_array_add(each, again ? join(part, part) : part_ref(part));
    if (token->least < 2)
        g_ptr_array_add(each, part_ref(part));
    if (token->least == 0)
        g_ptr_array_add(each, nothing());
    return unite(each);
}

static const RegexMeaning meaning = {
    .unknown = anything,
    .any = anything,
    .empty = nothing,
    .start = at_start,
    .character = one_char,
    .set = read_class,
    .repeat = repeat,
    .sequence = sequence,
    .unite = unite,
    .ref = part_ref,
    .unref = part_unref,
};

StartsReader *starts_reader_new(const Lexicon *lexicon)
{
    StartsReader *reader = g_new0(StartsReader, 1);
    regex_walk_begin(&reader->walk, &meaning, lexicon);
    return reader;
}

void starts_reader_free(StartsReader *reader)
{
    regex_walk_end(&reader->walk);
    g_free(reader);
}

static int by_number(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

// Each first character once, in order; 0 when there are more than `most`.
static size_t list_firsts(const Part *part, uint32_t *firsts, size_t most)
{
    GHashTableIter iter;
    gpointer head;
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    size_t count = 0;
    g_hash_table_iter_init(&iter, part->heads);
    while (g_hash_table_iter_next(&iter, &head, NULL)) {
        if (!g_hash_table_add(seen, GSIZE_TO_POINTER(first_of(head))))
            continue;
        if (count == most)
            return 0;
        firsts[count++] = (uint32_t)first_of(head);
    }
    qsort(firsts, count, sizeof *firsts, by_number);
    return count;
}

static bool is_known(const Part *part)
{
    return !part->any && !part->empty && (part->heads || part->outset);
}

size_t starts_firsts(StartsReader *reader, const char *folded, size_t at, bool all,
                     uint32_t *firsts, size_t most)
{
    Part *part = regex_walk_from(&reader->walk, folded, at, all);
    bool everywhere = is_known(part) && !part->outset;
    size_t count = everywhere ? list_firsts(part, firsts, most) : 0;
    part_unref(part);
    return count;
}

bool starts_has_width(StartsReader *reader, const char *folded, const RegexToken *name)
{
    Part *part = regex_walk_name(&reader->walk, folded, name);
    bool width = part->any || part->heads || part->outset;
    part_unref(part);
    return width;
}

static void fill(const Part *part, Starts *starts)
{
    GHashTableIter iter;
    gpointer head;
    starts->outset = part->outset;
    if (!part->heads)
        return;
    g_hash_table_iter_init(&iter, part->heads);
    while (g_hash_table_iter_next(&iter, &head, NULL)) {
        if (second_of(head) > WILD)
            starts_add_pair(starts, (uint32_t)first_of(head), (uint32_t)second_of(head));
        else
            starts_add_one(starts, (uint32_t)first_of(head));
    }
}

bool starts_read(StartsReader *reader, const char *source, Starts *starts)
{
    Part *part = regex_walk_source(&reader->walk, source);
    bool known = is_known(part);
    if (known)
        fill(part, starts);
    part_unref(part);
    return known;
}
