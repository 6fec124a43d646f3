// SPDX-License-Identifier: GPL-3.0-or-later
// history.html: what appeared when: one line an agreement; the versions and what changed in each
// stand in history-1.html and so on. Only where the metadata has dates.

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "report/history_table.h"
#include "report/html.h"
#include "report/sink.h"

// Words with placeholders are formats with the same arguments in both languages.
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

enum {
    PAGE_MOST = 1 << 20,   // bytes after which an agreement begins on a new page
    STEP_MOST = 100 << 10, // bytes of a version's changes
    SERIES_MOST = 600 << 10,
    COLUMNS_MOST = 24, // versions of the table
    AGREEMENTS_MOST = 3000,
    NAME_MOST = 80,
    UNREAD = -2, // a version's worst severity when it could not be read
    NONE = -1,
};

// One version in the table of its agreement.
typedef struct {
    char date[11];
    int *worst; // per type
} VersionColumn;

typedef struct {
    const TableContext *context;
    Lang lang;
    GPtrArray *agreements; // Agreement
    unsigned page;         // number of the page being filled, from 1
    GString *out;          // its agreements so far
    GPtrArray *columns;    // VersionColumn of the agreement that is going on
    GString *steps;        // its versions in words
} HistoryPages;

static void column_free(void *data)
{
    VersionColumn *column = data;
    g_free(column->worst);
    g_free(column);
}

static char *page_file(unsigned page)
{
    return page ? g_strdup_printf("history-%u.html", page) : g_strdup("history.html");
}

static void *open_pages(const TableContext *context, GError **error)
{
    HistoryPages *pages = g_new0(HistoryPages, 1);
    pages->context = context;
    pages->lang = context->lang;
    pages->agreements = history_table_new();
    pages->page = 1;
    pages->out = g_string_new(NULL);
    pages->columns = g_ptr_array_new_with_free_func(column_free);
    pages->steps = g_string_new(NULL);
    return pages;
}

static bool add_nothing(void *table, const TableRow *row, GError **error)
{
    return true;
}

static bool write_file(const HistoryPages *pages, unsigned number, const char *body, GError **error)
{
    Lang lang = pages->lang;
    g_autofree char *file = page_file(number);
    g_autofree char *path = table_path(pages->context, file);
    g_autoptr(GString) out = g_string_new(NULL);
    html_head(out, word(W_HISTORY_TITLE, lang), lang, NULL);
    html_print(out, "<header>\n<h1>%s</h1>\n<p class=\"facts\"><a href=\"%s\">%s</a></p>\n",
               word(W_HISTORY_TITLE, lang), number ? "history.html" : "index.html",
               word(number ? W_HISTORY_ALL : W_INDEX_TITLE, lang));
    g_string_append(out, "</header>\n<main>\n");
    g_string_append(out, body);
    g_string_append(out, "</main>\n");
    html_foot(out, pages->context->pack, NULL, lang);
    Sink *sink = sink_new(path, TABLE_MODE, error);
    if (!sink)
        return false;
    sink_put(sink, out->str, out->len);
    return sink_close(sink, error);
}

// --- the table of an agreement ---

static void note_worst(const HistoryPages *pages, const HistoryStep *step)
{
    const Pack *pack = pages->context->pack;
    const Report *report = step->after->row.report;
    size_t types = pack_type_count(pack);
    VersionColumn *column = g_new0(VersionColumn, 1);
    column->worst = g_new(int, types);
    g_strlcpy(column->date, step->after->date, sizeof(column->date));
    for (size_t i = 0; i < types; i++)
        column->worst[i] = step->kind == STEP_NOT_ANALYSED ? UNREAD : NONE;
    for (guint i = 0; i < report->findings->len; i++) {
        const Finding *finding = report->findings->pdata[i];
        const Type *type = pack_type(pack, finding->type);
        if (type && finding->placed && !finding->suppressed_reason)
            column->worst[type->index] = MAX(column->worst[type->index], finding->severity);
    }
    g_ptr_array_add(pages->columns, column);
}

// The number of the first version that has the type, or that of all when none has.
static guint first_seen(const HistoryPages *pages, size_t type)
{
    guint i = 0;
    while (i < pages->columns->len &&
           ((const VersionColumn *)pages->columns->pdata[i])->worst[type] < 0)
        i++;
    return i;
}

static void add_cell(const HistoryPages *pages, const VersionColumn *column, const Type *type)
{
    int worst = column->worst[type->index];
    if (worst == UNREAD || worst == NONE) {
        html_print(pages->out, "<td>%s</td>", worst == NONE ? "0" : "–");
        return;
    }
    bool risk = type->polarity == POLARITY_RISK;
    html_print(pages->out, "<td><mark class=\"%s\" title=\"%s\">", html_level_class(worst),
               risk ? word_level(worst, pages->lang) : word(W_GOOD, pages->lang));
    if (risk)
        html_print(pages->out, "%d", worst);
    else
        g_string_append(pages->out, "✓");
    g_string_append(pages->out, "</mark></td>");
}

static void add_type(const HistoryPages *pages, const Type *type, guint from)
{
    guint first = first_seen(pages, type->index);
    if (first == pages->columns->len)
        return;
    g_string_append(pages->out, "<tr><th scope=\"row\">");
    html_text(pages->out, type->name[pages->lang]);
    html_print(pages->out, "</th><td>%s</td>",
               ((const VersionColumn *)pages->columns->pdata[first])->date);
    for (guint i = from; i < pages->columns->len; i++)
        add_cell(pages, pages->columns->pdata[i], type);
    g_string_append(pages->out, "</tr>\n");
}

static void add_name(const HistoryPages *pages, const Agreement *agreement)
{
    html_text_cut(pages->out,
                  *agreement->platform ? agreement->platform
                                       : word(W_INDEX_NO_PLATFORM, pages->lang),
                  NAME_MOST);
    g_string_append(pages->out, " · ");
    html_text_cut(pages->out, agreement->title, NAME_MOST);
}

static void add_table(const HistoryPages *pages)
{
    const Pack *pack = pages->context->pack;
    guint count = pages->columns->len, from = count > COLUMNS_MOST ? count - COLUMNS_MOST : 0;
    g_string_append(pages->out,
                    "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
    add_name(pages, pages->agreements->pdata[pages->agreements->len - 1]);
    html_print(pages->out,
               "\">\n<table class=\"matrix\">\n<caption>%s</caption>\n<thead><tr><th "
               "scope=\"col\">%s</th><th scope=\"col\">%s</th>",
               word(W_HISTORY_LEGEND, pages->lang), word(W_INDEX_TYPE, pages->lang),
               word(W_HISTORY_FIRST_SEEN, pages->lang));
    for (guint i = from; i < count; i++)
        html_print(pages->out, "<th scope=\"col\">%s</th>",
                   ((const VersionColumn *)pages->columns->pdata[i])->date);
    g_string_append(pages->out, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0, n = pack_type_count(pack); i < n; i++)
        add_type(pages, pack_type_at(pack, i), from);
    g_string_append(pages->out, "</tbody>\n</table>\n</div>\n");
    if (from) {
        g_autofree char *line = word_counts(W_HISTORY_EARLIER, pages->lang, from);
        html_print(pages->out, "<p>%s</p>\n", line);
    }
}

// --- the versions in words ---

static void add_first(const HistoryPages *pages, const Report *report)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    html_print(pages->steps, "<p>%s</p>\n<ul>\n", word(W_HISTORY_FIRST, pages->lang));
    for (guint i = 0; i < report->findings->len; i++) {
        const Finding *finding = report->findings->pdata[i];
        const Type *type = pack_type(pages->context->pack, finding->type);
        if (!finding->placed || finding->suppressed_reason || !type ||
            !g_hash_table_add(seen, finding->type))
            continue;
        g_string_append(pages->steps, "<li>");
        html_text(pages->steps, type->name[pages->lang]);
        g_string_append(pages->steps, "</li>\n");
    }
    if (g_hash_table_size(seen) == 0)
        html_print(pages->steps, "<li>%s</li>\n", word(W_INDEX_NONE, pages->lang));
    g_string_append(pages->steps, "</ul>\n");
}

static void add_changes(HistoryPages *pages, const Diff *diff)
{
    const unsigned *n = diff->counts;
    if (n[CHANGE_SAME] == diff->pairs->len) {
        html_print(pages->steps, "<p>%s</p>\n",
                   word(diff->unsure ? W_DIFF_UNSURE : W_DIFF_SAME, pages->lang));
        return;
    }
    g_autofree char *summary =
        g_strdup_printf(word(W_DIFF_SUMMARY, pages->lang), n[CHANGE_ADDED], n[CHANGE_REMOVED],
                        n[CHANGE_WORSE], n[CHANGE_MILDER], n[CHANGE_REWORDED], n[CHANGE_MOVED]);
    html_print(pages->steps, "<details%s><summary>%s</summary>\n", diff->worse ? " open" : "",
               summary);
    size_t room = pages->steps->len < SERIES_MOST ? STEP_MOST : 0;
    unsigned left = diff_to_cards(diff, pages->context->pack, pages->lang, room, pages->steps);
    if (left) {
        g_autofree char *line = word_counts(W_HISTORY_MORE, pages->lang, left);
        html_print(pages->steps, "<p>%s</p>\n", line);
    }
    g_string_append(pages->steps, "</details>\n");
    if (diff->unsure)
        html_print(pages->steps, "<p>%s</p>\n", word(W_DIFF_UNSURE, pages->lang));
}

static void add_version_head(const HistoryPages *pages, const HistoryVersion *version)
{
    html_print(pages->steps, "<h3>%s", version->date);
    if (*version->version) {
        g_string_append(pages->steps, " · ");
        html_text_cut(pages->steps, version->version, 40);
    }
    g_string_append(pages->steps, " · <small>");
    if (version->row.page) {
        g_string_append(pages->steps, "<a href=\"");
        html_address(pages->steps, version->row.page);
        g_string_append(pages->steps, "\">");
    }
    html_text_cut(pages->steps, version->row.report->document.path, 200);
    html_print(pages->steps, "%s</small></h3>\n", version->row.page ? "</a>" : "");
}

static bool has_types(const HistoryPages *pages)
{
    for (size_t i = 0, n = pack_type_count(pages->context->pack); i < n; i++)
        if (first_seen(pages, i) < pages->columns->len)
            return true;
    return false;
}

static bool close_agreement(HistoryPages *pages, GError **error)
{
    if (has_types(pages))
        add_table(pages);
    g_string_append_len(pages->out, pages->steps->str, (gssize)pages->steps->len);
    g_string_append(pages->out, "</section>\n");
    g_string_truncate(pages->steps, 0);
    g_ptr_array_set_size(pages->columns, 0);
    if (pages->out->len < PAGE_MOST)
        return true;
    bool fine = write_file(pages, pages->page++, pages->out->str, error);
    g_string_truncate(pages->out, 0);
    return fine;
}

static void open_agreement(const HistoryPages *pages, const Agreement *agreement)
{
    html_print(pages->out, "<section class=\"versions\" id=\"a%u\">\n<h2>", agreement->group);
    add_name(pages, agreement);
    g_string_append(pages->out, "</h2>\n");
}

static bool add_step(void *table, const HistoryStep *step, GError **error)
{
    HistoryPages *pages = table;
    Agreement *agreement =
        history_table_add(pages->agreements, step, pages->context->pack, pages->lang);
    if (step->number == 1) {
        agreement->page = pages->page;
        open_agreement(pages, agreement);
    }
    note_worst(pages, step);
    add_version_head(pages, step->after);
    if (step->kind == STEP_FIRST)
        add_first(pages, step->after->row.report);
    else if (step->kind == STEP_COMPARED)
        add_changes(pages, step->diff);
    else
        html_print(
            pages->steps, "<p>%s</p>\n",
            word(step->kind == STEP_UNORDERED ? W_HISTORY_UNORDERED : W_HISTORY_LOST, pages->lang));
    return step->number < step->of || close_agreement(pages, error);
}

// --- the end ---

static void drop_pages(void *table)
{
    HistoryPages *pages = table;
    g_ptr_array_unref(pages->agreements);
    g_ptr_array_unref(pages->columns);
    g_string_free(pages->out, TRUE);
    g_string_free(pages->steps, TRUE);
    g_free(pages);
}

// Pages of an earlier, longer history, from `page` on.
static void drop_old(const HistoryPages *pages, unsigned page)
{
    for (;; page++) {
        g_autofree char *file = page_file(page);
        g_autofree char *path = table_path(pages->context, file);
        if (unlink(path) != 0)
            return;
    }
}

static bool write_contents(const HistoryPages *pages, GError **error)
{
    g_autoptr(GString) body = g_string_new(NULL);
    unsigned undated = history_undated(pages->context->history);
    history_table_write(pages->agreements, AGREEMENTS_MOST, true, pages->lang, body);
    if (undated) {
        g_autofree char *line = word_counts(W_HISTORY_UNDATED, pages->lang, undated);
        html_print(body, "<p>%s</p>\n", line);
    }
    return write_file(pages, 0, body->str, error);
}

static bool close_pages(void *table, GError **error)
{
    HistoryPages *pages = table;
    bool fine = true;
    if (pages->context->history) {
        if (pages->out->len)
            fine = write_file(pages, pages->page++, pages->out->str, error);
        fine = fine && write_contents(pages, error);
        drop_old(pages, pages->page);
    } else {
        drop_old(pages, 0);
    }
    drop_pages(pages);
    return fine;
}

const Table table_historypage = {
    .name = "historypage",
    .format = "html",
    .file = "history.html",
    .open = open_pages,
    .add = add_nothing,
    .step = add_step,
    .close = close_pages,
    .drop = drop_pages,
};
