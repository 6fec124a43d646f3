// SPDX-License-Identifier: GPL-3.0-or-later
// HTML cards: what an agreement allows and what protects, a card for each type of clause found.
#pragma once

#include "report/context.h"
#include "report/html.h"
#include "report/report.h"
#include "report/words.h"

enum { QUOTE_MOST = 400 }; // code points of a quote in a list

// A page being made.
typedef struct {
    const Report *report;
    const Pack *pack;
    Lang lang;
    GString *out;
    GHashTable *numbers; // Finding -> its number + 1
    bool *chosen;        // marked in the text
    Places *places;      // of the text, or NULL
    unsigned marked, left_out;
    unsigned others_most; // further places listed for one type
} Sheet;

static inline const char *say(const Sheet *sheet, Word id)
{
    return word(id, sheet->lang);
}

static inline void put(const Sheet *sheet, const char *markup)
{
    g_string_append(sheet->out, markup);
}

static inline void put_text(const Sheet *sheet, const char *text)
{
    html_text(sheet->out, text);
}

static inline guint number_of(const Sheet *sheet, const Finding *finding)
{
    return GPOINTER_TO_UINT(g_hash_table_lookup(sheet->numbers, finding)) - 1;
}

static inline bool is_marked(const Sheet *sheet, const Finding *finding)
{
    return sheet->report->text && finding->placed && sheet->chosen[number_of(sheet, finding)];
}

static inline void open_section(const Sheet *sheet, const char *id, Word title)
{
    html_print(sheet->out, "<section id=\"%s\">\n<h2>%s</h2>\n", id, say(sheet, title));
}

// A link to where the finding is marked.
static inline void add_link(const Sheet *sheet, const Finding *finding, const char *words)
{
    html_print(sheet->out, "<a href=\"#f%u\">", number_of(sheet, finding));
    put_text(sheet, words);
    put(sheet, "</a>");
}

void html_add_risks(const Sheet *sheet);
void html_add_protections(const Sheet *sheet);
