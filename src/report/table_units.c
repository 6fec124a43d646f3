// SPDX-License-Identifier: GPL-3.0-or-later
// units.csv: every unit of every document, with or without a finding, for coding by hand; or a
// random choice of them, which depends on nothing but the seed and the documents.

#include <string.h>

#include "report/csv.h"

typedef struct {
    uint64_t lot, order;
    char *line;
} Drawn;

typedef struct {
    CsvFile *csv;
    GSequence *drawn; // Drawn, by lot; NULL: all are written at once
    uint64_t seen;
} UnitsTable;

static void drawn_free(void *data)
{
    Drawn *drawn = data;
    g_free(drawn->line);
    g_free(drawn);
}

static void *open_units(const TableContext *context, GError **error)
{
    CsvFile *csv =
        csv_open(context, "units.csv", TABLE_MODE_TEXT, columns_units, context->metadata, error);
    if (!csv)
        return NULL;
    UnitsTable *units = g_new0(UnitsTable, 1);
    units->csv = csv;
    if (context->sample)
        units->drawn = g_sequence_new(drawn_free);
    return units;
}

// splitmix64: every bit of the result depends on every bit of what went in.
static uint64_t mix(uint64_t x)
{
    x += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

static uint64_t lot_of(const char *path, guint unit, unsigned seed)
{
    uint64_t lot = mix(seed);
    for (const unsigned char *at = (const unsigned char *)path; *at; at++)
        lot = mix(lot ^ *at);
    return mix(lot ^ unit);
}

static int by_lot(const void *a, const void *b, void *data)
{
    const Drawn *x = a, *y = b;
    if (x->lot != y->lot)
        return x->lot < y->lot ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

static int by_order(const void *a, const void *b, void *data)
{
    const Drawn *x = a, *y = b;
    return x->order < y->order ? -1 : x->order > y->order;
}

static void draw(UnitsTable *units, uint64_t lot)
{
    g_autoptr(GString) line = g_string_new(NULL);
    csv_append_row(line, columns_units, units->csv->cells);
    Drawn *drawn = g_new0(Drawn, 1);
    *drawn = (Drawn){lot, units->seen, g_strdup(line->str)};
    g_sequence_insert_sorted(units->drawn, drawn, by_lot, NULL);
    if (g_sequence_get_length(units->drawn) > (int)units->csv->context->sample)
        g_sequence_remove(g_sequence_iter_prev(g_sequence_get_end_iter(units->drawn)));
}

// Whether a lot is too high to be among those kept.
static bool out_of_luck(const UnitsTable *units, uint64_t lot)
{
    if (g_sequence_get_length(units->drawn) < (int)units->csv->context->sample)
        return false;
    const Drawn *last = g_sequence_get(g_sequence_iter_prev(g_sequence_get_end_iter(units->drawn)));
    return lot > last->lot;
}

// The findings of a document by the units they stand in: placed ones, not suppressed.
static int by_unit(const void *a, const void *b)
{
    const Finding *x = *(const Finding *const *)a, *y = *(const Finding *const *)b;
    return x->unit.start < y->unit.start ? -1 : x->unit.start > y->unit.start;
}

static GPtrArray *findings_by_unit(const Report *report)
{
    GPtrArray *sorted = g_ptr_array_new();
    for (guint i = 0; i < report->findings->len; i++) {
        const Finding *finding = report->findings->pdata[i];
        if (finding->placed && !finding->suppressed_reason)
            g_ptr_array_add(sorted, (void *)finding);
    }
    g_ptr_array_sort(sorted, by_unit); // a stable sort
    return sorted;
}

// Those of the unit that begins at `start`; `next` is the first that may be one of them.
static void cells_found(Cells *cells, const GPtrArray *sorted, guint *next, uint32_t start)
{
    g_autoptr(GPtrArray) types = g_ptr_array_new();
    unsigned count = 0;
    int severity = 0;
    while (*next < sorted->len && ((const Finding *)sorted->pdata[*next])->unit.start < start)
        (*next)++;
    for (guint i = *next; i < sorted->len; i++) {
        const Finding *finding = sorted->pdata[i];
        if (finding->unit.start != start)
            break;
        count++;
        severity = MAX(severity, finding->severity);
        if (!g_ptr_array_find_with_equal_func(types, finding->type, g_str_equal, NULL))
            g_ptr_array_add(types, finding->type);
    }
    cells_number(cells, count);
    cells_words(cells, types);
    cells_number(cells, severity);
}

// Where one is in a document.
typedef struct {
    const TableRow *row;
    const GPtrArray *sorted; // findings_by_unit()
    guint next;
    const char *text; // the text from that character on, or NULL
    uint32_t characters;
} Place;

static void cells_unit(Cells *cells, Place *place, guint index, const TableContext *context)
{
    const Report *report = place->row->report;
    const ReportUnit *unit = &g_array_index(report->units->list, ReportUnit, index);
    Range range = unit->range;
    cells_clear(cells);
    cells_text(cells, report->document.path);
    cells_text(cells, place->row->platform);
    cells_text(cells, report->document.sha256);
    cells_number(cells, index + 1);
    cells_text(cells, unit->kind);
    cells_text(cells, unit->language);
    cells_text(cells, unit->number);
    cells_text(cells, unit->heading);
    cells_number(cells, range.start);
    cells_number(cells, range.end);
    const char *text = place->text;
    const char *end =
        text ? g_utf8_offset_to_pointer(text, (glong)(range.end - range.start)) : text;
    cells_cut_bytes(cells, text, (size_t)(end - text));
    cells_found(cells, place->sorted, &place->next, range.start);
    cells_empty(cells, 2);
    for (guint i = 0; context->metadata && i < context->metadata->len; i++)
        cells_text(cells, place->row->metadata ? place->row->metadata[i] : NULL);
}

// To a unit, which begins where the last one did or behind it.
static void go_to(Place *place, uint32_t start)
{
    if (place->text)
        place->text = g_utf8_offset_to_pointer(place->text, (glong)(start - place->characters));
    place->characters = start;
}

static bool add_units(void *table, const TableRow *row, GError **error)
{
    UnitsTable *units = table;
    const TableContext *context = units->csv->context;
    const GArray *list = row->report->units ? row->report->units->list : NULL;
    g_autoptr(GPtrArray) sorted = findings_by_unit(row->report);
    Place place = {row, sorted, 0, row->report->text, 0};
    for (guint i = 0; list && i < list->len; i++, units->seen++) {
        uint64_t lot = lot_of(row->report->document.path, i, context->seed);
        if (units->drawn && out_of_luck(units, lot))
            continue;
        go_to(&place, g_array_index(list, ReportUnit, i).range.start);
        cells_unit(units->csv->cells, &place, i, context);
        if (units->drawn)
            draw(units, lot);
        else
            csv_put(units->csv);
    }
    return true;
}

static void put_drawn(void *drawn, void *units)
{
    const char *line = ((Drawn *)drawn)->line;
    sink_put(((UnitsTable *)units)->csv->sink, line, strlen(line));
}

static void units_free(UnitsTable *units)
{
    g_clear_pointer(&units->drawn, g_sequence_free);
    g_free(units);
}

static bool close_units(void *table, GError **error)
{
    UnitsTable *units = table;
    if (units->drawn) {
        g_sequence_sort(units->drawn, by_order, NULL);
        g_sequence_foreach(units->drawn, put_drawn, units);
    }
    bool fine = csv_close(units->csv, error);
    units_free(units);
    return fine;
}

static void drop_units(void *table)
{
    UnitsTable *units = table;
    csv_drop(units->csv);
    units_free(units);
}

const Table table_units = {
    .name = "units",
    .format = "csv",
    .file = "units.csv",
    .units = true,
    .text = true,
    .open = open_units,
    .add = add_units,
    .close = close_units,
    .drop = drop_units,
};
