// SPDX-License-Identifier: GPL-3.0-or-later
// A mark, then for each unit its range, a byte of marks, and the strings that differ from those of
// the unit before, each with its NUL. Numbers have the lowest byte first.
#include "run/unit_pack.h"

#include <string.h>

static const char MARK[4] = "LLU1";

static const char *const kinds[] = {"heading", "item", "sentence", "row", "head"};

enum {
    KIND = 7, // the lowest bits are the kind
    HAS_NUMBER = 8,
    HAS_HEADING = 16,
    OTHER_LANGUAGE = 32,
    OTHER_HEADING = 64,
};

static uint8_t kind_number(const char *kind)
{
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (strcmp(kinds[i], kind) == 0)
            return (uint8_t)i;
    g_assert_not_reached();
}

static void put_string(GByteArray *out, const char *text)
{
    g_byte_array_append(out, (const guint8 *)text, (guint)strlen(text) + 1);
}

static void put_range(GByteArray *out, Range range)
{
    uint32_t both[] = {GUINT32_TO_LE(range.start), GUINT32_TO_LE(range.end)};
    g_byte_array_append(out, (const guint8 *)both, sizeof both);
}

GBytes *unit_pack(const ReportUnits *units)
{
    GByteArray *out = g_byte_array_new();
    const char *language = NULL, *heading = NULL;
    g_byte_array_append(out, (const guint8 *)MARK, sizeof MARK);
    for (guint i = 0; i < units->list->len; i++) {
        const ReportUnit *unit = &g_array_index(units->list, ReportUnit, i);
        bool other_language = g_strcmp0(unit->language, language) != 0;
        bool other_heading = unit->heading && g_strcmp0(unit->heading, heading) != 0;
        uint8_t marks = kind_number(unit->kind) | (unit->number ? HAS_NUMBER : 0) |
                        (unit->heading ? HAS_HEADING : 0) | (other_language ? OTHER_LANGUAGE : 0) |
                        (other_heading ? OTHER_HEADING : 0);
        put_range(out, unit->range);
        g_byte_array_append(out, &marks, 1);
        if (other_language)
            put_string(out, language = unit->language);
        if (unit->number)
            put_string(out, unit->number);
        if (other_heading)
            put_string(out, heading = unit->heading);
    }
    return g_byte_array_free_to_bytes(out);
}

// Reading, one unit after another.
typedef struct {
    const char *at, *end;
    const char *language, *heading; // of the last unit that had another
    uint32_t last, characters;
} Reader;

static bool begin(Reader *reader, GBytes *packed, uint32_t characters)
{
    size_t size = 0;
    const char *data = g_bytes_get_data(packed, &size);
    if (size < sizeof MARK || memcmp(data, MARK, sizeof MARK) != 0)
        return false;
    *reader = (Reader){data + sizeof MARK, data + size, NULL, NULL, 0, characters};
    return true;
}

// A string of valid UTF-8, or NULL.
static const char *take_string(Reader *reader)
{
    const char *text = reader->at;
    const char *end = memchr(text, '\0', (size_t)(reader->end - text));
    if (!end || !g_utf8_validate(text, end - text, NULL))
        return NULL;
    reader->at = end + 1;
    return text;
}

static bool take_range(Reader *reader, Range *range)
{
    uint32_t both[2];
    if ((size_t)(reader->end - reader->at) <= sizeof both)
        return false;
    memcpy(both, reader->at, sizeof both);
    reader->at += sizeof both;
    *range = (Range){GUINT32_FROM_LE(both[0]), GUINT32_FROM_LE(both[1])};
    bool sound = range->start >= reader->last && range->end >= range->start &&
                 range->end <= reader->characters;
    reader->last = range->start;
    return sound;
}

static bool take_unit(Reader *reader, ReportUnit *unit)
{
    if (!take_range(reader, &unit->range))
        return false;
    uint8_t marks = (uint8_t)*reader->at++;
    if ((marks & KIND) >= G_N_ELEMENTS(kinds))
        return false;
    unit->kind = kinds[marks & KIND];
    if (marks & OTHER_LANGUAGE)
        reader->language = take_string(reader);
    unit->number = marks & HAS_NUMBER ? take_string(reader) : NULL;
    if (marks & OTHER_HEADING)
        reader->heading = take_string(reader);
    unit->language = reader->language;
    unit->heading = marks & HAS_HEADING ? reader->heading : NULL;
    return unit->language && (!(marks & HAS_NUMBER) || unit->number) &&
           (!(marks & HAS_HEADING) || unit->heading);
}

bool unit_pack_is_sound(GBytes *packed, uint32_t characters)
{
    Reader reader;
    ReportUnit unit;
    if (!begin(&reader, packed, characters))
        return false;
    while (reader.at < reader.end)
        if (!take_unit(&reader, &unit))
            return false;
    return true;
}

ReportUnits *unit_unpack(GBytes *packed, uint32_t characters)
{
    Reader reader;
    if (!begin(&reader, packed, characters))
        return NULL;
    g_autoptr(ReportUnits) units = report_units_new();
    units->bytes = g_bytes_ref(packed);
    while (reader.at < reader.end) {
        ReportUnit unit;
        if (!take_unit(&reader, &unit))
            return NULL;
        g_array_append_val(units->list, unit);
    }
    return g_steal_pointer(&units);
}
