// SPDX-License-Identifier: GPL-3.0-or-later
// An answer is a head with three lengths, then the JSON, the text and the units. It is written into
// one piece of memory, and read out of one: a long document's is tens of megabytes.

#include "run/answer.h"

#include <string.h>

#include "report/json.h"
#include "run/unit_pack.h"
#include "text/fault.h"

static const uint64_t NONE = UINT64_MAX;

// Lengths in bytes; NONE for a text or units that are not there.
typedef struct {
    uint64_t json, text, units;
} Head;

GBytes *answer_pack(const Report *report, const Pack *pack)
{
    Head head = {0, NONE, NONE};
    GString *out = g_string_sized_new(4096);
    g_string_append_len(out, (const char *)&head, sizeof head);
    json_append_report(out, report, pack);
    head.json = out->len - sizeof head;
    if (report->text) {
        head.text = strlen(report->text);
        g_string_append_len(out, report->text, (gssize)head.text);
    }
    if (report->units) {
        g_autoptr(GBytes) units = unit_pack(report->units);
        head.units = g_bytes_get_size(units);
        g_string_append_len(out, g_bytes_get_data(units, NULL), (gssize)head.units);
    }
    memcpy(out->str, &head, sizeof head);
    return g_string_free_to_bytes(out);
}

static bool unsound(GError **error, const char *why)
{
    g_set_error(error, FAULT_DOMAIN, FAULT_CRASHED, "the worker's answer is not sound: %s", why);
    return false;
}

// Where the parts of an answer lie; false when they do not fill it exactly.
typedef struct {
    const char *json, *text;
    size_t units; // offset
    Head head;
} Parts;

static bool find_parts(GBytes *bytes, Parts *parts)
{
    size_t size = 0, at = sizeof(Head);
    const char *data = g_bytes_get_data(bytes, &size);
    if (size < at)
        return false;
    memcpy(&parts->head, data, sizeof(Head));
    const Head *head = &parts->head;
    parts->json = data + at;
    if (head->json > size - at)
        return false;
    at += head->json;
    parts->text = data + at;
    if (head->text != NONE && head->text > size - at)
        return false;
    at += head->text == NONE ? 0 : head->text;
    if (head->units == NONE)
        return at == size;
    parts->units = at;
    return head->units == size - at;
}

// The text and units must belong to the report.
static bool take_rest(Report *report, GBytes *bytes, const Parts *parts, GError **error)
{
    const Head *head = &parts->head;
    uint32_t characters = report->document.characters;
    if (head->text != NONE) {
        if (!g_utf8_validate_len(parts->text, head->text, NULL))
            return unsound(error, "text");
        report->text = g_strndup(parts->text, head->text);
        if ((uint64_t)g_utf8_strlen(report->text, -1) != characters)
            return unsound(error, "text of another length");
    }
    if (head->units == NONE)
        return true;
    const char *data = g_bytes_get_data(bytes, NULL);
    report->packed_units = g_bytes_new(data + parts->units, head->units);
    return unit_pack_is_sound(report->packed_units, characters) || unsound(error, "units");
}

Report *answer_unpack(GBytes *bytes, const Pack *pack, GError **error)
{
    Parts parts;
    if (!find_parts(bytes, &parts)) {
        unsound(error, "garbage");
        return NULL;
    }
    g_autoptr(GError) cause = NULL;
    g_autoptr(Report) report = report_from_json(parts.json, parts.head.json, pack, &cause);
    if (!report) {
        unsound(error, cause->message);
        return NULL;
    }
    return take_rest(report, bytes, &parts, error) ? g_steal_pointer(&report) : NULL;
}
