// SPDX-License-Identifier: GPL-3.0-or-later
// CSV rows and files.

#include "report/csv.h"

#include <string.h>

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

// Full-width forms too: an input method or a spreadsheet may make them half-width.
bool csv_is_formula(const char *text)
{
    static const char *const starts[] = {"=",  "+",  "-",  "@",  "\t", "\r",
                                         "\n", "\f", "＝", "＋", "－", "＠"};
    if (!*text || !strchr("=+-@\t\r\n\f\xEF", *text)) // most texts
        return false;
    for (size_t i = 0; i < G_N_ELEMENTS(starts); i++)
        if (g_str_has_prefix(text, starts[i]))
            return true;
    return false;
}

// The bytes at `text` that may stand in a cell as they are. What a terminal would obey may not: no
// spreadsheet shows it.
static size_t plain_bytes(const char *text)
{
    size_t len = 0;
    for (;; len++) {
        unsigned char c = (unsigned char)text[len];
        if (c > '"' && c != 0x7F && c != 0xC2) // most bytes
            continue;
        bool control = (c < ' ' && c != '\t' && c != '\r' && c != '\n') || c == 0x7F;
        bool second = c == 0xC2 && (unsigned char)text[len + 1] < 0xA0; // U+0080 to U+009F
        if (c == '"' || control || second)
            return len;
    }
}

// What stands in a cell for a character that may not. The end of a page is no damage: it is a
// line's.
static const char *stand_in(char c)
{
    return c == '"' ? "\"\"" : c == '\f' ? "\n" : "\uFFFD";
}

// A cell keeps its number of characters, apart from what CSV itself doubles.
static void append_text(GString *out, const char *text)
{
    g_string_append_c(out, '"');
    if (csv_is_formula(text))
        g_string_append_c(out, '\'');
    for (;;) {
        size_t plain = plain_bytes(text);
        g_string_append_len(out, text, (gssize)plain);
        text += plain;
        if (!*text)
            break;
        g_string_append(out, stand_in(*text));
        text = g_utf8_next_char(text);
    }
    g_string_append_c(out, '"');
}

void csv_append_row(GString *out, const Column *columns, const Cells *cells)
{
    size_t described = columns_count(columns), count = cells_count(cells);
    for (size_t i = 0; i < count; i++) {
        const char *cell = cells_at(cells, i);
        bool text = i >= described || columns[i].type == CELL_TEXT;
        if (i > 0)
            g_string_append_c(out, ',');
        if (cell && text)
            append_text(out, cell);
        else if (cell)
            g_string_append(out, cell);
    }
    g_string_append(out, "\r\n");
}

// The mark and the header row: the columns, then `further` names (or NULL).
static void append_header(GString *out, const Column *columns, const GPtrArray *further)
{
    g_string_append(out, BYTE_ORDER_MARK);
    for (size_t i = 0; columns[i].name; i++)
        g_string_append_printf(out, "%s%s", i ? "," : "", columns[i].name);
    for (guint i = 0; further && i < further->len; i++) {
        g_string_append_c(out, ',');
        append_text(out, further->pdata[i]);
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
    append_header(csv->line, columns, further);
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
