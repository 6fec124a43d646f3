// SPDX-License-Identifier: GPL-3.0-or-later
// A walk over the expression that carries, for each part, the finite set of strings it matches, if
// it is finite and small, and the clauses met so far.
#include "literals.h"

#include <string.h>

#include "rules/regex.h"

enum {
    STRINGS_MOST = 64, // strings of a run before it becomes a clause
    CLAUSE_MOST = 512, // literals of a clause
    CLASS_MOST = 12,   // characters of a class that is written out
    LEAST = 2,         // bytes of a literal worth looking for
    DEPTH_MOST = 64,
};

// What is known of a part of an expression.
typedef struct {
    GPtrArray *strings; // char *: all it can match; NULL: unknown or too many
    GPtrArray *clauses; // GPtrArray of char *
} Part;

struct Literals {
    const Lexicon *lexicon;
    GHashTable *entries; // name → Part
    int depth;
    bool lost; // nested too deeply: nothing is known of the whole expression
};

static void part_clear(Part *part)
{
    g_clear_pointer(&part->strings, g_ptr_array_unref);
    g_clear_pointer(&part->clauses, g_ptr_array_unref);
}

static void part_free(Part *part)
{
    part_clear(part);
    g_free(part);
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
    return g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
}

static GPtrArray *one_string(const char *str)
{
    GPtrArray *strings = new_strings();
    g_ptr_array_add(strings, g_strdup(str));
    return strings;
}

Literals *literals_new(const Lexicon *lexicon)
{
    Literals *literals = g_new0(Literals, 1);
    literals->lexicon = lexicon;
    literals->entries =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)part_free);
    return literals;
}

void literals_free(Literals *literals)
{
    g_hash_table_unref(literals->entries);
    g_free(literals);
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

static void add_clause(GPtrArray *clauses, const GPtrArray *strings)
{
    if (strings && useful(strings))
        g_ptr_array_add(clauses, reduced(strings));
}

static void add_clauses(GPtrArray *clauses, const GPtrArray *more)
{
    for (unsigned i = 0; more && i < more->len; i++)
        g_ptr_array_add(clauses, g_ptr_array_ref(more->pdata[i]));
}

// How much a clause says: long literals, few of them.
static double weight(const GPtrArray *clause)
{
    return (double)strlen(clause->pdata[0]) - clause->len / 64.0; // sorted: the first is shortest
}

static const GPtrArray *best_clause(const GPtrArray *clauses)
{
    const GPtrArray *best = NULL;
    for (unsigned i = 0; clauses && i < clauses->len; i++)
        if (!best || weight(clauses->pdata[i]) > weight(best))
            best = clauses->pdata[i];
    return best;
}

// One sequence being read: `run` are the strings its last part can have come to.
typedef struct {
    GPtrArray *run;
    GPtrArray *clauses;
    bool whole; // `run` is all of the sequence so far
} Sequence;

static void sequence_begin(Sequence *sequence)
{
    *sequence = (Sequence){one_string(""), new_clauses(), true};
}

static void sequence_clear(Sequence *sequence)
{
    g_ptr_array_unref(sequence->run);
    g_ptr_array_unref(sequence->clauses);
}

static void end_run(Sequence *sequence, GPtrArray *next)
{
    add_clause(sequence->clauses, sequence->run);
    g_ptr_array_unref(sequence->run);
    sequence->run = next;
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
    add_clauses(sequence->clauses, part->clauses);
    if (!part->strings) {
        end_run(sequence, one_string(""));
        return;
    }
    if (sequence->run->len * part->strings->len > STRINGS_MOST) {
        bool empty = sequence->run->len == 1 && !*(char *)sequence->run->pdata[0];
        bool whole = sequence->whole && empty;
        end_run(sequence, g_ptr_array_ref(part->strings));
        sequence->whole = whole;
        return;
    }
    GPtrArray *product = cross(sequence->run, part->strings);
    g_ptr_array_unref(sequence->run);
    sequence->run = product;
}

static Part sequence_end(Sequence *sequence)
{
    Part part = {NULL, g_ptr_array_ref(sequence->clauses)};
    if (sequence->whole)
        part.strings = g_ptr_array_ref(sequence->run);
    else
        add_clause(part.clauses, sequence->run);
    sequence_clear(sequence);
    return part;
}

// What must occur for a part to match, as one clause, or NULL.
static const GPtrArray *demand(const Part *part)
{
    return part->strings ? part->strings : best_clause(part->clauses);
}

// Alternatives: all strings of all, if all are finite; else a literal of one of them must occur.
static Part unite(const GArray *branches)
{
    Part part = {NULL, new_clauses()};
    g_autoptr(GPtrArray) all = new_strings();
    bool finite = true, demands = true;
    for (unsigned i = 0; i < branches->len; i++) {
        const Part *branch = &g_array_index(branches, Part, i);
        const GPtrArray *strings = demand(branch);
        finite &= branch->strings != NULL;
        demands &= strings != NULL;
        for (unsigned k = 0; strings && k < strings->len; k++)
            g_ptr_array_add(all, g_strdup(strings->pdata[k]));
    }
    if (finite && all->len <= CLAUSE_MOST) {
        part.strings = g_steal_pointer(&all);
        return part;
    }
    if (demands)
        add_clause(part.clauses, all);
    return part;
}

static Part read_alternatives(Literals *literals, const char *str, size_t *at);

static Part nothing_known(void)
{
    return (Part){NULL, NULL};
}

static Part one_char(gunichar c)
{
    char utf8[8] = {0};
    g_unichar_to_utf8(c < 0x80 ? (gunichar)g_ascii_tolower((char)c) : c, utf8);
    bool cased = c >= 0x80 && (g_unichar_tolower(c) != c || g_unichar_toupper(c) != c);
    return cased || c == 0 ? nothing_known() : (Part){one_string(utf8), NULL};
}

// A small class of plain characters, written out.
static Part read_class(const char *str, const RegexToken *token)
{
    Part part = {new_strings(), NULL};
    bool plain = str[token->start + 1] != '^';
    for (size_t i = token->start + 1; plain && i < token->end - 1;) {
        i += str[i] == '\\' && g_ascii_ispunct(str[i + 1]);
        const char *c = str + i;
        Part one = one_char(g_utf8_get_char(c));
        plain = one.strings && *c != '\\' && *c != '[' && (*c != '-' || str[i - 1] == '\\') &&
                part.strings->len < CLASS_MOST;
        if (plain)
            g_ptr_array_add(part.strings, g_strdup(one.strings->pdata[0]));
        part_clear(&one);
        i += (size_t)(g_utf8_next_char(c) - c);
    }
    if (!plain)
        g_clear_pointer(&part.strings, g_ptr_array_unref);
    return part;
}

static Part copy_part(const Part *part)
{
    return (Part){part->strings ? g_ptr_array_ref(part->strings) : NULL,
                  part->clauses ? g_ptr_array_ref(part->clauses) : NULL};
}

static Part read_name(Literals *literals, const char *str, const RegexToken *token)
{
    g_autofree char *name = g_strndup(str + token->start + 1, token->end - token->start - 2);
    const Part *known = g_hash_table_lookup(literals->entries, name);
    if (known)
        return copy_part(known);
    const char *entry = literals->lexicon ? lexicon_entry(literals->lexicon, name) : NULL;
    g_autofree char *party = lexicon_party(name);
    Part *part = g_new0(Part, 1);
    size_t at = 0;
    if (entry || party)
        *part = read_alternatives(literals, entry ? entry : party, &at);
    g_hash_table_insert(literals->entries, g_steal_pointer(&name), part);
    return copy_part(part);
}

static Part read_group(Literals *literals, const char *str, size_t *at, const RegexToken *open)
{
    Part part = read_alternatives(literals, str, at);
    *at = regex_next(str, *at).end; // the closing bracket
    if (open->looks) {
        part_clear(&part);
        part.strings = one_string(""); // it matches no character of its own
    }
    return part;
}

static Part read_atom(Literals *literals, const char *str, size_t *at, const RegexToken *token)
{
    switch (token->kind) {
    case REGEX_CHAR:
        return one_char(token->ch);
    case REGEX_CLASS:
        return read_class(str, token);
    case REGEX_NAME:
        return read_name(literals, str, token);
    case REGEX_OPEN:
        return read_group(literals, str, at, token);
    case REGEX_ANCHOR:
    case REGEX_CALLOUT:
        return (Part){one_string(""), NULL};
    default:
        return nothing_known();
    }
}

// What a repeat leaves of what is known.
static void repeat(Part *part, const RegexToken *token)
{
    if (token->least == 1 && token->most == 1)
        return;
    if (token->least == 0) {
        g_clear_pointer(&part->clauses, g_ptr_array_unref);
        if (token->most == 1 && part->strings) {
            GPtrArray *more = copy_strings(part->strings);
            g_ptr_array_add(more, g_strdup(""));
            g_ptr_array_unref(part->strings);
            part->strings = more;
            return;
        }
    } else if (part->strings) {
        if (!part->clauses)
            part->clauses = new_clauses();
        add_clause(part->clauses, part->strings);
    }
    g_clear_pointer(&part->strings, g_ptr_array_unref);
}

static Part read_sequence(Literals *literals, const char *str, size_t *at)
{
    Sequence sequence;
    sequence_begin(&sequence);
    while (true) {
        RegexToken token = regex_next(str, *at);
        if (token.kind == REGEX_END || token.kind == REGEX_OR || token.kind == REGEX_CLOSE ||
            token.kind == REGEX_BAD)
            return sequence_end(&sequence);
        *at = token.end;
        Part part = read_atom(literals, str, at, &token);
        RegexToken next = regex_next(str, *at);
        if (next.kind == REGEX_REPEAT) {
            *at = next.end;
            repeat(&part, &next);
        }
        append(&sequence, &part);
        part_clear(&part);
    }
}

static Part read_branches(Literals *literals, const char *str, size_t *at)
{
    g_autoptr(GArray) branches = g_array_new(FALSE, FALSE, sizeof(Part));
    g_array_set_clear_func(branches, (GDestroyNotify)part_clear);
    while (true) {
        Part branch = read_sequence(literals, str, at);
        g_array_append_val(branches, branch);
        RegexToken token = regex_next(str, *at);
        if (token.kind != REGEX_OR)
            break;
        *at = token.end;
    }
    if (branches->len == 1)
        return copy_part(&g_array_index(branches, Part, 0));
    return unite(branches);
}

static Part read_alternatives(Literals *literals, const char *str, size_t *at)
{
    if (++literals->depth > DEPTH_MOST) {
        *at = strlen(str);
        literals->lost = true;
        literals->depth--;
        return nothing_known();
    }
    Part part = read_branches(literals, str, at);
    literals->depth--;
    return part;
}

GPtrArray *literals_of(Literals *literals, const char *source)
{
    GPtrArray *clauses = new_clauses();
    g_autofree char *folded = regex_fold(source, NULL);
    size_t at = 0;
    Part part = folded ? read_alternatives(literals, folded, &at) : nothing_known();
    if (!literals->lost) {
        add_clauses(clauses, part.clauses);
        add_clause(clauses, part.strings);
    } else {
        g_hash_table_remove_all(literals->entries);
        literals->lost = false;
    }
    part_clear(&part);
    return clauses;
}
