// SPDX-License-Identifier: GPL-3.0-or-later
// Lists of words, each ended by NULL.
#include "text/cues.h"

#include <string.h>

struct Cues {
    GStringChunk *strings;
    GPtrArray *lists[CUES_LIST_COUNT];
    Languages *languages;
};

static const char *const keys[CUES_LIST_COUNT] = {
    [CUES_ABBREVIATION] = "abbreviations",
    [CUES_LINE_ABBREVIATION] = "line_abbreviations",
    [CUES_UNFINISHED] = "unfinished",
    [CUES_HANGING] = "hanging",
    [CUES_FIRST_HALF] = "first_halves",
    [CUES_SECOND_HALF] = "second_halves",
    [CUES_PREFIX] = "prefixes",
    [CUES_JOINING] = "joining",
    [CUES_ANNOUNCING] = "announcing",
    [CUES_REFERRING] = "referring",
    [CUES_PREAMBLE] = "preambles",
    [CUES_FOLLOWING] = "following",
    [CUES_AGREEING] = "agreeing",
    [CUES_NOT_AGREEING] = "not_agreeing",
    [CUES_REFUSING] = "refusing",
    [CUES_FAILING] = "failing",
    [CUES_SUBJECT] = "subjects",
    [CUES_ADDING] = "adding",
    [CUES_OPENING] = "openings",
    [CUES_ASIDE] = "asides",
    [CUES_LATER_SUBJECT] = "later_subjects",
    [CUES_LEANING] = "leaning",
    [CUES_LEANING_VERB] = "leaning_verbs",
    [CUES_NO_TITLE] = "no_titles",
    [CUES_EDITION] = "editions",
    [CUES_LETTER] = "letters",
    [CUES_DOCUMENT] = "documents",
    [CUES_PARTY] = "parties",
    [CUES_ACT] = "acts",
    [CUES_APPENDIX] = "appendices",
    [CUES_COLUMN] = "columns",
    [CUES_COLUMN_OPENING] = "column_openings",
    [CUES_COLUMN_NUMBER] = "column_numbers",
};

Cues *cues_new(void)
{
    Cues *cues = g_new0(Cues, 1);
    cues->strings = g_string_chunk_new(4096);
    for (unsigned i = 0; i < CUES_LIST_COUNT; i++) {
        cues->lists[i] = g_ptr_array_new();
        g_ptr_array_add(cues->lists[i], NULL);
    }
    cues->languages = languages_new();
    return cues;
}

void cues_free(Cues *cues)
{
    if (!cues)
        return;
    for (unsigned i = 0; i < CUES_LIST_COUNT; i++)
        g_ptr_array_unref(cues->lists[i]);
    g_string_chunk_free(cues->strings);
    languages_free(cues->languages);
    g_free(cues);
}

const char *cues_key(CueList list)
{
    return keys[list];
}

bool cues_are_small(CueList list)
{
    return list <= CUES_JOINING || list >= CUES_COLUMN;
}

void cues_add(Cues *cues, CueList list, const char *word)
{
    GPtrArray *words = cues->lists[list];
    words->pdata[words->len - 1] = g_string_chunk_insert(cues->strings, word);
    g_ptr_array_add(words, NULL);
}

const char *const *cues_of(const Cues *cues, CueList list)
{
    return (const char *const *)cues->lists[list]->pdata;
}

Languages *cues_languages(const Cues *cues)
{
    return cues->languages;
}

bool cues_hold(const Cues *cues, CueList list, const char *word)
{
    return g_strv_contains(cues_of(cues, list), word);
}

bool cues_within(const Cues *cues, CueList list, const char *str, size_t len)
{
    for (const char *const *word = cues_of(cues, list); *word; word++)
        if (memmem(str, len, *word, strlen(*word)))
            return true;
    return false;
}

bool cues_begin(const Cues *cues, CueList list, const char *str, size_t len)
{
    for (const char *const *word = cues_of(cues, list); *word; word++) {
        size_t n = strlen(*word);
        if (len >= n && memcmp(str, *word, n) == 0)
            return true;
    }
    return false;
}

bool cues_end(const Cues *cues, CueList list, const char *str, size_t len)
{
    for (const char *const *word = cues_of(cues, list); *word; word++) {
        size_t n = strlen(*word);
        if (len >= n && memcmp(str + len - n, *word, n) == 0)
            return true;
    }
    return false;
}
