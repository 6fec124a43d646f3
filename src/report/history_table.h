// SPDX-License-Identifier: GPL-3.0-or-later
// History table: one line an agreement: how many versions, since when, what got worse.
#pragma once

#include "report/history.h"

typedef struct {
    unsigned group, versions;
    unsigned page; // of history-N.html
    char *platform, *title;
    char first[11], last[11]; // dates
    unsigned bad;             // changes to the reader's disadvantage
    char worse[11];           // date of the last of them
    GString *types;           // their names then
} Agreement;

// Agreement, freed with the array.
GPtrArray *history_table_new(void);
// Steps come in order. Returns their agreement, borrowed.
Agreement *history_table_add(GPtrArray *agreements, const HistoryStep *step, const Pack *pack,
                             Lang lang);
// The table, at most so many lines, those with most bad changes first; each line leads to the
// agreement on its page (`whole`), or to its line in history.html.
void history_table_write(const GPtrArray *agreements, guint most, bool whole, Lang lang,
                         GString *out);
