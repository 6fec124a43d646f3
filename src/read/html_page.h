// SPDX-License-Identifier: GPL-3.0-or-later
// HtmlPage: a web page while it is read: the elements that are open, and how words come to the
// page.
#pragma once

#include "read/css_sheet.h"
#include "read/flow.h"
#include "read/html_tags.h"

typedef struct {
    HtmlTag tag;
    CssElement *path; // what selectors ask of it
    CssStyle css[CSS_SCREENS];
    bool block;         // begins a line of its own
    bool keep;          // blanks and line ends are kept, as in pre
    bool dropped;       // it is not shown, nor what it holds
    bool heads;         // its rows are the heads of a table
    unsigned depth;     // of lists
    const char *marker; // list-style-type of the list; "none", "disc" or a number's format
    int next, step;     // number of the next item
    LineKind kind;
    unsigned kind_depth;
} HtmlElement;

typedef struct {
    Document *doc;
    Flow *flow;
    CssSheet *sheet;
    GArray *open; // HtmlElement
    unsigned too_deep;
    GString *title, *style;
    char *media;       // of the style element
    GString *number;   // of the item that begins; put before its first word
    bool space;        // a blank is due before the next word
    bool line_space;   // and it was a line end of the source
    bool own_styles;   // all styles stand in the page: sizes and colours are as said
    bool is_component; // a Vue component: its template is the page
    unsigned frames, images, scripts;
    GStringChunk *names; // of tags, classes and ids
    unsigned classes;    // elements that a style sheet may speak of
} HtmlPage;

HtmlPage *html_page_new(Document *doc);
void html_page_free(HtmlPage *page);

// The innermost open element; there is always one.
HtmlElement *html_page_top(HtmlPage *page);

// Words look as the innermost element says from here on.
void html_page_set_style(HtmlPage *page);

void html_page_break(HtmlPage *page, LineBreak before);

// Puts words as they are, those whose blanks are gathered into one as browsers do, and those that
// keep their blanks and line ends.
void html_page_put(HtmlPage *page, const char *utf8);
void html_page_put_words(HtmlPage *page, const char *text, gsize len);
void html_page_put_kept(HtmlPage *page, const char *text, gsize len);

// Puts the blank that is due before the next words: none between two Han characters.
void html_page_put_space(HtmlPage *page, const char *next);

// Whether words of this writing stand without blanks between them: Han, kana, their punctuation.
bool html_page_is_unspaced(gunichar c);
