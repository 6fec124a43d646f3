// SPDX-License-Identifier: GPL-3.0-or-later
// Document: what a reader found in a file: its words in reading order, and where they stand.
//
// The text is what the user calls "the document": offsets in every report count its code points,
// and the quotes are slices of it. A reader puts it into reading order; nothing later moves a
// character. Pages are joined by one U+000C. CRLF stays as read, a leading byte order mark is not
// part of the text, U+0000 becomes U+FFFD. Running headers and watermarks are in the text, marked.
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "edges.h"
#include "fault.h"

// A rectangle in PDF points from the page's upper left corner as displayed (rotation applied,
// crop box origin taken off); y grows downwards, x0 <= x1, y0 <= y1.
typedef struct {
    float x0, y0, x1, y1;
} Box;

// How the words came to be text.
typedef enum {
    SOURCE_TEXT,
    SOURCE_OCR,
    SOURCE_FIELD,      // the value of a form field
    SOURCE_ANNOTATION, // a free-text note or stamp
    SOURCE_COUNT
} Source;

// "text", "ocr", "field", "annotation". Static.
const char *source_name(Source source);

typedef enum {
    LINE_BODY,
    LINE_HEADING,
    LINE_ITEM,      // an item of a list the format knows to be one; `depth` says how deep
    LINE_CELL,      // a line of a table cell; `row` and `column` say which
    LINE_NOTE,      // a footnote, endnote or comment
    LINE_RUNNING,   // running header, footer or page number: not matched
    LINE_WATERMARK, // not matched
} LineKind;

// What the reader knows about the break before a line. UNKNOWN leaves it to the text layer.
typedef enum {
    BREAK_UNKNOWN,
    BREAK_PARAGRAPH, // a new paragraph, item or cell begins here
    BREAK_WRAPPED,   // the same paragraph goes on
} LineBreak;

enum { NO_EDGES = UINT32_MAX };

// One line of the document, or one line of one table cell. Lines are in order, do not overlap, and
// together with the line ends and form feeds between them make up the whole text.
// As short as can be: a long document has tens of thousands.
typedef struct {
    uint32_t start, end; // bytes of Document.text, half-open, without the line end
    uint32_t page;       // index into Document.pages
    LineKind kind : 8;
    LineBreak before : 4;
    Source source : 4;
    unsigned depth : 8; // LINE_ITEM: from 0; LINE_HEADING: its level from 1, 0 when not known
    bool head : 1;      // LINE_CELL: a cell of the table's header row
    uint16_t column;    // LINE_CELL: from 0
    uint16_t turn;  // direction of writing as displayed: 0 left to right, 90 downwards, 180, 270
    uint32_t row;   // LINE_CELL: number of the table row, from 1, counted through the document
    Box box;        // all zero when the format has no geometry
    uint32_t edges; // place in Document.edges, or NO_EDGES
} Line;

// Attributes of the text from `start` (byte) to the start of the next Style.
typedef struct {
    uint32_t start;
    float size;     // points; for Han text the advance of one character; 0 when not known
    uint32_t color; // 0xRRGGBB
    bool concealed; // the format itself hides it (display:none, hidden attribute, vanish)
} Style;

typedef struct {
    uint32_t start, end; // bytes of Document.text, without the form feed
    float width, height; // points as displayed; 0 when the format has no pages
} Page;

// Something that could not be read, or that the reader wants to be known.
typedef struct {
    Fault code;
    int page;      // from 1; 0 when it is about the whole document
    char *rule;    // id of the rule, or NULL
    char *message; // one line for a person, English, no full stop; UTF-8
} Reason;

typedef struct Document Document;

// What is seen when a place of a page is rendered.
typedef struct {
    bool known;          // false when the page could not be rendered; the rest is then void
    bool hidden;         // no ink of the text shows on the page
    uint32_t color;      // 0xRRGGBB as rendered
    uint32_t background; // 0xRRGGBB
} Ink;

// Most bytes of a document's text, as offsets are 32 bits wide. Tests make it smaller.
extern size_t document_most;

struct Document {
    GString *text;        // UTF-8, valid
    bool full;            // text was left out: there was more than document_most
    GArray *pages;        // Page, at least one
    GArray *lines;        // Line
    Edges *edges;         // of each line's code points; empty when the format has no geometry
    GArray *styles;       // Style, ascending; may be empty
    GPtrArray *reasons;   // Reason
    const char *format;   // name of the reader: "pdf", "text", "html", "docx", "image". Static
    const char *encoding; // for text and HTML, such as "UTF-8", "GB18030"; else NULL. Interned
    char *title;          // the format's own title, or NULL; owned
    void *handle;         // what `ink` needs (the open PDF); owned
    void (*handle_free)(void *handle);
    // Renders a place of a page (index) and says what shows there; NULL when the format cannot.
    Ink (*ink)(const Document *doc, uint32_t page, Box box);
};

// An empty document without pages.
Document *document_new(const char *format);
void document_free(Document *doc);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Document, document_free)

// Begins a page: puts the form feed in front unless it is the first. Sizes in points, or 0.
void document_begin_page(Document *doc, float width, float height);

// Appends one line to the current page, with the line end before it where one is due, and returns
// it for the caller to fill in (kind, box, ...); the pointer is valid until the next call. Invalid
// UTF-8 and U+0000 become U+FFFD. `utf8` must not hold line ends.
Line *document_add_line(Document *doc, const char *utf8, size_t len);

// For readers that keep the text exactly as it stands (plain text): appends text with its own line
// ends to the current page, making it valid as above, and marks a range of it as one line. Marked
// lines follow one another.
void document_append(Document *doc, const char *utf8, size_t len);
Line *document_mark_line(Document *doc, size_t start, size_t end);

// Starts a new style at the end of the text, unless it equals the one in force.
void document_set_style(Document *doc, float size, uint32_t color, bool concealed);

// Notes a reason; `message` is copied. The same reason on the same page is noted once.
void document_add_reason(Document *doc, Fault code, int page, const char *message);
void reason_free(Reason *reason);

// Whether the reason was noted of the page, from 1.
bool document_has_reason(const Document *doc, Fault code, int page);

// The line that holds the byte, or the last one before it; NULL when there are none.
const Line *document_line_at(const Document *doc, size_t byte);

// Whether the byte stands where letters are garbage, which looks like any language.
bool document_is_garbled_at(const Document *doc, size_t byte);

// The style in force at the byte, or NULL.
const Style *document_style_at(const Document *doc, size_t byte);

typedef struct {
    uint32_t page; // index
    Box box;
} PageBox;

// The rectangles of a range of bytes, one a line fragment, blanks at their ends left out; empty
// when the format has no geometry. The caller frees the array.
GArray *document_boxes(const Document *doc, size_t start, size_t end);
