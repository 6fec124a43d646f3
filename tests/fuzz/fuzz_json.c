// SPDX-License-Identifier: GPL-3.0-or-later
// What is written as JSON is read as JSON again, with the same words in it: reports a line each,
// SARIF, the description of the tables, comparisons. Redaction keeps a report sound.
#include <cjson/cJSON.h>
#include <string.h>

#include "fields.h"
#include "fuzz.h"
#include "report/diff.h"
#include "report/redact.h"

static cJSON *parse(const char *json, size_t len)
{
    g_assert(g_utf8_validate(json, (gssize)len, NULL));
    for (size_t i = 0; i < len; i++)
        g_assert((unsigned char)json[i] >= ' ' || json[i] == '\n');
    cJSON *root = cJSON_ParseWithOpts(json, NULL, true);
    g_assert(root);
    return root;
}

static const cJSON *member(const cJSON *object, const char *first, const char *second)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, first);
    return second ? cJSON_GetObjectItemCaseSensitive(item, second) : item;
}

static void check_lines(const Fields *fields, const Report *report)
{
    size_t len = 0;
    fields_write("reports", fields, report);
    g_autofree char *all = fields_read("reports.jsonl", &len);
    g_auto(GStrv) lines = g_strsplit(all, "\n", -1);
    g_assert(g_strv_length(lines) == 3 && !*lines[2]);
    cJSON *root = parse(lines[0], strlen(lines[0]));
    g_assert_cmpstr(member(root, "document", "path")->valuestring, ==, fields->words[FIELD_PATH]);
    g_assert_cmpstr(member(root, "document", "title")->valuestring, ==, fields->words[FIELD_TITLE]);
    const cJSON *finding = cJSON_GetArrayItem(member(root, "findings", NULL), 1);
    g_assert_cmpstr(member(finding, "unit", "heading")->valuestring, ==,
                    fields->words[FIELD_HEADING]);
    cJSON_Delete(root);
}

static void check_sarif(const Fields *fields, const Report *report)
{
    size_t len = 0;
    fields_write("sarif", fields, report);
    g_autofree char *sarif = fields_read("audit.sarif", &len);
    cJSON *root = parse(sarif, len);
    const cJSON *run = cJSON_GetArrayItem(member(root, "runs", NULL), 0);
    g_assert(cJSON_GetArraySize(member(run, "results", NULL)) == (int)report->findings->len * 2);
    const cJSON *result = cJSON_GetArrayItem(member(run, "results", NULL), 0);
    const cJSON *place = member(cJSON_GetArrayItem(member(result, "locations", NULL), 0),
                                "physicalLocation", "artifactLocation");
    const char *uri = member(place, "uri", NULL)->valuestring;
    g_autofree char *path = g_uri_unescape_string(uri, NULL);
    g_assert(strcspn(uri, " :?#<>\"\\") ==
             strlen(uri)); // no scheme, no query, nothing to break out
    g_assert(path || strstr(fields->words[FIELD_PATH], "%00") || !*fields->words[FIELD_PATH]);
    cJSON_Delete(root);
}

static void check_package(const Fields *fields, const Report *report)
{
    size_t len = 0;
    fields_write("datapackage", fields, report);
    g_autofree char *package = fields_read("datapackage.json", &len);
    cJSON_Delete(parse(package, len));
}

static void check_diff(const Fields *fields, const Report *report)
{
    g_autoptr(Fields) others = fields_tame(fields);
    g_autoptr(Report) other = fields_report(others);
    g_autoptr(Diff) diff = diff_new(other, report, fields_pack());
    g_autoptr(GString) out = g_string_new(NULL);
    diff_to_json(diff, out);
    cJSON_Delete(parse(out->str, out->len));
}

static void check_redacted(Report *report)
{
    redact_report(report);
    g_autofree char *json = report_to_json(report, fields_pack());
    g_autoptr(GError) error = NULL;
    g_autoptr(Report) again = report_from_json(json, strlen(json), fields_pack(), &error);
    g_assert_no_error(error);
    g_assert(g_utf8_validate(report->text, -1, NULL));
    g_assert(g_utf8_strlen(report->text, -1) == (glong)report->document.characters);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(Fields) fields = fields_new(data, size);
    g_autoptr(Report) report = fields_report(fields);
    check_lines(fields, report);
    check_sarif(fields, report);
    check_package(fields, report);
    check_diff(fields, report);
    check_redacted(report);
    return 0;
}
