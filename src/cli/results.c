// SPDX-License-Identifier: GPL-3.0-or-later
// What audit, report and merge have in common at their end.

#include "cli/results.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/data.h"
#include "config.h"
#include "report/layout.h"
#include "report/table.h"
#include "report/words.h"
#include "run/pages.h"
#include "text/fault.h"

// Words with placeholders are formats with the same arguments in both languages.
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

static bool is_wanted(const char *format, const void *data)
{
    static const char *const names[] = {"csv", "jsonl", "html", "xlsx", "sarif"};
    const Options *options = data;
    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++)
        if (strcmp(names[i], format) == 0)
            return options->formats & (1U << i);
    g_assert_not_reached();
}

static ExportOptions export_options(const Options *options, const char *folder, const Pack *pack)
{
    return (ExportOptions){.folder = folder,
                           .pack = pack,
                           .lang = options->lang,
                           .wanted = is_wanted,
                           .data = options,
                           .sample = options->sample,
                           .seed = options->seed,
                           .fail_on = options->fail_on};
}

bool results_prepare(const Options *options, const char *folder, GError **error)
{
    if ((options->formats & FORMAT_XLSX) && !table_available("xlsx")) {
        g_set_error_literal(error, FAULT_DOMAIN, FAULT_USAGE,
                            "--format: xlsx needs libxlsxwriter, here and when loanlens is built");
        return false;
    }
    if (g_mkdir_with_parents(folder, 0755) != 0 || access(folder, W_OK | X_OK) != 0) {
        g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "%s: %s", folder, g_strerror(errno));
        return false;
    }
    g_autofree char *link = options->formats & FORMAT_HTML ? pages_in_the_way(folder) : NULL;
    if (link) {
        g_set_error(error, FAULT_DOMAIN, FAULT_USAGE,
                    "%s: no folder but a file or a link, which pages are not written through",
                    link);
        return false;
    }
    g_autoptr(Suppressions) suppressions = NULL;
    if (!data_suppressions(&suppressions, options, error))
        return false;
    ExportOptions export = export_options(options, folder, NULL);
    g_autofree char *other = store_is_in(folder) ? NULL : export_in_the_way(&export);
    g_autofree char *file = g_build_filename(folder, "audit.sqlite", NULL);
    // A link is in the way wherever it leads: SQLite would make or change the file it names.
    if (!other && !store_is_in(folder) &&
        g_file_test(file, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK))
        other = g_steal_pointer(&file);
    if (!other || options->force)
        return true;
    g_set_error(error, FAULT_DOMAIN, FAULT_USAGE,
                "%s: exists and was not written by loanlens; --force replaces it", other);
    return false;
}

// What was not analysed, by the reason, and what helps.
static void tell_lost(const ExportResult *result, Lang lang)
{
    for (unsigned i = 0; i < FAULT_COUNT; i++) {
        if (!result->lost[i])
            continue;
        g_autofree char *first = layout_harmless(result->lost_first[i]);
        printf("  ");
        printf(word(W_AUDIT_LOST, lang), result->lost[i], word_fault((Fault)i, lang), first,
               result->lost[i] > 1 ? word(W_ELLIPSIS, lang) : "", word_cure((Fault)i, lang));
        putchar('\n');
    }
}

static void tell(const Options *options, const char *folder, const StoreCounts *counts,
                 const ExportResult *result)
{
    g_autofree char *summary =
        word_counts(W_AUDIT_COUNTS, options->lang, counts->inputs, counts->analysed,
                    counts->partial, counts->not_analysed, counts->findings);
    puts(summary);
    tell_lost(result, options->lang);
    printf(word(W_AUDIT_RESULTS, options->lang), folder);
    putchar('\n');
    if (result->textless) {
        g_autofree char *line = word_counts(W_AUDIT_TEXTLESS, options->lang, result->textless);
        complain("%s", line);
    }
    g_autofree char *index = g_build_filename(folder, "index.html", NULL);
    if ((options->formats & FORMAT_HTML) && g_file_test(index, G_FILE_TEST_EXISTS)) {
        printf(word(W_AUDIT_PAGE, options->lang), index);
        putchar('\n');
    }
}

void results_complain_metadata(const Metadata *metadata)
{
    g_autoptr(GPtrArray) lines = metadata_unused(metadata);
    for (guint i = 0; i < lines->len; i++)
        complain("%s", (const char *)g_ptr_array_index(lines, i));
}

int results_write(Store *store, const Options *options, const char *folder, const Pack *pack,
                  GError **error)
{
    ExportOptions export = export_options(options, folder, pack);
    ExportResult result;
    StoreCounts counts;
    g_autofree char *today = data_today();
    g_autoptr(Suppressions) suppressions = NULL;
    export.today = today;
    if (!data_suppressions(&suppressions, options, error)) {
        store_drop(store);
        return STATUS_WRONG;
    }
    export.suppressions = suppressions;
    if (!store_end(store, &counts, error) || !export_write(store, &export, &result, error)) {
        store_drop(store);
        return STATUS_WRONG;
    }
    bool closed = store_close(store, error);
    if (closed) {
        data_complain_suppressions(suppressions, today);
        tell(options, folder, &counts, &result);
    }
    export_result_clear(&result);
    return closed ? result.status : STATUS_WRONG;
}
