// SPDX-License-Identifier: GPL-3.0-or-later
// Redact: numbers are told by their shape and check digits, names by the words they stand after.
#include "report/redact.h"

#include <string.h>

enum { DIGITS_MOST = 24, NAME_POINTS_MOST = 40, GROUPS_MOST = 8 };

#define MASK 0xFF0A

typedef struct {
    GRegex *numbers, *letters, *accounts, *names;
    GPtrArray *known; // char *: names found in signature blocks
} Redaction;

// Digits may be full width and stand in groups, and one number may follow another.
#define D "[0-9０-９]"
static const char number_pattern[] = "\\+?" D "++[XxＸｘ]?(?:[ \\-\\r\\n]{1,2}+" D "++[XxＸｘ]?)*+";

// Identity numbers that begin with letters: Taiwan, Hong Kong, the Indian PAN.
static const char letters_pattern[] =
    "(?<![A-Za-z0-9])(?:[A-Z][1289]\\d{8}|[A-Z]{1,2}\\d{6} ?[(（][0-9A][)）]|[A-Z]{5}\\d{4}[A-Z])"
    "(?![A-Za-z0-9])";

// Numbers that the words before them call an account or a card: banks number theirs as they like.
static const char accounts_pattern[] =
    "(?i)(?:卡号|卡號|银行卡|銀行卡|账号|帐号|賬號|帳號|账户|帳戶|account (?:no|number)|card "
    "(?:no|number)"
    "|a/c no|nomor rekening|no\\.? rek(?:ening)?|número de (?:cuenta|tarjeta)|clabe)"
    "[^0-9０-９\\n]{0,8}\\K[0-9０-９](?:[ -]?[0-9０-９]){7,22}";

#define SURNAMES                                                                                                                               \
    "(?:欧阳|歐陽|司马|司馬|上官|诸葛|諸葛|"                                                                                     \
    "[王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧" \
    "曹"                                                                                                                                      \
    "彭曾肖蕭萧田董袁潘于蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鍾谭譚陆陸汪范石廖贾賈夏韦"  \
    "韋付方白邹鄒孟熊秦邱江尹薛闫閻段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴武戴莫孔向汤湯])"

// Who signs, perhaps the word for a signature in brackets, a colon, the name, the end of the field.
static const char names_pattern[] =
    "(?:借款人|贷款人|貸款人|出借人|甲方|乙方|丙方|担保人|擔保人|保证人|保證人|授权人|授權人|"
    "申请人|"
    "申請人|联系人|聯絡人|共同借款人|配偶|姓名|签字|簽字|签名|簽名|签章|簽章|签署人|經辦人|经办人|"
    "法定代表人|负责人|負責人|本人)(?:[（(][^）)\\n]{1,12}[）)])?[ 　]*[：:][ 　_]*\\n?[ 　_]*"
    "(?<name>" SURNAMES "[ 　]?\\p{Han}(?:[ 　]?\\p{Han})?)(?=[ 　_，,。；;（(、\\r\\n\\f]|$)"
    "|(?i:signature|signed by|borrower(?:'s name)?|name|full name|nama(?: lengkap)?|tanda tangan|"
    "firma|nombre(?: completo)?)[ \\t]*(?:\\([^)\\n]{1,20}\\))?[ \\t]*:[ \\t_]*"
    "(?<name>\\p{Lu}[\\p{L}.'-]+(?: \\p{Lu}[\\p{L}.'-]*){1,3})(?=[ \\t_]*[,;\\r\\n\\f]|[ \\t_]*$|  "
    ")";

static GRegex *compiled(const char *pattern, GRegexCompileFlags flags)
{
    g_autoptr(GError) error = NULL;
    GRegex *regex = g_regex_new(pattern, flags | G_REGEX_OPTIMIZE, 0, &error);
    if (!regex)
        g_error("redact: %s", error->message);
    return regex;
}

// --- numbers ---

// The digits as ASCII; X last for an identity number that ends in it. False when there are too
// many.
static bool bare_digits(const char *text, char digits[DIGITS_MOST + 1])
{
    size_t n = 0;
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        bool x = c == 'X' || c == 'x' || c == 0xFF38 || c == 0xFF58;
        if (!x && g_unichar_digit_value(c) < 0)
            continue;
        if (n == DIGITS_MOST)
            return false;
        digits[n++] = (char)(x ? 'X' : '0' + g_unichar_digit_value(c));
    }
    digits[n] = 0;
    return true;
}

static int two(const char *digits)
{
    return (digits[0] - '0') * 10 + digits[1] - '0';
}

static bool is_date(const char *month_day)
{
    int month = two(month_day), day = two(month_day + 2);
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static bool has_chinese_check_digit(const char *digits)
{
    static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(weights); i++)
        sum += weights[i] * (digits[i] - '0');
    return "10X98765432"[sum % 11] == digits[17];
}

// 18 characters with a date of birth or the right last one; the 15 of old cards.
static bool is_chinese_identity(const char *digits, size_t n)
{
    if (n == 18)
        return has_chinese_check_digit(digits) ||
               ((two(digits + 6) == 19 || two(digits + 6) == 20) && is_date(digits + 10));
    return n == 15 && is_date(digits + 8);
}

static bool is_card(const char *digits, size_t n)
{
    int sum = 0;
    if (n < 13 || n > 19 || digits[n - 1] == 'X')
        return false;
    for (size_t i = 0; i < n; i++) {
        int digit = digits[n - 1 - i] - '0';
        if (i % 2)
            digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    return sum % 10 == 0;
}

// The 16 digits of an Indonesian card hold the day (women: + 40), the month, the year.
static bool is_indonesian_identity(const char *digits, size_t n)
{
    if (n != 16)
        return false;
    int day = two(digits + 6), month = two(digits + 8);
    return month >= 1 && month <= 12 && ((day >= 1 && day <= 31) || (day >= 41 && day <= 71));
}

static bool is_telephone(const char *text, const char *digits, size_t n)
{
    if (text[0] == '+')
        return n >= 8 && n <= 15;
    if (n == 13 && strncmp(digits, "86", 2) == 0)
        return is_telephone(text + 1, digits + 2, 11);
    bool mobile = n == 11 && digits[0] == '1' && digits[1] >= '3';
    bool area = digits[0] == '0' && n >= 10 && n <= 13;
    bool india = n == 10 && digits[0] >= '6' && digits[0] <= '9' && !strchr(text, '-');
    return mobile || area || india;
}

static bool is_private(const char *text)
{
    char digits[DIGITS_MOST + 1] = {0};
    if (!bare_digits(text, digits))
        return false;
    size_t n = strlen(digits);
    if (n && memchr(digits, 'X', n - 1))
        return false;
    bool aadhaar = n == 12 && strlen(text) == 14 && text[4] == ' ' && text[9] == ' ';
    return is_chinese_identity(digits, n) || is_telephone(text, digits, n) || is_card(digits, n) ||
           is_indonesian_identity(digits, n) || aadhaar;
}

// --- masking ---

// Masks bytes [from, to) of `text` in `out`, which holds all of `text` before `*done`.
static void mask(GString *out, const char *text, size_t *done, size_t from, size_t to)
{
    if (from < *done)
        from = *done;
    g_string_append_len(out, text + *done, (gssize)(from - *done));
    for (const char *at = text + from; at < text + to; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        bool blank = c == '\n' || c == '\r' || c == '\f' || c == ' ';
        g_string_append_unichar(out, blank ? c : MASK);
    }
    *done = MAX(to, *done);
}

typedef struct {
    size_t from, to;
} Bytes;

// The groups of digits of a run, as bytes of `text`.
static GArray *digit_groups(const char *text, size_t from, size_t to)
{
    GArray *groups = g_array_new(FALSE, FALSE, sizeof(Bytes));
    while (from < to) {
        Bytes group = {from, from + strcspn(text + from, " -\r\n")};
        group.to = MIN(group.to, to);
        g_array_append_val(groups, group);
        for (from = group.to; from < to && strchr(" -\r\n", text[from]);)
            from++;
    }
    return groups;
}

// How many groups from `first` on make one private number, the most that do; 0 when none do.
static guint private_groups(const char *text, const GArray *groups, guint first)
{
    for (guint n = MIN(groups->len - first, GROUPS_MOST); n > 0; n--) {
        size_t from = g_array_index(groups, Bytes, first).from;
        size_t to = g_array_index(groups, Bytes, first + n - 1).to;
        g_autofree char *number = g_strndup(text + from, to - from);
        if (is_private(number))
            return n;
    }
    return 0;
}

static void mask_run(GString *out, const char *text, size_t *done, size_t from, size_t to)
{
    g_autoptr(GArray) groups = digit_groups(text, from, to);
    for (guint i = 0; i < groups->len;) {
        guint n = private_groups(text, groups, i);
        if (n)
            mask(out, text, done, g_array_index(groups, Bytes, i).from,
                 g_array_index(groups, Bytes, i + n - 1).to);
        i += MAX(n, 1);
    }
}

static char *mask_matches(GRegex *regex, const char *text, bool numbers)
{
    GString *out = g_string_new(NULL);
    size_t done = 0;
    g_autoptr(GMatchInfo) match = NULL;
    g_regex_match(regex, text, 0, &match);
    for (; g_match_info_matches(match); g_match_info_next(match, NULL)) {
        int from = 0, to = 0;
        g_match_info_fetch_pos(match, 0, &from, &to);
        if (numbers)
            mask_run(out, text, &done, (size_t)from, (size_t)to);
        else
            mask(out, text, &done, (size_t)from, (size_t)to);
    }
    g_string_append(out, text + done);
    return g_string_free(out, FALSE);
}

static char *mask_name(const char *text, const char *name)
{
    GString *out = g_string_new(NULL);
    size_t done = 0, len = strlen(name);
    for (const char *at = text; (at = strstr(at, name)); at += len)
        mask(out, text, &done, (size_t)(at - text), (size_t)(at - text) + len);
    g_string_append(out, text + done);
    return g_string_free(out, FALSE);
}

// The same number of code points, with what is private masked.
static char *masked(const Redaction *redaction, const char *text)
{
    g_autofree char *accounts = mask_matches(redaction->accounts, text, false);
    g_autofree char *numbers = mask_matches(redaction->numbers, accounts, true);
    char *done = mask_matches(redaction->letters, numbers, false);
    for (guint i = 0; i < redaction->known->len; i++) {
        char *named = mask_name(done, g_ptr_array_index(redaction->known, i));
        g_free(done);
        done = named;
    }
    return done;
}

static void mask_string(const Redaction *redaction, char **text)
{
    if (!*text)
        return;
    char *done = masked(redaction, *text);
    g_free(*text);
    *text = done;
}

static void mask_strings(const Redaction *redaction, GPtrArray *strings)
{
    for (guint i = 0; i < strings->len; i++)
        mask_string(redaction, (char **)&g_ptr_array_index(strings, i));
}

// --- what a slice of the text says after masking ---

// Replaces a quote by the same slice of the masked text.
static void take_slice(const char *text, Range range, char **quote)
{
    const char *from = g_utf8_offset_to_pointer(text, range.start);
    const char *to = g_utf8_offset_to_pointer(from, range.end - range.start);
    g_free(*quote);
    *quote = g_strndup(from, (size_t)(to - from));
}

static void mask_finding(const Redaction *redaction, const char *text, Finding *finding)
{
    finding_own_words(finding);
    mask_string(redaction, &finding->unit_heading);
    mask_string(redaction, &finding->shown);
    for (unsigned i = 0; i < SLOT_COUNT; i++)
        mask_string(redaction, &finding->slots[i]);
    if (finding->placed)
        take_slice(text, finding->range, &finding->quote);
    if (finding->stem_quote)
        take_slice(text, finding->stem, &finding->stem_quote);
    for (guint i = 0; i < finding->also->len; i++) {
        Also *also = g_ptr_array_index(finding->also, i);
        take_slice(text, also->range, &also->quote);
    }
}

// Names in the text, longest first, so that a name within another does not spoil it.
static gint compare_lengths(gconstpointer a, gconstpointer b)
{
    size_t x = strlen(*(char *const *)a), y = strlen(*(char *const *)b);
    return x > y ? -1 : x < y;
}

static void learn_names(Redaction *redaction, const char *text)
{
    g_autoptr(GMatchInfo) match = NULL;
    g_regex_match(redaction->names, text, 0, &match);
    for (; g_match_info_matches(match); g_match_info_next(match, NULL)) {
        char *name = g_match_info_fetch_named(match, "name");
        if (name && *name && g_utf8_strlen(name, -1) <= NAME_POINTS_MOST &&
            !g_ptr_array_find_with_equal_func(redaction->known, name, g_str_equal, NULL))
            g_ptr_array_add(redaction->known, name);
        else
            g_free(name);
    }
    g_ptr_array_sort(redaction->known, compare_lengths);
}

static void mask_units(const Redaction *redaction, ReportUnits *units)
{
    for (guint i = 0; units && i < units->list->len; i++) {
        ReportUnit *unit = &g_array_index(units->list, ReportUnit, i);
        g_autofree char *heading = g_strdup(unit->heading);
        mask_string(redaction, &heading);
        if (heading)
            unit->heading = g_string_chunk_insert_const(units->words, heading);
    }
}

void redact_report(Report *report)
{
    g_assert(report->text);
    Redaction redaction = {compiled(number_pattern, 0), compiled(letters_pattern, 0),
                           compiled(accounts_pattern, 0),
                           compiled(names_pattern, G_REGEX_DUPNAMES | G_REGEX_MULTILINE),
                           g_ptr_array_new_with_free_func(g_free)};
    learn_names(&redaction, report->text);
    mask_string(&redaction, &report->text);
    mask_string(&redaction, &report->document.title);
    mask_strings(&redaction, report->document.references);
    for (guint i = 0; i < report->document.reasons->len; i++) {
        Reason *reason = g_ptr_array_index(report->document.reasons, i);
        mask_string(&redaction, &reason->message);
    }
    for (guint i = 0; i < report->findings->len; i++)
        mask_finding(&redaction, report->text, g_ptr_array_index(report->findings, i));
    mask_units(&redaction, report->units);
    g_regex_unref(redaction.numbers);
    g_regex_unref(redaction.letters);
    g_regex_unref(redaction.accounts);
    g_regex_unref(redaction.names);
    g_ptr_array_unref(redaction.known);
}
