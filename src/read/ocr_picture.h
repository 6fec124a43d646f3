// SPDX-License-Identifier: GPL-3.0-or-later
// OCR picture: grey pictures from files and from memory, for leptonica.
#pragma once

#include "read/ocr.h"
#include "read/ocr_late.h"

#if HAVE_OCR
enum { OCR_PIXELS_MOST = 120 * 1000 * 1000 }; // a photo has 12 to 50 million

// NULL with FAULT_NO_TEXT when there is no room for it.
PIX *ocr_picture_of(const OcrImage *image, GError **error);

// A PNG or JPEG file, upright as its EXIF says. NULL with FAULT_DAMAGED or FAULT_TOO_LARGE.
PIX *ocr_picture_decode(const unsigned char *bytes, size_t len, GError **error);
#endif
