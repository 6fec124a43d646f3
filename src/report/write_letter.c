// SPDX-License-Identifier: GPL-3.0-or-later
// The letter as a page to print or to copy from.
#include "report/html.h"
#include "report/letter.h"
#include "report/writer.h"

// How an item is dressed, and the list it stands in.
static const struct {
    const char *opened, *closed;
    bool listed;
} dress[] = {
    [LETTER_HEADING] = {"<h2>", "</h2>\n", false},
    [LETTER_STEP] = {"<li>", "</li>\n", true},
    [LETTER_NOTE] = {"<p class=\"soft\">", "</p>\n", false},
    [LETTER_LINE] = {"<p>", "</p>\n", false},
    [LETTER_SUBJECT] = {"<h3>", "</h3>\n", false},
    [LETTER_PARAGRAPH] = {"<p>", "</p>\n", false},
    [LETTER_REQUEST] = {"<p><strong>", "</strong></p>\n", false},
    [LETTER_CLAUSE] = {"<blockquote>", "</blockquote>\n", false},
    [LETTER_BASIS] = {"<p>", "</p>\n", false},
};

static bool write_letter(const Report *report, const Pack *pack, const WriteOptions *options,
                         GString *out, GError **error)
{
    g_autoptr(GPtrArray) items = letter_new(report, pack, options->lang, error);
    if (!items)
        return false;
    html_head(out, word(W_LETTER_TITLE, options->lang), options->lang, NULL);
    html_print(out, "<main>\n<h1>%s</h1>\n", word(W_LETTER_TITLE, options->lang));
    bool list = false;
    unsigned request = 0;
    for (guint i = 0; i < items->len; i++) {
        const LetterItem *item = g_ptr_array_index(items, i);
        if (dress[item->kind].listed != list)
            g_string_append(out, list ? "</ol>\n" : "<ol>\n");
        list = dress[item->kind].listed;
        g_string_append(out, dress[item->kind].opened);
        if (item->kind == LETTER_REQUEST)
            html_print(out, "%u. ", ++request);
        html_text(out, item->text);
        g_string_append(out, dress[item->kind].closed);
    }
    g_string_append(out, list ? "</ol>\n</main>\n" : "</main>\n");
    html_foot(out, pack, report, options->lang);
    return true;
}

const Writer writer_letter = {"letter", ".letter.html", write_letter};
