// SPDX-License-Identifier: GPL-3.0-or-later
// From bytes to report, straight on. What cannot be analysed becomes a report here.

#include "run/analyse.h"

#include "text/fault.h"

static bool whole(const Document *doc)
{
    for (guint i = 0; i < doc->reasons->len; i++) {
        const Reason *reason = doc->reasons->pdata[i];
        if (fault_scope(reason->code) != FAULT_OF_NOTE)
            return false;
    }
    return true;
}

static void fill(Report *report, const Document *doc, const Text *text, const GArray *units,
                 const Pack *pack, const AnalyseOptions *options)
{
    ReportSources sources = {.doc = doc,
                             .text = text,
                             .units = units,
                             .pack = pack,
                             .law = options->law,
                             .law_from = "option",
                             .kind = match_kind(pack, doc, text),
                             .keep_text = options->keep_text};
    if (options->law == LAW_COUNT)
        sources.law = match_law(pack, doc, text, units, &sources.law_from);
    MatchOptions match = {sources.law, options->language, sources.kind, whole(doc)};
    g_autoptr(Matches) matches = match_run(pack, doc, text, units, &match);
    sources.matches = matches;
    report_fill(report, &sources);
}

static void set_input(Report *report, const char *sha256, GBytes *bytes)
{
    g_free(report->document.sha256);
    report->document.sha256 =
        sha256 ? g_strdup(sha256) : g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes);
    report->document.bytes = g_bytes_get_size(bytes);
}

static Report *analyse(const char *path, GBytes *bytes, const Pack *pack,
                       const AnalyseOptions *options)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Document) doc = reader_read(bytes, path, &options->read, &error);
    if (!doc)
        return report_failed(path, (Fault)error->code, error->message);
    g_autoptr(Text) text = text_new(doc);
    g_autoptr(GArray) units = units_new(doc, text);
    Report *report = report_new(path);
    fill(report, doc, text, units, pack, options);
    return report;
}

Report *analyse_bytes(const char *path, const char *sha256, GBytes *bytes, const Pack *pack,
                      const AnalyseOptions *options)
{
    Report *report = analyse(path, bytes, pack, options);
    set_input(report, sha256, bytes);
    return report;
}
