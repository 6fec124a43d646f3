// SPDX-License-Identifier: GPL-3.0-or-later
// Runs: how one begins, and what it counts at its end.

#include "run/store_inside.h"

static const uint64_t SPOOL_MOST = (uint64_t)1 << 30;

static const char run_sql[] =
    "INSERT INTO run (started, tool, pack_sha256, packs, poppler, pcre2, jit, key, options, "
    "sandbox,"
    " shard, roots, law_checked, jobs) VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14)";

static char *now(void)
{
    g_autoptr(GDateTime) time = g_date_time_new_now_utc();
    return g_date_time_format(time, "%Y-%m-%dT%H:%M:%SZ");
}

static bool insert_run(Store *store, const StoreRun *run, GError **error)
{
    g_autofree char *started = now();
    Binder to = binder(sql_prepare(&store->sql, run_sql, error));
    if (!to.statement)
        return false;
    const char *const first[] = {started,    run->tool,    run->pack_sha256,
                                 run->packs, run->poppler, run->pcre2};
    for (size_t i = 0; i < G_N_ELEMENTS(first); i++)
        bind_text(&to, first[i]);
    bind_number(&to, run->jit);
    const char *const rest[] = {run->key,   run->options, run->sandbox,
                                run->shard, run->roots,   run->law_checked};
    for (size_t i = 0; i < G_N_ELEMENTS(rest); i++)
        bind_text(&to, rest[i]);
    bind_number(&to, run->jobs);
    bool fine = sql_step(&store->sql, to.statement, NULL, error);
    store->run = sqlite3_last_insert_rowid(store->sql.db);
    return fine;
}

bool store_begin(Store *store, const StoreRun *run, const GPtrArray *metadata, GError **error)
{
    g_free(store->key);
    store->key = g_strdup(run->key);
    store->keep_text = run->keep_text;
    g_autofree char *folder = g_path_get_dirname(store->sql.file);
    store->spool = spool_new(folder, SPOOL_MOST);
    if (!sql_begin(&store->sql, error))
        return false;
    bool fine =
        insert_run(store, run, error) && store_put_columns(store, metadata, error) &&
        sql_run(&store->sql, "UPDATE document SET present = 0 WHERE present", error) &&
        (run->keep_text ||
         sql_run(&store->sql, "UPDATE content SET text = NULL, units = NULL WHERE text NOT NULL",
                 error));
    return sql_finish(&store->sql, fine, error);
}

static bool count(Store *store, StoreCounts *counts, GError **error)
{
    int64_t inputs = 0, complete = 0, partial = 0, findings = 0;
    bool fine =
        sql_number(&store->sql, "SELECT count(*) FROM document WHERE present", &inputs, error) &&
        sql_number(&store->sql,
                   "SELECT count(*) FROM document JOIN content ON content.id = document.content"
                   " WHERE present AND status = 'complete'",
                   &complete, error) &&
        sql_number(&store->sql,
                   "SELECT count(*) FROM document JOIN content ON content.id = document.content"
                   " WHERE present AND status = 'partial'",
                   &partial, error) &&
        sql_number(&store->sql,
                   "SELECT count(*) FROM document JOIN finding USING (content)"
                   " WHERE present AND start NOT NULL",
                   &findings, error);
    *counts = (StoreCounts){(size_t)inputs, (size_t)(complete + partial), (size_t)partial,
                            (size_t)(inputs - complete - partial), (size_t)findings};
    return fine;
}

bool store_end(Store *store, StoreCounts *counts, GError **error)
{
    if (!count(store, counts, error))
        return false;
    g_autofree char *ended = now();
    g_autofree char *sql = g_strdup_printf(
        "UPDATE run SET ended = '%s', inputs = %zu, analysed = %zu, not_analysed = %zu"
        " WHERE id = (SELECT max(id) FROM run)",
        ended, counts->inputs, counts->analysed, counts->not_analysed);
    return sql_run(&store->sql, sql, error);
}
