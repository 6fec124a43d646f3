// SPDX-License-Identifier: GPL-3.0-or-later
// Web pages, as a browser shows them. The parser's events are followed without building a tree, so
// that neither depth nor size of a page matters.
#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <string.h>

#include "read/charset.h"
#include "read/css_sheet.h"
#include "read/encoding.h"
#include "read/flow.h"
#include "read/html_claim.h"
#include "read/html_look.h"
#include "read/html_tags.h"
#include "read/numeral.h"
#include "read/reader.h"
#include "read/signature.h"
#include "read/template.h"

enum {
    DEEPEST = 4000,        // elements; deeper ones take their parent's style
    STYLES_MOST = 1 << 20, // bytes of style elements that are looked at
    FEW_LETTERS = 40,      // of a page that shows its text in another way
};
static const double BODY_SIZE = 12; // points: what browsers take when nothing is said

typedef struct {
    HtmlTag tag;
    CssElement *path; // what selectors ask of it
    CssStyle css[CSS_SCREENS];
    bool block, keep, dropped, heads;
    unsigned depth;     // of lists
    const char *marker; // list-style-type of the list; "none", "disc" or a number's format
    int next, step;     // number of the next item
    LineKind kind;
    unsigned kind_depth;
} Element;

typedef struct {
    Document *doc;
    Flow *flow;
    CssSheet *sheet;
    GArray *open; // Element
    unsigned too_deep;
    GString *title, *style;
    char *media;       // of the style element
    GString *number;   // of the item that begins; put before its first word
    bool space;        // a blank is due before the next word
    bool line_space;   // and it was a line end of the source
    bool own_styles;   // all styles stand in the page: sizes and colours are as said
    bool is_component; // a Vue component: its template is the page
    unsigned frames, images, scripts;
    GStringChunk *names; // of tags, classes and ids
    unsigned classes;    // elements that a style sheet may speak of
} WebPage;

static Element *top(WebPage *page)
{
    return &g_array_index(page->open, Element, page->open->len - 1);
}

static bool is_unseen(const CssStyle *css)
{
    return css_unseen(css) || (css->background_known && css->background == css->color);
}

// Words are hidden when no kind of screen shows them, and as large as the one that shows them
// largest.
static void set_style(WebPage *page)
{
    const Element *element = top(page);
    const CssStyle *css = &element->css[CSS_PHONE];
    bool size_known = css->size_known || page->own_styles, unseen = true;
    double size = 0;
    for (int i = 0; i < CSS_SCREENS; i++) {
        size = MAX(size, element->css[i].size);
        unseen &= is_unseen(&element->css[i]);
    }
    FlowStyle style = {.size = size_known ? (float)size : 0,
                       .color = css->color,
                       .concealed = unseen,
                       .bold = css->bold};
    flow_style(page->flow, &style);
    flow_kind(page->flow, element->kind, element->kind_depth);
}

// An item is its first line; what stands in it below that is text.
static void settle_item(WebPage *page)
{
    for (guint i = page->open->len; i > 0; i--) {
        Element *element = &g_array_index(page->open, Element, i - 1);
        if (element->kind != LINE_ITEM || element->tag == TAG_TERM || element->tag == TAG_ANSWER)
            break;
        element->kind = LINE_BODY;
        if (element->tag == TAG_ITEM)
            break;
    }
    flow_kind(page->flow, top(page)->kind, top(page)->kind_depth);
}

static void break_line(WebPage *page, LineBreak before)
{
    bool wrote = flow_last(page->flow) != 0;
    flow_break(page->flow, before);
    if (wrote && top(page)->kind == LINE_ITEM)
        settle_item(page);
    page->space = page->line_space = false;
}

static void put(WebPage *page, const char *utf8)
{
    flow_text(page->flow, utf8, strlen(utf8));
}

static bool is_han(gunichar c)
{
    return c >= 0x2E80 && c < 0xFB00 && !(c >= 0xAC00 && c < 0xD7B0);
}

// A blank between words; a line end of the source between two Han characters is none.
static void put_space(WebPage *page, const char *next)
{
    gunichar last = flow_last(page->flow);
    bool between_han = page->line_space && is_han(last) && is_han(g_utf8_get_char(next));
    if (page->space && last && last != ' ' && !between_han)
        put(page, " ");
    page->space = page->line_space = false;
}

// The item's number, unless its words begin with one of their own: lists whose style sheet takes
// the browser's numbers off are numbered by hand.
static void put_number(WebPage *page, const char *words)
{
    if (page->number->len == 0)
        return;
    if (!numeral_begins(words))
        flow_text(page->flow, page->number->str, page->number->len);
    g_string_truncate(page->number, 0);
}

// Browsers read the numeric references of Windows' quotes as Windows does.
static void put_word(WebPage *page, const char *word, gsize len)
{
    static const char *const windows[32] = {"€", "",  "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š",
                                            "‹", "Œ", "",  "Ž", "",  "",  "‘", "’", "“", "”", "•",
                                            "–", "—", "˜", "™", "š", "›", "œ", "",  "ž", "Ÿ"};
    put_space(page, word);
    const char *end = word + len;
    for (const char *at = word; at < end; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (c < 0x80 || c >= 0xA0)
            continue;
        flow_text(page->flow, word, (gsize)(at - word));
        put(page, windows[c - 0x80]);
        word = g_utf8_next_char(at);
    }
    flow_text(page->flow, word, (gsize)(end - word));
}

// Blanks are gathered into one, as in the browser.
static void put_collapsed(WebPage *page, const char *text, gsize len)
{
    static const char blanks[] = " \t\r\n\f";
    for (const char *at = text, *end = text + len; at < end;) {
        gsize blank = strspn(at, blanks);
        if (blank) {
            page->space = true;
            page->line_space |= memchr(at, '\n', MIN(blank, (gsize)(end - at))) != NULL;
            at += blank;
            continue;
        }
        gsize word = MIN(strcspn(at, blanks), (gsize)(end - at));
        if (page->number->len) {
            g_autofree char *words = g_strndup(at, MIN((gsize)(end - at), 64));
            g_autofree char *valid = g_utf8_make_valid(words, -1);
            put_number(page, valid);
        }
        put_word(page, at, word);
        at += word;
    }
}

static void put_kept(WebPage *page, const char *text, gsize len)
{
    for (const char *at = text, *end = text + len; at < end;) {
        gsize line = MIN(strcspn(at, "\r\n"), (gsize)(end - at));
        flow_text(page->flow, at, line);
        at += line;
        if (at == end)
            break;
        at += *at == '\r' && at + 1 < end && at[1] == '\n' ? 2 : 1;
        break_line(page, BREAK_UNKNOWN);
        if (at < end && (*at == '\r' || *at == '\n'))
            break_line(page, BREAK_PARAGRAPH); // a blank line
    }
}

static void on_characters(void *data, const xmlChar *characters, int len)
{
    WebPage *page = data;
    const Element *element = top(page);
    g_autofree char *text = g_utf8_make_valid((const char *)characters, len);
    if (element->tag == TAG_TITLE && page->doc->title == NULL)
        g_string_append(page->title, text);
    if (element->tag == TAG_STYLE && page->style->len < STYLES_MOST)
        g_string_append(page->style, text);
    if (element->dropped)
        return;
    if (element->keep)
        put_kept(page, text, strlen(text));
    else
        put_collapsed(page, text, strlen(text));
}

static void begin_list(const char *name, HtmlAttributes attributes, Element *element)
{
    bool ordered = !strcmp(name, "ol");
    const char *type = html_attribute(attributes, "type");
    const char *css = element->css[CSS_PHONE].list;
    element->marker = css               ? css
                      : ordered && type ? g_intern_string(type)
                      : ordered         ? "decimal"
                                        : "disc";
    element->step = html_attribute(attributes, "reversed") ? -1 : 1;
    element->next = html_number(attributes, "start", 1);
    element->depth++;
}

static bool is_list_none(const Element *list)
{
    return !strcmp(list->marker, "none");
}

// "1. " as the browser shows it; Chinese numbers are followed by their own comma.
static void begin_item(WebPage *page, HtmlAttributes attributes, Element *element, Element *list)
{
    break_line(page, BREAK_PARAGRAPH);
    g_string_truncate(page->number, 0);
    element->kind = LINE_ITEM;
    element->kind_depth = list->depth ? list->depth - 1 : 0;
    if (!list->marker || is_list_none(list))
        return;
    int number = html_number(attributes, "value", list->next);
    g_autofree char *words = numeral_of(list->marker, number);
    list->next = number + list->step;
    if (!words)
        g_string_assign(page->number, "\u2022 ");
    else
        g_string_printf(page->number, "%s%s", words, is_han(g_utf8_get_char(words)) ? "、" : ". ");
}

// The list an item stands in, through elements that should not stand between them.
static Element *list_around(WebPage *page)
{
    for (guint i = page->open->len; i > 0; i--) {
        Element *element = &g_array_index(page->open, Element, i - 1);
        if (element->tag == TAG_LIST || element->tag == TAG_CELL)
            return element;
    }
    return &g_array_index(page->open, Element, 0);
}

static void begin_cell(WebPage *page, const char *name, HtmlAttributes attributes)
{
    int columns = html_number(attributes, "colspan", 1),
        rows = html_number(attributes, "rowspan", 1);
    page->space = false;
    flow_cell_begin(page->flow, (unsigned)MAX(columns, 1), (unsigned)MAX(rows, 1),
                    !strcmp(name, "th"));
}

// A field shows its value, or room for one.
static void put_input(WebPage *page, HtmlAttributes attributes)
{
    static const char *const unseen[] = {"hidden", "image", "file", "range", "color", NULL};
    static const char *const boxes[] = {"checkbox", "radio", NULL};
    const char *value = html_attribute(attributes, "value");
    if (html_is_type(attributes, unseen))
        return;
    if (html_is_type(attributes, boxes))
        value = html_attribute(attributes, "checked") ? "☑" : "☐";
    if (!value || !*value)
        value = TEMPLATE_BLANK;
    g_autofree char *valid = g_utf8_make_valid(value, -1);
    put_collapsed(page, valid, strlen(valid));
}

static bool is_replaced(HtmlAttributes attributes)
{
    return html_attribute(attributes, "v-text") || html_attribute(attributes, "v-html");
}

static void begin_content(WebPage *page, const char *name, HtmlAttributes attributes,
                          Element *element, Element *list)
{
    switch (element->tag) {
    case TAG_LIST:
        begin_list(name, attributes, element);
        break;
    case TAG_ITEM:
        begin_item(page, attributes, element, list);
        break;
    case TAG_HEADING:
        element->kind = LINE_HEADING;
        element->kind_depth = (unsigned)(name[1] - '0');
        break;
    case TAG_TERM:
    case TAG_ANSWER:
        element->kind = LINE_ITEM;
        element->kind_depth = list->depth + (element->tag == TAG_ANSWER);
        break;
    case TAG_ROW_GROUP:
        element->heads = !strcmp(name, "thead");
        break;
    case TAG_ROW:
        flow_row_begin(page->flow, element->heads);
        break;
    case TAG_CELL:
        begin_cell(page, name, attributes);
        element->kind = LINE_BODY;
        break;
    case TAG_TABLE:
        page->space = false;
        flow_table_begin(page->flow);
        element->heads = false;
        break;
    case TAG_CAPTION:
        flow_cell_end(page->flow);
        break;
    default:
        break;
    }
}

// What stands where the element does, beside what it holds.
static void put_instead(WebPage *page, const Element *element, HtmlAttributes attributes)
{
    switch (element->tag) {
    case TAG_LINE_BREAK:
        if (flow_last(page->flow))
            break_line(page, BREAK_UNKNOWN);
        else
            break_line(page, BREAK_PARAGRAPH); // the second of two
        break;
    case TAG_INPUT:
        put_input(page, attributes);
        break;
    case TAG_VALUE:
        put_collapsed(page, TEMPLATE_BLANK, strlen(TEMPLATE_BLANK));
        break;
    case TAG_READING:
        put(page, "(");
        break;
    case TAG_QUOTE:
        put_space(page, "\"");
        put(page, "\u201C");
        break;
    default:
        break;
    }
    if (element->tag == TAG_OPTION)
        put(page, html_attribute(attributes, "selected") ? "☑" : "☐");
    if (is_replaced(attributes))
        put_collapsed(page, TEMPLATE_BLANK, strlen(TEMPLATE_BLANK));
}

static void count_elements(WebPage *page, const char *name, HtmlAttributes attributes, HtmlTag tag)
{
    page->frames += tag == TAG_FRAME;
    page->images += tag == TAG_IMAGE;
    page->scripts += tag == TAG_SCRIPT;
    const char *rel = !strcmp(name, "link") ? html_attribute(attributes, "rel") : NULL;
    const char *media = html_attribute(attributes, "media");
    if (rel && !g_ascii_strcasecmp(rel, "stylesheet") && css_media(media ? media : ""))
        page->own_styles = false;
    if (tag == TAG_STYLE) {
        g_free(page->media);
        page->media = g_strdup(media);
    }
}

static CssElement *path_new(WebPage *page, const char *name, HtmlAttributes attributes)
{
    const char *classes = html_attribute(attributes, "class"),
               *id = html_attribute(attributes, "id");
    CssElement *path = g_new(CssElement, 1);
    *path = (CssElement){g_string_chunk_insert_const(page->names, name),
                         classes ? g_string_chunk_insert_const(page->names, classes) : NULL,
                         id ? g_string_chunk_insert_const(page->names, id) : NULL, top(page)->path};
    page->classes += classes || id;
    return path;
}

static void look(WebPage *page, HtmlAttributes attributes, Element *element)
{
    bool differs = css_sheet_differs(page->sheet);
    for (CssScreen screen = 0; screen < CSS_SCREENS; screen++) {
        CssStyle *css = &element->css[screen];
        if (screen && !differs) {
            *css = element->css[0];
            break;
        }
        css->keep = element->keep;
        html_look(page->sheet, element->path, attributes, page->is_component, screen, css);
        element->block |= css->block;
    }
    element->keep = element->css[CSS_PHONE].keep;
}

static void on_start(void *data, const xmlChar *xml_name, HtmlAttributes attributes)
{
    WebPage *page = data;
    const char *name = (const char *)xml_name;
    if (page->open->len >= DEEPEST) {
        page->too_deep++;
        if (html_tag_is_block(html_tag(name)) && !top(page)->dropped)
            break_line(page, BREAK_PARAGRAPH);
        return;
    }
    Element element = *top(page);
    element.tag = html_tag(name);
    element.block = html_tag_is_block(element.tag);
    count_elements(page, name, attributes, element.tag);
    element.dropped |= element.tag == TAG_DROP || element.tag == TAG_STYLE ||
                       element.tag == TAG_TITLE || element.tag == TAG_FRAME ||
                       element.tag == TAG_SCRIPT || !strcmp(name, "head");
    element.dropped &= strcmp(name, "body") != 0;
    element.path = path_new(page, name, attributes);
    look(page, attributes, &element);
    if (!element.dropped) {
        if (element.block)
            break_line(page, BREAK_PARAGRAPH);
        element.kind = top(page)->kind; // the break may have changed it
        Element *list = element.tag == TAG_ITEM ? list_around(page) : top(page);
        begin_content(page, name, attributes, &element, list);
    }
    g_array_append_val(page->open, element);
    set_style(page);
    if (!element.dropped)
        put_instead(page, &element, attributes);
}

static void end_content(WebPage *page, const Element *element)
{
    switch (element->tag) {
    case TAG_CELL:
        flow_cell_end(page->flow);
        break;
    case TAG_TABLE:
        flow_table_end(page->flow);
        break;
    case TAG_READING:
        put(page, ")");
        break;
    case TAG_QUOTE:
        put(page, "\u201D");
        break;
    case TAG_ITEM:
        g_string_truncate(page->number, 0);
        break;
    default:
        break;
    }
}

static void on_end(void *data, const xmlChar *name)
{
    WebPage *page = data;
    if (page->too_deep) {
        page->too_deep--;
        if (html_tag_is_block(html_tag((const char *)name)) && !top(page)->dropped)
            break_line(page, BREAK_PARAGRAPH);
        return;
    }
    if (page->open->len < 2)
        return;
    const Element element = *top(page);
    if (element.tag == TAG_STYLE) {
        css_sheet_add(page->sheet, page->style->str, page->media);
        g_string_truncate(page->style, 0);
    }
    if (!element.dropped) {
        if (element.block)
            break_line(page, BREAK_PARAGRAPH);
        end_content(page, &element);
    }
    g_array_set_size(page->open, page->open->len - 1);
    set_style(page);
}

static void element_clear(Element *element)
{
    g_free(element->path);
}

static WebPage *page_new(Document *doc)
{
    WebPage *page = g_new0(WebPage, 1);
    page->doc = doc;
    page->flow = flow_new(doc);
    page->sheet = css_sheet_new();
    page->open = g_array_new(FALSE, TRUE, sizeof(Element));
    g_array_set_clear_func(page->open, (GDestroyNotify)element_clear);
    page->names = g_string_chunk_new(4096);
    page->title = g_string_new(NULL);
    page->style = g_string_new(NULL);
    page->number = g_string_new(NULL);
    page->own_styles = true;
    Element root = {.tag = TAG_INLINE};
    for (int i = 0; i < CSS_SCREENS; i++)
        root.css[i] = (CssStyle){.size = BODY_SIZE, .background = 0xFFFFFF};
    g_array_append_val(page->open, root);
    set_style(page);
    return page;
}

static void page_free(WebPage *page)
{
    flow_free(page->flow);
    css_sheet_free(page->sheet);
    g_array_unref(page->open);
    g_string_free(page->title, TRUE);
    g_string_free(page->style, TRUE);
    g_string_free(page->number, TRUE);
    g_string_chunk_free(page->names);
    g_free(page->media);
    g_free(page);
}

// Feeds the page to the parser. False when it stopped before the end.
static bool parse(WebPage *page, const GString *html)
{
    htmlParserCtxtPtr parser = htmlCreateMemoryParserCtxt(html->str, (int)html->len);
    if (!parser)
        return false;
    htmlSAXHandler handler = {.startElement = on_start,
                              .endElement = on_end,
                              .characters = on_characters,
                              .ignorableWhitespace = on_characters,
                              .cdataBlock = on_characters};
    htmlSAXHandler *own = parser->sax;
    parser->sax = &handler;
    parser->userData = page;
    htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                   HTML_PARSE_NONET | HTML_PARSE_NODEFDTD | HTML_PARSE_IGNORE_ENC);
    xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8); // decoded already
    htmlParseDocument(parser);
    bool whole = parser->input && parser->input->cur >= parser->input->end;
    parser->sax = own;
    htmlFreeParserCtxt(parser);
    return whole;
}

static size_t letters_of(const Document *doc)
{
    size_t letters = 0;
    for (const char *at = doc->text->str; *at; at = g_utf8_next_char(at))
        letters += g_unichar_isalpha(g_utf8_get_char(at)) != 0;
    return letters;
}

// A page with next to no words of its own shows them in another way.
static void note_missing(const WebPage *page)
{
    if (letters_of(page->doc) >= FEW_LETTERS)
        return;
    if (page->frames)
        document_add_reason(page->doc, FAULT_ATTACHMENT, 0,
                            "the page shows other pages in frames; save and check those");
    else if (page->images)
        document_add_reason(page->doc, FAULT_NO_TEXT, 0,
                            "the page shows pictures; check those with --ocr");
    else if (page->scripts)
        document_add_reason(page->doc, FAULT_NO_TEXT, 0,
                            "the page is written by scripts when it is opened; save it from the "
                            "browser as PDF and check that");
}

// What hides words may stand in another file, which the reader never opens.
static void note_styles(const WebPage *page)
{
    bool elsewhere = !page->own_styles || css_sheet_imports(page->sheet);
    if (elsewhere && page->classes)
        document_add_reason(page->doc, FAULT_STYLES_MISSING, 0,
                            "style sheets in other files were not read: words that only they hide "
                            "count as shown");
}

static char *one_line(const GString *title)
{
    g_autofree char *plain = g_strdup(title->str);
    g_auto(GStrv) words = g_strsplit_set(plain, " \t\r\n\f", -1);
    GString *out = g_string_new(NULL);
    for (size_t i = 0; words[i]; i++)
        if (*words[i])
            g_string_append_printf(out, "%s%s", out->len ? " " : "", words[i]);
    return g_string_free(out, out->len == 0);
}

static void read_page(Document *doc, const Decoded *decoded)
{
    GString *html = template_plain(decoded->text->str, decoded->text->len);
    WebPage *page = page_new(doc);
    page->is_component = html_is_component(html->str);
    bool whole = parse(page, html);
    break_line(page, BREAK_PARAGRAPH);
    doc->title = one_line(page->title);
    note_missing(page);
    note_styles(page);
    if (!whole)
        document_add_reason(doc, FAULT_DAMAGED_PAGE, 0, "the page could not be read to its end");
    page_free(page);
    g_string_free(html, TRUE);
}

static Document *read_html(GBytes *bytes, const ReadOptions *options, GError **error)
{
    size_t len;
    const unsigned char *data = g_bytes_get_data(bytes, &len);
    g_autofree char *declared = html_charset(data, len);
    g_autoptr(Decoded) decoded = encoding_decode(data, len, options->encoding, declared, error);
    if (!decoded)
        return NULL;
    if (!decoded->readable && !options->encoding) {
        signature_refuse(data, len, NULL, error);
        return NULL;
    }
    Document *doc = document_new("html");
    doc->encoding = decoded->name;
    read_page(doc, decoded);
    g_autofree char *note = encoding_note(decoded);
    if (note)
        document_add_reason(doc, FAULT_ENCODING_GUESSED, 0, note);
    return doc;
}

static void warm(const ReadOptions *options)
{
    xmlInitParser();
    charset_warm(options->encoding);
}

const Reader reader_html = {"html", html_claims, read_html, warm};
