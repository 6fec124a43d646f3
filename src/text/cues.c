// SPDX-License-Identifier: GPL-3.0-or-later
// Lists of words, each ended by NULL.
#include "text/cues.h"

#include <string.h>

struct Cues {
    GStringChunk *strings;
    GPtrArray *lists[CUES_LIST_COUNT];
    Languages *languages;
};

static const struct {
    const char *key;
    bool small; // held against small letters, whatever the text has
} lists[CUES_LIST_COUNT] = {
    [CUES_ABBREVIATION] = {"abbreviations", true},
    [CUES_LINE_ABBREVIATION] = {"line_abbreviations", true},
    [CUES_UNFINISHED] = {"unfinished", true},
    [CUES_FINISHED] = {"finished", false},
    [CUES_HANGING] = {"hanging", true},
    [CUES_FIRST_HALF] = {"first_halves", true},
    [CUES_SECOND_HALF] = {"second_halves", true},
    [CUES_PREFIX] = {"prefixes", true},
    [CUES_JOINING] = {"joining", false},
    [CUES_ANNOUNCING] = {"announcing", false},
    [CUES_REFERRING] = {"referring", false},
    [CUES_PREAMBLE] = {"preambles", false},
    [CUES_FOLLOWING] = {"following", false},
    [CUES_AGREEING] = {"agreeing", false},
    [CUES_NOT_AGREEING] = {"not_agreeing", false},
    [CUES_REFUSING] = {"refusing", false},
    [CUES_FAILING] = {"failing", false},
    [CUES_SUBJECT] = {"subjects", false},
    [CUES_ADDING] = {"adding", false},
    [CUES_OPENING] = {"openings", false},
    [CUES_ASIDE] = {"asides", false},
    [CUES_LATER_SUBJECT] = {"later_subjects", false},
    [CUES_LEANING] = {"leaning", false},
    [CUES_LEANING_VERB] = {"leaning_verbs", false},
    [CUES_NO_TITLE] = {"no_titles", false},
    [CUES_ASKING] = {"asking", false},
    [CUES_STATING] = {"stating", false},
    [CUES_WONDERING] = {"wondering", false},
    [CUES_EDITION] = {"editions", false},
    [CUES_LETTER] = {"letters", false},
    [CUES_DOCUMENT] = {"documents", false},
    [CUES_PARTY] = {"parties", false},
    [CUES_ACT] = {"acts", false},
    [CUES_TAKING] = {"taking", false},
    [CUES_NOT_TAKING] = {"not_taking", false},
    [CUES_APPENDIX] = {"appendices", false},
    [CUES_GOING_ON] = {"going_on", false},
    [CUES_COLUMN] = {"columns", true},
    [CUES_COLUMN_OPENING] = {"column_openings", true},
    [CUES_COLUMN_NUMBER] = {"column_numbers", true},
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
    return lists[list].key;
}

bool cues_are_small(CueList list)
{
    return lists[list].small;
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
