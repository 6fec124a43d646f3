// SPDX-License-Identifier: GPL-3.0-or-later
// GVariant carries the answer: it survives hostile bytes, and strings in it are valid UTF-8.

#include "run/answer.h"

#include <string.h>

#include "text/fault.h"

static const char units_type[] = "a(uuysmsms)";
static const char answer_type[] = "(smsma(uuysmsms))";

static const char *const kinds[] = {"heading", "item", "sentence", "row", "head"};

static guint8 kind_number(const char *kind)
{
    for (guint8 i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (strcmp(kinds[i], kind) == 0)
            return i;
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

static void unit_free(void *data)
{
    ReportUnit *unit = data;
    g_free(unit->language);
    g_free(unit->number);
    g_free(unit->heading);
    g_free(unit);
}

static GPtrArray *unpack_units(GVariant *list, uint32_t characters)
{
    g_autoptr(GPtrArray) units = g_ptr_array_new_with_free_func(unit_free);
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

GBytes *answer_pack(const Report *report, const Pack *pack)
{
    g_autofree char *json = report_to_json(report, pack);
    GVariant *units = report->units ? pack_units(report->units) : NULL;
    GVariant *parts[] = {
        g_variant_new_string(json),
        g_variant_new_maybe(G_VARIANT_TYPE_STRING,
                            report->text ? g_variant_new_string(report->text) : NULL),
        g_variant_new_maybe(G_VARIANT_TYPE(units_type), units),
    };
    g_autoptr(GVariant) answer =
        g_variant_ref_sink(g_variant_new_tuple(parts, G_N_ELEMENTS(parts)));
    return g_variant_get_data_as_bytes(answer);
}

static bool unsound(GError **error, const char *why)
{
    g_set_error(error, FAULT_DOMAIN, FAULT_CRASHED, "the worker's answer is not sound: %s", why);
    return false;
}

// The text and units must belong to the report.
static bool take_rest(Report *report, GVariant *answer, GError **error)
{
    g_autoptr(GVariant) units = NULL;
    g_variant_get_child(answer, 1, "ms", &report->text);
    g_variant_get_child(answer, 2, "m@a(uuysmsms)", &units);
    uint32_t characters = report->document.characters;
    if (report->text && (uint64_t)g_utf8_strlen(report->text, -1) != characters)
        return unsound(error, "text of another length");
    if (!units)
        return true;
    report->units = unpack_units(units, characters);
    return report->units || unsound(error, "units");
}

Report *answer_unpack(GBytes *bytes, const Pack *pack, GError **error)
{
    g_autoptr(GVariant) answer =
        g_variant_ref_sink(g_variant_new_from_bytes(G_VARIANT_TYPE(answer_type), bytes, FALSE));
    if (!g_variant_is_normal_form(answer)) {
        unsound(error, "garbage");
        return NULL;
    }
    g_autoptr(GVariant) first = g_variant_get_child_value(answer, 0);
    size_t len = 0;
    const char *json = g_variant_get_string(first, &len);
    g_autoptr(GError) cause = NULL;
    g_autoptr(Report) report = report_from_json(json, len, pack, &cause);
    if (!report) {
        unsound(error, cause->message);
        return NULL;
    }
    return take_rest(report, answer, error) ? g_steal_pointer(&report) : NULL;
}
