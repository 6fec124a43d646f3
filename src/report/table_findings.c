// SPDX-License-Identifier: GPL-3.0-or-later
// findings.csv: one row a finding.

#include "report/csv.h"

static void *open_findings(const TableContext *context, GError **error)
{
    return csv_open(context, "findings.csv", TABLE_MODE, columns_findings, context->metadata,
                    error);
}

static bool add_findings(void *table, const TableRow *row, GError **error)
{
    CsvFile *csv = table;
    for (guint i = 0; i < row->report->findings->len; i++) {
        cells_finding(csv->cells, row, row->report->findings->pdata[i], csv->context);
        csv_put(csv);
    }
    return true;
}

const Table table_findings = {
    .name = "findings",
    .format = "csv",
    .file = "findings.csv",
    .around = true,
    .open = open_findings,
    .add = add_findings,
    .close = csv_close,
    .drop = csv_drop,
};
