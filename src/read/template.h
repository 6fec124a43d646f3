// SPDX-License-Identifier: GPL-3.0-or-later
// Template: pages that a site fills in before it shows them (JSP, FreeMarker, Vue, Thymeleaf,
// Jinja, PHP) are read for their words.
#pragma once

#include <glib.h>

#define TEMPLATE_BLANK "___"

// A copy of the page with what will be filled in as "___" and the instructions left out. The caller
// frees it.
GString *template_plain(const char *html, gsize len);
