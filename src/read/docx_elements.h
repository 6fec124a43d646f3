// SPDX-License-Identifier: GPL-3.0-or-later
// Docx elements: what the elements of a Word file's story are to a reader.
#pragma once

typedef enum {
    EL_OTHER,
    EL_PARAGRAPH,
    EL_PARAGRAPH_LOOK,
    EL_RUN,
    EL_RUN_LOOK,
    EL_TEXT,
    EL_MATH_TEXT,
    EL_TAB,
    EL_BREAK,
    EL_NO_BREAK_HYPHEN,
    EL_SOFT_HYPHEN,
    EL_SYMBOL,
    EL_TABLE,
    EL_ROW,
    EL_ROW_LOOK,
    EL_CELL,
    EL_CELL_LOOK,
    EL_BOX,
    EL_NOTE,
    EL_CHECK_BOX,
    EL_DROP_DOWN,
    EL_CONTROL_LOOK,
    EL_CONTROL_BOX,
    EL_CONTROL,
    EL_SKIPPED,
} DocxElement;

// By the name that xml.h gives it.
DocxElement docx_element(const char *name);
