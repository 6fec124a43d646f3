// SPDX-License-Identifier: GPL-3.0-or-later
// Highlight: annotations by poppler-glib, one for each page that a marked place is on.
#include "report/highlight.h"

#include <errno.h>
#include <gio/gio.h>
#include <poppler.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "report/legal.h"
#include "report/phrases.h"

enum {
    LAWS_MOST = 3, // in one note
    TAIL = 64,     // bytes: where a PDF ends with %%EOF
};

// poppler-glib 22.12 declares no cleanup of its own; later versions do, so these have other names.
typedef PopplerDocument PdfDocument;
typedef PopplerPage PdfPage;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdfDocument, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdfPage, g_object_unref)

// By severity, 0 for what protects; light, as marks are multiplied with the page.
static const uint32_t colors[] = {0xA9E5B4, 0xCFD8DC, 0xA8D4F5, 0xFFE27A, 0xFFBE85, 0xFF9A94};

static PopplerColor color_of(int severity)
{
    uint32_t rgb = colors[CLAMP(severity, 0, (int)G_N_ELEMENTS(colors) - 1)];
    return (PopplerColor){(guint16)((rgb >> 16 & 255) * 257), (guint16)((rgb >> 8 & 255) * 257),
                          (guint16)((rgb & 255) * 257)};
}

static void add_labelled(GString *note, Word label, const char *text, Lang lang)
{
    if (text && *text)
        g_string_append_printf(note, "\n%s%s%s", word(label, lang), word(W_COLON, lang), text);
}

static void add_law(GString *note, const Pack *pack, const Type *type, Law law, Lang lang)
{
    g_autoptr(GPtrArray) basis = legal_basis(pack, type, law);
    for (guint i = 0; i < basis->len && i < LAWS_MOST; i++) {
        g_autofree char *line = legal_line(g_ptr_array_index(basis, i), lang);
        add_labelled(note, W_LAW, line, lang);
    }
}

// "Contact-list read · very high", the reasons, why, law. The caller frees it.
static char *note_of(const Finding *finding, const Report *report, const Pack *pack, Lang lang)
{
    const Type *type = pack_type(pack, finding->type);
    Law law = report->document.law;
    bool risk = finding->polarity == POLARITY_RISK;
    GString *note = g_string_new(type ? type->name[lang] : finding->type);
    g_string_append_printf(note, " · %s",
                           risk ? word_level(finding->severity, lang) : word(W_GOOD, lang));
    if (risk && finding->confidence == CONFIDENCE_LOW)
        g_string_append_printf(note, " · %s", word(W_UNSURE, lang));
    g_autofree char *reasons = phrase_reasons(finding, lang);
    g_autofree char *notice = phrase_notice(finding, lang);
    g_autofree char *why = type ? legal_explanation(pack, type, law, lang) : NULL;
    if (reasons)
        g_string_append_printf(note, "\n%s", reasons);
    if (notice)
        g_string_append_printf(note, "\n%s", notice);
    if (risk)
        add_labelled(note, W_WHY, why, lang);
    if (type)
        add_law(note, pack, type, law, lang);
    return g_string_free(note, FALSE);
}

// Boxes count downwards from the upper left of the displayed page, poppler upwards from the lower.
static GArray *quads_of(const GArray *rects, uint32_t page, double height, PopplerRectangle *all)
{
    GArray *quads = g_array_new(FALSE, FALSE, sizeof(PopplerQuadrilateral));
    *all = (PopplerRectangle){G_MAXDOUBLE, G_MAXDOUBLE, -G_MAXDOUBLE, -G_MAXDOUBLE};
    for (guint i = 0; i < rects->len; i++) {
        const PageBox *rect = &g_array_index(rects, PageBox, i);
        if (rect->page != page)
            continue;
        double x0 = (double)rect->box.x0, x1 = (double)rect->box.x1;
        double y0 = height - (double)rect->box.y1, y1 = height - (double)rect->box.y0;
        PopplerQuadrilateral quad = {{x0, y1}, {x1, y1}, {x0, y0}, {x1, y0}};
        g_array_append_val(quads, quad);
        *all = (PopplerRectangle){MIN(all->x1, x0), MIN(all->y1, y0), MAX(all->x2, x1),
                                  MAX(all->y2, y1)};
    }
    return quads;
}

// Findings on the same words are one mark: marks are multiplied with the page, and three of them
// hide what they mark.
typedef struct {
    const GArray *rects;
    int severity; // 0 when it protects
    GString *note;
} Mark;

static void mark_free(gpointer data)
{
    Mark *mark = data;
    g_string_free(mark->note, TRUE);
    g_free(mark);
}

static bool same_rects(const GArray *a, const GArray *b)
{
    return a->len == b->len && memcmp(a->data, b->data, a->len * sizeof(PageBox)) == 0;
}

static Mark *mark_at(GPtrArray *marks, const GArray *rects)
{
    for (guint i = 0; i < marks->len; i++) {
        Mark *mark = g_ptr_array_index(marks, i);
        if (same_rects(mark->rects, rects))
            return mark;
    }
    Mark *mark = g_new0(Mark, 1);
    mark->rects = rects;
    mark->note = g_string_new(NULL);
    g_ptr_array_add(marks, mark);
    return mark;
}

// Milder findings first, so that where marks overlap the graver one lies on top.
static gint by_severity(gconstpointer a, gconstpointer b)
{
    const Mark *one = *(Mark *const *)a, *other = *(Mark *const *)b;
    return one->severity - other->severity;
}

static GPtrArray *marks_of(const Report *report, const Pack *pack, Lang lang)
{
    GPtrArray *marks = g_ptr_array_new_with_free_func(mark_free);
    for (guint i = 0; i < report->findings->len; i++) {
        const Finding *finding = g_ptr_array_index(report->findings, i);
        if (!finding->placed || finding->suppressed_reason || !finding->rects ||
            !finding->rects->len)
            continue;
        Mark *mark = mark_at(marks, finding->rects);
        g_autofree char *note = note_of(finding, report, pack, lang);
        g_string_append_printf(mark->note, "%s%s", note, "\n\n");
        if (finding->polarity == POLARITY_RISK)
            mark->severity = MAX(mark->severity, finding->severity);
    }
    for (guint i = 0; i < marks->len; i++)
        g_string_append(((Mark *)marks->pdata[i])->note, word(W_DISCLAIMER, lang));
    g_ptr_array_sort(marks, by_severity);
    return marks;
}

static void put_on_page(PopplerDocument *pdf, const Mark *mark, uint32_t index)
{
    g_autoptr(PdfPage) page = poppler_document_get_page(pdf, (int)index);
    if (!page)
        return;
    double width = 0, height = 0;
    poppler_page_get_size(page, &width, &height);
    PopplerRectangle all;
    g_autoptr(GArray) quads = quads_of(mark->rects, index, height, &all);
    g_autoptr(GObject) object = G_OBJECT(poppler_annot_text_markup_new_highlight(pdf, &all, quads));
    PopplerAnnot *annot = POPPLER_ANNOT(object);
    PopplerColor color = color_of(mark->severity);
    poppler_annot_set_color(annot, &color);
    poppler_annot_set_contents(annot, mark->note->str);
    poppler_annot_set_flags(annot, POPPLER_ANNOT_FLAG_PRINT);
    poppler_annot_markup_set_label(POPPLER_ANNOT_MARKUP(annot), "loanlens");
    poppler_page_add_annot(page, annot);
}

static void put(PopplerDocument *pdf, const Mark *mark)
{
    uint32_t pages = (uint32_t)poppler_document_get_n_pages(pdf);
    for (guint i = 0; i < mark->rects->len; i++) {
        uint32_t page = g_array_index(mark->rects, PageBox, i).page;
        bool done = i > 0 && g_array_index(mark->rects, PageBox, i - 1).page == page;
        if (!done && page < pages)
            put_on_page(pdf, mark, page);
    }
}

static void unmap(gpointer file)
{
    g_mapped_file_unref(file);
}

// What was written to `file`, when it is a whole PDF.
static GBytes *written(int file, GError **error)
{
    GMappedFile *map = g_mapped_file_new_from_fd(file, FALSE, NULL);
    const char *data = map ? g_mapped_file_get_contents(map) : NULL;
    gsize len = data ? g_mapped_file_get_length(map) : 0;
    const char *tail = data + len - MIN(len, TAIL);
    if (data && memmem(tail, MIN(len, TAIL), "%%EOF", 5))
        return g_bytes_new_with_free_func(data, len, unmap, map);
    if (map)
        g_mapped_file_unref(map);
    g_set_error_literal(error, FAULT_DOMAIN, FAULT_USAGE,
                        "the marked copy is larger than may be written");
    return NULL;
}

// The document with its new annotations. Written to memory: a worker has no folder to write to.
static GBytes *saved(PopplerDocument *pdf, int room, GError **error)
{
    g_autoptr(GError) cause = NULL;
    int copy = dup(room);
    bool done = copy >= 0 && poppler_document_save_to_fd(pdf, copy, TRUE, &cause);
    fflush(NULL); // poppler-glib 22.12 neither flushes nor closes what it made of the descriptor
    if (done)
        return written(room, error);
    g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "the marked copy could not be written: %s",
                cause ? cause->message : g_strerror(errno));
    return NULL;
}

// poppler-glib 22.12 crashes on a wrong password when it reads from bytes, not from a stream.
static PopplerDocument *open_pdf(GBytes *pdf, const char *password, GError **error)
{
    if (!password)
        return poppler_document_new_from_bytes(pdf, NULL, error);
    g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_bytes(pdf);
    return poppler_document_new_from_stream(stream, (goffset)g_bytes_get_size(pdf), password, NULL,
                                            error);
}

GBytes *highlight_pdf(GBytes *pdf, const char *password, const Report *report, const Pack *pack,
                      Lang lang, int room, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(PdfDocument) doc = open_pdf(pdf, password, &cause);
    if (!doc) {
        g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "no PDF to mark: %s", cause->message);
        return NULL;
    }
    g_autoptr(GPtrArray) marks = marks_of(report, pack, lang);
    for (guint i = 0; i < marks->len; i++)
        put(doc, g_ptr_array_index(marks, i));
    return saved(doc, room, error);
}
