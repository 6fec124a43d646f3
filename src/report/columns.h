// SPDX-License-Identifier: GPL-3.0-or-later
// Columns: the cells of the tables, described once for CSV, XLSX, datapackage.json and the
// codebook.
#pragma once

#include "report/table.h"

typedef enum { CELL_TEXT, CELL_NUMBER, CELL_DECIMAL, CELL_BOOLEAN } CellType;

typedef struct {
    const char *name;
    CellType type;
    bool required; // no cell of it is empty
    const char *about[LANG_COUNT];
    int width; // of the column in a spreadsheet, in characters
} Column;

// NULL-named column ends each list.
extern const Column columns_findings[];
extern const Column columns_documents[];
extern const Column columns_matrix[]; // a column for each clause type follows
extern const Column columns_units[];
extern const Column columns_history[];

size_t columns_count(const Column *columns);

// A row of cells being put together. Numbers are kept as text, exactly as CSV shows them.
typedef struct {
    GString *room;  // the texts, one after another, each with its NUL
    GArray *places; // uint32_t, a cell each: where its text begins; CELL_EMPTY: it has none
} Cells;

#define CELL_EMPTY UINT32_MAX

Cells *cells_new(void);
void cells_free(Cells *cells);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Cells, cells_free)
void cells_clear(Cells *cells);
size_t cells_count(const Cells *cells);
void cells_erase(Cells *cells, size_t index);           // makes it empty
const char *cells_at(const Cells *cells, size_t index); // NULL: empty. Valid until the next is put
void cells_text(Cells *cells, const char *text);        // NULL: empty
void cells_number(Cells *cells, int64_t number);
void cells_empty(Cells *cells, unsigned count);
void cells_words(Cells *cells, const GPtrArray *words); // joined by a space

// The most characters of a cell, and what a cell is cut to: a spreadsheet takes 32,767.
enum { CELL_MOST = 32000 };
// Puts a text and, in the next cell, how many characters of it were left out.
void cells_cut_bytes(Cells *cells, const char *text, size_t len);

// The rows themselves.
void cells_finding(Cells *cells, const TableRow *row, const Finding *finding,
                   const TableContext *context);
void cells_document(Cells *cells, const TableRow *row, const TableContext *context);
void cells_matrix(Cells *cells, const TableRow *row, const TableContext *context);

// Puts a version's changes together one by one, calling `put` for each: in its first version all
// that stands there; where there is nothing to tell, one row says so.
void cells_each_change(Cells *cells, const HistoryStep *step, const TableContext *context,
                       void (*put)(void *data), void *data);

// What the matrix says of a type: a number, or one of these.
enum { MATRIX_NOT_ANALYSED = -1, MATRIX_NO_RULES = -2 };
int matrix_count(const Report *report, const Type *type, const Pack *pack);
