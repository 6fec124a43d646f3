// SPDX-License-Identifier: GPL-3.0-or-later
// Table: the one at the end of the file (ISO 32000-1, 7.5.4), and zlib for what streams hold.
#include "read/pdf_table.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum {
    ENTRY = 20, // bytes
    DIGITS = 10,
    FIRST_MOST = 4096, // bytes that the first few come from
};

struct Table {
    const char *data;
    size_t len;
    const char *entries;
    long count;
    bool encrypted;
    z_stream zip;
    bool zipped; // `zip` was set up
    GByteArray *out;
};

static const char *behind_blanks(const char *at, const char *end)
{
    while (at < end && raw_is_blank(*at))
        at++;
    return at;
}

// Reads a number, and what must stand behind it: blanks.
static const char *read_number(const char *at, const char *end, long *number)
{
    const char *digit = at;
    for (*number = 0; digit < end && digit - at < DIGITS && g_ascii_isdigit(*digit); digit++)
        *number = *number * 10 + (*digit - '0');
    return digit > at && digit < end && raw_is_blank(*digit) ? behind_blanks(digit, end) : NULL;
}

static bool begins(const char *at, const char *end, const char *word)
{
    size_t len = strlen(word);
    return at && (size_t)(end - at) >= len && memcmp(at, word, len) == 0;
}

// The one place where a file says where its table is.
static const char *find_start(const char *data, size_t len)
{
    static const char word[] = "startxref";
    const char *end = data + len, *at = memmem(data, len, word, sizeof word - 1);
    if (!at || memmem(at + 1, (size_t)(end - at) - 1, word, sizeof word - 1))
        return NULL;
    long offset = 0;
    at = read_number(behind_blanks(at + sizeof word - 1, end), end, &offset);
    return at && (size_t)offset < len ? data + offset : NULL;
}

Table *table_new(const char *data, size_t len)
{
    const char *end = data + len, *at = find_start(data, len);
    long first = 0, count = 0;
    if (!begins(data, end, "%PDF-") || !begins(at, end, "xref") ||
        !(at = read_number(behind_blanks(at + 4, end), end, &first)) || first != 0 ||
        !(at = read_number(at, end, &count)) || count > (end - at) / ENTRY)
        return NULL;
    const char *trailer = behind_blanks(at + count * ENTRY, end);
    size_t left = (size_t)(end - trailer);
    if (!begins(trailer, end, "trailer") || memmem(trailer, left, "/Prev", 5) ||
        memmem(trailer, left, "/XRefStm", 8))
        return NULL;
    Table *table = g_new0(Table, 1);
    *table = (Table){.data = data, .len = len, .entries = at, .count = count};
    table->encrypted = memmem(trailer, left, "/Encrypt", 8) != NULL;
    table->out = g_byte_array_new();
    return table;
}

void table_free(Table *table)
{
    if (!table)
        return;
    if (table->zipped)
        inflateEnd(&table->zip);
    g_byte_array_unref(table->out);
    g_free(table);
}

const char *table_object(const Table *table, int number)
{
    const char *end = table->data + table->len;
    long offset = 0, own = 0, generation = 0;
    if (number <= 0 || number >= table->count)
        return NULL;
    const char *entry = table->entries + (size_t)number * ENTRY;
    if (!read_number(entry, end, &offset) || entry[DIGITS + 7] != 'n' ||
        (size_t)offset >= table->len)
        return NULL;
    const char *at = read_number(table->data + offset, end, &own);
    at = at ? read_number(at, end, &generation) : NULL;
    if (own != number || generation != 0 || !begins(at, end, "obj"))
        return NULL;
    return behind_blanks(at + 3, end);
}

int table_reference(const RawPair *pair)
{
    long number = 0, generation = 0;
    const char *end = pair->value + pair->value_len;
    const char *at = read_number(pair->value, end, &number);
    at = at ? read_number(at, end, &generation) : NULL;
    return at && generation == 0 && end - at == 1 && *at == 'R' && number <= INT_MAX ? (int)number
                                                                                     : 0;
}

bool table_dict(const Table *table, const RawPair *pair, RawDict *dict)
{
    if (*pair->value == '<')
        return raw_dict(pair->value, pair->value + pair->value_len, dict);
    const char *body = table_object(table, table_reference(pair));
    return body && raw_dict(body, table->data + table->len, dict);
}

bool table_is_readable(const Table *table)
{
    return !table->encrypted;
}

// The bytes of a stream that is deflated, or as it is, and nothing else.
static const char *stream_bytes(const Table *table, int number, size_t *len, bool *deflated)
{
    const char *end = table->data + table->len, *at = table_object(table, number);
    RawDict dict;
    if (!at || table->encrypted || !raw_dict(at, end, &dict))
        return NULL;
    const RawPair *length = raw_pair(&dict, "/Length"), *filter = raw_pair(&dict, "/Filter");
    long bytes = 0;
    *deflated = filter != NULL;
    if (!length || dict.count != (*deflated ? 2U : 1U) || table_reference(length) ||
        (filter && (filter->value_len != 12 || !begins(filter->value, end, "/FlateDecode"))))
        return NULL;
    for (size_t i = 0; i < length->value_len; i++)
        if (i == DIGITS || !g_ascii_isdigit(length->value[i]))
            return NULL;
    bytes = atol(length->value); // NOLINT: digits
    at = behind_blanks(dict.end, end);
    if (!begins(at, end, "stream"))
        return NULL;
    at += 6;
    at += begins(at, end, "\r\n") ? 2 : 1;
    *len = (size_t)bytes;
    return at < end && bytes <= end - at ? at : NULL;
}

// Sets zlib up for bytes that it is to inflate.
static bool zip_begin(Table *table, const char *bytes, size_t len)
{
    if (table->zipped ? inflateReset(&table->zip) != Z_OK : inflateInit(&table->zip) != Z_OK)
        return false;
    table->zipped = true;
    table->zip.next_in = (Bytef *)bytes; // zlib does not write there
    table->zip.avail_in = (uInt)len;
    return true;
}

// Inflates into `out`, which has room for `most` bytes and a NUL.
static bool inflate_bytes(Table *table, const char *bytes, size_t len, size_t most)
{
    if (!zip_begin(table, bytes, len))
        return false;
    table->zip.next_out = table->out->data;
    table->zip.avail_out = (uInt)most;
    int ended = inflate(&table->zip, Z_SYNC_FLUSH);
    g_byte_array_set_size(table->out, (guint)(most - table->zip.avail_out));
    return ended == Z_STREAM_END || (ended == Z_OK && table->zip.avail_out == 0);
}

const char *table_stream(Table *table, int number, size_t most, size_t *len, bool *whole)
{
    bool deflated = false;
    size_t packed = 0;
    const char *bytes = stream_bytes(table, number, &packed, &deflated);
    if (!bytes || most > TABLE_STREAM_MOST || packed > TABLE_STREAM_MOST)
        return NULL;
    g_byte_array_set_size(table->out, (guint)most + 1);
    if (deflated && !inflate_bytes(table, bytes, packed, most))
        return NULL;
    if (!deflated) {
        g_byte_array_set_size(table->out, 0);
        g_byte_array_append(table->out, (const guint8 *)bytes, (guint)MIN(packed, most));
    }
    *len = table->out->len;
    *whole = *len < most;
    g_byte_array_append(table->out, (const guint8 *)"", 1);
    return (const char *)table->out->data;
}

// Whether a stream is deflated, as a name or a row of one says, and nothing else.
static bool is_deflated(const RawPair *filter)
{
    static const char word[] = "/FlateDecode";
    const char *at = filter->value, *end = at + filter->value_len;
    bool row = *at == '[';
    at = row ? behind_blanks(at + 1, end) : at;
    if (!begins(at, end, word))
        return false;
    at = behind_blanks(at + sizeof word - 1, end);
    return row ? end - at == 1 : at == end;
}

bool table_first_bytes(Table *table, int number, unsigned char *first, size_t count)
{
    const char *end = table->data + table->len, *at = table_object(table, number);
    RawDict dict;
    if (!at || table->encrypted || !raw_dict(at, end, &dict) || raw_pair(&dict, "/DecodeParms"))
        return false;
    const RawPair *filter = raw_pair(&dict, "/Filter");
    at = behind_blanks(dict.end, end);
    if (!filter || !is_deflated(filter) || !begins(at, end, "stream"))
        return false;
    at += strlen("stream");
    at += begins(at, end, "\r\n") ? 2 : 1;
    if (at >= end || !zip_begin(table, at, MIN((size_t)(end - at), FIRST_MOST)))
        return false;
    table->zip.next_out = first;
    table->zip.avail_out = (uInt)count;
    inflate(&table->zip, Z_SYNC_FLUSH);
    return table->zip.avail_out == 0;
}
