// SPDX-License-Identifier: GPL-3.0-or-later
// Docx styles: what a Word document says of the look of its runs and paragraphs.
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "read/xml.h"

enum { UNSAID = -1 };

// Properties of a run; UNSAID is left to what it is based on.
typedef struct {
    int size;                 // half points
    int color;                // 0xRRGGBB
    int vanish, bold, shaded; // 0 or 1
} DocxRun;

typedef struct {
    DocxRun run;
    int num_id, level; // its list, or UNSAID; num_id 0 is "no list"
    int outline;       // 0 to 8: a heading; UNSAID: none
} DocxLook;

typedef struct DocxStyles DocxStyles;

// From word/styles.xml; `part` may be NULL.
DocxStyles *docx_styles_new(GBytes *part);
void docx_styles_free(DocxStyles *styles);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DocxStyles, docx_styles_free)

// A style with all it is based on. Paragraphs without a style have the default one (`id` NULL) and
// the document's defaults; character styles only what they say themselves.
DocxLook docx_styles_paragraph(const DocxStyles *styles, const char *id);
DocxLook docx_styles_character(const DocxStyles *styles, const char *id);

// The list a style of the "numbering" kind stands for, or UNSAID.
int docx_styles_list(const DocxStyles *styles, const char *id);

// Takes up an element of w:rPr or w:pPr.
void docx_run_read(DocxRun *run, const char *name, const XmlAttributes *attributes);
void docx_look_read(DocxLook *look, const char *name, const XmlAttributes *attributes);

// Says nothing.
DocxLook docx_look_unsaid(void);

// What `over` says beats what is there.
void docx_run_merge(DocxRun *run, const DocxRun *over);
