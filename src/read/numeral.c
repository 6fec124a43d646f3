// SPDX-License-Identifier: GPL-3.0-or-later
#include "read/numeral.h"

#include <glib.h>
#include <string.h>

static bool is_chinese_digit(gunichar c)
{
    static const char digits[] = "零〇一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾貳參陸";
    return c >= 0x3007 && g_utf8_strchr(digits, -1, c);
}

bool numeral_begins(const char *at)
{
    static const char closers[] = "、.．。)）:：]】,，";
    while (*at == ' ' || g_utf8_get_char(at) == 0x3000 || g_utf8_get_char(at) == 0xA0)
        at = g_utf8_next_char(at);
    gunichar c = g_utf8_get_char(at);
    if ((c >= 0x2460 && c < 0x2500) || (c >= 0x2776 && c < 0x2794) || (c >= 0x3220 && c < 0x3244))
        return true;
    bool clause = c == 0x7B2C; // 第
    bool bracket = c == '(' || c == 0xFF08 || c == '[' || c == 0x3010;
    if (clause || bracket)
        at = g_utf8_next_char(at);
    unsigned digits = 0, letters = 0;
    for (;; at = g_utf8_next_char(at)) {
        c = g_utf8_get_char(at);
        if (g_unichar_isdigit(c) || is_chinese_digit(c))
            digits++;
        else if (g_ascii_isalpha(c < 128 ? (gchar)c : 0))
            letters++;
        else
            break;
    }
    if (clause)
        return digits > 0 && c && g_utf8_strchr("条條章节節款项項编編部篇", -1, c);
    bool counts =
        digits ? digits < 5 && !letters : letters == 1 || (bracket && letters && letters < 5);
    return counts && c && g_utf8_strchr(closers, -1, c);
}

static char *roman(int number)
{
    static const struct {
        int value;
        const char *letters;
    } parts[] = {{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"},
                 {90, "xc"},  {50, "l"},   {40, "xl"}, {10, "x"},   {9, "ix"},
                 {5, "v"},    {4, "iv"},   {1, "i"}};
    if (number < 1 || number > 3999)
        return NULL;
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
        for (; number >= parts[i].value; number -= parts[i].value)
            g_string_append(out, parts[i].letters);
    return g_string_free(out, FALSE);
}

// a to z, then aa: as browsers count; Word repeats the letter, which differs from 53 on only.
static char *alphabetic(int number)
{
    char letters[8];
    size_t at = sizeof letters - 1;
    letters[at] = '\0';
    for (; number > 0 && at > 0; number = (number - 1) / 26)
        letters[--at] = (char)('a' + (number - 1) % 26);
    return g_strdup(letters + at);
}

// 1 to 9,999 in Chinese; twelve is 十二, not 一十二.
static char *chinese(int number, const char *const digits[10], const char *const units[4])
{
    if (number < 0 || number > 9999)
        return NULL;
    if (number == 0)
        return g_strdup(digits[0]);
    GString *out = g_string_new(NULL);
    static const int powers[] = {1, 10, 100, 1000};
    bool gap = false;
    for (int i = 3; i >= 0; i--) {
        int digit = number / powers[i] % 10;
        if (digit == 0) {
            gap = out->len > 0;
            continue;
        }
        if (gap)
            g_string_append(out, digits[0]);
        gap = false;
        if (!(digit == 1 && i == 1 && out->len == 0))
            g_string_append(out, digits[digit]);
        g_string_append(out, units[i]);
    }
    return g_string_free(out, FALSE);
}

static char *from_table(const char *characters, int number)
{
    if (number < 1 || number > g_utf8_strlen(characters, -1))
        return NULL;
    return g_utf8_substring(characters, number - 1, number);
}

static char *full_width(int number)
{
    g_autofree char *digits = g_strdup_printf("%d", number);
    GString *out = g_string_new(NULL);
    for (const char *at = digits; *at; at++)
        g_string_append_unichar(out, *at == '-' ? 0xFF0D : 0xFF10 + (gunichar)(*at - '0'));
    return g_string_free(out, FALSE);
}

static char *circled(int number)
{
    gunichar c = number >= 1 && number <= 20    ? 0x2460 + (gunichar)(number - 1)
                 : number >= 21 && number <= 35 ? 0x3251 + (gunichar)(number - 21)
                 : number >= 36 && number <= 50 ? 0x32B1 + (gunichar)(number - 36)
                                                : 0;
    GString *out = g_string_new(NULL);
    if (c)
        g_string_append_unichar(out, c);
    else
        g_string_printf(out, "%d", number);
    return g_string_free(out, FALSE);
}

static char *upper(char *lower)
{
    char *out = lower ? g_ascii_strup(lower, -1) : NULL;
    g_free(lower);
    return out;
}

// CSS's and Word's names of one and the same thing.
static const struct {
    const char *name;
    enum {
        DECIMAL,
        ZERO,
        ALPHA,
        ALPHA_UP,
        ROMAN,
        ROMAN_UP,
        CHINESE,
        LEGAL,
        CIRCLED,
        FULL,
        STEMS,
        BRANCHES
    } as;
} formats[] = {
    {"decimal", DECIMAL},
    {"1", DECIMAL},
    {"ordinal", DECIMAL},
    {"cardinalText", DECIMAL},
    {"decimal-leading-zero", ZERO},
    {"decimalZero", ZERO},
    {"lower-alpha", ALPHA},
    {"lower-latin", ALPHA},
    {"lowerLetter", ALPHA},
    {"a", ALPHA},
    {"upper-alpha", ALPHA_UP},
    {"upper-latin", ALPHA_UP},
    {"upperLetter", ALPHA_UP},
    {"A", ALPHA_UP},
    {"lower-roman", ROMAN},
    {"lowerRoman", ROMAN},
    {"i", ROMAN},
    {"upper-roman", ROMAN_UP},
    {"upperRoman", ROMAN_UP},
    {"I", ROMAN_UP},
    {"cjk-ideographic", CHINESE},
    {"simp-chinese-informal", CHINESE},
    {"trad-chinese-informal", CHINESE},
    {"chineseCounting", CHINESE},
    {"chineseCountingThousand", CHINESE},
    {"japaneseCounting", CHINESE},
    {"taiwaneseCounting", CHINESE},
    {"taiwaneseCountingThousand", CHINESE},
    {"ideographDigital", CHINESE},
    {"japaneseDigitalTenThousand", CHINESE},
    {"koreanDigital2", CHINESE},
    {"simp-chinese-formal", LEGAL},
    {"trad-chinese-formal", LEGAL},
    {"chineseLegalSimplified", LEGAL},
    {"ideographLegalTraditional", LEGAL},
    {"decimalEnclosedCircle", CIRCLED},
    {"decimalEnclosedCircleChinese", CIRCLED},
    {"decimalFullWidth", FULL},
    {"decimalFullWidth2", FULL},
    {"cjk-heavenly-stem", STEMS},
    {"ideographTraditional", STEMS},
    {"cjk-earthly-branch", BRANCHES},
    {"ideographZodiac", BRANCHES},
};

char *numeral_of(const char *format, int number)
{
    static const char *const plain[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    static const char *const tens[] = {"", "十", "百", "千"};
    static const char *const legal[] = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};
    static const char *const legal_tens[] = {"", "拾", "佰", "仟"};
    size_t i = 0;
    while (i < G_N_ELEMENTS(formats) && strcmp(formats[i].name, format) != 0)
        i++;
    if (i == G_N_ELEMENTS(formats))
        return NULL;
    char *out = NULL;
    switch (formats[i].as) {
    case DECIMAL:
        break;
    case ZERO:
        return g_strdup_printf("%02d", number);
    case ALPHA:
        out = alphabetic(number);
        break;
    case ALPHA_UP:
        out = upper(alphabetic(number));
        break;
    case ROMAN:
        out = roman(number);
        break;
    case ROMAN_UP:
        out = upper(roman(number));
        break;
    case CHINESE:
        out = chinese(number, plain, tens);
        break;
    case LEGAL:
        out = chinese(number, legal, legal_tens);
        break;
    case CIRCLED:
        return circled(number);
    case FULL:
        return full_width(number);
    case STEMS:
        out = from_table("甲乙丙丁戊己庚辛壬癸", number);
        break;
    case BRANCHES:
        out = from_table("子丑寅卯辰巳午未申酉戌亥", number);
        break;
    }
    return out && *out ? out : (g_free(out), g_strdup_printf("%d", number));
}
