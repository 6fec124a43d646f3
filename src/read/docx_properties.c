// SPDX-License-Identifier: GPL-3.0-or-later
#include "read/docx_properties.h"

#include <string.h>

static bool is_word_on(const char *value)
{
    return strcmp(value, "0") != 0 && strcmp(value, "false") != 0 && strcmp(value, "off") != 0;
}

static bool is_on(const XmlAttributes *attributes)
{
    const char *value = xml_attribute(attributes, "w:val");
    return !value || is_word_on(value);
}

static void read_cell_look(DocxStory *story, const char *name, const XmlAttributes *attributes)
{
    const char *value = xml_attribute(attributes, "w:val");
    if (!strcmp(name, "w:gridSpan") && value)
        story->span = (unsigned)CLAMP(g_ascii_strtoll(value, NULL, 10), 1, 1000);
    if (!strcmp(name, "w:vMerge") || !strcmp(name, "w:hMerge"))
        story->covered = !value || strcmp(value, "restart") != 0;
}

static void read_row_look(DocxStory *story, const char *name, const XmlAttributes *attributes)
{
    const char *value = xml_attribute(attributes, "w:val");
    if (!strcmp(name, "w:tblHeader"))
        story->row_heads = is_on(attributes);
    else if (!strcmp(name, "w:del"))
        story->row_dropped = true;
    else if (!strcmp(name, "w:gridBefore") && value) {
        flow_row_begin(story->paper.flow, story->row_heads);
        story->row_begun = true;
        flow_cell_begin(story->paper.flow,
                        (unsigned)CLAMP(g_ascii_strtoll(value, NULL, 10), 1, 1000), 1, false);
    }
}

static void read_paragraph_look(DocxStory *story, const char *name, const XmlAttributes *attributes)
{
    DocxPara *para = docx_story_innermost(story);
    const char *value = xml_attribute(attributes, "w:val");
    if (!para)
        return;
    if (!strcmp(name, "w:pStyle") && value) {
        g_free(para->style);
        para->style = g_strdup(value);
    } else {
        docx_look_read(&para->own, name, attributes);
    }
}

static void read_run_look(DocxStory *story, const char *name, const XmlAttributes *attributes)
{
    const char *style = strcmp(name, "w:rStyle") ? NULL : xml_attribute(attributes, "w:val");
    if (style) {
        DocxRun run = docx_styles_character(story->paper.styles, style).run;
        docx_run_merge(&run, &story->run); // said directly beats the style, in whichever order
        story->run = run;
    } else {
        docx_run_read(&story->run, name, attributes);
    }
}

bool docx_properties_read(DocxStory *story, const char *name, const XmlAttributes *attributes)
{
    DocxElement in = docx_story_around(story, 0), of = docx_story_around(story, 1),
                beyond = docx_story_around(story, 2);
    DocxPara *para = docx_story_innermost(story);
    if (in == EL_RUN_LOOK && of == EL_RUN)
        read_run_look(story, name, attributes);
    else if (in == EL_RUN_LOOK && of == EL_PARAGRAPH_LOOK) {
        if (para && (!strcmp(name, "w:del") || !strcmp(name, "w:moveFrom")))
            para->joined = true;
    } else if (in == EL_PARAGRAPH_LOOK || (in == EL_OTHER && of == EL_PARAGRAPH_LOOK))
        read_paragraph_look(story, name, attributes); // w:numPr stands between
    else if (in == EL_CELL_LOOK && of == EL_CELL && story->boxes == 0)
        read_cell_look(story, name, attributes);
    else if (in == EL_ROW_LOOK && of == EL_ROW && story->boxes == 0)
        read_row_look(story, name, attributes);
    else
        return in == EL_CHECK_BOX || beyond == EL_CHECK_BOX;
    return true;
}

void docx_properties_read_field(DocxStory *story, const char *name, const XmlAttributes *attributes)
{
    const char *value = xml_attribute(attributes, "w:val");
    switch (docx_story_around(story, 0)) {
    case EL_CHECK_BOX:
        if (!strcmp(name, "w:checked") || !strcmp(name, "w:default"))
            story->box_checked = is_on(attributes);
        break;
    case EL_DROP_DOWN: // the chosen entry; w:result stands before the entries
        if ((!strcmp(name, "w:result") || !strcmp(name, "w:default")) && value)
            story->chosen = MAX(g_ascii_strtoll(value, NULL, 10), 0);
        else if (!strcmp(name, "w:listEntry") && value && story->chosen-- == 0)
            docx_story_put(story, value, strlen(value));
        break;
    case EL_CONTROL_BOX:
        value = xml_attribute(attributes, "w14:val");
        if (!strcmp(name, "w14:checked"))
            story->control = !value || is_word_on(value) ? TICK_ON : TICK_OFF;
        break;
    default:
        break;
    }
}
