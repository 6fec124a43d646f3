// SPDX-License-Identifier: GPL-3.0-or-later
// A pack made by hand and reports made by hand, for tests of the report floor. Tests that use it
// must not need the real pack as well: it stands in its place.
#pragma once

#include "report/report.h"

const Pack *fake_pack(void);
const RuleInfo *fake_absent_rule(void);

// A report with every field filled with a value of its own, for round trips.
Report *sample_full(void);

// A report on `text`, complete, zh, a loan agreement under CN law, with no findings yet.
Report *sample_report(const char *text);

// Adds a finding of `type` on the first occurrence of `quote` in the report's text.
Finding *sample_finding(Report *report, const char *type, const char *quote, int severity);

// A predatory agreement of our own making with a finding of every kind, with text.
Report *sample_predatory(void);

// 500 pages of 700 Han characters with 2,000 findings.
Report *sample_long(void);
