// SPDX-License-Identifier: GPL-3.0-or-later
// Raw: objects of a PDF found in its bytes, without its table of objects.
#pragma once

#include <stdbool.h>
#include <stddef.h>

static inline bool raw_is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

// White space or delimiter, as names, numbers and operators end before (ISO 32000-1, 7.2.2).
static inline bool raw_ends_word(char c)
{
    switch (c) {
    case '\0':
    case '\f':
    case '(':
    case ')':
    case '<':
    case '>':
    case '[':
    case ']':
    case '{':
    case '}':
    case '/':
    case '%':
        return true;
    default:
        return raw_is_blank(c);
    }
}

// The number of the object that a place lies in: behind the last "N 0 obj" in front of it, with no
// end of one between. 0 when that cannot be told. `body` (or NULL) is set to where it begins.
int raw_object_at(const char *data, const char *at, const char **body);

typedef struct {
    const char *key, *value; // the key with its slash
    size_t key_len, value_len;
} RawPair;

enum { RAW_PAIRS = 32 };
typedef struct {
    RawPair pair[RAW_PAIRS];
    unsigned count;
    const char *end; // behind it
} RawDict;

// Reads a dictionary of names, numbers, references, plain strings, and arrays and dictionaries that
// hold no strings. False when it is anything else.
bool raw_dict(const char *at, const char *end, RawDict *dict);

// The pair of that key; NULL when there is none, or several.
const RawPair *raw_pair(const RawDict *dict, const char *key);
