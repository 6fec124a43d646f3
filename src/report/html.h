// SPDX-License-Identifier: GPL-3.0-or-later
// HTML: the pieces that every page is made of: escaping, head with its policy, badges, foot.
//
// Pages hold one <style>, allowed by its hash; no style attributes; no script unless its hash is
// given. Whatever comes from a document goes through html_text(), html_attribute() or
// html_verbatim() and can neither become markup nor turn the page's own words around.
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "report/report.h"
#include "report/words.h"

// Appends text for reading: blanks and line ends become one space, unruly characters U+FFFD,
// combining marks are limited; & < > " ' are escaped. Good for attributes too.
void html_text(GString *out, const char *text);

// As html_text(), cut to `most` code points with an ellipsis.
void html_text_cut(GString *out, const char *text, unsigned most);

// Appends bytes exactly: a browser's text content gives them back, carriage returns included.
void html_verbatim(GString *out, const char *text, size_t len);

// Appends a link to a file: a relative address whose bytes are percent-encoded where needed.
void html_address(GString *out, const char *path);

// The style sheet of every page: document pages, indexes, comparisons.
const char *html_style(void);

// "'sha256-…'" of a style or script, for the policy. The caller frees it.
char *html_hash(const char *content);

// Everything up to and with <body>. `script` is NULL, or the one script that html_script() appends.
void html_head(GString *out, const char *title, Lang lang, const char *script);
void html_script(GString *out, const char *script);

// Whether a file that begins so is a page of ours, by its mark in the first HTML_MARK_WITHIN bytes.
enum { HTML_MARK_WITHIN = 4096 };
bool html_is_ours(const char *head, size_t len);

// Disclaimer, age of the law, version; then the end of the page.
void html_foot(GString *out, const Pack *pack, const Report *report, Lang lang);

// A badge with the severity's word and as many filled dots. Level as level_name(); for protective
// findings html_badge_good().
void html_badge(GString *out, int level, Lang lang);
void html_badge_good(GString *out, Lang lang);

// "s0" to "s5" or "su": the class of a level's colours.
const char *html_level_class(int level);

// printf into `out`; the arguments must be safe already.
void html_print(GString *out, const char *format, ...) G_GNUC_PRINTF(2, 3);
