// SPDX-License-Identifier: GPL-3.0-or-later
// Unit rows: every unit of a document as the tables show it, its place counted in code points.
#pragma once

#include <glib.h>

#include "report/report.h"

// Units for Report.units. Units without words of their own are left out.
ReportUnits *unit_rows_new(const Document *doc, const Text *text, const GArray *units);
