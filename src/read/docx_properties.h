// SPDX-License-Identifier: GPL-3.0-or-later
// What the properties of a Word file's elements say of them: looks, merged cells, fields of forms.
#pragma once

#include "read/docx_story.h"

// Takes up a property where it stands: in w:rPr of a run, w:pPr of a paragraph, and so on. False
// when the element is none.
bool docx_properties_read(DocxStory *story, const char *name, const XmlAttributes *attributes);

// What a form's field holds stands in its properties, too.
void docx_properties_read_field(DocxStory *story, const char *name,
                                const XmlAttributes *attributes);
