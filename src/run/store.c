// SPDX-License-Identifier: GPL-3.0-or-later
// SQLite, behind the few questions an audit asks.

#include "run/store.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "run/answer.h"
#include "text/fault.h"

enum { APPLICATION = 0x4c4f414e }; // "LOAN"

// The order is that of docs/codebook.md.
static const char schema[] =
    "CREATE TABLE run ("
    " id INTEGER PRIMARY KEY, started TEXT NOT NULL, ended TEXT, tool TEXT NOT NULL,"
    " pack_sha256 TEXT NOT NULL, packs TEXT NOT NULL, poppler TEXT NOT NULL, pcre2 TEXT NOT NULL,"
    " jit INTEGER NOT NULL, key TEXT NOT NULL, options TEXT NOT NULL, sandbox TEXT NOT NULL,"
    " shard TEXT, roots TEXT NOT NULL, law_checked TEXT, jobs INTEGER NOT NULL, inputs INTEGER,"
    " analysed INTEGER, not_analysed INTEGER) STRICT;"
    "CREATE TABLE content ("
    " id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, run INTEGER NOT NULL REFERENCES run(id),"
    " key TEXT NOT NULL, bytes INTEGER NOT NULL, status TEXT NOT NULL, format TEXT, encoding TEXT,"
    " kind TEXT, loan INTEGER NOT NULL, title TEXT, law TEXT NOT NULL, law_from TEXT NOT NULL,"
    " pages INTEGER NOT NULL, characters INTEGER NOT NULL, severity INTEGER NOT NULL,"
    " level TEXT NOT NULL, takes_contacts TEXT NOT NULL, contacts_others TEXT NOT NULL,"
    " shares_data TEXT NOT NULL, can_withdraw TEXT NOT NULL, report TEXT NOT NULL, text TEXT,"
    " units BLOB) STRICT;"
    "CREATE TABLE document ("
    " id INTEGER PRIMARY KEY, name BLOB NOT NULL UNIQUE, path TEXT NOT NULL,"
    " platform TEXT NOT NULL, content INTEGER REFERENCES content(id), fault TEXT, message TEXT,"
    " run INTEGER NOT NULL REFERENCES run(id), present INTEGER NOT NULL,"
    " CHECK ((content IS NULL) <> (fault IS NULL))) STRICT;"
    "CREATE INDEX document_content ON document(content);"
    "CREATE TABLE finding ("
    " content INTEGER NOT NULL REFERENCES content(id) ON DELETE CASCADE, ordinal INTEGER NOT NULL,"
    " fingerprint TEXT NOT NULL, type TEXT NOT NULL, rule TEXT NOT NULL, polarity TEXT NOT NULL,"
    " language TEXT NOT NULL, source TEXT NOT NULL, severity INTEGER NOT NULL,"
    " confidence TEXT NOT NULL, reasons TEXT NOT NULL, basis TEXT NOT NULL, quote TEXT, shown TEXT,"
    " stem TEXT, number TEXT, heading TEXT, page INTEGER, last_page INTEGER, start INTEGER,"
    " \"end\" INTEGER, unit_start INTEGER, unit_end INTEGER, actor TEXT, data TEXT, recipient TEXT,"
    " purpose TEXT, hidden INTEGER, suppressed TEXT,"
    " PRIMARY KEY (content, ordinal)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX finding_type ON finding(type);"
    "CREATE TABLE reason ("
    " content INTEGER NOT NULL REFERENCES content(id) ON DELETE CASCADE, ordinal INTEGER NOT NULL,"
    " code TEXT NOT NULL, page INTEGER, rule TEXT, message TEXT NOT NULL,"
    " PRIMARY KEY (content, ordinal)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE metadata_column (ordinal INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;"
    "CREATE TABLE metadata ("
    " document INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,"
    " column INTEGER NOT NULL REFERENCES metadata_column(ordinal) ON DELETE CASCADE,"
    " value TEXT NOT NULL, PRIMARY KEY (document, column)) STRICT, WITHOUT ROWID;";

typedef enum {
    SQL_BEGIN,
    SQL_COMMIT,
    SQL_ROLLBACK,
    SQL_KNOWS,
    SQL_CONTENT,
    SQL_CONTENT_ID,
    SQL_DROP_FINDINGS,
    SQL_DROP_REASONS,
    SQL_FINDING,
    SQL_REASON,
    SQL_DOCUMENT,
    SQL_DROP_METADATA,
    SQL_METADATA,
    SQL_COUNT
} Sql;

static const char *const sqls[SQL_COUNT] = {
    [SQL_BEGIN] = "BEGIN",
    [SQL_COMMIT] = "COMMIT",
    [SQL_ROLLBACK] = "ROLLBACK",
    [SQL_KNOWS] = "SELECT status, text IS NOT NULL FROM content WHERE sha256 = ?1 AND key = ?2",
    [SQL_CONTENT] =
        "INSERT INTO content (sha256, run, key, bytes, status, format, encoding, kind, loan, title,"
        " law, law_from, pages, characters, severity, level, takes_contacts, contacts_others,"
        " shares_data, can_withdraw, report, text, units)"
        " VALUES "
        "(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22,?23)"
        " ON CONFLICT (sha256) DO UPDATE SET run = ?2, key = ?3, bytes = ?4, status = ?5,"
        " format = ?6, encoding = ?7, kind = ?8, loan = ?9, title = ?10, law = ?11, law_from = ?12,"
        " pages = ?13, characters = ?14, severity = ?15, level = ?16, takes_contacts = ?17,"
        " contacts_others = ?18, shares_data = ?19, can_withdraw = ?20, report = ?21, text = ?22,"
        " units = ?23",
    [SQL_CONTENT_ID] = "SELECT id FROM content WHERE sha256 = ?1",
    [SQL_DROP_FINDINGS] = "DELETE FROM finding WHERE content = ?1",
    [SQL_DROP_REASONS] = "DELETE FROM reason WHERE content = ?1",
    [SQL_FINDING] = "INSERT INTO finding VALUES "
                    "(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,"
                    "?19,?20,?21,?22,?23,?24,?25,?26,?27,?28,?29)",
    [SQL_REASON] = "INSERT INTO reason VALUES (?1,?2,?3,?4,?5,?6)",
    [SQL_DOCUMENT] =
        "INSERT INTO document (name, path, platform, content, fault, message, run, present)"
        " VALUES (?1,?2,?3,?4,?5,?6,?7,1) ON CONFLICT (name) DO UPDATE SET platform = ?3,"
        " content = ?4, fault = ?5, message = ?6, run = ?7, present = 1 RETURNING id",
    [SQL_DROP_METADATA] = "DELETE FROM metadata WHERE document = ?1",
    [SQL_METADATA] = "INSERT INTO metadata VALUES (?1,?2,?3)",
};

struct Store {
    sqlite3 *db;
    char *file;
    sqlite3_stmt *prepared[SQL_COUNT];
    int64_t run;
    char *key;
    bool keep_text;
};

static bool refuse(const Store *store, GError **error, const char *why)
{
    g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "%s: %s", store->file, why);
    return false;
}

static bool failed(const Store *store, GError **error)
{
    int code = sqlite3_errcode(store->db) & 0xff;
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
        return refuse(store, error, "another loanlens is working on it");
    if (code == SQLITE_NOTADB)
        return refuse(store, error, "is not a store of loanlens");
    return refuse(store, error, sqlite3_errmsg(store->db));
}

static bool execute(const Store *store, const char *sql, GError **error)
{
    return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK || failed(store, error);
}

static sqlite3_stmt *prepare(Store *store, Sql which, GError **error)
{
    sqlite3_stmt **one = &store->prepared[which];
    if (!*one && sqlite3_prepare_v3(store->db, sqls[which], -1, SQLITE_PREPARE_PERSISTENT, one,
                                    NULL) != SQLITE_OK) {
        failed(store, error);
        return NULL;
    }
    sqlite3_reset(*one);
    sqlite3_clear_bindings(*one);
    return *one;
}

// Runs a statement that may return a row, whose first column is put into `id`.
static bool step(const Store *store, sqlite3_stmt *statement, int64_t *id, GError **error)
{
    int rc = sqlite3_step(statement);
    if (rc == SQLITE_ROW && id)
        *id = sqlite3_column_int64(statement, 0);
    while (rc == SQLITE_ROW)
        rc = sqlite3_step(statement);
    bool fine = rc == SQLITE_DONE || failed(store, error);
    sqlite3_reset(statement);
    return fine;
}

static bool simple(Store *store, Sql which, GError **error)
{
    sqlite3_stmt *statement = prepare(store, which, error);
    return statement && step(store, statement, NULL, error);
}

// Binds the next parameter; NULL stays NULL.
typedef struct {
    sqlite3_stmt *statement;
    int at;
} Binder;

static void bind_text(Binder *to, const char *text)
{
    sqlite3_bind_text(to->statement, ++to->at, text, -1, SQLITE_STATIC);
}

static void bind_number(Binder *to, int64_t number)
{
    sqlite3_bind_int64(to->statement, ++to->at, number);
}

static void bind_blob(Binder *to, const void *data, size_t len)
{
    sqlite3_bind_blob64(to->statement, ++to->at, data, len, SQLITE_STATIC);
}

static void bind_positive(Binder *to, int64_t number)
{
    if (number > 0)
        bind_number(to, number);
    else
        to->at++;
}

static void bind_words(Binder *to, const GPtrArray *words)
{
    g_autoptr(GString) line = g_string_new(NULL);
    for (guint i = 0; i < words->len; i++)
        g_string_append_printf(line, "%s%s", i ? " " : "", (const char *)words->pdata[i]);
    sqlite3_bind_text(to->statement, ++to->at, line->str, -1, SQLITE_TRANSIENT);
}

// --- opening and closing ---

static bool ask_number(const Store *store, const char *sql, int64_t *number, GError **error)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) != SQLITE_OK)
        return failed(store, error);
    bool fine = step(store, statement, number, error);
    sqlite3_finalize(statement);
    return fine;
}

// A new file gets the schema; an old one must be ours and not of a later version. Later versions of
// the schema are reached from each earlier one here.
static bool migrate(const Store *store, GError **error)
{
    int64_t application = 0, version = 0, tables = 0;
    if (!ask_number(store, "PRAGMA application_id", &application, error) ||
        !ask_number(store, "PRAGMA user_version", &version, error) ||
        !ask_number(store, "SELECT count(*) FROM sqlite_schema", &tables, error))
        return false;
    if (tables > 0 && application != APPLICATION)
        return refuse(store, error, "is not a store of loanlens");
    if (version > STORE_VERSION)
        return refuse(store, error, "was made by a later version of loanlens");
    if (version == STORE_VERSION)
        return true;
    g_autofree char *marks = g_strdup_printf(
        "PRAGMA application_id = %d; PRAGMA user_version = %d; COMMIT", APPLICATION, STORE_VERSION);
    return execute(store, "BEGIN", error) && execute(store, schema, error) &&
           execute(store, marks, error);
}

// The exclusive mode comes first: with it the journal needs no shared memory. The text of documents
// is nobody else's business.
static bool set_up(const Store *store, GError **error)
{
    chmod(store->file, 0600);
    sqlite3_extended_result_codes(store->db, 1);
    sqlite3_busy_timeout(store->db, 0);
    return execute(store, "PRAGMA locking_mode = EXCLUSIVE", error) &&
           execute(store, "PRAGMA journal_mode = WAL", error) &&
           execute(store, "PRAGMA synchronous = NORMAL", error) &&
           execute(store, "PRAGMA foreign_keys = ON", error) &&
           execute(store, "BEGIN IMMEDIATE; COMMIT", error) && migrate(store, error);
}

static Store *open_file(const char *folder, int flags, GError **error)
{
    g_autoptr(Store) store = g_new0(Store, 1);
    store->file = g_build_filename(folder, "audit.sqlite", NULL);
    if (sqlite3_open_v2(store->file, &store->db, flags, NULL) != SQLITE_OK) {
        failed(store, error);
        return NULL;
    }
    return set_up(store, error) ? g_steal_pointer(&store) : NULL;
}

Store *store_open(const char *folder, GError **error)
{
    return open_file(folder, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error);
}

Store *store_open_old(const char *folder, GError **error)
{
    if (!store_is_in(folder)) {
        g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "%s: no audit here (audit.sqlite is missing)",
                    folder);
        return NULL;
    }
    return open_file(folder, SQLITE_OPEN_READWRITE, error);
}

void store_drop(Store *store)
{
    if (!store)
        return;
    for (unsigned i = 0; i < SQL_COUNT; i++)
        sqlite3_finalize(store->prepared[i]);
    sqlite3_close(store->db);
    g_free(store->file);
    g_free(store->key);
    g_free(store);
}

bool store_close(Store *store, GError **error)
{
    for (unsigned i = 0; i < SQL_COUNT; i++)
        g_clear_pointer(&store->prepared[i], sqlite3_finalize);
    bool fine = execute(store, "PRAGMA wal_checkpoint(TRUNCATE)", error) &&
                execute(store, "PRAGMA journal_mode = DELETE", error);
    store_drop(store);
    return fine;
}

bool store_is_in(const char *folder)
{
    g_autofree char *file = g_build_filename(folder, "audit.sqlite", NULL);
    gsize len = 0;
    FILE *in = fopen(file, "rbe");
    if (!in)
        return false;
    unsigned char bytes[72] = {0};
    len = fread(bytes, 1, sizeof(bytes), in);
    fclose(in);
    // A run killed at its very beginning leaves an empty file, or a mark that is still in a
    // journal; store_open() looks closer.
    g_autofree char *wal = g_strconcat(file, "-wal", NULL);
    g_autofree char *journal = g_strconcat(file, "-journal", NULL);
    if (len == 0 || g_file_test(wal, G_FILE_TEST_EXISTS) ||
        g_file_test(journal, G_FILE_TEST_EXISTS))
        return true;
    int application = bytes[68] << 24 | bytes[69] << 16 | bytes[70] << 8 | bytes[71];
    return len == sizeof(bytes) && memcmp(bytes, "SQLite format 3", 16) == 0 &&
           application == APPLICATION;
}

// --- runs ---

static char *now(void)
{
    g_autoptr(GDateTime) time = g_date_time_new_now_utc();
    return g_date_time_format(time, "%Y-%m-%dT%H:%M:%SZ");
}

static bool insert_run(Store *store, const StoreRun *run, GError **error)
{
    sqlite3_stmt *statement = NULL;
    g_autofree char *started = now();
    if (sqlite3_prepare_v2(store->db,
                           "INSERT INTO run (started, tool, pack_sha256, packs, poppler, pcre2,"
                           " jit, key, options, sandbox, shard, roots, law_checked, jobs)"
                           " VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14)",
                           -1, &statement, NULL) != SQLITE_OK)
        return failed(store, error);
    Binder to = {statement, 0};
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
    bool fine = step(store, statement, NULL, error);
    sqlite3_finalize(statement);
    store->run = sqlite3_last_insert_rowid(store->db);
    return fine;
}

static bool insert_columns(Store *store, const GPtrArray *metadata, GError **error)
{
    if (!execute(store, "DELETE FROM metadata; DELETE FROM metadata_column", error))
        return false;
    for (guint i = 0; metadata && i < metadata->len; i++) {
        sqlite3_stmt *statement = NULL;
        if (sqlite3_prepare_v2(store->db, "INSERT INTO metadata_column VALUES (?1, ?2)", -1,
                               &statement, NULL) != SQLITE_OK)
            return failed(store, error);
        Binder to = {statement, 0};
        bind_number(&to, i + 1);
        bind_text(&to, metadata->pdata[i]);
        bool fine = step(store, statement, NULL, error);
        sqlite3_finalize(statement);
        if (!fine)
            return false;
    }
    return true;
}

static bool finish(Store *store, bool fine, GError **error)
{
    if (fine && simple(store, SQL_COMMIT, error))
        return true;
    if (!sqlite3_get_autocommit(store->db))
        simple(store, SQL_ROLLBACK, NULL);
    return false;
}

bool store_begin(Store *store, const StoreRun *run, const GPtrArray *metadata, GError **error)
{
    g_free(store->key);
    store->key = g_strdup(run->key);
    store->keep_text = run->keep_text;
    if (!simple(store, SQL_BEGIN, error))
        return false;
    bool fine =
        insert_run(store, run, error) && insert_columns(store, metadata, error) &&
        execute(store, "UPDATE document SET present = 0 WHERE present", error) &&
        (run->keep_text ||
         execute(store, "UPDATE content SET text = NULL, units = NULL WHERE text NOT NULL", error));
    return finish(store, fine, error);
}

static bool count(Store *store, StoreCounts *counts, GError **error)
{
    int64_t inputs = 0, complete = 0, partial = 0, findings = 0;
    bool fine =
        ask_number(store, "SELECT count(*) FROM document WHERE present", &inputs, error) &&
        ask_number(store,
                   "SELECT count(*) FROM document JOIN content ON content.id = document.content"
                   " WHERE present AND status = 'complete'",
                   &complete, error) &&
        ask_number(store,
                   "SELECT count(*) FROM document JOIN content ON content.id = document.content"
                   " WHERE present AND status = 'partial'",
                   &partial, error) &&
        ask_number(store,
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
    return execute(store, sql, error);
}

// --- documents ---

Known store_knows(Store *store, const char *sha256)
{
    sqlite3_stmt *statement = prepare(store, SQL_KNOWS, NULL);
    if (!statement)
        return KNOWN_NOT;
    Binder to = {statement, 0};
    bind_text(&to, sha256);
    bind_text(&to, store->key);
    Known known = KNOWN_NOT;
    if (sqlite3_step(statement) == SQLITE_ROW) {
        const char *status = (const char *)sqlite3_column_text(statement, 0);
        if (status_named(status) == STATUS_NOT_ANALYSED)
            known = KNOWN_FAILED;
        else if (sqlite3_column_int(statement, 1) || !store->keep_text)
            known = KNOWN_WELL;
    }
    sqlite3_reset(statement);
    return known;
}

static bool put_metadata(Store *store, int64_t id, const StoreDocument *document, GError **error)
{
    sqlite3_stmt *statement = prepare(store, SQL_DROP_METADATA, error);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, id);
    if (!step(store, statement, NULL, error))
        return false;
    for (int i = 0; document->metadata && document->metadata[i]; i++) {
        if (!document->metadata[i][0])
            continue;
        Binder to = {prepare(store, SQL_METADATA, error), 0};
        if (!to.statement)
            return false;
        bind_number(&to, id);
        bind_number(&to, i + 1);
        bind_text(&to, document->metadata[i]);
        if (!step(store, to.statement, NULL, error))
            return false;
    }
    return true;
}

// `content` 0: none, then the fault says why.
static bool put_document(Store *store, const StoreDocument *document, int64_t content,
                         const char *fault, const char *message, GError **error)
{
    int64_t id = 0;
    g_autofree char *path = g_utf8_make_valid(document->name, -1);
    Binder to = {prepare(store, SQL_DOCUMENT, error), 0};
    if (!to.statement)
        return false;
    bind_blob(&to, document->name, strlen(document->name));
    bind_text(&to, path);
    bind_text(&to, document->platform);
    bind_positive(&to, content);
    bind_text(&to, fault);
    bind_text(&to, message);
    bind_number(&to, store->run);
    return step(store, to.statement, &id, error) && put_metadata(store, id, document, error);
}

static bool content_id(Store *store, const char *sha256, int64_t *id, GError **error)
{
    Binder to = {prepare(store, SQL_CONTENT_ID, error), 0};
    if (!to.statement)
        return false;
    bind_text(&to, sha256);
    return step(store, to.statement, id, error) &&
           (*id > 0 || refuse(store, error, "a content is missing"));
}

static void bind_info(Binder *to, const DocumentInfo *info)
{
    bind_number(to, (int64_t)info->bytes);
    bind_text(to, status_name(info->status));
    bind_text(to, info->format);
    bind_text(to, info->encoding);
    bind_text(to, info->kind);
    bind_number(to, info->loan);
    bind_text(to, info->title);
    bind_text(to, law_name(info->law));
    bind_text(to, info->law_from);
    bind_number(to, info->pages);
    bind_number(to, info->characters);
}

static bool put_content(Store *store, const Report *report, const char *json, GBytes *units,
                        GError **error)
{
    Binder to = {prepare(store, SQL_CONTENT, error), 0};
    if (!to.statement)
        return false;
    bind_text(&to, report->document.sha256);
    bind_number(&to, store->run);
    bind_text(&to, store->key);
    bind_info(&to, &report->document);
    bind_number(&to, report->severity);
    bind_text(&to, level_name(report->level));
    for (unsigned i = 0; i < QUESTION_COUNT; i++)
        bind_text(&to, answer_name(report->answers[i]));
    bind_text(&to, json);
    bind_text(&to, store->keep_text ? report->text : NULL);
    size_t len = 0;
    const void *data = units && store->keep_text ? g_bytes_get_data(units, &len) : NULL;
    if (data)
        bind_blob(&to, data, len);
    return step(store, to.statement, NULL, error);
}

static void bind_place(Binder *to, const Finding *finding)
{
    bind_text(to, finding->quote);
    bind_text(to, finding->shown);
    bind_text(to, finding->stem_quote);
    bind_text(to, finding->unit_number);
    bind_text(to, finding->unit_heading);
    bind_positive(to, finding->page);
    bind_positive(to, finding->last_page);
    bind_number(to, finding->range.start);
    bind_number(to, finding->range.end);
    bind_number(to, finding->unit.start);
    bind_number(to, finding->unit.end);
    for (unsigned i = 0; i < SLOT_COUNT; i++)
        bind_text(to, finding->slots[i]);
    if (finding->prominence.known)
        bind_number(to, finding->prominence.hidden);
    else
        to->at++;
}

enum { PLACE_COLUMNS = 16 };

static bool put_finding(Store *store, int64_t content, guint ordinal, const Finding *finding,
                        GError **error)
{
    Binder to = {prepare(store, SQL_FINDING, error), 0};
    if (!to.statement)
        return false;
    bind_number(&to, content);
    bind_number(&to, ordinal);
    bind_text(&to, finding->fingerprint);
    bind_text(&to, finding->type);
    bind_text(&to, finding->rule);
    bind_text(&to, polarity_name(finding->polarity));
    bind_text(&to, finding->language);
    bind_text(&to, source_name(finding->source));
    bind_number(&to, finding->severity);
    bind_text(&to, confidence_name(finding->confidence));
    bind_words(&to, finding->reasons);
    bind_words(&to, finding->basis);
    if (finding->placed)
        bind_place(&to, finding);
    else
        to.at += PLACE_COLUMNS;
    bind_text(&to, finding->suppressed_reason);
    return step(store, to.statement, NULL, error);
}

static bool put_reason(Store *store, int64_t content, guint ordinal, const Reason *reason,
                       GError **error)
{
    Binder to = {prepare(store, SQL_REASON, error), 0};
    if (!to.statement)
        return false;
    bind_number(&to, content);
    bind_number(&to, ordinal);
    bind_text(&to, fault_name(reason->code));
    bind_positive(&to, reason->page);
    bind_text(&to, reason->rule);
    bind_text(&to, reason->message);
    return step(store, to.statement, NULL, error);
}

static bool drop_rows(Store *store, Sql which, int64_t content, GError **error)
{
    sqlite3_stmt *statement = prepare(store, which, error);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, content);
    return step(store, statement, NULL, error);
}

static bool put_rows(Store *store, int64_t content, const Report *report, GError **error)
{
    bool fine = drop_rows(store, SQL_DROP_FINDINGS, content, error) &&
                drop_rows(store, SQL_DROP_REASONS, content, error);
    for (guint i = 0; fine && i < report->findings->len; i++)
        fine = put_finding(store, content, i + 1, report->findings->pdata[i], error);
    for (guint i = 0; fine && i < report->document.reasons->len; i++)
        fine = put_reason(store, content, i + 1, report->document.reasons->pdata[i], error);
    return fine;
}

bool store_put(Store *store, const Report *report, const Pack *pack,
               const StoreDocument *const *documents, size_t how_many, GError **error)
{
    g_autofree char *json = report_to_json(report, pack);
    g_autoptr(GBytes) units = answer_pack_units(report->units);
    int64_t content = 0;
    if (!simple(store, SQL_BEGIN, error))
        return false;
    bool fine = put_content(store, report, json, units, error) &&
                content_id(store, report->document.sha256, &content, error) &&
                put_rows(store, content, report, error);
    for (size_t i = 0; fine && i < how_many; i++)
        fine = put_document(store, documents[i], content, NULL, NULL, error);
    return finish(store, fine, error);
}

bool store_put_known(Store *store, const StoreDocument *document, const char *sha256,
                     GError **error)
{
    int64_t content = 0;
    if (!simple(store, SQL_BEGIN, error))
        return false;
    bool fine = content_id(store, sha256, &content, error) &&
                put_document(store, document, content, NULL, NULL, error);
    return finish(store, fine, error);
}

bool store_put_unread(Store *store, const StoreDocument *document, const Report *report,
                      GError **error)
{
    const Reason *reason = report->document.reasons->pdata[0];
    if (!simple(store, SQL_BEGIN, error))
        return false;
    bool fine = put_document(store, document, 0, fault_name(reason->code), reason->message, error);
    return finish(store, fine, error);
}

// --- reading ---

GPtrArray *store_metadata(Store *store)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(store->db, "SELECT name FROM metadata_column ORDER BY ordinal", -1,
                           &statement, NULL) == SQLITE_OK)
        while (sqlite3_step(statement) == SQLITE_ROW)
            g_ptr_array_add(names, g_strdup((const char *)sqlite3_column_text(statement, 0)));
    sqlite3_finalize(statement);
    return names;
}

static const char *column(sqlite3_stmt *statement, int i)
{
    return (const char *)sqlite3_column_text(statement, i);
}

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
            values[at] = g_strdup(column(statement, 1));
        }
    }
}

static bool give(sqlite3_stmt *rows, char **metadata,
                 bool (*each)(const StoreRow *, void *, GError **), void *data, GError **error)
{
    const void *units = sqlite3_column_blob(rows, 8);
    g_autoptr(GBytes) bytes =
        units ? g_bytes_new(units, (size_t)sqlite3_column_bytes(rows, 8)) : NULL;
    StoreRow row = {.path = column(rows, 1),
                    .platform = column(rows, 2),
                    .fault = column(rows, 3),
                    .message = column(rows, 4),
                    .sha256 = column(rows, 5),
                    .report = column(rows, 6),
                    .text = column(rows, 7),
                    .units = bytes,
                    .metadata = metadata};
    return each(&row, data, error);
}

bool store_each(Store *store, bool texts,
                bool (*each)(const StoreRow *row, void *data, GError **error), void *data,
                GError **error)
{
    g_autoptr(GPtrArray) names = store_metadata(store);
    g_auto(GStrv) metadata = g_new0(char *, names->len + 1);
    sqlite3_stmt *rows = NULL, *values = NULL;
    g_autofree char *sql = g_strdup_printf(
        "SELECT document.id, path, platform, fault, message, sha256, report, %s FROM document"
        " LEFT JOIN content ON content.id = document.content WHERE present ORDER BY name",
        texts ? "text, units" : "NULL, NULL");
    if (sqlite3_prepare_v2(store->db, sql, -1, &rows, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(store->db, "SELECT column, value FROM metadata WHERE document = ?1", -1,
                           &values, NULL) != SQLITE_OK) {
        sqlite3_finalize(rows);
        return failed(store, error);
    }
    int rc;
    bool fine = true;
    while (fine && (rc = sqlite3_step(rows)) == SQLITE_ROW) {
        fetch_metadata(values, sqlite3_column_int64(rows, 0), metadata, names->len);
        fine = give(rows, metadata, each, data, error);
    }
    if (fine && rc != SQLITE_DONE)
        fine = failed(store, error);
    sqlite3_finalize(rows);
    sqlite3_finalize(values);
    return fine;
}

static char *ask_text(const Store *store, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    char *text = NULL;
    if (sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        text = g_strdup(column(statement, 0));
    sqlite3_finalize(statement);
    return text;
}

char *store_last_pack(Store *store)
{
    return ask_text(store, "SELECT pack_sha256 FROM run ORDER BY id DESC LIMIT 1");
}

static bool set_platform(const Store *store, int64_t id, const char *platform, GError **error)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(store->db, "UPDATE document SET platform = ?2 WHERE id = ?1", -1,
                           &statement, NULL) != SQLITE_OK)
        return failed(store, error);
    Binder to = {statement, 0};
    bind_number(&to, id);
    bind_text(&to, platform);
    bool fine = step(store, statement, NULL, error);
    sqlite3_finalize(statement);
    return fine;
}

static bool set_values(Store *store, const StoreMetadata *metadata, GError **error)
{
    sqlite3_stmt *rows = NULL;
    if (sqlite3_prepare_v2(store->db, "SELECT id, name FROM document WHERE present", -1, &rows,
                           NULL) != SQLITE_OK)
        return failed(store, error);
    bool fine = true;
    while (fine && sqlite3_step(rows) == SQLITE_ROW) {
        int64_t id = sqlite3_column_int64(rows, 0);
        g_autofree char *name =
            g_strndup(sqlite3_column_blob(rows, 1), (gsize)sqlite3_column_bytes(rows, 1));
        const char *platform = metadata->platform(name, metadata->data);
        StoreDocument document = {name, platform, metadata->values(name, metadata->data)};
        fine = put_metadata(store, id, &document, error) &&
               (!platform || set_platform(store, id, platform, error));
    }
    sqlite3_finalize(rows);
    return fine;
}

bool store_set_metadata(Store *store, const StoreMetadata *metadata, GError **error)
{
    if (!simple(store, SQL_BEGIN, error))
        return false;
    bool fine =
        insert_columns(store, metadata->columns, error) && set_values(store, metadata, error);
    return finish(store, fine, error);
}

// --- merging ---

// The columns of a table but the first `skip`, each with `prefix`, joined.
static char *columns_of(const Store *store, const char *table, int skip, const char *prefix)
{
    g_autofree char *sql = g_strdup_printf("SELECT name FROM pragma_table_info('%s')"
                                           " WHERE cid >= %d ORDER BY cid",
                                           table, skip);
    GString *list = g_string_new(NULL);
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) == SQLITE_OK)
        while (sqlite3_step(statement) == SQLITE_ROW)
            g_string_append_printf(list, "%s%s\"%s\"", list->len ? ", " : "", prefix,
                                   column(statement, 0));
    sqlite3_finalize(statement);
    return g_string_free(list, FALSE);
}

static bool merge_run(Store *store, bool mixed, GError **error)
{
    static const char last[] = "SELECT key FROM %srun ORDER BY id DESC LIMIT 1";
    g_autofree char *ours_sql = g_strdup_printf(last, "main.");
    g_autofree char *theirs_sql = g_strdup_printf(last, "other.");
    g_autofree char *ours = ask_text(store, ours_sql), *theirs = ask_text(store, theirs_sql);
    if (!theirs)
        return refuse(store, error, "a store without a run cannot be merged");
    if (ours && strcmp(ours, theirs) != 0 && !mixed)
        return refuse(store, error,
                      "the audits were made with other rules, options or versions; --mixed merges "
                      "them all the same");
    if (ours)
        return ask_number(store, "SELECT max(id) FROM main.run", &store->run, error);
    g_autofree char *columns = columns_of(store, "run", 1, "");
    g_autofree char *sql = g_strdup_printf("INSERT INTO main.run (%s) SELECT %s FROM other.run"
                                           " ORDER BY id DESC LIMIT 1;"
                                           "UPDATE main.run SET shard = NULL",
                                           columns, columns);
    return execute(store, sql, error) &&
           ask_number(store, "SELECT max(id) FROM main.run", &store->run, error);
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
    return execute(store, sql, error);
}

// The same name may stand in two stores only for the same bytes.
static bool check_names(const Store *store, GError **error)
{
    g_autofree char *name =
        ask_text(store, "SELECT theirs.path FROM other.document AS theirs"
                        " JOIN main.document AS ours USING (name)"
                        " LEFT JOIN other.content AS a ON a.id = theirs.content"
                        " LEFT JOIN main.content AS b ON b.id = ours.content"
                        " WHERE theirs.present AND ours.present AND a.sha256 IS NOT b.sha256"
                        " ORDER BY name LIMIT 1");
    if (!name)
        return true;
    g_autofree char *why = g_strdup_printf("two different inputs are called %s", name);
    return refuse(store, error, why);
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
    return check_names(store, error) && execute(store, sql, error);
}

bool store_merge(Store *store, const char *folder, bool mixed, GError **error)
{
    // Opened for itself first: locked, migrated, and its journal folded in.
    g_autoptr(Store) other = store_open_old(folder, error);
    if (!other || !store_close(g_steal_pointer(&other), error))
        return false;
    g_autofree char *file = g_build_filename(folder, "audit.sqlite", NULL);
    char *attach = sqlite3_mprintf("ATTACH %Q AS other", file);
    bool fine = execute(store, attach, error);
    sqlite3_free(attach);
    if (!fine || !simple(store, SQL_BEGIN, error))
        return false;
    fine = merge_run(store, mixed, error) && merge_contents(store, error) &&
           merge_documents(store, error);
    fine = finish(store, fine, error);
    return execute(store, "DETACH other", fine ? error : NULL) && fine;
}
