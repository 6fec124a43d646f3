// SPDX-License-Identifier: GPL-3.0-or-later
// Attached: the files that a PDF carries with it, a portfolio's documents among them.
#pragma once

#include <glib.h>

// Their names as the file gives them, in its order; some 1,000 at most. Empty when there are none
// or the file is too damaged to tell. `password` may be NULL. The caller unrefs the array, which
// frees its strings.
//
// Asked of qpdf: poppler_document_get_attachments (22.12) ends the process when a file is named
// whose bytes are missing.
GPtrArray *attached_names(GBytes *bytes, const char *password);
