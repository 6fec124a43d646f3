// SPDX-License-Identifier: GPL-3.0-or-later
// Stream: what streams of a PDF hold (ISO 32000-1, 7.3.8 and 7.4), when that is not too much: a
// kilobyte may unpack to a gigabyte.
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "read/pdf_objects.h"

enum {
    STREAM_PACKED_MOST = 1 << 20, // bytes as it stands in the file
    STREAM_PARTS_MOST = 256,      // streams of one page
};

// What a stream holds, with a NUL behind it, freed with g_free(). NULL when it cannot be had, or is
// more than `most` bytes; no more than that are unpacked, whatever its filters are.
char *stream_read(qpdf_data pdf, qpdf_oh stream, size_t most, size_t *len);

// The same of a page's content, its streams one behind the other.
char *stream_read_page(qpdf_data pdf, qpdf_oh page, size_t most, size_t *len);
