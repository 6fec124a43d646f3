// SPDX-License-Identifier: GPL-3.0-or-later
// A comparison as JSON, loanlens.diff/1.
#include "report/diff.h"
#include "report/json.h"

static void add_document(GString *out, const char *key, const DocumentInfo *info)
{
    g_string_append_printf(out, "\"%s\":{\"path\":", key);
    json_append_string(out, info->path);
    g_string_append(out, ",\"sha256\":");
    if (info->sha256)
        json_append_string(out, info->sha256);
    else
        g_string_append(out, "null");
    g_string_append_printf(out, ",\"status\":\"%s\"},", status_name(info->status));
}

static void add_finding(GString *out, const char *key, const Finding *finding)
{
    g_autofree char *json = finding ? json_finding(finding) : g_strdup("null");
    g_string_append_printf(out, ",\"%s\":%s", key, json);
}

static void add_words(GString *out, const DiffPair *pair)
{
    static const char *const kinds[] = {"kept", "old", "new"};
    g_string_append(out, ",\"words\":");
    if (!pair->before || !pair->after || !pair->before->placed) {
        g_string_append(out, "null");
        return;
    }
    g_autoptr(GPtrArray) pieces = diff_words(pair->before->shown, pair->after->shown);
    g_string_append_c(out, '[');
    for (guint i = 0; i < pieces->len; i++) {
        const DiffPiece *piece = g_ptr_array_index(pieces, i);
        g_string_append_printf(out, "%s{\"kind\":\"%s\",\"text\":", i ? "," : "",
                               kinds[piece->kind]);
        json_append_string(out, piece->text);
        g_string_append_c(out, '}');
    }
    g_string_append_c(out, ']');
}

static void add_change(GString *out, const DiffPair *pair)
{
    const Finding *finding = pair->after ? pair->after : pair->before;
    g_string_append_printf(out,
                           "{\"change\":\"%s\",\"bad\":%s,\"type\":", change_name(pair->change),
                           pair->bad ? "true" : "false");
    json_append_string(out, finding->type);
    add_finding(out, "old", pair->before);
    add_finding(out, "new", pair->after);
    add_words(out, pair);
    g_string_append_c(out, '}');
}

void diff_to_json(const Diff *diff, GString *out)
{
    g_string_append(out, "{\"schema\":\"loanlens.diff/1\",");
    add_document(out, "old", &diff->before->document);
    add_document(out, "new", &diff->after->document);
    g_string_append_printf(out, "\"worse\":%s,\"unsure\":%s,\"counts\":{",
                           diff->worse ? "true" : "false", diff->unsure ? "true" : "false");
    for (unsigned i = 0; i < CHANGE_COUNT; i++)
        g_string_append_printf(out, "%s\"%s\":%u", i ? "," : "", change_name((Change)i),
                               diff->counts[i]);
    g_string_append(out, "},\"changes\":[");
    bool first = true;
    for (guint i = 0; i < diff->pairs->len; i++) {
        const DiffPair *pair = g_ptr_array_index(diff->pairs, i);
        if (pair->change == CHANGE_SAME)
            continue;
        g_string_append(out, first ? "" : ",");
        add_change(out, pair);
        first = false;
    }
    g_string_append(out, "]}");
}
