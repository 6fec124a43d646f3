// SPDX-License-Identifier: GPL-3.0-or-later
// Answer: a report on its way from a worker to the parent, with the text and units the report's own
// bytes leave out. The units stay packed on the parent's side.
#pragma once

#include <glib.h>

#include "report/packed.h"

// Gives the bytes in pieces: a long document's are tens of megabytes. Twice the same ones for the
// same report. Units are those of packed_units.
void answer_write(const Report *report, PackedPiece piece, void *to);
uint64_t answer_size(const Report *report);

// Trusts nothing: NULL with FAULT_CRASHED when the bytes are not a sound answer.
Report *answer_unpack(GBytes *bytes, const Pack *pack, GError **error);
