// SPDX-License-Identifier: GPL-3.0-or-later
// Word files: the story of word/document.xml with its numbers, tables, notes and boxes.
#include <string.h>

#include "read/docx_package.h"
#include "read/docx_story.h"
#include "read/reader.h"
#include "read/signature.h"
#include "text/utf8.h"

enum { FEW_LETTERS = 40 }; // of a document that is a picture

// Reads the parts of one relation; their lines are of one kind.
static void read_related(DocxStory *story, const char *type, LineKind kind, Source source)
{
    GPtrArray *names = docx_package_targets(story->package, type);
    for (guint i = 0; names && i < names->len; i++) {
        GBytes *part = zip_part(story->package->zip, g_ptr_array_index(names, i));
        guint first = story->doc->lines->len;
        if (part && !docx_story_read(story, part))
            document_add_reason(story->doc, FAULT_DAMAGED_PAGE, 0,
                                "a part of the file (notes, header or footer) is damaged");
        for (guint at = first; at < story->doc->lines->len; at++) {
            Line *line = &g_array_index(story->doc->lines, Line, at);
            line->kind = kind;
            line->source = source;
            line->row = line->column = line->depth = 0;
            line->head = false;
        }
    }
}

// What the file holds beside its words.
static void note_missing(const DocxStory *story)
{
    static const char *const embedded[] = {"package", "aFChunk", "subDocument", "diagramData"};
    for (size_t i = 0; i < G_N_ELEMENTS(embedded); i++)
        if (docx_package_targets(story->package, embedded[i]))
            document_add_reason(story->doc, FAULT_ATTACHMENT, 0,
                                "the file holds another document or a diagram that was not read");
    if (docx_package_targets(story->package, "image") &&
        utf8_letters(story->doc->text->str, story->doc->text->len) < FEW_LETTERS)
        document_add_reason(story->doc, FAULT_NO_TEXT, 0,
                            "the document is a picture; save it as PDF and use --ocr");
}

static void read_story(DocxStory *story, GBytes *main)
{
    story->paper.styles =
        docx_styles_new(docx_package_related(story->package, "styles", "word/styles.xml"));
    story->paper.numbering =
        docx_numbering_new(docx_package_related(story->package, "numbering", "word/numbering.xml"),
                           story->paper.styles);
    story->paper.flow = flow_new(story->doc);
    read_related(story, "header", LINE_RUNNING, SOURCE_TEXT);
    if (!docx_story_read(story, main))
        document_add_reason(story->doc, FAULT_DAMAGED_PAGE, 0,
                            "the file is damaged: not all of its text could be read");
    read_related(story, "footnotes", LINE_NOTE, SOURCE_TEXT);
    read_related(story, "endnotes", LINE_NOTE, SOURCE_TEXT);
    read_related(story, "comments", LINE_NOTE, SOURCE_ANNOTATION);
    read_related(story, "footer", LINE_RUNNING, SOURCE_TEXT);
    story->doc->title = docx_package_title(story->package);
    note_missing(story);
}

static void story_free(DocxStory *story)
{
    flow_free(story->paper.flow);
    docx_numbering_free(story->paper.numbering);
    docx_styles_free(story->paper.styles);
    g_array_unref(story->path);
    g_ptr_array_unref(story->paras);
    g_free(story);
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
    DocxStory *story = g_new0(DocxStory, 1);
    story->package = package;
    story->path = g_array_new(FALSE, FALSE, sizeof(DocxElement));
    story->paras = g_ptr_array_new();
    story->doc = document_new("docx");
    GBytes *main = docx_package_main(package);
    if (main)
        read_story(story, main);
    else
        g_set_error(error, FAULT_DOMAIN, FAULT_DAMAGED,
                    "the file is damaged: word/document.xml is missing");
    Document *doc = story->doc;
    story_free(story);
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
