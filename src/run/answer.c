// SPDX-License-Identifier: GPL-3.0-or-later
// An answer is a head with two lengths, the text, the units, and the packed report to its end.

#include "run/answer.h"

#include <string.h>

#include "run/unit_pack.h"
#include "text/fault.h"

static const uint64_t NONE = UINT64_MAX;

// Lengths in bytes; NONE for a text or units that are not there.
typedef struct {
    uint64_t text, units;
} Head;

void answer_write(const Report *report, PackedPiece piece, void *to)
{
    GBytes *units = report->packed_units;
    Head head = {report->text ? strlen(report->text) : NONE,
                 units ? g_bytes_get_size(units) : NONE};
    piece(&head, sizeof head, to);
    if (report->text)
        piece(report->text, head.text, to);
    if (units)
        piece(g_bytes_get_data(units, NULL), head.units, to);
    packed_write(report, piece, to);
}

static void add_size(const void *data, size_t len, void *sum)
{
    *(uint64_t *)sum += len;
}

uint64_t answer_size(const Report *report)
{
    uint64_t size = 0;
    answer_write(report, add_size, &size);
    return size;
}

static bool unsound(GError **error, const char *why)
{
    g_set_error(error, FAULT_DOMAIN, FAULT_CRASHED, "the worker's answer is not sound: %s", why);
    return false;
}

// Where the parts of an answer begin; the report ends with the bytes.
typedef struct {
    Head head;
    size_t text, units, report;
} Parts;

static bool find_part(const size_t *at, size_t size, uint64_t len, size_t *next)
{
    uint64_t there = len == NONE ? 0 : len;
    if (there > size - *at)
        return false;
    *next = *at + there;
    return true;
}

static bool find_parts(GBytes *bytes, Parts *parts)
{
    size_t size = 0;
    const char *data = g_bytes_get_data(bytes, &size);
    if (size < sizeof(Head))
        return false;
    memcpy(&parts->head, data, sizeof(Head));
    parts->text = sizeof(Head);
    return find_part(&parts->text, size, parts->head.text, &parts->units) &&
           find_part(&parts->units, size, parts->head.units, &parts->report);
}

// The text and units must belong to the report.
static bool take_rest(Report *report, GBytes *bytes, const Parts *parts, GError **error)
{
    const Head *head = &parts->head;
    const char *data = g_bytes_get_data(bytes, NULL);
    uint32_t characters = report->document.characters;
    if (head->text != NONE) {
        const char *text = data + parts->text;
        if (!g_utf8_validate_len(text, head->text, NULL))
            return unsound(error, "text");
        report->text = g_strndup(text, head->text);
        if ((uint64_t)g_utf8_strlen(report->text, -1) != characters)
            return unsound(error, "text of another length");
    }
    if (head->units == NONE)
        return true;
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
    g_autoptr(GBytes) packed =
        g_bytes_new_from_bytes(bytes, parts.report, g_bytes_get_size(bytes) - parts.report);
    g_autoptr(Report) report = packed_read(packed, pack, &cause);
    if (!report) {
        unsound(error, cause->message);
        return NULL;
    }
    return take_rest(report, bytes, &parts, error) ? g_steal_pointer(&report) : NULL;
}
