// SPDX-License-Identifier: GPL-3.0-or-later
// Word files: the story of word/document.xml with its numbers, tables, notes and boxes.
#include <string.h>

#include "read/docx_elements.h"
#include "read/docx_package.h"
#include "read/docx_para.h"
#include "read/reader.h"
#include "read/signature.h"
#include "read/xml.h"
#include "text/utf8.h"

enum {
    FEW_LETTERS = 40, // of a document that is a picture
    NESTED_MOST = 64, // paragraphs in boxes of paragraphs, tables in tables: no page has more
};

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
    bool preserve; // blanks of the text count
    bool box_checked;
    enum { TICK_NONE, TICK_OFF, TICK_ON } control, tick; // of the content control; still to be put
    gint64 chosen; // of the entries of a drop-down; below 0 once it was put
    bool covered;  // a cell merged into the one above
    unsigned span; // of the cell
    bool cell_begun, row_begun, row_heads, row_dropped;
    unsigned notes; // of this part
    bool note_begins, note_dropped;
} Docx;

// The element the parser is in, `up` levels out.
static DocxElement around(const Docx *docx, guint up)
{
    return docx->path->len > up ? g_array_index(docx->path, DocxElement, docx->path->len - 1 - up)
                                : EL_OTHER;
}

static DocxPara *innermost(const Docx *docx)
{
    return docx->paras->len ? g_ptr_array_index(docx->paras, docx->paras->len - 1) : NULL;
}

static void put(Docx *docx, const char *utf8, size_t len)
{
    DocxPara *para = innermost(docx);
    if (para)
        docx_para_put(para, utf8, len, &docx->run);
}

static void end_paragraph(Docx *docx)
{
    if (docx->paras->len == 0)
        return;
    DocxPara *para = g_ptr_array_steal_index(docx->paras, docx->paras->len - 1);
    DocxPara *outer = innermost(docx);
    if (outer) {
        g_ptr_array_add(outer->boxed, para);
        return;
    }
    if (docx->carried) {
        docx_para_join(docx->carried, para);
        g_clear_pointer(&docx->carried, docx_para_free);
    }
    if (para->joined) {
        docx->carried = para;
        return;
    }
    docx_para_write(&docx->paper, para);
    docx_para_free(para);
}

static void flush_carried(Docx *docx)
{
    if (docx->carried)
        docx_para_write(&docx->paper, docx->carried);
    g_clear_pointer(&docx->carried, docx_para_free);
}

// Rows and cells begin with their first paragraph, once their properties are known.
static void begin_row_and_cell(Docx *docx)
{
    if (!docx->row_begun)
        flow_row_begin(docx->paper.flow, docx->row_heads);
    docx->row_begun = true;
    if (!docx->cell_begun)
        flow_cell_begin(docx->paper.flow, MAX(docx->span, 1), 1, false);
    docx->cell_begun = true;
}

static void begin_paragraph(Docx *docx)
{
    // Between the cells of a table there is none; what is found there stays in the cell before.
    if (docx->tables && !docx->boxes && !docx->cell_begun)
        begin_row_and_cell(docx);
    DocxPara *para = docx_para_new();
    para->backed = docx->boxes > 0 || docx->tables > 0;
    if (docx->note_begins && docx->boxes == 0) {
        para->note = g_strdup_printf("[%u] ", docx->notes);
        docx->note_begins = false;
    }
    g_ptr_array_add(docx->paras, para);
    docx->run = docx_look_unsaid().run;
}

// The box of a content control is drawn with whatever sign its author chose: what it says is told.
static bool put_tick(Docx *docx)
{
    if (docx->tick != TICK_NONE)
        put(docx, docx->tick == TICK_ON ? "☑" : "☐", strlen("☑"));
    bool done = docx->tick != TICK_NONE;
    docx->tick = TICK_NONE;
    return done;
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
    if (put_tick(docx))
        return;
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

static bool is_word_on(const char *value)
{
    return strcmp(value, "0") != 0 && strcmp(value, "false") != 0 && strcmp(value, "off") != 0;
}

static bool is_on(const XmlAttributes *attributes)
{
    const char *value = xml_attribute(attributes, "w:val");
    return !value || is_word_on(value);
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
        flow_row_begin(docx->paper.flow, docx->row_heads);
        docx->row_begun = true;
        flow_cell_begin(docx->paper.flow,
                        (unsigned)CLAMP(g_ascii_strtoll(value, NULL, 10), 1, 1000), 1, false);
    }
}

static void read_paragraph_look(Docx *docx, const char *name, const XmlAttributes *attributes)
{
    DocxPara *para = innermost(docx);
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
        DocxRun run = docx_styles_character(docx->paper.styles, style).run;
        docx_run_merge(&run, &docx->run); // said directly beats the style, in whichever order
        docx->run = run;
    } else {
        docx_run_read(&docx->run, name, attributes);
    }
}

// Properties are read where they stand: w:rPr of a run, w:pPr of a paragraph, and so on.
static bool read_look(Docx *docx, const char *name, const XmlAttributes *attributes)
{
    DocxElement in = around(docx, 0), of = around(docx, 1), beyond = around(docx, 2);
    DocxPara *para = innermost(docx);
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
    flow_table_begin(docx->paper.flow);
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

static void begin_element(Docx *docx, DocxElement el, const char *name,
                          const XmlAttributes *attributes)
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
    case EL_DROP_DOWN:
        docx->chosen = 0;
        break;
    case EL_CONTROL:
        docx->tick = docx->control;
        docx->control = TICK_NONE;
        break;
    default:
        break;
    }
}

static bool is_dropped(const Docx *docx, DocxElement el)
{
    bool in_row = docx->row_dropped && el == EL_CELL && docx->boxes == 0;
    bool in_cell = docx->covered && docx->boxes == 0 && (el == EL_PARAGRAPH || el == EL_TABLE);
    bool in_note = docx->note_dropped && el == EL_PARAGRAPH;
    bool in_control = around(docx, 0) == EL_CONTROL_LOOK && el != EL_CONTROL_BOX;
    return el == EL_SKIPPED || in_row || in_cell || in_note || in_control;
}

// What a form's field holds stands in its properties.
static void read_field(Docx *docx, const char *name, const XmlAttributes *attributes)
{
    const char *value = xml_attribute(attributes, "w:val");
    switch (around(docx, 0)) {
    case EL_CHECK_BOX:
        if (!strcmp(name, "w:checked") || !strcmp(name, "w:default"))
            docx->box_checked = is_on(attributes);
        break;
    case EL_DROP_DOWN: // the chosen entry; w:result stands before the entries
        if ((!strcmp(name, "w:result") || !strcmp(name, "w:default")) && value)
            docx->chosen = MAX(g_ascii_strtoll(value, NULL, 10), 0);
        else if (!strcmp(name, "w:listEntry") && value && docx->chosen-- == 0)
            put(docx, value, strlen(value));
        break;
    case EL_CONTROL_BOX:
        value = xml_attribute(attributes, "w14:val");
        if (!strcmp(name, "w14:checked"))
            docx->control = !value || is_word_on(value) ? TICK_ON : TICK_OFF;
        break;
    default:
        break;
    }
}

static void on_start(void *data, const char *name, const XmlAttributes *attributes)
{
    Docx *docx = data;
    if (docx->skipped) {
        docx->skipped++;
        return;
    }
    DocxElement el = docx_element(name);
    if ((el == EL_PARAGRAPH && docx->paras->len >= NESTED_MOST) ||
        (el == EL_TABLE && docx->tables >= NESTED_MOST))
        el = EL_OTHER; // its words go on in the one around it
    bool look = read_look(docx, name, attributes);
    read_field(docx, name, attributes);
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

static void end_element(Docx *docx, DocxElement el)
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
        flow_table_end(docx->paper.flow);
        docx->tables--;
        docx->cell_begun = docx->row_begun = true; // of the table around, if any
        docx->covered = docx->row_dropped = false;
        break;
    case EL_CELL:
        if (docx->boxes)
            break;
        flush_carried(docx);
        begin_row_and_cell(docx);
        flow_cell_end(docx->paper.flow);
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
    case EL_CONTROL:
        docx->tick = TICK_NONE;
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
    DocxElement el = around(docx, 0);
    g_array_set_size(docx->path, docx->path->len - 1);
    end_element(docx, el);
}

static void on_text(void *data, const char *utf8, size_t len)
{
    Docx *docx = data;
    DocxElement in = around(docx, 0);
    if (docx->skipped || (in != EL_TEXT && in != EL_MATH_TEXT))
        return;
    g_autofree char *text = g_utf8_make_valid(utf8, (gssize)len);
    for (char *at = text; *at; at++)
        if (*at == '\n' || *at == '\r' || *at == '\t')
            *at = ' '; // a line end in the file is none on the page
    if (g_utf8_strlen(text, -1) == 1 && !g_unichar_isalnum(g_utf8_get_char(text)) && put_tick(docx))
        return;
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
        flow_table_end(docx->paper.flow);
        docx->tables--;
    }
    flow_break(docx->paper.flow, BREAK_PARAGRAPH);
    g_array_set_size(docx->path, 0);
    docx->skipped = docx->boxes = docx->notes = 0;
    docx->control = docx->tick = TICK_NONE;
    docx->covered = docx->row_dropped = docx->note_dropped = docx->note_begins = false;
    return sound;
}

// Reads the parts of one relation; their lines are of one kind.
static void read_related(Docx *docx, const char *type, LineKind kind, Source source)
{
    GPtrArray *names = docx_package_targets(docx->package, type);
    for (guint i = 0; names && i < names->len; i++) {
        GBytes *part = zip_part(docx->package->zip, g_ptr_array_index(names, i));
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

// What the file holds beside its words.
static void note_missing(const Docx *docx)
{
    static const char *const embedded[] = {"package", "aFChunk", "subDocument", "diagramData"};
    for (size_t i = 0; i < G_N_ELEMENTS(embedded); i++)
        if (docx_package_targets(docx->package, embedded[i]))
            document_add_reason(docx->doc, FAULT_ATTACHMENT, 0,
                                "the file holds another document or a diagram that was not read");
    if (docx_package_targets(docx->package, "image") &&
        utf8_letters(docx->doc->text->str, docx->doc->text->len) < FEW_LETTERS)
        document_add_reason(docx->doc, FAULT_NO_TEXT, 0,
                            "the document is a picture; save it as PDF and use --ocr");
}

static void read_story(Docx *docx, GBytes *main)
{
    docx->paper.styles =
        docx_styles_new(docx_package_related(docx->package, "styles", "word/styles.xml"));
    docx->paper.numbering = docx_numbering_new(
        docx_package_related(docx->package, "numbering", "word/numbering.xml"), docx->paper.styles);
    docx->paper.flow = flow_new(docx->doc);
    read_related(docx, "header", LINE_RUNNING, SOURCE_TEXT);
    if (!read_part(docx, main))
        document_add_reason(docx->doc, FAULT_DAMAGED_PAGE, 0,
                            "the file is damaged: not all of its text could be read");
    read_related(docx, "footnotes", LINE_NOTE, SOURCE_TEXT);
    read_related(docx, "endnotes", LINE_NOTE, SOURCE_TEXT);
    read_related(docx, "comments", LINE_NOTE, SOURCE_ANNOTATION);
    read_related(docx, "footer", LINE_RUNNING, SOURCE_TEXT);
    docx->doc->title = docx_package_title(docx->package);
    note_missing(docx);
}

static void docx_free(Docx *docx)
{
    flow_free(docx->paper.flow);
    docx_numbering_free(docx->paper.numbering);
    docx_styles_free(docx->paper.styles);
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
    g_autoptr(DocxPackage) package = docx_package_open(bytes, error);
    if (!package)
        return NULL;
    Docx *docx = g_new0(Docx, 1);
    docx->package = package;
    docx->path = g_array_new(FALSE, FALSE, sizeof(DocxElement));
    docx->paras = g_ptr_array_new();
    docx->doc = document_new("docx");
    GBytes *main = docx_package_main(package);
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
