// SPDX-License-Identifier: GPL-3.0-or-later
// Breaks: a sentence as a typesetter may have set it, for tests that it still reads as one.
#pragma once

#include <string.h>

#include "text/document.h"

// A text document with the lines of `raw`.
static inline Document *breaks_document(const char *raw)
{
    Document *doc = document_new("text");
    document_begin_page(doc, 0, 0);
    g_auto(GStrv) lines = g_strsplit(raw, "\n", -1);
    for (char **line = lines; *line; line++)
        if (line[1] || **line)
            document_add_line(doc, *line, strlen(*line));
    return doc;
}

static inline void breaks_add_running(Document *doc, const char *words)
{
    document_add_line(doc, words, strlen(words))->kind = LINE_RUNNING;
}

// The same with a page break at each line end of `raw`, a header and a footer there.
static inline Document *breaks_pages(const char *raw)
{
    Document *doc = document_new("pdf");
    g_auto(GStrv) lines = g_strsplit(raw, "\n", -1);
    for (char **line = lines; *line; line++) {
        document_begin_page(doc, 595, 842);
        breaks_add_running(doc, "示例借款协议 Sample Agreement");
        document_add_line(doc, *line, strlen(*line));
        breaks_add_running(doc, "第 1 页 共 2 页");
    }
    return doc;
}

static inline bool breaks_is_han(gunichar c)
{
    return c >= 0x4E00 && c <= 0x9FFF;
}

// What is put between two characters to break the line there, or NULL where none may break it.
static inline const char *breaks_between(const char *start, const char *at)
{
    static const char closing[] = "，。、；：！？）》”’」』,.;:!?)%";
    static const char opening[] = "（《“‘「『(";
    gunichar a = g_utf8_get_char(g_utf8_prev_char(at)), b = g_utf8_get_char(at);
    if (b == ' ' || g_utf8_strchr(closing, -1, b) || g_utf8_strchr(opening, -1, a))
        return NULL;
    if (a == ' ' || a == '-')
        return "\n";
    if (breaks_is_han(a) || breaks_is_han(b))
        return "\n";
    // Inside a word, two letters from its ends.
    bool inside = at - start >= 2 && g_ascii_islower(at[-1]) && g_ascii_islower(at[-2]) &&
                  g_ascii_islower(at[0]) && g_ascii_islower(at[1]);
    return inside ? "-\n" : NULL;
}

// The sentence broken once, at each place where it may be. Strings; the caller frees the array.
static inline GPtrArray *breaks_variants(const char *sentence)
{
    GPtrArray *variants = g_ptr_array_new_with_free_func(g_free);
    for (const char *at = g_utf8_next_char(sentence); *at; at = g_utf8_next_char(at)) {
        const char *sign = breaks_between(sentence, at);
        if (sign)
            g_ptr_array_add(variants,
                            g_strdup_printf("%.*s%s%s", (int)(at - sentence), sentence, sign, at));
    }
    return variants;
}
