// SPDX-License-Identifier: GPL-3.0-or-later
// Highlight: a copy of a PDF with each finding marked where it stands, in the colour of its
// severity, with a note that says what it is, why it matters and which law speaks of it.
#pragma once

#include <glib.h>

#include "report/report.h"
#include "report/words.h"

// The copy's bytes, which are written to the empty file `room`. The original is not touched; an
// encrypted one stays encrypted with the same passwords. A signature of the original does not hold
// for the copy: the report's `signed` reason is the caller's to speak of. FAULT_USAGE when the
// report is not of a PDF, or none can be written.
GBytes *highlight_pdf(GBytes *pdf, const char *password, const Report *report, const Pack *pack,
                      Lang lang, int room, GError **error);
