// SPDX-License-Identifier: GPL-3.0-or-later
// The letter as plain text, to paste into a message.
#include "report/layout.h"
#include "report/letter.h"
#include "report/writer.h"

enum { PLAIN_COLUMNS = 80 };

// Blank lines stand before these.
static bool begins_part(LetterKind kind)
{
    return kind == LETTER_HEADING || kind == LETTER_SUBJECT || kind == LETTER_REQUEST;
}

static void add_item(GString *out, const LetterItem *item, int columns, unsigned *number)
{
    if (begins_part(item->kind) && out->len)
        g_string_append_c(out, '\n');
    if (item->kind == LETTER_HEADING)
        *number = 0;
    bool numbered = item->kind == LETTER_STEP || item->kind == LETTER_REQUEST;
    bool inside = item->kind == LETTER_CLAUSE || item->kind == LETTER_BASIS;
    g_autofree char *first =
        numbered ? g_strdup_printf("%u. ", ++*number) : g_strdup(inside ? "   " : "");
    layout_wrap(out, item->text, columns, first, numbered || inside ? 3 : 0);
    if (item->kind == LETTER_HEADING)
        g_string_append_c(out, '\n');
}

static bool write_letter_text(const Report *report, const Pack *pack, const WriteOptions *options,
                              GString *out, GError **error)
{
    g_autoptr(GPtrArray) items = letter_new(report, pack, options->lang, error);
    if (!items)
        return false;
    unsigned number = 0;
    for (guint i = 0; i < items->len; i++)
        add_item(out, g_ptr_array_index(items, i),
                 options->columns ? options->columns : PLAIN_COLUMNS, &number);
    g_string_append_printf(out, "%s\n", word(W_DISCLAIMER, options->lang));
    return true;
}

const Writer writer_letter_text = {"letter_text", ".letter.txt", write_letter_text};
