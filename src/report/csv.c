// SPDX-License-Identifier: GPL-3.0-or-later
// CSV rows and files.

#include "report/csv.h"

#include <string.h>

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

// Full-width forms too: an input method or a spreadsheet may make them half-width.
bool csv_is_formula(const char *text)
{
    static const char *const starts[] = {"=",  "+",  "-",  "@",  "\t", "\r",
                                         "\n", "＝", "＋", "－", "＠"};
    for (size_t i = 0; i < G_N_ELEMENTS(starts); i++)
        if (g_str_has_prefix(text, starts[i]))
            return true;
    return false;
}

// What a terminal would obey: no spreadsheet shows it, and a cell keeps its number of characters.
static bool is_control(gunichar c)
{
    return g_unichar_iscntrl(c) && c != '\t' && c != '\r' && c != '\n';
}

void csv_append_text(GString *out, const char *text)
{
    g_string_append_c(out, '"');
    if (csv_is_formula(text))
        g_string_append_c(out, '\'');
    for (const char *next; *text; text = next) {
        next = g_utf8_next_char(text);
        if (*text == '"')
            g_string_append_c(out, '"');
        if (is_control(g_utf8_get_char(text)))
            g_string_append(out, "\uFFFD");
        else
            g_string_append_len(out, text, next - text);
    }
    g_string_append_c(out, '"');
}

void csv_append_row(GString *out, const Column *columns, const Cells *cells)
{
    size_t described = columns_count(columns);
    for (guint i = 0; i < cells->cells->len; i++) {
        const char *cell = cells->cells->pdata[i];
        bool text = i >= described || columns[i].type == CELL_TEXT;
        if (i > 0)
            g_string_append_c(out, ',');
        if (cell && text)
            csv_append_text(out, cell);
        else if (cell)
            g_string_append(out, cell);
    }
    g_string_append(out, "\r\n");
}

void csv_append_header(GString *out, const Column *columns, const GPtrArray *further)
{
    g_string_append(out, BYTE_ORDER_MARK);
    for (size_t i = 0; columns[i].name; i++)
        g_string_append_printf(out, "%s%s", i ? "," : "", columns[i].name);
    for (guint i = 0; further && i < further->len; i++) {
        g_string_append_c(out, ',');
        csv_append_text(out, further->pdata[i]);
    }
    g_string_append(out, "\r\n");
}

CsvFile *csv_open(const TableContext *context, const char *file, int mode, const Column *columns,
                  const GPtrArray *further, GError **error)
{
    g_autofree char *path = table_path(context, file);
    Sink *sink = sink_new(path, mode, error);
    if (!sink)
        return NULL;
    CsvFile *csv = g_new0(CsvFile, 1);
    *csv = (CsvFile){context, columns, sink, cells_new(), g_string_new(NULL)};
    csv_append_header(csv->line, columns, further);
    sink_put(sink, csv->line->str, csv->line->len);
    return csv;
}

void csv_put(CsvFile *csv)
{
    g_string_truncate(csv->line, 0);
    csv_append_row(csv->line, csv->columns, csv->cells);
    sink_put(csv->sink, csv->line->str, csv->line->len);
}

static void csv_free(CsvFile *csv)
{
    cells_free(csv->cells);
    g_string_free(csv->line, TRUE);
    g_free(csv);
}

bool csv_close(void *table, GError **error)
{
    CsvFile *csv = table;
    bool fine = sink_close(csv->sink, error);
    csv_free(csv);
    return fine;
}

void csv_drop(void *table)
{
    CsvFile *csv = table;
    sink_drop(csv->sink);
    csv_free(csv);
}
