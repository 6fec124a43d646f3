// SPDX-License-Identifier: GPL-3.0-or-later
// DocxStory: a part of a Word file while it is read, and what came of it: paragraphs, tables,
// notes, boxes.
#pragma once

#include "read/docx_elements.h"
#include "read/docx_package.h"
#include "read/docx_para.h"
#include "read/xml.h"

typedef struct {
    Document *doc;
    DocxPackage *package;
    DocxPaper paper;
    // Where the parser is:
    GArray *path;      // DocxElement
    unsigned skipped;  // depth inside something left out
    GPtrArray *paras;  // DocxPara, the innermost last
    DocxPara *carried; // joined to the next one
    DocxRun run;
    unsigned boxes, tables;
    bool box_checked;                                    // of the form field at hand
    enum { TICK_NONE, TICK_OFF, TICK_ON } control, tick; // of the content control; still to be put
    gint64 chosen;                  // of the entries of a drop-down; below 0 once it was put
    bool covered;                   // a cell merged into the one above
    unsigned span;                  // of the cell
    bool cell_begun, row_begun;     // for the flow: see begin_row_and_cell()
    bool row_heads, row_dropped;    // it repeats on each page; it was deleted
    unsigned notes;                 // of this part
    bool note_begins, note_dropped; // its number is due; it is only a line drawn above notes
} DocxStory;

// The element the parser is in, `up` levels out.
DocxElement docx_story_around(const DocxStory *story, guint up);

// The paragraph that words go to, or NULL.
DocxPara *docx_story_innermost(const DocxStory *story);
void docx_story_put(DocxStory *story, const char *utf8, size_t len);

// Reads one part into the document; false when it is not well-formed.
bool docx_story_read(DocxStory *story, GBytes *part);
