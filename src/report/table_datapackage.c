// SPDX-License-Identifier: GPL-3.0-or-later
// datapackage.json (Frictionless Data): what the CSV files are and what stands in their columns.

#include "report/columns.h"
#include "report/json.h"
#include "report/sink.h"

static const struct {
    const char *name, *file;
    const Column *columns;
    bool types;   // a column for each clause type follows
    bool history; // only where there is a history
} resources[] = {
    {"findings", "findings.csv", columns_findings, false, false},
    {"documents", "documents.csv", columns_documents, false, false},
    {"matrix", "matrix.csv", columns_matrix, true, false},
    {"units", "units.csv", columns_units, false, false},
    {"history", "history.csv", columns_history, false, true},
};

static void append_field(GString *out, const char *name, const char *type, const char *about,
                         bool required)
{
    if (out->str[out->len - 1] == '}')
        g_string_append(out, ",");
    g_string_append(out, "\n      {\"name\": ");
    json_append_string(out, name);
    g_string_append_printf(out, ", \"type\": \"%s\"", type);
    if (about) {
        g_string_append(out, ", \"description\": ");
        json_append_string(out, about);
    }
    g_string_append(out, required ? ", \"constraints\": {\"required\": true}}" : "}");
}

static const char *type_word(CellType type)
{
    static const char *const words[] = {"string", "integer", "number", "boolean"};
    return words[type];
}

static void append_schema(GString *out, unsigned r, const TableContext *context)
{
    g_string_append(out, "    \"schema\": {\"missingValues\": [\"\"], \"fields\": [");
    for (const Column *column = resources[r].columns; column->name; column++)
        append_field(out, column->name, type_word(column->type), column->about[context->lang],
                     column->required);
    for (size_t i = 0; resources[r].types && i < pack_type_count(context->pack); i++) {
        const Type *type = pack_type_at(context->pack, i);
        append_field(out, type->key, "string", type->name[context->lang], false);
    }
    for (guint i = 0; context->metadata && i < context->metadata->len; i++)
        append_field(out, context->metadata->pdata[i], "string", NULL, false);
    g_string_append(out, "]}");
}

static void append_resource(GString *out, unsigned r, const TableContext *context)
{
    g_string_append_printf(out,
                           "%s\n   {\"name\": \"%s\", \"path\": \"%s\", \"profile\": "
                           "\"tabular-data-resource\", \"format\": \"csv\", \"mediatype\": "
                           "\"text/csv\", \"encoding\": \"utf-8\",\n    \"dialect\": "
                           "{\"lineTerminator\": \"\\r\\n\"},\n",
                           r ? "," : "", resources[r].name, resources[r].file);
    append_schema(out, r, context);
    g_string_append(out, "}");
}

static void *open_package(const TableContext *context, GError **error)
{
    g_autofree char *path = table_path(context, "datapackage.json");
    Sink *sink = sink_new(path, TABLE_MODE, error);
    if (!sink)
        return NULL;
    g_autoptr(GString) out = g_string_new("{\"profile\": \"tabular-data-package\",\n \"name\": "
                                          "\"loanlens-audit\",\n \"resources\": [");
    for (unsigned r = 0; r < G_N_ELEMENTS(resources); r++)
        if (context->history || !resources[r].history)
            append_resource(out, r, context);
    g_string_append(out, "]}\n");
    sink_put(sink, out->str, out->len);
    return sink;
}

static bool add_nothing(void *table, const TableRow *row, GError **error)
{
    return true;
}

static bool close_package(void *table, GError **error)
{
    return sink_close(table, error);
}

static void drop_package(void *table)
{
    sink_drop(table);
}

const Table table_datapackage = {
    .name = "datapackage",
    .format = "csv",
    .file = "datapackage.json",
    .open = open_package,
    .add = add_nothing,
    .close = close_package,
    .drop = drop_package,
};
