// SPDX-License-Identifier: GPL-3.0-or-later
// Merging: another store's inputs and what is known of them, in SQL.

#include <string.h>

#include "run/store_inside.h"

// The columns of a table but the first `skip`, each with `prefix`, joined.
static char *columns_of(Store *store, const char *table, int skip, const char *prefix)
{
    g_autofree char *sql = g_strdup_printf("SELECT name FROM pragma_table_info('%s')"
                                           " WHERE cid >= %d ORDER BY cid",
                                           table, skip);
    GString *list = g_string_new(NULL);
    sqlite3_stmt *statement = sql_prepare(&store->sql, sql, NULL);
    while (statement && sqlite3_step(statement) == SQLITE_ROW)
        g_string_append_printf(list, "%s%s\"%s\"", list->len ? ", " : "", prefix,
                               sql_column(statement, 0));
    sqlite3_reset(statement);
    return g_string_free(list, FALSE);
}

static bool merge_run(Store *store, bool mixed, GError **error)
{
    static const char last[] = "SELECT key FROM %srun ORDER BY id DESC LIMIT 1";
    g_autofree char *ours_sql = g_strdup_printf(last, "main.");
    g_autofree char *theirs_sql = g_strdup_printf(last, "other.");
    g_autofree char *ours = sql_text(&store->sql, ours_sql),
                    *theirs = sql_text(&store->sql, theirs_sql);
    if (!theirs)
        return sql_refuse(&store->sql, error, "a store without a run cannot be merged");
    if (ours && strcmp(ours, theirs) != 0 && !mixed)
        return sql_refuse(
            &store->sql, error,
            "the audits were made with other rules, options or versions; --mixed merges "
            "them all the same");
    if (ours)
        return sql_number(&store->sql, "SELECT max(id) FROM main.run", &store->run, error);
    g_autofree char *columns = columns_of(store, "run", 1, "");
    g_autofree char *sql = g_strdup_printf("INSERT INTO main.run (%s) SELECT %s FROM other.run"
                                           " ORDER BY id DESC LIMIT 1;"
                                           "UPDATE main.run SET shard = NULL",
                                           columns, columns);
    return sql_run(&store->sql, sql, error) &&
           sql_number(&store->sql, "SELECT max(id) FROM main.run", &store->run, error);
}

// Contents that are new here, with their findings and reasons.
static bool merge_contents(Store *store, GError **error)
{
    g_autofree char *columns = columns_of(store, "content", 3, "");
    g_autofree char *findings = columns_of(store, "finding", 1, "finding.");
    g_autofree char *reasons = columns_of(store, "reason", 1, "reason.");
    g_autofree char *sql = g_strdup_printf(
        "CREATE TEMP TABLE fresh (theirs INTEGER PRIMARY KEY, sha256 TEXT);"
        "INSERT INTO fresh SELECT id, sha256 FROM other.content WHERE id IN"
        " (SELECT content FROM other.document WHERE present)"
        " AND sha256 NOT IN (SELECT sha256 FROM main.content);"
        "INSERT INTO main.content (sha256, run, %s) SELECT sha256, %" G_GINT64_FORMAT ", %s"
        " FROM other.content WHERE id IN (SELECT theirs FROM fresh) ORDER BY id;"
        "INSERT INTO main.finding SELECT ours.id, %s FROM fresh"
        " JOIN other.finding AS finding ON finding.content = theirs"
        " JOIN main.content AS ours ON ours.sha256 = fresh.sha256;"
        "INSERT INTO main.reason SELECT ours.id, %s FROM fresh"
        " JOIN other.reason AS reason ON reason.content = theirs"
        " JOIN main.content AS ours ON ours.sha256 = fresh.sha256;"
        "DROP TABLE fresh",
        columns, store->run, columns, findings, reasons);
    return sql_run(&store->sql, sql, error);
}

// The same name may stand in two stores only for the same bytes.
static bool check_names(Store *store, GError **error)
{
    g_autofree char *name =
        sql_text(&store->sql, "SELECT theirs.path FROM other.document AS theirs"
                              " JOIN main.document AS ours USING (name)"
                              " LEFT JOIN other.content AS a ON a.id = theirs.content"
                              " LEFT JOIN main.content AS b ON b.id = ours.content"
                              " WHERE theirs.present AND ours.present AND a.sha256 IS NOT b.sha256"
                              " ORDER BY name LIMIT 1");
    if (!name)
        return true;
    g_autofree char *why = g_strdup_printf("two different inputs are called %s", name);
    return sql_refuse(&store->sql, error, why);
}

static bool merge_documents(Store *store, GError **error)
{
    g_autofree char *sql = g_strdup_printf(
        "INSERT INTO main.document (name, path, platform, content, fault, message, run, present)"
        " SELECT name, path, platform, ours.id, fault, message, %" G_GINT64_FORMAT ", 1"
        " FROM other.document AS theirs LEFT JOIN other.content AS a ON a.id = theirs.content"
        " LEFT JOIN main.content AS ours ON ours.sha256 = a.sha256 WHERE present ORDER BY name"
        " ON CONFLICT (name) DO NOTHING;"
        "INSERT INTO main.metadata_column (name) SELECT name FROM other.metadata_column"
        " WHERE name NOT IN (SELECT name FROM main.metadata_column) ORDER BY ordinal;"
        "INSERT OR IGNORE INTO main.metadata SELECT ours.id, mine.ordinal, value"
        " FROM other.metadata AS value JOIN other.document AS theirs ON theirs.id = document"
        " JOIN main.document AS ours USING (name)"
        " JOIN other.metadata_column AS their ON their.ordinal = value.column"
        " JOIN main.metadata_column AS mine ON mine.name = their.name WHERE theirs.present",
        store->run);
    return check_names(store, error) && sql_run(&store->sql, sql, error);
}

bool store_merge(Store *store, const char *folder, bool mixed, GError **error)
{
    // Opened for itself first: locked, migrated, and its journal folded in.
    g_autoptr(Store) other = store_open_old(folder, error);
    if (!other || !store_close(g_steal_pointer(&other), error))
        return false;
    g_autofree char *file = g_build_filename(folder, "audit.sqlite", NULL);
    char *attach = sqlite3_mprintf("ATTACH %Q AS other", file);
    bool fine = sql_run(&store->sql, attach, error);
    sqlite3_free(attach);
    if (!fine || !sql_begin(&store->sql, error))
        return false;
    fine = merge_run(store, mixed, error) && merge_contents(store, error) &&
           merge_documents(store, error);
    fine = sql_finish(&store->sql, fine, error);
    return sql_run(&store->sql, "DETACH other", fine ? error : NULL) && fine;
}
