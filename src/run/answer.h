// SPDX-License-Identifier: GPL-3.0-or-later
// Answer: a report on its way from a worker to the parent, with the text and units the JSON leaves
// out. The units stay packed on the parent's side.
#pragma once

#include <glib.h>

#include "report/report.h"

GBytes *answer_pack(const Report *report, const Pack *pack);

// Trusts nothing: NULL with FAULT_CRASHED when the bytes are not a sound answer.
Report *answer_unpack(GBytes *bytes, const Pack *pack, GError **error);
