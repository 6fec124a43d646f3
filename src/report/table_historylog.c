// SPDX-License-Identifier: GPL-3.0-or-later
// history.jsonl: one line a version of an agreement (loanlens.history/1), with its comparison
// (loanlens.diff/1); only where the metadata has dates.

#include "report/history.h"
#include "report/json.h"
#include "report/sink.h"

#include <unistd.h>

typedef struct {
    const TableContext *context;
    Sink *sink; // NULL: there is no history
} HistoryLog;

static void *open_log(const TableContext *context, GError **error)
{
    g_autofree char *path = table_path(context, "history.jsonl");
    HistoryLog *log = g_new0(HistoryLog, 1);
    log->context = context;
    if (!context->history)
        unlink(path);
    else if (!(log->sink = sink_new(path, TABLE_MODE, error)))
        g_clear_pointer(&log, g_free);
    return log;
}

static bool add_nothing(void *table, const TableRow *row, GError **error)
{
    return true;
}

static void add_member(GString *out, const char *key, const char *value)
{
    g_string_append_printf(out, ",\"%s\":", key);
    if (value)
        json_append_string(out, value);
    else
        g_string_append(out, "null");
}

static void add_version(GString *out, const char *key, const HistoryVersion *version)
{
    g_string_append_printf(out, ",\"%s\":", key);
    if (!version) {
        g_string_append(out, "null");
        return;
    }
    const DocumentInfo *info = &version->row.report->document;
    g_string_append_printf(out, "{\"date\":\"%s\"", version->date);
    add_member(out, "version", version->version);
    add_member(out, "path", info->path);
    add_member(out, "sha256", info->sha256);
    add_member(out, "status", status_name(info->status));
    g_string_append_c(out, '}');
}

// What a first version holds.
static void add_findings(GString *out, const Report *report)
{
    bool some = false;
    g_string_append(out, ",\"findings\":[");
    for (guint i = 0; i < report->findings->len; i++) {
        const Finding *finding = report->findings->pdata[i];
        if (finding->suppressed_reason)
            continue;
        g_autofree char *json = json_finding(finding);
        g_string_append_printf(out, "%s%s", some ? "," : "", json);
        some = true;
    }
    g_string_append_c(out, ']');
}

static bool add_step(void *table, const HistoryStep *step, GError **error)
{
    const HistoryLog *log = table;
    g_autofree char *series = history_title(step, LANG_EN);
    g_autoptr(GString) out = g_string_new("{\"schema\":\"loanlens.history/1\"");
    add_member(out, "platform", step->platform);
    add_member(out, "series", series);
    g_string_append_printf(out, ",\"step\":%u,\"of\":%u", step->number, step->of);
    add_member(out, "kind", step_name(step->kind));
    add_version(out, "version", step->after);
    add_version(out, "previous", step->before);
    if (step->kind == STEP_FIRST)
        add_findings(out, step->after->row.report);
    else
        g_string_append(out, ",\"findings\":null");
    g_string_append(out, ",\"diff\":");
    if (step->diff)
        diff_to_json(step->diff, out);
    else
        g_string_append(out, "null");
    g_string_append(out, "}\n");
    sink_put(log->sink, out->str, out->len);
    return true;
}

static bool close_log(void *table, GError **error)
{
    HistoryLog *log = table;
    bool fine = !log->sink || sink_close(log->sink, error);
    g_free(log);
    return fine;
}

static void drop_log(void *table)
{
    HistoryLog *log = table;
    sink_drop(log->sink);
    g_free(log);
}

const Table table_historylog = {
    .name = "historylog",
    .format = "jsonl",
    .file = "history.jsonl",
    .open = open_log,
    .add = add_nothing,
    .step = add_step,
    .close = close_log,
    .drop = drop_log,
};
