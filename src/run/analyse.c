// SPDX-License-Identifier: GPL-3.0-or-later
// From bytes to report, straight on. What cannot be analysed becomes a report here.

#include "run/analyse.h"

#include <string.h>

#include "report/redact.h"
#include "run/unit_rows.h"
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

// Whether there are rules for any of it. Passages too short to tell a language do not count, unless
// there is nothing else.
static bool has_rules(const Pack *pack, const GArray *units, const char *language)
{
    if (language)
        return pack_has_language(pack, language);
    bool told = false;
    for (guint i = 0; i < units->len; i++) {
        const char *code = g_array_index(units, Unit, i).language;
        if (pack_has_language(pack, code))
            return true;
        told = told || strcmp(code, "und") != 0;
    }
    return !told;
}

// The first language that is told, of words that are not garbage; NULL: there is none.
static const char *language_told(const ReportSources *from)
{
    for (guint i = 0; i < from->units->len; i++) {
        const Unit *unit = &g_array_index(from->units, Unit, i);
        if (strcmp(unit->language, "und") != 0 &&
            !document_is_garbled_at(from->doc, text_origin(from->text, unit->start)))
            return unit->language;
    }
    return NULL;
}

// Not a word is in a language with rules. What else was said of the document stays: of garbled
// pages it is all there is to say.
static void refuse_language(Report *report, const ReportSources *from, const char *language)
{
    GPtrArray *reasons = report->document.reasons;
    for (guint i = reasons->len; i-- > 0;)
        if (((const Reason *)reasons->pdata[i])->code == FAULT_NO_PACK)
            g_ptr_array_remove_index(reasons, i);
    if (!language)
        language = language_told(from);
    if (language || reasons->len == 0) {
        Reason *reason = g_new0(Reason, 1);
        reason->code = FAULT_NO_PACK;
        reason->message = g_strdup_printf("there are no rules for the language of this document "
                                          "(%s)",
                                          language ? language : "und");
        g_ptr_array_insert(reasons, 0, reason);
    }
    report->document.status = STATUS_NOT_ANALYSED;
}

// What could not be analysed is of no kind, unless its words told one: "another kind", not to do
// with lending, would be said of a scan.
static void forget_kind(DocumentInfo *info)
{
    if (g_strcmp0(info->kind, "other") == 0 && !info->loan)
        g_clear_pointer(&info->kind, g_free);
}

static void fill(Report *report, const Document *doc, const Text *text, const GArray *units,
                 const Pack *pack, const AnalyseOptions *options)
{
    bool ruled = has_rules(pack, units, options->language);
    ReportSources sources = {.doc = doc,
                             .text = text,
                             .units = units,
                             .pack = pack,
                             .law = options->law,
                             .law_from = "option",
                             .kind = match_kind(pack, doc, text),
                             .keep_text = options->keep_text || options->redact,
                             .sink = ruled && !options->redact ? options->sink : NULL,
                             .to = options->to};
    if (options->law == LAW_COUNT)
        sources.law = match_law(pack, doc, text, units, &sources.law_from);
    MatchOptions match = {.law = sources.law,
                          .language = options->language,
                          .kind = sources.kind,
                          .complete = whole(doc)};
    g_autoptr(Matches) matches = match_run(pack, doc, text, units, &match);
    sources.matches = matches;
    report_fill(report, &sources);
    if (!ruled) {
        refuse_language(report, &sources, options->language);
        report_judge(report, pack);
    }
    if (report->document.status == STATUS_NOT_ANALYSED)
        forget_kind(&report->document);
}

// Masks the report while its text is at hand; the text itself goes unless it was asked for.
static void redact(Report *report, const AnalyseOptions *options)
{
    if (!options->redact || !report->text)
        return;
    redact_report(report);
    if (!options->keep_text)
        g_clear_pointer(&report->text, g_free);
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
    g_autoptr(Text) text = text_new(doc, pack_cues(pack));
    if (text->full)
        return report_failed(path, FAULT_TOO_LARGE, "its text, made plain, is longer than 4 GiB");
    if (text->len == 0 && whole(doc))
        return report_failed(path, FAULT_EMPTY, "no words in it");
    g_autoptr(GArray) units = units_new(doc, text);
    Report *report = report_new(path);
    fill(report, doc, text, units, pack, options);
    if (options->keep_units)
        report->units = unit_rows_new(doc, text, units);
    redact(report, options);
    return report;
}

Report *analyse_bytes(const char *path, const char *sha256, GBytes *bytes, const Pack *pack,
                      const AnalyseOptions *options)
{
    Report *report = analyse(path, bytes, pack, options);
    set_input(report, sha256, bytes);
    return report;
}
