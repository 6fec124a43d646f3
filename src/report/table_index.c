// SPDX-License-Identifier: GPL-3.0-or-later
// index.html: an audit at a glance: what was analysed and what was not, platforms by clause types,
// how common each is, the worst words, what platforms share, and every document. Lists of documents
// that are too long for one page go on in index-2.html and so on.

#include <stdio.h>
#include <string.h>

#include "report/history_table.h"
#include "report/html.h"
#include "report/overview.h"
#include "report/sink.h"
#include "text/fault.h"

// Words with placeholders are formats with the same arguments in both languages.
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

enum {
    PER_PAGE = 1000, // documents of one page
    PLATFORMS_MOST = 300,
    QUOTES_MOST = 20,
    SHARED_MOST = 20,
    AGREEMENTS_MOST = 100,
    BAR_WIDTH = 240,
    METADATA_MOST = 60, // characters of a cell
};

typedef struct {
    const TableContext *context;
    Overview *overview;
    Lang lang;
    GString *out;
    GPtrArray *agreements; // Agreement: of the history
} Index;

// Sorting and filtering of the table of documents. The page is complete without it.
static const char script[] =
    "(function(){\"use strict\";var t=document.querySelector(\"table.docs\");if(!t)return;"
    "var b=t.tBodies[0],r=Array.prototype.slice.call(b.rows),"
    "tools=document.getElementById(\"tools\"),"
    "q=document.getElementById(\"filter\"),n=document.getElementById(\"shown\");"
    "tools.hidden=false;"
    "q.addEventListener(\"input\",function(){var w=q.value.toLowerCase(),c=0;"
    "r.forEach(function(x){var k=x.textContent.toLowerCase().indexOf(w)>=0;x.hidden=!k;if(k)c++});"
    "n.textContent=c+\" / \"+r.length});"
    "Array.prototype.forEach.call(t.tHead.rows[0].cells,function(h,i){"
    "var s=document.createElement(\"button\");s.type=\"button\";"
    "while(h.firstChild)s.appendChild(h.firstChild);h.appendChild(s);"
    "s.addEventListener(\"click\",function(){var up=h.getAttribute(\"aria-sort\")===\"ascending\";"
    "Array.prototype.forEach.call(t.tHead.rows[0].cells,function(o){o.removeAttribute(\"aria-"
    "sort\")});"
    "h.setAttribute(\"aria-sort\",up?\"descending\":\"ascending\");"
    "r.sort(function(x,y){var a=x.cells[i],c=y.cells[i],"
    "d=a.dataset.v!==undefined?a.dataset.v-c.dataset.v:a.textContent.localeCompare(c.textContent);"
    "return up?-d:d});r.forEach(function(x){b.appendChild(x)})})})})();";

static const char *say(const Index *index, Word id)
{
    return word(id, index->lang);
}

static void open_section(const Index *index, const char *id, Word title)
{
    html_print(index->out, "<section id=\"%s\">\n<h2>%s</h2>\n", id, say(index, title));
}

static void close_section(const Index *index)
{
    g_string_append(index->out, "</section>\n");
}

// A table that may be wider than the page.
static void open_table(const Index *index, const char *class, Word caption)
{
    html_print(index->out,
               "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\">\n"
               "<table class=\"%s\">\n<caption>%s</caption>\n",
               say(index, caption), class, say(index, caption));
}

static void close_table(const Index *index)
{
    g_string_append(index->out, "</tbody>\n</table>\n</div>\n");
}

static const char *platform_name(const Index *index, const Platform *platform)
{
    return *platform->name ? platform->name : say(index, W_INDEX_NO_PLATFORM);
}

static void add_link(const Index *index, const char *page, const char *words)
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

// --- sections ---

static void add_coverage(const Index *index)
{
    const Overview *overview = index->overview;
    const uint32_t *status = overview->status;
    open_section(index, "coverage", W_INDEX_COVERAGE);
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
                       say(index, W_COLON), overview->faults[fault]);
    if (status[STATUS_NOT_ANALYSED] > 0)
        g_string_append(index->out, "</ul>\n");
    close_section(index);
}

static int level_order(const Listed *listed)
{
    return listed->level == LEVEL_UNKNOWN ? -1 : listed->level;
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
                   say(index, unread ? W_INDEX_NOT_ANALYSED : W_INDEX_NO_RULES),
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
    html_print(index->out, "%s%s%s%s\">", say(index, W_COLON),
               type->polarity == POLARITY_RISK ? word_level(worst, index->lang)
                                               : say(index, W_GOOD),
               say(index, W_COMMA), count);
    if (type->polarity == POLARITY_RISK)
        html_print(index->out, "%d</mark></td>", worst);
    else
        g_string_append(index->out, "✓</mark></td>");
}

static void add_matrix_head(const Index *index)
{
    const Pack *pack = index->context->pack;
    html_print(index->out, "<thead><tr><th scope=\"col\">%s</th><th scope=\"col\">%s</th>",
               say(index, W_INDEX_PLATFORM), say(index, W_INDEX_DOCUMENTS));
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

static void add_matrix(const Index *index)
{
    const Pack *pack = index->context->pack;
    g_autoptr(GPtrArray) platforms = g_ptr_array_copy(index->overview->platforms, NULL, NULL);
    g_ptr_array_set_free_func(platforms, NULL);
    g_ptr_array_sort_with_data(platforms, by_weight, (void *)pack);
    open_section(index, "matrix", W_INDEX_MATRIX);
    html_print(index->out, "<p>%s</p>\n", say(index, W_INDEX_LEGEND));
    open_table(index, "matrix", W_INDEX_MATRIX);
    add_matrix_head(index);
    for (guint p = 0; p < platforms->len && p < PLATFORMS_MOST; p++) {
        const Platform *platform = platforms->pdata[p];
        g_string_append(index->out, "<tr><th scope=\"row\">");
        html_text(index->out, platform_name(index, platform));
        html_print(index->out, "</th><td>%u</td>", platform->documents);
        for (size_t i = 0, n = pack_type_count(pack); i < n; i++)
            add_cell(index, platform, pack_type_at(pack, i));
        g_string_append(index->out, "</tr>\n");
    }
    close_table(index);
    if (platforms->len > PLATFORMS_MOST) {
        g_autofree char *line =
            word_counts(W_INDEX_MORE_PLATFORMS, index->lang, platforms->len - PLATFORMS_MOST);
        html_print(index->out, "<p>%s</p>\n", line);
    }
    close_section(index);
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

static void add_prevalence(const Index *index)
{
    const Pack *pack = index->context->pack;
    open_section(index, "prevalence", W_INDEX_PREVALENCE);
    html_print(index->out, "<p>%s</p>\n", say(index, W_INDEX_TEMPLATES));
    open_table(index, "prevalence", W_INDEX_PREVALENCE);
    html_print(index->out,
               "<thead><tr><th scope=\"col\">%s</th><th scope=\"col\">%s</th><th scope=\"col\">%s"
               "</th><th scope=\"col\">%s</th><td></td></tr></thead>\n<tbody>\n",
               say(index, W_INDEX_TYPE), say(index, W_INDEX_COUNT), say(index, W_INDEX_SHARE),
               say(index, W_INDEX_INTERVAL));
    for (size_t i = 0, n = pack_type_count(pack); i < n; i++)
        add_bar(index, pack_type_at(pack, i), &index->overview->prevalence[i]);
    close_table(index);
    close_section(index);
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
    html_print(index->out, "</blockquote>\n<p class=\"where\">%s%s", spread, say(index, W_STOP));
    g_string_append_c(index->out, ' ');
    add_link(index, clause->page, clause->path);
    g_string_append(index->out, "</p></li>\n");
}

static void add_clauses(const Index *index, const char *id, Word title, GPtrArray *clauses)
{
    open_section(index, id, title);
    if (clauses->len == 0)
        html_print(index->out, "<p>%s</p>\n", say(index, W_INDEX_NONE));
    if (index->overview->clauses_left) {
        g_autofree char *left =
            g_strdup_printf(say(index, W_INDEX_CLAUSES_LEFT), index->overview->clauses_most);
        html_print(index->out, "<p class=\"where\">%s</p>\n", left);
    }
    g_string_append(index->out, "<ol class=\"plain\">\n");
    for (guint i = 0; i < clauses->len; i++)
        add_clause(index, clauses->pdata[i]);
    g_string_append(index->out, "</ol>\n");
    close_section(index);
}

// --- documents ---

static void add_document(const Index *index, const Listed *listed)
{
    g_string_append(index->out, "<tr><th scope=\"row\">");
    add_link(index, listed->page, listed->path);
    g_string_append(index->out, "</th><td>");
    html_text(index->out, platform_name(index, listed->platform));
    html_print(index->out, "</td><td data-v=\"%d\">", level_order(listed));
    html_badge(index->out, listed->level, index->lang);
    if (listed->status == STATUS_NOT_ANALYSED)
        g_string_append(index->out, "</td><td data-v=\"-1\">–</td><td>");
    else
        html_print(index->out, "</td><td data-v=\"%u\">%u</td><td>", listed->findings,
                   listed->findings);
    g_string_append(index->out, word_status(listed->status, index->lang));
    if (listed->status != STATUS_COMPLETE && listed->reason != FAULT_COUNT)
        html_print(index->out, "%s%s", say(index, W_COLON),
                   word_fault(listed->reason, index->lang));
    g_string_append(index->out, "</td>");
    const GPtrArray *metadata = index->context->metadata;
    for (guint i = 0; metadata && i < metadata->len; i++) {
        g_string_append(index->out, "<td>");
        html_text_cut(index->out, listed->metadata ? listed->metadata[i] : NULL, METADATA_MOST);
        g_string_append(index->out, "</td>");
    }
    g_string_append(index->out, "</tr>\n");
}

static guint page_count(const Index *index)
{
    return MAX(1, (index->overview->listed->len + PER_PAGE - 1) / PER_PAGE);
}

static char *page_name(guint page)
{
    return page == 0 ? g_strdup("index.html") : g_strdup_printf("index-%u.html", page + 1);
}

// Above the table a landmark; below it, where `again`, the same links once more.
static void add_pages(const Index *index, guint current, bool again)
{
    guint pages = page_count(index);
    if (pages < 2)
        return;
    if (again)
        g_string_append(index->out, "<p>");
    else
        html_print(index->out, "<nav aria-label=\"%s\"><p>", say(index, W_INDEX_PAGES));
    for (guint page = 0; page < pages; page++) {
        g_autofree char *name = page_name(page);
        if (page == current)
            html_print(index->out, "<strong aria-current=\"page\">%u</strong> ", page + 1);
        else
            html_print(index->out, "<a href=\"%s#documents\">%u</a> ", name, page + 1);
    }
    g_string_append(index->out, again ? "</p>\n" : "</p></nav>\n");
}

static void add_documents(const Index *index, guint page)
{
    const GPtrArray *listed = index->overview->listed;
    const Word heads[] = {W_INDEX_DOCUMENT, W_INDEX_PLATFORM, W_INDEX_VERDICT, W_INDEX_FINDINGS,
                          W_INDEX_READ};
    open_section(index, "documents", W_INDEX_DOCUMENTS);
    add_pages(index, page, false);
    html_print(index->out,
               "<p id=\"tools\" hidden><label>%s <input id=\"filter\" type=\"search\"></label> "
               "<span id=\"shown\" aria-live=\"polite\"></span></p>\n",
               say(index, W_INDEX_FILTER));
    open_table(index, "docs", W_INDEX_DOCUMENTS);
    g_string_append(index->out, "<thead><tr>");
    for (size_t i = 0; i < G_N_ELEMENTS(heads); i++)
        html_print(index->out, "<th scope=\"col\">%s</th>", say(index, heads[i]));
    const GPtrArray *metadata = index->context->metadata;
    for (guint i = 0; metadata && i < metadata->len; i++) {
        g_string_append(index->out, "<th scope=\"col\">");
        html_text_cut(index->out, metadata->pdata[i], METADATA_MOST);
        g_string_append(index->out, "</th>");
    }
    g_string_append(index->out, "</tr></thead>\n<tbody>\n");
    for (guint i = page * PER_PAGE; i < listed->len && i < (page + 1) * PER_PAGE; i++)
        add_document(index, listed->pdata[i]);
    close_table(index);
    add_pages(index, page, true);
    close_section(index);
}

static void add_history(const Index *index)
{
    open_section(index, "history", W_HISTORY_TITLE);
    history_table_write(index->agreements, AGREEMENTS_MOST, false, index->lang, index->out);
    html_print(index->out, "<p><a href=\"history.html\">%s</a></p>\n", say(index, W_HISTORY_ALL));
    close_section(index);
}

// --- pages ---

static void add_header(const Index *index)
{
    const struct {
        const char *id;
        Word title;
    } sections[] = {{"coverage", W_INDEX_COVERAGE},     {"matrix", W_INDEX_MATRIX},
                    {"prevalence", W_INDEX_PREVALENCE}, {"worst", W_INDEX_WORST},
                    {"shared", W_INDEX_SHARED},         {"history", W_HISTORY_TITLE},
                    {"documents", W_INDEX_DOCUMENTS}};
    html_print(index->out,
               "<a class=\"skip\" href=\"#documents\">%s</a>\n<header>\n<h1>%s</h1>\n"
               "<nav class=\"toc\" aria-label=\"%s\"><ul>",
               say(index, W_INDEX_DOCUMENTS), say(index, W_INDEX_TITLE),
               say(index, W_PAGE_CONTENTS));
    for (size_t i = 0; i < G_N_ELEMENTS(sections); i++)
        if (index->context->history || sections[i].title != W_HISTORY_TITLE)
            html_print(index->out, "<li><a href=\"#%s\">%s</a></li>", sections[i].id,
                       say(index, sections[i].title));
    g_string_append(index->out, "</ul></nav>\n</header>\n<main>\n");
}

static void add_first_page(const Index *index)
{
    g_autoptr(GPtrArray) worst = overview_worst(index->overview, QUOTES_MOST);
    g_autoptr(GPtrArray) shared = overview_shared(index->overview, SHARED_MOST);
    add_header(index);
    add_coverage(index);
    add_matrix(index);
    add_prevalence(index);
    add_clauses(index, "worst", W_INDEX_WORST, worst);
    add_clauses(index, "shared", W_INDEX_SHARED, shared);
    if (index->context->history)
        add_history(index);
}

static bool write_page(const Index *index, guint page, GError **error)
{
    g_autofree char *name = page_name(page);
    g_autofree char *path = table_path(index->context, name);
    g_string_truncate(index->out, 0);
    html_head(index->out, say(index, W_INDEX_TITLE), index->lang, script);
    if (page == 0)
        add_first_page(index);
    else
        html_print(index->out,
                   "<header>\n<h1><a href=\"index.html\">%s</a></h1>\n</header>\n<main>\n",
                   say(index, W_INDEX_TITLE));
    add_documents(index, page);
    g_string_append(index->out, "</main>\n");
    html_script(index->out, script);
    html_foot(index->out, index->context->pack, NULL, index->lang);
    Sink *sink = sink_new(path, TABLE_MODE, error);
    if (!sink)
        return false;
    sink_put(sink, index->out->str, index->out->len);
    return sink_close(sink, error);
}

static void *open_index(const TableContext *context, GError **error)
{
    Index *index = g_new0(Index, 1);
    *index = (Index){context, overview_new(context), context->lang, g_string_new(NULL),
                     history_table_new()};
    return index;
}

static bool add_row(void *table, const TableRow *row, GError **error)
{
    overview_add(((Index *)table)->overview, row);
    return true;
}

static bool add_step(void *table, const HistoryStep *step, GError **error)
{
    const Index *index = table;
    history_table_add(index->agreements, step, index->context->pack, index->lang);
    return true;
}

static void drop_index(void *table)
{
    Index *index = table;
    overview_free(index->overview);
    g_ptr_array_unref(index->agreements);
    g_string_free(index->out, TRUE);
    g_free(index);
}

// Pages of an earlier, longer list.
static void drop_old_pages(const Index *index)
{
    for (guint page = page_count(index);; page++) {
        g_autofree char *name = page_name(page);
        g_autofree char *path = table_path(index->context, name);
        if (remove(path) != 0)
            return;
    }
}

static bool close_index(void *table, GError **error)
{
    const Index *index = table;
    bool fine = true;
    for (guint page = 0; fine && page < page_count(index); page++)
        fine = write_page(index, page, error);
    if (fine)
        drop_old_pages(index);
    drop_index(table);
    return fine;
}

const Table table_index = {
    .name = "index",
    .format = "html",
    .file = "index.html",
    .open = open_index,
    .add = add_row,
    .step = add_step,
    .close = close_index,
    .drop = drop_index,
};
