// SPDX-License-Identifier: GPL-3.0-or-later
// CSS: the few properties that decide what of a page is seen, and how large.
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

// What declarations say; what they leave unsaid keeps its value.
typedef struct {
    double size;                // points
    bool size_known;            // said by this page, not only a browser's habit
    uint32_t color, background; // 0xRRGGBB
    bool background_known;
    bool bold;
    bool hidden;      // display:none, visibility:hidden, no opacity, no size, moved off the page
    bool block;       // display: block and its like
    bool keep;        // white-space keeps line ends
    const char *list; // list-style-type, interned; NULL when not said
} CssStyle;

typedef struct CssSheet CssSheet;

CssSheet *css_sheet_new(void);
void css_sheet_free(CssSheet *sheet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CssSheet, css_sheet_free)

// Adds the rules of a style element. Only selectors of a tag, a class or an id are followed; others
// need the page's tree.
void css_sheet_add(CssSheet *sheet, const char *text);

// Applies the rules for an element; `classes` and `id` may be NULL.
void css_sheet_apply(const CssSheet *sheet, const char *tag, const char *classes, const char *id,
                     CssStyle *style);

// Applies declarations such as "color: red; display: none".
void css_apply(const char *declarations, CssStyle *style);

// A colour in CSS's or HTML's words; false when it is none or see-through.
bool css_color(const char *value, uint32_t *color);
