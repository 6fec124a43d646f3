// SPDX-License-Identifier: GPL-3.0-or-later
// Writing: documents, contents with their findings and reasons.

#include <string.h>

#include "run/store_inside.h"
#include "text/fault.h"

static const char knows_sql[] =
    "SELECT status, text IS NOT NULL FROM content WHERE sha256 = ?1 AND key = ?2";
static const char content_sql[] =
    "INSERT INTO content (sha256, run, key, bytes, status, format, encoding, kind, loan, title,"
    " law, law_from, pages, characters, severity, level, takes_contacts, contacts_others,"
    " shares_data, can_withdraw, report, text, units)"
    " VALUES "
    "(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22,?23)"
    " ON CONFLICT (sha256) DO UPDATE SET run = ?2, key = ?3, bytes = ?4, status = ?5,"
    " format = ?6, encoding = ?7, kind = ?8, loan = ?9, title = ?10, law = ?11, law_from = ?12,"
    " pages = ?13, characters = ?14, severity = ?15, level = ?16, takes_contacts = ?17,"
    " contacts_others = ?18, shares_data = ?19, can_withdraw = ?20, report = ?21, text = ?22,"
    " units = ?23";
static const char content_id_sql[] = "SELECT id FROM content WHERE sha256 = ?1";
static const char drop_findings_sql[] = "DELETE FROM finding WHERE content = ?1";
static const char drop_reasons_sql[] = "DELETE FROM reason WHERE content = ?1";
static const char finding_sql[] = "INSERT INTO finding VALUES "
                                  "(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,"
                                  "?19,?20,?21,?22,?23,?24,?25,?26,?27,?28,?29)";
static const char reason_sql[] = "INSERT INTO reason VALUES (?1,?2,?3,?4,?5,?6)";
static const char document_sql[] =
    "INSERT INTO document (name, path, platform, content, fault, message, run, present)"
    " VALUES (?1,?2,?3,?4,?5,?6,?7,1) ON CONFLICT (name) DO UPDATE SET platform = ?3,"
    " content = ?4, fault = ?5, message = ?6, run = ?7, present = 1 RETURNING id";

Known store_knows(Store *store, const char *sha256)
{
    sqlite3_stmt *statement = sql_prepare(&store->sql, knows_sql, NULL);
    if (!statement)
        return KNOWN_NOT;
    Binder to = binder(statement);
    bind_text(&to, sha256);
    bind_text(&to, store->key);
    Known known = KNOWN_NOT;
    if (sqlite3_step(statement) == SQLITE_ROW) {
        const char *status = sql_words(statement, 0);
        if (status_named(status) == STATUS_NOT_ANALYSED)
            known = KNOWN_FAILED;
        else if (sqlite3_column_int(statement, 1) || !store->keep_text)
            known = KNOWN_WELL;
    }
    sqlite3_reset(statement);
    return known;
}

// `content` 0: none, then the fault says why.
static bool put_document(Store *store, const StoreDocument *document, int64_t content,
                         const char *fault, const char *message, GError **error)
{
    int64_t id = 0;
    g_autofree char *path = g_utf8_make_valid(document->name, -1);
    Binder to = binder(sql_prepare(&store->sql, document_sql, error));
    if (!to.statement)
        return false;
    bind_blob(&to, document->name, strlen(document->name));
    bind_text(&to, path);
    bind_text(&to, document->platform);
    bind_positive(&to, content);
    bind_text(&to, fault);
    bind_text(&to, message);
    bind_number(&to, store->run);
    return sql_step(&store->sql, to.statement, &id, error) &&
           store_put_metadata(store, id, document, error);
}

static bool content_id(Store *store, const char *sha256, int64_t *id, GError **error)
{
    Binder to = binder(sql_prepare(&store->sql, content_id_sql, error));
    if (!to.statement)
        return false;
    bind_text(&to, sha256);
    return sql_step(&store->sql, to.statement, id, error) &&
           (*id > 0 || sql_refuse(&store->sql, error, "a content is missing"));
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

static bool put_content(Store *store, const Report *report, const char *json, GError **error)
{
    Binder to = binder(sql_prepare(&store->sql, content_sql, error));
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
    GBytes *units = store->keep_text ? report->packed_units : NULL;
    const void *data = units ? g_bytes_get_data(units, &len) : NULL;
    if (data)
        bind_blob(&to, data, len);
    return sql_step(&store->sql, to.statement, NULL, error);
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
        bind_null(to, 1);
}

enum { PLACE_COLUMNS = 16 };

static bool put_finding(Store *store, int64_t content, guint ordinal, const Finding *finding,
                        GError **error)
{
    Binder to = binder(sql_prepare(&store->sql, finding_sql, error));
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
        bind_null(&to, PLACE_COLUMNS);
    bind_text(&to, finding->suppressed_reason);
    return sql_step(&store->sql, to.statement, NULL, error);
}

static bool put_reason(Store *store, int64_t content, guint ordinal, const Reason *reason,
                       GError **error)
{
    Binder to = binder(sql_prepare(&store->sql, reason_sql, error));
    if (!to.statement)
        return false;
    bind_number(&to, content);
    bind_number(&to, ordinal);
    bind_text(&to, fault_name(reason->code));
    bind_positive(&to, reason->page);
    bind_text(&to, reason->rule);
    bind_text(&to, reason->message);
    return sql_step(&store->sql, to.statement, NULL, error);
}

static bool drop_rows(Store *store, const char *which, int64_t content, GError **error)
{
    sqlite3_stmt *statement = sql_prepare(&store->sql, which, error);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, content);
    return sql_step(&store->sql, statement, NULL, error);
}

static bool put_rows(Store *store, int64_t content, const Report *report, GError **error)
{
    bool fine = drop_rows(store, drop_findings_sql, content, error) &&
                drop_rows(store, drop_reasons_sql, content, error);
    for (guint i = 0; fine && i < report->findings->len; i++)
        fine = put_finding(store, content, i + 1, report->findings->pdata[i], error);
    for (guint i = 0; fine && i < report->document.reasons->len; i++)
        fine = put_reason(store, content, i + 1, report->document.reasons->pdata[i], error);
    return fine;
}

// Bytes of a packed report, above which its JSON and the rows made of it would take gigabytes. That
// of a thousand dense pages is 6 MB.
enum { PACKED_MOST = 96 << 20 };

static bool is_too_long(const Report *report)
{
    return report->packed && g_bytes_get_size(report->packed) > PACKED_MOST;
}

// Whether it fits into a row: what stands in the other columns is part of what the worker sent.
static bool fits(const Store *store, const Report *report, const char *json)
{
    GBytes *const rest[] = {report->packed, report->packed_units};
    size_t size = strlen(json) + (report->text ? strlen(report->text) : 0);
    for (size_t i = 0; i < G_N_ELEMENTS(rest); i++)
        size += rest[i] ? g_bytes_get_size(rest[i]) : 0;
    return size < (size_t)sqlite3_limit(store->sql.db, SQLITE_LIMIT_LENGTH, -1);
}

// What is put instead of a report that does not.
static Report *too_large(const Report *report)
{
    Report *failed = report_failed(report->document.path, FAULT_TOO_LARGE,
                                   "the report is longer than the store can hold");
    failed->document.sha256 = g_strdup(report->document.sha256);
    failed->document.bytes = report->document.bytes;
    return failed;
}

bool store_put(Store *store, const Report *report, const Pack *pack,
               const StoreDocument *const *documents, size_t how_many, GError **error)
{
    g_autofree char *json = is_too_long(report) ? NULL : report_to_json(report, pack);
    int64_t content = 0;
    if (!json || (report->packed && !fits(store, report, json))) {
        g_autoptr(Report) failed = too_large(report);
        return store_put(store, failed, pack, documents, how_many, error);
    }
    if (!sql_begin(&store->sql, error))
        return false;
    bool fine = put_content(store, report, json, error) &&
                content_id(store, report->document.sha256, &content, error) &&
                put_rows(store, content, report, error);
    for (size_t i = 0; fine && i < how_many; i++)
        fine = put_document(store, documents[i], content, NULL, NULL, error);
    if (!sql_finish(&store->sql, fine, error))
        return false;
    if (store->spool && report->packed)
        spool_put(store->spool, content, report->packed);
    return true;
}

bool store_put_known(Store *store, const StoreDocument *document, const char *sha256,
                     GError **error)
{
    int64_t content = 0;
    if (!sql_begin(&store->sql, error))
        return false;
    bool fine = content_id(store, sha256, &content, error) &&
                put_document(store, document, content, NULL, NULL, error);
    return sql_finish(&store->sql, fine, error);
}

bool store_put_unread(Store *store, const StoreDocument *document, const Report *report,
                      GError **error)
{
    const Reason *reason = report->document.reasons->pdata[0];
    if (!sql_begin(&store->sql, error))
        return false;
    bool fine = put_document(store, document, 0, fault_name(reason->code), reason->message, error);
    return sql_finish(&store->sql, fine, error);
}
