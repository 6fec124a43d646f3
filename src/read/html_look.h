// SPDX-License-Identifier: GPL-3.0-or-later
// Html look: how an element of a web page is seen: by its tag, its attributes and the style sheet.
#pragma once

#include <stdbool.h>

#include "read/css_sheet.h"
#include "read/html_tags.h"

// Turns the style of what is around an element into its own, on one kind of screen. `component`:
// the page is a Vue component, whose template is what is seen.
void html_look(const CssSheet *sheet, const CssElement *element, HtmlAttributes attributes,
               bool component, CssScreen screen, CssStyle *css);
