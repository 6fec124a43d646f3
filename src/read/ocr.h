// SPDX-License-Identifier: GPL-3.0-or-later
// OCR: the words in a picture, as lines with boxes. An optional feature (HAVE_OCR).
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "text/document.h"

typedef enum {
    OCR_GRAY, // one byte a pixel
    OCR_RGB,  // red, green, blue
    OCR_CAIRO // CAIRO_FORMAT_RGB24 and ARGB32 (opaque): 32-bit words in the machine's byte order
} OcrFormat;

// A picture in memory; borrowed.
typedef struct {
    const unsigned char *pixels; // rows from the top
    int width, height;           // pixels
    size_t stride;               // bytes from row to row
    OcrFormat format;
    double dpi; // pixels an inch, which the boxes are worked out by; 200 to 300 read best
} OcrImage;

// Whether pictures can be read here. Otherwise false with FAULT_NO_TEXT and a message that says
// exactly what to install.
bool ocr_available(GError **error);

// The characters of a picture in points, each line's in reading order, for layout_new(): Glyph
// array (pdf_layout.h), SOURCE_OCR; the caller frees it. Spaces between Han are left out.
// `garbled`: most of it could not be made out. NULL with FAULT_NO_TEXT when OCR is not available.
GArray *ocr_glyphs(const OcrImage *image, bool *garbled, GError **error);

// Appends a page for a PNG or JPEG file, upright as its EXIF says, and the lines it reads, with
// boxes, edges and SOURCE_OCR, in reading order with columns and tables. Adds the reason `garbled`
// when most of it could not be made out. False with FAULT_DAMAGED, FAULT_TOO_LARGE or
// FAULT_NO_TEXT.
bool ocr_append_file(Document *doc, const unsigned char *bytes, size_t len, GError **error);

// Loads the language data before the sandbox closes.
void ocr_warm(void);
