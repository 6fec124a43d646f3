// SPDX-License-Identifier: GPL-3.0-or-later
// Writing: how much characters look like what people write, rather than like bytes read in a wrong
// encoding.
#pragma once

#include <glib.h>
#include <stdbool.h>

static inline bool writing_is_space(gunichar c)
{
    return c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\v' || c == ' ';
}

// Points a character, of the *seen that say something: those that are not ASCII. When `wide`, ASCII
// counts too: it is two bytes in UTF-16, as in no other reading.
double writing_score(const GString *text, bool wide, size_t *seen);

// Whether it can be the text of a file; more is asked of one whose encoding was guessed.
bool writing_is_readable(const GString *text, bool guessed);
