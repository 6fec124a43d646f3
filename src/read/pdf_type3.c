// SPDX-License-Identifier: GPL-3.0-or-later
// Type 3: a font's dictionary is written again in its own place, with its end behind it.
#include "read/pdf_type3.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "read/pdf_raw.h"
#include "read/pdf_shown.h"

enum {
    FONTS_MOST = 4096,
    CODES = 256,
    NAME_LEAST = 4, // bytes, with its slash: shorter ones may say what a letter is
};
static const char KIND[] = "/Type3", MARK[] = "/LoanlensMark";
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
} Font;

struct Type3 {
    const char *data;
    GPtrArray *fonts; // Font
    guint32 mark;     // nobody else's: tells that what was changed is what a reader finds
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
        if (code < 0 || code >= CODES || !is_plain_name(&word))
            return false;
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

static Font *font_at(const char *data, size_t len, const char *name)
{
    const char *body = NULL;
    int number = raw_object_at(data, name, &body);
    g_autofree Font *font = g_new0(Font, 1);
    while (number > 0 && raw_is_blank(*body))
        body++;
    if (number <= 0 || !raw_dict(body, data + len, &font->dict) || !read_font(font))
        return NULL;
    font->number = number;
    font->at = (size_t)(body - data);
    return g_steal_pointer(&font);
}

// Whether no font with that number was found before.
static bool is_new(const GPtrArray *fonts, int number)
{
    for (guint i = 0; i < fonts->len; i++)
        if (((const Font *)fonts->pdata[i])->number == number)
            return false;
    return true;
}

Type3 *type3_new(const char *data, size_t len)
{
    size_t size = sizeof KIND - 1;
    GPtrArray *fonts = g_ptr_array_new_with_free_func(g_free);
    unsigned looked = 0;
    for (const char *at = data;
         looked < FONTS_MOST && (at = memmem(at, (size_t)(data + len - at), KIND, size));
         at += size, looked++) {
        Font *font = font_at(data, len, at);
        if (font && is_new(fonts, font->number))
            g_ptr_array_add(fonts, font);
        else
            g_free(font);
    }
    if (fonts->len == 0) {
        g_ptr_array_unref(fonts);
        return NULL;
    }
    Type3 *all = g_new0(Type3, 1);
    *all = (Type3){.data = data, .fonts = fonts, .mark = g_random_int() >> 1};
    return all;
}

void type3_free(Type3 *fonts)
{
    g_ptr_array_unref(fonts->fonts);
    g_free(fonts);
}

static size_t length_of(const Type3 *fonts, const Font *font)
{
    return (size_t)(font->dict.end - fonts->data) - font->at;
}

static void restore(const Type3 *fonts, const Font *font, char *copy)
{
    memcpy(copy + font->at, fonts->data + font->at, length_of(fonts, font));
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

void type3_mark(Type3 *fonts, char *copy)
{
    g_autoptr(GString) mark = g_string_new(NULL);
    g_string_printf(mark, "<<%s %u", MARK, fonts->mark);
    for (guint i = 0; i < fonts->fonts->len;)
        if (put(fonts, fonts->fonts->pdata[i], copy, mark))
            i++;
        else
            g_ptr_array_remove_index_fast(fonts->fonts, i);
}

// Whether it is this place where a reader finds the font.
static bool is_found(const Type3 *fonts, const Font *font, qpdf_data pdf)
{
    qpdf_oh object = qpdf_get_object_by_id(pdf, font->number, 0);
    qpdf_oh mark = qpdf_oh_get_key_if_dict(pdf, object, MARK);
    return qpdf_oh_is_integer(pdf, mark) &&
           qpdf_oh_get_int_value(pdf, mark) == (long long)fonts->mark;
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
    long from = font->first, with = font->first;
    *first = font->first;
    *last = font->last;
    while (with < font->last && !has_width(font, with))
        with++;
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

// The dictionary with the names and widths of what is shown.
static GString *write_font(const Font *font)
{
    static const char *const replaced[] = {"/Encoding", "/FirstChar", "/LastChar", "/Widths"};
    GString *out = g_string_new("<<");
    for (unsigned i = 0; i < font->dict.count; i++) {
        const RawPair *pair = &font->dict.pair[i];
        bool kept = true;
        for (size_t j = 0; j < G_N_ELEMENTS(replaced); j++)
            kept = kept && raw_pair(&font->dict, replaced[j]) != pair;
        if (!kept)
            continue;
        g_string_append_len(out, pair->key, (gssize)pair->key_len);
        g_string_append_c(out, ' ');
        g_string_append_len(out, pair->value, (gssize)pair->value_len);
    }
    long first, last;
    narrow(font, &first, &last);
    g_string_append_printf(out, "/FirstChar %ld/LastChar %ld/Widths[", first, last);
    for (long code = first; code <= last; code++) {
        g_string_append_len(out, font->width[code].at, (gssize)font->width[code].len);
        g_string_append_c(out, ' ');
    }
    g_string_append(out, "]/Encoding<</Differences[");
    for (long code = 0; code < CODES; code++) {
        const Word *name = &font->name[code];
        bool wide = code >= first && code <= last && has_width(font, code);
        if (!name->len || !(font->shown[code] || wide))
            continue;
        g_string_append_printf(out, "%ld", code);
        g_string_append_len(out, name->at, (gssize)name->len);
        g_string_append_c(out, ' ');
    }
    return g_string_append(out, "]>>");
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

void type3_settle(Type3 *fonts, char *copy, qpdf_data pdf, GArray *edits)
{
    bool known = read_shown(fonts, pdf);
    for (guint i = 0; i < fonts->fonts->len; i++) {
        const Font *font = fonts->fonts->pdata[i];
        Type3Edit edit = {font->at, length_of(fonts, font)};
        g_autoptr(GString) dict = known && is_found(fonts, font, pdf) ? write_font(font) : NULL;
        if (dict && put(fonts, font, copy, dict))
            g_array_append_val(edits, edit);
        else
            restore(fonts, font, copy);
    }
    qpdf_oh_release_all(pdf);
}
