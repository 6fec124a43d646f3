// SPDX-License-Identifier: GPL-3.0-or-later
// Fill document: what a report says of its document as a whole.
#pragma once

#include "report/report.h"

// Fills report->document, reasons and status among it. `paged`: its pages mean something to a
// reader. `characters`: code points of its text.
void fill_document(Report *report, const ReportSources *from, bool paged, uint32_t characters);
