// SPDX-License-Identifier: GPL-3.0-or-later
// Fonts left out of a PDF: the copy is as long as the file, what was left out comes back byte for
// byte. And the readers of raw bytes that it takes stay inside them.
#include <string.h>

#include "fuzz.h"
#include "read/pdf_fonts.h"
#include "read/pdf_letter.h"
#include "read/pdf_map.h"
#include "read/pdf_raw.h"
#include "read/pdf_shown.h"

static bool *one_font(void *data, const char *name)
{
    return strlen(name) % 2 ? data : NULL;
}

static void check_fonts(GBytes *bytes)
{
    g_autoptr(Fonts) fonts = fonts_new(bytes, NULL);
    if (!fonts)
        return;
    g_assert(g_bytes_get_size(fonts_bytes(fonts)) == g_bytes_get_size(bytes));
    g_assert(!g_bytes_equal(fonts_bytes(fonts), bytes));
    for (int number = 1; number < 100; number++) {
        Type3Letters letters;
        g_assert(!fonts_letters(fonts, number, 0.03, &letters) || letters.blanks >= 0);
    }
    fonts_show(fonts);
    g_assert(g_bytes_equal(fonts_bytes(fonts), bytes));
}

// Each dictionary that begins somewhere lies inside the bytes, its pairs one behind the other.
static void check_dicts(const char *data, size_t size)
{
    const char *end = data + size;
    size_t left = 1000;
    for (const char *at = data; left && (at = memmem(at, (size_t)(end - at), "<<", 2));
         at++, left--) {
        RawDict dict;
        const char *last = at + 2;
        if (!raw_dict(at, end, &dict))
            continue;
        for (unsigned i = 0; i < dict.count; i++) {
            const RawPair *pair = &dict.pair[i];
            g_assert(pair->key >= last && *pair->key == '/' && pair->value_len > 0);
            g_assert(pair->value >= pair->key + pair->key_len);
            last = pair->value + pair->value_len;
        }
        g_assert(dict.end >= last + 2 && dict.end <= end);
    }
}

static void check_table(const char *data, size_t size)
{
    g_autoptr(Table) table = table_new(data, size);
    for (int number = 0; table && number < 100; number++) {
        const char *at = table_object(table, number);
        g_assert(!at || (at >= data && at <= data + size));
        size_t len = 0;
        bool whole = false;
        double extent = 0;
        const char *stream = table_stream(table, number, 100 + (size_t)number, &len, &whole);
        if (stream)
            letter_read(stream, len, &extent);
        g_assert(!stream || (len <= 100 + (size_t)number && stream[len] == '\0'));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bool shown[256] = {false};
    uint32_t told[MAP_CODES] = {0};
    g_autofree char *copy = g_memdup2(data, size); // of its own, so that no byte behind is read
    g_autofree char *words = g_strndup((const char *)data, size);
    g_autoptr(GBytes) bytes = g_bytes_new(data, size);
    check_fonts(bytes);
    if (size == 0)
        return 0; // nothing to point at
    check_dicts(copy, size);
    check_table(copy, size);
    shown_scan(copy, size, one_font, shown);
    map_read(words, told);
    return 0;
}
