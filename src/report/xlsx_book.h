// SPDX-License-Identifier: GPL-3.0-or-later
// A workbook being written: its formats, and sheets that go on in another when they are full. Texts
// are texts, never formulas.
#pragma once

#include "config.h"

#if HAVE_XLSX
#include <xlsxwriter.h>

#include "report/columns.h"
#include "report/sink.h"
#include "report/table.h"
#define LATE_LIST "report/table_xlsx.def"
#include "text/late.h"

// The functions of libxlsxwriter; they may be called once xlsx_load() has said yes.
extern Late xlsx_late;
bool xlsx_load(void);

// A table that may need several sheets.
typedef struct {
    const char *name;
    const Column *columns;
    GPtrArray *further; // names of columns after them, borrowed
    guint types;        // so many of these are counts of a clause type; the others are texts
    lxw_worksheet *sheet;
    unsigned sheets;
    lxw_row_t row; // the next
} XlsxGrid;

typedef struct {
    const TableContext *context;
    lxw_workbook *book;
    Sink *sink;
    lxw_format *head, *upright, *link, *number, *faint, *wrapped, *levels[6];
    GPtrArray *types; // keys, for the matrix
    XlsxGrid findings, documents, matrix, history;
    Cells *cells;
    uint32_t links, links_most, rows_most;
    char *made_by; // libraries of the first report
} XlsxBook;

// Makes the formats of a book that is open.
void xlsx_make_formats(XlsxBook *book);

// Puts a text in a cell. Characters that XML does not know would spoil the file: they become U+FFFD
// here and in xlsx_clean(), which gives `text` itself or a copy in `kept`, for the caller to free.
void xlsx_put_text(lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, const char *text,
                   lxw_format *format);
const char *xlsx_clean(const char *text, char **kept);

// On paper: a sheet's columns on one page's width, its header on each page.
void xlsx_set_up_printing(lxw_worksheet *sheet);

// Begins the next sheet of a table, and ends the last.
void xlsx_open_sheet(XlsxBook *book, XlsxGrid *grid);
void xlsx_close_sheet(XlsxGrid *grid);

const char *xlsx_column(const XlsxGrid *grid, guint at); // its name

// Severity words have the colour of their level; numbers stand in the middle, away from the texts.
// NULL for others.
lxw_format *xlsx_format_of(const XlsxBook *book, const XlsxGrid *grid, guint at, const char *cell);

// Begins a row, on a new sheet where the old one is full; puts a cell in it; puts a whole row of
// book->cells and goes on to the next.
void xlsx_begin_row(XlsxBook *book, XlsxGrid *grid);
void xlsx_put_cell(const XlsxGrid *grid, guint at, const char *cell, lxw_format *format);
void xlsx_put_row(XlsxBook *book, XlsxGrid *grid);
#endif
