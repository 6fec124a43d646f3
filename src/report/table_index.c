// SPDX-License-Identifier: GPL-3.0-or-later
// index.html: an audit at a glance: what was analysed and what was not, platforms by clause types,
// how common each is, the worst words, what platforms share, and every document. Lists of documents
// that are too long for one page go on in index-2.html and so on.

#include <stdio.h>

#include "report/history_table.h"
#include "report/html.h"
#include "report/index_sections.h"
#include "report/sink.h"
#include "text/fault.h"

enum {
    PER_PAGE = 1000, // documents of one page
    QUOTES_MOST = 20,
    SHARED_MOST = 20,
    AGREEMENTS_MOST = 100,
    METADATA_MOST = 60, // characters of a cell
};

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

// --- documents ---

static int level_order(const Listed *listed)
{
    return listed->level == LEVEL_UNKNOWN ? -1 : listed->level;
}

static void add_document(const Index *index, const Listed *listed)
{
    g_string_append(index->out, "<tr><th scope=\"row\">");
    index_add_link(index, listed->page, listed->path);
    g_string_append(index->out, "</th><td>");
    html_text(index->out, index_platform_name(index, listed->platform));
    html_print(index->out, "</td><td data-v=\"%d\">", level_order(listed));
    html_badge(index->out, listed->level, index->lang);
    if (listed->status == STATUS_NOT_ANALYSED)
        g_string_append(index->out, "</td><td data-v=\"-1\">–</td><td>");
    else
        html_print(index->out, "</td><td data-v=\"%u\">%u</td><td>", listed->findings,
                   listed->findings);
    g_string_append(index->out, word_status(listed->status, index->lang));
    if (listed->status != STATUS_COMPLETE && listed->reason != FAULT_COUNT)
        html_print(index->out, "%s%s", index_say(index, W_COLON),
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
        html_print(index->out, "<nav aria-label=\"%s\"><p>", index_say(index, W_INDEX_PAGES));
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
    index_open_section(index, "documents", W_INDEX_DOCUMENTS);
    add_pages(index, page, false);
    html_print(index->out,
               "<p id=\"tools\" hidden><label>%s <input id=\"filter\" type=\"search\"></label> "
               "<span id=\"shown\" aria-live=\"polite\"></span></p>\n",
               index_say(index, W_INDEX_FILTER));
    index_open_table(index, "docs", W_INDEX_DOCUMENTS);
    g_string_append(index->out, "<thead><tr>");
    for (size_t i = 0; i < G_N_ELEMENTS(heads); i++)
        html_print(index->out, "<th scope=\"col\">%s</th>", index_say(index, heads[i]));
    const GPtrArray *metadata = index->context->metadata;
    for (guint i = 0; metadata && i < metadata->len; i++) {
        g_string_append(index->out, "<th scope=\"col\">");
        html_text_cut(index->out, metadata->pdata[i], METADATA_MOST);
        g_string_append(index->out, "</th>");
    }
    g_string_append(index->out, "</tr></thead>\n<tbody>\n");
    for (guint i = page * PER_PAGE; i < listed->len && i < (page + 1) * PER_PAGE; i++)
        add_document(index, listed->pdata[i]);
    index_close_table(index);
    add_pages(index, page, true);
    index_close_section(index);
}

static void add_history(const Index *index)
{
    index_open_section(index, "history", W_HISTORY_TITLE);
    history_table_write(index->agreements, AGREEMENTS_MOST, false, index->lang, index->out);
    html_print(index->out, "<p><a href=\"history.html\">%s</a></p>\n",
               index_say(index, W_HISTORY_ALL));
    index_close_section(index);
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
               index_say(index, W_INDEX_DOCUMENTS), index_say(index, W_INDEX_TITLE),
               index_say(index, W_PAGE_CONTENTS));
    for (size_t i = 0; i < G_N_ELEMENTS(sections); i++)
        if (index->context->history || sections[i].title != W_HISTORY_TITLE)
            html_print(index->out, "<li><a href=\"#%s\">%s</a></li>", sections[i].id,
                       index_say(index, sections[i].title));
    g_string_append(index->out, "</ul></nav>\n</header>\n<main>\n");
}

static void add_first_page(const Index *index)
{
    g_autoptr(GPtrArray) worst = overview_worst(index->overview, QUOTES_MOST);
    g_autoptr(GPtrArray) shared = overview_shared(index->overview, SHARED_MOST);
    add_header(index);
    index_add_coverage(index);
    index_add_matrix(index);
    index_add_prevalence(index);
    index_add_clauses(index, "worst", W_INDEX_WORST, worst);
    index_add_clauses(index, "shared", W_INDEX_SHARED, shared);
    if (index->context->history)
        add_history(index);
}

static bool write_page(const Index *index, guint page, GError **error)
{
    g_autofree char *name = page_name(page);
    g_autofree char *path = table_path(index->context, name);
    g_string_truncate(index->out, 0);
    html_head(index->out, index_say(index, W_INDEX_TITLE), index->lang, script);
    if (page == 0)
        add_first_page(index);
    else
        html_print(index->out,
                   "<header>\n<h1><a href=\"index.html\">%s</a></h1>\n</header>\n<main>\n",
                   index_say(index, W_INDEX_TITLE));
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
