// SPDX-License-Identifier: GPL-3.0-or-later
// Template: a scan for marks that no page means to show.
#include "read/template.h"

#include <stdbool.h>
#include <string.h>

enum {
    VALUE_LONGEST = 400, // bytes of "{{ … }}"; longer ones are text that happens to have the mark
    CODE_LONGEST = 100000,
};

// In the order they are tried: the longer mark before the shorter one it begins with.
static const struct {
    const char *open, *close, *put;
    gsize most;
} marks[] = {
    {"<%--", "--%>", "", CODE_LONGEST},
    {"<%=", "%>", TEMPLATE_BLANK, CODE_LONGEST},
    {"<%-", "%>", TEMPLATE_BLANK, CODE_LONGEST},
    {"<%", "%>", "", CODE_LONGEST},
    {"<?=", "?>", TEMPLATE_BLANK, CODE_LONGEST},
    {"<?php echo", "?>", TEMPLATE_BLANK, CODE_LONGEST},
    {"<?php", "?>", "", CODE_LONGEST},
    {"<#--", "-->", "", CODE_LONGEST},
    {"<#", ">", "", CODE_LONGEST},
    {"</#", ">", "", VALUE_LONGEST},
    {"<@", ">", "", CODE_LONGEST},
    {"</@", ">", "", VALUE_LONGEST},
    {"{{!--", "--}}", "", CODE_LONGEST},
    {"{{{", "}}}", TEMPLATE_BLANK, VALUE_LONGEST},
    {"{{#", "}}", "", VALUE_LONGEST},
    {"{{/", "}}", "", VALUE_LONGEST},
    {"{{", "}}", TEMPLATE_BLANK, VALUE_LONGEST},
    {"{%", "%}", "", VALUE_LONGEST},
    {"{#", "#}", "", VALUE_LONGEST},
    {"${", "}", TEMPLATE_BLANK, VALUE_LONGEST},
    {"#{", "}", TEMPLATE_BLANK, VALUE_LONGEST},
    {"[(${", "})]", TEMPLATE_BLANK, VALUE_LONGEST},
    {"[[${", "}]]", TEMPLATE_BLANK, VALUE_LONGEST},
};

// A scan over one page: for each mark the next place where it may close, so that marks that never
// close cost one look through the page, not one each.
typedef struct {
    const char *end;
    const char *close[G_N_ELEMENTS(marks)];
} Scan;

static const char *next_close(Scan *scan, size_t mark, const char *from)
{
    const char **next = &scan->close[mark];
    if (!*next || *next < from) {
        const char *close = marks[mark].close;
        *next = memmem(from, (gsize)(scan->end - from), close, strlen(close));
        *next = *next ? *next : scan->end;
    }
    return *next;
}

// The end of the mark that opens at `at`, or NULL. In "<#if a > b>" a blank stands before the '>'
// that does not close.
static const char *mark_end(Scan *scan, size_t mark, const char *at)
{
    const char *from = at + strlen(marks[mark].open);
    for (int tries = 0; tries < 8; tries++) {
        const char *close = next_close(scan, mark, from);
        if (close == scan->end || (gsize)(close - at) > marks[mark].most)
            return NULL;
        if (*marks[mark].close != '>' || close[-1] != ' ')
            return close + strlen(marks[mark].close);
        from = close + 1;
    }
    return NULL;
}

// A '<#', '<@' or '{#' in a sentence is none: a name follows an instruction.
static bool is_mark(size_t mark, const char *at, const char *end)
{
    gsize open = strlen(marks[mark].open);
    if ((gsize)(end - at) <= open || memcmp(at, marks[mark].open, open) != 0)
        return false;
    char last = marks[mark].open[open - 1];
    bool names = *marks[mark].close == '>';
    return !names || g_ascii_isalpha(at[open]) || last == '%' || last == '?';
}

static const char *skip_mark(Scan *scan, const char *at, const char **put)
{
    for (size_t i = 0; i < G_N_ELEMENTS(marks); i++) {
        const char *after = is_mark(i, at, scan->end) ? mark_end(scan, i, at) : NULL;
        *put = marks[i].put;
        if (after)
            return after;
    }
    return NULL;
}

GString *template_plain(const char *html, gsize len)
{
    GString *out = g_string_sized_new(len);
    const char *end = html + len, *put;
    Scan scan = {.end = end};
    for (const char *at = html; at < end;) {
        gsize plain = 0;
        while (at + plain < end && !strchr("<{$#[", at[plain]))
            plain++;
        g_string_append_len(out, at, (gssize)plain);
        at += plain;
        if (at == end)
            break;
        const char *after = skip_mark(&scan, at, &put);
        if (after)
            g_string_append(out, put);
        else
            g_string_append_c(out, *at);
        at = after ? after : at + 1;
    }
    return out;
}
