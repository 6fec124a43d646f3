// SPDX-License-Identifier: GPL-3.0-or-later
// One walk over the tokens. A guard stands before what follows a part of no fixed length, and
// within look-ahead of several alternatives, which mostly fails.
#include "hasten.h"

#include <string.h>

#include "rules/regex.h"

enum {
    GUARD_MOST = 96,    // characters of a guard: they are compared one by one
    ALTERNATIVES = 4,   // of look-ahead that is worth a guard
    WORTH_A_GUARD = 24, // bytes of a group without names
};

// What the walk has to know again when a group ends.
typedef struct {
    bool looks;        // look-around
    bool bare;         // no guard stands in it: a look-behind, or case counts there; or within such
    bool closes_twice; // a group was put in
    bool loose, guarded;
} Level;

typedef struct {
    StartsReader *reader;
    const char *str;
    GString *out;
    GArray *levels; // Level, of the groups that are open
    bool loose;     // the part before has no fixed length
    bool guarded;   // a guard stands just before
} Walk;

static void append_guard(GString *out, const uint32_t *firsts, size_t count)
{
    g_string_append(out, "(?=[");
    for (size_t i = 0; i < count; i++) {
        if (firsts[i] < 0x80 && !g_ascii_isalnum((char)firsts[i]))
            g_string_append_printf(out, "\\x{%x}", firsts[i]);
        else
            g_string_append_unichar(out, firsts[i]);
    }
    g_string_append(out, "])");
}

static bool is_bare(const Walk *walk)
{
    return walk->levels->len && g_array_index(walk->levels, Level, walk->levels->len - 1).bare;
}

// Whether the group switches caseless matching off, "(?-i:": the characters of a guard are small.
static bool counts_case(const char *str, const RegexToken *open)
{
    const char *off = memchr(str + open->start, '-', open->end - open->start);
    return off && open->end - open->start > 2 && str[open->start + 1] == '?' &&
           strspn(str + open->start + 2, "imsxJU-") + 3 == open->end - open->start &&
           memchr(off, 'i', (size_t)(str + open->end - off));
}

// Puts a guard before the token, of what the sequence can go on with from there.
static void guard(Walk *walk, const RegexToken *token)
{
    uint32_t firsts[GUARD_MOST];
    if (!walk->loose || walk->guarded || is_bare(walk))
        return;
    size_t count = starts_firsts(walk->reader, walk->str, token->start, false, firsts, GUARD_MOST);
    if (!count)
        return;
    append_guard(walk->out, firsts, count);
    walk->guarded = true;
}

// The alternatives of the group that is opened by the token, and whether they are long.
static unsigned count_alternatives(const char *str, const RegexToken *open, bool *many)
{
    *many = false;
    unsigned count = 1, depth = 1;
    RegexToken token = *open;
    while (depth > 0 && str[token.end]) {
        token = regex_next(str, token.end);
        if (token.kind == REGEX_BAD)
            break;
        depth += token.kind == REGEX_OPEN;
        depth -= token.kind == REGEX_CLOSE;
        count += token.kind == REGEX_OR && depth == 1;
        *many = *many || token.kind == REGEX_NAME || token.end - open->end >= WORTH_A_GUARD;
    }
    return count;
}

// A guard at the beginning of look-ahead, for all its alternatives.
static bool guard_inside(Walk *walk, const RegexToken *open, unsigned alternatives)
{
    uint32_t firsts[GUARD_MOST];
    if (alternatives < ALTERNATIVES || is_bare(walk))
        return false;
    size_t count = starts_firsts(walk->reader, walk->str, open->end, true, firsts, GUARD_MOST);
    if (!count)
        return false;
    append_guard(walk->out, firsts, count);
    g_string_append(walk->out, "(?:");
    return true;
}

static void open_group(Walk *walk, const RegexToken *token)
{
    bool many = false;
    unsigned alternatives = count_alternatives(walk->str, token, &many);
    bool behind = token->looks && walk->str[token->start + 2] == '<';
    if (token->looks || many)
        guard(walk, token);
    Level level = {.looks = token->looks,
                   .bare = behind || counts_case(walk->str, token) || is_bare(walk),
                   .loose = walk->loose,
                   .guarded = walk->guarded};
    g_string_append_len(walk->out, walk->str + token->start, (gssize)(token->end - token->start));
    level.closes_twice = token->looks && !behind && guard_inside(walk, token, alternatives);
    g_array_append_val(walk->levels, level);
    walk->loose = walk->guarded = false;
}

static void close_group(Walk *walk)
{
    Level level = {0};
    if (walk->levels->len) {
        level = g_array_index(walk->levels, Level, walk->levels->len - 1);
        g_array_set_size(walk->levels, walk->levels->len - 1);
    }
    g_string_append(walk->out, level.closes_twice ? "))" : ")");
    walk->loose = !level.looks || level.loose;
    walk->guarded = level.looks && level.guarded;
}

static void take_name(Walk *walk, const RegexToken *token)
{
    guard(walk, token);
    g_string_append_len(walk->out, walk->str + token->start, (gssize)(token->end - token->start));
    if (starts_has_width(walk->reader, walk->str, token)) {
        walk->loose = true;
        walk->guarded = false;
    }
}

static void take(Walk *walk, const RegexToken *token)
{
    switch (token->kind) {
    case REGEX_OPEN:
        open_group(walk, token);
        return;
    case REGEX_CLOSE:
        close_group(walk);
        return;
    case REGEX_NAME:
        take_name(walk, token);
        return;
    case REGEX_ANCHOR:
    case REGEX_CALLOUT:
        break;
    default:
        walk->loose = token->kind == REGEX_REPEAT;
        walk->guarded = false;
    }
    g_string_append_len(walk->out, walk->str + token->start, (gssize)(token->end - token->start));
}

char *hasten(StartsReader *reader, const char *folded)
{
    Walk walk = {.reader = reader, .str = folded, .out = g_string_new(NULL)};
    walk.levels = g_array_new(FALSE, FALSE, sizeof(Level));
    RegexToken token = {0};
    while (folded[token.end] && token.kind != REGEX_BAD) {
        token = regex_next(folded, token.end);
        take(&walk, &token);
    }
    g_array_unref(walk.levels);
    if (token.kind != REGEX_BAD)
        return g_string_free(walk.out, FALSE);
    g_string_free(walk.out, TRUE);
    return g_strdup(folded);
}
