// SPDX-License-Identifier: GPL-3.0-or-later
// A walk over the expression that carries, for each part, the one or two characters with which what
// it matches begins. Look-around has no characters of its own and is passed over.
#include "starts_build.h"

#include <stdlib.h>
#include <string.h>

#include "rules/regex.h"

enum {
    HEADS_MOST = 1500, // more would fill the bits
    CLASS_MOST = 128,  // characters of a class that is written out
    DEPTH_MOST = 64,
    // What stands for a second character.
    OPEN = 0, // the part is one character long: what follows comes next
    WILD = 1, // it may be any
    SECOND_BITS = 21,
};

// What a part can begin with. Never changed once made, but shared.
typedef struct {
    bool any, empty;   // with anything; nothing: what follows comes first
    GHashTable *heads; // first << SECOND_BITS | second; NULL: none
} Part;

struct StartsReader {
    const Lexicon *lexicon;
    GHashTable *entries; // name → Part
    int depth;
    bool lost; // nested too deeply: the expression may begin with anything
};

static void part_clear(Part *part)
{
    g_clear_pointer(&part->heads, g_hash_table_unref);
}

static void part_free(Part *part)
{
    part_clear(part);
    g_free(part);
}

static Part part_copy(const Part *part)
{
    return (Part){part->any, part->empty, part->heads ? g_hash_table_ref(part->heads) : NULL};
}

static Part anything(void)
{
    return (Part){.any = true};
}

static Part nothing(void)
{
    return (Part){.empty = true};
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
static Part join(const Part *part, const Part *next)
{
    GHashTableIter iter;
    gpointer head;
    if (part->any)
        return anything();
    if (!part->heads)
        return part->empty ? part_copy(next) : part_copy(part);
    Part joined = {.any = part->empty && next->any, .empty = part->empty && next->empty};
    g_hash_table_iter_init(&iter, part->heads);
    while (g_hash_table_iter_next(&iter, &head, NULL)) {
        if (second_of(head) == OPEN)
            add_followed(&joined, first_of(head), next);
        else
            add_head(&joined, first_of(head), second_of(head));
    }
    if (part->empty)
        add_heads(&joined, next);
    return joined;
}

static Part unite(const Part *one, const Part *other)
{
    Part both = {.any = one->any || other->any, .empty = one->empty || other->empty};
    if (!both.any) {
        add_heads(&both, one);
        add_heads(&both, other);
    }
    return both;
}

static Part one_char(gunichar c)
{
    uint32_t symbol = starts_symbol(c);
    Part part = {.any = symbol <= WILD};
    if (!part.any)
        add_head(&part, symbol, OPEN);
    return part;
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

// One character of a class, escaped or not; 0 for what is more than one.
static gunichar class_char(const char *str, size_t *at)
{
    bool escaped = str[*at] == '\\';
    if ((escaped && !g_ascii_ispunct(str[*at + 1])) || (!escaped && str[*at] == '['))
        return 0;
    *at += escaped;
    gunichar c = g_utf8_get_char(str + *at);
    *at += (size_t)(g_utf8_next_char(str + *at) - (str + *at));
    return c;
}

static Part read_class(const char *str, const RegexToken *token)
{
    Part part = {0};
    size_t end = token->end - 1;
    bool plain = str[token->start + 1] != '^';
    for (size_t at = token->start + 1; plain && at < end;) {
        gunichar from = class_char(str, &at), to = from;
        if (from && str[at] == '-' && at + 1 < end) {
            at++;
            to = class_char(str, &at);
        }
        plain = from && to && add_range(&part, from, to);
    }
    if (plain && part.heads && g_hash_table_size(part.heads) <= CLASS_MOST)
        return part;
    part_clear(&part);
    return anything();
}

static Part read_alternatives(StartsReader *reader, const char *str, size_t *at);

static Part read_name(StartsReader *reader, const char *str, const RegexToken *token)
{
    g_autofree char *name = g_strndup(str + token->start + 1, token->end - token->start - 2);
    const Part *known = g_hash_table_lookup(reader->entries, name);
    if (known)
        return part_copy(known);
    const char *entry = reader->lexicon ? lexicon_entry(reader->lexicon, name) : NULL;
    g_autofree char *party = lexicon_party(name);
    Part *part = g_new0(Part, 1);
    size_t at = 0;
    *part = entry || party ? read_alternatives(reader, entry ? entry : party, &at) : anything();
    g_hash_table_insert(reader->entries, g_steal_pointer(&name), part);
    return part_copy(part);
}

static Part read_group(StartsReader *reader, const char *str, size_t *at, bool looks)
{
    Part part = read_alternatives(reader, str, at);
    *at = regex_next(str, *at).end; // the closing bracket
    if (!looks)
        return part;
    part_clear(&part);
    return nothing();
}

// \G knows where the search began, and every other anchor only where it stands.
static Part read_anchor(const char *str, const RegexToken *token)
{
    return str[token->start] == '\\' && str[token->start + 1] == 'G' ? anything() : nothing();
}

static Part read_atom(StartsReader *reader, const char *str, size_t *at, const RegexToken *token)
{
    switch (token->kind) {
    case REGEX_CHAR:
        return one_char(token->ch);
    case REGEX_CLASS:
        return read_class(str, token);
    case REGEX_NAME:
        return read_name(reader, str, token);
    case REGEX_OPEN:
        return read_group(reader, str, at, token->looks);
    case REGEX_ANCHOR:
        return read_anchor(str, token);
    case REGEX_CALLOUT:
        return nothing();
    default:
        return anything();
    }
}

// Two of a part begin as all of it does: only two characters are looked at.
static Part repeat(Part part, const RegexToken *token)
{
    bool again = token->most == REGEX_UNBOUNDED || token->most > 1;
    Part twice = again ? join(&part, &part) : part_copy(&part);
    Part all = token->least > 1 ? part_copy(&twice) : unite(&part, &twice);
    all.empty = all.empty || token->least == 0;
    part_clear(&part);
    part_clear(&twice);
    return all;
}

static Part read_sequence(StartsReader *reader, const char *str, size_t *at)
{
    Part sequence = nothing();
    while (true) {
        RegexToken token = regex_next(str, *at);
        if (token.kind == REGEX_END || token.kind == REGEX_OR || token.kind == REGEX_CLOSE ||
            token.kind == REGEX_BAD)
            return sequence;
        *at = token.end;
        Part part = read_atom(reader, str, at, &token);
        RegexToken next = regex_next(str, *at);
        if (next.kind == REGEX_REPEAT) {
            *at = next.end;
            part = repeat(part, &next);
        }
        Part joined = join(&sequence, &part);
        part_clear(&sequence);
        part_clear(&part);
        sequence = joined;
    }
}

static Part read_branches(StartsReader *reader, const char *str, size_t *at)
{
    Part all = read_sequence(reader, str, at);
    for (RegexToken token = regex_next(str, *at); token.kind == REGEX_OR;
         token = regex_next(str, *at)) {
        *at = token.end;
        Part branch = read_sequence(reader, str, at);
        Part both = unite(&all, &branch);
        part_clear(&all);
        part_clear(&branch);
        all = both;
    }
    return all;
}

static Part read_alternatives(StartsReader *reader, const char *str, size_t *at)
{
    if (++reader->depth > DEPTH_MOST) {
        *at = strlen(str);
        reader->lost = true;
        reader->depth--;
        return anything();
    }
    Part part = read_branches(reader, str, at);
    reader->depth--;
    return part;
}

StartsReader *starts_reader_new(const Lexicon *lexicon)
{
    StartsReader *reader = g_new0(StartsReader, 1);
    reader->lexicon = lexicon;
    reader->entries =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)part_free);
    return reader;
}

void starts_reader_free(StartsReader *reader)
{
    g_hash_table_unref(reader->entries);
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

size_t starts_firsts(StartsReader *reader, const char *folded, size_t at, bool all,
                     uint32_t *firsts, size_t most)
{
    Part part = all ? read_alternatives(reader, folded, &at) : read_sequence(reader, folded, &at);
    bool known = !part.any && !part.empty && part.heads && !reader->lost;
    size_t count = known ? list_firsts(&part, firsts, most) : 0;
    part_clear(&part);
    return count;
}

bool starts_has_width(StartsReader *reader, const char *folded, const RegexToken *name)
{
    Part part = read_name(reader, folded, name);
    bool width = part.any || part.heads;
    part_clear(&part);
    return width;
}

static void fill(const Part *part, Starts *starts)
{
    GHashTableIter iter;
    gpointer head;
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
    g_autofree char *folded = regex_fold(source, NULL);
    size_t at = 0;
    Part part = folded ? read_alternatives(reader, folded, &at) : anything();
    bool known = !part.any && !part.empty && part.heads && !reader->lost && !folded[at];
    if (known)
        fill(&part, starts);
    if (reader->lost)
        g_hash_table_remove_all(reader->entries);
    reader->lost = false;
    part_clear(&part);
    return known;
}
