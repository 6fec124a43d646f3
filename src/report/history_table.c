// SPDX-License-Identifier: GPL-3.0-or-later

#include "report/history_table.h"

#include <string.h>

#include "report/html.h"

// Words with placeholders are formats with the same arguments in both languages.
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

enum { NAMES_MOST = 5 };

static void agreement_free(void *data)
{
    Agreement *agreement = data;
    g_free(agreement->platform);
    g_free(agreement->title);
    g_string_free(agreement->types, TRUE);
    g_free(agreement);
}

GPtrArray *history_table_new(void)
{
    return g_ptr_array_new_with_free_func(agreement_free);
}

// The names of the types of what is bad, each once.
static void name_types(Agreement *agreement, const Diff *diff, const Pack *pack, Lang lang)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < diff->pairs->len; i++) {
        const DiffPair *pair = diff->pairs->pdata[i];
        const Finding *finding = pair->after ? pair->after : pair->before;
        const Type *type = pack_type(pack, finding->type);
        if (!pair->bad || !g_hash_table_add(seen, finding->type))
            continue;
        if (g_hash_table_size(seen) > NAMES_MOST) {
            g_string_append(agreement->types, "…");
            return;
        }
        g_string_append_printf(agreement->types, "%s%s%s%s",
                               agreement->types->len ? word(W_COMMA, lang) : "",
                               type ? type->name[lang] : finding->type, word(W_COLON, lang),
                               word((Word)(W_CHANGE_SAME + (int)pair->change), lang));
    }
}

Agreement *history_table_add(GPtrArray *agreements, const HistoryStep *step, const Pack *pack,
                             Lang lang)
{
    if (step->number == 1) {
        Agreement *fresh = g_new0(Agreement, 1);
        fresh->group = step->group;
        fresh->platform = g_strdup(step->platform);
        fresh->title = history_title(step, lang);
        fresh->types = g_string_new(NULL);
        g_strlcpy(fresh->first, step->after->date, sizeof(fresh->first));
        g_ptr_array_add(agreements, fresh);
    }
    Agreement *agreement = agreements->pdata[agreements->len - 1];
    agreement->versions++;
    g_strlcpy(agreement->last, step->after->date, sizeof(agreement->last));
    unsigned bad = 0;
    for (guint i = 0; step->diff && i < step->diff->pairs->len; i++)
        bad += ((const DiffPair *)step->diff->pairs->pdata[i])->bad;
    if (bad) {
        agreement->bad += bad;
        g_strlcpy(agreement->worse, step->after->date, sizeof(agreement->worse));
        g_string_truncate(agreement->types, 0);
        name_types(agreement, step->diff, pack, lang);
    }
    return agreement;
}

static int by_bad(const void *x, const void *y)
{
    const Agreement *a = *(Agreement *const *)x, *b = *(Agreement *const *)y;
    if (a->bad != b->bad)
        return a->bad > b->bad ? -1 : 1;
    return a->group < b->group ? -1 : a->group > b->group;
}

static void add_line(const Agreement *agreement, bool whole, Lang lang, GString *out)
{
    g_string_append(out, "<tr><th scope=\"row\">");
    html_text(out, *agreement->platform ? agreement->platform : word(W_INDEX_NO_PLATFORM, lang));
    g_string_append(out, "</th><td>");
    if (whole)
        html_print(out, "<a id=\"a%u\" href=\"history-%u.html#a%u\">", agreement->group,
                   agreement->page, agreement->group);
    else
        html_print(out, "<a href=\"history.html#a%u\">", agreement->group);
    html_text_cut(out, agreement->title, 80);
    html_print(out, "</a></td><td>%u</td><td>%s", agreement->versions, agreement->first);
    if (strcmp(agreement->first, agreement->last) != 0)
        html_print(out, " – %s", agreement->last);
    html_print(out, "</td><td>%u</td><td>", agreement->bad);
    if (agreement->bad)
        html_print(out, "%s%s", agreement->worse, word(W_COLON, lang));
    html_text(out, agreement->types->str);
    g_string_append(out, "</td></tr>\n");
}

void history_table_write(const GPtrArray *agreements, guint most, bool whole, Lang lang,
                         GString *out)
{
    const Word heads[] = {W_INDEX_PLATFORM, W_HISTORY_AGREEMENT, W_HISTORY_VERSIONS,
                          W_HISTORY_PERIOD, W_HISTORY_BAD,       W_HISTORY_LAST_WORSE};
    g_autoptr(GPtrArray) sorted = g_ptr_array_copy((GPtrArray *)agreements, NULL, NULL);
    g_ptr_array_set_free_func(sorted, NULL);
    g_ptr_array_sort(sorted, by_bad);
    html_print(out,
               "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\">\n"
               "<table class=\"history\">\n<caption>%s</caption>\n<thead><tr>",
               word(W_HISTORY_TITLE, lang), word(W_HISTORY_INTRO, lang));
    for (size_t i = 0; i < G_N_ELEMENTS(heads); i++)
        html_print(out, "<th scope=\"col\">%s</th>", word(heads[i], lang));
    g_string_append(out, "</tr></thead>\n<tbody>\n");
    for (guint i = 0; i < sorted->len && i < most; i++)
        add_line(sorted->pdata[i], whole, lang, out);
    g_string_append(out, "</tbody>\n</table>\n</div>\n");
    if (sorted->len > most) {
        g_autofree char *line = word_counts(W_HISTORY_OTHERS, lang, sorted->len - most);
        html_print(out, "<p>%s</p>\n", line);
    }
}
