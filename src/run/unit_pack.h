// SPDX-License-Identifier: GPL-3.0-or-later
// Packed units: those of one document as a worker sends and the store keeps them.
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "report/report.h"

GBytes *unit_pack(const ReportUnits *units);

// Whether the bytes are packed units of a text of so many characters. Trusts nothing.
bool unit_pack_is_sound(GBytes *packed, uint32_t characters);

// NULL when they are not. The units' words stay in the bytes, which are kept.
ReportUnits *unit_unpack(GBytes *packed, uint32_t characters);
