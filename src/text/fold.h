// SPDX-License-Identifier: GPL-3.0-or-later
// Fold: one form for each character, one pass, and a map of where every byte came from.
//
// A character becomes its NFKC form, simplified, without accent if it is Latin; curly quotes,
// corner brackets and dashes become plain ones; what has no width is dropped. The familiar 你 and
// 妳 become 您, 帐 becomes 账: agreements mean the same by them. A blank stands only between two
// words that need one: never beside a Han character.
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// From plain byte `plain` on, byte plain + i came from raw byte raw + i, up to the next run.
typedef struct {
    uint32_t plain, raw;
} FoldRun;

// Half-open range of raw bytes.
typedef struct {
    uint32_t start, end;
} FoldGap;

// What the last character means to a blank that follows it.
typedef enum {
    FOLD_AT_START, // nothing of this paragraph yet: blanks are dropped
    FOLD_NARROW,   // keeps its blank
    FOLD_WIDE,     // Han, kana, full-width punctuation: blanks beside it are dropped
} FoldWidth;

typedef struct {
    const char *raw; // the text being folded, valid UTF-8
    char *str;       // folded so far, not terminated
    size_t len, room;
    FoldRun *runs; // NULL when no map is wanted
    size_t run_count, run_room;
    GArray *gaps;  // FoldGap: inserted pinyin and line-end hyphens, left out of quotes; or NULL
    int64_t shift; // raw - plain of the last run
    FoldWidth last;
    bool blank;        // a blank is due before the next character
    uint32_t blank_at; // raw byte it came from
    uint32_t last_han; // raw byte after the last Han character, or 0
} Fold;

// Folds text out of `raw`, valid UTF-8; with_map says whether runs and gaps are kept.
void fold_init(Fold *fold, const char *raw, size_t expected, bool with_map);

// Frees what is in it. The caller may have taken str, runs or gaps and set them to NULL.
void fold_clear(Fold *fold);

// Folds raw bytes [start, end), which begin and end between characters.
void fold_range(Fold *fold, size_t start, size_t end);

// Notes that a blank stands at raw byte `at`.
void fold_blank(Fold *fold, size_t at);

// Gives words of two spellings one, wherever they stand by now: 纪录 becomes 记录. Lengths stay.
void fold_spelling(Fold *fold);

// Puts '\n' or '\t' for raw byte `at` and drops the blank that is due.
void fold_mark(Fold *fold, char mark, size_t at);

// Takes back the hyphen that ends what is folded, at raw byte `at`.
void fold_unhyphen(Fold *fold, size_t at);

// Whether blanks beside the character are dropped.
bool fold_is_wide(gunichar c);

// Han proper: ideographs, not kana or punctuation.
bool fold_is_han(gunichar c);
