// SPDX-License-Identifier: GPL-3.0-or-later
// Answer: a report on its way from a worker to the parent, with the text and units the report's own
// bytes leave out, which come from packed_units. The units stay packed on the parent's side.
#pragma once

#include <glib.h>

#include "report/packed.h"

// Gives the bytes that end an answer, in pieces: what the packer was given before, the findings,
// stands in front of them. A long document's are tens of megabytes.
void answer_end(Packer *packer, const Report *report, PackedPiece piece, void *to);

// Trusts nothing: NULL with FAULT_CRASHED when the bytes are not a sound answer.
Report *answer_unpack(GBytes *bytes, const Pack *pack, GError **error);
