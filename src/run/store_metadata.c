// SPDX-License-Identifier: GPL-3.0-or-later
// What a person said of the documents: columns and values of --metadata.

#include "run/store_inside.h"

static const char drop_metadata_sql[] = "DELETE FROM metadata WHERE document = ?1";
static const char metadata_sql[] = "INSERT INTO metadata VALUES (?1,?2,?3)";
static const char column_sql[] = "INSERT INTO metadata_column VALUES (?1, ?2)";
static const char names_sql[] = "SELECT name FROM metadata_column ORDER BY ordinal";
static const char platform_sql[] = "UPDATE document SET platform = ?2 WHERE id = ?1";
static const char documents_sql[] = "SELECT id, name FROM document WHERE present";

bool store_put_columns(Store *store, const GPtrArray *metadata, GError **error)
{
    if (!sql_run(&store->sql, "DELETE FROM metadata; DELETE FROM metadata_column", error))
        return false;
    for (guint i = 0; metadata && i < metadata->len; i++) {
        Binder to = binder(sql_prepare(&store->sql, column_sql, error));
        if (!to.statement)
            return false;
        bind_number(&to, i + 1);
        bind_text(&to, metadata->pdata[i]);
        if (!sql_step(&store->sql, to.statement, NULL, error))
            return false;
    }
    return true;
}

bool store_put_metadata(Store *store, int64_t id, const StoreDocument *document, GError **error)
{
    sqlite3_stmt *statement = sql_prepare(&store->sql, drop_metadata_sql, error);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, id);
    if (!sql_step(&store->sql, statement, NULL, error))
        return false;
    for (int i = 0; document->metadata && document->metadata[i]; i++) {
        if (!document->metadata[i][0])
            continue;
        Binder to = binder(sql_prepare(&store->sql, metadata_sql, error));
        if (!to.statement)
            return false;
        bind_number(&to, id);
        bind_number(&to, i + 1);
        bind_text(&to, document->metadata[i]);
        if (!sql_step(&store->sql, to.statement, NULL, error))
            return false;
    }
    return true;
}

GPtrArray *store_metadata(Store *store)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    sqlite3_stmt *statement = sql_prepare(&store->sql, names_sql, NULL);
    while (statement && sqlite3_step(statement) == SQLITE_ROW)
        g_ptr_array_add(names, g_strdup(sql_words(statement, 0)));
    sqlite3_reset(statement);
    return names;
}

static bool set_platform(Store *store, int64_t id, const char *platform, GError **error)
{
    Binder to = binder(sql_prepare(&store->sql, platform_sql, error));
    if (!to.statement)
        return false;
    bind_number(&to, id);
    bind_text(&to, platform);
    return sql_step(&store->sql, to.statement, NULL, error);
}

static bool set_values(Store *store, const StoreMetadata *metadata, GError **error)
{
    sqlite3_stmt *rows = sql_prepare(&store->sql, documents_sql, error);
    if (!rows)
        return false;
    bool fine = true;
    while (fine && sqlite3_step(rows) == SQLITE_ROW) {
        int64_t id = sqlite3_column_int64(rows, 0);
        const char *bytes = sqlite3_column_blob(rows, 1);
        g_autofree char *name =
            g_strndup(bytes ? bytes : "", bytes ? (gsize)sqlite3_column_bytes(rows, 1) : 0);
        const char *platform = metadata->platform(name, metadata->data);
        StoreDocument document = {name, platform, metadata->values(name, metadata->data)};
        fine = store_put_metadata(store, id, &document, error) &&
               (!platform || set_platform(store, id, platform, error));
    }
    sqlite3_reset(rows);
    return fine;
}

bool store_set_metadata(Store *store, const StoreMetadata *metadata, GError **error)
{
    if (!sql_begin(&store->sql, error))
        return false;
    bool fine =
        store_put_columns(store, metadata->columns, error) && set_values(store, metadata, error);
    return sql_finish(&store->sql, fine, error);
}
