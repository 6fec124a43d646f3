// SPDX-License-Identifier: GPL-3.0-or-later
// Documents stream from the store through all tables at once, in the order of their paths.

#include "run/export.h"

#include <string.h>

#include "report/history.h"
#include "report/packed.h"
#include "report/table.h"
#include "run/pages.h"
#include "run/unit_pack.h"
#include "text/fault.h"
#include "text/utf8.h"

typedef struct {
    const Table *table;
    void *state;
} Open;

typedef struct {
    const ExportOptions *options;
    TableContext context;
    GArray *open;       // Open
    GHashTable *firsts; // sha256 → path of the first document with these bytes
    Pages *pages;       // or NULL
    bool texts;         // some output needs the texts
    bool around;        // or is better with them
    History *history;   // or NULL
    Store *store;
    ExportResult *result;
} Export;

static bool is_wanted(const Export *export, const Table *table)
{
    return export->options->wanted(table->format, export->options->data);
}

static bool open_all(Export *export, GError **error)
{
    for (const Table *const *table = tables(); *table; table++) {
        if (!is_wanted(export, *table))
            continue;
        Open one = {*table, (*table)->open(&export->context, error)};
        if (!one.state)
            return false;
        g_array_append_val(export->open, one);
        export->texts = export->texts || (*table)->text || (*table)->units;
        export->around = export->around || (*table)->around;
    }
    return true;
}

static bool close_all(Export *export, GError **error)
{
    bool fine = true;
    for (guint i = 0; i < export->open->len; i++) {
        Open *one = &g_array_index(export->open, Open, i);
        if (fine)
            fine = one->table->close(one->state, error);
        else
            one->table->drop(one->state);
    }
    g_array_set_size(export->open, 0);
    return fine;
}

static void drop_all(Export *export)
{
    for (guint i = 0; i < export->open->len; i++) {
        Open *one = &g_array_index(export->open, Open, i);
        one->table->drop(one->state);
    }
    g_array_set_size(export->open, 0);
}

// The text and units of a store belong to its report, or what is told of places would lie outside
// of them. A store may come from someone else.
static bool take_rest(Report *report, const StoreRow *row)
{
    uint32_t characters = report->document.characters;
    if (row->text && utf8_length(row->text, strlen(row->text)) != characters)
        return false;
    report->text = g_strdup(row->text);
    report->units = row->units ? unit_unpack(row->units, characters) : NULL;
    return !row->units || report->units;
}

// As its worker told it, or as the store keeps it.
static Report *read_report(const StoreRow *row, const Pack *pack, GError **error)
{
    if (!row->packed)
        return report_from_json(row->report, strlen(row->report), pack, error);
    g_autoptr(Report) report = packed_read(row->packed, pack, error);
    if (!report)
        return NULL;
    g_free(report->document.sha256);
    report->document.sha256 = g_strdup(row->sha256);
    report->document.bytes = row->bytes;
    return g_steal_pointer(&report);
}

static Report *report_of(const Export *export, const StoreRow *row, GError **error)
{
    if (!row->report && !row->packed) {
        Fault fault = fault_named(row->fault ? row->fault : "");
        return report_failed(row->path, fault == FAULT_COUNT ? FAULT_UNREADABLE : fault,
                             row->message ? row->message : "");
    }
    g_autoptr(GError) cause = NULL;
    g_autoptr(Report) report = read_report(row, export->options->pack, &cause);
    if (!report) {
        g_set_error(error, FAULT_DOMAIN, FAULT_USAGE,
                    "%s: its report cannot be read with these rules (%s); give the rules the audit "
                    "was made with",
                    row->path, cause->message);
        return NULL;
    }
    g_free(report->document.path);
    report->document.path = g_strdup(row->path);
    if (!take_rest(report, row)) {
        g_set_error(error, FAULT_DOMAIN, FAULT_USAGE,
                    "%s: the store is damaged: its text or units are not those of its report",
                    row->path);
        return NULL;
    }
    const ExportOptions *options = export->options;
    if (options->suppressions)
        suppress_apply(options->suppressions, report, options->pack, options->today);
    return g_steal_pointer(&report);
}

// Where its page goes, or NULL when it has none.
static char *page_of(const Export *export, const Report *report)
{
    return export->pages ? pages_place(report) : NULL;
}

static void count_lost(ExportResult *result, const Report *report)
{
    const GPtrArray *reasons = report->document.reasons;
    if (report->document.status != STATUS_NOT_ANALYSED || !reasons->len)
        return;
    Fault why = ((const Reason *)g_ptr_array_index(reasons, 0))->code;
    if (!result->lost[why]++)
        result->lost_first[why] = g_strdup(report->document.path);
}

void export_result_clear(ExportResult *result)
{
    for (unsigned i = 0; i < FAULT_COUNT; i++)
        g_clear_pointer(&result->lost_first[i], g_free);
}

static bool each(const StoreRow *row, void *data, GError **error)
{
    Export *export = data;
    g_autoptr(Report) report = report_of(export, row, error);
    if (!report)
        return false;
    const char *sha256 = report->document.sha256;
    const char *first = sha256 ? g_hash_table_lookup(export->firsts, sha256) : NULL;
    if (sha256 && !first)
        g_hash_table_insert(export->firsts, g_strdup(sha256), g_strdup(row->path));
    g_autofree char *page = page_of(export, report);
    if (page && !first && !pages_write(export->pages, report, export->options->pack, page, error))
        return false;
    g_autoptr(Places) places = NULL;
    if (export->around && report->text && report->findings->len)
        places = places_new(report->text, strlen(report->text));
    TableRow cells = {report, row->platform, row->metadata, page, first, places};
    for (guint i = 0; i < export->open->len; i++) {
        Open *one = &g_array_index(export->open, Open, i);
        if (!one->table->add(one->state, &cells, error))
            return false;
    }
    bool analysed = report->document.status != STATUS_NOT_ANALYSED;
    count_lost(export->result, report);
    export->result->textless += analysed && !report->text && (export->texts || export->pages);
    if (export->history)
        history_add(export->history, &cells, row->id);
    int status = report_exit(report, export->options->fail_on);
    export->result->status = MAX(export->result->status, status); // 3 beats 1
    return true;
}

// --- history ---

typedef struct {
    const Export *export;
    TableRow *row;
} Loading;

static bool load_row(const StoreRow *row, void *data, GError **error)
{
    const Loading *loading = data;
    Report *report = report_of(loading->export, row, error);
    if (!report)
        return false;
    *loading->row = (TableRow){.report = report,
                               .platform = g_strdup(row->platform),
                               .metadata = g_strdupv(row->metadata),
                               .page = page_of(loading->export, report)};
    return true;
}

static bool load(int64_t id, TableRow *row, void *data, GError **error)
{
    const Export *export = data;
    Loading loading = {export, row};
    return store_one(export->store, id, load_row, &loading, error);
}

static bool each_step(const HistoryStep *step, void *data, GError **error)
{
    const Export *export = data;
    for (guint i = 0; i < export->open->len; i++) {
        Open *one = &g_array_index(export->open, Open, i);
        if (one->table->step && !one->table->step(one->state, step, error))
            return false;
    }
    return true;
}

static bool run(Export *export, GError **error)
{
    if (!open_all(export, error) ||
        !store_each(export->store, export->texts || export->around || export->pages, each, export,
                    error) ||
        (export->history &&
         !history_each(export->history, export->options->pack, load, each_step, export, error))) {
        drop_all(export);
        return false;
    }
    return close_all(export, error);
}

char *export_in_the_way(const ExportOptions *options)
{
    Export export = {.options = options};
    for (const Table *const *table = tables(); *table; table++) {
        g_autofree char *path = g_build_filename(options->folder, (*table)->file, NULL);
        if (is_wanted(&export, *table) && g_file_test(path, G_FILE_TEST_EXISTS))
            return g_steal_pointer(&path);
    }
    return NULL;
}

bool export_write(Store *store, const ExportOptions *options, ExportResult *result, GError **error)
{
    g_autoptr(GPtrArray) metadata = store_metadata(store);
    g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(Open));
    g_autoptr(GHashTable) firsts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    *result = (ExportResult){0};
    Export export = {.options = options,
                     .context = {.folder = options->folder,
                                 .pack = options->pack,
                                 .lang = options->lang,
                                 .metadata = metadata,
                                 .sample = options->sample,
                                 .seed = options->seed},
                     .open = open,
                     .firsts = firsts,
                     .store = store,
                     .result = result};
    WriteOptions writing = {.lang = options->lang};
    g_autoptr(Pages) pages =
        options->wanted("html", options->data) ? pages_new(options->folder, &writing) : NULL;
    export.pages = pages;
    export.context.pages = pages;
    g_autoptr(History) history = history_new(&export.context);
    export.history = history;
    export.context.history = history;
    if (!run(&export, error)) {
        export_result_clear(result);
        return false;
    }
    if (pages)
        pages_drop_old(pages);
    return true;
}
