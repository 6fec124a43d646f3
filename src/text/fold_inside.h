// SPDX-License-Identifier: GPL-3.0-or-later
// The inside of a Fold, for the files of this folder that look at single characters.
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

enum { FOLD_LONGEST = 40 }; // bytes one character may become: U+FDFA becomes 33

// What a character of the basic plane becomes, at most FOLD_LONGEST bytes: their number.
size_t fold_basic(gunichar c, char *to);
// The same beyond U+FFFF: rare enough to ask the library.
size_t fold_astral_char(gunichar c, char *to);

// Whether it stands over or under the letter before it.
static inline bool fold_is_mark(gunichar c)
{
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x1DC0 && c <= 0x1DFF);
}
