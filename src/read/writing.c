// SPDX-License-Identifier: GPL-3.0-or-later
#include "read/writing.h"

#include <string.h>

#include "read/charset.h"

enum {
    LOOKED_AT = 64 * 1024, // characters
    // One character in so many may be odd: a control, not in the encoding, unassigned, private.
    ODD_SURE = 20,
    ODD_GUESSED = 250,
    ODD_FEW = 2, // of a guess in a short text
};

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

static bool is_function_character(gunichar c)
{
    static guint8 *set; // a bit for each
    if (!set) {
        set = g_malloc0(0x10000 / 8);
        for (const char *at = function_characters; *at; at = g_utf8_next_char(at))
            set[g_utf8_get_char(at) / 8] |= (guint8)(1U << g_utf8_get_char(at) % 8);
    }
    return c < 0x10000 && (set[c / 8] >> c % 8 & 1);
}

// Characters of two bytes, each byte from one to another.
typedef struct {
    const char *charset;
    int first, last, from, to;
} Level;

// Notes the Han characters of a level, all of them read at once, one a line.
static void note_level(guint8 *common, const Level *level)
{
    g_autoptr(GString) pairs = g_string_new(NULL);
    for (int lead = level->first; lead <= level->last; lead++)
        for (int trail = level->from; trail <= level->to; trail++) {
            const char pair[] = {(char)lead, (char)trail, '\n'};
            g_string_append_len(pairs, pair, sizeof pair);
        }
    size_t broken;
    g_autoptr(GString) all =
        charset_read(level->charset, (const unsigned char *)pairs->str, pairs->len, &broken);
    for (const char *line = all ? all->str : NULL; line && *line;) {
        gunichar c = g_utf8_get_char(line);
        if (c >= 0x4E00 && c < 0xA000)
            common[c - 0x4E00] = 1;
        const char *end = strchr(line, '\n');
        line = end ? end + 1 : NULL;
    }
}

// GB2312's and Big5's first levels: the 6,000 Han characters in use, simplified and traditional.
static const guint8 *common_han(void)
{
    static const Level levels[] = {{"gb18030", 0xB0, 0xD7, 0xA1, 0xFE},
                                   {"big5", 0xA4, 0xC6, 0x40, 0x7E},
                                   {"big5", 0xA4, 0xC6, 0xA1, 0xFE}};
    static guint8 *common;
    if (!common) {
        common = g_malloc0(0xA000 - 0x4E00);
        for (size_t i = 0; i < G_N_ELEMENTS(levels); i++)
            note_level(common, &levels[i]);
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
    if (is_function_character(c))
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

double writing_score(const GString *text, bool wide, size_t *seen)
{
    gunichar before = ' ';
    double points = 0;
    *seen = 0;
    for (const char *at = text->str, *end = at + text->len; at < end;) {
        const char *next = g_utf8_next_char(at);
        gunichar c = g_utf8_get_char(at), after = next < end ? g_utf8_get_char(next) : ' ';
        at = next;
        if (c >= 0x80 || (c < 0x20 && !writing_is_space(c)) || c == 0x7F) {
            points += judge(c, before, after);
            ++*seen;
        } else if (wide) {
            points += 2;
            ++*seen;
        }
        before = c;
    }
    return *seen ? points / (double)*seen : 0;
}

// Of real agreements in four languages none has more than one odd character in a thousand; the
// bytes of something else, read as text by a guess, have four in a thousand and mostly a tenth.
// Where the encoding is certain, a damaged text is still a text: there it may be one in twenty.
bool writing_is_readable(const GString *text, bool guessed)
{
    size_t odd = 0, seen = 0;
    for (const char *at = text->str, *end = at + text->len; at < end && seen < LOOKED_AT;
         at = g_utf8_next_char(at), seen++) {
        gunichar c = g_utf8_get_char(at);
        odd += c == 0xFFFD || c == 0x7F ||
               (c < 0x20 && !writing_is_space(c) && c != 0x1A && c != 0x1B) ||
               (c >= 0x80 && c < 0xA0 && c != 0x85) || (c >= 0xE000 && c < 0xF900) ||
               !g_unichar_isdefined(c);
    }
    return odd * ODD_SURE <= seen && (!guessed || odd <= MAX(ODD_FEW, seen / ODD_GUESSED));
}
