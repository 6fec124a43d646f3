// SPDX-License-Identifier: GPL-3.0-or-later
// Titles: which parts of a text are headings, and say nothing by themselves.
#pragma once

#include "text/cutter.h"

// Whether part `i`, whose words begin at `words`, is a heading; its place in the levels is found
// already.
bool titles_has(Cutter *cutter, guint i, const Enumerator *number, size_t words);
