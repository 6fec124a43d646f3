// SPDX-License-Identifier: GPL-3.0-or-later
// documents.csv: one row a document, analysed or not.

#include "report/csv.h"

static void *open_documents(const TableContext *context, GError **error)
{
    return csv_open(context, "documents.csv", TABLE_MODE, columns_documents, context->metadata,
                    error);
}

static bool add_document(void *table, const TableRow *row, GError **error)
{
    CsvFile *csv = table;
    cells_document(csv->cells, row, csv->context);
    csv_put(csv);
    return true;
}

const Table table_documents = {
    .name = "documents",
    .format = "csv",
    .file = "documents.csv",
    .open = open_documents,
    .add = add_document,
    .close = csv_close,
    .drop = csv_drop,
};
