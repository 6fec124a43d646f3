// SPDX-License-Identifier: GPL-3.0-or-later
// reports.jsonl: every report as it is, one a line; with the platform and the metadata of the
// document after it, where there are some.

#include "report/json.h"
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

// "platform" and "metadata" as the last keys of the object.
static void add_metadata(GString *line, const TableRow *row, const GPtrArray *names)
{
    g_string_truncate(line, line->len - 1);
    g_string_append(line, ",\"platform\":");
    json_append_string(line, row->platform);
    g_string_append(line, ",\"metadata\":{");
    for (guint i = 0; i < names->len; i++) {
        if (i)
            g_string_append_c(line, ',');
        json_append_string(line, names->pdata[i]);
        g_string_append_c(line, ':');
        json_append_string(line, row->metadata ? row->metadata[i] : "");
    }
    g_string_append(line, "}}");
}

static bool add_line(void *table, const TableRow *row, GError **error)
{
    Lines *lines = table;
    const GPtrArray *names = lines->context->metadata;
    g_autofree char *json = report_to_json(row->report, lines->context->pack);
    g_autoptr(GString) line = g_string_new(json);
    if (names && names->len)
        add_metadata(line, row, names);
    sink_put(lines->sink, line->str, line->len);
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
