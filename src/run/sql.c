// SPDX-License-Identifier: GPL-3.0-or-later

#include "run/sql.h"

#include "text/fault.h"

static void finalize(gpointer statement)
{
    sqlite3_finalize(statement);
}

void sql_finalize(Sql *sql)
{
    g_clear_pointer(&sql->prepared, g_hash_table_unref);
}

void sql_close(Sql *sql)
{
    sql_finalize(sql);
    sqlite3_close(sql->db);
    g_free(sql->file);
    *sql = (Sql){0};
}

bool sql_refuse(const Sql *sql, GError **error, const char *why)
{
    g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "%s: %s", sql->file, why);
    return false;
}

bool sql_failed(const Sql *sql, GError **error)
{
    int code = sqlite3_errcode(sql->db) & 0xff;
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
        return sql_refuse(sql, error, "another loanlens is working on it");
    if (code == SQLITE_NOTADB)
        return sql_refuse(sql, error, "is not a store of loanlens");
    return sql_refuse(sql, error, sqlite3_errmsg(sql->db));
}

bool sql_run(const Sql *sql, const char *statements, GError **error)
{
    return sqlite3_exec(sql->db, statements, NULL, NULL, NULL) == SQLITE_OK ||
           sql_failed(sql, error);
}

sqlite3_stmt *sql_prepare(Sql *sql, const char *text, GError **error)
{
    if (!sql->prepared)
        sql->prepared = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, finalize);
    sqlite3_stmt *statement = g_hash_table_lookup(sql->prepared, text);
    if (!statement) {
        if (sqlite3_prepare_v3(sql->db, text, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) !=
            SQLITE_OK) {
            sql_failed(sql, error);
            return NULL;
        }
        g_hash_table_insert(sql->prepared, g_strdup(text), statement);
    }
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return statement;
}

bool sql_step(const Sql *sql, sqlite3_stmt *statement, int64_t *number, GError **error)
{
    int rc = sqlite3_step(statement);
    if (rc == SQLITE_ROW && number)
        *number = sqlite3_column_int64(statement, 0);
    while (rc == SQLITE_ROW)
        rc = sqlite3_step(statement);
    bool fine = rc == SQLITE_DONE || sql_failed(sql, error);
    sqlite3_reset(statement);
    return fine;
}

bool sql_number(Sql *sql, const char *text, int64_t *number, GError **error)
{
    sqlite3_stmt *statement = sql_prepare(sql, text, error);
    return statement && sql_step(sql, statement, number, error);
}

char *sql_text(Sql *sql, const char *text)
{
    sqlite3_stmt *statement = sql_prepare(sql, text, NULL);
    char *found = NULL;
    if (statement && sqlite3_step(statement) == SQLITE_ROW)
        found = g_strdup(sql_column(statement, 0));
    sqlite3_reset(statement);
    return found;
}

bool sql_begin(Sql *sql, GError **error)
{
    return sql_number(sql, "BEGIN", NULL, error);
}

bool sql_finish(Sql *sql, bool fine, GError **error)
{
    if (fine && sql_number(sql, "COMMIT", NULL, error))
        return true;
    if (!sqlite3_get_autocommit(sql->db))
        sql_number(sql, "ROLLBACK", NULL, NULL);
    return false;
}

Binder binder(sqlite3_stmt *statement)
{
    return (Binder){statement, 0};
}

void bind_text(Binder *to, const char *text)
{
    sqlite3_bind_text(to->statement, ++to->at, text, -1, SQLITE_STATIC);
}

void bind_number(Binder *to, int64_t number)
{
    sqlite3_bind_int64(to->statement, ++to->at, number);
}

void bind_positive(Binder *to, int64_t number)
{
    if (number > 0)
        bind_number(to, number);
    else
        bind_null(to, 1);
}

void bind_blob(Binder *to, const void *data, size_t len)
{
    sqlite3_bind_blob64(to->statement, ++to->at, data, len, SQLITE_STATIC);
}

void bind_words(Binder *to, const GPtrArray *words)
{
    g_autoptr(GString) line = g_string_new(NULL);
    for (guint i = 0; i < words->len; i++) {
        if (i)
            g_string_append_c(line, ' ');
        g_string_append(line, words->pdata[i]);
    }
    sqlite3_bind_text(to->statement, ++to->at, line->str, -1, SQLITE_TRANSIENT);
}

void bind_null(Binder *to, int count)
{
    to->at += count; // a fresh statement's parameters are NULL
}

const char *sql_column(sqlite3_stmt *statement, int column)
{
    return (const char *)sqlite3_column_text(statement, column);
}

const char *sql_words(sqlite3_stmt *statement, int column)
{
    const char *text = sql_column(statement, column);
    return text && g_utf8_validate(text, sqlite3_column_bytes(statement, column), NULL) ? text : "";
}

void sql_distrust(const Sql *sql)
{
    static const struct {
        int what, value;
    } settings[] = {{SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
                    {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
                    {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
                    {SQLITE_DBCONFIG_DEFENSIVE, 1}};
    for (size_t i = 0; i < G_N_ELEMENTS(settings); i++)
        sqlite3_db_config(sql->db, settings[i].what, settings[i].value, NULL);
    sqlite3_exec(sql->db, "PRAGMA cell_size_check = ON", NULL, NULL, NULL);
}
