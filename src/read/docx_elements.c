// SPDX-License-Identifier: GPL-3.0-or-later
#include "read/docx_elements.h"

#include <glib.h>
#include <string.h>

static const struct {
    const char *name;
    DocxElement el;
} elements[] = {
    {"w:p", EL_PARAGRAPH},
    {"w:pPr", EL_PARAGRAPH_LOOK},
    {"w:r", EL_RUN},
    {"w:rPr", EL_RUN_LOOK},
    {"w:t", EL_TEXT},
    {"m:t", EL_MATH_TEXT},
    {"w:tab", EL_TAB},
    {"w:ptab", EL_TAB},
    {"w:br", EL_BREAK},
    {"w:cr", EL_BREAK},
    {"w:noBreakHyphen", EL_NO_BREAK_HYPHEN},
    {"w:softHyphen", EL_SOFT_HYPHEN},
    {"w:sym", EL_SYMBOL},
    {"w:tbl", EL_TABLE},
    {"w:tr", EL_ROW},
    {"w:trPr", EL_ROW_LOOK},
    {"w:tc", EL_CELL},
    {"w:tcPr", EL_CELL_LOOK},
    {"w:txbxContent", EL_BOX},
    {"w:footnote", EL_NOTE},
    {"w:endnote", EL_NOTE},
    {"w:comment", EL_NOTE},
    {"w:checkBox", EL_CHECK_BOX},
    {"w:ddList", EL_DROP_DOWN},
    {"w:sdtPr", EL_CONTROL_LOOK},
    {"w14:checkbox", EL_CONTROL_BOX},
    {"w:sdtContent", EL_CONTROL},
    // Deleted, moved away, as it was before a change, said again for older programs, or never
    // shown.
    {"w:del", EL_SKIPPED},
    {"w:moveFrom", EL_SKIPPED},
    {"w:pPrChange", EL_SKIPPED},
    {"w:rPrChange", EL_SKIPPED},
    {"w:sectPrChange", EL_SKIPPED},
    {"w:tblPrChange", EL_SKIPPED},
    {"w:tcPrChange", EL_SKIPPED},
    {"w:trPrChange", EL_SKIPPED},
    {"mc:Fallback", EL_SKIPPED},
    {"w:instrText", EL_SKIPPED},
    {"w:delText", EL_SKIPPED},
    {"w:rt", EL_SKIPPED},
    {"w:tblPr", EL_SKIPPED},
    {"w:sectPr", EL_SKIPPED},
};

DocxElement docx_element(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(elements); i++)
        if (!strcmp(name, elements[i].name))
            return elements[i].el;
    return EL_OTHER;
}
