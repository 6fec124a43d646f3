// SPDX-License-Identifier: GPL-3.0-or-later
// OCR line: what the recogniser made of one line of a picture, symbol by symbol.
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "read/ocr_late.h"

#if HAVE_OCR
// In pixels of the recognised picture.
typedef struct {
    int left, top, right, bottom;
} OcrBox;

typedef struct {
    char utf8[32]; // mostly one character
    OcrBox box;
    float confidence; // per cent
    bool begins_word;
} OcrSymbol;

typedef struct {
    GArray *symbols; // OcrSymbol, from left to right
    OcrBox box;
    float confidence; // per cent
} OcrLine;

void ocr_line_free(OcrLine *line);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OcrLine, ocr_line_free)

// The lines of the picture that was recognised last: OcrLine. The caller unrefs them.
GPtrArray *ocr_line_read_all(TessBaseAPI *api);

// How many symbols of a picture two readings read differently.
guint ocr_line_differ(const GPtrArray *lines, const GPtrArray *others);

// Takes from another reading of the same line what that is surer of. Its boxes are in the same
// picture.
void ocr_line_merge(OcrLine *line, const OcrLine *other);

// Appends the line as glyphs (pdf_layout.h) in pixels, without blanks between Han.
void ocr_line_append(const OcrLine *line, GArray *glyphs);
#endif
