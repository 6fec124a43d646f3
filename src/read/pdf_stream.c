// SPDX-License-Identifier: GPL-3.0-or-later
// Stream: what is deflated alone, as nearly all streams are, is inflated here up to the limit;
// qpdf, which knows none, is asked only for what cannot pass it.
#include "read/pdf_stream.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum {
    RATIO_LETTERS = 4, // ASCII85, where a "z" is four bytes; otherwise less than 1
    FILTERS_MOST = 4,
    PIECE = 64 * 1024, // bytes inflated at a time
};

// The most bytes that a filter makes of one.
static const struct {
    const char *name;
    size_t ratio;
} filters[] = {
    {"/FlateDecode", 1032},
    {"/LZWDecode", 4096},
    {"/ASCII85Decode", RATIO_LETTERS},
    {"/ASCIIHexDecode", 1},
};

static size_t ratio_of(qpdf_data pdf, qpdf_oh filter)
{
    for (size_t i = 0; i < G_N_ELEMENTS(filters); i++)
        if (qpdf_oh_is_name_and_equals(pdf, filter, filters[i].name))
            return filters[i].ratio;
    return 0;
}

// How a stream is packed.
typedef struct {
    qpdf_oh stream;
    size_t packed; // bytes
    size_t ratio;  // the most that it grows
    bool deflated; // and nothing else
    bool letters;  // the outermost way is ASCII85
} Packing;

static bool read_filters(qpdf_data pdf, qpdf_oh filter, Packing *packing)
{
    bool list = qpdf_oh_is_array(pdf, filter);
    int count = list ? qpdf_oh_get_array_n_items(pdf, filter) : !qpdf_oh_is_null(pdf, filter);
    packing->ratio = 1;
    for (int i = 0; i < MIN(count, FILTERS_MOST); i++) {
        size_t ratio = ratio_of(pdf, list ? qpdf_oh_get_array_item(pdf, filter, i) : filter);
        packing->letters = packing->letters || (i == 0 && ratio == RATIO_LETTERS);
        packing->ratio *= ratio;
    }
    packing->deflated = count == 1 && packing->ratio == filters[0].ratio;
    return count <= FILTERS_MOST && packing->ratio > 0;
}

// False for a stream of other filters, or with parameters, or too long.
static bool read_packing(qpdf_data pdf, qpdf_oh stream, Packing *packing)
{
    if (!qpdf_oh_is_stream(pdf, stream))
        return false;
    qpdf_oh dict = qpdf_oh_get_dict(pdf, stream), length = qpdf_oh_get_key(pdf, dict, "/Length");
    long long bytes = qpdf_oh_is_integer(pdf, length) ? qpdf_oh_get_int_value(pdf, length) : -1;
    *packing = (Packing){.stream = stream, .packed = (size_t)bytes};
    return bytes >= 0 && bytes <= STREAM_PACKED_MOST &&
           qpdf_oh_is_null(pdf, qpdf_oh_get_key(pdf, dict, "/DecodeParms")) &&
           read_filters(pdf, qpdf_oh_get_key(pdf, dict, "/Filter"), packing);
}

// Appends what deflated bytes hold while that is at most `most` in all.
static bool inflate_bytes(GByteArray *out, unsigned char *bytes, size_t len, size_t most)
{
    z_stream zip = {.next_in = bytes, .avail_in = (uInt)len};
    if (inflateInit(&zip) != Z_OK)
        return false;
    int ended = Z_OK;
    while (ended == Z_OK && out->len <= most) {
        guint before = out->len, room = (guint)MIN(most - before + 1, PIECE);
        g_byte_array_set_size(out, before + room);
        zip.next_out = out->data + before;
        zip.avail_out = room;
        ended = inflate(&zip, Z_SYNC_FLUSH);
        g_byte_array_set_size(out, before + room - zip.avail_out);
    }
    inflateEnd(&zip);
    return ended == Z_STREAM_END && out->len <= most;
}

// What a stream holds, unpacked by qpdf down to a level. The caller frees it with free(): qpdf
// allocates with malloc. NULL is no bytes.
static bool get_data(qpdf_data pdf, const Packing *packing, enum qpdf_stream_decode_level_e level,
                     unsigned char **data, size_t *len)
{
    QPDF_BOOL filtered = QPDF_FALSE;
    *data = NULL;
    return qpdf_oh_get_stream_data(pdf, packing->stream, level, &filtered, data, len) ==
               QPDF_SUCCESS &&
           (filtered || level == qpdf_dl_none);
}

static bool append_unpacked(GByteArray *out, qpdf_data pdf, const Packing *packing)
{
    unsigned char *data;
    size_t len = 0;
    bool fine = get_data(pdf, packing, qpdf_dl_generalized, &data, &len);
    if (fine && len)
        g_byte_array_append(out, data, (guint)len);
    free(data); // NOLINT: qpdf allocates with malloc
    return fine;
}

static bool append(GByteArray *out, qpdf_data pdf, const Packing *packing, size_t most)
{
    unsigned char *data;
    size_t len = 0, ratio = packing->ratio, left = most - MIN(out->len, most);
    bool fine = get_data(pdf, packing, qpdf_dl_none, &data, &len);
    if (fine && packing->letters && len &&
        !memchr(data, 'z', len)) // the one that stands for four bytes
        ratio /= RATIO_LETTERS;
    if (fine && packing->deflated)
        fine = inflate_bytes(out, data, len, most);
    else if (fine)
        fine = len <= left / ratio && append_unpacked(out, pdf, packing);
    free(data); // NOLINT: qpdf allocates with malloc
    return fine;
}

static bool append_stream(GByteArray *out, qpdf_data pdf, qpdf_oh stream, size_t most)
{
    Packing packing;
    return read_packing(pdf, stream, &packing) && append(out, pdf, &packing, most);
}

// The bytes with a NUL behind them, or NULL when they are not all there.
static char *take(GByteArray *out, bool whole, size_t *len)
{
    *len = out->len;
    g_byte_array_append(out, (const guint8 *)"", 1);
    return (char *)g_byte_array_free(out, !whole);
}

char *stream_read(qpdf_data pdf, qpdf_oh stream, size_t most, size_t *len)
{
    GByteArray *out = g_byte_array_new();
    return take(out, append_stream(out, pdf, stream, most), len);
}

char *stream_read_page(qpdf_data pdf, qpdf_oh page, size_t most, size_t *len)
{
    qpdf_oh contents = qpdf_oh_get_key_if_dict(pdf, page, "/Contents");
    if (!qpdf_oh_is_array(pdf, contents))
        return stream_read(pdf, contents, most, len);
    GByteArray *out = g_byte_array_new();
    int parts = qpdf_oh_get_array_n_items(pdf, contents);
    bool fine = parts <= STREAM_PARTS_MOST;
    for (int i = 0; i < parts && fine; i++) {
        if (out->len && out->len < most && out->data[out->len - 1] != '\n')
            g_byte_array_append(out, (const guint8 *)"\n", 1); // words end with their stream
        fine = append_stream(out, pdf, qpdf_oh_get_array_item(pdf, contents, i), most);
    }
    return take(out, fine, len);
}
