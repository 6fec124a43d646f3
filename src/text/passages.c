// SPDX-License-Identifier: GPL-3.0-or-later
// Han text is told by its script and needs little; other languages are told by words and need more.
#include "text/passages.h"

#include <string.h>

#include "text/language.h"

enum {
    LANGUAGE_SURE = 60,    // bytes of a block whose own language counts
    LANGUAGE_SAMPLE = 200, // bytes of it that are looked at
    WHOLE_SAMPLE = 20000,  // bytes of the text that say whether it is Malay or Indonesian
};

// Enough of a block to tell its language by.
static const char *language_of_block(const Languages *languages, const char *near, const char *str,
                                     size_t len)
{
    size_t most = MIN(len, (size_t)LANGUAGE_SAMPLE);
    while (most < len && (str[most] & 0xC0) == 0x80)
        most++;
    const char *language = language_near(languages, near, str, most);
    return most < len && strcmp(language, "und") == 0 ? language_near(languages, near, str, len)
                                                      : language;
}

// Whether a block is long enough to tell its own language. Han text is told by its script, so a
// sentence of it will do, but for kanji among Japanese.
static bool tells(const Block *block, const char *own, const char *last)
{
    size_t len = block->end - block->start;
    if (len >= LANGUAGE_SURE)
        return strcmp(own, "und") != 0;
    return len >= 15 && strcmp(own, "zh") == 0 && g_strcmp0(last, "ja") != 0;
}

static bool is_malay(const char *language)
{
    return strcmp(language, "id") == 0 || strcmp(language, "ms") == 0;
}

// A block has too few of the words in which Malay and Indonesian differ: the whole text has more.
static const char *settled(const Text *text, const char *own, const char **whole)
{
    if (!is_malay(own))
        return own;
    if (!*whole)
        *whole = language_of(cues_languages(text->cues), text->str,
                             MIN(text->len, (size_t)WHOLE_SAMPLE));
    return is_malay(*whole) ? *whole : own;
}

const char **passages_languages(const Text *text)
{
    const char **languages = g_new0(const char *, text->blocks->len + 1);
    const Languages *known = cues_languages(text->cues);
    const char *last = NULL, *whole = NULL;
    for (guint i = 0; i < text->blocks->len; i++) {
        const Block *block = &g_array_index(text->blocks, Block, i);
        const char *own =
            language_of_block(known, last, text->str + block->start, block->end - block->start);
        languages[i] = tells(block, own, last) ? settled(text, own, &whole) : last;
        last = languages[i];
    }
    const char *next = last ? last : language_of(known, text->str, text->len);
    for (guint i = text->blocks->len; i-- > 0;) {
        languages[i] = languages[i] ? languages[i] : next;
        next = languages[i];
    }
    return languages;
}
