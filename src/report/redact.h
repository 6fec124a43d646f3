// SPDX-License-Identifier: GPL-3.0-or-later
// Redact: identity, telephone and card numbers, and the names of those who sign, made unreadable
// before anything leaves the worker. Each masked character becomes U+FF0A, so offsets hold.
#pragma once

#include "report/report.h"

// Masks a report and everything in it: text, quotes, stems, slots, headings, title, references,
// units. The report must have its text: names are known from the signature blocks in it.
void redact_report(Report *report);
