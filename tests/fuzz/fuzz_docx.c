// SPDX-License-Identifier: GPL-3.0-or-later
// A zip file as it is; anything else is taken for the XML of the parts of one, divided by a NUL, so
// that the fuzzer need not learn to compress.
#include <string.h>

#include "fuzz.h"

static uint32_t checksum(const uint8_t *data, size_t size)
{
    uint32_t crc = 0xFFFFFFFF;
    for (size_t i = 0; i < size; i++) {
        crc ^= data[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320 : 0);
    }
    return ~crc;
}

static void put(GByteArray *out, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++) {
        uint8_t byte = (uint8_t)(value >> 8 * i);
        g_byte_array_append(out, &byte, 1);
    }
}

// What local headers and the directory have in common.
static void put_entry(GByteArray *out, const char *name, const uint8_t *data, size_t size)
{
    put(out, 20, 2);         // version
    put(out, 0, 2);          // flags
    put(out, 0, 2);          // stored
    put(out, 0x21 << 16, 4); // time and date
    put(out, checksum(data, size), 4);
    put(out, (uint32_t)size, 4);
    put(out, (uint32_t)size, 4);
    put(out, (uint32_t)strlen(name), 2);
    put(out, 0, 2); // extra
}

static void add_part(GByteArray *zip, GByteArray *directory, const char *name, const uint8_t *data,
                     size_t size)
{
    uint32_t at = zip->len;
    put(zip, 0x04034B50, 4);
    put_entry(zip, name, data, size);
    g_byte_array_append(zip, (const uint8_t *)name, (guint)strlen(name));
    g_byte_array_append(zip, data, (guint)size);
    put(directory, 0x02014B50, 4);
    put(directory, 20, 2);
    put_entry(directory, name, data, size);
    put(directory, 0, 2); // comment
    put(directory, 0, 2); // disk
    put(directory, 0, 2); // attributes
    put(directory, 0, 4);
    put(directory, at, 4);
    g_byte_array_append(directory, (const uint8_t *)name, (guint)strlen(name));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"word/document.xml", "word/numbering.xml",
                                        "word/styles.xml", "word/_rels/document.xml.rels",
                                        "word/footnotes.xml"};
    if (size > 4 && !memcmp(data, "PK\3\4", 4)) {
        fuzz_read(data, size, "a.docx");
        return 0;
    }
    g_autoptr(GByteArray) zip = g_byte_array_new(), directory = g_byte_array_new();
    uint32_t parts = 0;
    for (const uint8_t *at = data, *end = data + size; parts < G_N_ELEMENTS(names); parts++) {
        const uint8_t *stop = at < end ? memchr(at, '\0', (size_t)(end - at)) : NULL;
        stop = stop ? stop : end;
        add_part(zip, directory, names[parts], at, (size_t)(stop - at));
        at = stop < end ? stop + 1 : end;
    }
    uint32_t at = zip->len;
    g_byte_array_append(zip, directory->data, directory->len);
    put(zip, 0x06054B50, 4);
    put(zip, 0, 4);
    put(zip, parts, 2);
    put(zip, parts, 2);
    put(zip, directory->len, 4);
    put(zip, at, 4);
    put(zip, 0, 2);
    fuzz_read(zip->data, zip->len, "a.docx");
    return 0;
}
