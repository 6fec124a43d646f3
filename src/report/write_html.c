// SPDX-License-Identifier: GPL-3.0-or-later
// HTML: one agreement as one self-contained page without script: the verdict, the four questions,
// what it allows, what protects, what is missing, what was not read; below, the whole text with
// everything marked where it stands.
#include <string.h>

#include "report/context.h"
#include "report/groups.h"
#include "report/html.h"
#include "report/html_cards.h"
#include "report/html_marks.h"
#include "report/legal.h"
#include "report/phrases.h"
#include "report/words.h"
#include "report/writer.h"

// Formats of words.def are checked to be alike by test_words.c.
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

enum {
    PAGE_MOST = 2 << 20,  // bytes a page should stay under
    TEXT_MOST = 24 << 20, // a text longer than this is cut, visibly
    FRAME = 120 << 10,    // what a page has besides text, marks and further places
    MARK_COST = 330,      // bytes of one mark with its label and neighbours
    OTHER_COST = 300,     // of one line for a further place
    OTHERS_LEAST = 3,     // further places of a type that are always listed
    ANSWER_PLACES = 3,
};

// --- head ---

static char *page_title(const Sheet *sheet)
{
    const DocumentInfo *info = &sheet->report->document;
    if (info->title && *info->title)
        return g_strdup(info->title);
    return g_path_get_basename(info->path);
}

// Whether there is a text to show, or one that was not kept: of a document that could not be read
// there is neither.
static bool has_words(const Sheet *sheet)
{
    const char *text = sheet->report->text;
    bool blank = !text || !text[strspn(text, " \t\r\n\f")];
    return !blank || sheet->report->document.status != STATUS_NOT_ANALYSED;
}

static void add_header(const Sheet *sheet)
{
    const DocumentInfo *info = &sheet->report->document;
    g_autofree char *title = page_title(sheet);
    g_autofree char *facts = phrase_facts(sheet->report, sheet->lang);
    if (has_words(sheet))
        html_print(sheet->out, "<a class=\"skip\" href=\"#text\">%s</a>\n",
                   say(sheet, W_PAGE_SKIP));
    put(sheet, "<header>\n<h1>");
    html_text_cut(sheet->out, title, QUOTE_MOST / 2);
    put(sheet, "</h1>\n<p class=\"facts\">");
    put_text(sheet, facts);
    html_print(sheet->out, " · %s%s", say(sheet, W_PAGE_FILE), say(sheet, W_COLON));
    html_text_cut(sheet->out, info->path, QUOTE_MOST / 2);
    put(sheet, "</p>\n");
}

static bool has_group(const Sheet *sheet, Polarity polarity)
{
    g_autoptr(GPtrArray) groups = groups_new(sheet->report, sheet->pack, polarity);
    return groups->len > 0;
}

static bool has_unread(const Sheet *sheet)
{
    return sheet->report->document.status != STATUS_COMPLETE;
}

static void add_contents(const Sheet *sheet, bool analysed)
{
    const struct {
        const char *id;
        Word title;
        bool there;
    } sections[] = {{"allows", W_ALLOWS, analysed},
                    {"protects", W_PROTECTS, analysed},
                    {"lacks", W_LACKS, analysed && has_group(sheet, POLARITY_ABSENT)},
                    {"unread", W_UNREAD, has_unread(sheet)},
                    {"text", W_PAGE_ANNOTATED, has_words(sheet)}};
    html_print(sheet->out, "<nav class=\"toc\" aria-label=\"%s\"><ul>",
               say(sheet, W_PAGE_CONTENTS));
    for (size_t i = 0; i < G_N_ELEMENTS(sections); i++)
        if (sections[i].there)
            html_print(sheet->out, "<li><a href=\"#%s\">%s</a></li>", sections[i].id,
                       say(sheet, sections[i].title));
    put(sheet, "</ul></nav>\n</header>\n<main>\n");
}

static void add_verdict(const Sheet *sheet)
{
    const Report *report = sheet->report;
    const DocumentInfo *info = &report->document;
    html_print(sheet->out, "<section class=\"verdict %s\" id=\"verdict\">\n<h2>%s%s",
               html_level_class(report->level), say(sheet, W_VERDICT), say(sheet, W_COLON));
    html_badge(sheet->out, report->level, sheet->lang);
    put(sheet, "</h2>\n");
    if (info->kind && !info->loan && info->status == STATUS_COMPLETE) {
        g_autofree char *told =
            g_strdup_printf(say(sheet, W_NOT_A_LOAN), word_kind(info->kind, sheet->lang));
        put(sheet, "<p><strong>");
        put_text(sheet, told);
        put(sheet, "</strong></p>\n");
    }
    html_print(sheet->out, "<p class=\"lead\">%s</p>\n", phrase_verdict(report, sheet->lang));
    if (info->status == STATUS_PARTIAL && report->level != LEVEL_UNKNOWN)
        html_print(sheet->out, "<p>%s</p>\n", say(sheet, W_VERDICT_PARTIAL));
}

// --- places and answers ---

static void add_answer(const Sheet *sheet, Question question)
{
    g_autofree char *answered = phrase_answer(sheet->report, question, sheet->lang);
    html_print(sheet->out, "<div><dt>%s</dt><dd>", word_question(question, sheet->lang));
    put_text(sheet, answered);
    g_autoptr(GPtrArray) found = report_answer_findings(sheet->report, question);
    g_autoptr(GHashTable) told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < found->len && g_hash_table_size(told) < ANSWER_PLACES; i++) {
        const Finding *finding = g_ptr_array_index(found, i);
        char *where = phrase_where(finding, sheet->lang);
        bool first = g_hash_table_size(told) == 0;
        if (!g_hash_table_add(told, where))
            continue;
        put(sheet, first ? "<br><span class=\"at\">" : say(sheet, W_SEMICOLON));
        add_link(sheet, finding, where);
    }
    put(sheet, g_hash_table_size(told) ? "</span></dd></div>\n" : "</dd></div>\n");
}

static void add_answers(const Sheet *sheet)
{
    html_print(sheet->out, "<h3 class=\"skip\">%s</h3>\n<dl class=\"answers\">\n",
               say(sheet, W_PAGE_ANSWERS));
    for (unsigned i = 0; i < QUESTION_COUNT; i++)
        add_answer(sheet, (Question)i);
    put(sheet, "</dl>\n");
}

static void add_absence(const Sheet *sheet, const Type *type)
{
    Law law = sheet->report->document.law;
    g_autofree char *lack = legal_lack(sheet->pack, type, law, sheet->lang);
    g_autofree char *advice = legal_lack_advice(sheet->pack, type, law, sheet->lang);
    put(sheet, "<li><strong>");
    put_text(sheet, type->name[sheet->lang]);
    put(sheet, "</strong>");
    if (*lack) {
        put(sheet, say(sheet, W_COLON));
        put_text(sheet, lack);
    }
    if (*advice) {
        html_print(sheet->out, "<br><span class=\"soft\">%s%s</span>", say(sheet, W_ADVICE),
                   say(sheet, W_COLON));
        put_text(sheet, advice);
    }
    put(sheet, "</li>\n");
}

static void add_absences(const Sheet *sheet)
{
    g_autoptr(GPtrArray) groups = groups_new(sheet->report, sheet->pack, POLARITY_ABSENT);
    if (!groups->len)
        return;
    open_section(sheet, "lacks", W_LACKS);
    g_autofree char *line = phrase_lacks(sheet->report, sheet->lang);
    put(sheet, "<p>");
    put_text(sheet, line);
    put(sheet, "</p>\n<ul>\n");
    for (guint i = 0; i < groups->len; i++)
        add_absence(sheet, ((const Group *)g_ptr_array_index(groups, i))->type);
    put(sheet, "</ul>\n</section>\n");
}

static void add_unread_item(const Sheet *sheet, const Unread *unread)
{
    put(sheet, "<li>");
    put_text(sheet, unread->line);
    if (unread->detail) {
        put(sheet, "<br><span class=\"soft\" lang=\"en\">");
        html_text_cut(sheet->out, unread->detail, QUOTE_MOST);
        put(sheet, "</span>");
    }
    put(sheet, "</li>\n");
}

static void add_unread(const Sheet *sheet, bool notes)
{
    g_autoptr(GPtrArray) list = phrase_unread(sheet->report, notes, sheet->lang);
    if (!list->len)
        return;
    open_section(sheet, notes ? "notes" : "unread", notes ? W_NOTES : W_UNREAD);
    put(sheet, "<ul>\n");
    for (guint i = 0; i < list->len; i++)
        add_unread_item(sheet, g_ptr_array_index(list, i));
    put(sheet, "</ul>\n</section>\n");
}

static void add_suppressed(const Sheet *sheet)
{
    g_autoptr(GPtrArray) suppressed = groups_suppressed(sheet->report);
    if (!suppressed->len)
        return;
    open_section(sheet, "aside", W_SET_ASIDE);
    put(sheet, "<ul>\n");
    for (guint i = 0; i < suppressed->len; i++) {
        const Finding *finding = g_ptr_array_index(suppressed, i);
        g_autofree char *line = phrase_suppressed(finding, sheet->pack, sheet->lang);
        put(sheet, "<li>");
        put_text(sheet, line);
        put(sheet, "</li>\n");
    }
    put(sheet, "</ul>\n</section>\n");
}

static void add_text(const Sheet *sheet)
{
    open_section(sheet, "text", W_PAGE_ANNOTATED);
    if (!sheet->report->text) {
        html_print(sheet->out, "<p>%s</p>\n</section>\n", say(sheet, W_PAGE_NO_TEXT));
        return;
    }
    html_print(sheet->out, "<p class=\"soft\">%s</p>\n", say(sheet, W_PAGE_ANNOTATED_LINE));
    if (sheet->left_out) {
        put(sheet, "<p><strong>");
        html_print(sheet->out, say(sheet, W_PAGE_MARKS_CUT), sheet->marked + sheet->left_out,
                   sheet->marked);
        put(sheet, "</strong></p>\n");
    }
    put(sheet, "<div class=\"annotated\">");
    bool whole =
        html_marks(sheet->out, sheet->report, sheet->pack, sheet->lang, sheet->chosen, TEXT_MOST);
    html_marks_strip(sheet->out, sheet->report, sheet->lang, sheet->chosen);
    put(sheet, "</div>\n");
    if (!whole)
        html_print(sheet->out, "<p><strong>%s</strong></p>\n", say(sheet, W_PAGE_TEXT_CUT));
    put(sheet, "</section>\n");
}

// --- the page ---

// How many further places of each type can be listed so that the page stays light.
static unsigned others_that_fit(const Sheet *sheet)
{
    g_autoptr(GPtrArray) groups = groups_new(sheet->report, sheet->pack, POLARITY_RISK);
    size_t text = sheet->report->text ? strlen(sheet->report->text) : 0;
    size_t taken = FRAME + text + (text ? (size_t)sheet->marked * MARK_COST : 0);
    size_t room = taken < PAGE_MOST ? PAGE_MOST - taken : 0;
    return (unsigned)MAX(room / OTHER_COST / (groups->len + 7), OTHERS_LEAST);
}

static void prepare(Sheet *sheet)
{
    const char *text = sheet->report->text;
    sheet->places = text ? places_new(text, strlen(text)) : NULL;
    sheet->numbers = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < sheet->report->findings->len; i++)
        g_hash_table_insert(sheet->numbers, g_ptr_array_index(sheet->report->findings, i),
                            GUINT_TO_POINTER(i + 1));
    sheet->chosen = html_marks_chosen(sheet->report, &sheet->marked, &sheet->left_out);
    sheet->others_most = others_that_fit(sheet);
}

static bool write_html(const Report *report, const Pack *pack, const WriteOptions *options,
                       GString *out, GError **error)
{
    Sheet sheet = {.report = report, .pack = pack, .lang = options->lang, .out = out};
    prepare(&sheet);
    g_autofree char *title = page_title(&sheet);
    bool analysed = report->document.status != STATUS_NOT_ANALYSED;
    html_head(out, title, options->lang, NULL);
    add_header(&sheet);
    add_contents(&sheet, analysed);
    add_verdict(&sheet);
    if (analysed)
        add_answers(&sheet);
    put(&sheet, "</section>\n");
    if (!analysed)
        add_unread(&sheet, false);
    if (analysed) {
        html_add_risks(&sheet);
        html_add_protections(&sheet);
        add_absences(&sheet);
        add_unread(&sheet, false);
        add_suppressed(&sheet);
    }
    add_unread(&sheet, true);
    if (has_words(&sheet))
        add_text(&sheet);
    put(&sheet, "</main>\n");
    html_foot(out, pack, report, options->lang);
    g_hash_table_unref(sheet.numbers);
    g_free(sheet.chosen);
    places_free(sheet.places);
    return true;
}

const Writer writer_html = {"html", ".loanlens.html", write_html};
