// SPDX-License-Identifier: GPL-3.0-or-later
// history.csv: one row a change between two versions of an agreement; only where the metadata has
// dates.

#include "report/csv.h"
#include "report/history.h"

#include <unistd.h>

typedef struct {
    CsvFile *csv; // NULL: there is no history
} HistoryFile;

static void *open_history(const TableContext *context, GError **error)
{
    HistoryFile *file = g_new0(HistoryFile, 1);
    if (!context->history) {
        g_autofree char *old = table_path(context, "history.csv");
        unlink(old);
        return file;
    }
    file->csv =
        csv_open(context, "history.csv", TABLE_MODE, columns_history, context->metadata, error);
    if (!file->csv)
        g_clear_pointer(&file, g_free);
    return file;
}

static bool add_nothing(void *table, const TableRow *row, GError **error)
{
    return true;
}

static void put_row(void *csv)
{
    csv_put(csv);
}

static bool add_step(void *table, const HistoryStep *step, GError **error)
{
    CsvFile *csv = ((HistoryFile *)table)->csv;
    cells_each_change(csv->cells, step, csv->context, put_row, csv);
    return true;
}

static bool close_history(void *table, GError **error)
{
    HistoryFile *file = table;
    bool fine = !file->csv || csv_close(file->csv, error);
    g_free(file);
    return fine;
}

static void drop_history(void *table)
{
    HistoryFile *file = table;
    if (file->csv)
        csv_drop(file->csv);
    g_free(file);
}

const Table table_history = {
    .name = "history",
    .format = "csv",
    .file = "history.csv",
    .open = open_history,
    .add = add_nothing,
    .step = add_step,
    .close = close_history,
    .drop = drop_history,
};
