// SPDX-License-Identifier: GPL-3.0-or-later
// A walk over the expression that carries, for each part, the finite set of strings it matches, if
// it is finite and small, and the clauses met so far.
#include "literals.h"

#include <string.h>

#include "rules/regex_walk.h"

enum {
    STRINGS_MOST = 64, // strings of a run before it becomes a clause
    CLAUSE_MOST = 512, // literals of a clause
    CLASS_MOST = 12,   // characters of a class that is written out
    LEAST = 2,         // bytes of a literal worth looking for
};

// What is known of a part of an expression. Never changed once made.
typedef struct {
    GPtrArray *strings; // char *: all it can match; NULL: unknown or too many
    GPtrArray *clauses; // LiteralsClause *; NULL: none
    LiteralsSpan length;
} Part;

struct Literals {
    RegexWalk walk;
};

static void part_clear(void *data)
{
    Part *part = data;
    g_clear_pointer(&part->strings, g_ptr_array_unref);
    g_clear_pointer(&part->clauses, g_ptr_array_unref);
}

static void part_unref(void *part)
{
    g_rc_box_release_full(part, part_clear);
}

static void *part_ref(void *part)
{
    return g_rc_box_acquire(part);
}

// Takes both arrays.
static Part *part_new(GPtrArray *strings, GPtrArray *clauses, LiteralsSpan length)
{
    Part *part = g_rc_box_new0(Part);
    part->strings = strings;
    part->clauses = clauses;
    part->length = length;
    return part;
}

static uint32_t add(uint32_t a, uint32_t b)
{
    return a < LITERALS_ANYWHERE - b ? a + b : LITERALS_ANYWHERE;
}

static uint32_t times(uint32_t a, int n)
{
    bool endless = n == REGEX_UNBOUNDED || a == LITERALS_ANYWHERE;
    uint64_t product = endless ? LITERALS_ANYWHERE : (uint64_t)a * (unsigned)n;
    return a == 0 || n == 0 ? 0 : (uint32_t)MIN(product, LITERALS_ANYWHERE);
}

static LiteralsSpan span_add(LiteralsSpan a, LiteralsSpan b)
{
    return (LiteralsSpan){add(a.least, b.least), add(a.most, b.most)};
}

static LiteralsSpan span_unite(LiteralsSpan a, LiteralsSpan b)
{
    return (LiteralsSpan){MIN(a.least, b.least), MAX(a.most, b.most)};
}

// How long the strings are; there is at least one.
static LiteralsSpan length_of(const GPtrArray *strings)
{
    LiteralsSpan length = {LITERALS_ANYWHERE, 0};
    for (unsigned i = 0; i < strings->len; i++) {
        uint32_t one = (uint32_t)strlen(strings->pdata[i]);
        length = span_unite(length, (LiteralsSpan){one, one});
    }
    return length;
}

static Part *part_of(GPtrArray *strings)
{
    return part_new(strings, NULL, length_of(strings));
}

static void clause_free(void *data)
{
    LiteralsClause *clause = data;
    g_ptr_array_unref(clause->literals);
    g_free(clause);
}

static GPtrArray *new_strings(void)
{
    return g_ptr_array_new_with_free_func(g_free);
}

static GPtrArray *copy_strings(const GPtrArray *strings)
{
    GPtrArray *copy = new_strings();
    for (unsigned i = 0; i < strings->len; i++)
        g_ptr_array_add(copy, g_strdup(strings->pdata[i]));
    return copy;
}

static GPtrArray *new_clauses(void)
{
    return g_ptr_array_new_with_free_func(clause_free);
}

static GPtrArray *one_string(const char *str)
{
    GPtrArray *strings = new_strings();
    g_ptr_array_add(strings, g_strdup(str));
    return strings;
}

static bool useful(const GPtrArray *strings)
{
    for (unsigned i = 0; i < strings->len; i++)
        if (strlen(strings->pdata[i]) < LEAST)
            return false;
    return strings->len > 0 && strings->len <= CLAUSE_MOST;
}

static int by_length(const void *a, const void *b)
{
    const char *x = *(const char *const *)a, *y = *(const char *const *)b;
    size_t n = strlen(x), m = strlen(y);
    return n != m ? (n < m ? -1 : 1) : strcmp(x, y);
}

// A copy without strings that hold another of them: to find the shorter one is enough.
static GPtrArray *reduced(const GPtrArray *strings)
{
    g_autoptr(GPtrArray) sorted = g_ptr_array_new();
    for (unsigned i = 0; i < strings->len; i++)
        g_ptr_array_add(sorted, strings->pdata[i]);
    g_ptr_array_sort(sorted, by_length);
    GPtrArray *kept = new_strings();
    for (unsigned i = 0; i < sorted->len; i++) {
        bool holds = false;
        for (unsigned k = 0; k < kept->len && !holds; k++)
            holds = strstr(sorted->pdata[i], kept->pdata[k]) != NULL;
        if (!holds)
            g_ptr_array_add(kept, g_strdup(sorted->pdata[i]));
    }
    return kept;
}

static void put_clause(GPtrArray *clauses, GPtrArray *literals, LiteralsSpan span)
{
    LiteralsClause *clause = g_new(LiteralsClause, 1);
    *clause = (LiteralsClause){literals, span};
    g_ptr_array_add(clauses, clause);
}

// The strings begin within `at`; the shorter one that stands for a longer may begin inside it.
static void add_clause(GPtrArray *clauses, const GPtrArray *strings, LiteralsSpan at)
{
    if (!strings || !useful(strings))
        return;
    LiteralsSpan length = length_of(strings);
    at.most = add(at.most, length.most - length.least);
    put_clause(clauses, reduced(strings), at);
}

// Those of a part that begins within `at`.
static void add_clauses(GPtrArray *clauses, const GPtrArray *more, LiteralsSpan at)
{
    for (unsigned i = 0; more && i < more->len; i++) {
        const LiteralsClause *clause = more->pdata[i];
        put_clause(clauses, g_ptr_array_ref(clause->literals), span_add(at, clause->span));
    }
}

// How much a clause says: long literals, few of them.
static double weight(const LiteralsClause *clause)
{
    const GPtrArray *literals = clause->literals; // sorted: the first is shortest
    return (double)strlen(literals->pdata[0]) - literals->len / 64.0;
}

static const LiteralsClause *best_clause(const GPtrArray *clauses)
{
    const LiteralsClause *best = NULL;
    for (unsigned i = 0; clauses && i < clauses->len; i++)
        if (!best || weight(clauses->pdata[i]) > weight(best))
            best = clauses->pdata[i];
    return best;
}

static const LiteralsSpan here = {0, 0};

// One sequence being read: `run` are the strings its last part can have come to, `at` where that
// begins.
typedef struct {
    GPtrArray *run;
    LiteralsSpan at;
    GPtrArray *clauses;
    bool whole; // `run` is all of the sequence so far
} Sequence;

static void sequence_begin(Sequence *sequence)
{
    *sequence = (Sequence){one_string(""), here, new_clauses(), true};
}

static void sequence_clear(Sequence *sequence)
{
    g_ptr_array_unref(sequence->run);
    g_ptr_array_unref(sequence->clauses);
}

static LiteralsSpan sequence_end(const Sequence *sequence)
{
    return span_add(sequence->at, length_of(sequence->run));
}

static void end_run(Sequence *sequence, GPtrArray *next, LiteralsSpan at)
{
    add_clause(sequence->clauses, sequence->run, sequence->at);
    g_ptr_array_unref(sequence->run);
    sequence->run = next;
    sequence->at = at;
    sequence->whole = false;
}

static GPtrArray *cross(const GPtrArray *left, const GPtrArray *right)
{
    GPtrArray *product = new_strings();
    for (unsigned i = 0; i < left->len; i++)
        for (unsigned j = 0; j < right->len; j++)
            g_ptr_array_add(product, g_strconcat(left->pdata[i], right->pdata[j], NULL));
    return product;
}

static void append(Sequence *sequence, const Part *part)
{
    LiteralsSpan end = sequence_end(sequence);
    add_clauses(sequence->clauses, part->clauses, end);
    if (!part->strings) {
        end_run(sequence, one_string(""), span_add(end, part->length));
        return;
    }
    if (sequence->run->len * part->strings->len > STRINGS_MOST) {
        bool empty = sequence->run->len == 1 && !*(char *)sequence->run->pdata[0];
        bool whole = sequence->whole && empty;
        end_run(sequence, g_ptr_array_ref(part->strings), end);
        sequence->whole = whole;
        return;
    }
    GPtrArray *product = cross(sequence->run, part->strings);
    g_ptr_array_unref(sequence->run);
    sequence->run = product;
}

static void *read_parts(const GPtrArray *parts)
{
    Sequence sequence;
    sequence_begin(&sequence);
    for (unsigned i = 0; i < parts->len; i++)
        append(&sequence, parts->pdata[i]);
    Part *part = part_new(NULL, g_ptr_array_ref(sequence.clauses), sequence_end(&sequence));
    if (sequence.whole)
        part->strings = g_ptr_array_ref(sequence.run);
    else
        add_clause(part->clauses, sequence.run, sequence.at);
    sequence_clear(&sequence);
    return part;
}

// What must occur for a part to match, as one clause: its strings and where they begin; or NULL.
static const GPtrArray *demand(const Part *part, LiteralsSpan *at)
{
    const LiteralsClause *best = part->strings ? NULL : best_clause(part->clauses);
    *at = best ? best->span : here;
    return best ? best->literals : part->strings;
}

// Alternatives: all strings of all, if all are finite; else a literal of one of them must occur.
static void *unite(const GPtrArray *branches)
{
    g_autoptr(GPtrArray) all = new_strings();
    bool finite = true, demands = true;
    LiteralsSpan at = {LITERALS_ANYWHERE, 0}, length = at;
    for (unsigned i = 0; i < branches->len; i++) {
        const Part *branch = branches->pdata[i];
        LiteralsSpan one;
        const GPtrArray *strings = demand(branch, &one);
        finite &= branch->strings != NULL;
        demands &= strings != NULL;
        at = span_unite(at, one);
        length = span_unite(length, branch->length);
        for (unsigned k = 0; strings && k < strings->len; k++)
            g_ptr_array_add(all, g_strdup(strings->pdata[k]));
    }
    if (finite && all->len <= CLAUSE_MOST)
        return part_new(g_steal_pointer(&all), NULL, length);
    Part *part = part_new(NULL, new_clauses(), length);
    if (demands)
        add_clause(part->clauses, all, at);
    return part;
}

static void *nothing_known(void)
{
    return part_new(NULL, NULL, (LiteralsSpan){0, LITERALS_ANYWHERE});
}

// One character, which may be any.
static void *any_character(void)
{
    return part_new(NULL, NULL, (LiteralsSpan){1, 3});
}

static void *nothing(void)
{
    return part_of(one_string(""));
}

// The character as a string, with ASCII letters small; false when it may stand in other cases.
static bool write_char(gunichar c, char utf8[8])
{
    bool cased = c >= 0x80 && (g_unichar_tolower(c) != c || g_unichar_toupper(c) != c);
    utf8[g_unichar_to_utf8(c < 0x80 ? (gunichar)g_ascii_tolower((char)c) : c, utf8)] = '\0';
    return !cased && c != 0;
}

static void *one_char(gunichar c)
{
    char utf8[8];
    return write_char(c, utf8) ? part_of(one_string(utf8)) : any_character();
}

// A small class of plain characters, written out.
static void *read_class(const char *str, const RegexToken *token)
{
    g_autoptr(GPtrArray) strings = new_strings();
    size_t end = token->end - 1;
    bool plain = str[token->start + 1] != '^';
    for (size_t at = token->start + 1; plain && at < end;) {
        char utf8[8];
        gunichar from, to;
        plain = regex_walk_range(str, &at, end, &from, &to) && from == to && from != '-' &&
                write_char(from, utf8) && strings->len < CLASS_MOST;
        if (plain)
            g_ptr_array_add(strings, g_strdup(utf8));
    }
    return plain && strings->len ? part_of(g_steal_pointer(&strings)) : any_character();
}

// What a repeat leaves of what is known; its first turn begins where it does.
static void *repeat(void *data, const RegexToken *token)
{
    Part *part = data;
    LiteralsSpan length = {times(part->length.least, token->least),
                           times(part->length.most, token->most)};
    if (token->least == 1 && token->most == 1)
        return part_ref(part);
    if (token->least > 0) {
        Part *repeated = part_new(NULL, new_clauses(), length);
        add_clauses(repeated->clauses, part->clauses, here);
        add_clause(repeated->clauses, part->strings, here);
        return repeated;
    }
    if (token->most != 1 || !part->strings)
        return part_new(NULL, NULL, length);
    GPtrArray *perhaps = copy_strings(part->strings);
    g_ptr_array_add(perhaps, g_strdup(""));
    return part_of(perhaps);
}

static const RegexMeaning meaning = {
    .unknown = nothing_known,
    .any = any_character,
    .empty = nothing,
    .start = nothing,
    .character = one_char,
    .set = read_class,
    .repeat = repeat,
    .sequence = read_parts,
    .unite = unite,
    .ref = part_ref,
    .unref = part_unref,
};

Literals *literals_new(const Lexicon *lexicon)
{
    Literals *literals = g_new0(Literals, 1);
    regex_walk_begin(&literals->walk, &meaning, lexicon);
    return literals;
}

void literals_free(Literals *literals)
{
    regex_walk_end(&literals->walk);
    g_free(literals);
}

GPtrArray *literals_of(Literals *literals, const char *source, LiteralsSpan *length)
{
    GPtrArray *clauses = new_clauses();
    Part *part = regex_walk_source(&literals->walk, source);
    add_clauses(clauses, part->clauses, here);
    add_clause(clauses, part->strings, here);
    if (length)
        *length = part->length;
    part_unref(part);
    return clauses;
}
