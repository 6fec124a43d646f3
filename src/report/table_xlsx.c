// SPDX-License-Identifier: GPL-3.0-or-later
// audit.xlsx: the tables for a spreadsheet: Findings, Documents, Matrix, History (where there is
// one), Types, Codebook, Run. Rows beyond what a sheet holds go on in another sheet. Texts are
// texts, never formulas.

#include "config.h"
#include "report/columns.h"
#include "report/history.h"

#if HAVE_XLSX

#include <errno.h>
#include <string.h>
#include <xlsxwriter.h>

#include "report/accuracy.h"
#include "report/sink.h"
#include "report/words.h"
#include "text/fault.h"
#define LATE_LIST "report/table_xlsx.def"
#include "text/late.h"

static Late late;

// Words with placeholders are formats with the same arguments in both languages.
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

enum {
    ROWS_MOST = 1048576,
    LINKS_MOST = 65530,
    PAPER_A3 = 8,
    FILTER_ARROW = 4, // room beside a name, in characters
    COUNT_WIDTH = 10,
    UPRIGHT_HEIGHT = 150, // points: a name of 26 letters
    LINE_HEIGHT = 15,     // points
    LINES_MOST = 27,      // a row is at most 409 points high
    GREY = 0x6B7178,
    HEAD_GREY = 0xE8E6E1,
    MADE = 315532800, // 1 January 1980: files hold no time
};

// A table that may need several sheets.
typedef struct {
    const char *name;
    const Column *columns;
    GPtrArray *further; // names of columns after them, borrowed
    guint types;        // so many of these are counts of a clause type; the others are texts
    lxw_worksheet *sheet;
    unsigned sheets;
    lxw_row_t row; // the next
} Grid;

typedef struct {
    const TableContext *context;
    lxw_workbook *book;
    Sink *sink;
    lxw_format *head, *upright, *link, *number, *faint, *wrapped, *levels[6];
    GPtrArray *types; // keys, for the matrix
    Grid findings, documents, matrix, history;
    Cells *cells;
    uint32_t links, links_most, rows_most;
    char *made_by; // libraries of the first report
} Book;

static lxw_format *new_format(Book *book, uint32_t background)
{
    lxw_format *format = late.workbook_add_format(book->book);
    late.format_set_bg_color(format, background);
    late.format_set_align(format, LXW_ALIGN_CENTER);
    return format;
}

// Characters that XML does not know would spoil the file.
static const char *clean(const char *text, char **kept)
{
    if (!text || (!strstr(text, "\xEF\xBF\xBE") && !strstr(text, "\xEF\xBF\xBF")))
        return text;
    *kept = g_strdup(text);
    for (char *at = *kept; (at = strstr(at, "\xEF\xBF")); at += 3)
        if (at[2] == '\xBE' || at[2] == '\xBF')
            at[2] = '\xBD';
    return *kept;
}

static void put_text(lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, const char *text,
                     lxw_format *format)
{
    g_autofree char *kept = NULL;
    late.worksheet_write_string(sheet, row, column, clean(text, &kept), format);
}

static guint grid_width(const Grid *grid)
{
    return (guint)columns_count(grid->columns) + (grid->further ? grid->further->len : 0);
}

static const char *grid_column(const Grid *grid, guint at)
{
    guint described = (guint)columns_count(grid->columns);
    return at < described ? grid->columns[at].name : grid->further->pdata[at - described];
}

// On paper: a sheet's columns on one page's width, its header on each page.
static void set_up_printing(lxw_worksheet *sheet)
{
    late.worksheet_set_landscape(sheet);
    late.worksheet_set_paper(sheet, PAPER_A3);
    late.worksheet_fit_to_pages(sheet, 1, 0);
    late.worksheet_repeat_rows(sheet, 0, 0);
}

static void grid_close_sheet(Grid *grid)
{
    if (grid->sheet && grid->row > 1)
        late.worksheet_autofilter(grid->sheet, 0, 0, grid->row - 1,
                                  (lxw_col_t)(grid_width(grid) - 1));
}

static void grid_open_sheet(Book *book, Grid *grid)
{
    grid_close_sheet(grid);
    g_autofree char *name = ++grid->sheets == 1
                                ? g_strdup(grid->name)
                                : g_strdup_printf("%s %u", grid->name, grid->sheets);
    grid->sheet = late.workbook_add_worksheet(book->book, name);
    grid->row = 1;
    late.worksheet_freeze_panes(grid->sheet, 1, 1);
    set_up_printing(grid->sheet);
    if (grid->types)
        late.worksheet_set_row(grid->sheet, 0, UPRIGHT_HEIGHT, NULL);
    guint described = (guint)columns_count(grid->columns);
    for (guint i = 0; i < grid_width(grid); i++) {
        bool count = i >= described && i - described < grid->types;
        const char *name_of = grid_column(grid, i);
        int least = (int)g_utf8_strlen(name_of, -1) + FILTER_ARROW;
        int width = count ? COUNT_WIDTH : MAX(least, i < described ? grid->columns[i].width : 0);
        late.worksheet_set_column(grid->sheet, (lxw_col_t)i, (lxw_col_t)i, width, NULL);
        put_text(grid->sheet, 0, (lxw_col_t)i, name_of, count ? book->upright : book->head);
    }
}

static bool is_number(const Grid *grid, guint at, const char *cell)
{
    if (at < columns_count(grid->columns))
        return grid->columns[at].type == CELL_NUMBER || grid->columns[at].type == CELL_DECIMAL;
    guint type = at - (guint)columns_count(grid->columns);
    return type < grid->types && g_ascii_isdigit(*cell);
}

static void grid_put_cell(const Grid *grid, guint at, const char *cell, lxw_format *format)
{
    if (is_number(grid, at, cell))
        late.worksheet_write_number(grid->sheet, grid->row, (lxw_col_t)at,
                                    g_ascii_strtod(cell, NULL), format);
    else
        put_text(grid->sheet, grid->row, (lxw_col_t)at, cell, format);
}

// Begins a row, on a new sheet where the old one is full.
static void grid_begin_row(Book *book, Grid *grid)
{
    if (grid->row >= book->rows_most)
        grid_open_sheet(book, grid);
}

// Severity words have the colour of their level; numbers stand in the middle, away from the texts.
static lxw_format *format_of(const Book *book, const Grid *grid, guint at, const char *cell)
{
    if (is_number(grid, at, cell))
        return book->number;
    int level = strcmp(grid_column(grid, at), "level") == 0 ? level_named(cell) : -1;
    return level >= 0 && level < LEVEL_UNKNOWN ? book->levels[level] : NULL;
}

static void grid_put_row(Book *book, Grid *grid)
{
    grid_begin_row(book, grid);
    for (guint i = 0; i < cells_count(book->cells); i++) {
        const char *cell = cells_at(book->cells, i);
        if (cell)
            grid_put_cell(grid, i, cell, format_of(book, grid, i, cell));
    }
    grid->row++;
}

static GPtrArray *with_metadata(const TableContext *context, GPtrArray *names)
{
    for (guint i = 0; context->metadata && i < context->metadata->len; i++)
        g_ptr_array_add(names, context->metadata->pdata[i]);
    return names;
}

static lxw_format *new_head(Book *book)
{
    lxw_format *format = late.workbook_add_format(book->book);
    late.format_set_bold(format);
    late.format_set_bottom(format, LXW_BORDER_THIN);
    late.format_set_bg_color(format, HEAD_GREY);
    late.format_set_align(format, LXW_ALIGN_VERTICAL_BOTTOM);
    return format;
}

static void make_formats(Book *book)
{
    static const uint32_t colors[] = {0xDFF1E3, 0xE6ECEF, 0xDBEAF6, 0xFDF0C4, 0xFFE2C8, 0xFFD9D5};
    book->head = new_head(book);
    book->upright = new_head(book);
    late.format_set_rotation(book->upright, 90);
    late.format_set_align(book->upright, LXW_ALIGN_CENTER);
    book->number = late.workbook_add_format(book->book);
    late.format_set_align(book->number, LXW_ALIGN_CENTER);
    book->faint = late.workbook_add_format(book->book);
    late.format_set_align(book->faint, LXW_ALIGN_CENTER);
    late.format_set_font_color(book->faint, GREY);
    late.format_set_font_size(book->faint, 8);
    book->wrapped = late.workbook_add_format(book->book);
    late.format_set_text_wrap(book->wrapped);
    late.format_set_align(book->wrapped, LXW_ALIGN_VERTICAL_TOP);
    book->link = late.workbook_get_default_url_format(book->book);
    for (size_t i = 0; i < G_N_ELEMENTS(colors); i++)
        book->levels[i] = new_format(book, colors[i]);
}

static void make_grids(Book *book)
{
    const TableContext *context = book->context;
    book->types = g_ptr_array_new();
    for (size_t i = 0, n = pack_type_count(context->pack); i < n; i++)
        g_ptr_array_add(book->types, (char *)pack_type_at(context->pack, i)->key);
    book->findings = (Grid){.name = "Findings", .columns = columns_findings};
    book->documents = (Grid){.name = "Documents", .columns = columns_documents};
    book->matrix = (Grid){.name = "Matrix", .columns = columns_matrix, .types = book->types->len};
    book->findings.further = with_metadata(context, g_ptr_array_new());
    book->documents.further = with_metadata(context, g_ptr_array_new());
    book->matrix.further = with_metadata(context, book->types);
    grid_open_sheet(book, &book->findings);
    grid_open_sheet(book, &book->documents);
    grid_open_sheet(book, &book->matrix);
    book->history = (Grid){.name = "History", .columns = columns_history};
    book->history.further = with_metadata(context, g_ptr_array_new());
    if (context->history)
        grid_open_sheet(book, &book->history);
}

static void *open_book(const TableContext *context, GError **error)
{
    g_autofree char *path = table_path(context, "audit.xlsx");
    Sink *sink = sink_new(path, TABLE_MODE, error);
    if (!sink)
        return NULL;
    Book *book = g_new0(Book, 1);
    book->context = context;
    book->rows_most = context->sheet_rows ? context->sheet_rows : ROWS_MOST;
    book->links_most = context->sheet_links ? context->sheet_links : LINKS_MOST;
    book->sink = sink;
    g_autofree char *file = sink_file(sink);
    lxw_workbook_options options = {
        .constant_memory = LXW_TRUE, .tmpdir = (char *)context->folder, .use_zip64 = LXW_TRUE};
    book->book = late.workbook_new_opt(file, &options);
    lxw_doc_properties properties = {.created = MADE, .author = (char *)"loanlens"};
    late.workbook_set_properties(book->book, &properties);
    book->cells = cells_new();
    make_formats(book);
    make_grids(book);
    return book;
}

// The path becomes a link to the document's page, as far as the format allows.
static void put_document(Book *book, const TableRow *row)
{
    Grid *grid = &book->documents;
    cells_document(book->cells, row, book->context);
    grid_begin_row(book, grid);
    if (row->page && book->links < book->links_most) {
        g_autofree char *kept = NULL;
        // As an address: "external:" would turn every slash, of the words as well.
        late.worksheet_write_url_opt(grid->sheet, grid->row, 0, row->page, book->link,
                                     clean(cells_at(book->cells, 0), &kept), NULL);
        book->links++;
        cells_erase(book->cells, 0);
    }
    grid_put_row(book, grid);
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

static void put_matrix(Book *book, const TableRow *row)
{
    Grid *grid = &book->matrix;
    guint described = (guint)columns_count(columns_matrix);
    guint types = (guint)pack_type_count(book->context->pack);
    cells_matrix(book->cells, row, book->context);
    grid_begin_row(book, grid);
    for (guint i = 0; i < cells_count(book->cells); i++) {
        bool type = i >= described && i < described + types;
        int worst = type ? worst_of(row->report, grid_column(grid, i)) : -1;
        const char *cell = cells_at(book->cells, i);
        if (cell)
            grid_put_cell(grid, i, cell,
                          worst >= 0                        ? book->levels[MIN(worst, 5)]
                          : type && !g_ascii_isdigit(*cell) ? book->faint
                                                            : format_of(book, grid, i, cell));
    }
    grid->row++;
}

static bool add_document(void *table, const TableRow *row, GError **error)
{
    Book *book = table;
    for (guint i = 0; i < row->report->findings->len; i++) {
        cells_finding(book->cells, row, row->report->findings->pdata[i], book->context);
        grid_put_row(book, &book->findings);
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
    Book *book = data;
    grid_put_row(book, &book->history);
}

static bool add_step(void *table, const HistoryStep *step, GError **error)
{
    Book *book = table;
    cells_each_change(book->cells, step, book->context, put_change, book);
    return true;
}

// --- sheets about the tables ---

static lxw_worksheet *plain_sheet(Book *book, const char *name, const char *const *heads,
                                  const int *widths)
{
    lxw_worksheet *sheet = late.workbook_add_worksheet(book->book, name);
    late.worksheet_freeze_panes(sheet, 1, 0);
    set_up_printing(sheet);
    for (lxw_col_t i = 0; heads[i]; i++) {
        late.worksheet_set_column(sheet, i, i, widths[i], NULL);
        put_text(sheet, 0, i, heads[i], book->head);
    }
    return sheet;
}

// How many lines a text takes in a column; Han characters are two wide.
static int lines_of(const char *text, int width)
{
    int wide = 0;
    for (const char *at = text; *at; at = g_utf8_next_char(at))
        wide += g_unichar_iswide(g_utf8_get_char(at)) ? 2 : 1;
    return (wide + wide / 10) / width + 1; // words do not fill their lines
}

// A row as high as its longest text: no program does that for a file it only opens.
static void put_row(const Book *book, lxw_worksheet *sheet, lxw_row_t row, const char *const *cells,
                    const int *widths, lxw_col_t count)
{
    int lines = 1;
    for (lxw_col_t i = 0; i < count; i++)
        lines = MAX(lines, cells[i] ? lines_of(cells[i], widths[i]) : 1);
    late.worksheet_set_row(sheet, row, LINE_HEIGHT * MIN(lines, LINES_MOST), NULL);
    for (lxw_col_t i = 0; i < count; i++)
        if (cells[i] && *cells[i])
            put_text(sheet, row, i, cells[i], book->wrapped);
}

// Labels, precision and recall in each language, in columns from `at` on.
static const char *const accuracy_languages[] = {"zh", "en", "id", "es"};
enum { ACCURACY_COLUMNS = 3 };

static void add_accuracy_heads(const Book *book, lxw_worksheet *sheet, lxw_col_t at)
{
    static const char *const heads[ACCURACY_COLUMNS] = {"labels", "precision", "recall"};
    for (size_t i = 0; i < G_N_ELEMENTS(accuracy_languages) * ACCURACY_COLUMNS; i++) {
        g_autofree char *head = g_strdup_printf("%s %s", accuracy_languages[i / ACCURACY_COLUMNS],
                                                heads[i % ACCURACY_COLUMNS]);
        lxw_col_t column = (lxw_col_t)(at + i);
        late.worksheet_set_column(sheet, column, column, 12, NULL);
        put_text(sheet, 0, column, head, book->head);
    }
}

static void put_share(const Book *book, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
                      unsigned part, unsigned whole)
{
    if (!whole)
        return;
    unsigned percent = (part * 100 + whole / 2) / whole;
    late.worksheet_write_number(sheet, row, column, percent / 100.0, book->number);
}

static void add_accuracy(const Book *book, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t at,
                         const char *id)
{
    for (size_t i = 0; id && i < G_N_ELEMENTS(accuracy_languages); i++) {
        const Accuracy *one = accuracy_of(id, accuracy_languages[i]);
        lxw_col_t column = (lxw_col_t)(at + i * ACCURACY_COLUMNS);
        if (!one)
            continue;
        late.worksheet_write_number(sheet, row, column, one->labels, book->number);
        put_share(book, sheet, row, column + 1, one->right, one->found);
        put_share(book, sheet, row, column + 2, one->seen, one->labels);
    }
}

static void add_types(Book *book)
{
    static const char *const heads[] = {
        "type",      "type_id",         "polarity",        "name (zh)",
        "name (en)", "definition (zh)", "definition (en)", NULL};
    static const int widths[] = {26, 9, 11, 30, 36, 60, 60};
    lxw_worksheet *sheet = plain_sheet(book, "Types", heads, widths);
    add_accuracy_heads(book, sheet, G_N_ELEMENTS(widths));
    for (size_t i = 0, n = pack_type_count(book->context->pack); i < n; i++) {
        const Type *type = pack_type_at(book->context->pack, i);
        const char *const cells[] = {type->key,
                                     type->id,
                                     polarity_name(type->polarity),
                                     type->name[LANG_ZH],
                                     type->name[LANG_EN],
                                     type->definition[LANG_ZH],
                                     type->definition[LANG_EN]};
        put_row(book, sheet, (lxw_row_t)i + 1, cells, widths, G_N_ELEMENTS(cells));
        add_accuracy(book, sheet, (lxw_row_t)i + 1, G_N_ELEMENTS(cells), type->id);
    }
}

static void add_codebook(Book *book)
{
    static const char *const heads[] = {"sheet",        "column",       "type",
                                        "meaning (zh)", "meaning (en)", NULL};
    static const int widths[] = {12, 20, 10, 60, 80};
    static const char *const types[] = {"text", "integer", "number", "boolean"};
    const Grid *const grids[] = {&book->findings, &book->documents, &book->matrix, &book->history};
    lxw_worksheet *sheet = plain_sheet(book, "Codebook", heads, widths);
    lxw_row_t row = 1;
    for (size_t g = 0; g < G_N_ELEMENTS(grids); g++)
        for (const Column *column = grids[g]->columns; grids[g]->sheet && column->name; column++) {
            const char *const cells[] = {grids[g]->name, column->name, types[column->type],
                                         column->about[LANG_ZH], column->about[LANG_EN]};
            put_row(book, sheet, row++, cells, widths, G_N_ELEMENTS(cells));
        }
}

static void add_run(Book *book)
{
    static const char *const heads[] = {"what", "value", NULL};
    static const int widths[] = {24, 90};
    lxw_worksheet *sheet = plain_sheet(book, "Run", heads, widths);
    const Pack *pack = book->context->pack;
    g_autofree char *measured =
        g_strdup_printf(word(W_BOOK_ACCURACY, book->context->lang), accuracy_release());
    const char *const rows[][2] = {
        {"loanlens", LOANLENS_VERSION},  {"pack_sha256", pack_sha256(pack)},
        {"libraries", book->made_by},    {"law last checked", pack_law_checked(pack)},
        {"accuracy of types", measured}, {"note", word(W_DISCLAIMER, book->context->lang)}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        put_row(book, sheet, (lxw_row_t)i + 1, rows[i], widths, 2);
}

static void book_free(Book *book)
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
    Book *book = table;
    grid_close_sheet(&book->findings);
    grid_close_sheet(&book->documents);
    grid_close_sheet(&book->matrix);
    grid_close_sheet(&book->history);
    add_types(book);
    add_codebook(book);
    add_run(book);
    errno = 0;
    lxw_error wrong = late.workbook_close(book->book);
    Sink *sink = book->sink;
    book_free(book);
    if (wrong == LXW_NO_ERROR)
        return sink_close(sink, error);
    g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "audit.xlsx: %s",
                errno ? g_strerror(errno) : late.lxw_strerror(wrong));
    sink_drop(sink);
    return false;
}

static void drop_book(void *table)
{
    Book *book = table;
    late.workbook_close(book->book);
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
    return late_fill(&late);
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
