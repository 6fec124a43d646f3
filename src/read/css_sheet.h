// SPDX-License-Identifier: GPL-3.0-or-later
// CSS sheet: the rules of a page's style elements, and which of them are an element's.
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "read/css.h"
#include "read/css_media.h"

// What selectors ask of an element; strings are borrowed, `classes` and `id` may be NULL.
typedef struct CssElement {
    const char *tag, *classes, *id;
    const struct CssElement *parent; // NULL at the root
} CssElement;

typedef struct CssSheet CssSheet;

CssSheet *css_sheet_new(void);
void css_sheet_free(CssSheet *sheet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CssSheet, css_sheet_free)

// Adds the rules of a style element that is meant for `media`, with those in its @media blocks.
// Selectors of tags, classes and ids are followed, with blanks and ">" between them; those that ask
// for attributes, neighbours or states are left out.
void css_sheet_add(CssSheet *sheet, const char *text, const char *media);

// Whether some rule is meant for one kind of screen only.
bool css_sheet_differs(const CssSheet *sheet);

// Whether the sheet imports another.
bool css_sheet_imports(const CssSheet *sheet);

// Applies the rules for an element on a screen, the most special last: declarations marked
// "!important", or the others.
void css_sheet_apply(const CssSheet *sheet, const CssElement *element, CssScreen screen,
                     bool important, CssStyle *style);
