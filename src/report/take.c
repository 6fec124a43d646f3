// SPDX-License-Identifier: GPL-3.0-or-later
// JSON read in the order in which it stands.
#include "report/take.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "text/fault.h"

enum { NUMBER_MOST = 48 }; // characters of a number

void take_unsound(const Take *take, const char *key)
{
    if (take->reading->sound)
        g_set_error(take->reading->error, FAULT_DOMAIN, FAULT_DAMAGED, "report: %s: unsound %s",
                    take->where, key);
    take->reading->sound = false;
}

static void skip_blanks(Reading *reading)
{
    while (reading->at < reading->end && strchr(" \n\r\t", *reading->at) && *reading->at)
        reading->at++;
}

// Whether the next character, blanks apart, is that one; it is then taken.
static bool takes(Reading *reading, char c)
{
    skip_blanks(reading);
    if (!reading->sound || reading->at == reading->end || *reading->at != c)
        return false;
    reading->at++;
    return true;
}

static bool takes_word(Reading *reading, const char *word)
{
    size_t len = strlen(word);
    skip_blanks(reading);
    if (!reading->sound || (size_t)(reading->end - reading->at) < len ||
        memcmp(reading->at, word, len) != 0)
        return false;
    reading->at += len;
    return true;
}

// --- strings ---

static bool take_hex_digits(Reading *reading, gunichar *c)
{
    *c = 0;
    if (reading->end - reading->at < 4)
        return false;
    for (unsigned i = 0; i < 4; i++) {
        int digit = g_ascii_xdigit_value(*reading->at++);
        if (digit < 0)
            return false;
        *c = *c << 4 | (gunichar)digit;
    }
    return true;
}

// What stands behind \u: a character, or two halves of one. U+0000 is none.
static bool take_code(Reading *reading)
{
    gunichar c = 0, low = 0;
    if (!take_hex_digits(reading, &c))
        return false;
    if (c >= 0xD800 && c < 0xDC00) {
        if (reading->end - reading->at < 2 || memcmp(reading->at, "\\u", 2) != 0)
            return false;
        reading->at += 2;
        if (!take_hex_digits(reading, &low) || low < 0xDC00 || low >= 0xE000)
            return false;
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
    }
    if (c == 0 || !g_unichar_validate(c))
        return false;
    g_string_append_unichar(reading->room, c);
    return true;
}

static bool take_escape(Reading *reading)
{
    static const char names[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    if (reading->at == reading->end || !*reading->at)
        return false;
    char c = *reading->at++;
    const char *name = strchr(names, c);
    if (name)
        g_string_append_c(reading->room, meant[name - names]);
    return name || (c == 'u' && take_code(reading));
}

// The bytes of a string that may stand in it as they are.
static size_t plain_bytes(const Reading *reading)
{
    const char *at = reading->at;
    while (at < reading->end && *at != '"' && *at != '\\' && (unsigned char)*at >= ' ')
        at++;
    return (size_t)(at - reading->at);
}

// A string, behind its first quote: a piece of the reading, or of its room, valid until the next.
// NULL when it is none.
static const char *take_bytes(Reading *reading, size_t *len)
{
    const char *text = reading->at;
    *len = plain_bytes(reading);
    reading->at += *len;
    if (reading->at < reading->end && *reading->at == '"') {
        reading->at++;
        return text;
    }
    g_string_truncate(reading->room, 0);
    g_string_append_len(reading->room, text, (gssize)*len);
    while (reading->at < reading->end && *reading->at == '\\') {
        reading->at++;
        if (!take_escape(reading))
            return NULL;
        size_t plain = plain_bytes(reading);
        g_string_append_len(reading->room, reading->at, (gssize)plain);
        reading->at += plain;
    }
    if (reading->at == reading->end || *reading->at++ != '"')
        return NULL;
    *len = reading->room->len;
    return reading->room->str;
}

// --- members ---

bool take_goes_on(Take *take, char close)
{
    Reading *reading = take->reading;
    if (takes(reading, close))
        return false;
    if (take->begun && !takes(reading, ','))
        take_unsound(take, "end");
    take->begun = true;
    return reading->sound;
}

static void take_key(Take *take, const char *key)
{
    Reading *reading = take->reading;
    size_t len = strlen(key);
    if (take->begun && !takes(reading, ','))
        take_unsound(take, key);
    take->begun = true;
    skip_blanks(reading);
    if (!reading->sound || (size_t)(reading->end - reading->at) < len + 2 ||
        reading->at[0] != '"' || memcmp(reading->at + 1, key, len) != 0 ||
        reading->at[len + 1] != '"') {
        take_unsound(take, key);
        return;
    }
    reading->at += len + 2;
    if (!takes(reading, ':'))
        take_unsound(take, key);
}

void take_end(Take *take)
{
    if (!takes(take->reading, '}'))
        take_unsound(take, "end");
}

Take take_inside(const Take *take, const char *where)
{
    Take within = {take->reading, where, false};
    if (!takes(take->reading, '{'))
        take_unsound(&within, where);
    return within;
}

Take take_object(Take *take, const char *key, bool optional, bool *there)
{
    take_key(take, key);
    bool null = optional && takes_word(take->reading, "null");
    Take within = null ? (Take){take->reading, key, false} : take_inside(take, key);
    if (there)
        *there = !null && take->reading->sound;
    return within;
}

Take take_items(const Take *take, const char *where)
{
    if (!takes(take->reading, '['))
        take_unsound(take, where);
    return (Take){take->reading, where, false};
}

Take take_array(Take *take, const char *key)
{
    take_key(take, key);
    return take_items(take, key);
}

void take_nothing_more(Take *take)
{
    skip_blanks(take->reading);
    if (take->reading->at != take->reading->end)
        take_unsound(take, "end");
}

// The bytes of a string; what is not sound is an empty one.
static const char *string_value(const Take *take, const char *key, size_t *len)
{
    *len = 0;
    const char *text = takes(take->reading, '"') ? take_bytes(take->reading, len) : NULL;
    if (!text)
        take_unsound(take, key);
    if (!take->reading->sound)
        *len = 0;
    return text ? text : "";
}

char *take_item(Take *items)
{
    size_t len = 0;
    const char *text = string_value(items, items->where, &len);
    return g_strndup(text, len);
}

char *take_text(Take *take, const char *key, bool optional)
{
    size_t len = 0;
    take_key(take, key);
    if (optional && takes_word(take->reading, "null"))
        return NULL;
    const char *text = string_value(take, key, &len);
    return g_strndup(text, len);
}

char *take_any_key(Take *take)
{
    size_t len = 0;
    const char *text = string_value(take, "key", &len);
    g_autofree char *key = g_strndup(text, len);
    if (!takes(take->reading, ':'))
        take_unsound(take, "key");
    return g_steal_pointer(&key);
}

bool take_is_null(Take *take, const char *key)
{
    take_key(take, key);
    return takes_word(take->reading, "null");
}

// --- numbers and words ---

// A number as JSON writes it; NaN when there is none.
static double take_digits(Reading *reading)
{
    char digits[NUMBER_MOST + 1];
    size_t len = 0, most = MIN((size_t)(reading->end - reading->at), NUMBER_MOST);
    uint64_t whole = 0;
    while (len < most && g_ascii_isdigit(reading->at[len]))
        whole = whole * 10 + (uint64_t)(reading->at[len++] - '0');
    bool plain = len == most || !strchr(".eE+-", reading->at[len]);
    if (len > 0 && len < 16 && plain && (len == 1 || reading->at[0] != '0')) {
        reading->at += len;
        return (double)whole;
    }
    for (len = 0; len < most && strchr("0123456789.eE+-", reading->at[len]) && reading->at[len];)
        len++;
    memcpy(digits, reading->at, len);
    digits[len] = '\0';
    bool number =
        len > 0 && g_ascii_isdigit(digits[digits[0] == '-']) && g_ascii_isdigit(digits[len - 1]);
    bool zero = digits[0] == '0' && g_ascii_isdigit(digits[1]);
    char *end = digits;
    double value = number && !zero ? g_ascii_strtod(digits, &end) : NAN;
    reading->at += len;
    return *end ? NAN : value;
}

double take_number(const Take *take, const char *key, double least, double most)
{
    skip_blanks(take->reading);
    double value = take->reading->sound ? take_digits(take->reading) : NAN;
    if (!(value >= least && value <= most))
        take_unsound(take, key);
    return take->reading->sound ? value : 0;
}

double take_whole_number(const Take *take, const char *key, double least, double most)
{
    double value = take_number(take, key, least, most);
    if (value != floor(value))
        take_unsound(take, key);
    return take->reading->sound ? value : 0;
}

double take_whole(Take *take, const char *key, double least, double most)
{
    take_key(take, key);
    return take_whole_number(take, key, least, most);
}

int take_count(Take *take, const char *key, int most)
{
    take_key(take, key);
    return takes_word(take->reading, "null") ? 0 : (int)take_whole_number(take, key, 1, most);
}

double take_real(Take *take, const char *key, double least, double most)
{
    take_key(take, key);
    return take_number(take, key, least, most);
}

bool take_bool(Take *take, const char *key)
{
    take_key(take, key);
    bool truth = takes_word(take->reading, "true");
    if (!truth && !takes_word(take->reading, "false"))
        take_unsound(take, key);
    return truth;
}

unsigned take_word(Take *take, const char *key, unsigned count, const char *(*name)(unsigned))
{
    size_t len = 0;
    take_key(take, key);
    const char *word = string_value(take, key, &len);
    for (unsigned i = 0; i < count && take->reading->sound; i++)
        if (strlen(name(i)) == len && memcmp(name(i), word, len) == 0)
            return i;
    take_unsound(take, key);
    return 0;
}
