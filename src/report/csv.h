// SPDX-License-Identifier: GPL-3.0-or-later
// CSV: as spreadsheets and data frames both take it: a byte order mark, CR LF, every text in
// quotes, no cell that a spreadsheet would run as a formula, no character that a terminal obeys.
#pragma once

#include "report/columns.h"
#include "report/sink.h"

// Appends one row; cells beyond `columns` are texts. Cells must be at least as many.
void csv_append_row(GString *out, const Column *columns, const Cells *cells);

// A CSV file being written.
typedef struct {
    const TableContext *context;
    const Column *columns;
    Sink *sink;
    Cells *cells;
    GString *line;
} CsvFile;

CsvFile *csv_open(const TableContext *context, const char *file, int mode, const Column *columns,
                  const GPtrArray *further, GError **error);
void csv_put(CsvFile *csv); // the cells as one row

// A CsvFile's end, as the close and drop of a Table whose data it is.
bool csv_close(void *table, GError **error);
void csv_drop(void *table);

// A leading character that makes a spreadsheet take a cell for a formula.
bool csv_is_formula(const char *text);
