// SPDX-License-Identifier: GPL-3.0-or-later
// Units in document code points, with number and heading.

#include "run/unit_rows.h"

static const char *kind_word(UnitKind kind)
{
    switch (kind) {
    case UNIT_HEADING:
        return "heading";
    case UNIT_ITEM:
        return "item";
    case UNIT_SENTENCE:
        return "sentence";
    case UNIT_ROW:
        return "row";
    case UNIT_HEAD:
        return "head";
    }
    g_assert_not_reached();
}

// Counts on from the last place asked for; places never decrease but within one unit.
typedef struct {
    const char *str;
    size_t byte;
    uint32_t characters;
} Counter;

static uint32_t count_to(Counter *counter, size_t byte)
{
    if (byte < counter->byte)
        *counter = (Counter){counter->str, 0, 0};
    counter->characters +=
        (uint32_t)g_utf8_strlen(counter->str + counter->byte, (gssize)(byte - counter->byte));
    counter->byte = byte;
    return counter->characters;
}

GPtrArray *unit_rows_new(const Document *doc, const Text *text, const GArray *units)
{
    GPtrArray *rows = report_units_new();
    Counter counter = {doc->text->str, 0, 0};
    for (guint i = 0; i < units->len; i++) {
        const Unit *unit = &g_array_index(units, Unit, i);
        if (unit->start == unit->end)
            continue;
        ReportUnit *row = g_new0(ReportUnit, 1);
        row->range.start = count_to(&counter, text_origin(text, unit->start));
        row->range.end = count_to(&counter, text_origin_end(text, unit->end));
        row->kind = kind_word(unit->kind);
        row->language = g_strdup(unit->language);
        row->number = units_number(units, text, doc, i);
        row->heading = units_heading(units, text, doc, i);
        g_ptr_array_add(rows, row);
    }
    return rows;
}
