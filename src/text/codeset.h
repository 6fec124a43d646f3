// SPDX-License-Identifier: GPL-3.0-or-later
// CodeSet: a few characters, asked of every character of a document.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "text/utf8.h"

typedef struct {
    const char *members; // UTF-8, valid, none beyond U+FFFF
    bool ready;
    uint64_t bits[0x10000 / 64]; // filled at the first question
} CodeSet;

void codeset_fill(CodeSet *set);

static inline bool codeset_has(CodeSet *set, gunichar code)
{
    if (!set->ready)
        codeset_fill(set);
    return code < 0x10000 && set->bits[code / 64] >> code % 64 & 1;
}
