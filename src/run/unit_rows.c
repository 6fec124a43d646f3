// SPDX-License-Identifier: GPL-3.0-or-later
// Units in document code points, with number and heading.

#include "run/unit_rows.h"

#include "text/utf8.h"

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
        (uint32_t)utf8_length(counter->str + counter->byte, byte - counter->byte);
    counter->byte = byte;
    return counter->characters;
}

ReportUnits *unit_rows_new(const Document *doc, const Text *text, const GArray *units)
{
    ReportUnits *rows = report_units_new();
    Counter counter = {doc->text->str, 0, 0};
    g_autofree char *heading = NULL;
    int under = NO_UNIT; // whose heading that is
    for (guint i = 0; i < units->len; i++) {
        const Unit *unit = &g_array_index(units, Unit, i);
        if (unit->start == unit->end)
            continue;
        if (unit->heading != under) {
            g_free(heading);
            heading = units_heading(units, text, doc, i);
            under = unit->heading;
        }
        g_autofree char *number = units_number(units, text, doc, i);
        uint32_t start = count_to(&counter, text_origin(text, unit->start));
        uint32_t end = count_to(&counter, text_origin_end(text, unit->end));
        ReportUnit row = {{start, end}, kind_word(unit->kind), unit->language, number, heading};
        report_units_add(rows, &row);
    }
    return rows;
}
