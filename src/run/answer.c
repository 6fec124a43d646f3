// SPDX-License-Identifier: GPL-3.0-or-later
// An answer is the packed report, the text, the units, and a tail with three lengths.

#include "run/answer.h"

#include <string.h>

#include "run/unit_pack.h"
#include "text/fault.h"
#include "text/utf8.h"

static const uint64_t NONE = UINT64_MAX;

// Lengths in bytes; NONE for a text or units that are not there.
typedef struct {
    uint64_t report, text, units;
} Tail;

void answer_end(Packer *packer, const Report *report, PackedPiece piece, void *to)
{
    GBytes *units = report->packed_units;
    Tail tail = {packer_end(packer, report), report->text ? strlen(report->text) : NONE,
                 units ? g_bytes_get_size(units) : NONE};
    if (report->text)
        piece(report->text, tail.text, to);
    if (units)
        piece(g_bytes_get_data(units, NULL), tail.units, to);
    piece(&tail, sizeof tail, to);
}

static bool unsound(GError **error, const char *why)
{
    g_set_error(error, FAULT_DOMAIN, FAULT_CRASHED, "the worker's answer is not sound: %s", why);
    return false;
}

// Where the parts of an answer begin; the report is the first.
typedef struct {
    Tail tail;
    size_t text, units;
} Parts;

// Moves past a part, if it is there.
static bool pass_part(size_t *at, size_t size, uint64_t len)
{
    uint64_t there = len == NONE ? 0 : len;
    if (there > size - *at)
        return false;
    *at += there;
    return true;
}

static bool find_parts(GBytes *bytes, Parts *parts)
{
    size_t size = 0, at = 0;
    const char *data = g_bytes_get_data(bytes, &size);
    if (size < sizeof(Tail))
        return false;
    size -= sizeof(Tail);
    memcpy(&parts->tail, data + size, sizeof(Tail));
    const Tail *tail = &parts->tail;
    bool whole = pass_part(&at, size, tail->report);
    parts->text = at;
    whole = whole && pass_part(&at, size, tail->text);
    parts->units = at;
    return whole && pass_part(&at, size, tail->units) && at == size;
}

// The text and units must belong to the report.
static bool take_rest(Report *report, GBytes *bytes, const Parts *parts, GError **error)
{
    const Tail *tail = &parts->tail;
    const char *data = g_bytes_get_data(bytes, NULL);
    uint32_t characters = report->document.characters;
    if (tail->text != NONE) {
        const char *text = data + parts->text;
        if (!g_utf8_validate_len(text, tail->text, NULL))
            return unsound(error, "text");
        report->text = g_strndup(text, tail->text);
        if (utf8_length(text, tail->text) != characters)
            return unsound(error, "text of another length");
    }
    if (tail->units == NONE)
        return true;
    report->packed_units = g_bytes_new(data + parts->units, tail->units);
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
    g_autoptr(GBytes) packed = g_bytes_new_from_bytes(bytes, 0, parts.text);
    g_autoptr(Report) report = packed_read(packed, pack, &cause);
    if (!report) {
        unsound(error, cause->message);
        return NULL;
    }
    return take_rest(report, bytes, &parts, error) ? g_steal_pointer(&report) : NULL;
}
