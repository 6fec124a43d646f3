// SPDX-License-Identifier: GPL-3.0-or-later
// Type 3: a font's dictionary is written again in its own place, with its end behind it.
#include "read/pdf_type3.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "read/pdf_letter.h"
#include "read/pdf_map.h"
#include "read/pdf_operands.h"
#include "read/pdf_raw.h"
#include "read/pdf_shown.h"

enum {
    FONTS_MOST = 1024,
    CODES = 256,
    NAME_LEAST = 4, // bytes, with its slash: shorter ones may say what a letter is
};
static const char KIND[] = "/Type3";
static const char END[] = ">>endobj 0"; // a word behind, or readers look for one through blanks

typedef struct {
    const char *at;
    size_t len;
} Word;

typedef struct {
    int number;   // of its object
    size_t at;    // its dictionary
    RawDict dict; // in the data
    long first, last;
    Word name[CODES], width[CODES]; // from the first to the last
    bool shown[CODES];
    bool speaking; // names may say what letters are, where no map does
    bool shortened;
    bool looked; // at its letters
    Type3Letters letters;
} Font;

struct Type3 {
    const char *data, *end;
    Table *table;
    GPtrArray *fonts;    // Font
    GHashTable *numbers; // of its object → Font
};

static bool next_word(const char **at, const char *end, Word *word)
{
    while (*at < end && raw_is_blank(**at))
        ++*at;
    word->at = *at;
    *at += *at < end;
    while (*at < end && !raw_is_blank(**at) && **at != '/')
        ++*at;
    word->len = (size_t)(*at - word->at);
    return word->len > 0;
}

static long number_of(const Word *word)
{
    long number = 0;
    for (size_t i = 0; i < word->len; i++) {
        if (i == 4 || !g_ascii_isdigit(word->at[i]))
            return -1;
        number = number * 10 + (word->at[i] - '0');
    }
    return word->len ? number : -1;
}

static long number_named(const RawDict *dict, const char *key)
{
    const RawPair *pair = raw_pair(dict, key);
    return pair ? number_of(&(Word){pair->value, pair->value_len}) : -1;
}

// The words between the brackets of a row; false when it is none.
static bool row_named(const RawDict *dict, const char *key, const char **at, const char **end)
{
    const RawPair *pair = raw_pair(dict, key);
    if (!pair || pair->value_len < 2 || *pair->value != '[')
        return false;
    *at = pair->value + 1;
    *end = pair->value + pair->value_len - 1;
    return !memchr(*at, '[', (size_t)(*end - *at)) && !memchr(*at, '<', (size_t)(*end - *at));
}

// Whether a name, with its slash, says no more than a number: "/g250D", or "/g12".
static bool is_plain_name(const Word *name)
{
    bool decimal = name->len > 2 && g_ascii_isalpha(name->at[1]);
    for (size_t i = 2; i < name->len; i++)
        decimal = decimal && g_ascii_isdigit(name->at[i]);
    return name->len > NAME_LEAST || decimal;
}

// One width for each code from the first to the last.
static bool read_widths(Font *font)
{
    const char *at, *end;
    Word word;
    long code = font->first;
    if (!row_named(&font->dict, "/Widths", &at, &end))
        return false;
    for (; next_word(&at, end, &word); code++) {
        g_autofree char *width = g_strndup(word.at, word.len);
        if (code > font->last || strspn(width, ".0123456789") < word.len)
            return false;
        font->width[code] = word;
    }
    return code == font->last + 1;
}

// A name for each code from the first to the last, by the differences alone.
static bool read_names(Font *font)
{
    const RawPair *encoding = raw_pair(&font->dict, "/Encoding");
    RawDict dict;
    const char *at, *end;
    Word word;
    long code = -1;
    if (!encoding || !raw_dict(encoding->value, encoding->value + encoding->value_len, &dict) ||
        raw_pair(&dict, "/BaseEncoding") || !row_named(&dict, "/Differences", &at, &end))
        return false;
    while (next_word(&at, end, &word)) {
        if (*word.at != '/') {
            code = number_of(&word);
            continue;
        }
        if (code < 0 || code >= CODES || word.len < 3) // poppler looks for letters among the names
            return false;
        font->speaking = font->speaking || !is_plain_name(&word);
        font->name[code++] = word;
    }
    for (code = font->first; code <= font->last; code++)
        if (!font->name[code].len)
            return false;
    return true;
}

static bool read_font(Font *font)
{
    const RawPair *kind = raw_pair(&font->dict, "/Subtype");
    font->first = number_named(&font->dict, "/FirstChar");
    font->last = number_named(&font->dict, "/LastChar");
    return kind && kind->value_len == sizeof KIND - 1 &&
           memcmp(kind->value, KIND, kind->value_len) == 0 && font->first >= 0 &&
           font->last < CODES && read_widths(font) && read_names(font);
}

static Font *font_at(const Table *table, const char *data, size_t len, const char *name)
{
    const char *body = NULL;
    int number = raw_object_at(data, name, &body);
    g_autofree Font *font = g_new0(Font, 1);
    body = table_object(table, number);
    if (!body || body > name || !raw_dict(body, data + len, &font->dict) || font->dict.end < name ||
        !read_font(font))
        return NULL;
    font->number = number;
    font->at = (size_t)(body - data);
    return g_steal_pointer(&font);
}

Type3 *type3_new(const char *data, size_t len, Table *table)
{
    size_t size = sizeof KIND - 1;
    Type3 *all = g_new0(Type3, 1);
    *all = (Type3){.data = data, .end = data + len, .table = table};
    all->fonts = g_ptr_array_new_with_free_func(g_free);
    all->numbers = g_hash_table_new(NULL, NULL);
    unsigned looked = 0;
    for (const char *at = data;
         looked < FONTS_MOST && (at = memmem(at, (size_t)(data + len - at), KIND, size));
         at += size, looked++) {
        Font *font = font_at(table, data, len, at);
        gpointer number = GINT_TO_POINTER(font ? font->number : 0);
        if (font && !g_hash_table_contains(all->numbers, number)) {
            g_ptr_array_add(all->fonts, font);
            g_hash_table_insert(all->numbers, number, font);
        } else {
            g_free(font);
        }
    }
    if (all->fonts->len == 0)
        g_clear_pointer(&all, type3_free);
    return all;
}

void type3_free(Type3 *fonts)
{
    if (!fonts)
        return;
    g_ptr_array_unref(fonts->fonts);
    g_hash_table_unref(fonts->numbers);
    g_free(fonts);
}

static size_t length_of(const Type3 *fonts, const Font *font)
{
    return (size_t)(font->dict.end - fonts->data) - font->at;
}

// Writes a dictionary in a font's place. False when it does not fit.
static bool put(const Type3 *fonts, const Font *font, char *copy, const GString *dict)
{
    size_t len = length_of(fonts, font);
    if (dict->len + sizeof END - 1 > len)
        return false;
    memset(copy + font->at, ' ', len);
    memcpy(copy + font->at, dict->str, dict->len);
    memcpy(copy + font->at + dict->len, END, sizeof END - 1);
    return true;
}

static bool has_width(const Font *font, long code)
{
    const Word *width = &font->width[code];
    return strspn(width->at, ".0") < width->len;
}

static bool same(const Word *a, const Word *b)
{
    return a->len == b->len && memcmp(a->at, b->at, a->len) == 0;
}

// Narrows the codes to those shown. poppler guesses the size of the letters by the width of the
// first one that has one: it must not become another.
static void narrow(const Font *font, long *first, long *last)
{
    *first = font->first;
    *last = font->last;
    long with = font->first;
    while (with < font->last && !has_width(font, with))
        with++;
    long from = font->first;
    while (from < font->last && !(font->shown[from] && has_width(font, from)))
        from++;
    for (long code = 0; code < from; code++)
        if (font->shown[code])
            return;
    if (same(&font->width[from], &font->width[with]))
        *first = from;
    while (*last > *first && !font->shown[*last])
        --*last;
}

// Whether poppler takes a name for that character, as it does what a map says.
static bool is_nameable(uint32_t character)
{
    return (character >= ' ' && character < 0xD800) ||
           (character >= 0xE000 && character < 0xFDD0) ||
           (character > 0xFDEF && character < 0xFFFE);
}

// What its map makes of the codes shown, when that is one character each.
static bool read_map(const Type3 *fonts, const Font *font, uint32_t told[static MAP_CODES])
{
    const RawPair *pair = raw_pair(&font->dict, "/ToUnicode");
    size_t len = 0;
    bool whole = false;
    const char *map =
        pair ? table_stream(fonts->table, table_reference(pair), TABLE_STREAM_MOST, &len, &whole)
             : NULL;
    bool plain = map && whole && map_read(map, told);
    for (unsigned code = 0; code < CODES; code++)
        plain = plain && (!font->shown[code] || (font->name[code].len && is_nameable(told[code])));
    return plain;
}

static void add_pair(GString *out, const RawPair *pair)
{
    if (!pair)
        return;
    g_string_append_len(out, pair->key, (gssize)pair->key_len);
    g_string_append_c(out, ' ');
    g_string_append_len(out, pair->value, (gssize)pair->value_len);
}

// What poppler asks of a font's descriptor for text.
static void add_descriptor(GString *out, const Type3 *fonts, const RawPair *pair)
{
    static const char *const asked[] = {"/Flags",        "/Ascent",   "/Descent",
                                        "/MissingWidth", "/FontBBox", "/ItalicAngle"};
    RawDict dict;
    bool read = table_dict(fonts->table, pair, &dict);
    for (unsigned i = 0; read && i < dict.count; i++)
        read = !(dict.pair[i].key_len > 8 && memcmp(dict.pair[i].key, "/FontFile", 9) == 0);
    if (!read) {
        add_pair(out, pair);
        return;
    }
    g_string_append(out, "/FontDescriptor<<");
    for (size_t i = 0; i < G_N_ELEMENTS(asked); i++)
        add_pair(out, raw_pair(&dict, asked[i]));
    g_string_append(out, ">>");
}

static void add_names(GString *out, const Font *font, long first, long last, const uint32_t *told)
{
    g_string_append(out, "/Encoding<</Differences[");
    for (long code = 0; code < CODES; code++) {
        const Word *name = &font->name[code];
        bool wide = code >= first && code <= last && has_width(font, code);
        if (!name->len || !(font->shown[code] || wide))
            continue;
        g_string_append_printf(out, "%ld", code);
        if (told && font->shown[code])
            g_string_append_printf(out, "/uni%04X ", told[code]);
        else
            g_string_append_len(out, name->at, (gssize)name->len);
        g_string_append_c(out, ' ');
    }
    g_string_append(out, "]>>");
}

static bool is_one_of(const RawPair *pair, const RawDict *dict, const char *const *keys)
{
    for (; *keys; keys++)
        if (raw_pair(dict, *keys) == pair)
            return true;
    return false;
}

// The dictionary with the names and widths of what is shown. NULL where other names matter.
static GString *write_font(const Type3 *fonts, const Font *font)
{
    static const char *const written[] = {"/Encoding", "/FirstChar", "/LastChar",
                                          "/Widths",   "/CharProcs", NULL};
    uint32_t told[MAP_CODES] = {0};
    bool plain = read_map(fonts, font, told);
    if (!plain && font->speaking)
        return NULL;
    GString *out = g_string_new("<<");
    for (unsigned i = 0; i < font->dict.count; i++) {
        const RawPair *pair = &font->dict.pair[i];
        if (raw_pair(&font->dict, "/FontDescriptor") == pair)
            add_descriptor(out, fonts, pair);
        else if (!is_one_of(pair, &font->dict, written) &&
                 !(plain && raw_pair(&font->dict, "/ToUnicode") == pair))
            add_pair(out, pair);
    }
    long first, last;
    narrow(font, &first, &last);
    g_string_append_printf(out, "/FirstChar %ld/LastChar %ld/Widths[", first, last);
    for (long code = first; code <= last; code++) {
        g_string_append_len(out, font->width[code].at, (gssize)font->width[code].len);
        g_string_append_c(out, ' ');
    }
    g_string_append_c(out, ']');
    add_names(out, font, first, last, plain ? told : NULL);
    if (table_is_readable(fonts->table)) // what they draw is asked here
        g_string_append(out, "/CharProcs<<>>");
    else
        add_pair(out, raw_pair(&font->dict, "/CharProcs"));
    return out;
}

static bool read_shown(const Type3 *fonts, qpdf_data pdf)
{
    g_autoptr(GHashTable) codes = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < fonts->fonts->len; i++) {
        Font *font = fonts->fonts->pdata[i];
        g_hash_table_insert(codes, GINT_TO_POINTER(font->number), font->shown);
    }
    return shown_read(pdf, codes);
}

void type3_shorten(Type3 *fonts, char *copy, qpdf_data pdf, GArray *edits)
{
    if (!read_shown(fonts, pdf))
        return;
    for (guint i = 0; i < fonts->fonts->len; i++) {
        Font *font = fonts->fonts->pdata[i];
        Type3Edit edit = {font->at, length_of(fonts, font)};
        g_autoptr(GString) dict = write_font(fonts, font);
        font->shortened = dict && put(fonts, font, copy, dict);
        if (font->shortened)
            g_array_append_val(edits, edit);
    }
}

// Whether the pages show a letter of that name, or one that has no name here.
static bool is_shown(const Font *font, const Word *name)
{
    for (unsigned code = 0; code < CODES; code++)
        if (font->shown[code] && (!font->name[code].len || same(&font->name[code], name)))
            return true;
    return false;
}

static bool look_at_letter(Type3 *fonts, const RawPair *letter, double *extent)
{
    size_t len = 0;
    bool whole = false;
    const char *drawn =
        table_stream(fonts->table, table_reference(letter), TABLE_STREAM_MOST, &len, &whole);
    return drawn && whole && letter_read(drawn, len, extent);
}

// The pairs of names and letters in a dictionary that a value is, or refers to.
static bool letters_of(const Type3 *fonts, const RawPair *value, const char **at, const char **end)
{
    const char *body =
        *value->value == '<' ? value->value : table_object(fonts->table, table_reference(value));
    if (!body || fonts->end - body < 2 || body[0] != '<' || body[1] != '<')
        return false;
    *at = body + 2;
    *end = memmem(*at, (size_t)(fonts->end - *at), ">>", 2);
    return *end != NULL;
}

static double unit_of(const Font *font)
{
    const char *at, *end;
    Word word;
    double unit = 0;
    return row_named(&font->dict, "/FontMatrix", &at, &end) && next_word(&at, end, &word) &&
                   operands_number(word.at, word.at + word.len, &unit)
               ? fabs(unit)
               : 0;
}

static double widest_of(const Font *font)
{
    double widest = 0;
    for (long code = font->first; code <= font->last; code++) {
        const Word *word = &font->width[code];
        double width = 0;
        if (font->shown[code] && operands_number(word->at, word->at + word->len, &width))
            widest = fmax(widest, width);
    }
    return widest;
}

// Counts the letters that draw nothing of `least` units. False when one may not be seen.
static bool look_at_letters(Type3 *fonts, const Font *font, double least, int *blanks)
{
    const RawPair *value = raw_pair(&font->dict, "/CharProcs");
    const char *at, *end;
    Word name, words[3];
    if (!value || !letters_of(fonts, value, &at, &end))
        return false;
    while (next_word(&at, end, &name)) {
        double extent = 0;
        bool read = *name.at == '/';
        for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
            read = read && next_word(&at, end, &words[i]);
        RawPair letter = {.value = words[0].at};
        if (read)
            letter.value_len = (size_t)(words[2].at + words[2].len - words[0].at);
        if (read && !is_shown(font, &name))
            continue;
        if (!read || !look_at_letter(fonts, &letter, &extent))
            return false;
        *blanks += extent < least;
    }
    return true;
}

bool type3_letters(Type3 *fonts, int number, double least, Type3Letters *letters)
{
    Font *font = g_hash_table_lookup(fonts->numbers, GINT_TO_POINTER(number));
    if (!font || !font->shortened || !table_is_readable(fonts->table))
        return false;
    if (!font->looked) {
        Type3Letters *all = &font->letters;
        all->unit = unit_of(font);
        all->widest = widest_of(font);
        all->seen = look_at_letters(fonts, font, all->unit > 0 ? least / all->unit : INFINITY,
                                    &all->blanks);
        font->looked = true;
    }
    *letters = font->letters;
    return true;
}
