// SPDX-License-Identifier: GPL-3.0-or-later
// Sql: SQLite as the store uses it: a file, its statements, what is bound to them.
#pragma once

#include <glib.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct {
    sqlite3 *db;
    char *file;           // for messages
    GHashTable *prepared; // text → statement
} Sql;

// Closes what could be opened; a zeroed one, too.
void sql_close(Sql *sql);
// Lets go of all statements, as some pragmas want it.
void sql_finalize(Sql *sql);

// Both give false: with a message of ours, or with SQLite's.
bool sql_refuse(const Sql *sql, GError **error, const char *why);
bool sql_failed(const Sql *sql, GError **error);

// Runs statements that return nothing and take nothing.
bool sql_run(const Sql *sql, const char *statements, GError **error);

// A statement ready to be bound, kept for the next time. NULL with an error. Borrowed.
sqlite3_stmt *sql_prepare(Sql *sql, const char *text, GError **error);
// Runs it to its end and resets it; the first column of its first row goes to `number`, where there
// is one (may be NULL).
bool sql_step(const Sql *sql, sqlite3_stmt *statement, int64_t *number, GError **error);
// The same for a statement that takes nothing.
bool sql_number(Sql *sql, const char *text, int64_t *number, GError **error);
// The first column of the first row, or NULL. The caller frees it.
char *sql_text(Sql *sql, const char *text);

bool sql_begin(Sql *sql, GError **error);
// Commits if all went well, and takes everything back otherwise. Whether it is committed.
bool sql_finish(Sql *sql, bool fine, GError **error);

// Binds one parameter after the other; what is bound must live until the statement has run.
typedef struct {
    sqlite3_stmt *statement;
    int at; // the last bound
} Binder;

// To a statement that may be NULL (then binding does nothing).
Binder binder(sqlite3_stmt *statement);
void bind_text(Binder *to, const char *text); // NULL stays NULL
void bind_number(Binder *to, int64_t number);
void bind_positive(Binder *to, int64_t number); // others become NULL
void bind_blob(Binder *to, const void *data, size_t len);
void bind_words(Binder *to, const GPtrArray *words); // joined by a space
void bind_null(Binder *to, int count);

const char *sql_column(sqlite3_stmt *statement, int column);
// The same, and "" for what is no valid text.
const char *sql_words(sqlite3_stmt *statement, int column);

// Takes from the file what it may do by itself: run triggers and views, write what only SQLite
// should, call functions that do more than compute. It may come from someone else.
void sql_distrust(const Sql *sql);
