// SPDX-License-Identifier: GPL-3.0-or-later
// Reading: the inputs of the last run, one after another.

#include "run/store_inside.h"

static const char values_sql[] = "SELECT column, value FROM metadata WHERE document = ?1";

// The metadata of one document, "" where there is none.
static void fetch_metadata(sqlite3_stmt *statement, int64_t document, char **values, guint most)
{
    for (guint i = 0; i < most; i++) {
        g_free(values[i]);
        values[i] = g_strdup("");
    }
    sqlite3_reset(statement);
    sqlite3_bind_int64(statement, 1, document);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        guint at = (guint)sqlite3_column_int(statement, 0) - 1;
        if (at < most) {
            g_free(values[at]);
            values[at] = g_strdup(sql_words(statement, 1));
        }
    }
}

// Whether each of the columns from `first` to `last` that is there is valid.
static bool are_valid(sqlite3_stmt *rows, int first, int last)
{
    for (int i = first; i <= last; i++) {
        const char *text = sql_column(rows, i);
        if (text && !g_utf8_validate(text, sqlite3_column_bytes(rows, i), NULL))
            return false;
    }
    return true;
}

static bool give(Store *store, sqlite3_stmt *rows, char **metadata, StoreEach each, void *data,
                 GError **error)
{
    g_autoptr(GBytes) packed =
        store->spool ? spool_take(store->spool, sqlite3_column_int64(rows, 9)) : NULL;
    if (!are_valid(rows, 1, 5) || (!packed && !are_valid(rows, 6, 6)) || !are_valid(rows, 7, 7) ||
        !sql_column(rows, 1) || !sql_column(rows, 2))
        return sql_refuse(&store->sql, error, "is damaged: what it says is no text");
    const void *units = sqlite3_column_blob(rows, 8);
    g_autoptr(GBytes) bytes =
        units ? g_bytes_new(units, (size_t)sqlite3_column_bytes(rows, 8)) : NULL;
    StoreRow row = {.id = sqlite3_column_int64(rows, 0),
                    .path = sql_column(rows, 1),
                    .platform = sql_column(rows, 2),
                    .fault = sql_column(rows, 3),
                    .message = sql_column(rows, 4),
                    .sha256 = sql_column(rows, 5),
                    .report = packed ? NULL : sql_column(rows, 6),
                    .text = sql_column(rows, 7),
                    .bytes = (uint64_t)sqlite3_column_int64(rows, 10),
                    .units = bytes,
                    .packed = packed,
                    .metadata = metadata};
    return each(&row, data, error);
}

static bool each_row(Store *store, sqlite3_stmt *rows, StoreEach each, void *data, GError **error)
{
    sqlite3_stmt *values = rows ? sql_prepare(&store->sql, values_sql, error) : NULL;
    if (!values)
        return false;
    g_autoptr(GPtrArray) names = store_metadata(store);
    g_auto(GStrv) metadata = g_new0(char *, names->len + 1);
    int rc;
    bool fine = true;
    while (fine && (rc = sqlite3_step(rows)) == SQLITE_ROW) {
        fetch_metadata(values, sqlite3_column_int64(rows, 0), metadata, names->len);
        fine = give(store, rows, metadata, each, data, error);
    }
    if (fine && rc != SQLITE_DONE)
        fine = sql_failed(&store->sql, error);
    sqlite3_reset(rows);
    sqlite3_reset(values);
    return fine;
}

#define ROWS(texts)                                                              \
    "SELECT document.id, path, platform, fault, message, sha256, report, " texts \
    ", content, bytes FROM document LEFT JOIN content ON content.id = document.content"

bool store_each(Store *store, bool texts, StoreEach each, void *data, GError **error)
{
    const char *sql = texts ? ROWS("text, units") " WHERE present ORDER BY name"
                            : ROWS("NULL, NULL") " WHERE present ORDER BY name";
    return each_row(store, sql_prepare(&store->sql, sql, error), each, data, error);
}

bool store_one(Store *store, int64_t id, StoreEach each, void *data, GError **error)
{
    static const char sql[] = ROWS("text, NULL") " WHERE document.id = ?1";
    sqlite3_stmt *rows = sql_prepare(&store->sql, sql, error);
    sqlite3_bind_int64(rows, 1, id);
    return each_row(store, rows, each, data, error);
}

char *store_last_pack(Store *store)
{
    return sql_text(&store->sql, "SELECT pack_sha256 FROM run ORDER BY id DESC LIMIT 1");
}
