// SPDX-License-Identifier: GPL-3.0-or-later
// Window: the first characters of a line, full width made plain, and the numbers written in them.
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "text/utf8.h"

enum { WINDOW = 32 };

typedef struct {
    gunichar c[WINDOW + 3];  // 0 after the last
    size_t byte[WINDOW + 1]; // where each begins
    unsigned n;
} Window;

void window_fill(Window *window, const char *raw, size_t len);

// A full-width character as its plain one, any blank as a space.
static inline gunichar window_narrow(gunichar c)
{
    if (c >= 0xFF01 && c <= 0xFF5E)
        return c - 0xFEE0;
    return c == 0xA0 || c == 0x3000 || c == '\t' || (c >= 0x2000 && c <= 0x200B) ? ' ' : c;
}

static inline unsigned window_skip_blanks(const Window *window, unsigned at)
{
    while (window->c[at] == ' ' || window->c[at] == 0xFEFF)
        at++;
    return at;
}

static inline bool window_one_of(gunichar c, const char *set)
{
    for (; *set; set = utf8_next(set))
        if (utf8_get(set) == c)
            return true;
    return false;
}

static inline bool window_is_digit(gunichar c)
{
    return c >= '0' && c <= '9';
}

static inline bool window_is_letter(gunichar c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool window_is_han(gunichar c)
{
    return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF);
}

// Each reads a number and moves `at` past it.

// A Chinese number below 1,000; 0 when there is none.
int window_read_han(const Window *window, unsigned *at);
// At most so many digits; -1 when there are none, or more.
int window_read_digits(const Window *window, unsigned *at, unsigned most);
// A Roman number of at most 8 letters of one case; 0 when there is none.
int window_read_roman(const Window *window, unsigned *at);
// PRIMERA, Décima Segunda; 0 when there is none.
int window_read_spanish(const Window *window, unsigned *at);
