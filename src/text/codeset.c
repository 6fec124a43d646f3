// SPDX-License-Identifier: GPL-3.0-or-later
// CodeSet: a bit for every code of the Basic Multilingual Plane.
#include "text/codeset.h"

void codeset_fill(CodeSet *set)
{
    for (const char *at = set->members; *at; at = utf8_next(at)) {
        gunichar code = utf8_get(at);
        g_assert(code < 0x10000);
        set->bits[code / 64] |= 1ULL << code % 64;
    }
    set->ready = true;
}
