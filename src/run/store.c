// SPDX-License-Identifier: GPL-3.0-or-later
// The file itself: its schema, how it is opened and closed.

#include "run/store.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run/store_inside.h"
#include "text/fault.h"

enum { APPLICATION = 0x4c4f414e }; // "LOAN"

// Of 4 KiB. Each time the journal is folded in, workers that are done wait for the disk.
#define JOURNAL_PAGES "8192"

// The order is that of docs/codebook.md.
static const char first[] =
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

// Units are packed in another way: what is known is analysed again when its turn comes.
static const char second[] = "UPDATE content SET units = NULL, key = '';";

// What leads from each version to the next; a new file goes all the way.
static const char *const steps[STORE_VERSION] = {first, second};

// An old file must be ours, and not of a later version.
static bool check_ours(Store *store, int64_t *version, GError **error)
{
    int64_t application = 0, tables = 0;
    if (!sql_number(&store->sql, "PRAGMA application_id", &application, error) ||
        !sql_number(&store->sql, "PRAGMA user_version", version, error) ||
        !sql_number(&store->sql, "SELECT count(*) FROM sqlite_schema", &tables, error))
        return false;
    if (tables > 0 && application != APPLICATION)
        return sql_refuse(&store->sql, error, "is not a store of loanlens");
    if (*version < 0 || *version > STORE_VERSION)
        return sql_refuse(&store->sql, error, "was made by a later version of loanlens");
    return true;
}

static bool migrate(Store *store, GError **error)
{
    int64_t version = 0;
    if (!check_ours(store, &version, error))
        return false;
    if (version == STORE_VERSION)
        return true;
    g_autofree char *marks = g_strdup_printf("PRAGMA application_id = %d; PRAGMA user_version = %d",
                                             APPLICATION, STORE_VERSION);
    bool fine = sql_begin(&store->sql, error);
    for (; fine && version < STORE_VERSION; version++)
        fine = sql_run(&store->sql, steps[version], error);
    return sql_finish(&store->sql, fine && sql_run(&store->sql, marks, error), error);
}

// A new file bears our mark from its first commit on: a run killed after it leaves a store of ours.
// Until it holds something, nobody waits for the disk: a dozen times here, milliseconds each.
static bool mark_new(Store *store, GError **error)
{
    int64_t pages = 0;
    g_autofree char *mark =
        g_strdup_printf("PRAGMA synchronous = OFF; PRAGMA application_id = %d", APPLICATION);
    return sql_number(&store->sql, "PRAGMA page_count", &pages, error) &&
           (pages > 0 || sql_run(&store->sql, mark, error));
}

// The exclusive mode comes first: with it the journal needs no shared memory. The text of documents
// is nobody else's business.
static bool set_up(Store *store, GError **error)
{
    chmod(store->sql.file, 0600);
    sqlite3_extended_result_codes(store->sql.db, 1);
    sqlite3_busy_timeout(store->sql.db, 0);
    sql_distrust(&store->sql);
    return sql_run(&store->sql, "PRAGMA locking_mode = EXCLUSIVE", error) &&
           mark_new(store, error) && sql_run(&store->sql, "PRAGMA journal_mode = WAL", error) &&
           sql_run(&store->sql, "PRAGMA wal_autocheckpoint = " JOURNAL_PAGES, error) &&
           sql_run(&store->sql, "PRAGMA foreign_keys = ON", error) &&
           sql_run(&store->sql, "BEGIN IMMEDIATE; COMMIT", error) && migrate(store, error) &&
           sql_run(&store->sql, "PRAGMA synchronous = NORMAL", error);
}

static bool is_link(const char *folder)
{
    g_autofree char *file = g_build_filename(folder, "audit.sqlite", NULL);
    return g_file_test(file, G_FILE_TEST_IS_SYMLINK);
}

// A link may lead to the store of another audit, which would be written to. SQLite looks at the
// whole path: the folder itself may be reached by one.
static bool open_database(Store *store, const char *folder, int flags)
{
    char *place = realpath(folder, NULL);
    g_autofree char *path = g_build_filename(place ? place : folder, "audit.sqlite", NULL);
    free(place);
    return sqlite3_open_v2(path, &store->sql.db, flags | SQLITE_OPEN_NOFOLLOW, NULL) == SQLITE_OK;
}

static Store *open_file(const char *folder, int flags, GError **error)
{
    g_autoptr(Store) store = g_new0(Store, 1);
    store->sql.file = g_build_filename(folder, "audit.sqlite", NULL);
    if (is_link(folder)) {
        sql_refuse(&store->sql, error, "is a link, which results are not written through");
        return NULL;
    }
    if (!open_database(store, folder, flags)) {
        sql_failed(&store->sql, error);
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
    if (!store_is_in(folder) && !is_link(folder)) {
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
    sql_close(&store->sql);
    spool_free(store->spool);
    g_free(store->key);
    g_free(store);
}

// All is on the disk once the journal is folded in; its going changes a few bytes of one sector,
// which are old or new whenever the power fails.
bool store_close(Store *store, GError **error)
{
    sql_finalize(&store->sql);
    bool fine =
        sql_run(&store->sql, "PRAGMA wal_checkpoint(TRUNCATE)", error) &&
        sql_run(&store->sql, "PRAGMA synchronous = OFF; PRAGMA journal_mode = DELETE", error);
    store_drop(store);
    return fine;
}

// How many of the first bytes of a regular file there are; -1 for what is none, a link, or not
// readable. It lies among documents, where anything may bear its name: a pipe would be waited for.
static ssize_t read_head(const char *file, unsigned char *bytes, size_t most)
{
    int fd = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    struct stat about;
    bool regular = fd >= 0 && fstat(fd, &about) == 0 && S_ISREG(about.st_mode);
    ssize_t len = regular ? read(fd, bytes, most) : -1;
    if (fd >= 0)
        close(fd);
    return len;
}

bool store_is_in(const char *folder)
{
    g_autofree char *file = g_build_filename(folder, "audit.sqlite", NULL);
    unsigned char bytes[72] = {0};
    ssize_t len = read_head(file, bytes, sizeof(bytes));
    if (len < 0)
        return false;
    // A run killed at its very beginning leaves an empty file, or a mark that is still in a
    // journal; store_open() looks closer.
    g_autofree char *wal = g_strconcat(file, "-wal", NULL);
    g_autofree char *journal = g_strconcat(file, "-journal", NULL);
    if (len == 0 || g_file_test(wal, G_FILE_TEST_EXISTS) ||
        g_file_test(journal, G_FILE_TEST_EXISTS))
        return true;
    int application = bytes[68] << 24 | bytes[69] << 16 | bytes[70] << 8 | bytes[71];
    return (size_t)len == sizeof(bytes) && memcmp(bytes, "SQLite format 3", 16) == 0 &&
           application == APPLICATION;
}
