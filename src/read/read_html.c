// SPDX-License-Identifier: GPL-3.0-or-later
// Web pages, as a browser shows them. The parser's events are followed without building a tree, so
// that neither depth nor size of a page matters.
#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <string.h>

#include "read/charset.h"
#include "read/encoding.h"
#include "read/html_claim.h"
#include "read/html_element.h"
#include "read/html_look.h"
#include "read/reader.h"
#include "read/template.h"
#include "text/utf8.h"

enum {
    DEEPEST = 4000,        // elements; deeper ones take their parent's style
    STYLES_MOST = 1 << 20, // bytes of style elements that are looked at
    FEW_LETTERS = 40,      // of a page that shows its text in another way
};

static void on_characters(void *data, const xmlChar *characters, int len)
{
    HtmlPage *page = data;
    const HtmlElement *element = html_page_top(page);
    g_autofree char *text = g_utf8_make_valid((const char *)characters, len);
    if (element->tag == TAG_TITLE && page->doc->title == NULL)
        g_string_append(page->title, text);
    if (element->tag == TAG_STYLE && page->style->len < STYLES_MOST)
        g_string_append(page->style, text);
    if (element->dropped)
        return;
    if (element->keep)
        html_page_put_kept(page, text, strlen(text));
    else
        html_page_put_words(page, text, strlen(text));
}

// The list an item stands in, through elements that should not stand between them.
static HtmlElement *list_around(HtmlPage *page)
{
    for (guint i = page->open->len; i > 0; i--) {
        HtmlElement *element = &g_array_index(page->open, HtmlElement, i - 1);
        if (element->tag == TAG_LIST || element->tag == TAG_CELL)
            return element;
    }
    return &g_array_index(page->open, HtmlElement, 0);
}

static void count_elements(HtmlPage *page, const char *name, HtmlAttributes attributes, HtmlTag tag)
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

static CssElement *path_new(HtmlPage *page, const char *name, HtmlAttributes attributes)
{
    const char *classes = html_attribute(attributes, "class"),
               *id = html_attribute(attributes, "id");
    CssElement *path = g_new(CssElement, 1);
    *path = (CssElement){g_string_chunk_insert_const(page->names, name),
                         classes ? g_string_chunk_insert_const(page->names, classes) : NULL,
                         id ? g_string_chunk_insert_const(page->names, id) : NULL,
                         html_page_top(page)->path};
    page->classes += classes || id;
    return path;
}

static void look(HtmlPage *page, HtmlAttributes attributes, HtmlElement *element)
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
    HtmlPage *page = data;
    const char *name = (const char *)xml_name;
    if (page->open->len >= DEEPEST) {
        page->too_deep++;
        if (html_tag_is_block(html_tag(name)) && !html_page_top(page)->dropped)
            html_page_break(page, BREAK_PARAGRAPH);
        return;
    }
    HtmlElement element = *html_page_top(page);
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
            html_page_break(page, BREAK_PARAGRAPH);
        element.kind = html_page_top(page)->kind; // the break may have changed it
        HtmlElement *list = element.tag == TAG_ITEM ? list_around(page) : html_page_top(page);
        html_element_begin(page, name, attributes, &element, list);
    }
    g_array_append_val(page->open, element);
    html_page_set_style(page);
    if (!element.dropped)
        html_element_put(page, &element, attributes);
}

static void on_end(void *data, const xmlChar *name)
{
    HtmlPage *page = data;
    if (page->too_deep) {
        page->too_deep--;
        if (html_tag_is_block(html_tag((const char *)name)) && !html_page_top(page)->dropped)
            html_page_break(page, BREAK_PARAGRAPH);
        return;
    }
    if (page->open->len < 2)
        return;
    const HtmlElement element = *html_page_top(page);
    if (element.tag == TAG_STYLE) {
        css_sheet_add(page->sheet, page->style->str, page->media);
        g_string_truncate(page->style, 0);
    }
    if (!element.dropped) {
        if (element.block)
            html_page_break(page, BREAK_PARAGRAPH);
        html_element_end(page, &element);
    }
    g_array_set_size(page->open, page->open->len - 1);
    html_page_set_style(page);
}

// Feeds the page to the parser. False when it stopped before the end.
static bool parse(HtmlPage *page, const GString *html)
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

// A page with next to no words of its own shows them in another way.
static void note_missing(const HtmlPage *page)
{
    if (utf8_letters(page->doc->text->str, page->doc->text->len) >= FEW_LETTERS)
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
static void note_styles(const HtmlPage *page)
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
    HtmlPage *page = html_page_new(doc);
    page->is_component = html_is_component(html->str);
    bool whole = parse(page, html);
    html_page_break(page, BREAK_PARAGRAPH);
    doc->title = one_line(page->title);
    note_missing(page);
    note_styles(page);
    if (!whole)
        document_add_reason(doc, FAULT_DAMAGED_PAGE, 0, "the page could not be read to its end");
    html_page_free(page);
    g_string_free(html, TRUE);
}

static Document *read_html(GBytes *bytes, const ReadOptions *options, GError **error)
{
    size_t len;
    const unsigned char *data = g_bytes_get_data(bytes, &len);
    g_autofree char *declared = html_charset(data, len);
    g_autoptr(Decoded) decoded = encoding_read(data, len, options->encoding, declared, error);
    if (!decoded)
        return NULL;
    Document *doc = document_new("html");
    read_page(doc, decoded);
    encoding_tell(decoded, doc);
    return doc;
}

static void warm(const ReadOptions *options)
{
    xmlInitParser();
    charset_warm(options->encoding);
}

const Reader reader_html = {"html", html_claims, read_html, warm};
