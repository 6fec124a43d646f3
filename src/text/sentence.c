// SPDX-License-Identifier: GPL-3.0-or-later
// Sentence ends. Plain text has ; ! ? ( ) in one form for all scripts, so the neighbours decide.
#include "text/sentence.h"

#include <glib.h>
#include <string.h>

#include "text/fold.h"
#include "text/utf8.h"

enum {
    BRACKET_FAR = 600, // bytes within which a bracket must close to hold its words together
    CLAUSE_HAN = 12,   // Han characters that can stand alone before and after a semicolon
    CLAUSE_LATIN = 40, // and bytes of a Latin script
    UNIT_MOST = 4000,  // characters
    TITLE_HAN = 30,    // characters of a Chinese title
    FRAGMENT_HAN = 25, // characters of a Chinese phrase without a verb of its own
    FRAGMENT_LATIN = 90,
    TITLE_LATIN = 100, // bytes of one in Latin letters
    NAME_HAN = 60,     // characters of the name of a document
    LEANS_MOST = 80,   // bytes of a sentence that only goes through the things of the one before
    ABBREVIATION_MOST = 8,
};

static bool begins(const char *str, size_t len, const char *with)
{
    size_t n = strlen(with);
    return len >= n && memcmp(str, with, n) == 0;
}

static bool ends(const char *str, size_t len, const char *with)
{
    size_t n = strlen(with);
    return len >= n && memcmp(str + len - n, with, n) == 0;
}

// Whether `at` stands in Chinese: its nearest neighbours but signs and digits are wide.
static bool is_chinese(const char *str, size_t start, size_t at, size_t end)
{
    for (size_t i = at, n = 0; i > start && n < 12; n++) {
        i = (size_t)(utf8_prev(str + i) - str);
        gunichar c = utf8_get(str + i);
        if (fold_is_wide(c))
            return true;
        if (g_unichar_isalpha(c))
            break;
    }
    return at + 1 < end && fold_is_wide(utf8_get(str + at + 1));
}

// Han characters from `at` to the next sentence sign, counted up to CLAUSE_HAN.
static unsigned han_ahead(const char *str, size_t at, size_t end)
{
    unsigned n = 0;
    for (const char *i = str + at; i < str + end && n < CLAUSE_HAN; i = utf8_next(i)) {
        if (*i == ';' || *i == '\n' || begins(i, (size_t)(str + end - i), "。"))
            break;
        n += fold_is_han(utf8_get(i));
    }
    return n;
}

// Past closing quotes and brackets that belong to the sentence.
static size_t past_closing(const char *str, size_t at, size_t end)
{
    for (;;) {
        if (at < end && (str[at] == '"' || str[at] == '\'' || str[at] == ')' || str[at] == ']'))
            at++;
        else if (begins(str + at, end - at, "》") || begins(str + at, end - at, "】"))
            at += 3;
        else
            return at;
    }
}

// Past the bracket that opens at `at`, when it closes near by; otherwise past its sign.
static size_t past_bracket(const char *str, size_t at, size_t end)
{
    const char *close = str[at] == '(' ? ")" : str[at] == '"' ? "\"" : "》";
    size_t sign = str[at] == '(' || str[at] == '"' ? 1 : 3;
    size_t most = MIN(end, at + BRACKET_FAR);
    int depth = 0;
    if (!memmem(str + at + sign, most - MIN(at + sign, most), close, strlen(close)))
        return at + sign;
    for (size_t i = at + sign; i < most; i++) {
        if (str[at] == '(' && str[i] == '(')
            depth++;
        else if (begins(str + i, most - i, close) && depth-- == 0)
            return i + strlen(close);
        if (str[i] == '\n')
            break;
    }
    return at + sign;
}

static bool is_abbreviation(const Cues *cues, const char *str, size_t start, size_t dot)
{
    size_t from = dot;
    while (from > start && (g_ascii_isalpha(str[from - 1]) || str[from - 1] == '.'))
        from--;
    if (dot - from <= 1)
        return dot > from; // an initial
    if (dot - from > ABBREVIATION_MOST)
        return false;
    g_autofree char *lower = g_ascii_strdown(str + from, (gssize)(dot - from));
    return cues_hold(cues, CUES_ABBREVIATION, lower);
}

// Whether a sentence of a Latin script ends with the sign at `at`.
static bool ends_latin(const Cues *cues, const char *str, size_t start, size_t at, size_t end)
{
    size_t next = past_closing(str, at + 1, end);
    if (next >= end)
        return true;
    if (fold_is_wide(utf8_get(str + next)))
        return str[at] != '.' || !g_ascii_isdigit(str[at - 1]);
    if (str[next] != ' ' || next + 1 >= end)
        return false;
    gunichar first = utf8_get(str + next + 1);
    bool capital = g_unichar_isupper(first) || (first == '(' || first == '"' || first == 0x2022) ||
                   (str[at] != ';' && g_unichar_isdigit(first));
    if (!capital &&
        str[at] == ';') // "...; to third parties in order to ...": grants in one sentence
        return at - start >= CLAUSE_LATIN && end - next >= CLAUSE_LATIN;
    if (!capital)
        return fold_is_wide(first);
    return str[at] != '.' || !is_abbreviation(cues, str, start, at);
}

static bool is_end(const Cues *cues, const char *str, size_t start, size_t at, size_t end,
                   unsigned han)
{
    if (str[at] == '.')
        return at > start && ends_latin(cues, str, start, at, end);
    if (!is_chinese(str, start, at, end))
        return ends_latin(cues, str, start, at, end);
    return str[at] != ';' || (han >= CLAUSE_HAN && han_ahead(str, at + 1, end) >= CLAUSE_HAN);
}

size_t sentence_cap(const char *str, size_t at, size_t end)
{
    if (end - at <= UNIT_MOST)
        return end;
    const char *stop = str + at, *cut = NULL;
    unsigned n = 0;
    for (; stop < str + end && n < UNIT_MOST; stop = utf8_next(stop), n++)
        if (n > UNIT_MOST / 2 && (*stop == ';' || *stop == ',' || *stop == ' ' || *stop == '\t'))
            cut = stop + 1;
    if (stop == str + end)
        return end;
    return (size_t)((cut ? cut : stop) - str);
}

static bool is_sign(char c)
{
    return c == ';' || c == '!' || c == '?' || c == '.';
}

static size_t next_end(const Cues *cues, const char *str, size_t at, size_t end)
{
    unsigned han = 0;
    for (size_t i = at; i < end;) {
        unsigned char c = (unsigned char)str[i];
        if (c >= 0xE4 && c <= 0xE9) {
            han++;
            i += 3;
        } else if (c >= 0x80) {
            if (begins(str + i, end - i, "。"))
                return past_closing(str, i + 3, end);
            han += fold_is_han(utf8_get(str + i));
            i = begins(str + i, end - i, "《") ? past_bracket(str, i, end)
                                               : (size_t)(utf8_next(str + i) - str);
        } else if (c == '(' || c == '"') {
            i = past_bracket(str, i, end);
        } else if (is_sign((char)c) && is_end(cues, str, at, i, end, han)) {
            return past_closing(str, i + 1, end);
        } else {
            i++;
        }
    }
    return end;
}

size_t sentence_end(const Cues *cues, const char *str, size_t at, size_t end)
{
    size_t most = at + (size_t)UNIT_MOST * 4; // bytes that hold as many characters at least
    return sentence_cap(str, at, next_end(cues, str, at, MIN(end, most)));
}

bool sentence_is_finished(const char *str, size_t len)
{
    while (len > 0 && strchr("\"')] ", str[len - 1]))
        len--;
    return len > 0 && (strchr(".!?", str[len - 1]) || ends(str, len, "。"));
}

bool sentence_announces(const Cues *cues, const char *str, size_t len)
{
    while (len > 0 && (str[len - 1] == ' ' || str[len - 1] == '-'))
        len--;
    return len > 1 && (str[len - 1] == ':' || cues_end(cues, CUES_ANNOUNCING, str, len));
}

bool sentence_refers_below(const Cues *cues, const char *str, size_t len)
{
    return sentence_announces(cues, str, len) || cues_within(cues, CUES_REFERRING, str, len);
}

// "Who do we share your data with?" above the answer.
static bool asks(const Cues *cues, const char *str, size_t len)
{
    return len <= TITLE_LATIN && str[len - 1] == '?' && cues_begin(cues, CUES_ASKING, str, len);
}

// "我们会与谁共享您的信息" states nothing: it is a title.
bool sentence_states(const Cues *cues, const char *str, size_t len)
{
    return cues_begin(cues, CUES_STATING, str, len) && !cues_within(cues, CUES_WONDERING, str, len);
}

bool sentence_is_title(const Cues *cues, const char *str, size_t len)
{
    if (len > 0 && asks(cues, str, len))
        return true;
    if (len == 0 || sentence_is_finished(str, len) || strchr(";:,", str[len - 1]) ||
        ends(str, len, "、") || cues_end(cues, CUES_NO_TITLE, str, len) ||
        sentence_states(cues, str, len))
        return false;
    bool latin = (unsigned char)str[0] < 0x80;
    if (memmem(str, len, "。", 3) || (!latin && memchr(str, ',', len)))
        return false;
    return latin ? len <= TITLE_LATIN : (size_t)g_utf8_strlen(str, (gssize)len) <= TITLE_HAN;
}

// Without what may follow a name: "(2024年版)", "版号:108.07".
static size_t without_edition(const Cues *cues, const char *str, size_t len)
{
    for (const char *const *word = cues_of(cues, CUES_EDITION); *word; word++) {
        const char *at = memmem(str, len, *word, strlen(*word));
        if (at)
            len = (size_t)(at - str);
    }
    while (len > 0 && str[len - 1] == ' ')
        len--;
    const char *open = len > 0 && str[len - 1] == ')' ? g_strrstr_len(str, (gssize)len, "(") : NULL;
    return open ? (size_t)(open - str) : len;
}

bool sentence_names_document(const Cues *cues, const char *str, size_t len, bool first)
{
    if (cues_begin(cues, CUES_PARTY, str, len) || cues_within(cues, CUES_ACT, str, len))
        return false;
    if (len == 0 || memmem(str, len, "。", 3) || memchr(str, ',', len) || memchr(str, ';', len) ||
        (size_t)g_utf8_strlen(str, (gssize)len) > NAME_HAN)
        return false;
    len = without_edition(cues, str, len);
    return cues_end(cues, CUES_LETTER, str, len) ||
           (first && cues_end(cues, CUES_DOCUMENT, str, len));
}

// Whether what follows the name of an appendix divides it from its title, or numbers it (1, 一, C)
// and does not go on as a reference: "附件1中的信息".
static bool marks_appendix(const Cues *cues, const char *str, size_t len)
{
    static const char numbers[] = "一二三四五六七八九十";
    const char *at = str, *end = str + len;
    if (len == 0 || *at == ' ' || *at == ':')
        return true;
    if (g_ascii_isupper(*at))
        at++;
    else
        while (at < end && (g_ascii_isdigit(*at) || g_utf8_strchr(numbers, -1, utf8_get(at))))
            at = utf8_next(at);
    return at > str && (at == end || !(g_ascii_isalnum(*at) ||
                                       cues_begin(cues, CUES_GOING_ON, at, (size_t)(end - at))));
}

// Without the remark in brackets at its end: "附表A 信息举例(以实际为准)".
static size_t without_remark(const char *str, size_t len)
{
    const char *open = str[len - 1] == ')' ? g_strrstr_len(str, (gssize)len, "(") : NULL;
    return open > str ? (size_t)(open - str) : len;
}

bool sentence_is_appendix(const Cues *cues, const char *str, size_t len)
{
    for (const char *const *name = cues_of(cues, CUES_APPENDIX); *name; name++) {
        size_t at = strlen(*name);
        if (begins(str, len, *name) && marks_appendix(cues, str + at, len - at))
            return sentence_is_title(cues, str, without_remark(str, len));
    }
    return false;
}

bool sentence_titles_taking(const Cues *cues, const char *str, size_t len)
{
    while (len > 0 && strchr("?: ", str[len - 1]))
        len--;
    return cues_end(cues, CUES_TAKING, str, len) && !cues_within(cues, CUES_NOT_TAKING, str, len);
}

bool sentence_is_fragment(const Cues *cues, const char *str, size_t len)
{
    bool latin = len > 0 && (unsigned char)str[0] < 0x80;
    size_t most = latin ? FRAGMENT_LATIN : FRAGMENT_HAN;
    size_t n = latin ? len : (size_t)g_utf8_strlen(str, (gssize)len);
    return len > 0 && n <= most && !cues_within(cues, CUES_SUBJECT, str, len);
}

bool sentence_adds(const Cues *cues, const char *str, size_t len)
{
    return cues_begin(cues, CUES_ADDING, str, len);
}

bool sentence_has_subject(const Cues *cues, const char *str, size_t len)
{
    if (len > 0 && cues_begin(cues, CUES_OPENING, str, len - 1)) // and something is said
        return true;
    return (sentence_adds(cues, str, len) || cues_begin(cues, CUES_ASIDE, str, len)) &&
           cues_within(cues, CUES_LATER_SUBJECT, str, len);
}

bool sentence_leans(const Cues *cues, const char *str, size_t len)
{
    return len > 0 && len <= LEANS_MOST && str[len - 1] == ':' &&
           cues_within(cues, CUES_LEANING_VERB, str, len) &&
           cues_begin(cues, CUES_LEANING, str, len);
}

bool sentence_is_preamble(const Cues *cues, const char *str, size_t len)
{
    while (len > 0 && (str[len - 1] == ':' || str[len - 1] == ' '))
        len--;
    if (ends(str, len, "。"))
        len -= strlen("。");
    if (cues_end(cues, CUES_FOLLOWING, str, len))
        return cues_within(cues, CUES_AGREEING, str, len) &&
               !cues_within(cues, CUES_NOT_AGREEING, str, len);
    return cues_end(cues, CUES_PREAMBLE, str, len);
}

bool sentence_is_warning(const Cues *cues, const char *str, size_t len)
{
    return cues_within(cues, CUES_REFUSING, str, len) && cues_within(cues, CUES_FAILING, str, len);
}

bool sentence_is_capitals(const char *str, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (g_ascii_islower(str[i]) || (unsigned char)str[i] >= 0x80)
            return false;
    return len > 1 && g_ascii_isupper(*str);
}

size_t sentence_two_words(const char *str, size_t len)
{
    const char *blank = (unsigned char)*str < 0x80 ? memchr(str, ' ', len) : NULL;
    const char *next = blank ? memchr(blank + 1, ' ', len - (size_t)(blank + 1 - str)) : NULL;
    return next ? (size_t)(next - str) : 0;
}
