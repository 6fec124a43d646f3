// SPDX-License-Identifier: GPL-3.0-or-later
// Sign: what a character means at the end or the beginning of a line.
#pragma once

#include <glib.h>

enum {
    SIGN_TERMINAL = 1,    // ends a sentence, or announces a list
    SIGN_CLOSING = 2,     // a closing quote or bracket
    SIGN_OPENING = 4,     // an opening bracket
    SIGN_NEVER_FIRST = 8, // begins no line that is a paragraph
    SIGN_OPEN_END = 16,   // leaves the words open when a line ends in it
    SIGN_INNER = 32,      // divides parts of a sentence
    SIGN_BLANK = 64,
    SIGN_NUMBER = 128, // may begin a Chinese enumerator
};

// The SIGN_ values that hold for it.
unsigned sign_of(gunichar c);
