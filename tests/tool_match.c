// SPDX-License-Identifier: GPL-3.0-or-later
// Runs rules over text files or over their own examples, for rule authors, until the command line
// does. usage: tool_match --rules DIR FILE… | tool_match --test --rules DIR [RULEFILE…]
#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

#include "rules/check.h"
#include "rules/match.h"

static int refuse(const GError *error)
{
    fprintf(stderr, "tool_match: %s\n", error->message);
    return 2;
}

static Document *read_document(const char *path)
{
    g_autofree char *bytes = NULL;
    size_t len = 0;
    if (!g_file_get_contents(path, &bytes, &len, NULL))
        return NULL;
    Document *doc = document_new("text");
    document_begin_page(doc, 0, 0);
    g_auto(GStrv) lines = g_strsplit(bytes, "\n", -1);
    for (unsigned i = 0; lines[i]; i++)
        document_add_line(doc, lines[i], strlen(lines[i]));
    return doc;
}

static double points(const Document *doc, size_t byte)
{
    return (double)g_utf8_strlen(doc->text->str, (gssize)byte);
}

static cJSON *finding_json(const Document *doc, const Text *text, const Hit *hit)
{
    size_t start = text_origin(text, hit->span.start), end = text_origin_end(text, hit->span.end);
    g_autofree char *quote = g_strndup(doc->text->str + start, end - start);
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "type", hit->type->key);
    cJSON_AddStringToObject(json, "id", hit->type->id);
    cJSON_AddStringToObject(json, "rule", hit->rule->id);
    cJSON_AddNumberToObject(json, "start", points(doc, start));
    cJSON_AddNumberToObject(json, "end", points(doc, end));
    cJSON_AddStringToObject(json, "quote", quote);
    cJSON_AddNumberToObject(json, "severity", hit->severity);
    cJSON_AddStringToObject(json, "confidence", confidence_name(hit->confidence));
    cJSON_AddStringToObject(json, "polarity", polarity_name(hit->polarity));
    cJSON *reasons = cJSON_AddArrayToObject(json, "reasons");
    for (unsigned i = 0; i < hit->reasons->len; i++)
        cJSON_AddItemToArray(reasons, cJSON_CreateString(hit->reasons->pdata[i]));
    return json;
}

static void match_file(const Pack *pack, const char *path)
{
    g_autoptr(Document) doc = read_document(path);
    if (!doc) {
        fprintf(stderr, "tool_match: cannot read %s\n", path);
        return;
    }
    g_autoptr(Text) text = text_new(doc);
    g_autoptr(GArray) units = units_new(doc, text);
    const char *from = NULL;
    Kind kind = match_kind(pack, doc, text);
    MatchOptions options = {.law = match_law(pack, doc, text, units, &from),
                            .kind = kind,
                            .complete = true,
                            .plain = g_getenv("PLAIN") != NULL};
    g_autoptr(Matches) matches = match_run(pack, doc, text, units, &options);
    cJSON *json = cJSON_CreateObject(), *document = cJSON_AddObjectToObject(json, "document");
    cJSON_AddStringToObject(document, "path", path);
    cJSON_AddStringToObject(document, "kind", kind.kind);
    cJSON_AddStringToObject(document, "law", law_name(options.law));
    cJSON *findings = cJSON_AddArrayToObject(json, "findings");
    for (unsigned i = 0; i < matches->hits->len; i++)
        cJSON_AddItemToArray(findings, finding_json(doc, text, matches->hits->pdata[i]));
    for (unsigned i = 0; i < matches->reasons->len; i++) {
        const Reason *reason = matches->reasons->pdata[i];
        fprintf(stderr, "%s: %s %s: %s\n", path, fault_name(reason->code),
                reason->rule ? reason->rule : "", reason->message);
    }
    g_autofree char *line = cJSON_PrintUnformatted(json);
    puts(line);
    cJSON_Delete(json);
}

static bool wanted(const RuleInfo *rule, char **files)
{
    for (unsigned i = 0; files[i]; i++)
        if (g_str_has_suffix(rule->file, files[i]) || strcmp(rule->id, files[i]) == 0)
            return true;
    return !files[0];
}

static int test_rules(const Pack *pack, char **files, bool breaks)
{
    g_autoptr(GPtrArray) complaints =
        g_ptr_array_new_with_free_func((GDestroyNotify)complaint_free);
    unsigned count = 0, rules = 0;
    for (size_t i = 0; i < pack_rule_count(pack); i++)
        if (wanted(pack_rule_info(pack, i), files)) {
            count += check_examples(pack, i, complaints);
            rules++;
            if (breaks)
                count += check_breaks(pack, i, complaints);
        }
    for (unsigned i = 0; i < complaints->len; i++) {
        const Complaint *complaint = complaints->pdata[i];
        printf("%s:%d: %s\n", complaint->file, complaint->line, complaint->message);
    }
    printf("%u rules, %u examples, %u failures\n", rules, count, complaints->len);
    return complaints->len ? 2 : 0;
}

int main(int argc, char **argv)
{
    const char *folders[9] = {NULL};
    unsigned count = 0;
    bool test = false, breaks = false;
    int at = 1;
    for (; at < argc && g_str_has_prefix(argv[at], "--"); at++) {
        if (strcmp(argv[at], "--test") == 0)
            test = true;
        else if (strcmp(argv[at], "--breaks") == 0)
            test = breaks = true;
        else if (strcmp(argv[at], "--rules") == 0 && at + 1 < argc && count < 8)
            folders[count++] = argv[++at];
    }
    g_autoptr(GError) error = NULL;
    if (!count)
        folders[0] = "rules";
    g_autoptr(Pack) pack = pack_load_unchecked(folders, &error);
    if (!pack)
        return refuse(error);
    if (test)
        return test_rules(pack, argv + at, breaks);
    for (; at < argc; at++)
        match_file(pack, argv[at]);
    return 0;
}
