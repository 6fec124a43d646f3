// SPDX-License-Identifier: GPL-3.0-or-later
// Settle: what can only be known when all pages are read: which lines are headers and footers
// (pdf_running.h), tables and paragraphs that go on over a page, headings and notes by their size.
#pragma once

#include <glib.h>

#include "text/document.h"

// Sets the kind, break and row of the document's lines. `hints` (LineHint) has one entry a line.
void settle_lines(Document *doc, GArray *hints);
