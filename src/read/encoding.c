// SPDX-License-Identifier: GPL-3.0-or-later
// Encoding: which of several readings of the same bytes is the one somebody wrote.
#include "read/encoding.h"

#include <string.h>

#include "config.h"
#include "read/charset.h"
#include "read/signature.h"
#include "read/writing.h"
#include "text/fault.h"

#if HAVE_UCHARDET
#include <uchardet.h>
#endif

enum {
    SAMPLE = 64 * 1024, // bytes that are judged; what is chosen then reads the whole file
    LARGEST = 0x70000000,
};
static const double CLEAR_LEAD = 0.6; // points a character that the best is ahead by when certain
static const double CLEAR_GOOD = 1.0;
static const double TIE_BREAK = 0.4;
static const double LIKELY = 0.3; // for Chinese: Korean and Japanese use the same pairs of bytes

static const char *const marks_of[][2] = {
    // UTF-32LE begins like UTF-16LE, so it stands first.
    {"\xFF\xFE\0\0", "utf-32le"}, {"\0\0\xFE\xFF", "utf-32be"}, {"\xEF\xBB\xBF", "utf-8"},
    {"\xFF\xFE", "utf-16le"},     {"\xFE\xFF", "utf-16be"},     {"\x84\x31\x95\x33", "gb18030"},
};
static const size_t mark_sizes[] = {4, 4, 3, 2, 2, 4};

static const char *const trials[] = {"gb18030", "big5",   "cp950",     "utf-16le", "utf-16be",
                                     "cp1252",  "euc-kr", "shift_jis", "euc-jp"};

typedef struct {
    const char *alias;
    GString *text; // of the sample
    size_t broken;
    double score; // points a character
    size_t seen;  // characters that say something
} Trial;

static void trial_clear(Trial *trial)
{
    g_string_free(trial->text, TRUE);
}

static void score(Trial *trial)
{
    bool wide = g_str_has_prefix(charset_name(trial->alias), "UTF-16");
    trial->score = writing_score(trial->text, wide, &trial->seen);
}

static void try_one(GArray *tried, const char *alias, const unsigned char *bytes, size_t len)
{
    Trial trial = {.alias = alias};
    trial.text = charset_read(alias, bytes, len, &trial.broken);
    if (!trial.text)
        return;
    for (guint i = 0; i < tried->len; i++) {
        if (g_string_equal(g_array_index(tried, Trial, i).text, trial.text)) {
            g_string_free(trial.text, TRUE); // the same reading under another name
            return;
        }
    }
    score(&trial);
    g_array_append_val(tried, trial);
}

// What the detector thinks, as an alias of ours or a name iconv knows; NULL when it has no idea.
static const char *detector_says(const unsigned char *bytes, size_t len)
{
#if HAVE_UCHARDET
    uchardet_t detector = uchardet_new();
    uchardet_handle_data(detector, (const char *)bytes, len);
    uchardet_data_end(detector);
    const char *says = g_intern_string(uchardet_get_charset(detector));
    uchardet_delete(detector);
    return charset_known(says) ? says : NULL;
#else
    return NULL;
#endif
}

// The part of the file that is judged: from the first byte that is not ASCII text.
static void sample(const unsigned char **bytes, size_t *len)
{
    size_t at = 0;
    while (at < *len && (*bytes)[at] < 0x80 &&
           ((*bytes)[at] >= 0x20 || writing_is_space((*bytes)[at])))
        at++;
    at = at < *len ? at & ~(size_t)1 : 0;
    at -= MIN(at, 64); // its neighbours say something too
    *bytes += at;
    *len = MIN(*len - at, SAMPLE);
}

static gint by_score(gconstpointer a, gconstpointer b)
{
    double x = ((const Trial *)a)->score, y = ((const Trial *)b)->score;
    return (x < y) - (x > y);
}

// Reads the sample in every way and puts the likeliest first.
static GArray *try_all(const unsigned char *bytes, size_t len, const char *declared)
{
    GArray *tried = g_array_new(FALSE, FALSE, sizeof(Trial));
    g_array_set_clear_func(tried, (GDestroyNotify)trial_clear);
    sample(&bytes, &len);
    if (declared)
        try_one(tried, declared, bytes, len);
    try_one(tried, "utf-8", bytes, len);
    for (size_t i = 0; i < G_N_ELEMENTS(trials); i++)
        try_one(tried, trials[i], bytes, len);
    const char *says = detector_says(bytes, len);
    if (says)
        try_one(tried, says, bytes, len);
    for (guint i = 0; i < tried->len; i++) {
        Trial *trial = &g_array_index(tried, Trial, i);
        if (g_str_equal(trial->alias, "gb18030") || g_str_equal(trial->alias, "big5"))
            trial->score += LIKELY;
        if (declared && trial->alias == declared)
            trial->score += 2 * TIE_BREAK;
        // Its rarer answers (Mac Central European for Spanish) must be better on their own.
        if (says && trial->alias != says &&
            g_str_equal(charset_name(trial->alias), charset_name(says)))
            trial->score += TIE_BREAK;
    }
    g_array_sort(tried, by_score);
    return tried;
}

static const char *mark_of(const unsigned char *bytes, size_t len, size_t *size)
{
    for (size_t i = 0; i < G_N_ELEMENTS(marks_of); i++) {
        *size = mark_sizes[i];
        if (len >= *size && !memcmp(bytes, marks_of[i][0], *size))
            return marks_of[i][1];
    }
    *size = 0;
    return NULL;
}

// U+0000 ends strings in every library downstream.
static void replace_nul(GString *text)
{
    if (!memchr(text->str, '\0', text->len))
        return;
    g_autoptr(GString) old = g_string_new_len(text->str, (gssize)text->len);
    g_string_truncate(text, 0);
    for (gsize i = 0; i < old->len; i++) {
        if (old->str[i])
            g_string_append_c(text, old->str[i]);
        else
            g_string_append(text, "\uFFFD");
    }
}

static Decoded *decoded_new(const char *alias, const unsigned char *bytes, size_t len)
{
    Decoded *decoded = g_new0(Decoded, 1);
    decoded->text = charset_read(alias, bytes, len, &decoded->broken);
    decoded->name = charset_name(alias);
    if (g_str_has_prefix(decoded->text->str, "\uFEFF"))
        g_string_erase(decoded->text, 0, 3);
    replace_nul(decoded->text);
    decoded->readable = writing_is_readable(decoded->text, false);
    return decoded;
}

void decoded_free(Decoded *decoded)
{
    if (!decoded)
        return;
    g_string_free(decoded->text, TRUE);
    g_free(decoded);
}

// Strict UTF-8 without control characters needs no trial.
static bool is_plainly_utf8(const unsigned char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (bytes[i] < 0x20 && !writing_is_space(bytes[i]) && bytes[i] != 0x1A && bytes[i] != 0x1B)
            return false;
    return g_utf8_validate((const char *)bytes, (gssize)len, NULL);
}

// Whether the declaration says enough and the bytes agree. One-byte sets agree with anything, and
// pages in GBK often claim to be Latin-1, so their word alone does not count.
static bool declaration_holds(const char *declared, const unsigned char *bytes, size_t len)
{
    if (!charset_known(declared) || g_str_equal(charset_name(declared), "windows-1252"))
        return false;
    sample(&bytes, &len);
    Trial trial = {.alias = declared};
    trial.text = charset_read(declared, bytes, len, &trial.broken);
    if (!trial.text)
        return false;
    score(&trial);
    bool holds = trial.broken <= 1 &&
                 writing_is_readable(trial.text, false) && // it may end inside a character
                 (trial.seen < 8 || trial.score > CLEAR_GOOD / 2);
    g_string_free(trial.text, TRUE);
    return holds;
}

static Decoded *decode_by_trial(const unsigned char *bytes, size_t len, const char *declared)
{
    g_autoptr(GArray) tried = try_all(bytes, len, declared);
    const Trial *best = &g_array_index(tried, Trial, 0);
    const Trial *next = tried->len > 1 ? &g_array_index(tried, Trial, 1) : NULL;
    Decoded *decoded = decoded_new(best->alias, bytes, len);
    double lead = next ? best->score - next->score : best->score;
    decoded->guessed = best->score < CLEAR_GOOD || lead < (best->seen < 4 ? 1.5 : CLEAR_LEAD);
    decoded->readable = writing_is_readable(decoded->text, decoded->guessed);
    return decoded;
}

Decoded *encoding_decode(const unsigned char *bytes, size_t len, const char *asked,
                         const char *declared, GError **error)
{
    if (len > LARGEST) {
        g_set_error(error, FAULT_DOMAIN, FAULT_TOO_LARGE, "the text is larger than 1.7 GiB");
        return NULL;
    }
    if (asked && !charset_known(asked)) {
        g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "no such encoding: %s", asked);
        return NULL;
    }
    size_t mark_size;
    const char *mark = mark_of(bytes, len, &mark_size);
    // "UTF-16" leaves the order of bytes to the mark.
    bool refined = mark && asked && g_str_has_prefix(charset_name(asked), "UTF-");
    if (asked && !refined)
        return decoded_new(asked, bytes, len);
    if (mark)
        return decoded_new(mark, bytes + mark_size, len - mark_size);
    if (is_plainly_utf8(bytes, len))
        return decoded_new("utf-8", bytes, len);
    if (declared && declaration_holds(declared, bytes, len))
        return decoded_new(declared, bytes, len);
    return decode_by_trial(bytes, len, declared && charset_known(declared) ? declared : NULL);
}

char *encoding_note(const Decoded *decoded)
{
    if (decoded->broken)
        return g_strdup_printf("read as %s, but %zu places are not in that encoding; "
                               "--encoding says it better",
                               decoded->name, decoded->broken);
    if (decoded->guessed)
        return g_strdup_printf("no mark or declaration says the encoding; read as %s; "
                               "--encoding says it better",
                               decoded->name);
    return NULL;
}

Decoded *encoding_read(const unsigned char *bytes, size_t len, const char *asked,
                       const char *declared, GError **error)
{
    g_autoptr(Decoded) decoded = encoding_decode(bytes, len, asked, declared, error);
    if (decoded && !decoded->readable && !asked) {
        signature_refuse(bytes, len, NULL, error);
        return NULL;
    }
    return g_steal_pointer(&decoded);
}

void encoding_tell(const Decoded *decoded, Document *doc)
{
    doc->encoding = decoded->name;
    g_autofree char *note = encoding_note(decoded);
    if (note)
        document_add_reason(doc, FAULT_ENCODING_GUESSED, 0, note);
}
