// SPDX-License-Identifier: GPL-3.0-or-later
// By recursive descent. What it cannot follow makes it lost, and then nothing is said of the whole.
#include "regex_walk.h"

#include <string.h>

enum { DEPTH_MOST = 64 };

static void *read_alternatives(RegexWalk *walk, const char *str, size_t *at);

static void *read_name(RegexWalk *walk, const char *str, const RegexToken *token)
{
    g_autofree char *name = g_strndup(str + token->start + 1, token->end - token->start - 2);
    void *part = g_hash_table_lookup(walk->entries, name);
    if (part)
        return walk->meaning->ref(part);
    const char *entry = walk->lexicon ? lexicon_entry(walk->lexicon, name) : NULL;
    g_autofree char *party = lexicon_party(name);
    const char *expression = entry ? entry : party;
    size_t at = 0;
    part = expression ? read_alternatives(walk, expression, &at) : walk->meaning->unknown();
    walk->lost = walk->lost || (expression && expression[at]);
    g_hash_table_insert(walk->entries, g_steal_pointer(&name), part);
    return walk->meaning->ref(part);
}

static void *read_group(RegexWalk *walk, const char *str, size_t *at, bool looks)
{
    void *part = read_alternatives(walk, str, at);
    RegexToken close = regex_next(str, *at);
    walk->lost = walk->lost || close.kind != REGEX_CLOSE;
    *at = close.end;
    if (!looks)
        return part;
    walk->meaning->unref(part);
    return walk->meaning->empty();
}

// \G knows where the search began, every other only where it stands.
static void *read_anchor(const RegexMeaning *meaning, const char *anchor)
{
    if (strncmp(anchor, "\\G", 2) == 0)
        return meaning->unknown();
    bool start = *anchor == '^' || strncmp(anchor, "\\A", 2) == 0;
    return start ? meaning->start() : meaning->empty();
}

// (?m) and (?m:...), but not (?-m)
static bool turns_to_lines(const char *str, const RegexToken *token)
{
    const char *group = str + token->start;
    size_t len = token->end - token->start;
    if (len < 4 || memcmp(group, "(?", 2) != 0 || !strchr("ims", group[2]))
        return false;
    const char *flag = memchr(group, 'm', len);
    return flag && !memchr(group, '-', (size_t)(flag - group));
}

static void *read_atom(RegexWalk *walk, const char *str, size_t *at, const RegexToken *token)
{
    const RegexMeaning *meaning = walk->meaning;
    walk->lost = walk->lost || turns_to_lines(str, token);
    switch (token->kind) {
    case REGEX_CHAR:
        return meaning->character(token->ch);
    case REGEX_CLASS:
        return meaning->set(str, token);
    case REGEX_ANY:
        return meaning->any();
    case REGEX_ESCAPE: // \R and \X may be more than one
        return strchr("RX", str[token->start + 1]) ? meaning->unknown() : meaning->any();
    case REGEX_NAME:
        return read_name(walk, str, token);
    case REGEX_OPEN:
        return read_group(walk, str, at, token->looks);
    case REGEX_CALLOUT:
        return meaning->empty();
    case REGEX_ANCHOR:
        return read_anchor(meaning, str + token->start);
    default:
        return meaning->unknown();
    }
}

static void *read_repeated(RegexWalk *walk, const char *str, size_t *at, const RegexToken *token)
{
    void *part = read_atom(walk, str, at, token);
    RegexToken next = regex_next(str, *at);
    if (next.kind != REGEX_REPEAT)
        return part;
    *at = next.end;
    void *repeated = walk->meaning->repeat(part, &next);
    walk->meaning->unref(part);
    // cppcheck-suppress returnDanglingLifetime // a meaning only borrows the token
    return repeated;
}

static void *read_sequence(RegexWalk *walk, const char *str, size_t *at)
{
    g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(walk->meaning->unref);
    while (true) {
        RegexToken token = regex_next(str, *at);
        if (token.kind == REGEX_END || token.kind == REGEX_OR || token.kind == REGEX_CLOSE ||
            token.kind == REGEX_BAD)
            return walk->meaning->sequence(parts);
        *at = token.end;
        g_ptr_array_add(parts, read_repeated(walk, str, at, &token));
    }
}

static void *read_branches(RegexWalk *walk, const char *str, size_t *at)
{
    g_autoptr(GPtrArray) branches = g_ptr_array_new_with_free_func(walk->meaning->unref);
    g_ptr_array_add(branches, read_sequence(walk, str, at));
    for (RegexToken token = regex_next(str, *at); token.kind == REGEX_OR;
         token = regex_next(str, *at)) {
        *at = token.end;
        g_ptr_array_add(branches, read_sequence(walk, str, at));
    }
    return branches->len > 1 ? walk->meaning->unite(branches)
                             : walk->meaning->ref(branches->pdata[0]);
}

static void *read_alternatives(RegexWalk *walk, const char *str, size_t *at)
{
    if (walk->depth == DEPTH_MOST) {
        *at = strlen(str);
        walk->lost = true;
        return walk->meaning->unknown();
    }
    walk->depth++;
    void *part = read_branches(walk, str, at);
    walk->depth--;
    return part;
}

void regex_walk_begin(RegexWalk *walk, const RegexMeaning *meaning, const Lexicon *lexicon)
{
    *walk = (RegexWalk){.meaning = meaning, .lexicon = lexicon};
    walk->entries = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, meaning->unref);
}

void regex_walk_end(RegexWalk *walk)
{
    g_hash_table_unref(walk->entries);
}

// What was found, unless the walk was lost: then what it learned of entries is forgotten, too.
static void *found(RegexWalk *walk, void *part)
{
    if (!walk->lost)
        return part;
    walk->lost = false;
    g_hash_table_remove_all(walk->entries);
    walk->meaning->unref(part);
    return walk->meaning->unknown();
}

void *regex_walk_source(RegexWalk *walk, const char *source)
{
    g_autofree char *folded = regex_fold(source, NULL);
    if (!folded)
        return walk->meaning->unknown();
    size_t at = 0;
    void *part = read_alternatives(walk, folded, &at);
    walk->lost = walk->lost || folded[at];
    return found(walk, part);
}

void *regex_walk_from(RegexWalk *walk, const char *folded, size_t at, bool all)
{
    return found(walk,
                 all ? read_alternatives(walk, folded, &at) : read_sequence(walk, folded, &at));
}

void *regex_walk_name(RegexWalk *walk, const char *folded, const RegexToken *name)
{
    return found(walk, read_name(walk, folded, name));
}

// One character of a class, escaped or not; 0 for what is more than one.
static gunichar class_char(const char *str, size_t *at)
{
    static const char blanks[] = "tnrf";
    bool escaped = str[*at] == '\\';
    const char *letter = escaped && str[*at + 1] ? strchr(blanks, str[*at + 1]) : NULL;
    if (letter) {
        *at += 2;
        return (gunichar) "\t\n\r\f"[letter - blanks];
    }
    if ((escaped && !g_ascii_ispunct(str[*at + 1])) || (!escaped && str[*at] == '['))
        return 0;
    *at += escaped;
    gunichar c = g_utf8_get_char(str + *at);
    *at += (size_t)(g_utf8_next_char(str + *at) - (str + *at));
    return c;
}

bool regex_walk_range(const char *str, size_t *at, size_t end, gunichar *from, gunichar *to)
{
    *from = *to = class_char(str, at);
    if (*from && str[*at] == '-' && *at + 1 < end) {
        ++*at;
        *to = class_char(str, at);
    }
    return *from && *to;
}
