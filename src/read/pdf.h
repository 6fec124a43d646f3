// SPDX-License-Identifier: GPL-3.0-or-later
// What the files that read PDF pages share: poppler's types, and its coordinates made safe.
#pragma once

#include <glib.h>
#include <poppler.h>

#include "text/document.h"

// poppler-glib 22.12 declares no cleanup of its own; later versions do, so these have other names.
typedef PopplerDocument PdfDocument;
typedef PopplerPage PdfPage;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdfDocument, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdfPage, g_object_unref)

#define PDF_COORDINATE_MOST 1e5F // points; hostile files claim 1e30

static inline float pdf_limited(double value)
{
    return (float)CLAMP(value, -PDF_COORDINATE_MOST, PDF_COORDINATE_MOST);
}
