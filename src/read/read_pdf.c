// SPDX-License-Identifier: GPL-3.0-or-later
// The PDF reader: what poppler-glib says of each page, turned into lines of a Document.
#include "read/reader.h"

#include <math.h>
#include <poppler.h>
#include <string.h>

#include "read/pdf_layout.h"
#include "read/pdf_piece.h"
#include "read/pdf_quality.h"
#include "read/pdf_running.h"

// poppler-glib 22.12 declares no cleanup of its own; later versions do, so these have other names.
typedef PopplerDocument PdfDocument;
typedef PopplerPage PdfPage;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdfDocument, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdfPage, g_object_unref)

enum {
    PAGES_MISSING_MOST = 64, // in a row, before the page count is not believed
    LETTERS_FEW = 20,        // fewer on a page: is it a picture of a page?
};
static const float ADVANCE_LEAST = 0.85F;  // em: a Han character narrower than this is misreported
static const float EDGE_UNIT = 32;         // Edges are in 1/32 point
static const float COORDINATE_MOST = 1e5F; // points; hostile files claim 1e30

// What poppler complains about while it reads is a part of the answer. It logs at level INFO to one
// process-wide handler, so the document being read is process-wide too.
static struct {
    Document *doc;
    int page; // from 1; 0 while the document is opened
    bool repaired;
} watch;

static bool says(const char *message, const char *const *phrases)
{
    for (; *phrases; phrases++)
        if (strstr(message, *phrases))
            return true;
    return false;
}

static void note_complaint(const char *domain, GLogLevelFlags level, const char *message,
                           gpointer data)
{
    static const char *const no_cmap[] = {"language pack", "CMap file for", "character collection",
                                          NULL};
    static const char *const harmless[] = {
        "default config", "annotation", "destination", "Invalid Font Weight",
        "outline",        "Outline",    NULL};
    static const char *const lost[] = {"Syntax error", "Internal error", "IO error", NULL};

    if (says(message, no_cmap) && watch.doc)
        document_add_reason(watch.doc, FAULT_MISSING_CMAP, watch.page,
                            "a character map for Chinese fonts is missing; install poppler-data");
    else if (!says(message, lost) || says(message, harmless))
        return;
    else if (!watch.doc)
        watch.repaired = true;
    else
        document_add_reason(watch.doc, FAULT_DAMAGED_PAGE, watch.page, message);
}

static void watch_begin(void)
{
    static bool handled;
    if (!handled)
        g_log_set_handler("Poppler", G_LOG_LEVEL_MASK, note_complaint, NULL);
    handled = true;
    watch.doc = NULL;
    watch.page = 0;
    watch.repaired = false;
}

static bool claims(const unsigned char *bytes, size_t len, const char *name)
{
    // Real files have mail headers or a byte order mark in front; readers look at the first 1024.
    return memmem(bytes, MIN(len, 1024), "%PDF-", 5) != NULL;
}

static PopplerDocument *open_pdf(GBytes *bytes, const char *password, GError **error)
{
    g_autoptr(GError) cause = NULL;
    PopplerDocument *pdf = poppler_document_new_from_bytes(bytes, password, &cause);
    if (pdf)
        return pdf;
    if (g_error_matches(cause, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED))
        g_set_error_literal(error, FAULT_DOMAIN, FAULT_ENCRYPTED,
                            password ? "the password does not open this PDF"
                                     : "this PDF needs a password; give it with --password-file");
    else
        g_set_error(error, FAULT_DOMAIN, FAULT_DAMAGED, "not a readable PDF: %s", cause->message);
    return NULL;
}

static float limited(double value)
{
    return (float)CLAMP(value, -COORDINATE_MOST, COORDINATE_MOST);
}

// The characters of a page with their rectangles. The marks that poppler puts around right-to-left
// runs have no rectangle; all others, line ends among them, have one each.
static GArray *read_glyphs(const char *text, const PopplerRectangle *boxes, guint n)
{
    GArray *glyphs = g_array_sized_new(FALSE, TRUE, sizeof(Glyph), n);
    const char *end = text + strlen(text);
    bool apart = true;
    guint i = 0;
    for (const char *at = text, *next; at < end; at = next) {
        const char *after = g_utf8_find_next_char(at, end);
        next = after ? after : end;
        gunichar code = g_utf8_get_char_validated(at, end - at);
        if (code >= 0x202A && code <= 0x202C)
            continue;
        Glyph glyph = {.code = code > 0x10FFFF ? 0xFFFD : code, .apart = apart};
        if (i < n)
            glyph.box = (Box){limited(boxes[i].x1), limited(boxes[i].y1), limited(boxes[i].x2),
                              limited(boxes[i].y2)};
        i++;
        apart = code == '\n';
        g_array_append_val(glyphs, glyph); // line ends too: attributes count them
    }
    return glyphs;
}

static uint32_t rgb(const PopplerColor *color)
{
    return ((uint32_t)color->red >> 8) << 16 | ((uint32_t)color->green >> 8) << 8 |
           (uint32_t)color->blue >> 8;
}

static void set_attributes(GArray *glyphs, PopplerPage *page)
{
    GList *runs = poppler_page_get_text_attributes(page);
    for (const GList *at = runs; at; at = at->next) {
        const PopplerTextAttributes *run = at->data;
        uint32_t color = rgb(&run->color);
        for (int i = MAX(run->start_index, 0); i <= run->end_index && i < (int)glyphs->len; i++) {
            Glyph *glyph = &g_array_index(glyphs, Glyph, i);
            glyph->size = limited(run->font_size);
            glyph->color = color;
        }
    }
    poppler_page_free_text_attributes(runs);
}

// How much of its reported size a Han character really has: its advance is its size.
static float shrunk(const Glyph *glyph)
{
    float advance = MIN(glyph->box.x1 - glyph->box.x0, glyph->box.y1 - glyph->box.y0);
    return advance > 0 && advance < ADVANCE_LEAST * glyph->size ? advance / glyph->size : 1;
}

static void shrink(Glyph *glyph, float factor)
{
    float height = glyph->box.y1 - glyph->box.y0;
    glyph->size = roundf(glyph->size * factor * 10) / 10;
    glyph->box.y0 += height * PIECE_BASELINE * (1 - factor);
    glyph->box.y1 -= height * (1 - PIECE_BASELINE) * (1 - factor);
}

// Type 3 fonts that draw their own bold report twice the size, and boxes as much too tall. The
// advance of Han characters is right, and the others are as wrong as the Han of the same size are.
static void fit_sizes(GArray *glyphs)
{
    enum { SIZES = 512 }; // in half points
    float factor[SIZES];
    for (int i = 0; i < SIZES; i++)
        factor[i] = 0; // no Han character of the size seen
    for (guint i = 0; i < glyphs->len; i++) {
        const Glyph *glyph = &g_array_index(glyphs, Glyph, i);
        int size = CLAMP((int)(glyph->size * 2), 0, SIZES - 1);
        if (glyph->code >= 0x3400 && glyph->code < 0xFB00 && glyph->size > 0)
            factor[size] = MAX(factor[size], shrunk(glyph));
    }
    for (guint i = 0; i < glyphs->len; i++) {
        Glyph *glyph = &g_array_index(glyphs, Glyph, i);
        float one = factor[CLAMP((int)(glyph->size * 2), 0, SIZES - 1)];
        if (one > 0 && one < 1)
            shrink(glyph, one);
    }
}

static void drop_line_ends(GArray *glyphs)
{
    guint kept = 0;
    for (guint i = 0; i < glyphs->len; i++) {
        const Glyph *glyph = &g_array_index(glyphs, Glyph, i);
        if (glyph->code != '\n')
            g_array_index(glyphs, Glyph, kept++) = *glyph;
    }
    g_array_set_size(glyphs, kept);
}

static GArray *page_glyphs(Document *doc, PopplerPage *page)
{
    g_autofree char *text = poppler_page_get_text(page);
    g_autofree PopplerRectangle *boxes = NULL;
    guint n = 0;
    if (!poppler_page_get_text_layout(page, &boxes, &n))
        n = 0;
    GArray *glyphs = read_glyphs(text ? text : "", boxes, n);
    if (glyphs->len < n)
        document_add_reason(doc, FAULT_DAMAGED_PAGE, watch.page,
                            "not all characters of the page could be read");
    set_attributes(glyphs, page);
    fit_sizes(glyphs);
    drop_line_ends(glyphs);
    return glyphs;
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
    return (Edge){(uint16_t)CLAMP(lroundf(from * EDGE_UNIT), 0, UINT16_MAX),
                  (uint16_t)CLAMP(lroundf(to * EDGE_UNIT), 0, UINT16_MAX)};
}

// A document on its way; rows and tables are numbered through all of it.
typedef struct {
    Document *doc;
    PopplerDocument *pdf;
    GArray *hints; // LineHint, one a line
    uint32_t rows, tables;
} Reading;

static void add_line(Reading *reading, const Layout *layout, const LayoutLine *from)
{
    Document *doc = reading->doc;
    g_autoptr(GString) run = g_string_sized_new(from->count * 3);
    if (doc->text->len > g_array_index(doc->pages, Page, doc->pages->len - 1).start)
        document_append(doc, "\n", 1);
    size_t start = doc->text->len;
    uint32_t edges = doc->edges->len;
    const Glyph *glyphs = &g_array_index(layout->glyphs, Glyph, from->first);
    for (uint32_t i = 0; i < from->count; i++) {
        if (i == 0 || glyphs[i].size != glyphs[i - 1].size ||
            glyphs[i].color != glyphs[i - 1].color) {
            document_append(doc, run->str, run->len);
            g_string_truncate(run, 0);
            document_set_style(doc, glyphs[i].size, glyphs[i].color, false);
        }
        g_string_append_unichar(run, glyphs[i].code);
        Edge edge = edge_of(from, &glyphs[i].box);
        g_array_append_val(doc->edges, edge);
    }
    document_append(doc, run->str, run->len);
    Line *line = document_mark_line(doc, start, doc->text->len);
    line->kind = from->kind;
    line->before = from->before;
    line->row = from->row ? reading->rows + from->row : 0;
    line->column = from->column;
    line->head = from->head;
    line->turn = from->turn;
    line->box = from->box;
    line->edges = edges;
    LineHint hint = {from->size, from->table ? reading->tables + from->table : 0, from->fresh,
                     from->full, from->indented};
    g_array_append_val(reading->hints, hint);
}

static void read_page(Reading *reading, PopplerPage *page)
{
    double width = 0, height = 0;
    poppler_page_get_size(page, &width, &height);
    document_begin_page(reading->doc, limited(width), limited(height));
    g_autoptr(GArray) glyphs = page_glyphs(reading->doc, page);
    g_autoptr(Layout) layout = layout_new(glyphs);
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
        watch.page = i + 1;
        g_autoptr(PdfPage) page = poppler_document_get_page(reading->pdf, i);
        if (page) {
            read_page(reading, page);
            missing = 0;
            continue;
        }
        document_begin_page(doc, 0, 0);
        document_add_reason(doc, FAULT_DAMAGED_PAGE, i + 1, "the page could not be read");
        if (++missing == PAGES_MISSING_MOST)
            break;
    }
    watch.page = 0;
    if (missing == PAGES_MISSING_MOST)
        document_add_reason(doc, FAULT_DAMAGED_PAGE, 0,
                            "the PDF claims pages that it does not hold");
    running_settle(doc, reading->hints);
}

// Whether the page shows anything: an image, a drawing, letters drawn as shapes.
static bool page_has_ink(PopplerPage *page)
{
    double width = 0, height = 0;
    poppler_page_get_size(page, &width, &height);
    double scale = MIN(0.5, 600 / MAX(MAX(width, height), 1));
    int w = MAX((int)(width * scale), 1), h = MAX((int)(height * scale), 1);
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, w, h);
    cairo_t *cairo = cairo_create(surface);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    cairo_scale(cairo, scale, scale);
    poppler_page_render(page, cairo);
    cairo_surface_flush(surface);
    const unsigned char *pixels = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface), inked = 0;
    for (int y = 0; pixels && y < h; y++)
        for (int x = 0; x < w; x++) {
            uint32_t pixel;
            memcpy(&pixel, pixels + (size_t)y * stride + (size_t)x * 4, sizeof pixel);
            inked += (pixel & 0xE0E0E0) != 0xE0E0E0;
        }
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
    return inked > 20; // a rule or a dot is not a page
}

static void judge_page(Document *doc, PopplerDocument *pdf, int index)
{
    const Page *page = &g_array_index(doc->pages, Page, index);
    const char *text = doc->text->str + page->start;
    size_t len = page->end - page->start;
    if (quality_letters(text, len) >= LETTERS_FEW) {
        if (quality_garbled(text, len))
            document_add_reason(doc, FAULT_GARBLED, index + 1,
                                "the page's fonts do not say which characters they draw");
        return;
    }
    g_autoptr(PdfPage) picture = poppler_document_get_page(pdf, index);
    if (picture && page_has_ink(picture))
        document_add_reason(doc, FAULT_NO_TEXT, index + 1,
                            "the page is a picture without text; read it with --ocr");
}

static void read_extras(Document *doc, PopplerDocument *pdf)
{
    doc->title = poppler_document_get_title(pdf);
    if (poppler_document_has_attachments(pdf))
        document_add_reason(doc, FAULT_ATTACHMENT, 0,
                            "documents attached to this PDF were not read; save and check them");
    if (poppler_document_get_n_signatures(pdf) > 0)
        document_add_reason(doc, FAULT_SIGNED, 0, "this PDF is signed");
    if (watch.repaired)
        document_add_reason(doc, FAULT_DAMAGED_PAGE, 0,
                            "the PDF is damaged and was repaired; parts may be missing");
}

static Document *read_pdf(GBytes *bytes, const ReadOptions *options, GError **error)
{
    watch_begin();
    g_autoptr(PdfDocument) pdf = open_pdf(bytes, options->password, error);
    if (!pdf)
        return NULL;
    int pages = poppler_document_get_n_pages(pdf);
    if (options->max_pages && pages > (int)options->max_pages) {
        g_set_error(error, FAULT_DOMAIN, FAULT_TOO_LARGE, "%d pages, more than the limit of %u",
                    pages, options->max_pages);
        return NULL;
    }
    if (pages <= 0) {
        g_set_error_literal(error, FAULT_DOMAIN, FAULT_DAMAGED, "not a readable PDF: no pages");
        return NULL;
    }
    Document *doc = document_new("pdf");
    watch.doc = doc;
    Reading reading = {doc, pdf, g_array_new(FALSE, FALSE, sizeof(LineHint)), 0, 0};
    read_pages(&reading);
    g_array_unref(reading.hints);
    read_extras(doc, pdf);
    for (guint i = 0; i < doc->pages->len; i++)
        judge_page(doc, pdf, (int)i);
    watch.doc = NULL;
    doc->handle = g_steal_pointer(&pdf);
    doc->handle_free = g_object_unref;
    return doc;
}

const Reader reader_pdf = {"pdf", claims, read_pdf, NULL};

const char *reader_poppler_version(void)
{
    return poppler_get_version();
}
