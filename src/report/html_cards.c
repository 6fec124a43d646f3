// SPDX-License-Identifier: GPL-3.0-or-later
// A card says what such a clause means, quotes the worst place, links to the others, and names law
// and what one can do.
#include "report/html_cards.h"

#include <string.h>

#include "report/groups.h"
#include "report/legal.h"
#include "report/phrases.h"

// Formats of words.def are checked to be alike by test_words.c.
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

enum {
    OTHER_QUOTE_MOST = 160, // of a quote of a further place
    OTHERS_OPEN = 4,        // so many are shown without asking
    LAWS_OPEN = 3,
};

static void add_context(const Sheet *sheet, const char *words)
{
    put(sheet, *words == ' ' ? " <span class=\"soft\">" : "<span class=\"soft\">");
    put_text(sheet, words);
    put(sheet, g_str_has_suffix(words, " ") ? "</span> " : "</span>");
}

// The quote within its clause, so that it neither begins nor ends in the middle of a word.
static void add_quote(const Sheet *sheet, const Finding *finding, unsigned most)
{
    g_autofree char *quote = phrase_quote(finding);
    g_autofree char *before = context_before(sheet->report, sheet->places, finding);
    g_autofree char *after = context_after(sheet->report, sheet->places, finding);
    put(sheet, say(sheet, W_QUOTE_OPEN));
    if (before)
        add_context(sheet, before);
    html_text_cut(sheet->out, quote, most);
    if (after && g_utf8_strlen(quote, -1) <= (glong)most)
        add_context(sheet, after);
    put(sheet, say(sheet, W_QUOTE_CLOSE));
}

static void add_where(const Sheet *sheet, const Finding *finding)
{
    g_autofree char *where = phrase_where(finding, sheet->lang);
    put(sheet, "<p class=\"where\">");
    put_text(sheet, where);
    if (is_marked(sheet, finding))
        html_print(sheet->out, " · <a href=\"#m%u\">%s</a>", number_of(sheet, finding),
                   say(sheet, W_PAGE_SHOW));
    put(sheet, "</p>\n");
    g_autofree char *notice = phrase_notice(finding, sheet->lang);
    if (!notice)
        return;
    put(sheet, "<p class=\"notice\">");
    put_text(sheet, notice);
    put(sheet, "</p>\n");
}

static void add_term(const Sheet *sheet, Word term, const char *text)
{
    if (!*text)
        return;
    html_print(sheet->out, "<dt>%s</dt><dd>", say(sheet, term));
    put_text(sheet, text);
    put(sheet, "</dd>\n");
}

static void add_law_item(const Sheet *sheet, const Provision *provision)
{
    g_autofree char *line = legal_line(provision, sheet->lang);
    put(sheet, legal_is_hard(provision) ? "<li>" : "<li class=\"soft-law\">");
    put_text(sheet, line);
    put(sheet, "</li>");
}

static void add_law(const Sheet *sheet, const Type *type)
{
    g_autoptr(GPtrArray) basis = legal_basis(sheet->pack, type, sheet->report->document.law);
    if (!basis->len)
        return;
    html_print(sheet->out, "<dt>%s</dt><dd><ul>", say(sheet, W_LAW));
    for (guint i = 0; i < basis->len && i < LAWS_OPEN; i++)
        add_law_item(sheet, g_ptr_array_index(basis, i));
    put(sheet, "</ul>");
    if (basis->len > LAWS_OPEN) {
        put(sheet, "<details><summary>");
        html_print(sheet->out, say(sheet, W_MORE_LAW), basis->len - LAWS_OPEN);
        put(sheet, "</summary><ul>");
        for (guint i = LAWS_OPEN; i < basis->len; i++)
            add_law_item(sheet, g_ptr_array_index(basis, i));
        put(sheet, "</ul></details>");
    }
    put(sheet, "</dd>\n");
}

static void add_other(const Sheet *sheet, const Finding *finding)
{
    g_autofree char *where = phrase_where(finding, sheet->lang);
    guint number = number_of(sheet, finding);
    html_print(sheet->out, "<li id=\"f%u\">", number);
    if (is_marked(sheet, finding))
        html_print(sheet->out, "<a href=\"#m%u\">", number);
    put_text(sheet, where);
    put(sheet, is_marked(sheet, finding) ? "</a> " : " ");
    add_quote(sheet, finding, OTHER_QUOTE_MOST);
    if (finding->polarity == POLARITY_RISK)
        html_print(sheet->out, " <code class=\"aside\">%s</code>", finding->fingerprint);
    put(sheet, "</li>\n");
}

static void add_others(const Sheet *sheet, const Group *group)
{
    guint others = group->findings->len - 1;
    if (!others)
        return;
    put(sheet, others <= OTHERS_OPEN ? "<details open><summary>" : "<details><summary>");
    html_print(sheet->out, say(sheet, W_PAGE_OTHERS), others);
    put(sheet, "</summary><ul>\n");
    guint shown = MIN(others, sheet->others_most);
    for (guint i = 1; i <= shown; i++)
        add_other(sheet, g_ptr_array_index(group->findings, i));
    put(sheet, "</ul>");
    if (shown < others) {
        g_autofree char *cut = word_counts(W_PAGE_OTHERS_CUT, sheet->lang, others - shown);
        html_print(sheet->out, "<p>%s</p>", cut);
    }
    put(sheet, "</details>\n");
}

// Those that are not listed one by one still have a place for the marks to lead back to.
static void add_anchors(const Sheet *sheet, const Group *group)
{
    for (guint i = sheet->others_most + 1; i < group->findings->len; i++) {
        const Finding *finding = g_ptr_array_index(group->findings, i);
        if (is_marked(sheet, finding))
            html_print(sheet->out, "<span id=\"f%u\"></span>", number_of(sheet, finding));
    }
}

static void add_asides(const Sheet *sheet, const Group *group)
{
    g_autofree char *reasons = phrase_reasons(g_ptr_array_index(group->findings, 0), sheet->lang);
    if (!reasons && !group->unsure)
        return;
    put(sheet, " <small>");
    if (reasons)
        put_text(sheet, reasons);
    if (group->unsure)
        html_print(sheet->out, "%s%s", reasons ? say(sheet, W_LIST_COMMA) : "",
                   say(sheet, W_UNSURE));
    put(sheet, "</small>");
}

static void add_set_aside(const Sheet *sheet, const Finding *finding)
{
    g_autofree char *line = phrase_set_aside(finding, sheet->lang);
    html_print(sheet->out, "<dt class=\"aside\">%s</dt><dd class=\"aside\">%s%s<code>",
               say(sheet, W_SET_ASIDE_SHORT), say(sheet, W_SET_ASIDE_WHERE), say(sheet, W_COLON));
    put_text(sheet, line);
    put(sheet, "</code></dd>\n");
}

static void add_card(const Sheet *sheet, const Group *group)
{
    const Finding *worst = g_ptr_array_index(group->findings, 0);
    Law law = sheet->report->document.law;
    bool risk = group->polarity == POLARITY_RISK;
    html_print(sheet->out, "<li class=\"card %s\" id=\"f%u\">\n<h3>",
               risk ? html_level_class(group->severity) : "good", number_of(sheet, worst));
    if (risk)
        html_badge(sheet->out, group->severity, sheet->lang);
    else
        html_badge_good(sheet->out, sheet->lang);
    put_text(sheet, group->type->name[sheet->lang]);
    add_asides(sheet, group);
    put(sheet, "</h3>\n<blockquote>");
    add_quote(sheet, worst, QUOTE_MOST);
    put(sheet, "</blockquote>\n");
    add_where(sheet, worst);
    put(sheet, "<dl>\n");
    g_autofree char *why = legal_explanation(sheet->pack, group->type, law, sheet->lang);
    add_term(sheet, W_WHY, why);
    if (risk)
        add_law(sheet, group->type);
    g_autofree char *advice = legal_advice(sheet->pack, group->type, law, sheet->lang);
    add_term(sheet, W_ADVICE, advice);
    if (risk)
        add_set_aside(sheet, worst);
    put(sheet, "</dl>\n");
    add_others(sheet, group);
    add_anchors(sheet, group);
    put(sheet, "</li>\n");
}

static void add_cards(const Sheet *sheet, const GPtrArray *groups)
{
    put(sheet, "<ul class=\"plain\">\n");
    for (guint i = 0; i < groups->len; i++)
        add_card(sheet, g_ptr_array_index(groups, i));
    put(sheet, "</ul>\n");
}

// --- sections ---

void html_add_risks(const Sheet *sheet)
{
    g_autoptr(GPtrArray) groups = groups_new(sheet->report, sheet->pack, POLARITY_RISK);
    open_section(sheet, "allows", W_ALLOWS);
    bool whole = sheet->report->document.status == STATUS_COMPLETE;
    if (groups->len)
        add_cards(sheet, groups);
    else
        html_print(sheet->out, "<p>%s</p>\n",
                   say(sheet, whole ? W_NOTHING_RISKY : W_NOTHING_RISKY_READ));
    put(sheet, "</section>\n");
}

void html_add_protections(const Sheet *sheet)
{
    g_autoptr(GPtrArray) groups = groups_new(sheet->report, sheet->pack, POLARITY_PROTECTIVE);
    open_section(sheet, "protects", W_PROTECTS);
    if (groups->len)
        add_cards(sheet, groups);
    else
        html_print(sheet->out, "<p>%s</p>\n", say(sheet, W_NOTHING_PROTECTS));
    put(sheet, "</section>\n");
}
