// SPDX-License-Identifier: GPL-3.0-or-later
// Table: one output about many documents. Adding one is a file table_<name>.c and a line in
// tables.def. Documents come one after another, in the order of their paths, and are not kept.
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "report/places.h"
#include "report/report.h"

typedef struct History History;

// What is the same for all documents.
typedef struct {
    const char *folder; // where the files go
    const Pack *pack;
    Lang lang;
    const GPtrArray *metadata; // char *: names of further columns
    size_t inputs;             // documents that will come
    bool pages;                // there is an HTML page for each analysed document
    unsigned sample, seed;     // units.csv: so many units at random; 0: all
    unsigned sheet_rows;       // of a sheet of the workbook; 0: as many as the format takes
    unsigned sheet_links;      // of the workbook; likewise
    unsigned clauses;          // different ones that the index compares; 0: OVERVIEW_CLAUSES
    const History *history;    // its steps will come after the documents; or NULL
} TableContext;

// One document.
typedef struct {
    const Report *report;     // never NULL
    const char *platform;     // "" when it has none
    char *const *metadata;    // a value for each column, "" where there is none
    const char *page;         // its HTML page, below the folder, or NULL
    const char *duplicate_of; // path of the first document of the same bytes, or NULL
    const Places *places;     // of the report's text; NULL where it has none or nobody asks
} TableRow;

typedef struct HistoryStep HistoryStep;

typedef struct {
    const char *name;   // "findings"
    const char *format; // as --format names it
    const char *file;   // "findings.csv"
    bool units;         // needs Report.units and Report.text
    bool text;          // needs Report.text
    bool around;        // tells what stands around quotes where there is Report.text
    bool (*here)(void); // whether the library it needs is installed; NULL: it needs none
    void *(*open)(const TableContext *context, GError **error);
    bool (*add)(void *table, const TableRow *row, GError **error);
    // A version in the history of an agreement, after all documents; or NULL.
    bool (*step)(void *table, const HistoryStep *step, GError **error);
    bool (*close)(void *table, GError **error); // frees it, also when it fails
    void (*drop)(void *table);                  // gives up and frees it
} Table;

// All tables, NULL-ended, in the order in which they are written.
const Table *const *tables(void);

// Whether all tables of a format can be written here.
bool table_available(const char *format);

// Files that hold the text of documents are for their owner only.
enum { TABLE_MODE = 0644, TABLE_MODE_TEXT = 0600 };

// The path of a table's file, for sink_new(). The caller frees it.
char *table_path(const TableContext *context, const char *file);
