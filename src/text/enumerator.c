// SPDX-License-Identifier: GPL-3.0-or-later
// Reading enumerators: the forms a number may take are tried in turn.
#include "text/enumerator.h"

#include <string.h>

#include "text/sign.h"
#include "text/utf8.h"
#include "text/window.h"

static void take(const Window *window, Enumerator *found, EnumeratorSort sort, int value,
                 unsigned end)
{
    found->sort = sort;
    found->value = value;
    found->len = window->byte[window_skip_blanks(window, end)];
}

// Whether "第五条" goes on as a reference to that clause.
static bool is_reference(const Window *window, unsigned at)
{
    gunichar c = window->c[at];
    if (window_one_of(c, "的规約约定規所中之及和或与與至到款项項，,内內下第对對均将將给給）)》”"))
        return true;
    return c == 0x3001 && window->c[at + 1] == 0x7B2C; // 第五条、第六条
}

static bool read_ordinal(const Window *window, unsigned at, Enumerator *found)
{
    static const struct {
        const char *words;
        EnumeratorSort sort;
    } rows[] = {
        {"编編", ENUMERATOR_PART},    {"章", ENUMERATOR_CHAPTER}, {"节節", ENUMERATOR_SECTION},
        {"条條", ENUMERATOR_ARTICLE}, {"款项項", ENUMERATOR_HAN},
    };
    if (window->c[at] != 0x7B2C) // 第
        return false;
    unsigned i = window_skip_blanks(window, at + 1);
    int value = window_is_digit(window->c[i]) ? window_read_digits(window, &i, 3)
                                              : window_read_han(window, &i);
    i = window_skip_blanks(window, i);
    for (unsigned k = 0; value > 0 && k < G_N_ELEMENTS(rows); k++) {
        if (!window_one_of(window->c[i], rows[k].words) || is_reference(window, i + 1))
            continue;
        if (rows[k].sort == ENUMERATOR_HAN && !window_one_of(window->c[i + 1], " :、"))
            return false;
        unsigned after = i + 1;
        if (window_one_of(window->c[window_skip_blanks(window, after)], "、.:"))
            after = window_skip_blanks(window, after) + 1;
        take(window, found, rows[k].sort, value, after);
        return true;
    }
    return false;
}

static bool read_han_number(const Window *window, unsigned at, Enumerator *found)
{
    unsigned i = at;
    int value = window_read_han(window, &i);
    if (value <= 0)
        return false;
    i = window_skip_blanks(window, i);
    gunichar sign = window->c[i];
    unsigned next = i + 1;
    if (sign == 0x3001 || sign == '.' || sign == 0xFF61) {
        unsigned after = next;
        if (window_read_han(window, &after) > 0 &&
            window_one_of(window->c[after], "、项項款条條种種"))
            return false; // 一、二项
        take(window, found, ENUMERATOR_HAN, value, next);
        return true;
    }
    if (sign != ')')
        return false;
    take(window, found, ENUMERATOR_HAN_CLOSE, value, next);
    return true;
}

static bool read_heavenly_stem(const Window *window, unsigned at, Enumerator *found)
{
    static const char stems[] = "甲乙丙丁戊己庚辛";
    const char *stem =
        window_one_of(window->c[at], stems) ? g_utf8_strchr(stems, -1, window->c[at]) : 0;
    if (!stem || window->c[at + 1] != 0x3001 || window_one_of(window->c[at + 2], stems))
        return false; // 甲、乙双方
    take(window, found, ENUMERATOR_STEM, (int)g_utf8_pointer_to_offset(stems, stem) + 1, at + 2);
    return true;
}

// Whether what follows a dotted number shows it to be an amount: 1.5倍, 3.5%, 24.00元.
static bool is_amount(const Window *window, unsigned at)
{
    static const char units[] = "%‰‱倍元万萬亿億折年月日天个個角分岁歲小毫米克兆千百美港人";
    return window_one_of(window->c[window_skip_blanks(window, at)], units) ||
           window_is_digit(window->c[at]) || window_one_of(window->c[at], "-~/*");
}

static bool read_dotted(const Window *window, unsigned at, Enumerator *found)
{
    unsigned i = at;
    int parts = 0, value = 0;
    for (; parts < (int)G_N_ELEMENTS(found->values); i++) {
        value = window_read_digits(window, &i, 2);
        if (value < 0)
            return false;
        found->values[parts++] = value;
        if (window->c[i] != '.' || !window_is_digit(window->c[i + 1]))
            break;
    }
    if (parts < 2 || found->values[0] == 0 || is_amount(window, i))
        return false;
    if (window_one_of(window->c[i], ".、)"))
        i++;
    else if (window->c[i] == ',' || window->c[i] == 0 || window->c[i] == 0x3002)
        return false;
    found->parts = parts;
    take(window, found, ENUMERATOR_DOTTED, value, i);
    return true;
}

static bool read_number(const Window *window, unsigned at, Enumerator *found)
{
    if (read_dotted(window, at, found))
        return true;
    unsigned i = at;
    int value = window_read_digits(window, &i, 3);
    if (value <= 0)
        return false;
    unsigned sign = window_skip_blanks(window, i);
    gunichar next = window->c[sign + 1];
    if (window->c[sign] == '.' && (window_is_digit(next) || (!next && value > 30)))
        return false;
    if (window->c[sign] == '.')
        take(window, found, ENUMERATOR_NUMBER, value, sign + 1);
    else if (window->c[sign] == 0x3001 && !window_is_digit(next))
        take(window, found, ENUMERATOR_NUMBER_COMMA, value, sign + 1);
    else if (window->c[sign] == ')')
        take(window, found, ENUMERATOR_NUMBER_CLOSE, value, sign + 1);
    else
        return false;
    return true;
}

static int letter_value(gunichar c)
{
    return window_is_letter(c) ? (int)((c | 0x20) - 'a') + 1 : 0;
}

// Whether a word follows the full stop at once: "a.Nama lengkap", but not "e.V." or "U.S.".
static bool is_stuck(const Window *window, unsigned at)
{
    return g_unichar_islower(window->c[at]) && g_unichar_isupper(window->c[at + 2]) &&
           g_unichar_islower(window->c[at + 3]) && g_unichar_islower(window->c[at + 4]);
}

// Reads a letter or Roman number up to its sign; `forms` are the sorts for Roman and letter.
static bool read_latin(const Window *window, unsigned at, gunichar sign, EnumeratorSort roman,
                       EnumeratorSort letter, Enumerator *found)
{
    unsigned i = at;
    int number = window_read_roman(window, &i), alone = letter_value(window->c[at]);
    if (!window_is_letter(window->c[at]))
        return false;
    bool single = !window_is_letter(window->c[at + 1]);
    unsigned end = single ? at + 1 : i;
    if ((!single && number == 0) || window->c[end] != sign)
        return false;
    gunichar next = window->c[end + 1];
    if (sign == '.' && next != ' ' && next != 0 && !window_is_han(next) &&
        !(single && is_stuck(window, at)))
        return false; // e.g., U.S.
    if (sign == 0x3001 && window_is_letter(next))
        return false; // A、B
    found->mark = window->c[at] < 'a' ? 'A' : 'a';
    // Of single letters only i, v and x count with Roman numbers: c. and d. are letters.
    bool is_roman = number > 0 && (!single || number == 1 || number == 5 || number == 10);
    found->letter = is_roman && single ? alone : 0;
    take(window, found, is_roman ? roman : letter, is_roman ? number : alone, end + 1);
    return true;
}

static bool read_bracketed(const Window *window, unsigned at, Enumerator *found)
{
    static const char opening[] = "([【〔", closing[] = ")]】〕";
    if (!window_one_of(window->c[at], opening))
        return false;
    const char *open = g_utf8_strchr(opening, -1, window->c[at]);
    gunichar close =
        utf8_get(g_utf8_offset_to_pointer(closing, g_utf8_pointer_to_offset(opening, open)));
    unsigned i = window_skip_blanks(window, at + 1), from = i;
    int value = window_is_digit(window->c[i]) ? window_read_digits(window, &i, 2)
                                              : window_read_han(window, &i);
    bool han = !window_is_digit(window->c[from]);
    i = window_skip_blanks(window, i);
    if (value > 0 && window->c[i] == close) {
        take(window, found, han ? ENUMERATOR_HAN_BRACKET : ENUMERATOR_NUMBER_BRACKET, value, i + 1);
        return !window_one_of(window->c[i + 1], "款项項目至到、");
    }
    return close == ')' && read_latin(window, from, ')', ENUMERATOR_ROMAN_BRACKET,
                                      ENUMERATOR_LETTER_BRACKET, found);
}

// Numbers that are one character: ① ⑴ ⒈ Ⅰ ㈠ and their kin.
static bool read_single(const Window *window, unsigned at, Enumerator *found)
{
    static const struct {
        gunichar first, last;
        int value;
        EnumeratorSort sort;
    } rows[] = {
        {0x2460, 0x2473, 1, ENUMERATOR_CIRCLED},        {0x3251, 0x325F, 21, ENUMERATOR_CIRCLED},
        {0x2776, 0x277F, 1, ENUMERATOR_CIRCLED},        {0x2780, 0x2789, 1, ENUMERATOR_CIRCLED},
        {0x278A, 0x2793, 1, ENUMERATOR_CIRCLED},        {0x24F5, 0x24FE, 1, ENUMERATOR_CIRCLED},
        {0x2474, 0x2487, 1, ENUMERATOR_NUMBER_BRACKET}, {0x2488, 0x249B, 1, ENUMERATOR_NUMBER},
        {0x249C, 0x24B5, 1, ENUMERATOR_LETTER_BRACKET}, {0x2160, 0x216B, 1, ENUMERATOR_ROMAN},
        {0x2170, 0x217B, 1, ENUMERATOR_ROMAN},          {0x3220, 0x3229, 1, ENUMERATOR_HAN_BRACKET},
        {0x3280, 0x3289, 1, ENUMERATOR_CIRCLED},
    };
    gunichar c = window->c[at];
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (c < rows[i].first || c > rows[i].last)
            continue;
        unsigned end = window_skip_blanks(window, at + 1);
        if (window_one_of(window->c[end], "、.)"))
            end++;
        else if (window_one_of(window->c[end], "和与與至及") && c < 0x2488)
            return false; // ①和②
        take(window, found, rows[i].sort, (int)(c - rows[i].first) + rows[i].value, end);
        return true;
    }
    return false;
}

static bool read_bullet(const Window *window, unsigned at, Enumerator *found)
{
    static const char sure[] = "•●○■□◆◇▪▫‣⁃·・★☆※➢➤►▶✓✔◎◦∙♦▲△";
    gunichar c = window->c[at], next = window->c[at + 1];
    bool dingbat = c == 0xF0B7 || c == 0xF06C || c == 0xF06E || c == 0xF0A7 || c == 0xF0D8 ||
                   c == 0xF076 || c == 0xF0FC || c == 0xF075; // Symbol and Wingdings bullets
    bool dash = window_one_of(c, "-–—−*+>") &&
                (next == ' ' || (window_is_han(next) && c != '>' && c != '+'));
    dash |= c == 'o' && next == ' ' && (window_is_han(window->c[at + 2])); // Courier's bullet
    if (!(window_one_of(c, sure) || dingbat || dash) || next == c)
        return false;
    found->mark = c;
    take(window, found, ENUMERATOR_BULLET, 0, at + 1);
    return true;
}

static bool word_at(const Window *window, unsigned at, const char *word)
{
    for (; *word; word = utf8_next(word), at++)
        if (g_unichar_tolower(window->c[at]) != utf8_get(word))
            return false;
    return !g_unichar_isalpha(window->c[at]);
}

// "Part II", and what is appended with a letter: "Annex C".
static int read_roman_or_letter(const Window *window, EnumeratorSort sort, unsigned *at)
{
    int value = window_read_roman(window, at);
    if (value > 0 || sort != ENUMERATOR_PART || window->c[*at] >= 'a' ||
        g_unichar_isalpha(window->c[*at + 1]))
        return value;
    return letter_value(window->c[(*at)++]);
}

// Past the signs that close a worded number; 0 when prose goes on.
static unsigned worded_end(const Window *window, unsigned at)
{
    unsigned i = at;
    while (window_one_of(window->c[i], ".:-–—)º°ª"))
        i++;
    unsigned next = window_skip_blanks(window, i);
    gunichar c = window->c[next];
    if (i > at || c == 0 || g_unichar_isupper(c) || c == '(' || c == '"' || c == 0x201C ||
        window_is_han(c))
        return next;
    return 0;
}

static bool read_worded(const Window *window, unsigned at, Enumerator *found)
{
    static const struct {
        const char *word;
        EnumeratorSort sort;
    } rows[] = {
        {"article", ENUMERATOR_ARTICLE},  {"section", ENUMERATOR_SECTION},
        {"clause", ENUMERATOR_ARTICLE},   {"part", ENUMERATOR_PART},
        {"chapter", ENUMERATOR_CHAPTER},  {"schedule", ENUMERATOR_PART},
        {"annex", ENUMERATOR_PART},       {"appendix", ENUMERATOR_PART},
        {"pasal", ENUMERATOR_ARTICLE},    {"bab", ENUMERATOR_CHAPTER},
        {"bagian", ENUMERATOR_SECTION},   {"lampiran", ENUMERATOR_PART},
        {"artículo", ENUMERATOR_ARTICLE}, {"articulo", ENUMERATOR_ARTICLE},
        {"art.", ENUMERATOR_ARTICLE},     {"cláusula", ENUMERATOR_ARTICLE},
        {"clausula", ENUMERATOR_ARTICLE}, {"sección", ENUMERATOR_SECTION},
        {"capítulo", ENUMERATOR_CHAPTER}, {"capitulo", ENUMERATOR_CHAPTER},
        {"anexo", ENUMERATOR_PART},       {"título", ENUMERATOR_PART},
        {"exhibit", ENUMERATOR_PART},     {"attachment", ENUMERATOR_PART},
        {"apéndice", ENUMERATOR_PART},    {"apendice", ENUMERATOR_PART},
    };
    unsigned i = at;
    EnumeratorSort sort = ENUMERATOR_NONE;
    for (unsigned k = 0; k < G_N_ELEMENTS(rows) && !sort; k++) {
        if ((window->c[at] | 0x20) != (unsigned char)rows[k].word[0] ||
            !word_at(window, at, rows[k].word))
            continue;
        sort = rows[k].sort;
        i = window_skip_blanks(window, at + (unsigned)g_utf8_strlen(rows[k].word, -1));
    }
    int value = window_read_spanish(window, &i);
    if (!sort && (value == 0 || !window_one_of(window->c[i], ".:")))
        return false;
    if (!value && window_is_digit(window->c[i]))
        value = window_read_digits(window, &i, 3);
    else if (!value && window_is_letter(window->c[i]))
        value = read_roman_or_letter(window, sort, &i);
    while (value > 0 && window->c[i] == '.' && window_is_digit(window->c[i + 1])) {
        i++;
        value = window_read_digits(window, &i, 2); // Section 5.2
    }
    unsigned end = value > 0 ? worded_end(window, i) : 0;
    if (!end)
        return false;
    take(window, found, sort ? sort : ENUMERATOR_ARTICLE, value, end);
    return true;
}

// Whether a word of Latin letters may begin an enumerator: what follows it decides.
static bool may_be_worded(const char *at, const char *end)
{
    static const char first[] = "abcelpstcqondv"; // of the words in read_worded()
    const char *from = at;
    while (at < end && (g_ascii_isalpha(*at) || (*at & 0x80)))
        at++;
    if (at == end)
        return false;
    if (*at == ')' || *at == '.' || *at == ':')
        return true;
    return *at == ' ' && at - from >= 3 && strchr(first, g_ascii_tolower(*from));
}

// Whether the first characters can be those of an enumerator; a quick no for nearly all text.
static bool may_begin(const char *at, const char *end)
{
    gunichar c = utf8_get(at);
    if (g_ascii_isalpha((char)c) && c < 0x80)
        return utf8_next(at) < end && ((c == 'o' && at[1] == ' ') ||
                                       utf8_get(utf8_next(at)) >= 0x80 || may_be_worded(at, end));
    if (c < 0x80)
        return window_is_digit(c) || strchr("([-*+>", (char)c);
    if (c < 0x2000)
        return c == 0xB7 || (c >= 0xC0 && c < 0x250);
    if (c < 0x3400 || c >= 0xE000)
        return true;
    return (sign_of(c) & SIGN_NUMBER) != 0;
}

bool enumerator_read(const char *raw, size_t len, Enumerator *found)
{
    const char *from = raw, *end = raw + len;
    while (from < end && (window_narrow(utf8_get(from)) == ' ' || utf8_get(from) == 0xFEFF))
        from = utf8_next(from);
    *found = (Enumerator){.parts = 1};
    if (from >= end || !may_begin(from, end))
        return false;
    Window window = {0};
    window_fill(&window, raw, MIN(len, (size_t)WINDOW * 4));
    unsigned at = window_skip_blanks(&window, 0);
    gunichar c = window.c[at];
    if (c == 0)
        return false;
    if (window_is_digit(c))
        return read_number(&window, at, found);
    if (read_ordinal(&window, at, found) || read_han_number(&window, at, found) ||
        read_heavenly_stem(&window, at, found) || read_single(&window, at, found))
        return true;
    return read_bracketed(&window, at, found) ||
           read_latin(&window, at, '.', ENUMERATOR_ROMAN, ENUMERATOR_LETTER, found) ||
           read_latin(&window, at, 0x3001, ENUMERATOR_ROMAN, ENUMERATOR_LETTER, found) ||
           read_latin(&window, at, ')', ENUMERATOR_ROMAN_CLOSE, ENUMERATOR_LETTER_CLOSE, found) ||
           read_worded(&window, at, found) || read_bullet(&window, at, found);
}

bool enumerator_same_list(const Enumerator *a, const Enumerator *b)
{
    return a->sort == b->sort && a->mark == b->mark && a->parts == b->parts;
}
