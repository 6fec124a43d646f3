// SPDX-License-Identifier: GPL-3.0-or-later
#include "read/docx_story.h"

#include <string.h>

#include "read/docx_properties.h"

enum { NESTED_MOST = 64 }; // paragraphs in boxes of paragraphs, tables in tables: no page has more

DocxElement docx_story_around(const DocxStory *story, guint up)
{
    return story->path->len > up
               ? g_array_index(story->path, DocxElement, story->path->len - 1 - up)
               : EL_OTHER;
}

DocxPara *docx_story_innermost(const DocxStory *story)
{
    return story->paras->len ? g_ptr_array_index(story->paras, story->paras->len - 1) : NULL;
}

void docx_story_put(DocxStory *story, const char *utf8, size_t len)
{
    DocxPara *para = docx_story_innermost(story);
    if (para)
        docx_para_put(para, utf8, len, &story->run);
}

static void end_paragraph(DocxStory *story)
{
    if (story->paras->len == 0)
        return;
    DocxPara *para = g_ptr_array_steal_index(story->paras, story->paras->len - 1);
    DocxPara *outer = docx_story_innermost(story);
    if (outer) {
        g_ptr_array_add(outer->boxed, para);
        return;
    }
    if (story->carried) {
        docx_para_join(story->carried, para);
        g_clear_pointer(&story->carried, docx_para_free);
    }
    if (para->joined) {
        story->carried = para;
        return;
    }
    docx_para_write(&story->paper, para);
    docx_para_free(para);
}

static void flush_carried(DocxStory *story)
{
    if (story->carried)
        docx_para_write(&story->paper, story->carried);
    g_clear_pointer(&story->carried, docx_para_free);
}

// Rows and cells begin with their first paragraph, once their properties are known.
static void begin_row_and_cell(DocxStory *story)
{
    if (!story->row_begun)
        flow_row_begin(story->paper.flow, story->row_heads);
    story->row_begun = true;
    if (!story->cell_begun)
        flow_cell_begin(story->paper.flow, MAX(story->span, 1), 1, false);
    story->cell_begun = true;
}

static void begin_paragraph(DocxStory *story)
{
    // Between the cells of a table there is none; what is found there stays in the cell before.
    if (story->tables && !story->boxes && !story->cell_begun)
        begin_row_and_cell(story);
    DocxPara *para = docx_para_new();
    para->backed = story->boxes > 0 || story->tables > 0;
    if (story->note_begins && story->boxes == 0) {
        para->note = g_strdup_printf("[%u] ", story->notes);
        story->note_begins = false;
    }
    g_ptr_array_add(story->paras, para);
    story->run = docx_look_unsaid().run;
}

// The box of a content control is drawn with whatever sign its author chose: what it says is told.
static bool put_tick(DocxStory *story)
{
    if (story->tick != TICK_NONE)
        docx_story_put(story, story->tick == TICK_ON ? "☑" : "☐", strlen("☑"));
    bool done = story->tick != TICK_NONE;
    story->tick = TICK_NONE;
    return done;
}

// Tick boxes are drawn with Wingdings, whose characters nobody else knows.
static void put_symbol(DocxStory *story, const XmlAttributes *attributes)
{
    static const struct {
        guint code;
        const char *is;
    } symbols[] = {{0xFE, "☑"}, {0x52, "☑"}, {0xFD, "☒"}, {0x54, "☒"}, {0x51, "☒"}, {0xA8, "☐"},
                   {0x6F, "☐"}, {0x71, "☐"}, {0xA3, "☐"}, {0xFC, "✓"}, {0xFB, "✗"}, {0x6C, "●"},
                   {0xB7, "•"}, {0xA7, "▪"}, {0x6E, "■"}, {0xE0, "→"}, {0xD8, "➢"}};
    if (put_tick(story))
        return;
    const char *hex = xml_attribute(attributes, "w:char");
    gint64 code = hex ? g_ascii_strtoll(hex, NULL, 16) : 0;
    for (size_t i = 0; i < G_N_ELEMENTS(symbols); i++)
        if ((guint)(code & 0xFF) == symbols[i].code && (code >= 0xF000 || code < 0x100)) {
            docx_story_put(story, symbols[i].is, strlen(symbols[i].is));
            return;
        }
    char utf8[8] = {0};
    bool plain = code >= 0x20 && code < 0xD800;
    docx_story_put(story, utf8, plain ? (size_t)g_unichar_to_utf8((gunichar)code, utf8) : 0);
}

static void begin_table(DocxStory *story)
{
    if (story->boxes)
        return;
    if (story->tables && !story->cell_begun)
        begin_row_and_cell(story);
    story->tables++;
    flow_table_begin(story->paper.flow);
}

static void begin_row(DocxStory *story)
{
    if (story->boxes)
        return;
    story->row_begun = story->row_heads = story->row_dropped = story->cell_begun = false;
}

static void begin_cell(DocxStory *story)
{
    if (story->boxes)
        return;
    story->cell_begun = story->covered = false;
    story->span = 1;
}

// Word keeps the lines it draws above notes among them.
static void begin_note(DocxStory *story, const char *name, const XmlAttributes *attributes)
{
    const char *type = xml_attribute(attributes, "w:type");
    story->note_dropped = type && strcmp(type, "normal") != 0;
    story->note_begins = !story->note_dropped && strcmp(name, "w:comment") != 0;
    story->notes += story->note_begins;
}

static void begin_element(DocxStory *story, DocxElement el, const char *name,
                          const XmlAttributes *attributes)
{
    switch (el) {
    case EL_PARAGRAPH:
        begin_paragraph(story);
        break;
    case EL_RUN:
        story->run = docx_look_unsaid().run;
        break;
    case EL_TAB:
        if (docx_story_around(story, 0) == EL_RUN) // not a stop in w:tabs
            docx_story_put(story, " ", 1);
        break;
    case EL_BREAK:
        docx_story_put(story, "\n", 1); // of a line, column or page
        break;
    case EL_NO_BREAK_HYPHEN:
        docx_story_put(story, "\u2011", strlen("\u2011"));
        break;
    case EL_SOFT_HYPHEN:
        docx_story_put(story, "\u00AD", strlen("\u00AD"));
        break;
    case EL_SYMBOL:
        put_symbol(story, attributes);
        break;
    case EL_TABLE:
        begin_table(story);
        break;
    case EL_ROW:
        begin_row(story);
        break;
    case EL_CELL:
        begin_cell(story);
        break;
    case EL_BOX:
        story->boxes++;
        break;
    case EL_NOTE:
        begin_note(story, name, attributes);
        break;
    case EL_CHECK_BOX:
        story->box_checked = false;
        break;
    case EL_DROP_DOWN:
        story->chosen = 0;
        break;
    case EL_CONTROL:
        story->tick = story->control;
        story->control = TICK_NONE;
        break;
    default:
        break;
    }
}

static bool is_dropped(const DocxStory *story, DocxElement el)
{
    bool in_row = story->row_dropped && el == EL_CELL && story->boxes == 0;
    bool in_cell = story->covered && story->boxes == 0 && (el == EL_PARAGRAPH || el == EL_TABLE);
    bool in_note = story->note_dropped && el == EL_PARAGRAPH;
    bool in_control = docx_story_around(story, 0) == EL_CONTROL_LOOK && el != EL_CONTROL_BOX;
    return el == EL_SKIPPED || in_row || in_cell || in_note || in_control;
}

static void on_start(void *data, const char *name, const XmlAttributes *attributes)
{
    DocxStory *story = data;
    if (story->skipped) {
        story->skipped++;
        return;
    }
    DocxElement el = docx_element(name);
    if ((el == EL_PARAGRAPH && story->paras->len >= NESTED_MOST) ||
        (el == EL_TABLE && story->tables >= NESTED_MOST))
        el = EL_OTHER; // its words go on in the one around it
    bool look = docx_properties_read(story, name, attributes);
    docx_properties_read_field(story, name, attributes);
    if (is_dropped(story, el)) {
        story->skipped = 1;
        if (story->covered && !story->cell_begun)
            begin_row_and_cell(story); // its column counts
        return;
    }
    if (!look || el == EL_RUN_LOOK)
        begin_element(story, el, name, attributes);
    g_array_append_val(story->path, el);
}

static void end_element(DocxStory *story, DocxElement el)
{
    switch (el) {
    case EL_PARAGRAPH:
        end_paragraph(story);
        break;
    case EL_BOX:
        story->boxes -= story->boxes > 0;
        break;
    case EL_TABLE:
        if (story->boxes || story->tables == 0)
            break;
        flush_carried(story);
        flow_table_end(story->paper.flow);
        story->tables--;
        story->cell_begun = story->row_begun = true; // of the table around, if any
        story->covered = story->row_dropped = false;
        break;
    case EL_CELL:
        if (story->boxes)
            break;
        flush_carried(story);
        begin_row_and_cell(story);
        flow_cell_end(story->paper.flow);
        story->cell_begun = false;
        story->covered = false;
        story->span = 1;
        break;
    case EL_NOTE:
        flush_carried(story);
        story->note_dropped = false;
        break;
    case EL_CHECK_BOX:
        docx_story_put(story, story->box_checked ? "☑" : "☐", strlen("☑"));
        break;
    case EL_CONTROL:
        story->tick = TICK_NONE;
        break;
    default:
        break;
    }
}

static void on_end(void *data, const char *name)
{
    DocxStory *story = data;
    if (story->skipped) {
        story->skipped--;
        return;
    }
    if (story->path->len == 0)
        return;
    DocxElement el = docx_story_around(story, 0);
    g_array_set_size(story->path, story->path->len - 1);
    end_element(story, el);
}

static void on_text(void *data, const char *utf8, size_t len)
{
    DocxStory *story = data;
    DocxElement in = docx_story_around(story, 0);
    if (story->skipped || (in != EL_TEXT && in != EL_MATH_TEXT))
        return;
    g_autofree char *text = g_utf8_make_valid(utf8, (gssize)len);
    for (char *at = text; *at; at++)
        if (*at == '\n' || *at == '\r' || *at == '\t')
            *at = ' '; // a line end in the file is none on the page
    if (g_utf8_strlen(text, -1) == 1 && !g_unichar_isalnum(g_utf8_get_char(text)) &&
        put_tick(story))
        return;
    docx_story_put(story, text, strlen(text));
}

bool docx_story_read(DocxStory *story, GBytes *part)
{
    static const XmlHandler handler = {on_start, on_end, on_text};
    bool sound = xml_parse(g_bytes_get_data(part, NULL), g_bytes_get_size(part), &handler, story);
    while (story->paras->len)
        end_paragraph(story); // cut off inside
    flush_carried(story);
    while (story->tables) {
        flow_table_end(story->paper.flow);
        story->tables--;
    }
    flow_break(story->paper.flow, BREAK_PARAGRAPH);
    g_array_set_size(story->path, 0);
    story->skipped = story->boxes = story->notes = 0;
    story->control = story->tick = TICK_NONE;
    story->covered = story->row_dropped = story->note_dropped = story->note_begins = false;
    return sound;
}
