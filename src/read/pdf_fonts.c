// SPDX-License-Identifier: GPL-3.0-or-later
// Fonts: found in the bytes, looked at by qpdf, left out by misspelling the name of their place.
#include "read/pdf_fonts.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "read/pdf_map.h"
#include "read/pdf_objects.h"
#include "read/pdf_program.h"
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

// Whether a font's name says that only a few of its letters are there ("/ABCDEF+Name"). One without
// those six may be that of a font which every reader has, and takes the measures from instead.
static bool is_subset(const char *name)
{
    for (int i = 1; i < 7; i++)
        if (!g_ascii_isupper(name[i]))
            return false;
    return name[7] == '+';
}

// Whether the text of a Type 1 font can be read without its program, which stands at that key.
static bool is_dispensable(qpdf_data pdf, int font_number, int number, const char *key)
{
    qpdf_oh font = qpdf_get_object_by_id(pdf, font_number, 0);
    qpdf_oh kind = qpdf_oh_get_key_if_dict(pdf, font, "/Subtype");
    qpdf_oh about = qpdf_oh_get_key_if_dict(pdf, font, "/FontDescriptor");
    qpdf_oh name = qpdf_oh_get_key_if_dict(pdf, font, "/BaseFont");
    if (!qpdf_oh_is_name_and_equals(pdf, kind, "/Type1") || !qpdf_oh_is_name(pdf, name) ||
        !is_subset(qpdf_oh_get_name(pdf, name)) || qpdf_oh_get_object_id(pdf, about) != number)
        return false;
    uint32_t told[MAP_CODES] = {0};
    size_t map_len = 0, len = 0;
    g_autofree char *map =
        stream_read(pdf, qpdf_oh_get_key(pdf, font, "/ToUnicode"), PROGRAM_MOST, &map_len);
    g_autofree char *program =
        stream_read(pdf, qpdf_oh_get_key_if_dict(pdf, about, key), PROGRAM_MOST, &len);
    return map && program && map_read(map, told) && program_is_told(program, len, told);
}

// What stands behind the one such key between two places; NULL when there is none, or several.
static const char *value_behind(const char *at, const char *end, const char *key)
{
    size_t len = strlen(key);
    at = memmem(at, (size_t)(end - at), key, len);
    if (!at || memmem(at + len, (size_t)(end - at) - len, key, len))
        return NULL;
    for (at += len; at < end && raw_is_blank(*at);)
        at++;
    return at;
}

// Whether an object, up to where it ends, is a TrueType font of a few letters.
static bool is_true_type_font(const char *at, const char *end)
{
    static const char *const kinds[] = {"/TrueType", "/CIDFontType2"};
    const char *kind = value_behind(at, end, "/Subtype"),
               *name = value_behind(at, end, "/BaseFont");
    if (!kind || !name || end - name < 8 || *name != '/' || !is_subset(name))
        return false;
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
        size_t len = strlen(kinds[i]);
        if ((size_t)(end - kind) > len && memcmp(kind, kinds[i], len) == 0 &&
            !g_ascii_isalnum(kind[len]))
            return true;
    }
    return false;
}

// Whether a TrueType program, which is referred to at that key of a descriptor, is nothing but
// drawn with: its font is said to be one, and it is one. The library opens it only to see that.
static bool is_only_drawn(const Fonts *fonts, const char *key, int font, int descriptor)
{
    gsize len = 0;
    const char *data = g_bytes_get_data(fonts->original, &len), *end = data + len;
    const char *at = table_object(fonts->table, font);
    const char *about = table_object(fonts->table, descriptor);
    const char *close = at ? memmem(at, (size_t)(end - at), "endobj", 6) : NULL;
    RawDict dict;
    if (!close || !is_true_type_font(at, close) || !about || !raw_dict(about, end, &dict))
        return false;
    const RawPair *program = raw_pair(&dict, "/FontFile2");
    unsigned char sign[PROGRAM_SIGN];
    return program && program->key == key && !raw_pair(&dict, "/FontFile") &&
           !raw_pair(&dict, "/FontFile3") &&
           table_first_bytes(fonts->table, table_reference(program), sign, sizeof sign) &&
           program_is_true_type(sign);
}

// Whether the program that is named at a place of the file, in one of three ways, is not needed.
static bool is_not_needed(const Fonts *fonts, const char *at)
{
    static const char *const keys[] = {"/FontFile", "/FontFile2", "/FontFile3"};
    gsize len = 0;
    const char *data = g_bytes_get_data(fonts->original, &len);
    const char *behind = at + sizeof NAME - 1, *end = data + len;
    unsigned kind = behind == end ? 0 : *behind == '2' ? 1 : *behind == '3' ? 2 : 0;
    behind += kind > 0;
    if (behind >= end || !raw_is_blank(*behind) || (kind == 1 ? !fonts->table : !fonts->pdf))
        return false;
    int number = raw_object_at(data, at, NULL);
    int font = number ? font_of(data, len, number) : 0;
    return font && (kind == 1 ? is_only_drawn(fonts, at, font, number)
                              : is_dispensable(fonts->pdf, font, number, keys[kind]));
}

// Misspells the names of the fonts that are not needed.
static void misspell(Fonts *fonts)
{
    gsize len = 0, size = sizeof NAME - 1;
    const char *data = g_bytes_get_data(fonts->original, &len);
    size_t searches = SEARCH_MOST / MAX(len, 1);
    for (const char *at = data;
         searches > 0 && (at = memmem(at, (size_t)(data + len - at), NAME, size)); at += size) {
        Type3Edit edit = {(size_t)(at - data) + size - 1, 1};
        searches--;
        if (is_not_needed(fonts, at))
            g_array_append_val(fonts->edits, edit);
        if (fonts->pdf)
            qpdf_oh_release_all(fonts->pdf);
    }
    for (guint i = 0; i < fonts->edits->len; i++)
        fonts->data[g_array_index(fonts->edits, Type3Edit, i).at] = 'X';
}

// Whether there are fonts that qpdf must look at.
static bool has_deep_fonts(const Fonts *fonts, const char *data, size_t len)
{
    return fonts->type3 || memmem(data, len, "/FontFile ", 10) || memmem(data, len, "/Type1C", 7);
}

// What is not needed goes from the copy. False when nothing does, or the file is not sound.
static bool leave_out(Fonts *fonts, const char *password)
{
    gsize len = 0;
    const char *data = g_bytes_get_data(fonts->original, &len);
    fonts->table = table_new(data, len);
    if (fonts->table)
        fonts->type3 = type3_new(data, len, fonts->table);
    if (has_deep_fonts(fonts, data, len)) {
        fonts->pdf = objects_open(fonts->original, password);
        if (!fonts->pdf || qpdf_get_num_pages(fonts->pdf) < PAGES_LEAST)
            return false;
    }
    misspell(fonts);
    if (fonts->type3)
        type3_shorten(fonts->type3, fonts->data, fonts->pdf, fonts->edits);
    return fonts->edits->len > 0 && (!fonts->pdf || objects_quiet(fonts->pdf));
}

// Fonts in streams of objects are not seen here, and may share what others have.
Fonts *fonts_new(GBytes *bytes, const char *password)
{
    gsize len = 0;
    const char *data = g_bytes_get_data(bytes, &len);
    if (len == 0 || len > BYTES_MOST || memmem(data, len, "/ObjStm", 7) ||
        (!memmem(data, len, NAME, sizeof NAME - 1) && !memmem(data, len, "/Type3", 6)))
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
