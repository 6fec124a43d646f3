// SPDX-License-Identifier: GPL-3.0-or-later
// Diff: two versions of one agreement compared finding by finding.
//
// Findings with the same fingerprint are one clause, wherever it moved; the others are paired by
// type and likeness of words. Findings set aside are left out.
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "report/places.h"
#include "report/report.h"
#include "report/writer.h"

// In the order of W_CHANGE_SAME and on.
typedef enum {
    CHANGE_SAME,
    CHANGE_MOVED,    // the same words in another order among the others
    CHANGE_REWORDED, // other words, the same severity
    CHANGE_MILDER,
    CHANGE_WORSE,
    CHANGE_REMOVED,
    CHANGE_ADDED,
    CHANGE_COUNT
} Change;

const char *change_name(Change change); // "same", "moved", ...

typedef struct {
    Change change;
    bool bad;                      // to the reader's disadvantage
    bool good;                     // to the reader's advantage
    const Finding *before, *after; // NULL when it is not there
} DiffPair;

typedef struct {
    const Report *before, *after; // borrowed; they must outlive the diff
    GPtrArray *pairs; // DiffPair: what is bad first, then what is good, then by weight and place
    unsigned counts[CHANGE_COUNT];
    bool worse;        // something got worse
    bool unsure;       // not both were read whole
    bool unread;       // not both could be read: nothing is compared
    Places *places[2]; // of the texts of both, NULL where they have none
} Diff;

Diff *diff_new(const Report *before, const Report *after, const Pack *pack);
void diff_free(Diff *diff);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Diff, diff_free)

// The clause of a version as a person reads it: with what leads to it and stands around it, where
// the report has its text. The caller frees it.
char *diff_quote(const Diff *diff, const DiffPair *pair, bool after);

// 1 when something got worse, 3 when not both were read whole, else 0.
int diff_exit(const Diff *diff);

// The comparison in words, as one line of JSON (loanlens.diff/1) without line end, as a page.
void diff_to_words(const Diff *diff, const Pack *pack, const WriteOptions *options, GString *out);
void diff_to_json(const Diff *diff, GString *out);
void diff_to_html(const Diff *diff, const Pack *pack, const WriteOptions *options, GString *out);

// The changes as cards, what is bad first, until `out` has grown by `most` bytes. Returns how many
// were left out.
unsigned diff_to_cards(const Diff *diff, const Pack *pack, Lang lang, size_t most, GString *out);

// A piece of one of two texts: kept in both, only in the old, only in the new.
typedef enum { PIECE_KEPT, PIECE_OLD, PIECE_NEW } PieceKind;
typedef struct {
    PieceKind kind;
    char *text;
} DiffPiece;

// The words that changed: DiffPiece in order, freed with the array. Han characters are words.
GPtrArray *diff_words(const char *before, const char *after);
