// SPDX-License-Identifier: GPL-3.0-or-later
// An answer is a head with three lengths, then the JSON, the text and the units. It is written into
// one piece of memory, and read out of one: a long document's is tens of megabytes. Units are a
// GVariant: it survives hostile bytes, and strings in it are valid UTF-8.

#include "run/answer.h"

#include <string.h>

#include "report/json.h"
#include "text/fault.h"

static const char units_type[] = "a(uuysmsms)";

static const uint64_t NONE = UINT64_MAX;

// Lengths in bytes; NONE for a text or units that are not there. Units begin at a multiple of 8.
typedef struct {
    uint64_t json, text, units;
} Head;

static const char *const kinds[] = {"heading", "item", "sentence", "row", "head"};

static guint8 kind_number(const char *kind)
{
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (strcmp(kinds[i], kind) == 0)
            return (guint8)i;
    g_assert_not_reached();
}

static GVariant *pack_units(const GPtrArray *units)
{
    GVariantBuilder list;
    g_variant_builder_init(&list, G_VARIANT_TYPE(units_type));
    for (guint i = 0; i < units->len; i++) {
        const ReportUnit *unit = units->pdata[i];
        g_variant_builder_add(&list, "(uuysmsms)", unit->range.start, unit->range.end,
                              kind_number(unit->kind), unit->language, unit->number, unit->heading);
    }
    return g_variant_builder_end(&list);
}

static GPtrArray *unpack_units(GVariant *list, uint32_t characters)
{
    g_autoptr(GPtrArray) units = report_units_new();
    uint32_t last = 0;
    GVariantIter iter;
    g_variant_iter_init(&iter, list);
    for (;;) {
        ReportUnit *unit = g_new0(ReportUnit, 1);
        guint8 kind = 0;
        if (!g_variant_iter_next(&iter, "(uuysmsms)", &unit->range.start, &unit->range.end, &kind,
                                 &unit->language, &unit->number, &unit->heading)) {
            g_free(unit);
            return g_steal_pointer(&units);
        }
        g_ptr_array_add(units, unit);
        if (kind >= G_N_ELEMENTS(kinds) || unit->range.start < last ||
            unit->range.end < unit->range.start || unit->range.end > characters)
            return NULL;
        unit->kind = kinds[kind];
        last = unit->range.start;
    }
}

GBytes *answer_pack_units(const GPtrArray *units)
{
    if (!units)
        return NULL;
    g_autoptr(GVariant) list = g_variant_ref_sink(pack_units(units));
    return g_variant_get_data_as_bytes(list);
}

GPtrArray *answer_unpack_units(GBytes *bytes, uint32_t characters)
{
    g_autoptr(GVariant) list =
        g_variant_ref_sink(g_variant_new_from_bytes(G_VARIANT_TYPE(units_type), bytes, FALSE));
    return g_variant_is_normal_form(list) ? unpack_units(list, characters) : NULL;
}

static void append_padding(GString *out)
{
    while (out->len % 8)
        g_string_append_c(out, '\0');
}

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
        g_autoptr(GBytes) units = answer_pack_units(report->units);
        head.units = g_bytes_get_size(units);
        append_padding(out);
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
    parts->units = (at + 7) / 8 * 8;
    return parts->units <= size && head->units == size - parts->units;
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
    g_autoptr(GBytes) units = g_bytes_new_from_bytes(bytes, parts->units, head->units);
    report->units = answer_unpack_units(units, characters);
    return report->units || unsound(error, "units");
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
