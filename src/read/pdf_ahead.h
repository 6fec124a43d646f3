// SPDX-License-Identifier: GPL-3.0-or-later
// Ahead: the last pages of a PDF are read by a second thread, while the first reads from the front.
//
// Each thread has the PDF open for itself; nothing of poppler's goes from one to the other. What is
// read is the same: as soon as poppler has anything to say of the second thread's pages, which may
// depend on what was read before, none of them is given, and the first reads them itself.
#pragma once

#include "read/pdf.h"

typedef struct Ahead Ahead;

#define AHEAD_WORTH 6000000 // nanoseconds of reading, of which a second thread takes half

// For a PDF of so many pages, of which a second thread takes some once it looks as if those left
// took `worth` nanoseconds. Until it is freed the bytes must not change, and the caller asks for
// the pages in their order.
Ahead *ahead_new(GBytes *bytes, const char *password, int pages, int64_t worth);
void ahead_free(Ahead *ahead); // NULL is fine
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Ahead, ahead_free)

// The glyphs of a page, as glyphs_of_page() gives them, or NULL: the caller is to read it.
GArray *ahead_glyphs(Ahead *ahead, int page);
