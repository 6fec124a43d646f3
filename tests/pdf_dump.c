// SPDX-License-Identifier: GPL-3.0-or-later
// usage: pdf_dump [--lines] [--ink] [--password WORD] FILE...     prints what the PDF reader makes
// of files
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "read/reader.h"

extern const Reader reader_pdf;

static const char *const kinds[] = {"body", "heading", "item", "cell", "note", "running", "water"};
static const char *const breaks[] = {"?", "P", "w"};

static void print_lines(const Document *doc)
{
    for (guint i = 0; i < doc->lines->len; i++) {
        const Line *line = &g_array_index(doc->lines, Line, i);
        const Style *style = document_style_at(doc, line->start);
        printf("%3u %-7s %s %3u/%u%s t%-3u %6.1f %6.1f %6.1f %6.1f s%.1f c%06x %s|%.*s\n",
               line->page + 1, kinds[line->kind], breaks[line->before], line->row, line->column,
               line->head ? "h" : "", line->turn, (double)line->box.x0, (double)line->box.y0,
               (double)line->box.x1, (double)line->box.y1, style ? (double)style->size : 0.0,
               style ? style->color : 0, source_name(line->source), (int)(line->end - line->start),
               doc->text->str + line->start);
    }
}

static void print_ink(const Document *doc)
{
    for (guint i = 0; i < doc->lines->len; i++) {
        const Line *line = &g_array_index(doc->lines, Line, i);
        g_autoptr(GArray) boxes = document_boxes(doc, line->start, line->end);
        for (guint b = 0; b < boxes->len; b++) {
            const PageBox *box = &g_array_index(boxes, PageBox, b);
            Ink ink = doc->ink(doc, box->page, box->box);
            printf("%3u known %d hidden %d color %06x on %06x|%.*s\n", box->page + 1, ink.known,
                   ink.hidden, ink.color, ink.background, (int)(line->end - line->start),
                   doc->text->str + line->start);
        }
    }
}

static int dump(const char *path, const ReadOptions *options, bool lines, bool ink)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *data = NULL;
    gsize len = 0;
    if (!g_file_get_contents(path, &data, &len, &error)) {
        fprintf(stderr, "%s\n", error->message);
        return 1;
    }
    g_autoptr(GBytes) bytes = g_bytes_new_static(data, len);
    g_autoptr(Document) doc = reader_pdf.read(bytes, options, &error);
    if (!doc) {
        fprintf(stderr, "%s: %s: %s\n", path, fault_name((Fault)error->code), error->message);
        return 1;
    }
    if (ink)
        print_ink(doc);
    else if (lines)
        print_lines(doc);
    else
        fwrite(doc->text->str, 1, doc->text->len, stdout);
    for (guint i = 0; i < doc->reasons->len; i++) {
        const Reason *reason = g_ptr_array_index(doc->reasons, i);
        fprintf(stderr, "%s: page %d: %s: %s\n", path, reason->page, fault_name(reason->code),
                reason->message);
    }
    return 0;
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "");
    ReadOptions options = {0};
    bool lines = false, ink = false;
    int status = 0;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--lines") == 0)
            lines = true;
        else if (strcmp(argv[i], "--ink") == 0)
            ink = true;
        else if (strcmp(argv[i], "--password") == 0 && i + 1 < argc)
            options.password = argv[++i];
        else
            status |= dump(argv[i], &options, lines, ink);
    }
    return status;
}
