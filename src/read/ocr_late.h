// SPDX-License-Identifier: GPL-3.0-or-later
// OCR late: the functions of tesseract and leptonica, loaded when a picture is first read.
#pragma once

#include "config.h"

#if HAVE_OCR
#include <leptonica/allheaders.h>
#include <stdbool.h>
#include <tesseract/capi.h>

#define LATE_LIST "read/ocr.def"
#include "text/late.h"

// They may be called once ocr_late_load() has said yes.
extern Late ocr_late;

bool ocr_late_load(void);
#endif
