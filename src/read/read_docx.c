// SPDX-License-Identifier: GPL-3.0-or-later
// Word files: the story of word/document.xml with its numbers, tables, notes and boxes.
#include <string.h>

#include "read/docx_numbering.h"
#include "read/docx_styles.h"
#include "read/flow.h"
#include "read/reader.h"
#include "read/signature.h"
#include "read/xml.h"
#include "read/zip.h"

enum {
    HEADING_LONGEST = 150, // bytes: a clause in a heading's style is a clause
    FEW_LETTERS = 40,      // of a document that is a picture
    NEARLY_WHITE = 0xF4,
};

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
    EL_SKIPPED,
} El;

static const struct {
    const char *name;
    El el;
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
    {"w:sdtPr", EL_SKIPPED},
    {"w:tblPr", EL_SKIPPED},
    {"w:sectPr", EL_SKIPPED},
};

// A stretch of a paragraph in one style.
typedef struct {
    gsize at;
    DocxRun run;
} Stretch;

// A paragraph being read. Those of text boxes anchored in it wait until it is written.
typedef struct {
    DocxLook own;
    char *style;
    GString *text;
    GArray *stretches;
    bool in_box; // of text
    bool joined; // its mark is deleted: the next paragraph goes on with it
    char *note;  // number of the note it begins, or NULL
    GPtrArray *boxed;
} Para;

typedef struct {
    Document *doc;
    Flow *flow;
    Zip *zip;
    DocxStyles *styles;
    DocxNumbering *numbering;
    GHashTable *targets; // parts by relation: type's last word → GPtrArray of names
    // Where the parser is:
    GArray *path;     // El
    unsigned skipped; // depth inside something left out
    GPtrArray *paras; // Para, the innermost last
    Para *carried;    // joined to the next one
    DocxRun run;
    unsigned boxes, tables;
    bool preserve; // blanks of the text count
    bool box_checked;
    bool covered;  // a cell merged into the one above
    unsigned span; // of the cell
    bool cell_begun, row_begun, row_heads, row_dropped;
    unsigned notes; // of this part
    bool note_begins, note_dropped;
} Docx;

static void para_free(Para *para)
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

static Para *para_new(void)
{
    Para *para = g_new0(Para, 1);
    para->own = docx_look_unsaid();
    para->text = g_string_new(NULL);
    para->stretches = g_array_new(FALSE, FALSE, sizeof(Stretch));
    para->boxed = g_ptr_array_new_with_free_func((GDestroyNotify)para_free);
    return para;
}

static El el_of(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(elements); i++)
        if (!strcmp(name, elements[i].name))
            return elements[i].el;
    return EL_OTHER;
}

// The element the parser is in, `up` levels out.
static El around(const Docx *docx, guint up)
{
    return docx->path->len > up ? g_array_index(docx->path, El, docx->path->len - 1 - up)
                                : EL_OTHER;
}

static Para *innermost(const Docx *docx)
{
    return docx->paras->len ? g_ptr_array_index(docx->paras, docx->paras->len - 1) : NULL;
}

static DocxRun look_of(const Docx *docx, const Para *para, const DocxRun *run)
{
    DocxRun look = docx_styles_paragraph(docx->styles, para->style).run;
    if (para->own.run.shaded != UNSAID)
        look.shaded = para->own.run.shaded;
    docx_run_merge(&look, run);
    return look;
}

// White on the page's white, where nothing else could stand behind it.
static bool is_unseen(const Docx *docx, const Para *para, const DocxRun *look)
{
    bool white = (look->color >> 16 & 0xFF) >= NEARLY_WHITE &&
                 (look->color >> 8 & 0xFF) >= NEARLY_WHITE && (look->color & 0xFF) >= NEARLY_WHITE;
    return white && look->shaded != 1 && docx->tables == 0 && !para->in_box;
}

static FlowStyle flow_style_of(const Docx *docx, const Para *para, const DocxRun *run)
{
    DocxRun look = look_of(docx, para, run);
    return (FlowStyle){.size = (float)look.size / 2,
                       .color = (uint32_t)MAX(look.color, 0),
                       .concealed = look.vanish == 1 || is_unseen(docx, para, &look),
                       .bold = look.bold == 1};
}

static void put(Docx *docx, const char *utf8, size_t len)
{
    Para *para = innermost(docx);
    if (!para || len == 0)
        return;
    Stretch stretch = {para->text->len, docx->run};
    g_array_append_val(para->stretches, stretch);
    g_string_append_len(para->text, utf8, (gssize)len);
}

// Word's list of a paragraph: its own, or its style's.
static bool list_of(const Docx *docx, const Para *para, int *num_id, int *level)
{
    DocxLook look = docx_styles_paragraph(docx->styles, para->style);
    bool own = para->own.num_id != UNSAID;
    *num_id = own ? para->own.num_id : look.num_id;
    *level = para->own.level != UNSAID ? para->own.level : look.level;
    if (*level == UNSAID)
        *level = own ? 0 : docx_numbering_level_of_style(docx->numbering, *num_id, para->style);
    return *num_id > 0;
}

// A heading's style is often worn by whole clauses.
static bool is_heading(const Docx *docx, const Para *para, unsigned *depth)
{
    DocxLook look = docx_styles_paragraph(docx->styles, para->style);
    int outline = para->own.outline != UNSAID ? para->own.outline : look.outline;
    *depth = (unsigned)(outline + 1);
    return outline != UNSAID && para->text->len <= HEADING_LONGEST &&
           !strstr(para->text->str, "。") && !strstr(para->text->str, "；") &&
           !g_str_has_suffix(para->text->str, ".");
}

static void write_text(Docx *docx, const char *text, gsize len)
{
    while (len) {
        const char *end = memchr(text, '\n', len);
        gsize line = end ? (gsize)(end - text) : len;
        flow_text(docx->flow, text, line);
        if (!end)
            return;
        flow_break(docx->flow, BREAK_UNKNOWN);
        flow_kind(docx->flow, LINE_BODY, 0);
        text = end + 1;
        len -= line + 1;
    }
}

static bool is_blank(const GString *text)
{
    return strspn(text->str, " \n\t") == text->len;
}

static void write_para(Docx *docx, const Para *para)
{
    int num_id, level;
    unsigned depth;
    bool listed = list_of(docx, para, &num_id, &level);
    g_autofree char *number = listed ? docx_numbering_next(docx->numbering, num_id, level) : NULL;
    if (is_blank(para->text))
        return;
    if (is_heading(docx, para, &depth))
        flow_kind(docx->flow, LINE_HEADING, depth);
    else
        flow_kind(docx->flow, listed ? LINE_ITEM : LINE_BODY, listed ? (unsigned)level : 0);
    for (guint i = 0; i < para->stretches->len; i++) {
        const Stretch *stretch = &g_array_index(para->stretches, Stretch, i);
        gsize end = i + 1 < para->stretches->len ? (stretch + 1)->at : para->text->len;
        FlowStyle style = flow_style_of(docx, para, &stretch->run);
        flow_style(docx->flow, &style);
        if (i == 0 && para->note)
            flow_text(docx->flow, para->note, strlen(para->note));
        if (i == 0 && number)
            flow_text(docx->flow, number, strlen(number));
        write_text(docx, para->text->str + stretch->at, end - stretch->at);
    }
    flow_break(docx->flow, BREAK_PARAGRAPH);
}

static void write_with_boxes(Docx *docx, const Para *para)
{
    write_para(docx, para);
    for (guint i = 0; i < para->boxed->len; i++)
        write_with_boxes(docx, g_ptr_array_index(para->boxed, i));
}

// The deleted paragraph mark of `first` made one paragraph of two.
static void join(Para *first, Para *second)
{
    gsize shift = first->text->len;
    g_string_prepend(second->text, first->text->str);
    for (guint i = 0; i < second->stretches->len; i++)
        g_array_index(second->stretches, Stretch, i).at += shift;
    g_array_prepend_vals(second->stretches, first->stretches->data, first->stretches->len);
    while (first->boxed->len)
        g_ptr_array_add(second->boxed, g_ptr_array_steal_index(first->boxed, 0));
}

static void end_paragraph(Docx *docx)
{
    if (docx->paras->len == 0)
        return;
    Para *para = g_ptr_array_steal_index(docx->paras, docx->paras->len - 1);
    Para *outer = innermost(docx);
    if (outer) {
        g_ptr_array_add(outer->boxed, para);
        return;
    }
    if (docx->carried) {
        join(docx->carried, para);
        g_clear_pointer(&docx->carried, para_free);
    }
    if (para->joined) {
        docx->carried = para;
        return;
    }
    write_with_boxes(docx, para);
    para_free(para);
}

static void flush_carried(Docx *docx)
{
    if (docx->carried)
        write_with_boxes(docx, docx->carried);
    g_clear_pointer(&docx->carried, para_free);
}

// Rows and cells begin with their first paragraph, once their properties are known.
static void begin_row_and_cell(Docx *docx)
{
    if (!docx->row_begun)
        flow_row_begin(docx->flow, docx->row_heads);
    docx->row_begun = true;
    if (!docx->cell_begun)
        flow_cell_begin(docx->flow, MAX(docx->span, 1), 1, false);
    docx->cell_begun = true;
}

static void begin_paragraph(Docx *docx)
{
    // Between the cells of a table there is none; what is found there stays in the cell before.
    if (docx->tables && !docx->boxes && !docx->cell_begun)
        begin_row_and_cell(docx);
    Para *para = para_new();
    para->in_box = docx->boxes > 0;
    if (docx->note_begins && !para->in_box) {
        para->note = g_strdup_printf("[%u] ", docx->notes);
        docx->note_begins = false;
    }
    g_ptr_array_add(docx->paras, para);
    docx->run = docx_look_unsaid().run;
}

// Tick boxes are drawn with Wingdings, whose characters nobody else knows.
static void put_symbol(Docx *docx, const XmlAttributes *attributes)
{
    static const struct {
        guint code;
        const char *is;
    } symbols[] = {{0xFE, "☑"}, {0x52, "☑"}, {0xFD, "☒"}, {0x54, "☒"}, {0x51, "☒"}, {0xA8, "☐"},
                   {0x6F, "☐"}, {0x71, "☐"}, {0xA3, "☐"}, {0xFC, "✓"}, {0xFB, "✗"}, {0x6C, "●"},
                   {0xB7, "•"}, {0xA7, "▪"}, {0x6E, "■"}, {0xE0, "→"}, {0xD8, "➢"}};
    const char *hex = xml_attribute(attributes, "w:char");
    gint64 code = hex ? g_ascii_strtoll(hex, NULL, 16) : 0;
    for (size_t i = 0; i < G_N_ELEMENTS(symbols); i++)
        if ((guint)(code & 0xFF) == symbols[i].code && (code >= 0xF000 || code < 0x100)) {
            put(docx, symbols[i].is, strlen(symbols[i].is));
            return;
        }
    char utf8[8] = {0};
    bool plain = code >= 0x20 && code < 0xD800;
    put(docx, utf8, plain ? (size_t)g_unichar_to_utf8((gunichar)code, utf8) : 0);
}

static bool is_on(const XmlAttributes *attributes)
{
    const char *value = xml_attribute(attributes, "w:val");
    return !value || !(!strcmp(value, "0") || !strcmp(value, "false") || !strcmp(value, "off"));
}

static void read_cell_look(Docx *docx, const char *name, const XmlAttributes *attributes)
{
    const char *value = xml_attribute(attributes, "w:val");
    if (!strcmp(name, "w:gridSpan") && value)
        docx->span = (unsigned)CLAMP(g_ascii_strtoll(value, NULL, 10), 1, 1000);
    if (!strcmp(name, "w:vMerge") || !strcmp(name, "w:hMerge"))
        docx->covered = !value || strcmp(value, "restart") != 0;
}

static void read_row_look(Docx *docx, const char *name, const XmlAttributes *attributes)
{
    const char *value = xml_attribute(attributes, "w:val");
    if (!strcmp(name, "w:tblHeader"))
        docx->row_heads = is_on(attributes);
    else if (!strcmp(name, "w:del"))
        docx->row_dropped = true;
    else if (!strcmp(name, "w:gridBefore") && value) {
        flow_row_begin(docx->flow, docx->row_heads);
        docx->row_begun = true;
        flow_cell_begin(docx->flow, (unsigned)CLAMP(g_ascii_strtoll(value, NULL, 10), 1, 1000), 1,
                        false);
    }
}

static void read_paragraph_look(Docx *docx, const char *name, const XmlAttributes *attributes)
{
    Para *para = innermost(docx);
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

static void read_run_look(Docx *docx, const char *name, const XmlAttributes *attributes)
{
    const char *style = strcmp(name, "w:rStyle") ? NULL : xml_attribute(attributes, "w:val");
    if (style) {
        DocxRun run = docx_styles_character(docx->styles, style).run;
        docx_run_merge(&run, &docx->run); // said directly beats the style, in whichever order
        docx->run = run;
    } else {
        docx_run_read(&docx->run, name, attributes);
    }
}

// Properties are read where they stand: w:rPr of a run, w:pPr of a paragraph, and so on.
static bool read_look(Docx *docx, const char *name, const XmlAttributes *attributes)
{
    El in = around(docx, 0), of = around(docx, 1), beyond = around(docx, 2);
    Para *para = innermost(docx);
    if (in == EL_RUN_LOOK && of == EL_RUN)
        read_run_look(docx, name, attributes);
    else if (in == EL_RUN_LOOK && of == EL_PARAGRAPH_LOOK) {
        if (para && (!strcmp(name, "w:del") || !strcmp(name, "w:moveFrom")))
            para->joined = true;
    } else if (in == EL_PARAGRAPH_LOOK || (in == EL_OTHER && of == EL_PARAGRAPH_LOOK))
        read_paragraph_look(docx, name, attributes); // w:numPr stands between
    else if (in == EL_CELL_LOOK && of == EL_CELL && docx->boxes == 0)
        read_cell_look(docx, name, attributes);
    else if (in == EL_ROW_LOOK && of == EL_ROW && docx->boxes == 0)
        read_row_look(docx, name, attributes);
    else
        return in == EL_CHECK_BOX || beyond == EL_CHECK_BOX;
    return true;
}

static void begin_table(Docx *docx)
{
    if (docx->boxes)
        return;
    if (docx->tables && !docx->cell_begun)
        begin_row_and_cell(docx);
    docx->tables++;
    flow_table_begin(docx->flow);
}

static void begin_row(Docx *docx)
{
    if (docx->boxes)
        return;
    docx->row_begun = docx->row_heads = docx->row_dropped = docx->cell_begun = false;
}

static void begin_cell(Docx *docx)
{
    if (docx->boxes)
        return;
    docx->cell_begun = docx->covered = false;
    docx->span = 1;
}

// Word keeps the lines it draws above notes among them.
static void begin_note(Docx *docx, const char *name, const XmlAttributes *attributes)
{
    const char *type = xml_attribute(attributes, "w:type");
    docx->note_dropped = type && strcmp(type, "normal") != 0;
    docx->note_begins = !docx->note_dropped && strcmp(name, "w:comment") != 0;
    docx->notes += docx->note_begins;
}

static void begin_element(Docx *docx, El el, const char *name, const XmlAttributes *attributes)
{
    switch (el) {
    case EL_PARAGRAPH:
        begin_paragraph(docx);
        break;
    case EL_RUN:
        docx->run = docx_look_unsaid().run;
        break;
    case EL_TAB:
        if (around(docx, 0) == EL_RUN) // not a stop in w:tabs
            put(docx, " ", 1);
        break;
    case EL_BREAK:
        put(docx, "\n", 1); // of a line, column or page
        break;
    case EL_NO_BREAK_HYPHEN:
        put(docx, "\u2011", strlen("\u2011"));
        break;
    case EL_SOFT_HYPHEN:
        put(docx, "\u00AD", strlen("\u00AD"));
        break;
    case EL_SYMBOL:
        put_symbol(docx, attributes);
        break;
    case EL_TABLE:
        begin_table(docx);
        break;
    case EL_ROW:
        begin_row(docx);
        break;
    case EL_CELL:
        begin_cell(docx);
        break;
    case EL_BOX:
        docx->boxes++;
        break;
    case EL_NOTE:
        begin_note(docx, name, attributes);
        break;
    case EL_CHECK_BOX:
        docx->box_checked = false;
        break;
    default:
        break;
    }
}

static bool is_dropped(const Docx *docx, El el)
{
    bool in_row = docx->row_dropped && el == EL_CELL && docx->boxes == 0;
    bool in_cell = docx->covered && docx->boxes == 0 && (el == EL_PARAGRAPH || el == EL_TABLE);
    bool in_note = docx->note_dropped && el == EL_PARAGRAPH;
    return el == EL_SKIPPED || in_row || in_cell || in_note;
}

static void on_start(void *data, const char *name, const XmlAttributes *attributes)
{
    Docx *docx = data;
    if (docx->skipped) {
        docx->skipped++;
        return;
    }
    El el = el_of(name);
    bool look = read_look(docx, name, attributes);
    if (around(docx, 0) == EL_CHECK_BOX && (strstr(name, "checked") || strstr(name, "default")))
        docx->box_checked = is_on(attributes);
    if (is_dropped(docx, el)) {
        docx->skipped = 1;
        if (docx->covered && !docx->cell_begun)
            begin_row_and_cell(docx); // its column counts
        return;
    }
    if (!look || el == EL_RUN_LOOK)
        begin_element(docx, el, name, attributes);
    g_array_append_val(docx->path, el);
}

static void end_element(Docx *docx, El el)
{
    switch (el) {
    case EL_PARAGRAPH:
        end_paragraph(docx);
        break;
    case EL_BOX:
        docx->boxes -= docx->boxes > 0;
        break;
    case EL_TABLE:
        if (docx->boxes || docx->tables == 0)
            break;
        flush_carried(docx);
        flow_table_end(docx->flow);
        docx->tables--;
        docx->cell_begun = docx->row_begun = true; // of the table around, if any
        docx->covered = docx->row_dropped = false;
        break;
    case EL_CELL:
        if (docx->boxes)
            break;
        flush_carried(docx);
        begin_row_and_cell(docx);
        flow_cell_end(docx->flow);
        docx->cell_begun = false;
        docx->covered = false;
        docx->span = 1;
        break;
    case EL_NOTE:
        flush_carried(docx);
        docx->note_dropped = false;
        break;
    case EL_CHECK_BOX:
        put(docx, docx->box_checked ? "☑" : "☐", strlen("☑"));
        break;
    default:
        break;
    }
}

static void on_end(void *data, const char *name)
{
    Docx *docx = data;
    if (docx->skipped) {
        docx->skipped--;
        return;
    }
    if (docx->path->len == 0)
        return;
    El el = around(docx, 0);
    g_array_set_size(docx->path, docx->path->len - 1);
    end_element(docx, el);
}

static void on_text(void *data, const char *utf8, size_t len)
{
    Docx *docx = data;
    El in = around(docx, 0);
    if (docx->skipped || (in != EL_TEXT && in != EL_MATH_TEXT))
        return;
    g_autofree char *text = g_utf8_make_valid(utf8, (gssize)len);
    for (char *at = text; *at; at++)
        if (*at == '\n' || *at == '\r' || *at == '\t')
            *at = ' '; // a line end in the file is none on the page
    put(docx, text, strlen(text));
}

// Reads one part into the document; false when it is not well-formed.
static bool read_part(Docx *docx, GBytes *part)
{
    static const XmlHandler handler = {on_start, on_end, on_text};
    bool sound = xml_parse(g_bytes_get_data(part, NULL), g_bytes_get_size(part), &handler, docx);
    while (docx->paras->len)
        end_paragraph(docx); // cut off inside
    flush_carried(docx);
    while (docx->tables) {
        flow_table_end(docx->flow);
        docx->tables--;
    }
    flow_break(docx->flow, BREAK_PARAGRAPH);
    g_array_set_size(docx->path, 0);
    docx->skipped = docx->boxes = docx->notes = 0;
    docx->covered = docx->row_dropped = docx->note_dropped = docx->note_begins = false;
    return sound;
}

static GPtrArray *targets_of(const Docx *docx, const char *type)
{
    return g_hash_table_lookup(docx->targets, type);
}

// Reads the parts of one relation; their lines are of one kind.
static void read_related(Docx *docx, const char *type, LineKind kind, Source source)
{
    GPtrArray *names = targets_of(docx, type);
    for (guint i = 0; names && i < names->len; i++) {
        GBytes *part = zip_part(docx->zip, g_ptr_array_index(names, i));
        guint first = docx->doc->lines->len;
        if (part && !read_part(docx, part))
            document_add_reason(docx->doc, FAULT_DAMAGED_PAGE, 0,
                                "a part of the file (notes, header or footer) is damaged");
        for (guint at = first; at < docx->doc->lines->len; at++) {
            Line *line = &g_array_index(docx->doc->lines, Line, at);
            line->kind = kind;
            line->source = source;
            line->row = line->column = line->depth = 0;
            line->head = false;
        }
    }
}

// Relations point to parts relative to word/, or from the root with a slash.
static void on_relation(void *data, const char *name, const XmlAttributes *attributes)
{
    Docx *docx = data;
    const char *type = xml_attribute(attributes, "Type"), *to = xml_attribute(attributes, "Target");
    const char *mode = xml_attribute(attributes, "TargetMode");
    const char *word = type ? strrchr(type, '/') : NULL;
    if (strcmp(name, "rel:Relationship") || !word || !to || (mode && !strcmp(mode, "External")))
        return;
    GPtrArray *names = targets_of(docx, word + 1);
    if (!names) {
        names = g_ptr_array_new_with_free_func(g_free);
        g_hash_table_insert(docx->targets, g_strdup(word + 1), names);
    }
    g_ptr_array_add(names, *to == '/' ? g_strdup(to + 1) : g_strconcat("word/", to, NULL));
}

static void on_relation_end(void *data, const char *name)
{
}

static void read_relations(Docx *docx, const char *part_name)
{
    static const XmlHandler handler = {on_relation, on_relation_end, NULL};
    GBytes *part = zip_part(docx->zip, part_name);
    if (part)
        xml_parse(g_bytes_get_data(part, NULL), g_bytes_get_size(part), &handler, docx);
}

// The main part is word/document.xml, or what the package says it is.
static GBytes *main_part(Docx *docx)
{
    GBytes *part = zip_part(docx->zip, "word/document.xml");
    for (guint i = 0; !part && i < docx->zip->names->len; i++) {
        const char *name = g_ptr_array_index(docx->zip->names, i);
        if (g_str_has_prefix(name, "word/document") && g_str_has_suffix(name, ".xml"))
            part = zip_part(docx->zip, name);
    }
    return part;
}

static GBytes *related_part(const Docx *docx, const char *type, const char *otherwise)
{
    GPtrArray *names = targets_of(docx, type);
    GBytes *part = names ? zip_part(docx->zip, g_ptr_array_index(names, 0)) : NULL;
    return part ? part : zip_part(docx->zip, otherwise);
}

typedef struct {
    GString *text;
    bool inside;
} Title;

static void on_title_start(void *data, const char *name, const XmlAttributes *attributes)
{
    ((Title *)data)->inside = !strcmp(name, "dc:title");
}

static void on_title_end(void *data, const char *name)
{
    ((Title *)data)->inside = false;
}

static void on_title_text(void *data, const char *utf8, size_t len)
{
    Title *title = data;
    if (title->inside)
        g_string_append_len(title->text, utf8, (gssize)len);
}

static char *read_title(const Docx *docx)
{
    static const XmlHandler handler = {on_title_start, on_title_end, on_title_text};
    GBytes *part = zip_part(docx->zip, "docProps/core.xml");
    Title title = {g_string_new(NULL), false};
    if (part)
        xml_parse(g_bytes_get_data(part, NULL), g_bytes_get_size(part), &handler, &title);
    g_autofree char *raw = g_string_free(title.text, FALSE);
    g_autofree char *valid = g_utf8_make_valid(raw, -1);
    g_strdelimit(valid, "\r\n\t\f", ' ');
    g_strstrip(valid);
    return *valid ? g_steal_pointer(&valid) : NULL;
}

static size_t letters_of(const Document *doc)
{
    size_t letters = 0;
    for (const char *at = doc->text->str; *at; at = g_utf8_next_char(at))
        letters += g_unichar_isalpha(g_utf8_get_char(at)) != 0;
    return letters;
}

// What the file holds beside its words.
static void note_missing(const Docx *docx)
{
    static const char *const embedded[] = {"package", "aFChunk", "subDocument", "diagramData"};
    for (size_t i = 0; i < G_N_ELEMENTS(embedded); i++)
        if (targets_of(docx, embedded[i]))
            document_add_reason(docx->doc, FAULT_ATTACHMENT, 0,
                                "the file holds another document or a diagram that was not read");
    if (targets_of(docx, "image") && letters_of(docx->doc) < FEW_LETTERS)
        document_add_reason(docx->doc, FAULT_NO_TEXT, 0,
                            "the document is a picture; save it as PDF and use --ocr");
}

static void read_story(Docx *docx, GBytes *main)
{
    read_relations(docx, "word/_rels/document.xml.rels");
    docx->styles = docx_styles_new(related_part(docx, "styles", "word/styles.xml"));
    docx->numbering =
        docx_numbering_new(related_part(docx, "numbering", "word/numbering.xml"), docx->styles);
    docx->flow = flow_new(docx->doc);
    read_related(docx, "header", LINE_RUNNING, SOURCE_TEXT);
    if (!read_part(docx, main))
        document_add_reason(docx->doc, FAULT_DAMAGED_PAGE, 0,
                            "the file is damaged: not all of its text could be read");
    read_related(docx, "footnotes", LINE_NOTE, SOURCE_TEXT);
    read_related(docx, "endnotes", LINE_NOTE, SOURCE_TEXT);
    read_related(docx, "comments", LINE_NOTE, SOURCE_ANNOTATION);
    read_related(docx, "footer", LINE_RUNNING, SOURCE_TEXT);
    docx->doc->title = read_title(docx);
    note_missing(docx);
}

static void docx_free(Docx *docx)
{
    flow_free(docx->flow);
    docx_numbering_free(docx->numbering);
    docx_styles_free(docx->styles);
    g_hash_table_unref(docx->targets);
    g_array_unref(docx->path);
    g_ptr_array_unref(docx->paras);
    g_free(docx);
}

static bool has_damage(const Document *doc)
{
    for (guint i = 0; i < doc->reasons->len; i++)
        if (((const Reason *)g_ptr_array_index(doc->reasons, i))->code == FAULT_DAMAGED_PAGE)
            return true;
    return false;
}

static Document *read_docx(GBytes *bytes, const ReadOptions *options, GError **error)
{
    size_t len;
    const void *data = g_bytes_get_data(bytes, &len);
    g_autoptr(Zip) zip = zip_open(data, len, error);
    if (!zip)
        return NULL;
    Docx *docx = g_new0(Docx, 1);
    docx->zip = zip;
    docx->targets =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    docx->path = g_array_new(FALSE, FALSE, sizeof(El));
    docx->paras = g_ptr_array_new();
    docx->doc = document_new("docx");
    GBytes *main = main_part(docx);
    if (main)
        read_story(docx, main);
    else
        g_set_error(error, FAULT_DOMAIN, FAULT_DAMAGED,
                    "the file is damaged: word/document.xml is missing");
    Document *doc = docx->doc;
    docx_free(docx);
    if (main && doc->lines->len == 0 && has_damage(doc))
        g_set_error(error, FAULT_DOMAIN, FAULT_DAMAGED, "the file is damaged: it has no text");
    if (!main || (doc->lines->len == 0 && has_damage(doc)))
        g_clear_pointer(&doc, document_free);
    return doc;
}

static bool claims(const unsigned char *bytes, size_t len, const char *name)
{
    return signature_zip_holds(bytes, len, "word/");
}

static void warm(const ReadOptions *options)
{
    xml_warm();
}

const Reader reader_docx = {"docx", claims, read_docx, warm};
