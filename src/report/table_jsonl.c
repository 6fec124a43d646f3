// SPDX-License-Identifier: GPL-3.0-or-later
// reports.jsonl: every report as it is, one a line.

#include "report/sink.h"
#include "report/table.h"

typedef struct {
    const TableContext *context;
    Sink *sink;
} Lines;

static void *open_lines(const TableContext *context, GError **error)
{
    g_autofree char *path = table_path(context, "reports.jsonl");
    Sink *sink = sink_new(path, TABLE_MODE, error);
    if (!sink)
        return NULL;
    Lines *lines = g_new0(Lines, 1);
    *lines = (Lines){context, sink};
    return lines;
}

static bool add_line(void *table, const TableRow *row, GError **error)
{
    Lines *lines = table;
    g_autofree char *json = report_to_json(row->report, lines->context->pack);
    sink_puts(lines->sink, json);
    sink_puts(lines->sink, "\n");
    return true;
}

static bool close_lines(void *table, GError **error)
{
    Lines *lines = table;
    bool fine = sink_close(lines->sink, error);
    g_free(lines);
    return fine;
}

static void drop_lines(void *table)
{
    Lines *lines = table;
    sink_drop(lines->sink);
    g_free(lines);
}

const Table table_jsonl = {
    .name = "reports",
    .format = "jsonl",
    .file = "reports.jsonl",
    .open = open_lines,
    .add = add_line,
    .close = close_lines,
    .drop = drop_lines,
};
