// SPDX-License-Identifier: GPL-3.0-or-later
// Fonts: found in the bytes, looked at by qpdf, left out by misspelling the name of their place.
#include "read/pdf_fonts.h"

#include <qpdf/qpdf-c.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    CODES = 256,
    PAGES_LEAST = 2, // each font is looked at once here, and once a page there
    BYTES_MOST = 64 << 20,
    DICT = 4096, // bytes in front of a name that may be its dictionary
    STREAM_MOST = 1 << 20,
};
static const char NAME[] = "/FontFile";

struct Fonts {
    GBytes *bytes;
    char *data;     // of `bytes`, which are ours alone
    GArray *places; // size_t: the last letters of the names
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

// The number of the object that a place lies in: behind the last "N 0 obj" in front of it, with no
// end of one between. 0 when that cannot be told.
static int object_at(const char *data, const char *at)
{
    const char *first = at - MIN((size_t)(at - data), DICT);
    for (at -= 3; at > first + 4; at--) {
        if (memcmp(at, "endobj", 6) == 0)
            return 0;
        if (memcmp(at, "obj", 3) != 0 || memcmp(at - 3, " 0 ", 3) != 0)
            continue;
        const char *digit = at - 3;
        while (digit > first && g_ascii_isdigit(digit[-1]))
            digit--;
        return atoi(digit); // NOLINT: a number too large is no object's
    }
    return 0;
}

// The one object whose font descriptor is `number`; 0 when there are several, or none.
static int font_of(const char *data, size_t len, int number)
{
    g_autofree char *words = g_strdup_printf("/FontDescriptor %d 0 R", number);
    size_t size = strlen(words);
    const char *found = memmem(data, len, words, size);
    if (!found || memmem(found + size, (size_t)(data + len - found) - size, words, size))
        return 0;
    return object_at(data, found);
}

// A stream's data, which the caller frees with free(); NULL when it cannot be had.
static char *stream_data(qpdf_data pdf, qpdf_oh stream, size_t *len)
{
    unsigned char *data = NULL;
    QPDF_BOOL filtered = QPDF_FALSE;
    if (!qpdf_oh_is_stream(pdf, stream))
        return NULL;
    qpdf_oh length = qpdf_oh_get_key(pdf, qpdf_oh_get_dict(pdf, stream), "/Length");
    if (!qpdf_oh_is_integer(pdf, length) || qpdf_oh_get_int_value(pdf, length) > STREAM_MOST ||
        qpdf_oh_get_stream_data(pdf, stream, qpdf_dl_generalized, &filtered, &data, len) !=
            QPDF_SUCCESS)
        return NULL;
    if (filtered)
        return (char *)data;
    free(data); // NOLINT: qpdf allocates with malloc
    return NULL;
}

// Reads "<4e00>": how many digits there are. 0 when it is something else.
static size_t hex_at(const char **at, unsigned *value)
{
    while (is_blank(**at))
        (*at)++;
    if (**at != '<')
        return 0;
    const char *digit = *at + 1;
    size_t digits = 0;
    for (*value = 0; g_ascii_isxdigit(*digit); digit++, digits++)
        *value = *value << 4 | (unsigned)g_ascii_xdigit_value(*digit);
    *at = digit + 1;
    return *digit == '>' ? digits : 0;
}

// Notes the codes of one row of a character map that are made characters. False at its end.
static bool read_row(const char **at, bool range, bool *told)
{
    unsigned from = 0, to = 0, character = 0;
    if (hex_at(at, &from) != 2 || from >= CODES)
        return false;
    to = from;
    if (range && (hex_at(at, &to) != 2 || to >= CODES))
        return false;
    size_t digits = hex_at(at, &character);
    if (digits < 4 || digits % 4 != 0 || character == 0)
        return false;
    for (unsigned code = from; code <= to; code++)
        told[code] = true;
    return true;
}

// Which codes a font's own map makes characters.
static void read_map(const char *map, bool *told)
{
    static const char *const begins[] = {"beginbfchar", "beginbfrange"};
    for (int range = 0; range < 2; range++)
        for (const char *at = map; (at = strstr(at, begins[range]));) {
            at += strlen(begins[range]);
            while (read_row(&at, range, told))
                ;
        }
}

// Whether all letters that a Type 1 font numbers are told.
static bool all_told(char *program, size_t len, const bool *told)
{
    const char *end = memmem(program, len, "eexec", 5);
    const char *start = end ? g_strstr_len(program, end - program, "/Encoding") : NULL;
    if (!start || strncmp(program, "%!", 2) != 0)
        return false;
    g_autofree char *words = g_strndup(start, (size_t)(end - start));
    const char *at = words + strlen("/Encoding");
    unsigned letters = 0;
    for (; (at = strstr(at, "dup")); letters++) {
        char *after;
        long code = strtol(at + 3, &after, 10);
        bool numbered = after > at + 3 && is_blank(*after) && code >= 0 && code < CODES;
        at = numbered ? after + strspn(after, " \t\r\n") : after;
        if (!numbered || *at != '/' || (strncmp(at, "/.notdef", 8) != 0 && !told[code]))
            return false;
    }
    return letters > 0;
}

// Whether the text of a font can be read without its program.
static bool is_dispensable(qpdf_data pdf, int font_number, int number)
{
    qpdf_oh font = qpdf_get_object_by_id(pdf, font_number, 0);
    qpdf_oh kind = qpdf_oh_get_key_if_dict(pdf, font, "/Subtype");
    qpdf_oh about = qpdf_oh_get_key_if_dict(pdf, font, "/FontDescriptor");
    if (!qpdf_oh_is_name_and_equals(pdf, kind, "/Type1") ||
        qpdf_oh_get_object_id(pdf, about) != number)
        return false;
    bool told[CODES] = {false};
    size_t map_len = 0, len = 0;
    char *map = stream_data(pdf, qpdf_oh_get_key(pdf, font, "/ToUnicode"), &map_len);
    char *program = stream_data(pdf, qpdf_oh_get_key_if_dict(pdf, about, "/FontFile"), &len);
    bool fine = map && program && !memmem(map, map_len, "usecmap", 7);
    if (fine) {
        g_autofree char *words = g_strndup(map, map_len);
        read_map(words, told);
        fine = all_told(program, len, told);
    }
    free(map);     // NOLINT: qpdf allocates with malloc
    free(program); // NOLINT
    return fine;
}

static bool is_quiet(qpdf_data pdf)
{
    return !qpdf_has_error(pdf) && !qpdf_more_warnings(pdf);
}

// The places of the fonts' names, in the file.
static GArray *find_places(qpdf_data pdf, const char *data, size_t len)
{
    GArray *places = g_array_new(FALSE, FALSE, sizeof(size_t));
    size_t size = sizeof NAME - 1;
    for (const char *at = data; (at = memmem(at, (size_t)(data + len - at), NAME, size));) {
        size_t place = (size_t)(at - data) + size - 1;
        int number = place + 1 < len && is_blank(data[place + 1]) ? object_at(data, at) : 0;
        int font = number ? font_of(data, len, number) : 0;
        if (font && is_dispensable(pdf, font, number))
            g_array_append_val(places, place);
        qpdf_oh_release_all(pdf);
        at += size;
    }
    if (!is_quiet(pdf))
        g_array_set_size(places, 0);
    return places;
}

static void spell(Fonts *fonts, char letter)
{
    for (guint i = 0; i < fonts->places->len; i++)
        fonts->data[g_array_index(fonts->places, size_t, i)] = letter;
}

static GArray *places_of(const char *data, size_t len)
{
    qpdf_data pdf = qpdf_init();
    qpdf_silence_errors(pdf);
    qpdf_set_suppress_warnings(pdf, QPDF_TRUE);
    qpdf_set_attempt_recovery(pdf, QPDF_FALSE);
    GArray *places = NULL;
    if (qpdf_read_memory(pdf, "", data, len, NULL) == QPDF_SUCCESS &&
        qpdf_get_num_pages(pdf) >= PAGES_LEAST && is_quiet(pdf))
        places = find_places(pdf, data, len);
    if (qpdf_has_error(pdf))
        qpdf_get_error(pdf); // or it is printed
    qpdf_cleanup(&pdf);
    return places;
}

// Fonts in streams of objects are not seen here, and may share what others have.
Fonts *fonts_new(GBytes *bytes)
{
    gsize len = 0;
    const char *data = g_bytes_get_data(bytes, &len);
    if (len > BYTES_MOST || !memmem(data, len, "/FontFile ", 10) ||
        memmem(data, len, "/ObjStm", 7) || memmem(data, len, "/Encrypt", 8))
        return NULL;
    g_autoptr(GArray) places = places_of(data, len);
    if (!places || places->len == 0)
        return NULL;
    Fonts *fonts = g_new0(Fonts, 1);
    fonts->data = g_memdup2(data, len);
    fonts->bytes = g_bytes_new_take(fonts->data, len);
    fonts->places = g_steal_pointer(&places);
    spell(fonts, 'X');
    return fonts;
}

void fonts_free(Fonts *fonts)
{
    if (!fonts)
        return;
    g_bytes_unref(fonts->bytes);
    g_array_unref(fonts->places);
    g_free(fonts);
}

GBytes *fonts_bytes(Fonts *fonts)
{
    return fonts->bytes;
}

void fonts_show(Fonts *fonts)
{
    if (fonts)
        spell(fonts, NAME[sizeof NAME - 2]);
}
