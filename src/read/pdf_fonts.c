// SPDX-License-Identifier: GPL-3.0-or-later
// Fonts: found in the bytes, looked at by qpdf, left out by misspelling the name of their place.
#include "read/pdf_fonts.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "read/pdf_map.h"
#include "read/pdf_objects.h"
#include "read/pdf_raw.h"
#include "read/pdf_stream.h"
#include "read/pdf_type3.h"

enum {
    PAGES_LEAST = 2, // each font is looked at once here, and once a page there
    BYTES_MOST = 64 << 20,
    PROGRAM_MOST = 4 << 20, // bytes of a font, and of its map
    SEARCH_MOST = 1 << 30,  // bytes gone through for the fonts of descriptors, in all
};
static const char NAME[] = "/FontFile";

struct Fonts {
    GBytes *original, *bytes;
    char *data;    // of `bytes`, which are ours alone
    GArray *edits; // Type3Edit: where it differs
    qpdf_data pdf; // the original
    Table *table;  // of it, or NULL
    Type3 *type3;  // NULL: none
};

// The one object whose font descriptor is `number`; 0 when there are several, or none.
static int font_of(const char *data, size_t len, int number)
{
    g_autofree char *words = g_strdup_printf("/FontDescriptor %d 0 R", number);
    size_t size = strlen(words);
    const char *found = memmem(data, len, words, size);
    if (!found || memmem(found + size, (size_t)(data + len - found) - size, words, size))
        return 0;
    return raw_object_at(data, found, NULL);
}

// Whether all letters that a Type 1 font numbers are told.
static bool all_told(char *program, size_t len, const uint32_t *told)
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
        bool numbered = after > at + 3 && raw_is_blank(*after) && code >= 0 && code < MAP_CODES;
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
    uint32_t told[MAP_CODES] = {0};
    size_t map_len = 0, len = 0;
    g_autofree char *map =
        stream_read(pdf, qpdf_oh_get_key(pdf, font, "/ToUnicode"), PROGRAM_MOST, &map_len);
    g_autofree char *program =
        stream_read(pdf, qpdf_oh_get_key_if_dict(pdf, about, NAME), PROGRAM_MOST, &len);
    return map && program && map_read(map, told) && all_told(program, len, told);
}

// Misspells the names of the fonts that are not needed.
static void misspell(Fonts *fonts, qpdf_data pdf)
{
    gsize len = 0, size = sizeof NAME - 1;
    const char *data = g_bytes_get_data(fonts->original, &len);
    size_t searches = SEARCH_MOST / MAX(len, 1);
    for (const char *at = data;
         searches > 0 && (at = memmem(at, (size_t)(data + len - at), NAME, size));) {
        Type3Edit edit = {(size_t)(at - data) + size - 1, 1};
        int number = edit.at + 1 < len && raw_is_blank(data[edit.at + 1])
                         ? raw_object_at(data, at, NULL)
                         : 0;
        int font = number ? font_of(data, len, number) : 0;
        searches -= number > 0;
        if (font && is_dispensable(pdf, font, number))
            g_array_append_val(fonts->edits, edit);
        qpdf_oh_release_all(pdf);
        at += size;
    }
    for (guint i = 0; i < fonts->edits->len; i++)
        fonts->data[g_array_index(fonts->edits, Type3Edit, i).at] = 'X';
}

// What is not needed goes from the copy. False when nothing does, or the file is not sound.
static bool leave_out(Fonts *fonts, const char *password)
{
    gsize len = 0;
    const char *data = g_bytes_get_data(fonts->original, &len);
    fonts->table = table_new(data, len);
    if (fonts->table)
        fonts->type3 = type3_new(data, len, fonts->table);
    fonts->pdf = objects_open(fonts->original, password);
    if (!fonts->pdf || qpdf_get_num_pages(fonts->pdf) < PAGES_LEAST)
        return false;
    misspell(fonts, fonts->pdf);
    if (fonts->type3)
        type3_shorten(fonts->type3, fonts->data, fonts->pdf, fonts->edits);
    return fonts->edits->len > 0 && objects_quiet(fonts->pdf);
}

// Fonts in streams of objects are not seen here, and may share what others have.
Fonts *fonts_new(GBytes *bytes, const char *password)
{
    gsize len = 0;
    const char *data = g_bytes_get_data(bytes, &len);
    if (len == 0 || len > BYTES_MOST || memmem(data, len, "/ObjStm", 7) ||
        (!memmem(data, len, "/FontFile ", 10) && !memmem(data, len, "/Type3", 6)))
        return NULL;
    Fonts *fonts = g_new0(Fonts, 1);
    fonts->original = g_bytes_ref(bytes);
    fonts->data = g_memdup2(data, len);
    fonts->bytes = g_bytes_new_take(fonts->data, len);
    fonts->edits = g_array_new(FALSE, FALSE, sizeof(Type3Edit));
    if (!leave_out(fonts, password))
        g_clear_pointer(&fonts, fonts_free);
    return fonts;
}

void fonts_free(Fonts *fonts)
{
    if (!fonts)
        return;
    objects_close(fonts->pdf);
    g_bytes_unref(fonts->original);
    g_bytes_unref(fonts->bytes);
    g_array_unref(fonts->edits);
    type3_free(fonts->type3);
    table_free(fonts->table);
    g_free(fonts);
}

GBytes *fonts_bytes(Fonts *fonts)
{
    return fonts->bytes;
}

qpdf_data fonts_pdf(const Fonts *fonts)
{
    bool readable = fonts && (!fonts->type3 || table_is_readable(fonts->table));
    return readable ? fonts->pdf : NULL;
}

bool fonts_letters(Fonts *fonts, int number, double least, Type3Letters *letters)
{
    return fonts && fonts->type3 && type3_letters(fonts->type3, number, least, letters);
}

void fonts_show(Fonts *fonts)
{
    const char *data = fonts ? g_bytes_get_data(fonts->original, NULL) : NULL;
    for (guint i = 0; fonts && i < fonts->edits->len; i++) {
        const Type3Edit *edit = &g_array_index(fonts->edits, Type3Edit, i);
        memcpy(fonts->data + edit->at, data + edit->at, edit->len);
    }
}
