// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/xlsx_about.h"

#if HAVE_XLSX

#include "report/accuracy.h"
#include "report/words.h"

// Words with placeholders are formats with the same arguments in both languages.
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

enum {
    LINE_HEIGHT = 15, // points
    LINES_MOST = 27,  // a row is at most 409 points high
};

static lxw_worksheet *plain_sheet(XlsxBook *book, const char *name, const char *const *heads,
                                  const int *widths)
{
    lxw_worksheet *sheet = xlsx_late.workbook_add_worksheet(book->book, name);
    xlsx_late.worksheet_freeze_panes(sheet, 1, 0);
    xlsx_set_up_printing(sheet);
    for (lxw_col_t i = 0; heads[i]; i++) {
        xlsx_late.worksheet_set_column(sheet, i, i, widths[i], NULL);
        xlsx_put_text(sheet, 0, i, heads[i], book->head);
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
static void put_row(const XlsxBook *book, lxw_worksheet *sheet, lxw_row_t row,
                    const char *const *cells, const int *widths, lxw_col_t count)
{
    int lines = 1;
    for (lxw_col_t i = 0; i < count; i++)
        lines = MAX(lines, cells[i] ? lines_of(cells[i], widths[i]) : 1);
    xlsx_late.worksheet_set_row(sheet, row, LINE_HEIGHT * MIN(lines, LINES_MOST), NULL);
    for (lxw_col_t i = 0; i < count; i++)
        if (cells[i] && *cells[i])
            xlsx_put_text(sheet, row, i, cells[i], book->wrapped);
}

// Labels, precision and recall in each language, in columns from `at` on.
static const char *const accuracy_languages[] = {"zh", "en", "id", "es"};
enum { ACCURACY_COLUMNS = 3 };

static void add_accuracy_heads(const XlsxBook *book, lxw_worksheet *sheet, lxw_col_t at)
{
    static const char *const heads[ACCURACY_COLUMNS] = {"labels", "precision", "recall"};
    for (size_t i = 0; i < G_N_ELEMENTS(accuracy_languages) * ACCURACY_COLUMNS; i++) {
        g_autofree char *head = g_strdup_printf("%s %s", accuracy_languages[i / ACCURACY_COLUMNS],
                                                heads[i % ACCURACY_COLUMNS]);
        lxw_col_t column = (lxw_col_t)(at + i);
        xlsx_late.worksheet_set_column(sheet, column, column, 12, NULL);
        xlsx_put_text(sheet, 0, column, head, book->head);
    }
}

static void put_share(const XlsxBook *book, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
                      unsigned part, unsigned whole)
{
    if (!whole)
        return;
    unsigned percent = (part * 100 + whole / 2) / whole;
    xlsx_late.worksheet_write_number(sheet, row, column, percent / 100.0, book->number);
}

static void add_accuracy(const XlsxBook *book, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t at,
                         const char *id)
{
    for (size_t i = 0; id && i < G_N_ELEMENTS(accuracy_languages); i++) {
        const Accuracy *one = accuracy_of(id, accuracy_languages[i]);
        lxw_col_t column = (lxw_col_t)(at + i * ACCURACY_COLUMNS);
        if (!one)
            continue;
        xlsx_late.worksheet_write_number(sheet, row, column, one->labels, book->number);
        put_share(book, sheet, row, column + 1, one->right, one->found);
        put_share(book, sheet, row, column + 2, one->seen, one->labels);
    }
}

void xlsx_about_types(XlsxBook *book)
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

void xlsx_about_columns(XlsxBook *book)
{
    static const char *const heads[] = {"sheet",        "column",       "type",
                                        "meaning (zh)", "meaning (en)", NULL};
    static const int widths[] = {12, 20, 10, 60, 80};
    static const char *const types[] = {"text", "integer", "number", "boolean"};
    const XlsxGrid *const grids[] = {&book->findings, &book->documents, &book->matrix,
                                     &book->history};
    lxw_worksheet *sheet = plain_sheet(book, "Codebook", heads, widths);
    lxw_row_t row = 1;
    for (size_t g = 0; g < G_N_ELEMENTS(grids); g++)
        for (const Column *column = grids[g]->columns; grids[g]->sheet && column->name; column++) {
            const char *const cells[] = {grids[g]->name, column->name, types[column->type],
                                         column->about[LANG_ZH], column->about[LANG_EN]};
            put_row(book, sheet, row++, cells, widths, G_N_ELEMENTS(cells));
        }
}

void xlsx_about_run(XlsxBook *book)
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

#endif
