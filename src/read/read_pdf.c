// SPDX-License-Identifier: GPL-3.0-or-later
// The PDF reader: what poppler-glib says of each page, turned into lines of a Document.
#include "read/reader.h"

#include <gio/gio.h>
#include <math.h>
#include <poppler.h>
#include <string.h>

#include "read/ocr.h"
#include "read/pdf_content.h"
#include "read/pdf_ink.h"
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
    FONT_PAGES = 20,         // whose fonts are looked at
    LINES_LOOKED = 40,       // of a page, to see whether text can be drawn at all
    TAIL = 2048,             // bytes: where a PDF says where its table is
    XFA_LETTERS = 1500,      // a form with more is read from its pages
    SCAN_DPI = 300,
    SCAN_LONGEST = 7000, // pixels of a side of a page drawn for OCR
    LETTERS_FEW = 20,    // fewer on a page: is it a picture of a page?
};
static const float ADVANCE_LEAST = 0.85F; // em: a Han character narrower than this is misreported
static const float EDGE_UNIT = 32;        // Edges are in 1/32 point
static const double INK_SCALE = 2;        // pixels a point
static const double CLOSE_SCALE = 8;
static const double PICTURE_MOST = 4000;   // pixels a side
static const float INK_TRIM = 0.2F;        // of the lesser side of a place
static const float CONTRAST_PLAIN = 7;     // nothing can be wrong with such words
static const float COORDINATE_MOST = 1e5F; // points; hostile files claim 1e30

// What poppler complains about while it reads is a part of the answer. It logs at level INFO to one
// process-wide handler, so the document being read is process-wide too.
static struct {
    Document *doc;
    int page; // from 1; 0 while the document is opened
    bool repaired;
} watch;

// Whether a message holds one of the phrases, which stand between bars.
static bool says(const char *message, const char *phrases)
{
    for (const char *at = phrases; *at; at += strspn(at, "|")) {
        size_t len = strcspn(at, "|");
        if (memmem(message, strlen(message), at, len))
            return true;
        at += len;
    }
    return false;
}

// "Syntax error at position 123: Bad block header in flate stream<0a>", made a sentence.
static void note_damage(const char *message)
{
    const char *what = strstr(message, ": ");
    g_autofree char *text =
        g_strdup_printf("parts of the page could not be read: %s", what ? what + 2 : message);
    if (g_str_has_suffix(text, "<0a>"))
        text[strlen(text) - 4] = '\0';
    document_add_reason(watch.doc, FAULT_DAMAGED_PAGE, watch.page, text);
}

static void note_complaint(const char *domain, GLogLevelFlags level, const char *message,
                           gpointer data)
{
    static const char no_cmap[] = "language pack|CMap file for|character collection";
    static const char lost[] = "Syntax error|IO error";
    static const char harmless[] = // about pictures, colours, links, outlines, drawn field values
        "ptional content|default config|nnotation|Annot|estination|utline|Fields array|Font Weight|"
        "Layouter|XRef entry|ICC|olor space|olorSpace|hading|attern|JPEG|JPX|JBIG2|CCITT|lend mode|"
        "oft mask|unction";

    if (says(message, no_cmap) && watch.doc)
        document_add_reason(watch.doc, FAULT_MISSING_CMAP, watch.page,
                            "a character map for Chinese fonts is missing; install poppler-data");
    else if (!says(message, lost) || says(message, harmless))
        return;
    else if (!watch.doc)
        watch.repaired = true;
    else if (watch.page) // not about attachments, signatures and the like
        note_damage(message);
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

// poppler-glib 22.12 crashes on a wrong password when it reads from bytes, not from a stream.
static PopplerDocument *open_locked(GBytes *bytes, const char *password, GError **error)
{
    g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_bytes(bytes);
    return poppler_document_new_from_stream(stream, (goffset)g_bytes_get_size(bytes), password,
                                            NULL, error);
}

// Whether the file ends as a PDF does, pointing at its table of objects. poppler makes a new table
// for one that does not, without a word, from the objects it finds.
static bool is_whole(GBytes *bytes)
{
    gsize len = 0;
    const char *data = g_bytes_get_data(bytes, &len);
    const char *head = memmem(data, len, "%PDF-", 5), *start = NULL;
    const char *tail = data + len - MIN(len, TAIL);
    if (!head || !memmem(tail, (size_t)(data + len - tail), "%%EOF", 5))
        return false;
    for (const char *at = tail; (at = memmem(at, (size_t)(data + len - at), "startxref", 9));
         at += 9)
        start = at + 9;
    if (!start)
        return false;
    g_autofree char *number = g_strndup(start, MIN((size_t)(data + len - start), 24));
    guint64 offset = g_ascii_strtoull(number, NULL, 10);
    for (int from_head = 0; from_head < 2; from_head++) { // offsets count from either
        guint64 at = offset + (from_head ? (guint64)(head - data) : 0);
        while (at < len && g_ascii_isspace(data[at]))
            at++;
        if (at + 4 < len && (memcmp(data + at, "xref", 4) == 0 || g_ascii_isdigit(data[at])))
            return true;
    }
    return false;
}

static PopplerDocument *open_pdf(GBytes *bytes, const char *password, GError **error)
{
    g_autoptr(GError) cause = NULL;
    PopplerDocument *pdf = poppler_document_new_from_bytes(bytes, NULL, &cause);
    if (!pdf && password && g_error_matches(cause, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED)) {
        g_clear_error(&cause);
        pdf = open_locked(bytes, password, &cause);
    }
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
    const ReadOptions *options;
    GArray *hints;  // LineHint, one a line
    GArray *decked; // uint32_t: pages with annotations that may cover text
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
    line->source = from->source;
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

// A rectangle of poppler's (upward y) as a Box of the displayed page.
static Box upright(const PopplerRectangle *area, double height)
{
    return (Box){limited(MIN(area->x1, area->x2)), limited(height - MAX(area->y1, area->y2)),
                 limited(MAX(area->x1, area->x2)), limited(height - MIN(area->y1, area->y2))};
}

// poppler-glib 22.12 gives the areas of fields as if the page were not turned, those of annotations
// as displayed. A field's widget is an annotation too: how far it has to be turned to lie on one
// of them is how the page is turned.
static PopplerRectangle turned_area(const PopplerRectangle *area, double width, double height,
                                    int turn)
{
    switch (turn) {
    case 90:
        return (PopplerRectangle){area->y1, height - area->x2, area->y2, height - area->x1};
    case 180:
        return (PopplerRectangle){width - area->x2, height - area->y2, width - area->x1,
                                  height - area->y1};
    case 270:
        return (PopplerRectangle){width - area->y2, area->x1, width - area->y1, area->x2};
    default:
        return *area;
    }
}

static bool is_widget(const GList *annots, const PopplerRectangle *area)
{
    for (; annots; annots = annots->next) {
        const PopplerAnnotMapping *one = annots->data;
        if (poppler_annot_get_annot_type(one->annot) == POPPLER_ANNOT_WIDGET &&
            fabs(one->area.x1 - area->x1) < 1 && fabs(one->area.y1 - area->y1) < 1 &&
            fabs(one->area.x2 - area->x2) < 1 && fabs(one->area.y2 - area->y2) < 1)
            return true;
    }
    return false;
}

static int page_turn(const GList *annots, const PopplerRectangle *area, double width, double height)
{
    for (int turn = 0; turn < 360; turn += 90) {
        PopplerRectangle turned = turned_area(area, width, height, turn);
        if (is_widget(annots, &turned))
            return turn;
    }
    return 0;
}

// What a field says: its text, or the choices made. The caller frees it.
static char *field_value(PopplerFormField *field)
{
    PopplerFormFieldType type = poppler_form_field_get_field_type(field);
    if (type == POPPLER_FORM_FIELD_TEXT)
        return poppler_form_field_text_is_password(field) ? NULL
                                                          : poppler_form_field_text_get_text(field);
    if (type != POPPLER_FORM_FIELD_CHOICE)
        return NULL;
    GString *chosen = g_string_new(NULL);
    for (int i = 0, n = poppler_form_field_choice_get_n_items(field); i < n; i++) {
        g_autofree char *item = poppler_form_field_choice_get_item(field, i);
        if (item && poppler_form_field_choice_is_item_selected(field, i))
            g_string_append_printf(chosen, "%s%s", chosen->len ? "、" : "", item);
    }
    if (!chosen->len && poppler_form_field_choice_is_editable(field)) {
        g_autofree char *typed = poppler_form_field_choice_get_text(field);
        g_string_append(chosen, typed ? typed : "");
    }
    return g_string_free(chosen, FALSE);
}

static void set_value(GArray *glyphs, const char *value, Box box, uint16_t turn, Source source)
{
    g_autofree char *valid = value ? g_utf8_make_valid(value, -1) : NULL;
    if (valid && *g_strstrip(valid))
        layout_set_text(glyphs, valid, box, turn, source);
}

// The values of form fields are no part of the page's text: they are set among its glyphs.
static void add_fields(GArray *glyphs, PopplerPage *page, const GList *annots, Box size)
{
    GList *fields = poppler_page_get_form_field_mapping(page);
    for (const GList *at = fields; at; at = at->next) {
        const PopplerFormFieldMapping *one = at->data;
        g_autofree char *value = field_value(one->field);
        int turn = page_turn(annots, &one->area, (double)size.x1, (double)size.y1);
        PopplerRectangle area = turned_area(&one->area, (double)size.x1, (double)size.y1, turn);
        set_value(glyphs, value, upright(&area, (double)size.y1), (uint16_t)turn, SOURCE_FIELD);
    }
    poppler_page_free_form_field_mapping(fields);
}

static bool says_something(PopplerAnnotType type)
{
    return type == POPPLER_ANNOT_FREE_TEXT || type == POPPLER_ANNOT_STAMP ||
           type == POPPLER_ANNOT_TEXT;
}

// Free-text notes, stamps and sticky notes. Highlights are left out: their notes comment the text,
// and those of our own marked copies would be taken for clauses.
static void add_notes(Document *doc, Layout *layout, const GList *annots, Box size)
{
    uint16_t turn = layout->lines->len ? g_array_index(layout->lines, LayoutLine, 0).turn : 0;
    for (; annots; annots = annots->next) {
        const PopplerAnnotMapping *one = annots->data;
        PopplerAnnotType type = poppler_annot_get_annot_type(one->annot);
        if (type == POPPLER_ANNOT_FILE_ATTACHMENT)
            document_add_reason(doc, FAULT_ATTACHMENT, watch.page,
                                "a file attached to this page was not read; save and check it");
        if (!says_something(type))
            continue;
        g_autofree char *words = poppler_annot_get_contents(one->annot);
        g_autoptr(GArray) glyphs = g_array_new(FALSE, FALSE, sizeof(Glyph));
        set_value(glyphs, words, upright(&one->area, (double)size.y1), turn, SOURCE_ANNOTATION);
        layout_insert(layout, glyphs);
    }
}

// Draws a part of a page, `scale` pixels a point, on white. Never NULL, but may be in an error
// state.
static cairo_surface_t *render(PopplerPage *page, Box part, double scale)
{
    int width = (int)ceil((double)(part.x1 - part.x0) * scale);
    int height = (int)ceil((double)(part.y1 - part.y0) * scale);
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, MAX(width, 1), MAX(height, 1));
    cairo_t *cairo = cairo_create(surface);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    cairo_scale(cairo, scale, scale);
    cairo_translate(cairo, -(double)part.x0, -(double)part.y0);
    poppler_page_render(page, cairo);
    cairo_destroy(cairo);
    cairo_surface_flush(surface);
    return surface;
}

static Picture picture_of(cairo_surface_t *surface)
{
    return (Picture){cairo_image_surface_get_data(surface), cairo_image_surface_get_width(surface),
                     cairo_image_surface_get_height(surface),
                     cairo_image_surface_get_stride(surface)};
}

// Whether the page shows anything: an image, a drawing, letters drawn as shapes.
static bool page_has_ink(PopplerPage *page)
{
    double width = 0, height = 0;
    poppler_page_get_size(page, &width, &height);
    double scale = MIN(0.5, 600 / MAX(MAX(width, height), 1));
    cairo_surface_t *surface = render(page, (Box){0, 0, limited(width), limited(height)}, scale);
    Picture picture = picture_of(surface);
    bool inked = picture.data && ink_on(&picture);
    cairo_surface_destroy(surface);
    return inked;
}

// The text of glyphs, for a look at what it is worth.
static char *text_of(const GArray *glyphs)
{
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < glyphs->len; i++)
        g_string_append_unichar(text, g_array_index(glyphs, Glyph, i).code);
    return g_string_free(text, FALSE);
}

// Whether only OCR can tell what stands on the page: a scan, or fonts that do not say which
// characters they draw.
static bool needs_ocr(PopplerPage *page, const GArray *glyphs)
{
    g_autofree char *text = text_of(glyphs);
    if (quality_letters(text, strlen(text)) >= LETTERS_FEW)
        return quality_garbled(text, strlen(text));
    return page_has_ink(page);
}

// Reads the picture of the page in the place of its text.
static void read_scan(Reading *reading, PopplerPage *page, GArray *glyphs, Box size)
{
    double longest = (double)MAX(size.x1, size.y1);
    double scale = MIN(SCAN_DPI / 72.0, SCAN_LONGEST / MAX(longest, 1));
    cairo_surface_t *surface = render(page, size, scale);
    Picture picture = picture_of(surface);
    OcrImage image = {picture.data,           picture.width, picture.height,
                      (size_t)picture.stride, OCR_CAIRO,     72 * scale};
    bool garbled = false;
    g_autoptr(GError) error = NULL;
    g_autoptr(GArray) read = picture.data ? ocr_glyphs(&image, &garbled, &error) : NULL;
    cairo_surface_destroy(surface);
    if (error)
        document_add_reason(reading->doc, FAULT_NO_TEXT, watch.page, error->message);
    if (garbled)
        document_add_reason(reading->doc, FAULT_GARBLED, watch.page,
                            "much of the page could not be made out");
    if (!read || read->len == 0)
        return;
    g_array_set_size(glyphs, 0);
    g_array_append_vals(glyphs, read->data, read->len);
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

static void read_page(Reading *reading, PopplerPage *page)
{
    double width = 0, height = 0;
    poppler_page_get_size(page, &width, &height);
    document_begin_page(reading->doc, limited(width), limited(height));
    g_autoptr(GArray) glyphs = page_glyphs(reading->doc, page);
    Box size = {0, 0, limited(width), limited(height)};
    if (reading->options->ocr && needs_ocr(page, glyphs))
        read_scan(reading, page, glyphs, size);
    GList *annots = poppler_page_get_annot_mapping(page);
    add_fields(glyphs, page, annots, size);
    note_deck(reading, annots);
    g_autoptr(Layout) layout = layout_new(glyphs);
    add_notes(reading->doc, layout, annots, size);
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

static void judge_page(Document *doc, PopplerDocument *pdf, int index, bool ocr)
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
    if (ocr && quality_letters(text, len) > 0)
        return; // a short page, read
    g_autoptr(PdfPage) picture = poppler_document_get_page(pdf, index);
    if (picture && page_has_ink(picture))
        document_add_reason(doc, FAULT_NO_TEXT, index + 1,
                            ocr ? "the page is a picture, and OCR found next to no words in it"
                                : "the page is a picture without text; read it with --ocr");
}

// A form made of XFA alone shows one page that says so. poppler-glib tells nothing of XFA.
static bool is_xfa_only(const Document *doc, GBytes *bytes)
{
    gsize len = 0;
    const char *data = g_bytes_get_data(bytes, &len);
    bool asks = strstr(doc->text->str, "If this message is not eventually replaced") != NULL;
    bool named = memmem(data, len, "/XFA", 4) != NULL;
    return quality_letters(doc->text->str, doc->text->len) < XFA_LETTERS && (asks || named);
}

static void read_extras(Document *doc, PopplerDocument *pdf, GBytes *bytes)
{
    doc->title = poppler_document_get_title(pdf);
    if (poppler_document_has_attachments(pdf))
        document_add_reason(doc, FAULT_ATTACHMENT, 0,
                            "documents attached to this PDF were not read; save and check them");
    if (poppler_document_get_n_signatures(pdf) > 0)
        document_add_reason(doc, FAULT_SIGNED, 0, "this PDF is signed");
    if (is_xfa_only(doc, bytes))
        document_add_reason(
            doc, FAULT_XFA, 0,
            "the form's text is XFA, which only Adobe's reader shows; print it to PDF");
    if (watch.repaired || !is_whole(bytes))
        document_add_reason(doc, FAULT_DAMAGED_PAGE, 0,
                            "the PDF is damaged and was repaired; parts may be missing");
}

// The open PDF, and the picture of the page that was last asked about: the places of one page are
// mostly asked for one after the other.
typedef struct {
    PopplerDocument *pdf;
    GBytes *bytes;
    GArray *decked; // uint32_t: pages with annotations that may cover text, ascending
    enum { PLAIN_UNKNOWN, PLAIN_YES, PLAIN_NO } plain; // content_is_plain()
    cairo_surface_t *surface;
    uint32_t page;
    double scale;
} PdfHandle;

static void handle_free(void *data)
{
    PdfHandle *handle = data;
    if (handle->surface)
        cairo_surface_destroy(handle->surface);
    g_object_unref(handle->pdf);
    g_bytes_unref(handle->bytes);
    g_array_unref(handle->decked);
    g_free(handle);
}

static void see_page(PdfHandle *handle, const Page *page, uint32_t index)
{
    if (handle->surface && handle->page == index)
        return;
    g_clear_pointer(&handle->surface, cairo_surface_destroy);
    g_autoptr(PdfPage) drawn = poppler_document_get_page(handle->pdf, (int)index);
    if (!drawn || page->width < 1 || page->height < 1)
        return;
    double longest = (double)MAX(page->width, page->height);
    handle->scale = MIN(INK_SCALE, PICTURE_MOST / longest);
    handle->page = index;
    handle->surface = render(drawn, (Box){0, 0, page->width, page->height}, handle->scale);
}

// The middle of a place, where the ink of its own words is but not that of the lines above and
// below, in pixels.
static PixelBox pixels_of(Box box, double scale)
{
    float trim = INK_TRIM * MIN(box.x1 - box.x0, box.y1 - box.y0);
    return (PixelBox){
        (int)((double)(box.x0 + trim) * scale), (int)((double)(box.y0 + trim) * scale),
        (int)ceil((double)(box.x1 - trim) * scale), (int)ceil((double)(box.y1 - trim) * scale)};
}

// Looks at a place more closely: thin strokes are paler in a small picture than they are.
static Ink look_closely(PdfHandle *handle, uint32_t index, Box box)
{
    g_autoptr(PdfPage) page = poppler_document_get_page(handle->pdf, (int)index);
    double width = MAX((double)(box.x1 - box.x0), 1), height = MAX((double)(box.y1 - box.y0), 1);
    double scale = MIN(CLOSE_SCALE, MIN(PICTURE_MOST / width, PICTURE_MOST / height));
    cairo_surface_t *surface = render(page, box, scale);
    Picture picture = picture_of(surface);
    Box all = {0, 0, (float)width, (float)height};
    Ink ink = picture.data ? ink_judge(&picture, pixels_of(all, scale)) : (Ink){0};
    cairo_surface_destroy(surface);
    return ink;
}

static bool overlap(Box a, Box b)
{
    return a.x0 < b.x1 && a.x1 > b.x0 && a.y0 < b.y1 && a.y1 > b.y0;
}

// The first line of a page at or after `from` that lies at a place; the number of lines when none.
static guint line_there(const Document *doc, guint from, uint32_t index, Box box)
{
    for (; from < doc->lines->len; from++) {
        const Line *line = &g_array_index(doc->lines, Line, from);
        if (line->page > index)
            break;
        if (line->page == index && overlap(line->box, box))
            return from;
    }
    return doc->lines->len;
}

static guint first_line(const Document *doc, uint32_t index)
{
    const Line *line = document_line_at(doc, g_array_index(doc->pages, Page, index).start);
    return line ? (guint)(line - &g_array_index(doc->lines, Line, 0)) : 0;
}

// Whether a place is one of a field or a note. poppler draws their words itself, and not those that
// it has no font for: no ink there means nothing.
static bool is_value(const Document *doc, uint32_t index, Box box)
{
    for (guint i = first_line(doc, index); (i = line_there(doc, i, index, box)) < doc->lines->len;
         i++) {
        Source source = g_array_index(doc->lines, Line, i).source;
        if (source == SOURCE_FIELD || source == SOURCE_ANNOTATION)
            return true;
    }
    return false;
}

static gint compare_pages(gconstpointer a, gconstpointer b)
{
    uint32_t one = *(const uint32_t *)a, other = *(const uint32_t *)b;
    return (one > other) - (one < other);
}

static bool is_dark(const Document *doc, const Line *line)
{
    const Style *style = document_style_at(doc, line->start);
    const Style *end = &g_array_index(doc->styles, Style, doc->styles->len);
    for (; style && style < end && style->start < line->end; style++)
        if (ink_contrast(style->color, 0xFFFFFF) < CONTRAST_PLAIN)
            return false;
    return style != NULL;
}

// Whether what a place shows is known without a picture: dark words, in a file that draws nothing
// over or under its words.
static bool is_plain(const Document *doc, PdfHandle *handle, uint32_t index, Box box, Ink *ink)
{
    if (handle->plain == PLAIN_UNKNOWN) {
        gsize len = 0;
        const char *data = g_bytes_get_data(handle->bytes, &len);
        handle->plain = content_is_plain(data, len) ? PLAIN_YES : PLAIN_NO;
    }
    guint i = line_there(doc, first_line(doc, index), index, box);
    if (handle->plain == PLAIN_NO || i == doc->lines->len ||
        g_array_binary_search(handle->decked, &index, compare_pages, NULL))
        return false;
    uint32_t color = document_style_at(doc, g_array_index(doc->lines, Line, i).start)->color;
    for (; i < doc->lines->len; i = line_there(doc, i + 1, index, box)) {
        const Line *line = &g_array_index(doc->lines, Line, i);
        if (line->source != SOURCE_TEXT || !is_dark(doc, line))
            return false;
    }
    *ink = (Ink){.known = true, .color = color, .background = 0xFFFFFF};
    return true;
}

// Whether a font can be drawn here: it is in the file, or another one stands in for it. What stands
// in for a font of Han characters may well have none.
static bool is_drawable(PopplerFontsIter *font)
{
    PopplerFontType type = poppler_fonts_iter_get_font_type(font);
    bool han = type == POPPLER_FONT_TYPE_CID_TYPE0 || type == POPPLER_FONT_TYPE_CID_TYPE2;
    return poppler_fonts_iter_is_embedded(font) ||
           (!han && poppler_fonts_iter_get_file_name(font) != NULL);
}

static bool fonts_drawable(PopplerDocument *pdf)
{
    g_autoptr(GObject) info = G_OBJECT(poppler_font_info_new(pdf));
    PopplerFontsIter *fonts = NULL;
    bool drawable = true;
    while (drawable && poppler_font_info_scan((PopplerFontInfo *)info, FONT_PAGES, &fonts)) {
        for (bool more = fonts != NULL; more && drawable; more = poppler_fonts_iter_next(fonts))
            drawable = is_drawable(fonts);
        poppler_fonts_iter_free(fonts);
        fonts = NULL;
    }
    return drawable;
}

// Whether most dark text of a page leaves no ink. Where its fonts cannot be drawn here, that is not
// the author's doing: this machine has no font to draw it with.
static bool fonts_missing(const Document *doc, const PdfHandle *handle, uint32_t index)
{
    Picture picture = picture_of(handle->surface);
    int looked = 0, empty = 0;
    for (guint i = 0; i < doc->lines->len && looked < LINES_LOOKED; i++) {
        const Line *line = &g_array_index(doc->lines, Line, i);
        const Style *style = document_style_at(doc, line->start);
        if (line->page != index || !style || (style->color & 0x808080))
            continue;
        Ink ink = ink_judge(&picture, pixels_of(line->box, handle->scale));
        looked++;
        empty += !ink.known || ink.hidden;
    }
    return empty * 10 > looked * 6 && !fonts_drawable(handle->pdf);
}

static Ink ink_at(const Document *doc, uint32_t index, Box box)
{
    PdfHandle *handle = doc->handle;
    if (index >= doc->pages->len || !(box.x1 > box.x0) || !(box.y1 > box.y0))
        return (Ink){0};
    Ink plain_ink;
    if (is_plain(doc, handle, index, box, &plain_ink))
        return plain_ink;
    see_page(handle, &g_array_index(doc->pages, Page, index), index);
    if (!handle->surface || cairo_surface_status(handle->surface) != CAIRO_STATUS_SUCCESS)
        return (Ink){0};
    Picture picture = picture_of(handle->surface);
    Ink ink = ink_judge(&picture, pixels_of(box, handle->scale));
    if (ink.hidden && (is_value(doc, index, box) || fonts_missing(doc, handle, index)))
        return (Ink){0};
    bool plain =
        ink.known && !ink.hidden && ink_contrast(ink.color, ink.background) > CONTRAST_PLAIN;
    return plain || !ink.known ? ink : look_closely(handle, index, box);
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
    Reading reading = {.doc = doc, .pdf = pdf, .options = options};
    reading.hints = g_array_new(FALSE, FALSE, sizeof(LineHint));
    reading.decked = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    read_pages(&reading);
    g_array_unref(reading.hints);
    read_extras(doc, pdf, bytes);
    for (guint i = 0; i < doc->pages->len; i++)
        judge_page(doc, pdf, (int)i, options->ocr);
    watch.doc = NULL;
    PdfHandle *handle = g_new0(PdfHandle, 1);
    handle->pdf = g_steal_pointer(&pdf);
    handle->bytes = g_bytes_ref(bytes);
    handle->decked = reading.decked;
    doc->handle = handle;
    doc->handle_free = handle_free;
    doc->ink = ink_at;
    return doc;
}

const Reader reader_pdf = {"pdf", claims, read_pdf, NULL};

const char *reader_poppler_version(void)
{
    return poppler_get_version();
}
