// SPDX-License-Identifier: GPL-3.0-or-later
// Xml: libxml2's events, without a tree, so that neither depth nor size matters.
#include "read/xml.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <string.h>

enum { VALUE_LONGEST = 4096, ATTRIBUTES_MOST = 64 };

struct XmlAttributes {
    int count;
    const char *names[ATTRIBUTES_MOST];
    const char *values[ATTRIBUTES_MOST];
};

typedef struct {
    const XmlHandler *handler;
    void *data;
    xmlParserCtxtPtr parser;
    GStringChunk *names;
    bool refused;
} Parse;

// Word writes the first of each pair, "strict" files the second.
static const struct {
    const char *space, *prefix;
} spaces[] = {
    {"http://schemas.openxmlformats.org/wordprocessingml/2006/main", "w"},
    {"http://purl.oclc.org/ooxml/wordprocessingml/main", "w"},
    {"http://schemas.microsoft.com/office/word/2010/wordml", "w14"},
    {"http://schemas.openxmlformats.org/officeDocument/2006/relationships", "r"},
    {"http://purl.oclc.org/ooxml/officeDocument/relationships", "r"},
    {"http://schemas.openxmlformats.org/officeDocument/2006/math", "m"},
    {"http://purl.oclc.org/ooxml/officeDocument/math", "m"},
    {"http://schemas.openxmlformats.org/markup-compatibility/2006", "mc"},
    {"http://schemas.openxmlformats.org/package/2006/relationships", "rel"},
    {"http://purl.org/dc/elements/1.1/", "dc"},
    {"urn:schemas-microsoft-com:vml", "v"},
    {"http://www.w3.org/XML/1998/namespace", "xml"},
};

static const char *prefix_of(const char *space)
{
    for (size_t i = 0; space && i < G_N_ELEMENTS(spaces); i++)
        if (!strcmp(space, spaces[i].space))
            return spaces[i].prefix;
    return "x";
}

static const char *name_of(Parse *parse, const xmlChar *local, const xmlChar *space)
{
    char name[96];
    g_snprintf(name, sizeof name, "%s:%s", prefix_of((const char *)space), (const char *)local);
    return g_string_chunk_insert_const(parse->names, name);
}

static void on_start(void *data, const xmlChar *local, const xmlChar *prefix, const xmlChar *space,
                     int n_spaces, const xmlChar **declared, int count, int defaulted,
                     const xmlChar **values)
{
    Parse *parse = data;
    XmlAttributes attributes = {0};
    g_autoptr(GStringChunk) chunk = g_string_chunk_new(256);
    for (int i = 0; i < MIN(count, ATTRIBUTES_MOST); i++, values += 5) {
        const char *value = (const char *)values[3];
        size_t len = MIN((size_t)(values[4] - values[3]), VALUE_LONGEST);
        attributes.names[i] =
            values[2] ? name_of(parse, values[0], values[2]) : (const char *)values[0];
        attributes.values[i] = g_string_chunk_insert_len(chunk, value, (gssize)len);
        attributes.count++;
    }
    parse->handler->start(parse->data, name_of(parse, local, space), &attributes);
}

static void on_end(void *data, const xmlChar *local, const xmlChar *prefix, const xmlChar *space)
{
    Parse *parse = data;
    parse->handler->end(parse->data, name_of(parse, local, space));
}

static void on_text(void *data, const xmlChar *text, int len)
{
    Parse *parse = data;
    if (parse->handler->text)
        parse->handler->text(parse->data, (const char *)text, (size_t)len);
}

static void on_dtd(void *data, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
    Parse *parse = data;
    parse->refused = true;
    xmlStopParser(parse->parser);
}

const char *xml_attribute(const XmlAttributes *attributes, const char *name)
{
    for (int i = 0; i < attributes->count; i++)
        if (!strcmp(attributes->names[i], name))
            return attributes->values[i];
    return NULL;
}

static void quiet(void *data, const char *format, ...)
{
}

bool xml_parse(const char *bytes, size_t len, const XmlHandler *handler, void *data)
{
    xmlParserCtxtPtr parser = xmlCreateMemoryParserCtxt(bytes, (int)MIN(len, G_MAXINT));
    if (!parser)
        return false;
    Parse parse = {handler, data, parser, g_string_chunk_new(4096), false};
    xmlSAXHandler events = {.initialized = XML_SAX2_MAGIC,
                            .startElementNs = on_start,
                            .endElementNs = on_end,
                            .characters = on_text,
                            .ignorableWhitespace = on_text,
                            .cdataBlock = on_text,
                            .internalSubset = on_dtd,
                            .warning = quiet,
                            .error = quiet};
    xmlSAXHandler *own = parser->sax;
    parser->sax = &events;
    parser->userData = &parse;
    // HUGE lifts the limits of depth and length; with no DTD there is nothing to expand.
    xmlCtxtUseOptions(parser,
                      XML_PARSE_NONET | XML_PARSE_HUGE | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    xmlParseDocument(parser);
    bool sound = parser->wellFormed && !parse.refused;
    parser->sax = own;
    xmlFreeParserCtxt(parser);
    g_string_chunk_free(parse.names);
    return sound;
}

void xml_warm(void)
{
    xmlInitParser();
}
