// SPDX-License-Identifier: GPL-3.0-or-later
// Watch: what poppler complains about while it reads, made reasons of the document being read.
#pragma once

#include <stdbool.h>

#include "text/document.h"

// Begins with a PDF that is being opened by this thread; what is wrong with it is only remembered.
// Each thread watches what it reads itself.
void watch_begin(void);

// Whether poppler complained about the file while it was opened.
bool watch_repaired(void);

// From now on complaints are about this document and this page (from 1; 0: no page, and what is
// wrong elsewhere does not matter). NULL: it has been read.
void watch_document(Document *doc);
void watch_page(int page);
