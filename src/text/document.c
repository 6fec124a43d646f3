// SPDX-License-Identifier: GPL-3.0-or-later
// Document: building one line by line, and looking things up by byte.
#include "text/document.h"

#include <string.h>

static const char *const sources[] = {"text", "ocr", "field", "annotation"};

const char *source_name(Source source)
{
    g_assert((unsigned)source < SOURCE_COUNT);
    return sources[source];
}

size_t document_most = UINT32_MAX - 1;

Document *document_new(const char *format)
{
    Document *doc = g_new0(Document, 1);
    doc->text = g_string_new(NULL);
    doc->pages = g_array_new(FALSE, TRUE, sizeof(Page));
    doc->lines = g_array_new(FALSE, TRUE, sizeof(Line));
    doc->edges = edges_new();
    doc->styles = g_array_new(FALSE, TRUE, sizeof(Style));
    doc->reasons = g_ptr_array_new_with_free_func((GDestroyNotify)reason_free);
    doc->format = format;
    return doc;
}

void document_free(Document *doc)
{
    if (!doc)
        return;
    if (doc->handle && doc->handle_free)
        doc->handle_free(doc->handle);
    g_string_free(doc->text, TRUE);
    g_array_unref(doc->pages);
    g_array_unref(doc->lines);
    edges_free(doc->edges);
    g_array_unref(doc->styles);
    g_ptr_array_unref(doc->reasons);
    g_free(doc->title);
    g_free(doc);
}

void reason_free(Reason *reason)
{
    if (!reason)
        return;
    g_free(reason->rule);
    g_free(reason->message);
    g_free(reason);
}

bool document_has_reason(const Document *doc, Fault code, int page)
{
    for (guint i = 0; i < doc->reasons->len; i++) {
        const Reason *reason = g_ptr_array_index(doc->reasons, i);
        if (reason->code == code && reason->page == page)
            return true;
    }
    return false;
}

static void append(Document *doc, const char *utf8, size_t len)
{
    doc->full = doc->full || len > document_most - doc->text->len;
    if (!doc->full)
        g_string_append_len(doc->text, utf8, (gssize)len);
}

void document_begin_page(Document *doc, float width, float height)
{
    if (doc->pages->len)
        append(doc, "\f", 1);
    uint32_t at = (uint32_t)doc->text->len;
    Page page = {at, at, width, height};
    g_array_append_val(doc->pages, page);
}

static Page *current_page(Document *doc)
{
    g_assert(doc->pages->len > 0);
    return &g_array_index(doc->pages, Page, doc->pages->len - 1);
}

void document_append(Document *doc, const char *utf8, size_t len)
{
    const char *at = utf8, *end = utf8 + len, *bad;
    while (at < end && !g_utf8_validate(at, end - at, &bad)) {
        append(doc, at, (size_t)(bad - at));
        append(doc, "\uFFFD", strlen("\uFFFD")); // for a stray byte as for U+0000
        at = bad + 1;
    }
    if (at < end)
        append(doc, at, (size_t)(end - at));
    current_page(doc)->end = (uint32_t)doc->text->len;
}

Line *document_mark_line(Document *doc, size_t start, size_t end)
{
    Page *page = current_page(doc);
    Line line = {.start = (uint32_t)start,
                 .end = (uint32_t)end,
                 .page = doc->pages->len - 1,
                 .edges = NO_EDGES};
    if (page->end < end)
        page->end = (uint32_t)end;
    g_array_append_val(doc->lines, line);
    return &g_array_index(doc->lines, Line, doc->lines->len - 1);
}

Line *document_add_line(Document *doc, const char *utf8, size_t len)
{
    if (doc->text->len > current_page(doc)->start)
        append(doc, "\n", 1);
    size_t start = doc->text->len;
    document_append(doc, utf8, len);
    return document_mark_line(doc, start, doc->text->len);
}

void document_set_style(Document *doc, float size, uint32_t color, bool concealed)
{
    Style style = {(uint32_t)doc->text->len, size, color, concealed};
    if (doc->styles->len) {
        const Style *last = &g_array_index(doc->styles, Style, doc->styles->len - 1);
        if (last->size == size && last->color == color && last->concealed == concealed)
            return;
        if (last->start == style.start)
            g_array_set_size(doc->styles, doc->styles->len - 1);
    }
    g_array_append_val(doc->styles, style);
}

void document_add_reason(Document *doc, Fault code, int page, const char *message)
{
    for (guint i = 0; i < doc->reasons->len; i++) {
        const Reason *reason = g_ptr_array_index(doc->reasons, i);
        if (reason->code == code && reason->page == page)
            return;
    }
    Reason *reason = g_new0(Reason, 1);
    reason->code = code;
    reason->page = page;
    reason->message = g_utf8_make_valid(message, -1);
    g_ptr_array_add(doc->reasons, reason);
}

// Index of the last of `count` items whose first member (uint32_t) is at most `byte`, or -1.
static gssize last_at_most(const GArray *items, size_t item_size, size_t byte)
{
    size_t low = 0, high = items->len;
    while (low < high) {
        size_t middle = (low + high) / 2;
        uint32_t start;
        memcpy(&start, items->data + middle * item_size, sizeof start);
        if (start <= byte)
            low = middle + 1;
        else
            high = middle;
    }
    return (gssize)low - 1;
}

const Line *document_line_at(const Document *doc, size_t byte)
{
    gssize at = last_at_most(doc->lines, sizeof(Line), byte);
    if (at < 0)
        return doc->lines->len ? &g_array_index(doc->lines, Line, 0) : NULL;
    return &g_array_index(doc->lines, Line, at);
}

bool document_is_garbled_at(const Document *doc, size_t byte)
{
    const Line *line = document_line_at(doc, byte);
    return document_has_reason(doc, FAULT_GARBLED, 0) ||
           (line && document_has_reason(doc, FAULT_GARBLED, (int)line->page + 1));
}

const Style *document_style_at(const Document *doc, size_t byte)
{
    gssize at = last_at_most(doc->styles, sizeof(Style), byte);
    return at < 0 ? NULL : &g_array_index(doc->styles, Style, at);
}

// The box of the stretch [from, to) (points along the writing direction) of a line.
static Box stretch(const Line *line, float from, float to)
{
    Box box = line->box;
    switch (line->turn) {
    case 90:
        return (Box){box.x0, box.y0 + from, box.x1, box.y0 + to};
    case 180:
        return (Box){box.x1 - to, box.y0, box.x1 - from, box.y1};
    case 270:
        return (Box){box.x0, box.y1 - to, box.x1, box.y1 - from};
    default:
        return (Box){box.x0 + from, box.y0, box.x0 + to, box.y1};
    }
}

// The box of the part of a line inside [start, end); false when nothing but blanks is there.
static bool line_part(const Document *doc, const Line *line, size_t start, size_t end, Box *box)
{
    const char *text = doc->text->str;
    EdgesWalk edges = edges_of(doc->edges, line->edges);
    float from = G_MAXFLOAT, to = 0;
    for (const char *at = text + line->start; at < text + MIN((size_t)line->end, end);
         at = g_utf8_next_char(at)) {
        Edge edge = edges_next(&edges);
        if (at < text + start || g_unichar_isspace(g_utf8_get_char(at)))
            continue;
        from = MIN(from, (float)edge.from / EDGE_UNIT);
        to = MAX(to, (float)edge.to / EDGE_UNIT);
    }
    if (from > to)
        return false;
    *box = stretch(line, from, to);
    return true;
}

GArray *document_boxes(const Document *doc, size_t start, size_t end)
{
    GArray *boxes = g_array_new(FALSE, FALSE, sizeof(PageBox));
    gssize first = MAX(last_at_most(doc->lines, sizeof(Line), start), 0);
    for (guint i = (guint)first; i < doc->lines->len; i++) {
        const Line *line = &g_array_index(doc->lines, Line, i);
        if (line->start >= end)
            break;
        PageBox box = {.page = line->page};
        if (line->edges != NO_EDGES && line_part(doc, line, start, end, &box.box))
            g_array_append_val(boxes, box);
    }
    return boxes;
}
