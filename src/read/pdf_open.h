// SPDX-License-Identifier: GPL-3.0-or-later
// Open: a PDF from its bytes, with a password where it needs one.
#pragma once

#include "read/pdf.h"

// FAULT_ENCRYPTED or FAULT_DAMAGED when it cannot be opened. `password` may be NULL.
PopplerDocument *open_pdf(GBytes *bytes, const char *password, GError **error);

// Whether the file ends as a PDF does, pointing at its table of objects. poppler makes a new table
// for one that does not, without a word, from the objects it finds.
bool open_is_whole(GBytes *bytes);
