// SPDX-License-Identifier: GPL-3.0-or-later
// Content: the streams and dictionaries of a PDF file, read without building its objects.
//
// What a page draws is known by number: "/Contents 7 0 R". Each stream so named is followed, and
// must be there; any other that shows words makes the answer no. Two rounds, as the dictionaries
// that name them may stand in streams themselves.
#include "read/pdf_content.h"

#include <gio/gio.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "read/pdf_operators.h"

enum {
    DICT = 4096, // bytes in front of a stream that may be its dictionary
    PIECE = 65536,
    STREAM_MOST = 32 << 20, // bytes of one stream
    BLANKS_MOST = 3,        // letters of a font that may draw nothing, as the space does
};
static const double OPAQUE = 0.97;

typedef struct {
    const char *data;
    size_t len;
    GHashTable *pages; // numbers of the streams that pages draw → how often they were followed
    bool forms, inks;
    GPtrArray *fonts;     // GArray of int: the letters of each Type 3 font, by number
    GHashTable *blanks;   // numbers of the letters that draw nothing
    Operators *operators; // in the second round
    GConverter *zlib;
    GByteArray
        *inflated; // kept from stream to stream; the first inflated_len bytes are of this one
    size_t inflated_len;
} Content;

// A stream with what stands in front of it.
typedef struct {
    const char *dict;
    size_t dict_len;
    const char *data;
    size_t len;
    int number; // of its object; 0 when not known
} Stream;

static bool names(const char *data, size_t len, const char *name)
{
    return memmem(data, len, name, strlen(name)) != NULL;
}

// Whether a number follows one of the opacity keys that makes paint transparent.
static bool is_transparent(const char *data, size_t len)
{
    static const char *const keys[] = {"/ca", "/CA"};
    for (size_t k = 0; k < G_N_ELEMENTS(keys); k++) {
        const char *at = data;
        while ((at = memmem(at, (size_t)(data + len - at), keys[k], 3))) {
            at += 3;
            while (at < data + len && g_ascii_isspace(*at))
                at++;
            if (at < data + len && (g_ascii_isdigit(*at) || *at == '.')) {
                g_autofree char *number = g_strndup(at, MIN((size_t)(data + len - at), 12));
                if (g_ascii_strtod(number, NULL) < OPAQUE)
                    return true;
            }
        }
    }
    return false;
}

// Whether a name is spelled with letters as numbers, which nobody does who has nothing to hide.
static bool is_disguised(const char *data, size_t len)
{
    const char *at = data;
    while ((at = memchr(at, '#', (size_t)(data + len - at)))) {
        at++;
        if (data + len - at >= 2 && g_ascii_isxdigit(at[0]) && g_ascii_isxdigit(at[1])) {
            int code = g_ascii_xdigit_value(at[0]) * 16 + g_ascii_xdigit_value(at[1]);
            if (code < 0x80 && g_ascii_isalpha(code))
                return true;
        }
    }
    return false;
}

// Whether paint may mix with what lies below it in another way than covering it.
static bool blends(const char *data, size_t len)
{
    for (const char *at = data; (at = memmem(at, (size_t)(data + len - at), "/BM", 3));) {
        at += 3;
        while (at < data + len && g_ascii_isspace(*at))
            at++;
        size_t left = (size_t)(data + len - at);
        if (!(left > 7 && !memcmp(at, "/Normal", 7)) &&
            !(left > 11 && !memcmp(at, "/Compatible", 11)))
            return true;
    }
    return false;
}

// Takes up the numbers behind "/Contents". False when a page's drawing stands in several streams.
static bool note_pages(Content *content, const char *data, size_t len)
{
    for (const char *at = data; (at = memmem(at, (size_t)(data + len - at), "/Contents", 9));) {
        at += 9;
        const char *end = data + len;
        bool row = false;
        for (; at < end && (g_ascii_isspace(*at) || (*at == '[' && !row)); at++)
            row = row || *at == '[';
        if (at >= end || !g_ascii_isdigit(*at))
            continue; // the words of a note
        int number = (int)g_ascii_strtoll(at, NULL, 10);
        const char *close = row ? memchr(at, ']', (size_t)(end - at)) : NULL;
        const char *first = close ? memchr(at, 'R', (size_t)(close - at)) : NULL;
        if (row && (!first || memchr(first + 1, 'R', (size_t)(close - first - 1))))
            return false;
        g_hash_table_insert(content->pages, GINT_TO_POINTER(number), GINT_TO_POINTER(0));
    }
    return true;
}

// Takes up the letters of Type 3 fonts. False when they are listed elsewhere.
static bool note_letters(Content *content, const char *data, size_t len)
{
    for (const char *at = data; (at = memmem(at, (size_t)(data + len - at), "/CharProcs", 10));) {
        at += 10;
        while (at < data + len && (g_ascii_isspace(*at) || *at == '<'))
            at++;
        const char *end = memmem(at, (size_t)(data + len - at), ">>", 2);
        if (!end || at[-1] != '<')
            return false;
        GArray *letters = g_array_new(FALSE, FALSE, sizeof(int));
        g_ptr_array_add(content->fonts, letters);
        g_autofree char *words = g_strndup(at, (size_t)(end - at));
        g_auto(GStrv) parts = g_strsplit_set(words, " \t\r\n", -1);
        for (size_t i = 0; parts[i]; i++)
            if (g_ascii_isdigit(*parts[i]) && strcmp(parts[i], "0") != 0) {
                int number = atoi(parts[i]);
                g_array_append_val(letters, number);
            }
    }
    return true;
}

// Dictionaries outside streams, or in a stream of objects. False when they speak of what may hide
// words: layers, transparency, masks.
static bool look_at_objects(Content *content, const char *data, size_t len)
{
    content->inks =
        content->inks || names(data, len, "/Separation") || names(data, len, "/DeviceN");
    return !names(data, len, "/OCProperties") && !names(data, len, "/Encrypt") &&
           !names(data, len, "/Luminosity") && !names(data, len, "/S/Alpha") &&
           !names(data, len, "/S /Alpha") && !is_transparent(data, len) && !blends(data, len) &&
           !is_disguised(data, len) && note_pages(content, data, len) &&
           note_letters(content, data, len);
}

// Inflates into content->inflated. False when it is not deflated data or too much.
static bool inflate_stream(Content *content, const char *data, size_t len)
{
    GByteArray *out = content->inflated;
    GConverterResult result = G_CONVERTER_CONVERTED;
    size_t have = 0;
    g_converter_reset(content->zlib);
    while (result == G_CONVERTER_CONVERTED && have < STREAM_MOST) {
        gsize read = 0, written = 0;
        if (out->len < have + PIECE)
            g_byte_array_set_size(out, (guint)MAX(have + PIECE, 2 * have));
        result = g_converter_convert(content->zlib, data, len, out->data + have, out->len - have,
                                     G_CONVERTER_INPUT_AT_END, &read, &written, NULL);
        have += written;
        data += read;
        len -= read;
    }
    content->inflated_len = have;
    return result == G_CONVERTER_FINISHED;
}

// Undoes ASCII85, the way some programs wrap what they deflated.
static GByteArray *unwrapped(const char *data, size_t len)
{
    GByteArray *out = g_byte_array_sized_new((guint)MIN(len, STREAM_MOST));
    uint32_t group = 0;
    guint count = 0;
    for (size_t i = 0; i < len && data[i] != '~'; i++) {
        static const guint8 zeros[4] = {0};
        if (data[i] == 'z' && count == 0)
            g_byte_array_append(out, zeros, 4);
        if (data[i] < '!' || data[i] > 'u')
            continue;
        group = group * 85 + (uint32_t)(data[i] - '!');
        if (++count < 5)
            continue;
        guint8 four[4] = {(guint8)(group >> 24), (guint8)(group >> 16), (guint8)(group >> 8),
                          (guint8)group};
        g_byte_array_append(out, four, 4);
        group = 0;
        count = 0;
    }
    for (guint i = count; count && i < 5; i++)
        group = group * 85 + 84;
    for (guint i = 0; i + 1 < count; i++) {
        guint8 byte = (guint8)(group >> (24 - 8 * i));
        g_byte_array_append(out, &byte, 1);
    }
    return out;
}

// Streams that draw nothing: pictures, fonts, tables of objects, metadata, colour profiles.
static bool draws_nothing(const char *dict, size_t len)
{
    static const char *const kinds[] = {"/Image",    "/Length1",   "Type1C",    "Type0C",
                                        "/OpenType", "/XRef",      "/Metadata", "/XML",
                                        "/N 3",      "/DCTDecode", "/CIDSet",   "/CMap"};
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (names(dict, len, kinds[i]))
            return true;
    return false;
}

// The dictionary in front of a stream: from the last "obj" on.
static const char *dictionary(const char *data, const char *stream)
{
    const char *first = stream - MIN((size_t)(stream - data), DICT);
    for (const char *at = stream; at > first + 3; at--)
        if (memcmp(at - 3, "obj", 3) == 0)
            return at;
    return first;
}

// The number of the object whose dictionary begins behind its "obj"; 0 when there is none.
static int object_number(const char *data, const char *dict)
{
    const char *at = dict - 3;
    if (at <= data || memcmp(at, "obj", 3) != 0)
        return 0;
    for (int back = 0; back < 2; back++) { // generation, then number
        while (at > data && g_ascii_isspace(at[-1]))
            at--;
        if (at == data || !g_ascii_isdigit(at[-1]))
            return 0;
        while (at > data && g_ascii_isdigit(at[-1]))
            at--;
    }
    return (int)g_ascii_strtoll(at, NULL, 10);
}

// The length that a stream's dictionary states, or -1.
static gint64 stated_length(const Stream *stream)
{
    const char *at = memmem(stream->dict, stream->dict_len, "/Length", 7);
    if (!at)
        return -1;
    g_autofree char *words =
        g_strndup(at + 7, MIN(stream->dict_len - (size_t)(at + 7 - stream->dict), 24));
    char *end;
    gint64 length = g_ascii_strtoll(words, &end, 10);
    bool elsewhere = end == words || strstr(end, " R") == end + strspn(end, " 0123456789") - 1;
    return elsewhere ? -1 : length;
}

// Whether a stream is deflated once, and wrapped in ASCII at most: other filters, several of one
// kind, and numbers before they are differences are left to those who draw.
static bool is_simple(const Stream *stream)
{
    static const char *const others[] = {"HexDecode", "/LZW",      "/RunLength", "/CCITT",
                                         "/DCT",      "/JPX",      "/JBIG",      "/DecodeParms",
                                         "/Crypt",    "/Predictor"};
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
        if (names(stream->dict, stream->dict_len, others[i]))
            return false;
    const char *flate = memmem(stream->dict, stream->dict_len, "/FlateDecode", 12);
    if (!flate)
        return false;
    size_t left = stream->dict_len - (size_t)(flate + 12 - stream->dict);
    return !names(flate + 12, left, "/FlateDecode");
}

// Undoes a stream's filters. False when it cannot be read. What has none must be as long as its
// dictionary says: "endstream" can stand inside it.
static bool decode(Content *content, Stream *stream, GByteArray **wrapped)
{
    if (!names(stream->dict, stream->dict_len, "/Filter")) {
        gint64 length = stated_length(stream);
        return length >= 0 && ABS(length - (gint64)stream->len) <= 2;
    }
    if (!is_simple(stream))
        return false;
    if (names(stream->dict, stream->dict_len, "/ASCII85Decode")) {
        *wrapped = unwrapped(stream->data, stream->len);
        stream->data = (const char *)(*wrapped)->data;
        stream->len = (*wrapped)->len;
    }
    if (!inflate_stream(content, stream->data, stream->len))
        return false;
    stream->data = (const char *)content->inflated->data;
    stream->len = content->inflated_len;
    return true;
}

// Looks at a letter of a Type 3 font: whether it draws nothing, and whether in a colour of its own.
static bool is_letter(const char *data, size_t len, bool *blank, bool *colored)
{
    const char *own = memmem(data, MIN(len, 120), " d0", 3);
    const char *at = own ? own : memmem(data, MIN(len, 120), " d1", 3);
    if (!at)
        return false;
    at += 3;
    size_t left = (size_t)(data + len - at);
    *colored = own && (names(at, left, " g") || names(at, left, " rg") || names(at, left, "cs"));
    *blank = true;
    for (size_t i = 0; i < left && *blank; i++)
        *blank = !at[i] || !strchr("fFBbSsD", at[i]);
    return true;
}

// Whether a font shows words without ink.
static bool has_blank_font(const Content *content)
{
    for (guint f = 0; f < content->fonts->len; f++) {
        const GArray *letters = content->fonts->pdata[f];
        guint blanks = 0;
        for (guint i = 0; i < letters->len; i++)
            blanks += g_hash_table_contains(content->blanks,
                                            GINT_TO_POINTER(g_array_index(letters, int, i)));
        if (blanks > BLANKS_MOST)
            return true;
    }
    return false;
}

static bool shows_words(const char *data, size_t len)
{
    return names(data, len, "BT") && names(data, len, "Tf") &&
           !names(data, MIN(len, 4096), "begincmap");
}

// The first round: streams of objects.
static bool look_at_stream(Content *content, Stream *stream)
{
    g_autoptr(GByteArray) wrapped = NULL;
    content->forms = content->forms || names(stream->dict, stream->dict_len, "/BBox") ||
                     names(stream->dict, stream->dict_len, "/Form");
    return !names(stream->dict, stream->dict_len, "/ObjStm") ||
           (decode(content, stream, &wrapped) &&
            look_at_objects(content, stream->data, stream->len));
}

// The second: drawing.
static bool follow_stream(Content *content, Stream *stream)
{
    gpointer key = GINT_TO_POINTER(stream->number), value;
    bool drawn = stream->number && g_hash_table_lookup_extended(content->pages, key, NULL, &value);
    if (!drawn && (draws_nothing(stream->dict, stream->dict_len) ||
                   names(stream->dict, stream->dict_len, "/ObjStm")))
        return true;
    g_autoptr(GByteArray) wrapped = NULL;
    if (!decode(content, stream, &wrapped))
        return !drawn && !names(stream->data, stream->len, "BT");
    bool blank = false, colored = false;
    if (!drawn && is_letter(stream->data, stream->len, &blank, &colored)) {
        if (blank)
            g_hash_table_add(content->blanks, key);
        return !colored;
    }
    if (!drawn)
        return !shows_words(stream->data, stream->len);
    g_hash_table_insert(content->pages, key, GINT_TO_POINTER(1));
    return operators_hide_nothing(content->operators, stream->data, stream->len);
}

// Goes through the file; what stands between the streams is looked at in the first round only.
static bool each_stream(Content *content, bool (*look)(Content *, Stream *))
{
    const char *at = content->data, *end = content->data + content->len, *last = at;
    bool first = look == look_at_stream;
    while ((at = memmem(at, (size_t)(end - at), "stream", 6))) {
        const char *start = at + 6;
        bool ends = at - content->data >= 3 && memcmp(at - 3, "end", 3) == 0;
        if (start < end && *start == '\r')
            start++;
        bool begins = start < end && *start == '\n' && !ends;
        const char *stop = begins ? memmem(start, (size_t)(end - start), "endstream", 9) : NULL;
        if (!stop) {
            at += 6;
            continue;
        }
        const char *dict = dictionary(content->data, at);
        Stream stream = {dict, (size_t)(at - dict), start + 1, (size_t)(stop - start - 1),
                         object_number(content->data, dict)};
        if ((first && !look_at_objects(content, last, (size_t)(at - last))) ||
            !look(content, &stream))
            return false;
        at = last = stop + 9;
    }
    return !first || look_at_objects(content, last, (size_t)(end - last));
}

static bool all_followed(const Content *content)
{
    GHashTableIter iter;
    gpointer followed;
    g_hash_table_iter_init(&iter, content->pages);
    while (g_hash_table_iter_next(&iter, NULL, &followed))
        if (!followed)
            return false;
    return g_hash_table_size(content->pages) > 0;
}

bool content_is_plain(const char *data, size_t len)
{
    Content content = {.data = data, .len = len};
    content.pages = g_hash_table_new(NULL, NULL);
    content.blanks = g_hash_table_new(NULL, NULL);
    content.fonts = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    content.zlib = G_CONVERTER(g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_ZLIB));
    content.inflated = g_byte_array_new();
    bool plain = each_stream(&content, look_at_stream);
    if (plain) {
        content.operators = operators_new(content.forms, content.inks);
        plain = each_stream(&content, follow_stream) && all_followed(&content) &&
                !has_blank_font(&content);
        operators_free(content.operators);
    }
    g_hash_table_unref(content.pages);
    g_hash_table_unref(content.blanks);
    g_ptr_array_unref(content.fonts);
    g_object_unref(content.zlib);
    g_byte_array_unref(content.inflated);
    return plain;
}
