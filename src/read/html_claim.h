// SPDX-License-Identifier: GPL-3.0-or-later
// Html claim: whether bytes are a web page, and what they say of themselves.
#pragma once

#include <stdbool.h>
#include <stddef.h>

// By its first tag; a page name (.html, .vue, .jsp, ...) helps one that begins with words or
// instructions. `name` may be NULL.
bool html_claims(const unsigned char *bytes, size_t len, const char *name);

// What the page says of its own encoding, within its first bytes; NULL when nothing. The caller
// frees it.
char *html_charset(const unsigned char *bytes, size_t len);

// Whether it is a Vue component, whose template is the page.
bool html_is_component(const char *html);
