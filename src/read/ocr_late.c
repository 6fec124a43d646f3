// SPDX-License-Identifier: GPL-3.0-or-later
#include "read/ocr_late.h"

#if HAVE_OCR
Late ocr_late;

bool ocr_late_load(void)
{
    return late_fill(&ocr_late);
}
#endif
