// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/xlsx_book.h"

#if HAVE_XLSX

#include <string.h>

enum {
    PAPER_A3 = 8,
    FILTER_ARROW = 4, // room beside a name, in characters
    COUNT_WIDTH = 10,
    UPRIGHT_HEIGHT = 150, // points: a name of 26 letters
    GREY = 0x6B7178,
    HEAD_GREY = 0xE8E6E1,
};

Late xlsx_late;

bool xlsx_load(void)
{
    return late_fill(&xlsx_late);
}

static lxw_format *new_format(XlsxBook *book, uint32_t background)
{
    lxw_format *format = xlsx_late.workbook_add_format(book->book);
    xlsx_late.format_set_bg_color(format, background);
    xlsx_late.format_set_align(format, LXW_ALIGN_CENTER);
    return format;
}

const char *xlsx_clean(const char *text, char **kept)
{
    if (!text || (!strstr(text, "\xEF\xBF\xBE") && !strstr(text, "\xEF\xBF\xBF")))
        return text;
    *kept = g_strdup(text);
    for (char *at = *kept; (at = strstr(at, "\xEF\xBF")); at += 3)
        if (at[2] == '\xBE' || at[2] == '\xBF')
            at[2] = '\xBD';
    return *kept;
}

void xlsx_put_text(lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, const char *text,
                   lxw_format *format)
{
    g_autofree char *kept = NULL;
    xlsx_late.worksheet_write_string(sheet, row, column, xlsx_clean(text, &kept), format);
}

static guint grid_width(const XlsxGrid *grid)
{
    return (guint)columns_count(grid->columns) + (grid->further ? grid->further->len : 0);
}

const char *xlsx_column(const XlsxGrid *grid, guint at)
{
    guint described = (guint)columns_count(grid->columns);
    return at < described ? grid->columns[at].name : grid->further->pdata[at - described];
}

void xlsx_set_up_printing(lxw_worksheet *sheet)
{
    xlsx_late.worksheet_set_landscape(sheet);
    xlsx_late.worksheet_set_paper(sheet, PAPER_A3);
    xlsx_late.worksheet_fit_to_pages(sheet, 1, 0);
    xlsx_late.worksheet_repeat_rows(sheet, 0, 0);
}

void xlsx_close_sheet(XlsxGrid *grid)
{
    if (grid->sheet && grid->row > 1)
        xlsx_late.worksheet_autofilter(grid->sheet, 0, 0, grid->row - 1,
                                       (lxw_col_t)(grid_width(grid) - 1));
}

void xlsx_open_sheet(XlsxBook *book, XlsxGrid *grid)
{
    xlsx_close_sheet(grid);
    g_autofree char *name = ++grid->sheets == 1
                                ? g_strdup(grid->name)
                                : g_strdup_printf("%s %u", grid->name, grid->sheets);
    grid->sheet = xlsx_late.workbook_add_worksheet(book->book, name);
    grid->row = 1;
    xlsx_late.worksheet_freeze_panes(grid->sheet, 1, 1);
    xlsx_set_up_printing(grid->sheet);
    if (grid->types)
        xlsx_late.worksheet_set_row(grid->sheet, 0, UPRIGHT_HEIGHT, NULL);
    guint described = (guint)columns_count(grid->columns);
    for (guint i = 0; i < grid_width(grid); i++) {
        bool count = i >= described && i - described < grid->types;
        const char *name_of = xlsx_column(grid, i);
        int least = (int)g_utf8_strlen(name_of, -1) + FILTER_ARROW;
        int width = count ? COUNT_WIDTH : MAX(least, i < described ? grid->columns[i].width : 0);
        xlsx_late.worksheet_set_column(grid->sheet, (lxw_col_t)i, (lxw_col_t)i, width, NULL);
        xlsx_put_text(grid->sheet, 0, (lxw_col_t)i, name_of, count ? book->upright : book->head);
    }
}

static bool is_number(const XlsxGrid *grid, guint at, const char *cell)
{
    if (at < columns_count(grid->columns))
        return grid->columns[at].type == CELL_NUMBER || grid->columns[at].type == CELL_DECIMAL;
    guint type = at - (guint)columns_count(grid->columns);
    return type < grid->types && g_ascii_isdigit(*cell);
}

void xlsx_put_cell(const XlsxGrid *grid, guint at, const char *cell, lxw_format *format)
{
    if (is_number(grid, at, cell))
        xlsx_late.worksheet_write_number(grid->sheet, grid->row, (lxw_col_t)at,
                                         g_ascii_strtod(cell, NULL), format);
    else
        xlsx_put_text(grid->sheet, grid->row, (lxw_col_t)at, cell, format);
}

void xlsx_begin_row(XlsxBook *book, XlsxGrid *grid)
{
    if (grid->row >= book->rows_most)
        xlsx_open_sheet(book, grid);
}

lxw_format *xlsx_format_of(const XlsxBook *book, const XlsxGrid *grid, guint at, const char *cell)
{
    if (is_number(grid, at, cell))
        return book->number;
    int level = strcmp(xlsx_column(grid, at), "level") == 0 ? level_named(cell) : -1;
    return level >= 0 && level < LEVEL_UNKNOWN ? book->levels[level] : NULL;
}

void xlsx_put_row(XlsxBook *book, XlsxGrid *grid)
{
    xlsx_begin_row(book, grid);
    for (guint i = 0; i < cells_count(book->cells); i++) {
        const char *cell = cells_at(book->cells, i);
        if (cell)
            xlsx_put_cell(grid, i, cell, xlsx_format_of(book, grid, i, cell));
    }
    grid->row++;
}

static lxw_format *new_head(XlsxBook *book)
{
    lxw_format *format = xlsx_late.workbook_add_format(book->book);
    xlsx_late.format_set_bold(format);
    xlsx_late.format_set_bottom(format, LXW_BORDER_THIN);
    xlsx_late.format_set_bg_color(format, HEAD_GREY);
    xlsx_late.format_set_align(format, LXW_ALIGN_VERTICAL_BOTTOM);
    return format;
}

void xlsx_make_formats(XlsxBook *book)
{
    static const uint32_t colors[] = {0xDFF1E3, 0xE6ECEF, 0xDBEAF6, 0xFDF0C4, 0xFFE2C8, 0xFFD9D5};
    book->head = new_head(book);
    book->upright = new_head(book);
    xlsx_late.format_set_rotation(book->upright, 90);
    xlsx_late.format_set_align(book->upright, LXW_ALIGN_CENTER);
    book->number = xlsx_late.workbook_add_format(book->book);
    xlsx_late.format_set_align(book->number, LXW_ALIGN_CENTER);
    book->faint = xlsx_late.workbook_add_format(book->book);
    xlsx_late.format_set_align(book->faint, LXW_ALIGN_CENTER);
    xlsx_late.format_set_font_color(book->faint, GREY);
    xlsx_late.format_set_font_size(book->faint, 8);
    book->wrapped = xlsx_late.workbook_add_format(book->book);
    xlsx_late.format_set_text_wrap(book->wrapped);
    xlsx_late.format_set_align(book->wrapped, LXW_ALIGN_VERTICAL_TOP);
    book->link = xlsx_late.workbook_get_default_url_format(book->book);
    for (size_t i = 0; i < G_N_ELEMENTS(colors); i++)
        book->levels[i] = new_format(book, colors[i]);
}

#endif
