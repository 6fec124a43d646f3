// SPDX-License-Identifier: GPL-3.0-or-later
// OCR late: the functions of tesseract and leptonica, loaded when a picture is first read.
#pragma once

#include "config.h"

#if HAVE_OCR
#include <leptonica/allheaders.h>
#include <stdbool.h>
#include <tesseract/capi.h>

// They may be called once ocr_late_load() has said yes.
typedef struct {
#define LATE(library, name) __typeof__(name) *name;
#include "ocr.def"
#undef LATE
} OcrLate;

extern OcrLate ocr_late;

bool ocr_late_load(void);
#endif
