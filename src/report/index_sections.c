// SPDX-License-Identifier: GPL-3.0-or-later
// What was read, platforms by clause types, how common each is, and the words themselves.
#include "report/index_sections.h"

#include <string.h>

#include "report/html.h"
#include "text/fault.h"

// Words with placeholders are formats with the same arguments in both languages.
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

enum {
    PLATFORMS_MOST = 300,
    BAR_WIDTH = 240,
};

const char *index_say(const Index *index, Word id)
{
    return word(id, index->lang);
}

void index_open_section(const Index *index, const char *id, Word title)
{
    html_print(index->out, "<section id=\"%s\">\n<h2>%s</h2>\n", id, index_say(index, title));
}

void index_close_section(const Index *index)
{
    g_string_append(index->out, "</section>\n");
}

void index_open_table(const Index *index, const char *class, Word caption)
{
    html_print(index->out,
               "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\">\n"
               "<table class=\"%s\">\n<caption>%s</caption>\n",
               index_say(index, caption), class, index_say(index, caption));
}

void index_close_table(const Index *index)
{
    g_string_append(index->out, "</tbody>\n</table>\n</div>\n");
}

const char *index_platform_name(const Index *index, const Platform *platform)
{
    return *platform->name ? platform->name : index_say(index, W_INDEX_NO_PLATFORM);
}

void index_add_link(const Index *index, const char *page, const char *words)
{
    if (page) {
        g_string_append(index->out, "<a href=\"");
        html_address(index->out, page);
        g_string_append(index->out, "\">");
    }
    html_text(index->out, words);
    if (page)
        g_string_append(index->out, "</a>");
}

void index_add_coverage(const Index *index)
{
    const Overview *overview = index->overview;
    const uint32_t *status = overview->status;
    index_open_section(index, "coverage", W_INDEX_COVERAGE);
    g_autofree char *line =
        word_counts(W_INDEX_COUNTS, index->lang, overview->listed->len, status[STATUS_COMPLETE],
                    status[STATUS_PARTIAL], status[STATUS_NOT_ANALYSED], overview->platforms->len,
                    templates_count(overview->templates));
    html_print(index->out, "<p class=\"lead\">%s</p>\n", line);
    if (status[STATUS_NOT_ANALYSED] > 0)
        g_string_append(index->out, "<ul>\n");
    for (unsigned fault = 0; fault < FAULT_COUNT; fault++)
        if (overview->faults[fault] > 0)
            html_print(index->out, "<li>%s%s%u</li>\n", word_fault((Fault)fault, index->lang),
                       index_say(index, W_COLON), overview->faults[fault]);
    if (status[STATUS_NOT_ANALYSED] > 0)
        g_string_append(index->out, "</ul>\n");
    index_close_section(index);
}

// Worst first: the sum of the worst severities, then the name.
static int by_weight(const void *a, const void *b, void *data)
{
    const Platform *x = *(Platform *const *)a, *y = *(Platform *const *)b;
    const Pack *pack = data;
    int weight = 0;
    for (size_t i = 0, n = pack_type_count(pack); i < n; i++)
        weight += MAX(y->worst[i], 0) - MAX(x->worst[i], 0);
    return weight ? weight : strcmp(x->name, y->name);
}

static void add_cell(const Index *index, const Platform *platform, const Type *type)
{
    int worst = platform->worst[type->index];
    if (platform->analysed == 0 || !platform->covered[type->index]) {
        bool unread = platform->analysed == 0;
        html_print(index->out, "<td title=\"%s\">%s</td>",
                   index_say(index, unread ? W_INDEX_NOT_ANALYSED : W_INDEX_NO_RULES),
                   unread ? "–" : "?");
        return;
    }
    if (worst < 0) {
        g_string_append(index->out, "<td class=\"none\">0</td>");
        return;
    }
    g_autofree char *count =
        word_counts(W_INDEX_IN_DOCUMENTS, index->lang, platform->count[type->index]);
    html_print(index->out, "<td><mark class=\"%s\" title=\"", html_level_class(worst));
    html_text(index->out, type->name[index->lang]);
    html_print(index->out, "%s%s%s%s\">", index_say(index, W_COLON),
               type->polarity == POLARITY_RISK ? word_level(worst, index->lang)
                                               : index_say(index, W_GOOD),
               index_say(index, W_COMMA), count);
    if (type->polarity == POLARITY_RISK)
        html_print(index->out, "%d</mark></td>", worst);
    else
        g_string_append(index->out, "✓</mark></td>");
}

static void add_matrix_head(const Index *index)
{
    const Pack *pack = index->context->pack;
    html_print(index->out, "<thead><tr><th scope=\"col\">%s</th><th scope=\"col\">%s</th>",
               index_say(index, W_INDEX_PLATFORM), index_say(index, W_INDEX_DOCUMENTS));
    for (size_t i = 0, n = pack_type_count(pack); i < n; i++) {
        const Type *type = pack_type_at(pack, i);
        g_string_append(index->out, "<th scope=\"col\"><abbr title=\"");
        html_text(index->out, type->name[index->lang]);
        g_string_append(index->out, "\">");
        html_text(index->out, type->id ? type->id : type->key);
        g_string_append(index->out, "</abbr></th>");
    }
    g_string_append(index->out, "</tr></thead>\n<tbody>\n");
}

void index_add_matrix(const Index *index)
{
    const Pack *pack = index->context->pack;
    g_autoptr(GPtrArray) platforms = g_ptr_array_copy(index->overview->platforms, NULL, NULL);
    g_ptr_array_set_free_func(platforms, NULL);
    g_ptr_array_sort_with_data(platforms, by_weight, (void *)pack);
    index_open_section(index, "matrix", W_INDEX_MATRIX);
    html_print(index->out, "<p>%s</p>\n", index_say(index, W_INDEX_LEGEND));
    index_open_table(index, "matrix", W_INDEX_MATRIX);
    add_matrix_head(index);
    for (guint p = 0; p < platforms->len && p < PLATFORMS_MOST; p++) {
        const Platform *platform = platforms->pdata[p];
        g_string_append(index->out, "<tr><th scope=\"row\">");
        html_text(index->out, index_platform_name(index, platform));
        html_print(index->out, "</th><td>%u</td>", platform->documents);
        for (size_t i = 0, n = pack_type_count(pack); i < n; i++)
            add_cell(index, platform, pack_type_at(pack, i));
        g_string_append(index->out, "</tr>\n");
    }
    index_close_table(index);
    if (platforms->len > PLATFORMS_MOST) {
        g_autofree char *line =
            word_counts(W_INDEX_MORE_PLATFORMS, index->lang, platforms->len - PLATFORMS_MOST);
        html_print(index->out, "<p>%s</p>\n", line);
    }
    index_close_section(index);
}

static void add_bar(const Index *index, const Type *type, const Prevalence *one)
{
    double low = 0, high = 0;
    double share = one->read ? (double)one->templates / one->read : 0;
    overview_interval(one->templates, one->read, &low, &high);
    html_print(index->out, "<tr><th scope=\"row\">%s ", type->id ? type->id : "");
    html_text(index->out, type->name[index->lang]);
    html_print(index->out, "</th><td>%u / %u</td><td>%.0f %%</td><td>%.0f–%.0f %%</td>",
               one->templates, one->read, share * 100, low * 100, high * 100);
    // The bar says nothing that the cells before it do not say.
    html_print(index->out,
               "<td><svg width=\"%d\" height=\"16\" viewBox=\"0 0 %d 16\" aria-hidden=\"true\">"
               "<rect class=\"%s\" x=\"0\" y=\"3\" width=\"%.1f\" height=\"10\"/>"
               "<path d=\"M%.1f 8H%.1f\" stroke=\"currentColor\" stroke-width=\"2\"/></svg></td>"
               "</tr>\n",
               BAR_WIDTH, BAR_WIDTH, type->polarity == POLARITY_RISK ? "s4" : "s0",
               share * BAR_WIDTH, low * BAR_WIDTH, high * BAR_WIDTH);
}

void index_add_prevalence(const Index *index)
{
    const Pack *pack = index->context->pack;
    index_open_section(index, "prevalence", W_INDEX_PREVALENCE);
    html_print(index->out, "<p>%s</p>\n", index_say(index, W_INDEX_TEMPLATES));
    index_open_table(index, "prevalence", W_INDEX_PREVALENCE);
    html_print(index->out,
               "<thead><tr><th scope=\"col\">%s</th><th scope=\"col\">%s</th><th scope=\"col\">%s"
               "</th><th scope=\"col\">%s</th><td></td></tr></thead>\n<tbody>\n",
               index_say(index, W_INDEX_TYPE), index_say(index, W_INDEX_COUNT),
               index_say(index, W_INDEX_SHARE), index_say(index, W_INDEX_INTERVAL));
    for (size_t i = 0, n = pack_type_count(pack); i < n; i++)
        add_bar(index, pack_type_at(pack, i), &index->overview->prevalence[i]);
    index_close_table(index);
    index_close_section(index);
}

static void add_clause(const Index *index, const Clause *clause)
{
    g_autofree char *spread =
        word_counts(W_INDEX_SPREAD, index->lang, clause->documents, clause->platforms);
    html_print(index->out, "<li class=\"card %s\"><h3>", html_level_class(clause->severity));
    if (clause->type->polarity == POLARITY_RISK)
        html_badge(index->out, clause->severity, index->lang);
    else
        html_badge_good(index->out, index->lang);
    html_text(index->out, clause->type->name[index->lang]);
    g_string_append(index->out, "</h3>\n<blockquote>");
    html_text(index->out, clause->shown);
    html_print(index->out, "</blockquote>\n<p class=\"where\">%s%s", spread,
               index_say(index, W_STOP));
    g_string_append_c(index->out, ' ');
    index_add_link(index, clause->page, clause->path);
    g_string_append(index->out, "</p></li>\n");
}

void index_add_clauses(const Index *index, const char *id, Word title, GPtrArray *clauses)
{
    index_open_section(index, id, title);
    if (clauses->len == 0)
        html_print(index->out, "<p>%s</p>\n", index_say(index, W_INDEX_NONE));
    if (index->overview->clauses_left) {
        g_autofree char *left =
            g_strdup_printf(index_say(index, W_INDEX_CLAUSES_LEFT), index->overview->clauses_most);
        html_print(index->out, "<p class=\"where\">%s</p>\n", left);
    }
    g_string_append(index->out, "<ol class=\"plain\">\n");
    for (guint i = 0; i < clauses->len; i++)
        add_clause(index, clauses->pdata[i]);
    g_string_append(index->out, "</ol>\n");
    index_close_section(index);
}
