// SPDX-License-Identifier: GPL-3.0-or-later
#include "read/ocr_late.h"

#if HAVE_OCR
#include <glib.h>

#include "text/late.h"

OcrLate ocr_late;

bool ocr_late_load(void)
{
    static const LateSymbol symbols[] = {
#define LATE(library, name) {library, #name, (void **)&ocr_late.name},
#include "ocr.def"
#undef LATE
    };
    return late_load(symbols, G_N_ELEMENTS(symbols));
}
#endif
