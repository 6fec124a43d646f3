// SPDX-License-Identifier: GPL-3.0-or-later
// A comparison in words: what got worse first, the two clauses under each other, changed words
// between marks: [-old-] {+new+}.
#include "report/diff.h"
#include "report/layout.h"
#include "report/phrases.h"
#include "report/words.h"

// Formats of words.def are checked to be alike by test_words.c.
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

enum { PLAIN_COLUMNS = 80 };

typedef struct {
    const Diff *diff;
    const Pack *pack;
    const WriteOptions *options;
    Lang lang;
    int columns;
    GString *out;
} Sheet;

static void add_text(const Sheet *sheet, const char *first, const char *text, int indent)
{
    layout_wrap(sheet->out, text, sheet->columns, first, indent);
}

static void add_labelled(const Sheet *sheet, Word label, const char *text)
{
    g_autofree char *first =
        g_strconcat(word(label, sheet->lang), word(W_COLON, sheet->lang), NULL);
    add_text(sheet, first, text, 2);
}

// "[made worse] Contact-list read (very high, before medium)".
static void add_pair_title(const Sheet *sheet, const DiffPair *pair)
{
    const Finding *finding = pair->after ? pair->after : pair->before;
    const Type *type = pack_type(sheet->pack, finding->type);
    const char *said = word((Word)(W_CHANGE_SAME + (int)pair->change), sheet->lang);
    bool color = sheet->options->color;
    g_autofree char *first =
        color ? g_strdup_printf("  [\033[%sm%s\033[0m] ", pair->bad ? "31" : "32", said)
              : g_strdup_printf("  [%s] ", said);
    g_autofree char *level = NULL;
    if (pair->before && pair->after && pair->before->severity != pair->after->severity)
        level = g_strdup_printf(word(W_DIFF_SEVERITY, sheet->lang),
                                word_level(pair->after->severity, sheet->lang),
                                word_level(pair->before->severity, sheet->lang));
    else if (finding->severity)
        level = g_strdup(word_level(finding->severity, sheet->lang));
    const char *name = type ? type->name[sheet->lang] : finding->type;
    g_autofree char *title =
        level ? g_strdup_printf(word(W_ASIDE, sheet->lang), name, level) : g_strdup(name);
    g_string_append_c(sheet->out, '\n');
    add_text(sheet, first, title, 4);
}

static char *marked_words(const Diff *diff, const DiffPair *pair)
{
    static const char *const opened[] = {"", "[-", "{+"}, *const closed[] = {"", "-]", "+}"};
    g_autofree char *before = diff_quote(diff, pair, false);
    g_autofree char *after = diff_quote(diff, pair, true);
    g_autoptr(GPtrArray) pieces = diff_words(before, after);
    GString *words = g_string_new(NULL);
    for (guint i = 0; i < pieces->len; i++) {
        const DiffPiece *piece = g_ptr_array_index(pieces, i);
        g_string_append_printf(words, "%s%s%s", opened[piece->kind], piece->text,
                               closed[piece->kind]);
    }
    return g_string_free(words, FALSE);
}

static void add_side(const Sheet *sheet, Word label, const Finding *finding, const char *words)
{
    g_autofree char *where = phrase_where(finding, sheet->lang);
    g_autofree char *first =
        g_strdup_printf("    %s%s", word(label, sheet->lang), word(W_COLON, sheet->lang));
    g_autofree char *line = g_strdup_printf(word(W_ASIDE, sheet->lang), words, where);
    add_text(sheet, first, line, 6);
}

static void add_pair(const Sheet *sheet, const DiffPair *pair)
{
    add_pair_title(sheet, pair);
    const Finding *finding = pair->after ? pair->after : pair->before;
    if (!finding->placed)
        return;
    if (pair->before && pair->after && pair->change != CHANGE_MOVED) {
        g_autofree char *words = marked_words(sheet->diff, pair);
        add_side(sheet, W_DIFF_NEW, pair->after, words);
        return;
    }
    if (pair->before) {
        g_autofree char *words = diff_quote(sheet->diff, pair, false);
        add_side(sheet, W_DIFF_OLD, pair->before, words);
    }
    if (pair->after) {
        g_autofree char *words = diff_quote(sheet->diff, pair, true);
        add_side(sheet, W_DIFF_NEW, pair->after, words);
    }
}

static bool same_throughout(const Diff *diff)
{
    return diff->counts[CHANGE_SAME] == diff->pairs->len;
}

// Why a version could not be read.
static void add_unread(const Sheet *sheet, const Report *report)
{
    if (report->document.status != STATUS_NOT_ANALYSED)
        return;
    g_autoptr(GPtrArray) list = phrase_unread(report, false, sheet->lang);
    for (guint i = 0; i < list->len; i++) {
        const Unread *unread = g_ptr_array_index(list, i);
        g_autofree char *line =
            g_strconcat(report->document.path, word(W_COLON, sheet->lang), unread->line, NULL);
        add_text(sheet, "  - ", line, 4);
    }
}

static void add_summary(const Sheet *sheet)
{
    const Diff *diff = sheet->diff;
    const unsigned *n = diff->counts;
    Lang lang = sheet->lang;
    g_string_append_c(sheet->out, '\n');
    if (diff->unread) {
        add_text(sheet, "", word(W_DIFF_UNREADABLE, lang), 0);
        add_unread(sheet, diff->before);
        add_unread(sheet, diff->after);
        return;
    }
    if (same_throughout(diff)) {
        add_text(sheet, "", word(diff->unsure ? W_DIFF_UNSURE : W_DIFF_SAME, lang), 0);
        return;
    }
    add_text(sheet, "", word(diff->worse ? W_DIFF_WORSE_OVERALL : W_DIFF_NOT_WORSE, lang), 0);
    g_autofree char *counts =
        g_strdup_printf(word(W_DIFF_SUMMARY, lang), n[CHANGE_ADDED], n[CHANGE_REMOVED],
                        n[CHANGE_WORSE], n[CHANGE_MILDER], n[CHANGE_REWORDED], n[CHANGE_MOVED]);
    add_text(sheet, "", counts, 0);
    if (diff->unsure)
        add_text(sheet, "", word(W_DIFF_UNSURE, lang), 0);
}

void diff_to_words(const Diff *diff, const Pack *pack, const WriteOptions *options, GString *out)
{
    Sheet sheet = {
        diff, pack, options, options->lang, options->columns ? options->columns : PLAIN_COLUMNS,
        out};
    add_labelled(&sheet, W_DIFF_OLD, diff->before->document.path);
    add_labelled(&sheet, W_DIFF_NEW, diff->after->document.path);
    add_summary(&sheet);
    for (guint i = 0; i < diff->pairs->len; i++) {
        const DiffPair *pair = g_ptr_array_index(diff->pairs, i);
        if (pair->change != CHANGE_SAME)
            add_pair(&sheet, pair);
    }
    g_string_append_c(out, '\n');
    if (diff->counts[CHANGE_SAME]) {
        g_autofree char *same =
            g_strdup_printf(word(W_DIFF_UNCHANGED, options->lang), diff->counts[CHANGE_SAME]);
        add_text(&sheet, "", same, 0);
    }
    add_text(&sheet, "", word(W_DISCLAIMER, options->lang), 0);
}
