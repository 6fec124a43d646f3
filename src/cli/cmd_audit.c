// SPDX-License-Identifier: GPL-3.0-or-later
// audit: a whole corpus, into a store and from there into tables and pages.

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/data.h"
#include "cli/files.h"
#include "cli/results.h"
#include "run/audit.h"
#include "run/sandbox.h"
#include "text/fault.h"

static volatile sig_atomic_t stopped, writing;

// Tables that are begun are finished: nobody waits for that without a word.
static void stop(int number)
{
    static const char words[] =
        "loanlens: all is analysed; the tables are being written. Once more ends it at once\n";
    stopped = 1;
    ssize_t written = writing ? write(STDERR_FILENO, words, sizeof words - 1) : 0;
    (void)written;
}

// The first of these signals ends the run in order; the second one ends it at once.
static void catch_signals(void)
{
    struct sigaction action = {.sa_handler = stop, .sa_flags = SA_RESETHAND};
    const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++)
        sigaction(numbers[i], &action, NULL);
}

static bool check_options(const Options *options, GError **error)
{
    const char *why = NULL, *what = "";
    if (!options->output)
        why = "audit: name a folder for the results: -o DIR";
    else if (options->count == 0 && !options->files_from)
        why = "audit: no folder or file given (try: loanlens audit --help)";
    for (size_t i = 0; i < options->count && !why; i++) {
        what = options->words[i];
        if (strstr(what, "://"))
            why = ": is an address, and loanlens never uses the network";
        else if (strcmp(what, "-") == 0)
            why = ": standard input is no document here; --files-from - reads a list of paths";
        else if (files_same(what, options->output))
            why = ": is the folder of the results, too; give another one";
        else if (store_is_in(what))
            why = ": holds the results of an audit; name the folder of the documents";
    }
    if (why)
        g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "%s%s", what, why);
    return !why;
}

static GPtrArray *collect(const Options *options, GError **error)
{
    WalkOptions walk = {.roots = (const char *const *)options->words,
                        .count = options->count,
                        .files_from = options->files_from,
                        .include = options->include,
                        .exclude = options->exclude,
                        .leave_out = options->output,
                        .shard = options->shard,
                        .shards = options->shards};
    g_autoptr(GPtrArray) results = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) outside = g_ptr_array_new_with_free_func(g_free);
    walk.results = results;
    walk.outside = outside;
    GPtrArray *items = walk_collect(&walk, error);
    for (guint i = 0; items && i < results->len; i++)
        complain("%s: holds the results of an audit, and is left out",
                 (const char *)g_ptr_array_index(results, i));
    if (items && outside->len)
        complain("%s: a link out of the folder, which is followed (links like it: %u); --exclude "
                 "leaves files out",
                 (const char *)g_ptr_array_index(outside, 0), outside->len);
    return items;
}

static char *describe(const Options *options)
{
    GString *line = g_string_new(NULL);
    g_string_append_printf(line,
                           "law=%s language=%s encoding=%s ocr=%d redact=%d timeout=%u"
                           " memory=%u max-size=%u max-pages=%u",
                           options->law == LAW_COUNT ? "auto" : law_name(options->law),
                           options->language ? options->language : "auto",
                           options->encoding ? options->encoding : "auto", options->ocr,
                           options->redact, options->limits.seconds, options->limits.memory_mib,
                           options->limits.input_mib, options->max_pages);
    return g_string_free(line, FALSE);
}

static char *roots_of(const Options *options)
{
    g_autoptr(GString) roots = g_string_new(NULL);
    for (size_t i = 0; i < options->count; i++) {
        g_autofree char *whole = g_canonicalize_filename(options->words[i], NULL);
        g_string_append_printf(roots, "%s%s", i ? "\n" : "", whole);
    }
    return g_utf8_make_valid(roots->str, (gssize)roots->len);
}

static bool begin(Store *store, const Options *options, const AuditOptions *audit, GError **error)
{
    // What every report carries is what the run is made with.
    g_autoptr(Report) sample = report_new("");
    const Tool *tool = &sample->tool;
    g_autofree char *key = audit_key(audit, tool);
    g_autofree char *described = describe(options);
    g_autofree char *roots = roots_of(options);
    g_autofree char *sandbox =
        options->limits.sandbox ? sandbox_describe() : g_strdup("none (--no-sandbox)");
    g_autofree char *shard =
        options->shards ? g_strdup_printf("%u/%u", options->shard, options->shards) : NULL;
    g_autofree char *packs = NULL;
    g_autoptr(GPtrArray) names = g_ptr_array_copy(tool->packs, NULL, NULL);
    g_ptr_array_add(names, NULL);
    g_ptr_array_set_free_func(names, NULL);
    packs = g_strjoinv(" ", (char **)names->pdata);
    StoreRun run = {.tool = tool->version,
                    .pack_sha256 = tool->pack_sha256,
                    .packs = packs,
                    .poppler = tool->poppler,
                    .pcre2 = tool->pcre2,
                    .jit = tool->jit,
                    .key = key,
                    .options = described,
                    .sandbox = sandbox,
                    .shard = shard,
                    .roots = roots,
                    .law_checked = pack_law_checked(audit->pack),
                    .jobs = options->jobs,
                    .keep_text = !options->no_text};
    return store_begin(store, &run, audit->metadata ? metadata_columns(audit->metadata) : NULL,
                       error);
}

static int run(const Options *options, AuditOptions *audit, GError **error)
{
    g_autoptr(GPtrArray) items = collect(options, error);
    if (!items || !results_prepare(options, options->output, error))
        return STATUS_WRONG;
    g_autoptr(Store) store = store_open(options->output, error);
    if (!store || !begin(store, options, audit, error))
        return STATUS_WRONG;
    catch_signals();
    if (!audit_run(store, items, audit, error))
        return STATUS_WRONG;
    if (stopped) {
        complain("stopped; the same command goes on where it was");
        return store_close(g_steal_pointer(&store), error) ? STATUS_LOST : STATUS_WRONG;
    }
    writing = 1;
    return results_write(g_steal_pointer(&store), options, options->output, audit->pack, error);
}

int cmd_audit(const Options *options, GError **error)
{
    if (!check_options(options, error))
        return STATUS_WRONG;
    g_autofree char *password = NULL;
    AnalyseOptions analyse;
    g_autoptr(Metadata) metadata = NULL;
    const Pack *pack = data_load(options, true, error);
    if (!pack || !data_analyse_options(&analyse, options, pack, &password, error))
        return STATUS_WRONG;
    if (options->metadata && !(metadata = metadata_read(options->metadata, error)))
        return STATUS_WRONG;
    analyse.keep_text = analyse.keep_units = !options->no_text;
    AuditOptions audit = {.pack = pack,
                          .analyse = &analyse,
                          .limits = options->limits,
                          .jobs = options->jobs,
                          .retry_failed = options->retry_failed,
                          .metadata = metadata,
                          .lang = options->lang,
                          .stop = &stopped};
    int status = run(options, &audit, error);
    if (metadata && !options->shards && status != STATUS_WRONG)
        results_complain_metadata(metadata);
    return status;
}
