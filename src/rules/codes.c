// SPDX-License-Identifier: GPL-3.0-or-later
// In front what all codes begin with, after its length; then each, what is left of it after its
// length. Numbers stand where they fall, so they are copied out.
#include "codes.h"

#include <string.h>

static size_t alike(const uint8_t *a, const uint8_t *b, size_t len)
{
    size_t at = 0;
    while (at < len && a[at] == b[at])
        at++;
    return at;
}

// What all codes begin with, of the first of them; NULL when there is none.
static const uint8_t *common_head(const GPtrArray *codes, size_t *len)
{
    const uint8_t *first = NULL;
    for (unsigned i = 0; i < codes->len; i++) {
        size_t size = 0;
        const uint8_t *code = codes->pdata[i] ? g_bytes_get_data(codes->pdata[i], &size) : NULL;
        if (code && !first)
            *len = size;
        if (code && !first)
            first = code;
        if (code)
            *len = alike(first, code, MIN(*len, size));
    }
    return first;
}

static void put(GByteArray *out, const uint8_t *bytes, size_t len)
{
    uint32_t length = (uint32_t)len;
    g_byte_array_append(out, (const guint8 *)&length, sizeof length);
    g_byte_array_append(out, bytes, length);
}

void codes_pack(GByteArray *out, const GPtrArray *codes, GArray *places)
{
    g_autoptr(GHashTable) known = g_hash_table_new(g_bytes_hash, g_bytes_equal);
    size_t head = 0;
    const uint8_t *common = common_head(codes, &head);
    if (common)
        put(out, common, head);
    for (unsigned i = 0; i < codes->len; i++) {
        GBytes *code = codes->pdata[i];
        uint32_t place = code ? out->len : CODES_NONE;
        gpointer before = NULL;
        if (code && g_hash_table_lookup_extended(known, code, NULL, &before)) {
            place = GPOINTER_TO_UINT(before);
        } else if (code) {
            size_t size = 0;
            const uint8_t *bytes = g_bytes_get_data(code, &size);
            g_hash_table_insert(known, code, GUINT_TO_POINTER(place));
            put(out, bytes + head, size - head);
        }
        g_array_append_val(places, place);
    }
}

uint8_t *codes_at(const char *packed, uint32_t place)
{
    uint32_t head = 0, rest = 0;
    memcpy(&head, packed, sizeof head);
    memcpy(&rest, packed + place, sizeof rest);
    uint8_t *code = g_malloc((size_t)head + rest);
    memcpy(code, packed + sizeof head, head);
    memcpy(code + head, packed + place + sizeof rest, rest);
    return code;
}
