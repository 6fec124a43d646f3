// SPDX-License-Identifier: GPL-3.0-or-later
// CSS media: for which screens a part of a style sheet is meant.
#pragma once

// A phone held upright and a desktop: what neither shows is hidden.
typedef enum { CSS_PHONE, CSS_DESKTOP, CSS_SCREENS } CssScreen;

enum { CSS_EVERY = (1 << CSS_SCREENS) - 1 };

// The screens, one bit each, that a media query list such as "screen and (max-width: 600px), print"
// holds for; an empty one holds for all. What is not understood holds for none, as in a browser.
unsigned css_media(const char *query);
