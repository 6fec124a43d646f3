// SPDX-License-Identifier: GPL-3.0-or-later
// diff: two versions of one agreement, finding by finding.

#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/data.h"
#include "cli/files.h"
#include "cli/terminal.h"
#include "report/diff.h"
#include "text/fault.h"

enum { KIND_JSON, KIND_HTML, KIND_COUNT };

static void keep(size_t index, Report *report, void *data)
{
    ((Report **)data)[index] = report;
}

static bool check_words(const Options *options, GError **error)
{
    if (options->count == 2)
        return true;
    g_set_error_literal(error, FAULT_DOMAIN, FAULT_USAGE,
                        "diff: name two files, the old one first (try: loanlens diff --help)");
    return false;
}

// Where the outputs go; named after the new version.
static bool place(const Options *options, Targets *targets, GError **error)
{
    const char *const *inputs = (const char *const *)options->words;
    const Targets *all[] = {&targets[KIND_JSON], &targets[KIND_HTML]};
    return files_place(&targets[KIND_JSON], &options->json, "json", inputs + 1, 1, ".diff.json",
                       true, error) &&
           files_place(&targets[KIND_HTML], &options->html, "html", inputs + 1, 1, ".diff.html",
                       false, error) &&
           files_check(all, KIND_COUNT, inputs, 2, options->force, error);
}

static bool put(const Targets *targets, const GString *out, Lang lang, GError **error)
{
    if (!targets->to_stdout)
        return targets_write(targets, 0, out->str, out->len, lang, error);
    fwrite(out->str, 1, out->len, stdout);
    return true;
}

static bool write_all(const Diff *diff, const Pack *pack, const Options *options,
                      const Targets *targets, GError **error)
{
    WriteOptions write = terminal_options(options);
    g_autoptr(GString) json = g_string_new(NULL), html = g_string_new(NULL);
    g_autoptr(GString) words = g_string_new(NULL);
    if (options->json.wanted) {
        diff_to_json(diff, json);
        g_string_append_c(json, '\n');
        if (!put(&targets[KIND_JSON], json, options->lang, error))
            return false;
    }
    if (options->html.wanted) {
        diff_to_html(diff, pack, &write, html);
        if (!put(&targets[KIND_HTML], html, options->lang, error))
            return false;
    }
    if (targets[KIND_JSON].to_stdout || targets[KIND_HTML].to_stdout)
        return true;
    diff_to_words(diff, pack, &write, words);
    fwrite(words->str, 1, words->len, stdout);
    return true;
}

static int compare(const Options *options, const Pack *pack, const AnalyseOptions *analyse,
                   const Targets *targets, GError **error)
{
    Report *reports[2] = {NULL, NULL};
    WorkerRun run = {.pack = pack,
                     .options = analyse,
                     .limits = options->limits,
                     .jobs = 2,
                     .done = keep,
                     .data = reports};
    bool ran = worker_run((const char *const *)options->words, 2, &run, error);
    g_autoptr(Report) before = reports[0];
    g_autoptr(Report) after = reports[1];
    if (!ran)
        return STATUS_WRONG;
    g_autoptr(Diff) diff = diff_new(before, after, pack);
    return write_all(diff, pack, options, targets, error) ? diff_exit(diff) : STATUS_WRONG;
}

int cmd_diff(const Options *options, GError **error)
{
    if (!check_words(options, error))
        return STATUS_WRONG;
    g_autofree char *password = NULL;
    AnalyseOptions analyse;
    const Pack *pack = data_load(options, true, error);
    if (!pack || !data_analyse_options(&analyse, options, pack, &password, error))
        return STATUS_WRONG;
    analyse.keep_text = true; // a clause is quoted with what stands around it
    Targets targets[KIND_COUNT] = {{0}, {0}};
    int status = place(options, targets, error) ? compare(options, pack, &analyse, targets, error)
                                                : STATUS_WRONG;
    for (unsigned kind = 0; kind < KIND_COUNT; kind++)
        targets_clear(&targets[kind]);
    return status;
}
