// SPDX-License-Identifier: GPL-3.0-or-later
#include "read/charset.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "read/reader.h"

// What is written in files and options, how iconv calls it, and how we call it. The ones without
// an alias of their own are tried on every file; web pages mean the larger set by the smaller name.
static const struct {
    const char *alias, *iconv_name, *name;
} names[] = {
    {"gb18030", "GB18030", "GB18030"},    {"gb2312", "GB18030", "GB18030"},
    {"gbk", "GB18030", "GB18030"},        {"gb_2312-80", "GB18030", "GB18030"},
    {"x-gbk", "GB18030", "GB18030"},      {"chinese", "GB18030", "GB18030"},
    {"euc-cn", "GB18030", "GB18030"},     {"cp936", "GB18030", "GB18030"},
    {"ms936", "GB18030", "GB18030"},      {"windows-936", "GB18030", "GB18030"},
    {"big5", "BIG5-HKSCS", "Big5"},       {"big-5", "BIG5-HKSCS", "Big5"},
    {"big5-hkscs", "BIG5-HKSCS", "Big5"}, {"cn-big5", "BIG5-HKSCS", "Big5"},
    {"x-x-big5", "BIG5-HKSCS", "Big5"},   {"cp950", "CP950", "Big5"},
    {"utf8", "UTF-8", "UTF-8"},           {"utf-8", "UTF-8", "UTF-8"},
    {"us-ascii", "UTF-8", "UTF-8"},       {"ascii", "UTF-8", "UTF-8"},
    {"utf-16", "UTF-16LE", "UTF-16LE"},   {"utf16", "UTF-16LE", "UTF-16LE"},
    {"unicode", "UTF-16LE", "UTF-16LE"},  {"ucs-2", "UTF-16LE", "UTF-16LE"},
    {"utf-16le", "UTF-16LE", "UTF-16LE"}, {"utf-16be", "UTF-16BE", "UTF-16BE"},
    {"utf-32", "UTF-32LE", "UTF-32LE"},   {"utf-32le", "UTF-32LE", "UTF-32LE"},
    {"utf-32be", "UTF-32BE", "UTF-32BE"}, {"iso-8859-1", "CP1252", "windows-1252"},
    {"latin1", "CP1252", "windows-1252"}, {"windows-1252", "CP1252", "windows-1252"},
    {"cp1252", "CP1252", "windows-1252"}, {"euc-kr", "UHC", "EUC-KR"},
    {"ks_c_5601-1987", "UHC", "EUC-KR"},  {"uhc", "UHC", "EUC-KR"},
    {"shift_jis", "CP932", "Shift_JIS"},  {"shift-jis", "CP932", "Shift_JIS"},
    {"euc-jp", "EUC-JP", "EUC-JP"},
};

static const char *iconv_name_of(const char *alias)
{
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        if (!g_ascii_strcasecmp(alias, names[i].alias))
            return names[i].iconv_name;
    return alias;
}

const char *charset_name(const char *alias)
{
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        if (!g_ascii_strcasecmp(alias, names[i].alias))
            return names[i].name;
    g_autofree char *upper = g_ascii_strup(alias, -1);
    return g_intern_string(upper);
}

// Converters stay open for good: opening one reads a file, and takes longer than converting a page.
static iconv_t converter_open(const char *iconv_name)
{
    static GHashTable *opened;
    if (!opened)
        opened = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    iconv_t converter = g_hash_table_lookup(opened, iconv_name);
    if (converter) {
        iconv(converter, NULL, NULL, NULL, NULL);
        return converter;
    }
    converter = iconv_open("UTF-8", iconv_name);
    if (converter != (iconv_t)-1)
        g_hash_table_insert(opened, g_strdup(iconv_name), converter);
    return converter;
}

bool charset_known(const char *name)
{
    // A slash would hand options such as //IGNORE to iconv, which then drops what it cannot read.
    return *name && !strchr(name, '/') && converter_open(iconv_name_of(name)) != (iconv_t)-1;
}

// Whether the folder of converters is one that the sandbox leaves open.
static bool are_in_reach(void)
{
    for (const char *const *folder = reader_folders(); *folder; folder++)
        if (g_str_has_suffix(*folder, "/gconv") && g_file_test(*folder, G_FILE_TEST_IS_DIR))
            return true;
    return false;
}

void charset_warm(const char *asked)
{
    for (size_t i = 0; i < G_N_ELEMENTS(names) && !are_in_reach(); i++)
        charset_known(names[i].alias);
    if (asked)
        charset_known(asked);
}

static size_t unit_of(const char *iconv_name)
{
    return g_str_has_prefix(iconv_name, "UTF-16")   ? 2
           : g_str_has_prefix(iconv_name, "UTF-32") ? 4
                                                    : 1;
}

// Puts U+FFFD for what cannot be read and goes on after it.
static void step_over(GString *text, const char *iconv_name, const char **at, size_t *left,
                      size_t bytes, size_t *broken)
{
    // Windows' GBK has the euro sign there, GB18030 nothing. glibc's converter of UHC has sometimes
    // gone past what it refuses: then nothing may be left to look at.
    bool euro = *left && (unsigned char)**at == 0x80 && g_str_equal(iconv_name, "GB18030");
    bytes = MIN(bytes, *left);
    g_string_append(text, euro ? "\u20AC" : "\uFFFD");
    *broken += !euro;
    *at += bytes;
    *left -= bytes;
}

// Converts everything; what is not in the encoding becomes U+FFFD and is counted.
static GString *convert(const char *iconv_name, const unsigned char *bytes, size_t len,
                        size_t *broken)
{
    iconv_t converter = converter_open(iconv_name);
    if (converter == (iconv_t)-1)
        return NULL;
    GString *text = g_string_sized_new(len + len / 2 + 16);
    const char *at = (const char *)bytes;
    size_t left = len;
    char out[8192];
    *broken = 0;
    while (left) {
        char *to = out;
        size_t room = sizeof out;
        size_t rc = iconv(converter, (char **)&at, &left, &to, &room);
        int why = errno;
        g_string_append_len(text, out, to - out);
        if (rc != (size_t)-1 || why == E2BIG)
            continue;
        size_t rest = why == EINVAL ? left : unit_of(iconv_name); // EINVAL: ends inside a character
        step_over(text, iconv_name, &at, &left, rest, broken);
    }
    char *to = out;
    size_t room = sizeof out;
    iconv(converter, NULL, NULL, &to, &room); // some hold a character back
    g_string_append_len(text, out, to - out);
    return text;
}

// UTF-8 that is mostly UTF-8: the rest becomes U+FFFD.
static GString *mend(const unsigned char *bytes, size_t len, size_t *broken)
{
    GString *text = g_string_sized_new(len + 16);
    const char *at = (const char *)bytes, *end = at + len, *bad;
    *broken = 0;
    while (at < end && !g_utf8_validate(at, end - at, &bad)) {
        g_string_append_len(text, at, bad - at);
        g_string_append(text, "\uFFFD");
        *broken += *bad != '\0';
        at = bad + 1;
    }
    g_string_append_len(text, at, end - at);
    return text;
}

GString *charset_read(const char *alias, const unsigned char *bytes, size_t len, size_t *broken)
{
    const char *iconv_name = iconv_name_of(alias);
    return g_str_equal(iconv_name, "UTF-8") ? mend(bytes, len, broken)
                                            : convert(iconv_name, bytes, len, broken);
}
