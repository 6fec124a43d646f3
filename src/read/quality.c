// SPDX-License-Identifier: GPL-3.0-or-later
// Quality: telling text from the garbage of fonts without a character map.
//
// Such fonts give some code for each glyph, rarely U+FFFD: letters of scripts that never stand
// together, accents without a word around them, signs, Han characters nobody writes.
#include "read/quality.h"

#include <glib.h>
#include <string.h>

#include "text/codeset.h"

enum {
    SIGNS_FEW = 24,  // fewer on a page tell nothing
    LINE_LEAST = 6,  // fewer on a line
    LINES_MOST = 40, // characters on lines that are garbage, in an otherwise good page
    HAN_FEW = 40,    // Han characters, too few to know their usual share of common ones
    SCRIPTS = 256,
    HAN_FIRST = 0x4E00, // letters in every version of Unicode that GLib may know
    HAN_LAST = 0x9FA5,
};
static const double ODD_PAGE = 0.12;
static const double ODD_LINE = 0.4;
static const double COMMON_HAN = 0.08; // in any Chinese text the common ones are over a quarter

static CodeSet common_han = {.members = "的一是不了在有人我这中大来上个国和地到时要就以们生会可你年"
                                        "得自于与或为及其您方本如所由应同将依"
                                        "并"
                                        "因对按此者之内后前下用行日月定当法能他第条款信息合約约業业"
                                        "務务權权個來國時會們產产發发過过還还"
                                        "無无"
                                        "對與為於後應將這從从开開公司等作分理出部现現没沒進进都事也"
                                        "成主全向保提收相关關请請通联聯使"};

static CodeSet marks = {.members = "#$%&'()*+,-./:;<=>?@[\\]_\"!|~©®™°±·×÷§«»¿¡£¥€¢…—–‘’“”•‰№"};

// Signs that stand alone in real text, but in a garbled font's next to each other.
static CodeSet heaping = {.members = "!\"#$%&'*+<=>@[\\]^`{|}~©®¡¢£§«¬°±²³´µ¶¹º»¼½¾¿×÷"};

typedef struct {
    size_t signs, odd; // characters that are no blanks, digits or usual marks; those out of place
    size_t han, common;
    size_t scripts[SCRIPTS];
    size_t letters;
} Tally;

static bool is_han(gunichar code)
{
    return (code >= 0x4E00 && code <= 0x9FFF) || (code >= 0x3400 && code <= 0x4DBF) ||
           (code >= 0x20000 && code <= 0x3FFFF) || (code >= 0xF900 && code <= 0xFAFF);
}

// Marks that any agreement may hold: punctuation, brackets, bullets, boxes, enclosed numbers.
static bool usual_mark(gunichar code)
{
    return (code >= 0x2010 && code <= 0x206F) || (code >= 0x2190 && code <= 0x21FF) ||
           (code >= 0x2460 && code <= 0x24FF) || (code >= 0x25A0 && code <= 0x27BF) ||
           (code >= 0x3000 && code <= 0x303F) || (code >= 0x3200 && code <= 0x33FF) ||
           (code >= 0xFE10 && code <= 0xFE6F) || (code >= 0xFF00 && code <= 0xFFEF) ||
           codeset_has(&marks, code);
}

static bool heaped(gunichar before, gunichar code)
{
    return code != before && codeset_has(&heaping, code) &&
           (codeset_has(&heaping, before) || g_unichar_isdigit(before));
}

static bool ascii_letter(gunichar code)
{
    return code < 128 && g_ascii_isalpha((char)code);
}

// Whether a character has no place here whatever the language.
static bool misplaced(gunichar before, gunichar code, gunichar after)
{
    switch (g_unichar_type(code)) {
    case G_UNICODE_CONTROL:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_UNASSIGNED:
        return true;
    default:
        break;
    }
    if (code == 0xFFFD || heaped(before, code))
        return true;
    bool accented = code >= 0xC0 && code < 0x250 && g_unichar_isalpha(code);
    if (accented) // an accent is part of a word of plain letters
        return !ascii_letter(before) && !ascii_letter(after);
    return !g_unichar_isalpha(code) && !g_unichar_ismark(code) && !usual_mark(code);
}

static void tally_han(Tally *tally, gunichar code)
{
    tally->han++;
    tally->common += codeset_has(&common_han, code);
}

static void tally_one(Tally *tally, gunichar before, gunichar code, gunichar after)
{
    if (code >= HAN_FIRST && code <= HAN_LAST) { // nearly all there is, and never out of place
        tally->signs++;
        tally->letters++;
        tally->scripts[G_UNICODE_SCRIPT_HAN]++;
        tally_han(tally, code);
        return;
    }
    if (g_unichar_isspace(code) || g_unichar_isdigit(code) || code == 0xAD || code == 0xFEFF)
        return;
    tally->signs++;
    tally->odd += misplaced(before, code, after);
    if (is_han(code))
        tally_han(tally, code);
    if (!g_unichar_isalpha(code))
        return;
    unsigned script = (unsigned)g_unichar_get_script(code);
    tally->letters++;
    tally->scripts[MIN(script, SCRIPTS - 1)]++;
}

static Tally tally_of(const char *utf8, size_t len)
{
    Tally tally = {0};
    gunichar before = 0;
    for (const char *at = utf8, *next; at < utf8 + len; at = next) {
        gunichar code = utf8_get(at);
        next = utf8_next(at);
        tally_one(&tally, before, code, next < utf8 + len ? utf8_get(next) : 0);
        before = code;
    }
    return tally;
}

static void add(Tally *sum, const Tally *one)
{
    sum->signs += one->signs;
    sum->odd += one->odd;
    sum->han += one->han;
    sum->common += one->common;
    sum->letters += one->letters;
    for (size_t i = 0; one->letters && i < SCRIPTS; i++)
        sum->scripts[i] += one->scripts[i];
}

// Letters of scripts that are only sprinkled in: a real page has Han with Latin, or one other.
static size_t sprinkled(const Tally *tally)
{
    static const GUnicodeScript companions[] = {
        G_UNICODE_SCRIPT_COMMON,   G_UNICODE_SCRIPT_INHERITED, G_UNICODE_SCRIPT_LATIN,
        G_UNICODE_SCRIPT_HAN,      G_UNICODE_SCRIPT_HIRAGANA,  G_UNICODE_SCRIPT_KATAKANA,
        G_UNICODE_SCRIPT_BOPOMOFO, G_UNICODE_SCRIPT_HANGUL};
    size_t usual = 0, odd = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(companions); i++)
        usual += tally->scripts[companions[i]];
    if (usual == tally->letters)
        return 0;
    for (unsigned script = 0; script < SCRIPTS; script++) {
        bool companion = false;
        for (size_t i = 0; i < G_N_ELEMENTS(companions); i++)
            companion = companion || script == (unsigned)companions[i];
        if (!companion && tally->scripts[script] * 3 < tally->letters)
            odd += tally->scripts[script];
    }
    return odd;
}

static size_t odd_of(const Tally *tally)
{
    size_t odd = tally->odd + sprinkled(tally);
    size_t kana =
        tally->scripts[G_UNICODE_SCRIPT_HIRAGANA] + tally->scripts[G_UNICODE_SCRIPT_HANGUL];
    if (tally->han >= HAN_FEW && kana * 5 < tally->han &&
        (double)tally->common < COMMON_HAN * (double)tally->han)
        odd += tally->han;
    return odd;
}

size_t quality_letters(const char *utf8, size_t len)
{
    size_t letters = 0;
    for (const char *at = utf8; at < utf8 + len; at = utf8_next(at)) {
        gunichar code = utf8_get(at);
        letters += (code >= HAN_FIRST && code <= HAN_LAST) || g_unichar_isalnum(code);
    }
    return letters;
}

// What stands on a page, line by line: a line end never changes what is thought of its neighbours.
// `garbled` is how many characters stand on lines that are garbage by themselves.
static Tally tally_lines(const char *utf8, size_t len, size_t *garbled)
{
    Tally page = {0};
    *garbled = 0;
    for (const char *at = utf8, *end = utf8 + len, *line_end; at < end; at = line_end + 1) {
        line_end = memchr(at, '\n', (size_t)(end - at));
        line_end = line_end ? line_end : end;
        Tally line = tally_of(at, (size_t)(line_end - at));
        if (line.signs >= LINE_LEAST && (double)odd_of(&line) > ODD_LINE * (double)line.signs)
            *garbled += line.signs;
        add(&page, &line);
    }
    return page;
}

bool quality_garbled(const char *utf8, size_t len)
{
    size_t garbled;
    Tally page = tally_lines(utf8, len, &garbled);
    if (page.signs < SIGNS_FEW)
        return false;
    return (double)odd_of(&page) > ODD_PAGE * (double)page.signs || garbled > LINES_MOST;
}
