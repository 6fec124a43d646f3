// SPDX-License-Identifier: GPL-3.0-or-later
#include "read/docx_para.h"

#include <string.h>

enum {
    HEADING_LONGEST = 150, // bytes: a clause in a heading's style is a clause
    NEARLY_WHITE = 0xF4,
};

// A stretch of a paragraph in one style.
typedef struct {
    gsize at;
    DocxRun run;
} Stretch;

void docx_para_free(DocxPara *para)
{
    if (!para)
        return;
    g_free(para->style);
    g_string_free(para->text, TRUE);
    g_array_unref(para->stretches);
    g_free(para->note);
    g_ptr_array_unref(para->boxed);
    g_free(para);
}

DocxPara *docx_para_new(void)
{
    DocxPara *para = g_new0(DocxPara, 1);
    para->own = docx_look_unsaid();
    para->text = g_string_new(NULL);
    para->stretches = g_array_new(FALSE, FALSE, sizeof(Stretch));
    para->boxed = g_ptr_array_new_with_free_func((GDestroyNotify)docx_para_free);
    return para;
}

void docx_para_join(DocxPara *first, DocxPara *second)
{
    gsize shift = first->text->len;
    g_string_prepend(second->text, first->text->str);
    for (guint i = 0; i < second->stretches->len; i++)
        g_array_index(second->stretches, Stretch, i).at += shift;
    g_array_prepend_vals(second->stretches, first->stretches->data, first->stretches->len);
    while (first->boxed->len)
        g_ptr_array_add(second->boxed, g_ptr_array_steal_index(first->boxed, 0));
}

static DocxRun look_of(const DocxPaper *paper, const DocxPara *para, const DocxRun *run)
{
    DocxRun look = docx_styles_paragraph(paper->styles, para->style).run;
    if (para->own.run.shaded != UNSAID)
        look.shaded = para->own.run.shaded;
    docx_run_merge(&look, run);
    return look;
}

// White on the page's white, where nothing else could stand behind it.
static bool is_unseen(const DocxPara *para, const DocxRun *look)
{
    bool white = (look->color >> 16 & 0xFF) >= NEARLY_WHITE &&
                 (look->color >> 8 & 0xFF) >= NEARLY_WHITE && (look->color & 0xFF) >= NEARLY_WHITE;
    return white && look->shaded != 1 && !para->backed;
}

static FlowStyle flow_style_of(const DocxPaper *paper, const DocxPara *para, const DocxRun *run)
{
    DocxRun look = look_of(paper, para, run);
    return (FlowStyle){.size = (float)look.size / 2,
                       .color = (uint32_t)MAX(look.color, 0),
                       .concealed = look.vanish == 1 || is_unseen(para, &look),
                       .bold = look.bold == 1};
}

// Word's list of a paragraph: its own, or its style's.
static bool list_of(const DocxPaper *paper, const DocxPara *para, int *num_id, int *level)
{
    DocxLook look = docx_styles_paragraph(paper->styles, para->style);
    bool own = para->own.num_id != UNSAID;
    *num_id = own ? para->own.num_id : look.num_id;
    *level = para->own.level != UNSAID ? para->own.level : look.level;
    if (*level == UNSAID)
        *level = own ? 0 : docx_numbering_level_of_style(paper->numbering, *num_id, para->style);
    return *num_id > 0;
}

// A heading's style is often worn by whole clauses.
static bool is_heading(const DocxPaper *paper, const DocxPara *para, unsigned *depth)
{
    DocxLook look = docx_styles_paragraph(paper->styles, para->style);
    int outline = para->own.outline != UNSAID ? para->own.outline : look.outline;
    *depth = (unsigned)(outline + 1);
    return outline != UNSAID && para->text->len <= HEADING_LONGEST &&
           !strstr(para->text->str, "。") && !strstr(para->text->str, "；") &&
           !g_str_has_suffix(para->text->str, ".");
}

static void write_text(const DocxPaper *paper, const char *text, gsize len)
{
    while (len) {
        const char *end = memchr(text, '\n', len);
        gsize line = end ? (gsize)(end - text) : len;
        flow_text(paper->flow, text, line);
        if (!end)
            return;
        flow_break(paper->flow, BREAK_UNKNOWN);
        flow_kind(paper->flow, LINE_BODY, 0);
        text = end + 1;
        len -= line + 1;
    }
}

static bool is_blank(const GString *text)
{
    return strspn(text->str, " \n\t") == text->len;
}

static void write_para(const DocxPaper *paper, const DocxPara *para)
{
    int num_id, level;
    unsigned depth;
    bool listed = list_of(paper, para, &num_id, &level);
    g_autofree char *number = listed ? docx_numbering_next(paper->numbering, num_id, level) : NULL;
    if (is_blank(para->text))
        return;
    if (is_heading(paper, para, &depth))
        flow_kind(paper->flow, LINE_HEADING, depth);
    else
        flow_kind(paper->flow, listed ? LINE_ITEM : LINE_BODY, listed ? (unsigned)level : 0);
    for (guint i = 0; i < para->stretches->len; i++) {
        const Stretch *stretch = &g_array_index(para->stretches, Stretch, i);
        gsize end = i + 1 < para->stretches->len ? (stretch + 1)->at : para->text->len;
        FlowStyle style = flow_style_of(paper, para, &stretch->run);
        flow_style(paper->flow, &style);
        if (i == 0 && para->note)
            flow_text(paper->flow, para->note, strlen(para->note));
        if (i == 0 && number)
            flow_text(paper->flow, number, strlen(number));
        write_text(paper, para->text->str + stretch->at, end - stretch->at);
    }
    flow_break(paper->flow, BREAK_PARAGRAPH);
}

void docx_para_write(const DocxPaper *paper, const DocxPara *para)
{
    write_para(paper, para);
    for (guint i = 0; i < para->boxed->len; i++)
        docx_para_write(paper, g_ptr_array_index(para->boxed, i));
}

void docx_para_put(DocxPara *para, const char *utf8, size_t len, const DocxRun *run)
{
    if (len == 0)
        return;
    Stretch stretch = {para->text->len, *run};
    g_array_append_val(para->stretches, stretch);
    g_string_append_len(para->text, utf8, (gssize)len);
}
