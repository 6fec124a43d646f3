// SPDX-License-Identifier: GPL-3.0-or-later
// Docx para: one paragraph of a Word file, gathered until it ends and then written with its number.
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "read/docx_numbering.h"
#include "read/docx_styles.h"
#include "read/flow.h"

// What paragraphs are written on, and what they look up; all borrowed.
typedef struct {
    Flow *flow;
    DocxStyles *styles;
    DocxNumbering *numbering;
} DocxPaper;

// A paragraph being read. Those of text boxes anchored in it wait until it is written.
typedef struct {
    DocxLook own;
    char *style;
    GString *text;
    GArray *stretches;
    bool backed; // in a box or a table: a colour may stand behind it
    bool joined; // its mark is deleted: the next paragraph goes on with it
    char *note;  // number of the note it begins, or NULL
    GPtrArray *boxed;
} DocxPara;

DocxPara *docx_para_new(void);
void docx_para_free(DocxPara *para);

// Appends text in a style; a line end in it is one on the page.
void docx_para_put(DocxPara *para, const char *utf8, size_t len, const DocxRun *run);

// The deleted paragraph mark of `first` made one paragraph of two.
void docx_para_join(DocxPara *first, DocxPara *second);

// Writes it with its number, and after it those of its boxes.
void docx_para_write(const DocxPaper *paper, const DocxPara *para);
