// SPDX-License-Identifier: GPL-3.0-or-later
// Marks: the whole text of a document with its findings marked where they stand.
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "report/report.h"

enum { HTML_MARKS_MOST = 20000 };

// Which findings are marked: all that are placed and not suppressed, or the HTML_MARKS_MOST most
// severe of them. One bool for each of report->findings; the caller frees the array. *left_out says
// how many are not marked; *marked how many are.
bool *html_marks_chosen(const Report *report, unsigned *marked, unsigned *left_out);

// Appends the annotated text, a <div class="text">. Finding number i is at #m<i> and its label
// leads to #f<i>. Without its tags it is the text, exactly. At most `text_most` bytes of the text
// are shown; false when that cut it.
bool html_marks(GString *out, const Report *report, const Pack *pack, Lang lang, const bool *chosen,
                size_t text_most);

// Appends the strip that shows where in the text the marked findings lie.
void html_marks_strip(GString *out, const Report *report, Lang lang, const bool *chosen);
