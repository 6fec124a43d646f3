// SPDX-License-Identifier: GPL-3.0-or-later
// Answer: a report on its way from a worker to the parent, with the text and units the JSON leaves
// out.
#pragma once

#include <glib.h>

#include "report/report.h"

GBytes *answer_pack(const Report *report, const Pack *pack);

// Trusts nothing: NULL with FAULT_CRASHED when the bytes are not a sound answer. `bytes` must be
// aligned to 8.
Report *answer_unpack(GBytes *bytes, const Pack *pack, GError **error);

// The units alone, as the store keeps them; NULL in, NULL out.
GBytes *answer_pack_units(const GPtrArray *units);
// NULL when the bytes are not sound, or hold a range beyond `characters`.
GPtrArray *answer_unpack_units(GBytes *bytes, uint32_t characters);
