// SPDX-License-Identifier: GPL-3.0-or-later
// Shown: by the strings of content streams (ISO 32000-1, 7.8 and 9.4), each in the font in force.
#include "read/pdf_shown.h"

#include <string.h>

#include "read/pdf_raw.h"
#include "read/pdf_stream.h"

enum {
    STATES = 64,             // saved graphics states
    NAME_MOST = 32,          // bytes of a font's name
    PARENTS = 32,            // steps from a page up to what it inherits
    CONTENT_MOST = 64 << 20, // bytes of all pages
};

typedef struct {
    const char *at, *end;
    ShownNamed named;
    void *data;
    bool *font[STATES]; // the codes of the font in force; NULL: not one of those asked about
    int depth;
    char name[NAME_MOST]; // the last name, with its slash
    bool sized;           // a number stands behind it
    int dicts;            // open ones, whose strings say what is marked
} Scan;

static void show(Scan *scan, unsigned code)
{
    if (scan->font[scan->depth] && scan->dicts == 0)
        scan->font[scan->depth][code & 0xFF] = true;
}

// The byte that a backslash and what follows it stand for; false for a broken line.
static bool read_escape(Scan *scan, unsigned *code)
{
    static const char letters[] = "nrtbf", bytes[] = "\n\r\t\b\f";
    char c = *scan->at;
    const char *letter = c ? strchr(letters, c) : NULL;
    *code = letter ? (unsigned char)bytes[letter - letters] : (unsigned char)c;
    if (c >= '0' && c <= '7') {
        *code = 0;
        for (int i = 0; i < 3 && scan->at < scan->end && *scan->at >= '0' && *scan->at <= '7'; i++)
            *code = *code * 8 + (unsigned)(*scan->at++ - '0');
        scan->at--;
    }
    return c != '\n' && c != '\r';
}

// A string in brackets, at its first. False when it has no end.
static bool read_literal(Scan *scan)
{
    int depth = 1;
    for (scan->at++; scan->at < scan->end; scan->at++) {
        unsigned code = (unsigned char)*scan->at;
        bool byte = true;
        depth += code == '(' ? 1 : code == ')' ? -1 : 0;
        if (depth == 0) {
            scan->at++;
            return true;
        }
        if (code == '\\') {
            if (++scan->at == scan->end)
                return false;
            byte = read_escape(scan, &code);
        }
        if (byte)
            show(scan, code);
    }
    return false;
}

// A string of hexadecimal digits, at its bracket. False when there is anything else in it.
static bool read_hex(Scan *scan)
{
    unsigned code = 0, digits = 0;
    for (scan->at++; scan->at < scan->end; scan->at++) {
        char c = *scan->at;
        if (c == '>') {
            scan->at++;
            if (digits % 2)
                show(scan, code << 4);
            return true;
        }
        if (raw_is_blank(c))
            continue;
        if (!g_ascii_isxdigit(c))
            return false;
        code = (code << 4 | (unsigned)g_ascii_xdigit_value(c)) & 0xFF;
        if (++digits % 2 == 0)
            show(scan, code);
    }
    return false;
}

static size_t take_word(Scan *scan)
{
    const char *start = scan->at++;
    while (scan->at < scan->end && !raw_ends_word(*scan->at))
        scan->at++;
    return (size_t)(scan->at - start);
}

static bool is_word(const char *word, size_t len, const char *other)
{
    return len == strlen(other) && memcmp(word, other, len) == 0;
}

// False when from here on it cannot be told what is shown.
static bool operate(Scan *scan, const char *word, size_t len)
{
    if (scan->dicts)
        return is_word(word, len, "true") || is_word(word, len, "false") ||
               is_word(word, len, "null") || is_word(word, len, "R");
    if (is_word(word, len, "Tf")) {
        if (!scan->sized || !*scan->name)
            return false;
        scan->font[scan->depth] = scan->named(scan->data, scan->name);
    } else if (is_word(word, len, "q")) {
        if (scan->depth + 1 == STATES)
            return false;
        scan->font[scan->depth + 1] = scan->font[scan->depth];
        scan->depth++;
    } else if (is_word(word, len, "Q")) {
        scan->depth -= scan->depth > 0;
    }
    *scan->name = '\0';
    scan->sized = false;
    return !is_word(word, len, "BI"); // a picture inside the stream
}

static bool read_name(Scan *scan)
{
    const char *start = scan->at;
    size_t len = take_word(scan);
    if (len >= NAME_MOST || memchr(start, '#', len))
        return false;
    memcpy(scan->name, start, len);
    scan->name[len] = '\0';
    scan->sized = false;
    return true;
}

static bool read_one(Scan *scan)
{
    const char *start = scan->at;
    switch (*start) {
    case '(':
        return read_literal(scan);
    case '/':
        return read_name(scan);
    case '%':
        return false;
    case '<':
    case '>':
        if (start + 1 == scan->end || start[1] != *start)
            return *start == '<' && scan->at + 1 < scan->end && read_hex(scan);
        scan->at += 2;
        scan->dicts += *start == '<' ? 1 : -1;
        return scan->dicts >= 0;
    default:
        break;
    }
    if (raw_ends_word(*start)) {
        scan->at++;
        return true;
    }
    size_t len = take_word(scan);
    if (!g_ascii_isdigit(*start) && !strchr("+-.", *start))
        return operate(scan, start, len);
    scan->sized = *scan->name && !scan->sized;
    return true;
}

bool shown_scan(const char *content, size_t len, ShownNamed named, void *data)
{
    Scan scan = {.at = content, .end = content + len, .named = named, .data = data};
    while (scan.at < scan.end)
        if (!read_one(&scan))
            return false;
    return true;
}

// Pages, as qpdf reads them.
typedef struct {
    qpdf_data pdf;
    GHashTable *fonts; // number of an object → its codes
    qpdf_oh resources; // /Font of the page
    GHashTable *named; // name, with its slash → codes, or NULL
} Pages;

static bool *codes_named(void *data, const char *name)
{
    Pages *pages = data;
    gpointer codes = NULL;
    if (g_hash_table_lookup_extended(pages->named, name, NULL, &codes))
        return codes;
    qpdf_oh font = qpdf_oh_get_key_if_dict(pages->pdf, pages->resources, name);
    int number = qpdf_oh_get_object_id(pages->pdf, font);
    codes = g_hash_table_lookup(pages->fonts, GINT_TO_POINTER(number));
    g_hash_table_insert(pages->named, g_strdup(name), codes);
    return codes;
}

static qpdf_oh resources_of(qpdf_data pdf, qpdf_oh page)
{
    qpdf_oh resources = qpdf_oh_get_key_if_dict(pdf, page, "/Resources");
    for (int i = 0; i < PARENTS && qpdf_oh_is_null(pdf, resources); i++) {
        page = qpdf_oh_get_key_if_dict(pdf, page, "/Parent");
        resources = qpdf_oh_get_key_if_dict(pdf, page, "/Resources");
    }
    return resources;
}

static bool is_picture(qpdf_data pdf, qpdf_oh object)
{
    return qpdf_oh_is_stream(pdf, object) &&
           qpdf_oh_is_name_and_equals(
               pdf, qpdf_oh_get_key(pdf, qpdf_oh_get_dict(pdf, object), "/Subtype"), "/Image");
}

static bool has_no_font(qpdf_data pdf, qpdf_oh state)
{
    return qpdf_oh_is_null(pdf, qpdf_oh_get_key_if_dict(pdf, state, "/Font"));
}

// Whether all values of a dictionary are as they must be. qpdf goes through one at a time.
static bool all_values(qpdf_data pdf, qpdf_oh dict, bool (*fine)(qpdf_data, qpdf_oh))
{
    g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func(g_free);
    if (!qpdf_oh_is_dictionary(pdf, dict))
        return qpdf_oh_is_null(pdf, dict);
    qpdf_oh_begin_dict_key_iter(pdf, dict);
    while (qpdf_oh_dict_more_keys(pdf))
        g_ptr_array_add(keys, g_strdup(qpdf_oh_dict_next_key(pdf)));
    for (guint i = 0; i < keys->len; i++)
        if (!fine(pdf, qpdf_oh_get_key(pdf, dict, keys->pdata[i])))
            return false;
    return true;
}

// A page shows words by its own content alone: no forms, patterns, or fonts set otherwise.
static bool read_page(Pages *pages, qpdf_oh page, size_t *left)
{
    qpdf_data pdf = pages->pdf;
    qpdf_oh resources = resources_of(pdf, page);
    size_t len = 0;
    if (qpdf_oh_is_null(pdf, qpdf_oh_get_key_if_dict(pdf, page, "/Contents")))
        return true;
    if (!all_values(pdf, qpdf_oh_get_key_if_dict(pdf, resources, "/XObject"), is_picture) ||
        !all_values(pdf, qpdf_oh_get_key_if_dict(pdf, resources, "/ExtGState"), has_no_font) ||
        !qpdf_oh_is_null(pdf, qpdf_oh_get_key_if_dict(pdf, resources, "/Pattern")))
        return false;
    pages->resources = qpdf_oh_get_key_if_dict(pdf, resources, "/Font");
    g_hash_table_remove_all(pages->named);
    g_autofree char *content = stream_read_page(pdf, page, *left, &len);
    if (!content)
        return false;
    *left -= len;
    return shown_scan(content, len, codes_named, pages);
}

bool shown_read(qpdf_data pdf, GHashTable *fonts)
{
    size_t left = CONTENT_MOST;
    bool fine = true;
    g_autoptr(GHashTable) named = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Pages pages = {.pdf = pdf, .fonts = fonts, .named = named};
    for (int i = 0, n = qpdf_get_num_pages(pdf); i < n && fine; i++) {
        fine = read_page(&pages, qpdf_get_page_n(pdf, (size_t)i), &left);
        qpdf_oh_release_all(pdf);
    }
    return fine;
}
