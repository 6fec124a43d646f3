// SPDX-License-Identifier: GPL-3.0-or-later
// A comparison as a page: the two clauses side by side, the changed words marked.
#include "report/diff.h"
#include "report/html.h"
#include "report/legal.h"
#include "report/phrases.h"

// Formats of words.def are checked to be alike by test_words.c.
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

typedef struct {
    const Diff *diff;
    const Pack *pack;
    Lang lang;
    GString *out;
} Sheet;

static void add_summary(const Sheet *sheet)
{
    const Diff *diff = sheet->diff;
    const unsigned *n = diff->counts;
    bool same = n[CHANGE_SAME] == diff->pairs->len;
    const char *class = diff->worse ? "s4" : diff->unsure ? "su" : "s0";
    Word lead = diff->worse    ? W_DIFF_WORSE_OVERALL
                : !same        ? W_DIFF_NOT_WORSE
                : diff->unread ? W_DIFF_UNREADABLE
                : diff->unsure ? W_DIFF_UNSURE
                               : W_DIFF_SAME;
    html_print(sheet->out,
               "<section class=\"verdict %s\">\n<h2>%s</h2>\n<p class=\"lead\">%s</p>\n", class,
               word(W_VERDICT, sheet->lang), word(lead, sheet->lang));
    if (!same) {
        g_string_append(sheet->out, "<p>");
        html_print(sheet->out, word(W_DIFF_SUMMARY, sheet->lang), n[CHANGE_ADDED],
                   n[CHANGE_REMOVED], n[CHANGE_WORSE], n[CHANGE_MILDER], n[CHANGE_REWORDED],
                   n[CHANGE_MOVED]);
        g_string_append(sheet->out, "</p>\n");
    }
    if (diff->unsure && lead != W_DIFF_UNSURE)
        html_print(sheet->out, "<p>%s</p>\n", word(W_DIFF_UNSURE, sheet->lang));
    g_string_append(sheet->out, "</section>\n");
}

// One side of a clause: `kind` is the kind of piece that only this side has.
static void add_words(const Sheet *sheet, const GPtrArray *pieces, PieceKind kind)
{
    const char *tag = kind == PIECE_OLD ? "del" : "ins";
    for (guint i = 0; i < pieces->len; i++) {
        const DiffPiece *piece = g_ptr_array_index(pieces, i);
        if (piece->kind != PIECE_KEPT && piece->kind != kind)
            continue;
        if (piece->kind == kind)
            html_print(sheet->out, "<%s>", tag);
        html_text(sheet->out, piece->text);
        if (piece->kind == kind)
            html_print(sheet->out, "</%s>", tag);
    }
}

static void add_side(const Sheet *sheet, Word label, const Finding *finding, const char *words,
                     const GPtrArray *pieces, PieceKind kind)
{
    html_print(sheet->out, "<div><h4>%s", word(label, sheet->lang));
    if (!finding) {
        html_print(sheet->out, "</h4><p class=\"soft\">%s</p></div>\n",
                   word(W_DIFF_NOT_THERE, sheet->lang));
        return;
    }
    g_autofree char *where = phrase_where(finding, sheet->lang);
    g_string_append(sheet->out, word(W_COLON, sheet->lang));
    html_text(sheet->out, where);
    g_string_append(sheet->out, "</h4><blockquote>");
    if (pieces)
        add_words(sheet, pieces, kind);
    else
        html_text(sheet->out, words);
    g_string_append(sheet->out, "</blockquote></div>\n");
}

static void add_title(const Sheet *sheet, const DiffPair *pair)
{
    const Finding *finding = pair->after ? pair->after : pair->before;
    const Type *type = pack_type(sheet->pack, finding->type);
    bool risk = finding->polarity == POLARITY_RISK;
    html_print(sheet->out, "<li class=\"card %s\">\n<h3>",
               risk && !pair->good ? html_level_class(finding->severity) : "good");
    if (risk)
        html_badge(sheet->out, finding->severity, sheet->lang);
    else if (finding->polarity == POLARITY_PROTECTIVE)
        html_badge_good(sheet->out, sheet->lang);
    html_text(sheet->out, type ? type->name[sheet->lang] : finding->type);
    html_print(sheet->out, " <small>%s",
               word((Word)(W_CHANGE_SAME + (int)pair->change), sheet->lang));
    if (pair->before && pair->after && pair->before->severity != pair->after->severity) {
        g_string_append(sheet->out, word(W_COMMA, sheet->lang));
        html_print(sheet->out, word(W_DIFF_SEVERITY, sheet->lang),
                   word_level(pair->after->severity, sheet->lang),
                   word_level(pair->before->severity, sheet->lang));
    }
    g_string_append(sheet->out, "</small></h3>\n");
}

static void add_pair(const Sheet *sheet, const DiffPair *pair)
{
    const Finding *finding = pair->after ? pair->after : pair->before;
    add_title(sheet, pair);
    if (finding->placed) {
        g_autofree char *old = pair->before ? diff_quote(sheet->diff, pair, false) : NULL;
        g_autofree char *new = pair->after ? diff_quote(sheet->diff, pair, true) : NULL;
        g_autoptr(GPtrArray) pieces = old && new ? diff_words(old, new) : NULL;
        g_string_append(sheet->out, "<div class=\"two\">\n");
        add_side(sheet, W_DIFF_OLD, pair->before, old, pieces, PIECE_OLD);
        add_side(sheet, W_DIFF_NEW, pair->after, new, pieces, PIECE_NEW);
        g_string_append(sheet->out, "</div>\n");
    } else {
        html_print(sheet->out, "<p>%s%s%s</p>\n", word(W_LACKS, sheet->lang),
                   word(W_COLON, sheet->lang),
                   word((Word)(W_CHANGE_SAME + (int)pair->change), sheet->lang));
    }
    if (pair->bad) {
        const Type *type = pack_type(sheet->pack, finding->type);
        g_autofree char *why =
            type ? legal_explanation(sheet->pack, type, sheet->diff->after->document.law,
                                     sheet->lang)
                 : g_strdup("");
        g_string_append(sheet->out, "<p>");
        html_text(sheet->out, why);
        g_string_append(sheet->out, "</p>\n");
    }
    g_string_append(sheet->out, "</li>\n");
}

static void add_part(const Sheet *sheet, bool bad, bool good, Word title)
{
    bool opened = false;
    for (guint i = 0; i < sheet->diff->pairs->len; i++) {
        const DiffPair *pair = g_ptr_array_index(sheet->diff->pairs, i);
        if (pair->change == CHANGE_SAME || pair->bad != bad || pair->good != good)
            continue;
        if (!opened)
            html_print(sheet->out, "<section>\n<h2>%s</h2>\n<ul class=\"plain\">\n",
                       word(title, sheet->lang));
        opened = true;
        add_pair(sheet, pair);
    }
    if (opened)
        g_string_append(sheet->out, "</ul>\n</section>\n");
}

unsigned diff_to_cards(const Diff *diff, const Pack *pack, Lang lang, size_t most, GString *out)
{
    Sheet sheet = {diff, pack, lang, out};
    size_t begin = out->len;
    unsigned left = 0;
    g_string_append(out, "<ul class=\"plain\">\n");
    for (guint i = 0; i < diff->pairs->len; i++) {
        const DiffPair *pair = g_ptr_array_index(diff->pairs, i);
        if (pair->change == CHANGE_SAME)
            continue;
        if (out->len - begin < most)
            add_pair(&sheet, pair);
        else
            left++;
    }
    g_string_append(out, "</ul>\n");
    return left;
}

void diff_to_html(const Diff *diff, const Pack *pack, const WriteOptions *options, GString *out)
{
    Sheet sheet = {diff, pack, options->lang, out};
    Lang lang = options->lang;
    html_head(out, word(W_DIFF_TITLE, lang), lang, NULL);
    html_print(out, "<header>\n<h1>%s</h1>\n<p class=\"facts\">%s%s", word(W_DIFF_TITLE, lang),
               word(W_DIFF_OLD, lang), word(W_COLON, lang));
    html_text_cut(out, diff->before->document.path, 200);
    html_print(out, "<br>%s%s", word(W_DIFF_NEW, lang), word(W_COLON, lang));
    html_text_cut(out, diff->after->document.path, 200);
    g_string_append(out, "</p>\n</header>\n<main>\n");
    add_summary(&sheet);
    add_part(&sheet, true, false, W_DIFF_WORSE_PART);
    add_part(&sheet, false, true, W_DIFF_BETTER_PART);
    add_part(&sheet, false, false, W_DIFF_OTHER_PART);
    if (diff->counts[CHANGE_SAME]) {
        g_string_append(out, "<p>");
        html_print(out, word(W_DIFF_UNCHANGED, lang), diff->counts[CHANGE_SAME]);
        g_string_append(out, "</p>\n");
    }
    g_string_append(out, "</main>\n");
    html_foot(out, pack, diff->after, lang);
}
