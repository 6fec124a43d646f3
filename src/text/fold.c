// SPDX-License-Identifier: GPL-3.0-or-later
// The folding pass. Han and ASCII, nearly all there is, take short loops; the rest is looked up.
#include "text/fold.h"

#include <string.h>

#include "text/fold_inside.h"
#include "text/fold_table.h"
#include "text/pinyin.h"
#include "text/utf8.h"

enum { NUMBER_LONGEST = 48 }; // bytes of a number with blanks between its digits

void fold_init(Fold *fold, const char *raw, size_t expected, bool with_map)
{
    *fold = (Fold){.raw = raw, .room = expected + FOLD_LONGEST, .shift = INT64_MIN};
    fold->str = g_malloc(fold->room);
    if (with_map) {
        fold->run_room = expected / 48 + 16;
        fold->runs = g_new(FoldRun, fold->run_room);
        fold->gaps = g_array_new(FALSE, FALSE, sizeof(FoldGap));
    }
}

void fold_clear(Fold *fold)
{
    g_free(fold->str);
    g_clear_pointer(&fold->runs, g_free);
    g_clear_pointer(&fold->gaps, g_array_unref);
    fold->str = NULL;
}

bool fold_is_han(gunichar c)
{
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) ||
           (c >= 0x20000 && c <= 0x3FFFF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x2E80 && c <= 0x2FDF) || c == 0x3005 || c == 0x3007;
}

bool fold_is_wide(gunichar c)
{
    if (c < 0x2E80)
        return false;
    if (c <= 0xA4CF)
        return c < 0x3131 || c > 0x318E; // Hangul letters: Korean divides words
    return (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE4F) ||
           (c >= 0xFF01 && c <= 0xFF0F) || (c >= 0xFF1A && c <= 0xFF20) ||
           (c >= 0xFF3B && c <= 0xFF40) || (c >= 0xFF5B && c <= 0xFF9F) ||
           (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x20000 && c <= 0x3FFFF);
}

static void make_room(Fold *fold, size_t more)
{
    if (fold->len + more + FOLD_LONGEST <= fold->room)
        return;
    fold->room = (fold->len + more) * 3 / 2 + FOLD_LONGEST;
    fold->str = g_realloc(fold->str, fold->room);
}

static void add_run(Fold *fold, size_t plain, size_t raw)
{
    fold->shift = (int64_t)raw - (int64_t)plain;
    if (!fold->runs)
        return;
    if (fold->run_count == fold->run_room) {
        fold->run_room *= 2;
        fold->runs = g_renew(FoldRun, fold->runs, fold->run_room);
    }
    fold->runs[fold->run_count++] = (FoldRun){(uint32_t)plain, (uint32_t)raw};
}

static inline void map_to(Fold *fold, size_t raw)
{
    if ((int64_t)raw - (int64_t)fold->len != fold->shift)
        add_run(fold, fold->len, raw);
}

// Appends what `raw_len` raw bytes at `raw` have become.
static void put(Fold *fold, const char *bytes, size_t len, size_t raw, size_t raw_len)
{
    make_room(fold, len);
    map_to(fold, raw);
    memcpy(fold->str + fold->len, bytes, len);
    for (size_t i = raw_len; i < len; i++)
        add_run(fold, fold->len + i, raw);
    fold->len += len;
}

static void put_blank(Fold *fold)
{
    fold->blank = false;
    put(fold, " ", 1, fold->blank_at, 1);
}

// Puts the blank that is due, if the next character, of this width, needs one.
static inline void settle_blank(Fold *fold, FoldWidth width)
{
    if (fold->blank && fold->last == FOLD_NARROW && width == FOLD_NARROW)
        put_blank(fold);
    fold->blank = false;
    fold->last = width;
}

void fold_blank(Fold *fold, size_t at)
{
    if (!fold->blank)
        fold->blank_at = (uint32_t)at;
    fold->blank = true;
}

void fold_spelling(Fold *fold)
{
    static const char other[] = "纪录", usual[] = "记录";
    char *end = fold->str + fold->len;
    for (char *at = fold->str;
         at && (at = memmem(at, (size_t)(end - at), other, sizeof other - 1)) != NULL;)
        memcpy(at, usual, sizeof usual - 1);
}

void fold_mark(Fold *fold, char mark, size_t at)
{
    fold->blank = false;
    fold->last = FOLD_AT_START;
    fold->last_han = 0;
    put(fold, &mark, 1, at, 1);
}

static void add_gap(Fold *fold, size_t start, size_t end)
{
    FoldGap gap = {(uint32_t)start, (uint32_t)end};
    if (fold->gaps)
        g_array_append_val(fold->gaps, gap);
}

void fold_unhyphen(Fold *fold, size_t at)
{
    g_assert(fold->len > 0 && fold->str[fold->len - 1] == '-');
    fold->len--;
    while (fold->run_count && fold->runs[fold->run_count - 1].plain >= fold->len)
        fold->run_count--;
    fold->shift = INT64_MIN; // the next character begins a run
    add_gap(fold, at, at + (size_t)(utf8_next(fold->raw + at) - (fold->raw + at)));
}

static uint16_t entry_of(gunichar c)
{
    return fold_pages[fold_index[c / FOLD_PAGE]][c % FOLD_PAGE];
}

static size_t encode3(char *to, unsigned c)
{
    to[0] = (char)(0xE0 | c >> 12);
    to[1] = (char)(0x80 | (c >> 6 & 0x3F));
    to[2] = (char)(0x80 | (c & 0x3F));
    return 3;
}

size_t fold_basic(gunichar c, char *to)
{
    uint16_t entry = entry_of(c);
    if (entry == FOLD_DROP)
        return 0;
    if (entry == FOLD_BLANK)
        return (size_t)g_unichar_to_utf8(' ', to);
    if (entry < FOLD_DROP || entry > 0xF8FF)
        return (size_t)g_unichar_to_utf8(entry ? entry : c, to);
    const uint16_t *side = &fold_side[entry - FOLD_SIDE];
    memcpy(to, fold_side_text + side[0], side[1] - side[0]);
    return side[1] - side[0];
}

// Leaves out pinyin at an opening bracket; returns where to go on, or NULL when there is none.
static const char *skip_pinyin(Fold *fold, const char *at, const char *end)
{
    size_t here = (size_t)(at - fold->raw);
    size_t before = fold->blank ? fold->blank_at : here;
    if (!fold->last_han || before != fold->last_han)
        return NULL;
    const char *next = pinyin_end(at, end);
    if (!next)
        return NULL;
    size_t after = (size_t)(next - fold->raw);
    add_gap(fold, here, after);
    fold->last_han = (uint32_t)after;
    fold->blank = false;
    return next;
}

// Where a number with a blank between all its digits ends, such as "1 3 . 6 %"; NULL when `at` does
// not begin one. Digits alone may be a row of numbers and are left as they are.
static const char *spaced_number_end(const char *at, const char *end)
{
    bool point = false;
    const char *last = at;
    end = MIN(end, at + NUMBER_LONGEST);
    for (;; at += 2) {
        if (at >= end || (!g_ascii_isdigit(*at) && *at != '.' && *at != '%'))
            break;
        if (*at == '.' && (point || at + 2 >= end || at[1] != ' ' || !g_ascii_isdigit(at[2])))
            break;
        point |= *at == '.';
        last = at + 1;
        if (*at == '%' || at + 1 >= end || at[1] != ' ')
            break;
    }
    bool closed = last >= end || !g_ascii_isalnum(*last);
    return closed && (point || last[-1] == '%') ? last : NULL;
}

// At a blank after a digit: folds the rest of a spaced number and returns its end, or NULL.
static const char *fold_spaced_number(Fold *fold, const char *at, const char *start,
                                      const char *end)
{
    if (at[1] == '%') {
        put(fold, "%", 1, (size_t)(at + 1 - fold->raw), 1);
        return at + 2;
    }
    bool alone = at - 1 == start || (!g_ascii_isalnum(at[-2]) && at[-2] != '.' && at[-2] != ',');
    const char *stop = alone ? spaced_number_end(at - 1, end) : NULL;
    for (const char *i = at; stop && i < stop; i++)
        if (*i != ' ')
            put(fold, i, 1, (size_t)(i - fold->raw), 1);
    return stop;
}

static bool is_plain_ascii(char c)
{
    return c > ' ' && c < 0x7F && c != '(';
}

static bool may_be_spaced_number(const char *blank, const char *start, const char *end)
{
    return blank > start && blank + 1 < end && g_ascii_isdigit(blank[-1]) &&
           (g_ascii_isdigit(blank[1]) || blank[1] == '.' || blank[1] == '%');
}

#define EACH_BYTE(byte) (0x0101010101010101u * (byte))

// 0x80 in each byte of `word` that is zero, 0 in the others.
static inline uint64_t zero_bytes(uint64_t word)
{
    return ~(((word & EACH_BYTE(0x7F)) + EACH_BYTE(0x7F)) | word | EACH_BYTE(0x7F));
}

// Passes over words with single blanks between them, eight bytes at a time; stops early where a
// byte needs a closer look.
static const char *skip_words(const char *at, const char *end)
{
    while (end - at >= 8) {
        uint64_t word;
        memcpy(&word, at, sizeof word);
        word = GUINT64_FROM_LE(word);
        uint64_t blanks = zero_bytes(word ^ EACH_BYTE(' '));
        uint64_t odd = (word & EACH_BYTE(0x80)) | zero_bytes(word ^ EACH_BYTE(0x7F)) |
                       zero_bytes(word ^ EACH_BYTE('(')) | zero_bytes(word & EACH_BYTE(0xE0)) |
                       (blanks & blanks << 8);
        uint64_t tens = zero_bytes((word & EACH_BYTE(0xF0)) ^ EACH_BYTE('0'));
        if (odd || (blanks && tens))
            break;
        at += blanks >> 63 ? 7 : 8; // a blank at the end is judged with what follows it
    }
    return at;
}

// Copies a stretch of words with single blanks between them.
static const char *fold_words(Fold *fold, const char *at, const char *start, const char *end)
{
    const char *from = at;
    for (;; at++) {
        at = skip_words(at, end);
        if (at < end && is_plain_ascii(*at))
            continue;
        if (at + 1 >= end || *at != ' ' || !is_plain_ascii(at[1]))
            break;
        if (g_ascii_isdigit(at[-1]) && may_be_spaced_number(at, start, end))
            break;
    }
    settle_blank(fold, FOLD_NARROW);
    put(fold, from, (size_t)(at - from), (size_t)(from - fold->raw), (size_t)(at - from));
    return at;
}

static const char *fold_ascii(Fold *fold, const char *at, const char *start, const char *end)
{
    if (is_plain_ascii(*at))
        return fold_words(fold, at, start, end);
    if (*at == '(') {
        const char *next = skip_pinyin(fold, at, end);
        if (next)
            return next;
        settle_blank(fold, FOLD_NARROW);
        put(fold, at, 1, (size_t)(at - fold->raw), 1);
        return at + 1;
    }
    bool number = *at == ' ' && !fold->blank && may_be_spaced_number(at, start, end);
    const char *next = number ? fold_spaced_number(fold, at, start, end) : NULL;
    if (next)
        return next;
    if (*at == ' ' || (*at >= '\t' && *at <= '\r'))
        fold_blank(fold, (size_t)(at - fold->raw));
    return at + 1; // other control characters are dropped
}

// Characters that are doubled by nature (relatives, everyday reduplications): two such pairs alone
// are no fake bold.
static bool is_natural_double(const char *at)
{
    static const char natural[] = "爸妈爷奶哥姐弟妹叔婶姑舅公婆姥太媽爺嬸时刻常往天人家户年月日"
                                  "處种點清楚明白方面多少大小上下来去高兴千万口声進出是非";
    char one[4] = {at[0], at[1], at[2], 0};
    return strstr(natural, one) != NULL;
}

// The number of doubled pairs (AABBCC) that begin at `at`.
static size_t count_pairs(const char *at, const char *end)
{
    size_t n = 0;
    while (end - at >= 6 && (unsigned char)*at >= 0xE3 && (unsigned char)*at <= 0xE9 &&
           memcmp(at, at + 3, 3) == 0 && (n == 0 || memcmp(at - 3, at, 3) != 0)) {
        n++;
        at += 6;
    }
    return n;
}

// Folds glyphs printed twice for boldness once each, `at` being the second of the first two, which
// is folded already; returns their end, or NULL when these are not.
static const char *fold_doubled(Fold *fold, const char *at, const char *end)
{
    const char *next = at + 3;
    size_t n = count_pairs(next, end);
    if (n == 0 || memcmp(at, next, 3) == 0 ||
        (n == 1 && (is_natural_double(at) || is_natural_double(next))))
        return NULL;
    for (size_t i = 0; i < n; i++, next += 6) {
        char to[FOLD_LONGEST];
        size_t len = fold_basic(utf8_get(next), to);
        put(fold, to, len, (size_t)(next - fold->raw), 3);
    }
    fold->last_han = (uint32_t)(next - fold->raw);
    return next;
}

static const char *fold_other(Fold *fold, const char *at)
{
    gunichar c = utf8_get(at);
    const char *next = utf8_next(at);
    if (fold_is_mark(c) && !fold->blank && fold->len && g_ascii_isalpha(fold->str[fold->len - 1]))
        return next;
    char to[FOLD_LONGEST];
    size_t len = c < 0x10000 ? fold_basic(c, to) : fold_astral_char(c, to);
    size_t raw = (size_t)(at - fold->raw);
    if (len == 1 && to[0] == ' ') {
        fold_blank(fold, raw);
    } else if (len > 0) {
        settle_blank(fold, fold_is_wide(c) ? FOLD_WIDE : FOLD_NARROW);
        put(fold, to, len, raw, (size_t)(next - at));
        if (fold_is_han(c))
            fold->last_han = (uint32_t)(raw + (size_t)(next - at));
    }
    return next;
}

static inline bool is_han_lead(const char *at)
{
    unsigned char c = (unsigned char)*at;
    return (c >= 0xE4 && c <= 0xE9) ||
           (c == 0xE3 && at[1] == '\x80' && (at[2] == '\x81' || at[2] == '\x82')); // 、。
}

// ，：； between ideographs: what they become, or 0.
static inline char divider_of(const char *at)
{
    if (at[0] != '\xEF' || at[1] != '\xBC')
        return 0;
    return (char)(at[2] == '\x8C' ? ',' : at[2] == '\x9A' ? ':' : at[2] == '\x9B' ? ';' : 0);
}

// The three bytes at `at`, of which a fourth may be read, as one number.
static inline uint32_t three_bytes(const char *at)
{
    uint32_t word;
    memcpy(&word, at, sizeof word);
    return GUINT32_FROM_LE(word) & 0xFFFFFF;
}

// Copies ideographs that become themselves and are not printed twice; returns where it stopped.
// Four bytes are moved at a time, of which three count.
static const char *copy_ideographs(const char *at, const char *end, char **to)
{
    uint32_t before = 0;
    char *out = *to;
    for (; end - at > 3 && (unsigned char)(*at - '\xE4') <= 0xE9 - 0xE4; at += 3, out += 3) {
        uint32_t word = three_bytes(at);
        unsigned page = fold_index[(word & 0xF) << 6 | (word >> 8 & 0x3F)];
        if (fold_pages[page][word >> 16 & 0x3F] || word == before)
            break;
        before = word;
        memcpy(out, at, 4);
    }
    *to = out;
    return at;
}

// Folds a stretch of ideographs and the signs that divide their sentences.
static const char *fold_han(Fold *fold, const char *at, const char *end)
{
    settle_blank(fold, FOLD_WIDE);
    map_to(fold, (size_t)(at - fold->raw));
    make_room(fold, (size_t)(end - at));
    const char *start = at;
    char *to = fold->str + fold->len;
    for (char divider = 0;; at += 3) {
        at = copy_ideographs(at, end, &to);
        if (at >= end || !(is_han_lead(at) || (divider = divider_of(at))))
            break;
        if (divider) {
            *to++ = divider;
            fold->len = (size_t)(to - fold->str);
            add_run(fold, fold->len, (size_t)(at + 3 - fold->raw));
            divider = 0;
            start = at + 3;
            continue;
        }
        uint16_t entry = entry_of(utf8_get(at));
        if (entry >= FOLD_DROP)
            break;
        if (at > start && memcmp(at - 3, at, 3) == 0) {
            fold->len = (size_t)(to - fold->str);
            const char *doubled = fold_doubled(fold, at, end);
            if (doubled)
                return doubled;
        }
        to += entry ? encode3(to, entry) : encode3(to, utf8_get(at));
    }
    fold->len = (size_t)(to - fold->str);
    fold->last_han = (uint32_t)(at - fold->raw);
    return at;
}

// Folds a full-width form of an ASCII character.
static const char *fold_full_width(Fold *fold, const char *at, const char *end)
{
    char c = (char)(((at[1] & 0x3) << 6 | (at[2] & 0x3F)) + 0x20);
    const char *next = c == '(' ? skip_pinyin(fold, at, end) : NULL;
    if (next)
        return next;
    settle_blank(fold, g_ascii_isalnum(c) ? FOLD_NARROW : FOLD_WIDE);
    put(fold, &c, 1, (size_t)(at - fold->raw), 3);
    return at + 3;
}

static bool is_full_width(const char *at)
{
    return at[0] == '\xEF' && ((at[1] == '\xBC' && (unsigned char)at[2] >= 0x81) ||
                               (at[1] == '\xBD' && (unsigned char)at[2] <= 0x9E));
}

void fold_range(Fold *fold, size_t start, size_t end)
{
    const char *at = fold->raw + start, *from = at, *stop = fold->raw + end;
    while (at < stop) {
        const char *next = at;
        if ((unsigned char)*at < 0x80)
            next = fold_ascii(fold, at, from, stop);
        else if (is_han_lead(at))
            next = fold_han(fold, at, stop);
        else if (is_full_width(at))
            next = fold_full_width(fold, at, stop);
        at = next > at ? next : fold_other(fold, at);
    }
}
