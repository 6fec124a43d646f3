// SPDX-License-Identifier: GPL-3.0-or-later
// audit.sarif (SARIF 2.1.0): findings for tools that show such logs, offsets in code points.

#include <string.h>

#include "config.h"
#include "report/json.h"
#include "report/sink.h"
#include "report/table.h"
#include "text/fault.h"

typedef struct {
    const TableContext *context;
    Sink *sink;
    GString *line;
    GString *notes; // about documents that were not read whole; they stand after the results
    bool any;
} Sarif;

static void member(GString *out, const char *name, const char *text)
{
    json_append_string(out, name); // a column of metadata may be called anything
    g_string_append(out, ": ");
    json_append_string(out, text);
}

static void append_message(GString *out, const char *name, const char *text)
{
    g_string_append_printf(out, "\"%s\": {", name);
    member(out, "text", text);
    g_string_append(out, "}");
}

static const char *level_word(int severity)
{
    return severity >= 4 ? "error" : severity == 3 ? "warning" : "note";
}

static void append_rule(GString *out, const TableContext *context, const Type *type)
{
    g_autofree char *help =
        pack_expand(context->pack, type->explanation[context->lang], context->lang, LAW_NONE);
    g_string_append(out, "{");
    member(out, "id", type->key);
    g_string_append(out, ", ");
    member(out, "name", type->id ? type->id : type->key);
    g_string_append(out, ", ");
    append_message(out, "shortDescription", type->name[context->lang]);
    g_string_append(out, ", ");
    append_message(out, "fullDescription", type->definition[context->lang]);
    if (*help) {
        g_string_append(out, ", ");
        append_message(out, "help", help);
    }
    if (type->polarity == POLARITY_RISK)
        g_string_append_printf(out, ", \"defaultConfiguration\": {\"level\": \"%s\"}",
                               level_word(type->severity[LAW_NONE]));
    g_string_append(out, "}");
}

static void append_head(GString *out, const TableContext *context)
{
    g_string_append(out, "{\"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\", "
                         "\"version\": \"2.1.0\", \"runs\": [{\"tool\": {\"driver\": {"
                         "\"name\": \"loanlens\", \"version\": \"" LOANLENS_VERSION "\", "
                         "\"rules\": [\n");
    for (size_t i = 0, n = pack_type_count(context->pack); i < n; i++) {
        append_rule(out, context, pack_type_at(context->pack, i));
        g_string_append(out, i + 1 < n ? ",\n" : "\n");
    }
    g_string_append_printf(out,
                           "]}},\n\"language\": \"%s\", \"columnKind\": \"unicodeCodePoints\", "
                           "\"results\": [",
                           context->lang == LANG_ZH ? "zh-CN" : "en");
}

static void *open_sarif(const TableContext *context, GError **error)
{
    g_autofree char *path = table_path(context, "audit.sarif");
    Sink *sink = sink_new(path, TABLE_MODE, error);
    if (!sink)
        return NULL;
    Sarif *sarif = g_new0(Sarif, 1);
    *sarif = (Sarif){context, sink, g_string_new(NULL), g_string_new(NULL), false};
    append_head(sarif->line, context);
    sink_put(sink, sarif->line->str, sarif->line->len);
    return sarif;
}

// A relative reference: a path whose first piece holds a colon would be taken for a scheme.
static void append_uri(GString *out, const char *path)
{
    g_autofree char *uri = g_uri_escape_string(path, "/", TRUE);
    g_string_append(out, "\"artifactLocation\": {");
    member(out, "uri", uri);
    g_string_append(out, "}");
}

static void append_location(GString *out, const char *path, const Finding *finding)
{
    g_string_append(out, "\"locations\": [{\"physicalLocation\": {");
    append_uri(out, path);
    if (finding && finding->placed) {
        g_string_append_printf(out, ", \"region\": {\"charOffset\": %u, \"charLength\": %u, ",
                               finding->range.start, finding->range.end - finding->range.start);
        append_message(out, "snippet", finding->quote);
        g_string_append(out, "}");
    }
    g_string_append(out, "}}]");
}

// The platform, and what the metadata says.
static void append_known(GString *out, const TableRow *row, const TableContext *context)
{
    g_string_append(out, ", ");
    member(out, "platform", row->platform);
    if (!row->metadata || !context->metadata || context->metadata->len == 0)
        return;
    g_string_append(out, ", \"metadata\": {");
    for (guint i = 0; i < context->metadata->len; i++) {
        g_string_append(out, i ? ", " : "");
        member(out, context->metadata->pdata[i], row->metadata[i]);
    }
    g_string_append(out, "}");
}

static void append_properties(GString *out, const TableRow *row, const Finding *finding,
                              const TableContext *context)
{
    g_string_append_printf(out, ", \"properties\": {\"severity\": %d, ", finding->severity);
    member(out, "confidence", confidence_name(finding->confidence));
    g_string_append(out, ", ");
    member(out, "rule", finding->rule);
    if (finding->page > 0)
        g_string_append_printf(out, ", \"page\": %d", finding->page);
    append_known(out, row, context);
    g_string_append(out, "}");
}

static void append_result(GString *out, const TableRow *row, const Finding *finding,
                          const TableContext *context)
{
    const Type *type = pack_type(context->pack, finding->type);
    bool risk = finding->polarity == POLARITY_RISK;
    g_autofree char *said =
        g_strdup_printf("%s: %s", type->name[context->lang],
                        finding->placed ? finding->shown : polarity_name(POLARITY_ABSENT));
    g_string_append(out, "\n{");
    member(out, "ruleId", finding->type);
    g_string_append_printf(out, ", \"ruleIndex\": %u, \"kind\": \"%s\", \"level\": \"%s\", ",
                           type->index, risk ? "fail" : "informational",
                           risk ? level_word(finding->severity) : "none");
    append_message(out, "message", said);
    g_string_append(out, ", ");
    append_location(out, row->report->document.path, finding);
    g_string_append(out, ", \"partialFingerprints\": {");
    member(out, "loanlens/v1", finding->fingerprint);
    g_string_append(out, "}");
    if (finding->suppressed_reason) {
        g_string_append(out, ", \"suppressions\": [{\"kind\": \"external\", ");
        member(out, "justification", finding->suppressed_reason);
        g_string_append(out, "}]");
    }
    append_properties(out, row, finding, context);
    g_string_append(out, "}");
}

static void append_notes(Sarif *sarif, const DocumentInfo *info)
{
    bool failed = info->status == STATUS_NOT_ANALYSED;
    for (guint i = 0; i < info->reasons->len; i++) {
        const Reason *reason = info->reasons->pdata[i];
        if (fault_scope(reason->code) == FAULT_OF_NOTE)
            continue;
        g_string_append_printf(sarif->notes, "%s\n{\"level\": \"%s\", \"descriptor\": {",
                               sarif->notes->len ? "," : "", failed ? "error" : "warning");
        member(sarif->notes, "id", fault_name(reason->code));
        g_string_append(sarif->notes, "}, ");
        append_message(sarif->notes, "message", *reason->message ? reason->message : "-");
        g_string_append(sarif->notes, ", ");
        append_location(sarif->notes, info->path, NULL);
        g_string_append(sarif->notes, "}");
    }
}

static bool add_results(void *table, const TableRow *row, GError **error)
{
    Sarif *sarif = table;
    for (guint i = 0; i < row->report->findings->len; i++) {
        g_string_assign(sarif->line, sarif->any ? "," : "");
        append_result(sarif->line, row, row->report->findings->pdata[i], sarif->context);
        sink_put(sarif->sink, sarif->line->str, sarif->line->len);
        sarif->any = true;
    }
    append_notes(sarif, &row->report->document);
    return true;
}

static void sarif_free(Sarif *sarif)
{
    g_string_free(sarif->line, TRUE);
    g_string_free(sarif->notes, TRUE);
    g_free(sarif);
}

static bool close_sarif(void *table, GError **error)
{
    Sarif *sarif = table;
    sink_puts(sarif->sink, "],\n\"invocations\": [{\"executionSuccessful\": true, "
                           "\"toolExecutionNotifications\": [");
    sink_put(sarif->sink, sarif->notes->str, sarif->notes->len);
    sink_puts(sarif->sink, "]}]}]}\n");
    bool fine = sink_close(sarif->sink, error);
    sarif_free(sarif);
    return fine;
}

static void drop_sarif(void *table)
{
    Sarif *sarif = table;
    sink_drop(sarif->sink);
    sarif_free(sarif);
}

const Table table_sarif = {
    .name = "sarif",
    .format = "sarif",
    .file = "audit.sarif",
    .open = open_sarif,
    .add = add_results,
    .close = close_sarif,
    .drop = drop_sarif,
};
