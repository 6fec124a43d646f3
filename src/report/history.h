// SPDX-License-Identifier: GPL-3.0-or-later
// History: what appeared when in the agreements of each platform.
//
// A metadata column `date` puts the documents of an audit in order. The versions of one agreement
// are those of one platform with the same value in the column `agreement`; without that column,
// those of the same kind and language. Each version is compared with the last one before it that
// could be read. Two versions of one date and one `version` cannot be put in order: nothing is said
// of such an agreement but that.
#pragma once

#include "report/diff.h"
#include "report/table.h"

typedef struct {
    TableRow row;
    const char *date;    // YYYY, YYYY-MM or YYYY-MM-DD
    const char *version; // "" when there is none
} HistoryVersion;

typedef enum {
    STEP_FIRST,        // there is no version before it that was read
    STEP_COMPARED,     // with the one before
    STEP_NOT_ANALYSED, // it could not be read
    STEP_UNORDERED,    // another version has the same date
    STEP_COUNT
} StepKind;

const char *step_name(StepKind kind); // "first", "compared", ...

struct HistoryStep {
    StepKind kind;
    const char *platform;         // "" when it has none
    const char *series;           // the agreement: its name, or "kind language"
    bool named;                   // by the column `agreement`
    unsigned group;               // number of the agreement, from 1
    unsigned number, of;          // place among the versions of the agreement, from 1
    const HistoryVersion *before; // only in STEP_COMPARED
    const HistoryVersion *after;
    const Diff *diff; // only in STEP_COMPARED
};

// NULL when no metadata column is called `date`.
History *history_new(const TableContext *context);
void history_free(History *history);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(History, history_free)

// Notes a document. `id` is what `load` will know it by.
void history_add(History *history, const TableRow *row, int64_t id);

// A document again: fills a row whose report, platform, page and metadata (a vector) the history
// frees. False with an error.
typedef bool (*HistoryLoad)(int64_t id, TableRow *row, void *data, GError **error);
typedef bool (*HistoryEach)(const HistoryStep *step, void *data, GError **error);

// All steps, agreement by agreement, each from its oldest version on.
bool history_each(History *history, const Pack *pack, HistoryLoad load, HistoryEach each,
                  void *data, GError **error);

// Documents whose date cannot be read.
unsigned history_undated(const History *history);

// "2024-03-01" from 2024-3-1, 2024/3/1, 2024.3.1, 20240301, 2024年3月1日, with or without what
// follows; less when less is given; NULL for anything else. The caller frees it.
char *history_date(const char *words);

// The agreement's name for a person.
char *history_title(const HistoryStep *step, Lang lang);
