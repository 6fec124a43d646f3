// SPDX-License-Identifier: GPL-3.0-or-later
// What the elements of a web page do to the text: lists and their numbers, tables, fields, quotes.
#pragma once

#include "read/html_look.h"
#include "read/html_page.h"

// Takes up an element that is not open yet. `list` is the list around an item, and the element
// around any other.
void html_element_begin(HtmlPage *page, const char *name, HtmlAttributes attributes,
                        HtmlElement *element, HtmlElement *list);

// Puts what stands where the element does, beside what it holds.
void html_element_put(HtmlPage *page, const HtmlElement *element, HtmlAttributes attributes);

// What it was is over; it is still the innermost.
void html_element_end(HtmlPage *page, const HtmlElement *element);
