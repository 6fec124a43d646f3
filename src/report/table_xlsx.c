// SPDX-License-Identifier: GPL-3.0-or-later
// audit.xlsx: the tables for a spreadsheet: Findings, Documents, Matrix, History (where there is
// one), Types, Codebook, Run.

#include "config.h"
#include "report/columns.h"
#include "report/history.h"

#if HAVE_XLSX

#include <errno.h>
#include <string.h>

#include "report/xlsx_about.h"
#include "report/xlsx_book.h"
#include "text/fault.h"

enum {
    ROWS_MOST = 1048576,
    LINKS_MOST = 65530,
    MADE = 315532800, // 1 January 1980: files hold no time
};

static GPtrArray *with_metadata(const TableContext *context, GPtrArray *names)
{
    for (guint i = 0; context->metadata && i < context->metadata->len; i++)
        g_ptr_array_add(names, context->metadata->pdata[i]);
    return names;
}

static void make_grids(XlsxBook *book)
{
    const TableContext *context = book->context;
    book->types = g_ptr_array_new();
    for (size_t i = 0, n = pack_type_count(context->pack); i < n; i++)
        g_ptr_array_add(book->types, (char *)pack_type_at(context->pack, i)->key);
    book->findings = (XlsxGrid){.name = "Findings", .columns = columns_findings};
    book->documents = (XlsxGrid){.name = "Documents", .columns = columns_documents};
    book->matrix =
        (XlsxGrid){.name = "Matrix", .columns = columns_matrix, .types = book->types->len};
    book->findings.further = with_metadata(context, g_ptr_array_new());
    book->documents.further = with_metadata(context, g_ptr_array_new());
    book->matrix.further = with_metadata(context, book->types);
    xlsx_open_sheet(book, &book->findings);
    xlsx_open_sheet(book, &book->documents);
    xlsx_open_sheet(book, &book->matrix);
    book->history = (XlsxGrid){.name = "History", .columns = columns_history};
    book->history.further = with_metadata(context, g_ptr_array_new());
    if (context->history)
        xlsx_open_sheet(book, &book->history);
}

static void *open_book(const TableContext *context, GError **error)
{
    g_autofree char *path = table_path(context, "audit.xlsx");
    Sink *sink = sink_new(path, TABLE_MODE, error);
    if (!sink)
        return NULL;
    XlsxBook *book = g_new0(XlsxBook, 1);
    book->context = context;
    book->rows_most = context->sheet_rows ? context->sheet_rows : ROWS_MOST;
    book->links_most = context->sheet_links ? context->sheet_links : LINKS_MOST;
    book->sink = sink;
    g_autofree char *file = sink_file(sink);
    lxw_workbook_options options = {
        .constant_memory = LXW_TRUE, .tmpdir = (char *)context->folder, .use_zip64 = LXW_TRUE};
    book->book = xlsx_late.workbook_new_opt(file, &options);
    lxw_doc_properties properties = {.created = MADE, .author = (char *)"loanlens"};
    xlsx_late.workbook_set_properties(book->book, &properties);
    book->cells = cells_new();
    xlsx_make_formats(book);
    make_grids(book);
    return book;
}

// The path becomes a link to the document's page, as far as the format allows.
static void put_document(XlsxBook *book, const TableRow *row)
{
    XlsxGrid *grid = &book->documents;
    cells_document(book->cells, row, book->context);
    xlsx_begin_row(book, grid);
    if (row->page && book->links < book->links_most) {
        g_autofree char *kept = NULL;
        // As an address: "external:" would turn every slash, of the words as well.
        xlsx_late.worksheet_write_url_opt(grid->sheet, grid->row, 0, row->page, book->link,
                                          xlsx_clean(cells_at(book->cells, 0), &kept), NULL);
        book->links++;
        cells_erase(book->cells, 0);
    }
    xlsx_put_row(book, grid);
}

static int worst_of(const Report *report, const char *type)
{
    int worst = -1;
    for (guint i = 0; i < report->findings->len; i++) {
        const Finding *finding = report->findings->pdata[i];
        if (finding->placed && !finding->suppressed_reason && strcmp(finding->type, type) == 0)
            worst = MAX(worst, finding->severity);
    }
    return worst;
}

static void put_matrix(XlsxBook *book, const TableRow *row)
{
    XlsxGrid *grid = &book->matrix;
    guint described = (guint)columns_count(columns_matrix);
    guint types = (guint)pack_type_count(book->context->pack);
    cells_matrix(book->cells, row, book->context);
    xlsx_begin_row(book, grid);
    for (guint i = 0; i < cells_count(book->cells); i++) {
        bool type = i >= described && i < described + types;
        int worst = type ? worst_of(row->report, xlsx_column(grid, i)) : -1;
        const char *cell = cells_at(book->cells, i);
        if (cell)
            xlsx_put_cell(grid, i, cell,
                          worst >= 0                        ? book->levels[MIN(worst, 5)]
                          : type && !g_ascii_isdigit(*cell) ? book->faint
                                                            : xlsx_format_of(book, grid, i, cell));
    }
    grid->row++;
}

static bool add_document(void *table, const TableRow *row, GError **error)
{
    XlsxBook *book = table;
    for (guint i = 0; i < row->report->findings->len; i++) {
        cells_finding(book->cells, row, row->report->findings->pdata[i], book->context);
        xlsx_put_row(book, &book->findings);
    }
    put_document(book, row);
    put_matrix(book, row);
    if (!book->made_by)
        book->made_by =
            g_strdup_printf("poppler %s, PCRE2 %s, JIT %s", row->report->tool.poppler,
                            row->report->tool.pcre2, row->report->tool.jit ? "yes" : "no");
    return true;
}

static void put_change(void *data)
{
    XlsxBook *book = data;
    xlsx_put_row(book, &book->history);
}

static bool add_step(void *table, const HistoryStep *step, GError **error)
{
    XlsxBook *book = table;
    cells_each_change(book->cells, step, book->context, put_change, book);
    return true;
}

static void book_free(XlsxBook *book)
{
    g_ptr_array_unref(book->findings.further);
    g_ptr_array_unref(book->documents.further);
    g_ptr_array_unref(book->history.further);
    g_ptr_array_unref(book->types);
    cells_free(book->cells);
    g_free(book->made_by);
    g_free(book);
}

static bool close_book(void *table, GError **error)
{
    XlsxBook *book = table;
    xlsx_close_sheet(&book->findings);
    xlsx_close_sheet(&book->documents);
    xlsx_close_sheet(&book->matrix);
    xlsx_close_sheet(&book->history);
    xlsx_about_types(book);
    xlsx_about_columns(book);
    xlsx_about_run(book);
    errno = 0;
    lxw_error wrong = xlsx_late.workbook_close(book->book);
    Sink *sink = book->sink;
    book_free(book);
    if (wrong == LXW_NO_ERROR)
        return sink_close(sink, error);
    g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "audit.xlsx: %s",
                errno ? g_strerror(errno) : xlsx_late.lxw_strerror(wrong));
    sink_drop(sink);
    return false;
}

static void drop_book(void *table)
{
    XlsxBook *book = table;
    xlsx_late.workbook_close(book->book);
    sink_drop(book->sink);
    book_free(book);
}

#else

static void *open_book(const TableContext *context, GError **error)
{
    g_assert_not_reached(); // refused with the options
}

static bool add_document(void *table, const TableRow *row, GError **error)
{
    g_assert_not_reached();
}

static bool add_step(void *table, const HistoryStep *step, GError **error)
{
    g_assert_not_reached();
}

static bool close_book(void *table, GError **error)
{
    g_assert_not_reached();
}

static void drop_book(void *table)
{
    g_assert_not_reached();
}

#endif

static bool is_here(void)
{
#if HAVE_XLSX
    return xlsx_load();
#else
    return false;
#endif
}

const Table table_xlsx = {
    .name = "xlsx",
    .format = "xlsx",
    .file = "audit.xlsx",
    .around = true,
    .here = is_here,
    .open = open_book,
    .add = add_document,
    .step = add_step,
    .close = close_book,
    .drop = drop_book,
};
