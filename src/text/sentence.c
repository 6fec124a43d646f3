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

static bool is_abbreviation(const char *str, size_t start, size_t dot)
{
    static const char words[] =
        " no nos inc ltd pt sdn bhd co corp art arts sec mr mrs ms dr st vs e.g i.e cf fig par pvt "
        "tbk rs num sr sra jl kel kec pte llc s.a c.v r.l a.m p.m u.s approx ext tel dept ";
    size_t from = dot;
    while (from > start && (g_ascii_isalpha(str[from - 1]) || str[from - 1] == '.'))
        from--;
    if (dot - from <= 1)
        return dot > from; // an initial
    char word[12];
    if (dot - from > 8)
        return false;
    g_snprintf(word, sizeof word, " %.*s ", (int)(dot - from), str + from);
    g_autofree char *lower = g_ascii_strdown(word, -1);
    return strstr(words, lower) != NULL;
}

// Whether a sentence of a Latin script ends with the sign at `at`.
static bool ends_latin(const char *str, size_t start, size_t at, size_t end)
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
    return str[at] != '.' || !is_abbreviation(str, start, at);
}

static bool is_end(const char *str, size_t start, size_t at, size_t end, unsigned han)
{
    if (str[at] == '.')
        return at > start && ends_latin(str, start, at, end);
    if (!is_chinese(str, start, at, end))
        return ends_latin(str, start, at, end);
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

static size_t next_end(const char *str, size_t at, size_t end)
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
        } else if (is_sign((char)c) && is_end(str, at, i, end, han)) {
            return past_closing(str, i + 1, end);
        } else {
            i++;
        }
    }
    return end;
}

size_t sentence_end(const char *str, size_t at, size_t end)
{
    size_t most = at + (size_t)UNIT_MOST * 4; // bytes that hold as many characters at least
    return sentence_cap(str, at, next_end(str, at, MIN(end, most)));
}

bool sentence_is_finished(const char *str, size_t len)
{
    while (len > 0 && strchr("\"')] ", str[len - 1]))
        len--;
    return len > 0 && (strchr(".!?", str[len - 1]) || ends(str, len, "。"));
}

static bool has(const char *str, size_t len, const char *const *words)
{
    for (; *words; words++)
        if (memmem(str, len, *words, strlen(*words)))
            return true;
    return false;
}

static bool ends_in(const char *str, size_t len, const char *const *words)
{
    for (; *words; words++)
        if (ends(str, len, *words))
            return true;
    return false;
}

bool sentence_announces(const char *str, size_t len)
{
    static const char *const han[] = {"如下", "下列", "以下", "包括", "但不限于", "包含", NULL};
    static const char *const latin[] = {"as follows", "following",  "including",   "not limited to",
                                        "include",    "includes",   "such as",     "berikut",
                                        "siguientes", "siguiente",  "antara lain", "meliputi",
                                        "incluyen",   "incluyendo", "a saber",     NULL};
    while (len > 0 && (str[len - 1] == ' ' || str[len - 1] == '-'))
        len--;
    if (len > 1 && str[len - 1] == ':')
        return true;
    return len > 1 && ends_in(str, len, str[len - 1] & 0x80 ? han : latin);
}

bool sentence_refers_below(const char *str, size_t len)
{
    static const char *const words[] = {"下列",    "以下",      "如下",  "下述", "following",
                                        "berikut", "siguiente", "below", NULL};
    return sentence_announces(str, len) || has(str, len, words);
}

bool sentence_is_title(const char *str, size_t len)
{
    // A cell of a table that lost its lines: who receives, and where to look.
    static const char *const cells[] = {"有限公司", "责任公司", "点击查看", NULL};
    if (ends_in(str, len, cells))
        return false;
    if (len == 0 || sentence_is_finished(str, len) || strchr(";:,", str[len - 1]) ||
        ends(str, len, "、"))
        return false;
    bool latin = (unsigned char)str[0] < 0x80;
    if (memmem(str, len, "。", 3) || (!latin && memchr(str, ',', len)))
        return false;
    return latin ? len <= TITLE_LATIN : (size_t)g_utf8_strlen(str, (gssize)len) <= TITLE_HAN;
}

// Without what may follow a name: "(2024年版)", "版号:108.07".
static size_t without_edition(const char *str, size_t len)
{
    static const char *const editions[] = {"版号", "版本", NULL};
    for (const char *const *word = editions; *word; word++) {
        const char *at = memmem(str, len, *word, strlen(*word));
        if (at)
            len = (size_t)(at - str);
    }
    while (len > 0 && str[len - 1] == ' ')
        len--;
    const char *open = len > 0 && str[len - 1] == ')' ? g_strrstr_len(str, (gssize)len, "(") : NULL;
    return open ? (size_t)(open - str) : len;
}

bool sentence_names_document(const char *str, size_t len, bool first)
{
    static const char *const letters[] = {"授权书",   "同意书",   "告知书", "协议书",
                                          "承诺书",   "约定书",   "申请书", "委托书",
                                          "同意事项", "告知事项", NULL};
    static const char *const names[] = {"协议", "合同", "条款", "政策", "声明", "须知", NULL};
    static const char *const people[] = {"本人", "我",   "甲方", "乙方",
                                         "丙方", "丁方", "双方", NULL};
    // whoever is spoken to, or does something with the document, is in a sentence about it
    static const char *const acts[] = {"您",   "你",   "我们", "视为", "视同",
                                       "签署", "签订", "点击", "勾选", NULL};
    for (const char *const *who = people; *who; who++)
        if (begins(str, len, *who))
            return false;
    if (has(str, len, acts))
        return false;
    if (len == 0 || memmem(str, len, "。", 3) || memchr(str, ',', len) || memchr(str, ';', len) ||
        (size_t)g_utf8_strlen(str, (gssize)len) > NAME_HAN)
        return false;
    len = without_edition(str, len);
    return ends_in(str, len, letters) || (first && ends_in(str, len, names));
}

bool sentence_is_appendix(const char *str, size_t len)
{
    static const char *const names[] = {"附录", "附表", NULL};
    static const char *const marks[] = {" ",  ":",  "1",  "2",  "3",  "4",  "5", "6",
                                        "一", "二", "三", "四", "五", "六", NULL};
    for (const char *const *name = names; *name; name++) {
        size_t at = strlen(*name);
        if (!begins(str, len, *name))
            continue;
        bool named = len == at;
        for (const char *const *mark = marks; *mark && !named; mark++)
            named = begins(str + at, len - at, *mark);
        return named;
    }
    return false;
}

bool sentence_is_fragment(const char *str, size_t len)
{
    static const char *const subjects[] = {
        "我们",   "您",    "本公司", "平台",    "甲方",   "乙方",    "丙方",     "应当",
        "不得",   "有权",  "可以",   " shall ", " will ", " may ",   " must ",   " can ",
        " is ",   " are ", " has ",  " have ",  " akan ", " dapat ", " adalah ", " puede",
        " podra", " es ",  " son ",  "we ",     "We ",    "You ",    "you can",  NULL};
    bool latin = len > 0 && (unsigned char)str[0] < 0x80;
    size_t most = latin ? FRAGMENT_LATIN : FRAGMENT_HAN;
    size_t n = latin ? len : (size_t)g_utf8_strlen(str, (gssize)len);
    return len > 0 && n <= most && !has(str, len, subjects);
}

bool sentence_adds(const char *str, size_t len)
{
    static const char *const openings[] = {"Also",    "In addition", "Additionally",
                                           "Ademas,", "Selain itu",  NULL};
    for (unsigned i = 0; openings[i]; i++)
        if (begins(str, len, openings[i]))
            return true;
    return false;
}

bool sentence_has_subject(const char *str, size_t len)
{
    static const char *const openings[] = {"We ", "You ", "Our ", "Kami ", "Anda ", "Usted ", NULL};
    static const char *const asides[] = {"When ",   "If ",      "Cuando ", "Si ", "Jika ",
                                         "Ketika ", "Apabila ", "Saat ",   NULL};
    static const char *const subjects[] = {" we ",       " kami ",    " podemos ",
                                           " podremos ", " recopila", NULL};
    for (unsigned i = 0; openings[i]; i++)
        if (strlen(openings[i]) < len && begins(str, len, openings[i]))
            return true;
    bool aside = sentence_adds(str, len);
    for (unsigned i = 0; asides[i] && !aside; i++)
        aside = begins(str, len, asides[i]);
    return aside && has(str, len, subjects);
}

bool sentence_leans(const char *str, size_t len)
{
    static const char *const openings[] = {"This ",
                                           "These ",
                                           "It ",
                                           "They ",
                                           "Such ",
                                           "The information ",
                                           "The data ",
                                           "Esto ",
                                           "Estos ",
                                           "Estas ",
                                           "Esta ",
                                           "Dicha ",
                                           "Dichos ",
                                           "Dichas ",
                                           "Entre ",
                                           "Ello ",
                                           "Tales ",
                                           "Ini ",
                                           "Hal ini",
                                           "Informasi ini ",
                                           "Informasi tersebut ",
                                           "Data ini ",
                                           "Data tersebut ",
                                           "Antara lain",
                                           "Termasuk",
                                           NULL};
    static const char *const verbs[] = {
        "includ",   " are",     " is",      "cover",  "compris",   "consist", "incluy",
        "inclui",   "comprend", " son",     "abarca", "entre otr", "ellos",   "meliputi",
        "termasuk", "Termasuk", "mencakup", "adalah", "berupa",    "lain",    NULL};
    if (len > LEANS_MOST || len == 0 || str[len - 1] != ':' || !has(str, len, verbs))
        return false;
    for (unsigned i = 0; openings[i]; i++)
        if (begins(str, len, openings[i]))
            return true;
    return false;
}

bool sentence_is_preamble(const char *str, size_t len)
{
    static const char *const last[] = {"约定如下",
                                       "协议如下",
                                       "合同如下",
                                       "条款如下",
                                       "声明如下",
                                       "如下协议",
                                       "以下协议",
                                       "如下约定",
                                       "如下条款",
                                       "如下合同",
                                       "以下条款",
                                       "下列声明",
                                       "以下声明",
                                       "签署",
                                       "签订",
                                       "订立",
                                       "共同遵守",
                                       "本协议",
                                       "本合同",
                                       "达成一致",
                                       "AGREE AS FOLLOWS",
                                       "siguientes clausulas",
                                       "CLAUSULAS",
                                       "DECLARACIONES",
                                       "WITNESSETH",
                                       NULL};
    static const char *const bargain[] = {"sepakat", "agree", NULL};
    while (len > 0 && (str[len - 1] == ':' || str[len - 1] == ' '))
        len--;
    if (ends(str, len, "sebagai berikut") || ends(str, len, "follows"))
        return has(str, len, bargain) && !has(str, len, (const char *const[]){"collect", NULL});
    return ends_in(str, len, last);
}

bool sentence_is_warning(const char *str, size_t len)
{
    static const char *const refusing[] = {"不提供", "拒绝", "不同意", "不授权", NULL};
    static const char *const failing[] = {"无法", "不能", "影响", NULL};
    return has(str, len, refusing) && has(str, len, failing);
}
