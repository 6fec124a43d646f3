// SPDX-License-Identifier: GPL-3.0-or-later
// By recursive descent over the tokens, each part becoming a string.
#include "describe.h"

#include <stdbool.h>
#include <string.h>

#include "rules/regex.h"

enum {
    CHOICES_MOST = 8, // that are shown of an alternation
    DEPTH_MOST = 24,  // of groups, and of lists that use lists
};

static const char gap[] = "…";

typedef struct {
    const char *str;
    size_t at;
    const Lexicon *lexicon;
    GPtrArray *names; // or NULL
    unsigned depth;
} Reading;

static char *read_choices(Reading *reading);

static bool is_gap(const char *words)
{
    return !*words || strcmp(words, gap) == 0;
}

static char *describe(const char *expression, const Lexicon *lexicon, GPtrArray *names,
                      unsigned depth)
{
    Reading reading = {expression, 0, lexicon, names, depth};
    return read_choices(&reading);
}

static void add_name(GPtrArray *names, const char *name)
{
    if (names && !g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL))
        g_ptr_array_add(names, g_strdup(name));
}

// A list that is nothing but room for other words is that room.
static char *read_name(const Reading *reading, const RegexToken *token)
{
    g_autofree char *name =
        g_strndup(reading->str + token->start + 1, token->end - token->start - 2);
    const char *entry = lexicon_entry(reading->lexicon, name);
    if (entry && reading->depth < DEPTH_MOST) {
        g_autofree char *words = describe(entry, reading->lexicon, NULL, reading->depth + 1);
        if (is_gap(words))
            return g_steal_pointer(&words);
    }
    add_name(reading->names, name);
    return g_strdup_printf("‹%s›", name);
}

// "[甲乙]" is a choice; a class that says what may not stand there is room for the rest.
static char *read_class(const Reading *reading, const RegexToken *token)
{
    const char *start = reading->str + token->start + 1;
    size_t len = token->end - token->start - 2;
    if (*start == '^')
        return g_strdup(gap);
    g_autofree char *inside = g_strndup(start, len);
    if (strpbrk(inside, "\\-["))
        return g_strdup_printf("[%s]", inside);
    GString *choice = g_string_new("(");
    for (const char *at = inside; *at; at = g_utf8_next_char(at)) {
        g_string_append(choice, at == inside ? "" : "/");
        g_string_append_unichar(choice, g_utf8_get_char(at));
    }
    g_string_append_c(choice, ')');
    return g_string_free(choice, FALSE);
}

static char *read_escape(const Reading *reading, const RegexToken *token)
{
    char kind = reading->str[token->start + 1];
    return g_strdup(kind == 'd' ? "0-9" : kind == 's' ? " " : gap);
}

static char *read_group(Reading *reading, const RegexToken *token)
{
    reading->depth++;
    g_autofree char *words = read_choices(reading);
    reading->depth--;
    reading->at = regex_next(reading->str, reading->at).end; // the closing parenthesis
    return token->looks ? g_strdup("") : g_steal_pointer(&words);
}

// The words of what the token begins; NULL when it ends a choice.
static char *read_atom(Reading *reading, const RegexToken *token)
{
    switch (token->kind) {
    case REGEX_CHAR: {
        char utf8[7] = {0};
        g_unichar_to_utf8(token->ch, utf8);
        return g_strdup(utf8);
    }
    case REGEX_CLASS:
        return read_class(reading, token);
    case REGEX_NAME:
        return read_name(reading, token);
    case REGEX_ESCAPE:
        return read_escape(reading, token);
    case REGEX_OPEN:
        return reading->depth < DEPTH_MOST ? read_group(reading, token) : NULL;
    case REGEX_ANY:
        return g_strdup(gap);
    case REGEX_ANCHOR:
    case REGEX_CALLOUT:
    case REGEX_OTHER:
        return g_strdup("");
    default:
        return NULL;
    }
}

// Appends a part; room beside room is one, and a blank stands on both sides of it.
static void append_part(GString *words, const char *part)
{
    if (strcmp(part, gap) == 0) {
        if (!g_str_has_suffix(words->str, "… "))
            g_string_append(words,
                            words->len == 0 || g_str_has_suffix(words->str, " ") ? "… " : " … ");
        return;
    }
    g_string_append(words, part);
}

static char *read_sequence(Reading *reading)
{
    GString *words = g_string_new(NULL);
    for (;;) {
        RegexToken token = regex_next(reading->str, reading->at);
        size_t at = reading->at;
        reading->at = token.end;
        g_autofree char *part = read_atom(reading, &token);
        if (!part) {
            reading->at = at;
            break;
        }
        RegexToken repeat = regex_next(reading->str, reading->at);
        bool repeated = repeat.kind == REGEX_REPEAT;
        if (repeated)
            reading->at = repeat.end;
        if (repeated && repeat.least == 0 && !is_gap(part)) {
            g_autofree char *optional = g_strdup_printf("[%s]", part);
            append_part(words, optional);
        } else {
            append_part(words, part);
        }
    }
    g_strstrip(words->str);
    return g_string_free(words, FALSE);
}

static char *read_choices(Reading *reading)
{
    GString *all = g_string_new(NULL);
    unsigned count = 0;
    bool none = false; // one of them is empty
    for (;;) {
        g_autofree char *one = read_sequence(reading);
        none = none || !*one;
        if (*one && ++count <= CHOICES_MOST)
            g_string_append_printf(all, "%s%s", count > 1 ? " / " : "", one);
        RegexToken token = regex_next(reading->str, reading->at);
        if (token.kind != REGEX_OR)
            break;
        reading->at = token.end;
    }
    if (count > CHOICES_MOST)
        g_string_append(all, " / …");
    if ((count > 1 || (count && none)) && reading->depth > 0) {
        g_string_prepend_c(all, none ? '[' : '(');
        g_string_append_c(all, none ? ']' : ')');
    }
    return g_string_free(all, FALSE);
}

char *describe_expression(const char *expression, const Lexicon *lexicon, GPtrArray *names)
{
    return describe(expression, lexicon, names, 0);
}

char *describe_list(const char *name, const Lexicon *lexicon, GPtrArray *names)
{
    const char *entry = lexicon_entry(lexicon, name);
    return entry ? describe(entry, lexicon, names, 0) : NULL;
}
