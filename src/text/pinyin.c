// SPDX-License-Identifier: GPL-3.0-or-later
// Letters are folded one by one; what is left must be syllables and nothing else.
#include "text/pinyin.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

#include "text/fold_inside.h"
#include "text/utf8.h"

// One syllable of pinyin without its tone: an initial and a final.
static size_t syllable_length(const char *letters, size_t len)
{
    static const char initials[] = " zh ch sh b p m f d t n l g k h j q x r z c s y w ";
    static const char finals[] =
        " iang iong uang ang eng ing ong ian iao uai uan ai ei ao ou an en er ia ie iu in ua uo "
        "ue ui un a o e i u v ";
    char word[8];
    for (size_t first = 3; first-- > 0;) {
        if (first > len)
            continue;
        g_snprintf(word, sizeof word, " %.*s ", (int)first, letters);
        if (first && !strstr(initials, word))
            continue;
        for (size_t rest = MIN(len - first, 4); rest > 0; rest--) {
            g_snprintf(word, sizeof word, " %.*s ", (int)rest, letters + first);
            bool none = rest == 1 && letters[first] == 'e' && first && strchr("bpfjqxw", *letters);
            if (!none && strstr(finals, word))
                return first + rest;
        }
    }
    return 0;
}

// Whether the letters, blanks and apostrophes among them, are syllables and nothing else.
static bool is_syllables(const char *letters, size_t len)
{
    bool reaches[33] = {true}; // reaches[i]: the first i letters can be cut into syllables
    g_assert(len < G_N_ELEMENTS(reaches));
    for (size_t i = 0; i < len; i++) {
        if (!reaches[i])
            continue;
        if (letters[i] == ' ' || letters[i] == '\'')
            reaches[i + 1] = true;
        for (size_t n = MIN(len - i, 6); n > 0; n--)
            reaches[i + n] |= syllable_length(letters + i, n) == n;
    }
    return reaches[len];
}

const char *pinyin_end(const char *at, const char *end)
{
    char letters[32];
    size_t len = 0;
    bool toned = false;
    for (at = utf8_next(at); at < end && len < sizeof letters; at = utf8_next(at)) {
        gunichar c = utf8_get(at);
        if (c == ')' || c == 0xFF09)
            return toned && is_syllables(letters, len) ? utf8_next(at) : NULL;
        char plain[FOLD_LONGEST];
        size_t n = c < 0x10000 ? fold_basic(c, plain) : 0;
        if (fold_is_mark(c)) {
            toned = true;
        } else if (n != 1 || !strchr("abcdefghijklmnopqrstuvwxyz '", plain[0])) {
            return NULL;
        } else {
            toned |= c >= 0xE0 && c < 0x2000;
            letters[len++] = plain[0];
        }
    }
    return NULL;
}
