// SPDX-License-Identifier: GPL-3.0-or-later
// Characters beyond U+FFFF: a table of those that are simplified, and the library for the rest.

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "text/fold_inside.h"
#include "text/fold_table.h"

static int compare_pair(const void *key, const void *pair)
{
    uint32_t from = ((const FoldPair *)pair)->from, c = *(const uint32_t *)key;
    return c < from ? -1 : c > from;
}

size_t fold_astral_char(gunichar c, char *to)
{
    uint32_t key = c;
    const FoldPair *pair =
        bsearch(&key, fold_astral, fold_astral_count, sizeof *fold_astral, compare_pair);
    if (pair) {
        memcpy(to, pair->to, 4);
        return strlen(pair->to);
    }
    if (c >= 0xE0000 && c < 0xE1000) // tags and variation selectors
        return 0;
    utf8proc_int32_t parts[18]; // the longest decomposition Unicode has
    int last = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)c, parts, G_N_ELEMENTS(parts),
                                                 UTF8PROC_COMPAT | UTF8PROC_STABLE, &last);
    if (n != 1 || parts[0] >= 0x10000) // beyond the plane only single characters matter
        return (size_t)g_unichar_to_utf8(c, to);
    return fold_basic((gunichar)parts[0], to);
}
