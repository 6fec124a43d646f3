// SPDX-License-Identifier: GPL-3.0-or-later
// Raw: as much of the syntax (ISO 32000-1, 7.2 and 7.3) as the dictionaries of fonts need.
#include "read/pdf_raw.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

enum { DICT = 4096 }; // bytes in front of a name that may be its dictionary

int raw_object_at(const char *data, const char *at, const char **body)
{
    const char *first = at - MIN((size_t)(at - data), DICT);
    for (at -= 3; at > first + 4; at--) {
        if (memcmp(at, "endobj", 6) == 0)
            return 0;
        if (memcmp(at, "obj", 3) != 0 || memcmp(at - 3, " 0 ", 3) != 0)
            continue;
        const char *digit = at - 3;
        while (digit > first && g_ascii_isdigit(digit[-1]))
            digit--;
        if (body)
            *body = at + 3;
        return atoi(digit); // NOLINT: a number too large is no object's
    }
    return 0;
}

static bool is_regular(char c)
{
    return g_ascii_isalnum(c) || (c && strchr("+-._", c));
}

static const char *skip_blanks(const char *at, const char *end)
{
    while (at < end && raw_is_blank(*at))
        at++;
    return at;
}

static const char *skip_word(const char *at, const char *end)
{
    while (at < end && is_regular(*at))
        at++;
    return at;
}

// Whether "<<" or ">>" stands here.
static bool is_pair_of(char c, const char *at, const char *end)
{
    return at + 1 < end && at[0] == c && at[1] == c;
}

// Behind a bracketed row or dictionary; NULL when there is anything else inside, or no end.
static const char *skip_nested(const char *at, const char *end)
{
    int depth = 0;
    while (at < end) {
        bool opens = is_pair_of('<', at, end), closes = is_pair_of('>', at, end);
        depth += opens || *at == '[' ? 1 : closes || *at == ']' ? -1 : 0;
        if (opens || closes)
            at += 2;
        else if (*at == '[' || *at == ']' || *at == '/' || raw_is_blank(*at) || is_regular(*at))
            at++;
        else
            return NULL;
        if (depth == 0)
            return at;
    }
    return NULL;
}

// Behind a string of plain characters; NULL when there are brackets or backslashes in it.
static const char *skip_string(const char *at, const char *end)
{
    while (at < end && !strchr("()\\", *at) && *at)
        at++;
    return at < end && *at == ')' ? at + 1 : NULL;
}

// Behind a value: a name, a row, a dictionary, or words up to the next key. NULL for anything else.
static const char *skip_value(const char *at, const char *end)
{
    if (at < end && *at == '/')
        return skip_word(at + 1, end);
    if (at < end && (*at == '[' || *at == '<'))
        return skip_nested(at, end);
    if (at < end && *at == '(')
        return skip_string(at + 1, end);
    const char *after = at;
    for (const char *word; (word = skip_word(at, end)) > at; at = skip_blanks(word, end))
        after = word;
    return at < end && (*at == '/' || is_pair_of('>', at, end)) ? after : NULL;
}

bool raw_dict(const char *at, const char *end, RawDict *dict)
{
    *dict = (RawDict){.count = 0};
    if (!is_pair_of('<', at, end))
        return false;
    for (at = skip_blanks(at + 2, end); !is_pair_of('>', at, end); at = skip_blanks(at, end)) {
        if (at == end || *at != '/' || dict->count == RAW_PAIRS)
            return false;
        RawPair *pair = &dict->pair[dict->count++];
        pair->key = at;
        at = skip_word(at + 1, end);
        pair->key_len = (size_t)(at - pair->key);
        pair->value = skip_blanks(at, end);
        at = skip_value(pair->value, end);
        if (!at || at == pair->value)
            return false;
        pair->value_len = (size_t)(at - pair->value);
    }
    dict->end = at + 2;
    return true;
}

const RawPair *raw_pair(const RawDict *dict, const char *key)
{
    const RawPair *found = NULL;
    for (unsigned i = 0; i < dict->count; i++) {
        const RawPair *pair = &dict->pair[i];
        if (pair->key_len != strlen(key) || memcmp(pair->key, key, pair->key_len) != 0)
            continue;
        if (found)
            return NULL;
        found = pair;
    }
    return found;
}
