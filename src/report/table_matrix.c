// SPDX-License-Identifier: GPL-3.0-or-later
// matrix.csv: documents by clause types. 0 found, not analysed and no rules for the language
// are three different things.

#include "report/csv.h"

static void *open_matrix(const TableContext *context, GError **error)
{
    g_autoptr(GPtrArray) further = g_ptr_array_new();
    for (size_t i = 0, n = pack_type_count(context->pack); i < n; i++)
        g_ptr_array_add(further, (char *)pack_type_at(context->pack, i)->key);
    for (guint i = 0; context->metadata && i < context->metadata->len; i++)
        g_ptr_array_add(further, context->metadata->pdata[i]);
    return csv_open(context, "matrix.csv", TABLE_MODE, columns_matrix, further, error);
}

static bool add_document(void *table, const TableRow *row, GError **error)
{
    CsvFile *csv = table;
    cells_matrix(csv->cells, row, csv->context);
    csv_put(csv);
    return true;
}

const Table table_matrix = {
    .name = "matrix",
    .format = "csv",
    .file = "matrix.csv",
    .open = open_matrix,
    .add = add_document,
    .close = csv_close,
    .drop = csv_drop,
};
