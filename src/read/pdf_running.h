// SPDX-License-Identifier: GPL-3.0-or-later
// Running: headers, footers, page numbers and watermarks, told by repeating from page to page.
#pragma once

#include "read/pdf_whole.h"

// Sets the kind of such lines.
void running_mark(const Whole *whole);
