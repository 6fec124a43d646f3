// SPDX-License-Identifier: GPL-3.0-or-later
// The PDF reader: what poppler-glib says of each page, turned into lines of a Document.
#include "read/reader.h"

#include <math.h>
#include <string.h>

#include "read/pdf_ahead.h"
#include "read/pdf_attached.h"
#include "read/pdf_fonts.h"
#include "read/pdf_glyphs.h"
#include "read/pdf_layout.h"
#include "read/pdf_open.h"
#include "read/pdf_picture.h"
#include "read/pdf_scan.h"
#include "read/pdf_settle.h"
#include "read/pdf_sight.h"
#include "read/pdf_values.h"
#include "read/pdf_watch.h"
#include "read/pdf_whole.h"
#include "read/quality.h"

enum {
    PAGES_MISSING_MOST = 64, // in a row, before the page count is not believed
    XFA_LETTERS = 1500,      // a form with more is read from its pages
};

// A PDF that lost its beginning still points at its table of objects at the end, and poppler makes
// what it can of the objects.
static bool is_beheaded(const unsigned char *bytes, size_t len)
{
    size_t tail = MIN(len, 2048);
    return memmem(bytes + len - tail, tail, "startxref", 9) && memmem(bytes, len, "endobj", 6);
}

static bool claims(const unsigned char *bytes, size_t len, const char *name)
{
    // Real files have mail headers or a byte order mark in front; readers look at the first 1024.
    return memmem(bytes, MIN(len, 1024), "%PDF-", 5) || is_beheaded(bytes, len);
}

static uint16_t edge_at(float points)
{
    long at = lroundf(points * EDGE_UNIT);
    return (uint16_t)CLAMP(at, 0, UINT16_MAX);
}

static Edge edge_of(const LayoutLine *line, const Box *box)
{
    float from = box->x0 - line->box.x0, to = box->x1 - line->box.x0;
    if (line->turn == 90)
        from = box->y0 - line->box.y0, to = box->y1 - line->box.y0;
    else if (line->turn == 180)
        from = line->box.x1 - box->x1, to = line->box.x1 - box->x0;
    else if (line->turn == 270)
        from = line->box.y1 - box->y1, to = line->box.y1 - box->y0;
    return (Edge){edge_at(from), edge_at(to)};
}

// A document on its way; rows and tables are numbered through all of it.
typedef struct {
    Document *doc;
    PopplerDocument *pdf;
    const ReadOptions *options;
    Ahead *ahead;   // a second thread's pages; or NULL
    GArray *hints;  // LineHint, one a line
    GArray *decked; // uint32_t: pages with annotations that may cover text
    uint32_t rows, tables;
} Reading;

static void add_line(Reading *reading, const Layout *layout, const LayoutLine *from)
{
    Document *doc = reading->doc;
    g_autoptr(GString) run = g_string_sized_new((size_t)from->count * 3);
    if (doc->text->len > g_array_index(doc->pages, Page, doc->pages->len - 1).start)
        document_append(doc, "\n", 1);
    size_t start = doc->text->len;
    uint32_t edges = edges_begin(doc->edges);
    const Glyph *glyphs = &g_array_index(layout->glyphs, Glyph, from->first);
    for (uint32_t i = 0; i < from->count; i++) {
        if (i == 0 || glyphs[i].size != glyphs[i - 1].size ||
            glyphs[i].color != glyphs[i - 1].color) {
            document_append(doc, run->str, run->len);
            g_string_truncate(run, 0);
            document_set_style(doc, glyphs[i].size, glyphs[i].color, false);
        }
        g_string_append_unichar(run, glyphs[i].code);
        edges_add(doc->edges, edge_of(from, &glyphs[i].box));
    }
    document_append(doc, run->str, run->len);
    Line *line = document_mark_line(doc, start, doc->text->len);
    line->kind = from->kind;
    line->before = from->before;
    line->source = from->source;
    line->row = from->row ? reading->rows + from->row : 0;
    line->column = from->column;
    line->head = from->head;
    line->turn = from->turn;
    line->box = from->box;
    line->edges = edges;
    LineHint hint = {from->size,    from->table ? reading->tables + from->table : 0,
                     from->fresh,   from->full,
                     from->room,    from->first_word,
                     from->indented};
    g_array_append_val(reading->hints, hint);
}

static void note_deck(Reading *reading, const GList *annots)
{
    for (; annots; annots = annots->next) {
        const PopplerAnnotMapping *one = annots->data;
        PopplerAnnotType type = poppler_annot_get_annot_type(one->annot);
        if (type == POPPLER_ANNOT_LINK || type == POPPLER_ANNOT_POPUP)
            continue;
        uint32_t page = reading->doc->pages->len - 1;
        g_array_append_val(reading->decked, page);
        return;
    }
}

static void read_page(Reading *reading, PopplerPage *page, int index)
{
    double width = 0, height = 0;
    poppler_page_get_size(page, &width, &height);
    document_begin_page(reading->doc, pdf_limited(width), pdf_limited(height));
    g_autoptr(GArray) glyphs = reading->ahead ? ahead_glyphs(reading->ahead, index) : NULL;
    if (!glyphs)
        glyphs = glyphs_of_page(reading->doc, page, index);
    Box size = {0, 0, pdf_limited(width), pdf_limited(height)};
    if (reading->options->ocr && scan_is_needed(page, glyphs))
        scan_read(reading->doc, page, glyphs, size);
    GList *annots = poppler_page_get_annot_mapping(page);
    values_add_fields(glyphs, page, annots, size);
    note_deck(reading, annots);
    g_autoptr(Layout) layout = layout_new(glyphs);
    values_add_notes(reading->doc, layout, annots, size);
    poppler_page_free_annot_mapping(annots);
    uint32_t rows = 0, tables = 0;
    for (guint i = 0; i < layout->lines->len; i++) {
        const LayoutLine *line = &g_array_index(layout->lines, LayoutLine, i);
        add_line(reading, layout, line);
        rows = MAX(rows, line->row);
        tables = MAX(tables, line->table);
    }
    reading->rows += rows;
    reading->tables += tables;
}

static void read_pages(Reading *reading)
{
    Document *doc = reading->doc;
    int missing = 0;
    for (int i = 0, n = poppler_document_get_n_pages(reading->pdf); i < n; i++) {
        watch_page(i + 1);
        g_autoptr(PdfPage) page = poppler_document_get_page(reading->pdf, i);
        if (page) {
            read_page(reading, page, i);
            missing = 0;
            continue;
        }
        document_begin_page(doc, 0, 0);
        document_add_reason(doc, FAULT_DAMAGED_PAGE, i + 1, "the page could not be read");
        if (++missing == PAGES_MISSING_MOST)
            break;
    }
    watch_page(0);
    if (missing == PAGES_MISSING_MOST)
        document_add_reason(doc, FAULT_DAMAGED_PAGE, 0,
                            "the PDF claims pages that it does not hold");
    settle_lines(doc, reading->hints);
}

// Where words stand on a page: Box.
static GArray *places_of(const Document *doc, uint32_t page)
{
    GArray *places = g_array_new(FALSE, FALSE, sizeof(Box));
    for (guint i = 0; i < doc->lines->len; i++) {
        const Line *line = &g_array_index(doc->lines, Line, i);
        if (line->page == page)
            g_array_append_val(places, line->box);
    }
    return places;
}

static void judge_page(Document *doc, PopplerDocument *pdf, int index, bool ocr, Fonts *fonts)
{
    const Page *page = &g_array_index(doc->pages, Page, index);
    const char *text = doc->text->str + page->start;
    size_t len = page->end - page->start;
    if (quality_letters(text, len) >= QUALITY_LETTERS_FEW) {
        if (quality_garbled(text, len))
            document_add_reason(doc, FAULT_GARBLED, index + 1,
                                "the page's fonts do not say which characters they draw");
        return;
    }
    if (ocr && quality_letters(text, len) > 0)
        return; // a short page, read
    fonts_show(fonts);
    g_autoptr(PdfPage) picture = poppler_document_get_page(pdf, index);
    g_autoptr(GArray) places = places_of(doc, (uint32_t)index);
    if (picture && picture_has_ink(picture, places))
        document_add_reason(doc, FAULT_NO_TEXT, index + 1,
                            ocr ? "the page is a picture, and OCR found next to no words in it"
                                : "the page is a picture without text; read it with --ocr");
}

// A form made of XFA alone shows one page that says so, in its language, and where to get Adobe's
// reader. poppler-glib tells nothing of XFA, and the word in the file may be compressed.
static bool is_xfa_only(const Document *doc, GBytes *bytes)
{
    static const char *const asking[] = {"If this message is not eventually replaced",
                                         "adobe.com/go/reader_download", "adobe.com/go/acrreader"};
    gsize len = 0;
    const char *data = g_bytes_get_data(bytes, &len);
    bool asks = false;
    if (quality_letters(doc->text->str, doc->text->len) >= XFA_LETTERS)
        return false;
    for (size_t i = 0; i < G_N_ELEMENTS(asking); i++)
        asks |= strstr(doc->text->str, asking[i]) != NULL;
    bool named = memmem(data, len, "/XFA", 4) != NULL;
    return asks || named;
}

// Names what is attached, a portfolio's documents among them.
static void note_attachments(Document *doc, PopplerDocument *pdf, GBytes *bytes,
                             const char *password)
{
    enum { NAMED_MOST = 5 };
    if (!poppler_document_has_attachments(pdf))
        return;
    g_autoptr(GPtrArray) names = attached_names(bytes, password);
    g_autoptr(GString) message = g_string_new("attached to this PDF and not read");
    guint named = MIN(names->len, NAMED_MOST);
    for (guint i = 0; i < named; i++) {
        g_autofree char *name = values_file_name(names->pdata[i]);
        g_string_append_printf(message, "%s %s", i ? "," : ":", name);
    }
    if (names->len > named)
        g_string_append_printf(message, " and %u more", names->len - named);
    g_string_append(message, "; save them (pdfdetach -saveall) and check them too");
    document_add_reason(doc, FAULT_ATTACHMENT, 0, message->str);
}

static void read_extras(Document *doc, PopplerDocument *pdf, GBytes *bytes, const char *password)
{
    doc->title = poppler_document_get_title(pdf);
    note_attachments(doc, pdf, bytes, password);
    if (poppler_document_get_n_signatures(pdf) > 0)
        document_add_reason(doc, FAULT_SIGNED, 0, "this PDF is signed");
    if (is_xfa_only(doc, bytes))
        document_add_reason(
            doc, FAULT_XFA, 0,
            "the form's text is XFA, which only Adobe's reader shows; print it to PDF");
    if (watch_repaired() || !open_is_whole(bytes))
        document_add_reason(doc, FAULT_DAMAGED_PAGE, 0,
                            "the PDF is damaged and was repaired; parts may be missing");
}

static Document *read_pdf(GBytes *bytes, const ReadOptions *options, GError **error)
{
    watch_begin();
    g_autoptr(Fonts) fonts = // OCR draws pages as it reads
        options->ocr ? NULL : fonts_new(bytes, options->password);
    g_autoptr(PdfDocument) pdf =
        open_pdf(fonts ? fonts_bytes(fonts) : bytes, options->password, error);
    if (!pdf)
        return NULL;
    int pages = poppler_document_get_n_pages(pdf);
    if (options->max_pages && pages > (int)options->max_pages) {
        g_set_error(error, FAULT_DOMAIN, FAULT_TOO_LARGE, "%d pages; the limit is %u", pages,
                    options->max_pages);
        return NULL;
    }
    if (pages <= 0) {
        g_set_error_literal(error, FAULT_DOMAIN, FAULT_DAMAGED, "not a readable PDF: no pages");
        return NULL;
    }
    Document *doc = document_new("pdf");
    watch_document(doc);
    Reading reading = {.doc = doc, .pdf = pdf, .options = options};
    if (options->spare && !options->ocr)
        reading.ahead =
            ahead_new(fonts ? fonts_bytes(fonts) : bytes, options->password, pages, AHEAD_WORTH);
    reading.hints = g_array_new(FALSE, FALSE, sizeof(LineHint));
    reading.decked = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    read_pages(&reading);
    ahead_free(reading.ahead);
    g_array_unref(reading.hints);
    read_extras(doc, pdf, bytes, options->password);
    for (guint i = 0; i < doc->pages->len; i++)
        judge_page(doc, pdf, (int)i, options->ocr, fonts);
    watch_document(NULL);
    sight_give(doc, pdf, bytes, options->password, reading.decked, g_steal_pointer(&fonts));
    return doc;
}

const Reader reader_pdf = {"pdf", claims, read_pdf, NULL};

const char *reader_poppler_version(void)
{
    return poppler_get_version();
}
