// SPDX-License-Identifier: GPL-3.0-or-later
// CSS: the few properties that decide what of a page is seen, and how large.
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

// Of an element's own box; what hides a box hides all that stands in it.
typedef struct {
    bool none;        // display
    bool clear;       // no opacity
    bool flat, clips; // no width or height, and what runs over is cut off
    bool cut;         // clipped or scaled to nothing
    bool placed, far; // taken out of the text, and put off the page
} CssBox;

// What declarations say; what they leave unsaid keeps its value.
typedef struct {
    double size;                // points
    bool size_known;            // said by this page, not only a browser's habit
    uint32_t color, background; // 0xRRGGBB
    bool background_known;
    bool bold;
    bool invisible; // visibility, which an element inside may take back, as the two below
    bool away;      // indented off the page
    bool no_ink;    // a see-through colour
    bool gone;      // in a box that is not shown
    CssBox own;
    bool block;       // display: block and its like
    bool keep;        // white-space keeps line ends
    const char *list; // list-style-type, interned; NULL when not said
} CssStyle;

// Turns the style of an element into what one inside it begins with.
void css_enter(CssStyle *style);

// Whether words of the element are not seen.
bool css_unseen(const CssStyle *style);

// Applies declarations such as "color: red; display: none": those marked "!important", or the
// others.
void css_apply(const char *declarations, bool important, CssStyle *style);

// Whether declarations may hold a property that is looked at here.
bool css_is_telling(const char *declarations);

// A colour in CSS's or HTML's words; false when it is none or see-through.
bool css_color(const char *value, uint32_t *color);
