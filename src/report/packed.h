// SPDX-License-Identifier: GPL-3.0-or-later
// Packed: a report as bytes for the way from a worker to the parent, both of one program: no words
// to parse, nothing copied that can stay where it lies. Numbers are as the machine has them.
//
// It says what the JSON says, rounded as there. Text, units and tool are not in it.
#pragma once

#include <glib.h>

#include "report/report.h"

// Gives the bytes in pieces, in their order.
typedef void (*PackedPiece)(const void *data, size_t len, void *to);
void packed_write(const Report *report, PackedPiece piece, void *to);

// The inverse: checks everything, trusts nothing. NULL with FAULT_DAMAGED for anything unsound. The
// words of the findings stay in the bytes, which the report keeps.
Report *packed_read(GBytes *bytes, const Pack *pack, GError **error);
