// SPDX-License-Identifier: GPL-3.0-or-later
// Language by script, and among Latin scripts by the commonest function words.
#include "text/language.h"

#include <stdint.h>
#include <string.h>

#include "text/codeset.h"
#include "text/utf8.h"

typedef struct {
    unsigned han, kana, hangul, thai, arabic, cyrillic, devanagari, latin;
} Scripts;

static void count_rare(gunichar c, Scripts *scripts)
{
    scripts->han += (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
                    (c >= 0x20000 && c <= 0x3FFFF);
    scripts->kana += c >= 0x3041 && c <= 0x30FF && c != 0x30FB;
    scripts->hangul += (c >= 0xAC00 && c <= 0xD7AF) || (c >= 0x1100 && c <= 0x11FF);
    scripts->thai += c >= 0x0E00 && c <= 0x0E7F;
    scripts->arabic += c >= 0x0600 && c <= 0x06FF;
    scripts->cyrillic += c >= 0x0400 && c <= 0x04FF;
    scripts->devanagari += c >= 0x0900 && c <= 0x097F;
    scripts->latin += c >= 0xC0 && c <= 0x24F;
}

static void count_scripts(const char *str, size_t len, Scripts *scripts)
{
    for (const char *at = str, *end = str + len; at < end;) {
        unsigned char c = (unsigned char)*at;
        if (c < 0x80) {
            scripts->latin += (unsigned char)((c | 0x20) - 'a') < 26;
            at++;
        } else if (c >= 0xE5 && c <= 0xE9) {
            scripts->han++;
            at += 3;
        } else {
            count_rare(utf8_get(at), scripts);
            at = utf8_next(at);
        }
    }
}

enum { WORD_SLOTS = 4096, WORDS_MOST = WORD_SLOTS / 2, WORD_LONGEST = 16, LANGUAGES_MOST = 32 };

// A word, padded with zeros, and the languages that have it among their commonest.
typedef struct {
    uint64_t word[2];
    uint32_t languages;
} CommonWord;

struct Languages {
    const char *codes[LANGUAGES_MOST]; // interned
    unsigned count, words;
    CommonWord slots[WORD_SLOTS];
};

Languages *languages_new(void)
{
    return g_new0(Languages, 1);
}

void languages_free(Languages *languages)
{
    g_free(languages);
}

static size_t slot_of(const Languages *languages, const uint64_t word[2])
{
    uint64_t hash = (word[0] * 0x9E3779B97F4A7C15u) ^ (word[1] * 0xC2B2AE3D27D4EB4Fu);
    size_t slot = hash >> 52;
    while (languages->slots[slot].languages &&
           memcmp(languages->slots[slot].word, word, WORD_LONGEST) != 0)
        slot = (slot + 1) % WORD_SLOTS;
    return slot;
}

static unsigned number_of(Languages *languages, const char *code)
{
    code = g_intern_string(code);
    unsigned i = 0;
    while (i < languages->count && languages->codes[i] != code)
        i++;
    if (i == languages->count && i < LANGUAGES_MOST)
        languages->codes[languages->count++] = code;
    return i;
}

bool languages_add(Languages *languages, const char *code, const char *word)
{
    uint64_t key[2] = {0};
    size_t len = strlen(word);
    unsigned number = number_of(languages, code);
    if (len == 0 || len > WORD_LONGEST || languages->words == WORDS_MOST ||
        number == LANGUAGES_MOST)
        return false;
    memcpy(key, word, len);
    CommonWord *entry = &languages->slots[slot_of(languages, key)];
    languages->words += entry->languages == 0;
    memcpy(entry->word, key, sizeof key);
    entry->languages |= 1u << number;
    return true;
}

// Adds one for each language that has the word among its commonest.
static void count_word(const Languages *known, const char *word, size_t len,
                       unsigned counts[LANGUAGES_MOST])
{
    if (len == 0 || len > WORD_LONGEST)
        return;
    char lower[WORD_LONGEST] = {0};
    for (size_t i = 0; i < len; i++)
        lower[i] = (char)(word[i] == '-' ? '-' : word[i] | 0x20);
    uint64_t key[2];
    memcpy(key, lower, sizeof key);
    uint32_t languages = known->slots[slot_of(known, key)].languages;
    for (; languages; languages &= languages - 1)
        counts[__builtin_ctz(languages)]++;
}

// Whether a word stands in an address (www.example.com, a@b.com, ?e=%E9) or among digits, where it
// is no word: "com" and "e" are among the commonest in Portuguese.
static bool is_in_address(const char *str, const char *start, const char *end, const char *last)
{
    int before = start > str ? start[-1] : ' ', after = end < last ? *end : ' ';
    int beyond = end + 1 < last ? end[1] : ' ';
    return strchr("./@_=&?%", before) || g_ascii_isdigit(before) || strchr("/@_=", after) ||
           g_ascii_isdigit(after) ||
           (strchr(".:", after) && (g_ascii_isalnum(beyond) || beyond == '/'));
}

// The Latin-script language, "und" when too few of its words are common ones of any.
static const char *latin_language(const Languages *languages, const char *near, const char *str,
                                  size_t len)
{
    unsigned counts[LANGUAGES_MOST] = {0}, words = 0;
    const char *end = str + len;
    for (const char *at = str; at < end;) {
        const char *start = at;
        while (at < end && (g_ascii_isalpha(*at) || (*at == '-' && at > start)))
            at++;
        if (at > start && is_in_address(str, start, at, end))
            continue;
        if (at > start) {
            count_word(languages, start, (size_t)(at - start), counts);
            words++;
        } else {
            at++;
        }
    }
    unsigned best = 0;
    for (unsigned i = 0; i < languages->count; i++)
        if (counts[i] > counts[best])
            best = i;
    for (unsigned i = 0; i < languages->count; i++)
        if (near && strcmp(languages->codes[i], near) == 0 && counts[i] &&
            counts[i] + 1 >= counts[best])
            best = i;
    bool sure = counts[best] >= 2 && counts[best] * 8 >= words;
    return sure ? languages->codes[best] : "und";
}

const char *language_near(const Languages *languages, const char *near, const char *str, size_t len)
{
    Scripts scripts = {0};
    count_scripts(str, len, &scripts);
    // A Han character says about as much as three Latin letters.
    unsigned east = scripts.han * 3 + scripts.kana * 3 + scripts.hangul * 3 + scripts.thai * 2 +
                    scripts.arabic + scripts.cyrillic + scripts.devanagari * 2;
    if (east <= scripts.latin)
        return scripts.latin >= 3 ? latin_language(languages, near, str, len) : "und";
    if (scripts.kana * 8 > scripts.han + scripts.kana && scripts.kana > 1)
        return "ja";
    const struct {
        const char *code;
        unsigned count;
    } others[] = {{"zh", scripts.han},    {"ko", scripts.hangul},   {"th", scripts.thai},
                  {"ar", scripts.arabic}, {"ru", scripts.cyrillic}, {"hi", scripts.devanagari}};
    unsigned best = 0;
    for (unsigned i = 1; i < G_N_ELEMENTS(others); i++)
        if (others[i].count > others[best].count)
            best = i;
    return others[best].code;
}

const char *language_of(const Languages *languages, const char *str, size_t len)
{
    return language_near(languages, NULL, str, len);
}

// Characters that are common in agreements and written only one way, pair by pair.
static CodeSet traditional = {
    .members =
        "個們來為時會與資訊條錄讀權擔責聯絡電話對應當後據經約務貸償還開關閱讓機構證處單獨這過國"};
static CodeSet simplified = {
    .members =
        "个们来为时会与资讯条录读权担责联络电话对应当后据经约务贷偿还开关阅让机构证处单独这过国"};

enum { SCRIPT_ENOUGH = 500 }; // telling characters after which the script is clear

const char *language_script(const char *raw, size_t len)
{
    unsigned hant = 0, hans = 0;
    for (const char *at = raw, *end = raw + len; at < end && hant + hans < SCRIPT_ENOUGH;
         at = utf8_next(at)) {
        if ((unsigned char)*at < 0xE3)
            continue;
        gunichar c = utf8_get(at);
        bool old = codeset_has(&traditional, c), fresh = codeset_has(&simplified, c);
        hant += old && !fresh;
        hans += fresh && !old;
    }
    return hant > hans ? "zh-Hant" : "zh-Hans";
}
