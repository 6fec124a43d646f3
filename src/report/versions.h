// SPDX-License-Identifier: GPL-3.0-or-later
// Versions: an agreement in two languages says each clause twice; it is one finding.
#pragma once

#include "report/report.h"

// Whether the document is written in two or more languages, each at least a fifth of it.
bool versions_are_several(const Report *report);

// In such a document, folds findings of one type under one clause number: the one in the governing
// language stays, the other goes to its `also`. The governing language is the one the text says
// prevails, else the one that comes first.
void versions_fold(Report *report, const ReportSources *sources);
