// SPDX-License-Identifier: GPL-3.0-or-later
// Html tags: what the elements of a web page are to a reader, and their attributes.
#pragma once

#include <stdbool.h>

typedef enum {
    TAG_INLINE,
    TAG_BLOCK,
    TAG_HEADING,
    TAG_OPTION,
    TAG_DROP, // neither it nor what it holds is shown
    TAG_LIST,
    TAG_ITEM,
    TAG_TERM,
    TAG_ANSWER,
    TAG_TABLE,
    TAG_ROW_GROUP,
    TAG_ROW,
    TAG_CELL,
    TAG_CAPTION,
    TAG_LINE_BREAK,
    TAG_PRE,
    TAG_BOLD,
    TAG_STYLE,
    TAG_TITLE,
    TAG_TEMPLATE,
    TAG_FRAME,
    TAG_INPUT,
    TAG_IMAGE,
    TAG_FONT,
    TAG_READING, // ruby's pronunciation
    TAG_QUOTE,
    TAG_VALUE, // a tag library's or Thymeleaf's output
    TAG_SCRIPT,
} HtmlTag;

// Attributes as libxml2 gives them: name, value, name, value, NULL; NULL when there are none.
typedef const unsigned char **HtmlAttributes;

HtmlTag html_tag(const char *name);

// Whether a browser begins a new line with it.
bool html_tag_is_block(HtmlTag tag);

// The value of an attribute, "" when it has none; NULL when it is not there.
const char *html_attribute(HtmlAttributes attributes, const char *name);

// The number an attribute holds.
int html_number(HtmlAttributes attributes, const char *name, int otherwise);

// Whether the attribute "type" is one of these; NULL-ended.
bool html_is_type(HtmlAttributes attributes, const char *const *types);
