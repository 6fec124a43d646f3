// SPDX-License-Identifier: GPL-3.0-or-later
// The loop of an audit: read, known?, analyse, put.

#include "run/audit.h"

#include <string.h>
#include <sys/stat.h>

typedef struct {
    const AuditOptions *options;
    const GPtrArray *items; // WalkItem
    Store *store;
    GHashTable *waiting; // sha256 → GArray of indices: documents with bytes that are being analysed
    Progress *progress;
    volatile sig_atomic_t stop;
    GError *error;
} Audit;

static StoreDocument document_of(const Audit *audit, size_t index)
{
    const WalkItem *item = audit->items->pdata[index];
    const Metadata *metadata = audit->options->metadata;
    const char *platform = metadata ? metadata_platform(metadata, item->name) : NULL;
    return (StoreDocument){item->name, platform ? platform : item->platform,
                           metadata ? metadata_values(metadata, item->name) : NULL};
}

static void check(Audit *audit, bool fine)
{
    if (!fine)
        audit->stop = 1;
}

// A document whose bytes another one waits for is put together with it.
static bool joins_another(Audit *audit, size_t index, const char *sha256)
{
    GArray *others = g_hash_table_lookup(audit->waiting, sha256);
    if (others) {
        g_array_append_val(others, index);
        return true;
    }
    others = g_array_new(FALSE, FALSE, sizeof(size_t));
    g_array_append_val(others, index);
    g_hash_table_insert(audit->waiting, g_strdup(sha256), others);
    return false;
}

static bool wanted(size_t index, const Input *input, void *data)
{
    Audit *audit = data;
    if (!input)
        return true;
    Known known = store_knows(audit->store, input->sha256);
    if (known == KNOWN_WELL || (known == KNOWN_FAILED && !audit->options->retry_failed)) {
        StoreDocument document = document_of(audit, index);
        check(audit, audit->error ||
                         store_put_known(audit->store, &document, input->sha256, &audit->error));
        progress_step(audit->progress, 0);
        return false;
    }
    return !joins_another(audit, index, input->sha256);
}

static bool put_content(Audit *audit, const Report *report)
{
    GArray *indices = g_hash_table_lookup(audit->waiting, report->document.sha256);
    g_autofree StoreDocument *documents = g_new(StoreDocument, indices->len);
    g_autofree const StoreDocument **pointers = g_new(const StoreDocument *, indices->len);
    for (guint i = 0; i < indices->len; i++) {
        documents[i] = document_of(audit, g_array_index(indices, size_t, i));
        pointers[i] = &documents[i];
    }
    bool fine = store_put(audit->store, report, audit->options->pack, pointers, indices->len,
                          &audit->error);
    for (guint i = 0; i < indices->len; i++)
        progress_step(audit->progress, i == 0 ? report_count(report) : 0);
    g_hash_table_remove(audit->waiting, report->document.sha256);
    return fine;
}

static bool put_unread(Audit *audit, size_t index, const Report *report)
{
    StoreDocument document = document_of(audit, index);
    progress_step(audit->progress, 0);
    return store_put_unread(audit->store, &document, report, &audit->error);
}

static void done(size_t index, Report *report, void *data)
{
    Audit *audit = data;
    if (!audit->error)
        check(audit, report->document.sha256 ? put_content(audit, report)
                                             : put_unread(audit, index, report));
    report_free(report);
}

static void tick(void *data)
{
    Audit *audit = data;
    progress_tick(audit->progress);
    if (audit->options->stop && *audit->options->stop)
        audit->stop = 1;
}

typedef struct {
    WalkItem *item;
    off_t bytes;
    guint place;
} Sized;

static int by_size(const void *a, const void *b)
{
    const Sized *one = a, *other = b;
    if (one->bytes != other->bytes)
        return one->bytes > other->bytes ? -1 : 1;
    return one->place < other->place ? -1 : 1;
}

// The largest first: one that came last would keep one worker busy and all others idle. Equal ones
// stay in their order. The items are borrowed.
static GPtrArray *largest_first(const GPtrArray *items)
{
    g_autoptr(GArray) sized = g_array_sized_new(FALSE, FALSE, sizeof(Sized), items->len);
    for (guint i = 0; i < items->len; i++) {
        WalkItem *item = items->pdata[i];
        struct stat about;
        Sized one = {item, stat(item->path, &about) == 0 ? about.st_size : 0, i};
        g_array_append_val(sized, one);
    }
    g_array_sort(sized, by_size);
    GPtrArray *ordered = g_ptr_array_sized_new(items->len);
    for (guint i = 0; i < sized->len; i++)
        g_ptr_array_add(ordered, g_array_index(sized, Sized, i).item);
    return ordered;
}

bool audit_run(Store *store, const GPtrArray *items, const AuditOptions *options, GError **error)
{
    g_autoptr(GPtrArray) ordered = largest_first(items);
    g_autoptr(GHashTable) waiting =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
    g_autoptr(Progress) progress = progress_new(items->len, options->lang);
    Audit audit = {.options = options,
                   .items = ordered,
                   .store = store,
                   .waiting = waiting,
                   .progress = progress};
    g_autofree const char **paths = g_new0(const char *, items->len + 1);
    for (guint i = 0; i < items->len; i++)
        paths[i] = ((const WalkItem *)ordered->pdata[i])->path;
    WorkerRun run = {.pack = options->pack,
                     .options = options->analyse,
                     .limits = options->limits,
                     .jobs = options->jobs,
                     .only_regular = true,
                     .any_order = true,
                     .wanted = wanted,
                     .done = done,
                     .tick = tick,
                     .stop = &audit.stop,
                     .data = &audit};
    bool fine = worker_run(paths, items->len, &run, error);
    if (audit.error && fine)
        g_propagate_error(error, audit.error);
    else
        g_clear_error(&audit.error);
    return fine && !*error;
}

static void add(GChecksum *sum, const char *word)
{
    const char *known = word ? word : "-";
    g_checksum_update(sum, (const guchar *)known, (gssize)strlen(known) + 1);
}

char *audit_key(const AuditOptions *options, const Tool *tool)
{
    const AnalyseOptions *analyse = options->analyse;
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    const char *const words[] = {tool->version,
                                 tool->pack_sha256,
                                 tool->poppler,
                                 tool->pcre2,
                                 tool->jit ? "jit" : "no jit",
                                 analyse->law == LAW_COUNT ? "-" : law_name(analyse->law),
                                 analyse->language,
                                 analyse->read.encoding,
                                 analyse->read.password,
                                 analyse->read.ocr ? "ocr" : "no ocr",
                                 analyse->redact ? "redact" : "no redact"};
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        add(sum, words[i]);
    g_autofree char *limits = g_strdup_printf(
        "%u %u %u %u %u", options->limits.seconds, options->limits.memory_mib,
        options->limits.output_mib, options->limits.input_mib, analyse->read.max_pages);
    add(sum, limits);
    return g_strdup(g_checksum_get_string(sum));
}
