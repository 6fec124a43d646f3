// SPDX-License-Identifier: GPL-3.0-or-later
// Fingerprint: SHA-256 over type, bare words of stems and unit, and occurrence, cut to 16 digits.
#include "report/fingerprint.h"

#include <string.h>

#include "text/digest.h"
#include "text/utf8.h"

struct Fingerprints {
    const Text *text;
    const GArray *units;
    GHashTable *seen; // digest without occurrence -> how often
};

Fingerprints *fingerprints_new(const Text *text, const GArray *units)
{
    Fingerprints *prints = g_new0(Fingerprints, 1);
    prints->text = text;
    prints->units = units;
    prints->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return prints;
}

void fingerprints_free(Fingerprints *prints)
{
    if (!prints)
        return;
    g_hash_table_unref(prints->seen);
    g_free(prints);
}

// After 第: the length of "五条", "十二章" and the like, which renumbering changes; else 0.
static size_t reference_length(const char *at, const char *end)
{
    const char *from = at;
    while (at < end) {
        gunichar c = g_utf8_get_char(at);
        at = g_utf8_next_char(at);
        if (c < 128 && (g_ascii_isdigit((char)c) || c == ' '))
            continue;
        if (g_utf8_strchr("一二三四五六七八九十百零〇", -1, c))
            continue;
        bool ends = g_utf8_strchr("条章节款项", -1, c) != NULL;
        return ends ? (size_t)(at - from) : 0;
    }
    return 0;
}

// The bytes of the Han characters that stand there; all of them are letters without case.
static size_t han_length(const char *str, size_t len)
{
    static const gunichar first = 0x4E00, last = 0x9FA5, number = 0x7B2C;
    const char *at = str;
    for (const char *end = str + len; at < end; at = g_utf8_next_char(at)) {
        gunichar c = utf8_get(at);
        if (c < first || c > last || c == number)
            break;
    }
    return (size_t)(at - str);
}

void fingerprint_bare(GString *to, const char *str, size_t len, bool digits)
{
    const char *end = str + len;
    for (const char *at = str; at < end; at = g_utf8_next_char(at)) {
        size_t han = han_length(at, (size_t)(end - at));
        g_string_append_len(to, at, (gssize)han);
        at += han;
        if (at == end)
            break;
        gunichar c = utf8_get(at);
        const char *after = g_utf8_next_char(at);
        size_t number = c == 0x7B2C ? reference_length(after, end) : 0; // 第
        if (number)
            at = g_utf8_prev_char(after + number);
        else if (g_unichar_isalpha(c) || (digits && g_unichar_isdigit(c)))
            g_string_append_unichar(to, g_unichar_tolower(c));
    }
}

static void add(struct sha256_ctx *sum, const char *bytes, size_t len)
{
    sha256_update(sum, len, (const uint8_t *)bytes);
}

static void add_bare(struct sha256_ctx *sum, const char *str, size_t len)
{
    g_autoptr(GString) bare = g_string_new(NULL);
    fingerprint_bare(bare, str, len, false);
    add(sum, bare->str, bare->len);
}

// Outermost stem first. Units are a few deep; a cycle would be the text layer's bug.
static void add_unit(const Fingerprints *prints, struct sha256_ctx *sum, int32_t unit,
                     unsigned depth)
{
    if (unit == NO_UNIT || depth > 64)
        return;
    const Unit *u = &g_array_index(prints->units, Unit, (guint)unit);
    add_unit(prints, sum, u->stem, depth + 1);
    add_bare(sum, prints->text->str + u->words, u->end - u->words);
    add(sum, "\n", 1);
}

static char *short_digest(struct sha256_ctx *sum)
{
    char hex[DIGEST_DIGITS + 1];
    digest_hex(sum, hex);
    return g_strndup(hex, 16);
}

char *fingerprints_next(Fingerprints *prints, const char *type, uint32_t unit)
{
    struct sha256_ctx sum, words;
    sha256_init(&sum);
    add(&sum, type, strlen(type) + 1);
    add_unit(prints, &sum, (int32_t)unit, 0);
    words = sum;
    g_autofree char *key = g_malloc(DIGEST_DIGITS + 1);
    digest_hex(&words, key);
    unsigned before = GPOINTER_TO_UINT(g_hash_table_lookup(prints->seen, key));
    g_hash_table_replace(prints->seen, g_steal_pointer(&key), GUINT_TO_POINTER(before + 1));
    g_autofree char *occurrence = g_strdup_printf("%u", before);
    add(&sum, occurrence, strlen(occurrence));
    return short_digest(&sum);
}

char *fingerprint_absent(const char *type)
{
    struct sha256_ctx sum;
    sha256_init(&sum);
    g_autofree char *words = g_strdup_printf("%s absent", type);
    add(&sum, words, strlen(words));
    return short_digest(&sum);
}
