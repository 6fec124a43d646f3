// SPDX-License-Identifier: GPL-3.0-or-later
// Encoding: which of several readings of the same bytes is the one somebody wrote.
#include "read/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "config.h"
#include "read/reader.h"
#include "text/fault.h"

#if HAVE_UCHARDET
#include <uchardet.h>
#endif

enum {
    SAMPLE = 64 * 1024, // bytes that are judged; what is chosen then reads the whole file
    LARGEST = 0x70000000,
    // One character in so many may be odd: a control, not in the encoding, unassigned, private.
    ODD_SURE = 20,
    ODD_GUESSED = 250,
    ODD_FEW = 2, // of a guess in a short text
};
static const double CLEAR_LEAD = 0.6; // points a character that the best is ahead by when certain
static const double CLEAR_GOOD = 1.0;
static const double TIE_BREAK = 0.4;
static const double LIKELY = 0.3; // for Chinese: Korean and Japanese use the same pairs of bytes

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

static const char *const marks_of[][2] = {
    // UTF-32LE begins like UTF-16LE, so it stands first.
    {"\xFF\xFE\0\0", "utf-32le"}, {"\0\0\xFE\xFF", "utf-32be"}, {"\xEF\xBB\xBF", "utf-8"},
    {"\xFF\xFE", "utf-16le"},     {"\xFE\xFF", "utf-16be"},     {"\x84\x31\x95\x33", "gb18030"},
};
static const size_t mark_sizes[] = {4, 4, 3, 2, 2, 4};

static const char *const trials[] = {"gb18030", "big5",   "cp950",     "utf-16le", "utf-16be",
                                     "cp1252",  "euc-kr", "shift_jis", "euc-jp"};

// The characters without which nobody writes: a wrong reading of Chinese, Korean or Japanese bytes
// has next to none of them, the right one has one in every four or five.
static const char function_characters[] =
    "的一是不在有我他这中大来上个到说们为子和你地出道也时年得就那要下以会可自过对生发后作里用方"
    "如同于本与及或者应其由被将所若则如该各此等并但因即任何向从至按照第条款项甲乙双须除"
    "這來個說們為時會過對發後裡與應將則該並從條項雙無於"
    "借贷息期限额费用信授权同意提供收集使用手机号码通讯录联系人个人平台公司协议合同逾还"
    "貸額費權機號碼訊錄聯絡係協議還關資料"
    "的了着把给让使而且之以為所"
    "はのをにがでとたしてるすいなれりまこもんあかきくらっう"
    "이는을를에의다하고가은로서지도기한사인대";

static GHashTable *function_set(void)
{
    static GHashTable *set;
    if (!set) {
        set = g_hash_table_new(NULL, NULL);
        for (const char *at = function_characters; *at; at = g_utf8_next_char(at))
            g_hash_table_add(set, GUINT_TO_POINTER(g_utf8_get_char(at)));
    }
    return set;
}

typedef struct {
    const char *alias; // a row of names[], or what iconv calls it
    GString *text;     // of the sample
    size_t broken;
    double score; // points a character
    size_t seen;  // characters that say something
} Trial;

static const char *iconv_name_of(const char *alias)
{
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        if (!g_ascii_strcasecmp(alias, names[i].alias))
            return names[i].iconv_name;
    return alias;
}

static const char *shown_name_of(const char *alias)
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

bool encoding_known(const char *name)
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

void encoding_warm(const char *asked)
{
    for (size_t i = 0; i < G_N_ELEMENTS(names) && !are_in_reach(); i++)
        encoding_known(names[i].alias);
    if (asked)
        encoding_known(asked);
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

static GString *read_as(const char *alias, const unsigned char *bytes, size_t len, size_t *broken)
{
    const char *iconv_name = iconv_name_of(alias);
    return g_str_equal(iconv_name, "UTF-8") ? mend(bytes, len, broken)
                                            : convert(iconv_name, bytes, len, broken);
}

// GB2312's and Big5's first levels: the 6,000 Han characters in use, simplified and traditional.
static const guint8 *common_han(void)
{
    static guint8 *common;
    if (common)
        return common;
    common = g_malloc0(0xA000 - 0x4E00);
    static const struct {
        const char *iconv_name;
        int first, last, from, to;
    } levels[] = {{"GB18030", 0xB0, 0xD7, 0xA1, 0xFE},
                  {"BIG5-HKSCS", 0xA4, 0xC6, 0x40, 0x7E},
                  {"BIG5-HKSCS", 0xA4, 0xC6, 0xA1, 0xFE}};
    for (size_t i = 0; i < G_N_ELEMENTS(levels); i++)
        for (int lead = levels[i].first; lead <= levels[i].last; lead++)
            for (int trail = levels[i].from; trail <= levels[i].to; trail++) {
                const unsigned char pair[2] = {(unsigned char)lead, (unsigned char)trail};
                size_t broken;
                g_autoptr(GString) one = convert(levels[i].iconv_name, pair, 2, &broken);
                gunichar c = one ? g_utf8_get_char(one->str) : 0;
                if (c >= 0x4E00 && c < 0xA000)
                    common[c - 0x4E00] = 1;
            }
    return common;
}

static bool is_lower(gunichar c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_letter(gunichar c)
{
    return is_lower(c) || (c >= 'A' && c <= 'Z');
}

static double judge_han(gunichar c, gunichar before, gunichar after)
{
    if (is_lower(before) && is_lower(after))
        return -4; // an accented letter and its neighbour, read as one
    return common_han()[c - 0x4E00] ? 1 : -1;
}

static double judge_latin(gunichar c, gunichar before, gunichar after)
{
    if (g_unichar_isalpha(c))
        return is_letter(before) || is_letter(after) ? 1.5 : -1;
    return c == 0xA0 || c == 0xBF || c == 0xA1 || c == 0xA9 || c == 0xB0 ? 0.5 : -0.5;
}

// How much a character that is not ASCII looks like writing, between its neighbours.
static double judge(gunichar c, gunichar before, gunichar after)
{
    if (c == 0xFFFD)
        return -8;
    if (g_hash_table_contains(function_set(), GUINT_TO_POINTER(c)))
        return is_lower(before) && is_lower(after) ? -4 : 4;
    if (c >= 0x4E00 && c < 0xA000)
        return judge_han(c, before, after);
    if (c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0xE000 && c < 0xF900))
        return -6;
    if (c < 0x250)
        return judge_latin(c, before, after);
    if ((c >= 0x3000 && c < 0x3018) || (c >= 0x2010 && c < 0x2027))
        return c == 0x2015 || c == 0x2016 ? 0 : 2; // brackets, quotes, dashes, the ellipsis
    if (c >= 0xFF01 && c < 0xFF60)
        return c == 0xFF3E || c == 0xFF40 ? 0 : 2; // full-width forms; nobody writes the accents
    if (c >= 0x3040 && c < 0x3100)
        return 1; // kana
    if (c >= 0xAC00 && c < 0xD7A4)
        return 0.5;
    if (!g_unichar_isdefined(c))
        return -6;
    if (g_unichar_isalpha(c) && g_unichar_isalpha(before) && before > 0x250 &&
        g_unichar_get_script(c) == g_unichar_get_script(before))
        return c >= 0x3400 || (c >= 0xFF60) ? -1 : 0.8;
    return c >= 0x2100 && c < 0x2700 ? 0 : -1;
}

static bool is_space(gunichar c)
{
    return c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\v' || c == ' ';
}

// Points a character. In UTF-16 ASCII counts too: it is two bytes there, as in no other reading.
static void score(Trial *trial)
{
    bool wide = g_str_has_prefix(iconv_name_of(trial->alias), "UTF-16");
    gunichar before = ' ';
    double points = 0;
    trial->seen = 0;
    for (const char *at = trial->text->str, *end = at + trial->text->len; at < end;) {
        const char *next = g_utf8_next_char(at);
        gunichar c = g_utf8_get_char(at), after = next < end ? g_utf8_get_char(next) : ' ';
        at = next;
        if (c >= 0x80 || (c < 0x20 && !is_space(c)) || c == 0x7F) {
            points += judge(c, before, after);
            trial->seen++;
        } else if (wide) {
            points += 2;
            trial->seen++;
        }
        before = c;
    }
    trial->score = trial->seen ? points / (double)trial->seen : 0;
}

static void trial_clear(Trial *trial)
{
    g_string_free(trial->text, TRUE);
}

static void try_one(GArray *tried, const char *alias, const unsigned char *bytes, size_t len)
{
    Trial trial = {.alias = alias};
    trial.text = read_as(alias, bytes, len, &trial.broken);
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
    return encoding_known(says) ? says : NULL;
#else
    return NULL;
#endif
}

// The part of the file that is judged: from the first byte that is not ASCII text.
static void sample(const unsigned char **bytes, size_t *len)
{
    size_t at = 0;
    while (at < *len && (*bytes)[at] < 0x80 && ((*bytes)[at] >= 0x20 || is_space((*bytes)[at])))
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
            g_str_equal(shown_name_of(trial->alias), shown_name_of(says)))
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

// Of real agreements in four languages none has more than one odd character in a thousand; the
// bytes of something else, read as text by a guess, have four in a thousand and mostly a tenth.
// Where the encoding is certain, a damaged text is still a text: there it may be one in twenty.
static bool looks_readable(const GString *text, bool guessed)
{
    size_t odd = 0, seen = 0;
    for (const char *at = text->str, *end = at + text->len; at < end && seen < SAMPLE;
         at = g_utf8_next_char(at), seen++) {
        gunichar c = g_utf8_get_char(at);
        odd += c == 0xFFFD || c == 0x7F || (c < 0x20 && !is_space(c) && c != 0x1A && c != 0x1B) ||
               (c >= 0x80 && c < 0xA0 && c != 0x85) || (c >= 0xE000 && c < 0xF900) ||
               !g_unichar_isdefined(c);
    }
    return odd * ODD_SURE <= seen && (!guessed || odd <= MAX(ODD_FEW, seen / ODD_GUESSED));
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
    decoded->text = read_as(alias, bytes, len, &decoded->broken);
    decoded->name = shown_name_of(alias);
    if (g_str_has_prefix(decoded->text->str, "\uFEFF"))
        g_string_erase(decoded->text, 0, 3);
    replace_nul(decoded->text);
    decoded->readable = looks_readable(decoded->text, false);
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
        if (bytes[i] < 0x20 && !is_space(bytes[i]) && bytes[i] != 0x1A && bytes[i] != 0x1B)
            return false;
    return g_utf8_validate((const char *)bytes, (gssize)len, NULL);
}

// Whether the declaration says enough and the bytes agree. One-byte sets agree with anything, and
// pages in GBK often claim to be Latin-1, so their word alone does not count.
static bool declaration_holds(const char *declared, const unsigned char *bytes, size_t len)
{
    if (!encoding_known(declared) || g_str_equal(shown_name_of(declared), "windows-1252"))
        return false;
    sample(&bytes, &len);
    Trial trial = {.alias = declared};
    trial.text = read_as(declared, bytes, len, &trial.broken);
    if (!trial.text)
        return false;
    score(&trial);
    bool holds = trial.broken <= 1 &&
                 looks_readable(trial.text, false) && // it may end inside a character
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
    decoded->readable = looks_readable(decoded->text, decoded->guessed);
    return decoded;
}

Decoded *encoding_decode(const unsigned char *bytes, size_t len, const char *asked,
                         const char *declared, GError **error)
{
    if (len > LARGEST) {
        g_set_error(error, FAULT_DOMAIN, FAULT_TOO_LARGE, "the text is larger than 1.7 GiB");
        return NULL;
    }
    if (asked && !encoding_known(asked)) {
        g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "no such encoding: %s", asked);
        return NULL;
    }
    size_t mark_size;
    const char *mark = mark_of(bytes, len, &mark_size);
    // "UTF-16" leaves the order of bytes to the mark.
    bool refined = mark && asked && g_str_has_prefix(shown_name_of(asked), "UTF-");
    if (asked && !refined)
        return decoded_new(asked, bytes, len);
    if (mark)
        return decoded_new(mark, bytes + mark_size, len - mark_size);
    if (is_plainly_utf8(bytes, len))
        return decoded_new("utf-8", bytes, len);
    if (declared && declaration_holds(declared, bytes, len))
        return decoded_new(declared, bytes, len);
    return decode_by_trial(bytes, len, declared && encoding_known(declared) ? declared : NULL);
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
