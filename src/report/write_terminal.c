// SPDX-License-Identifier: GPL-3.0-or-later
// Terminal: a report in plain words. The four questions first, then the verdict, then each clause
// type once with its worst quote; what protects, what is missing, what could not be read.
#include <string.h>

#include "report/context.h"
#include "report/groups.h"
#include "report/layout.h"
#include "report/legal.h"
#include "report/phrases.h"
#include "report/words.h"
#include "report/writer.h"

// Formats of words.def are checked to be alike by test_words.c.
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

enum {
    PLAIN_COLUMNS = 80, // when the output is no terminal
    LAWS_SHOWN = 3,
    ASIDES_SHOWN = 5,
    PLACES_SHOWN = 3,
    BRIEF_TYPES = 3, // named in one line
    INDENT = 2,
    MEDIUM = 3, // least severity that quiet shows
};

typedef struct {
    const Report *report;
    const Pack *pack;
    const WriteOptions *options;
    Lang lang;
    int columns;
    GString *out;
    const Places *places; // of the text, or NULL
} Sheet;

static const char *say(const Sheet *sheet, Word id)
{
    return word(id, sheet->lang);
}

// --- colours ---

static const char *const level_colors[LEVEL_COUNT] = {"32", "36", "36", "33", "31", "1;31", "35"};

static char *colored(const Sheet *sheet, const char *color, const char *text)
{
    return sheet->options->color ? g_strdup_printf("\033[%sm%s\033[0m", color, text)
                                 : g_strdup(text);
}

// --- blocks ---

static void add_title(const Sheet *sheet, Word id)
{
    g_autofree char *title = colored(sheet, "1", say(sheet, id));
    g_string_append_printf(sheet->out, "\n%s\n", title);
}

static void add_text(const Sheet *sheet, const char *first, const char *text, int indent)
{
    layout_wrap(sheet->out, text, sheet->columns, first, indent);
}

// "  label: text", going on under the text's own indent.
static void add_labelled(const Sheet *sheet, Word label, const char *text)
{
    if (!text || !*text)
        return;
    g_autofree char *first =
        g_strdup_printf("%*s%s%s", 2 * INDENT, "", say(sheet, label), word(W_COLON, sheet->lang));
    add_text(sheet, first, text, 2 * INDENT);
}

// The label alone, above what it is about.
static void add_label(const Sheet *sheet, Word label)
{
    g_autofree char *line = g_strconcat(say(sheet, label), word(W_COLON, sheet->lang), NULL);
    add_text(sheet, "    ", line, 2 * INDENT);
}

static char *quoted(const Sheet *sheet, const char *text)
{
    return g_strconcat(say(sheet, W_QUOTE_OPEN), text, say(sheet, W_QUOTE_CLOSE), NULL);
}

// --- head, questions, verdict ---

static void add_head(const Sheet *sheet)
{
    const DocumentInfo *info = &sheet->report->document;
    g_autoptr(GString) name = g_string_new(NULL);
    layout_clean(name, info->path);
    g_autofree char *bold = colored(sheet, "1", name->str);
    g_string_append_printf(sheet->out, "%s\n", bold);
    g_autofree char *facts = phrase_facts(sheet->report, sheet->lang);
    add_text(sheet, "", facts, 0);
    if (info->kind && !info->loan && info->status == STATUS_COMPLETE) {
        g_autofree char *told =
            g_strdup_printf(say(sheet, W_NOT_A_LOAN), word_kind(info->kind, sheet->lang));
        add_text(sheet, "", told, 0);
    }
}

// Where the clauses of an answer stand, the first few.
static char *answer_places(const Sheet *sheet, Question question)
{
    g_autoptr(GPtrArray) found = report_answer_findings(sheet->report, question);
    g_autoptr(GPtrArray) places = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < found->len && places->len < PLACES_SHOWN; i++) {
        g_autofree char *where = phrase_where(g_ptr_array_index(found, i), sheet->lang);
        if (!g_ptr_array_find_with_equal_func(places, where, g_str_equal, NULL))
            g_ptr_array_add(places, g_steal_pointer(&where));
    }
    g_ptr_array_add(places, NULL);
    return g_strjoinv(say(sheet, W_SEMICOLON), (char **)places->pdata);
}

static void add_answers(const Sheet *sheet)
{
    for (unsigned i = 0; i < QUESTION_COUNT; i++) {
        Question question = (Question)i;
        g_string_append_c(sheet->out, '\n');
        add_text(sheet, "", word_question(question, sheet->lang), INDENT);
        g_autofree char *places = answer_places(sheet, question);
        g_autofree char *answered = phrase_answer(sheet->report, question, sheet->lang);
        g_autofree char *line =
            *places ? g_strdup_printf(say(sheet, W_ASIDE), answered, places) : g_strdup(answered);
        add_text(sheet, "  ", line, INDENT);
    }
}

static void add_verdict(const Sheet *sheet)
{
    int level = sheet->report->level;
    g_autofree char *name = colored(sheet, level_colors[level], word_level(level, sheet->lang));
    g_autofree char *first =
        g_strconcat("\n", say(sheet, W_VERDICT), say(sheet, W_COLON), name, NULL);
    g_string_append_printf(sheet->out, "%s\n", first);
    add_text(sheet, "", phrase_verdict(sheet->report, sheet->lang), 0);
    if (sheet->report->document.status == STATUS_PARTIAL && level != LEVEL_UNKNOWN)
        add_text(sheet, "", say(sheet, W_VERDICT_PARTIAL), 0);
}

// --- findings ---

static void add_law(const Sheet *sheet, const Type *type)
{
    g_autoptr(GPtrArray) basis = legal_basis(sheet->pack, type, sheet->report->document.law);
    if (basis->len)
        add_label(sheet, W_LAW);
    for (guint i = 0; i < basis->len && i < LAWS_SHOWN; i++) {
        g_autofree char *line = legal_line(g_ptr_array_index(basis, i), sheet->lang);
        add_text(sheet, "    - ", line, 6);
    }
    if (basis->len > LAWS_SHOWN) {
        g_autofree char *more = g_strdup_printf(say(sheet, W_MORE_LAW), basis->len - LAWS_SHOWN);
        add_text(sheet, "    - ", more, 6);
    }
}

static void add_place(const Sheet *sheet, const Group *group)
{
    const Finding *worst = g_ptr_array_index(group->findings, 0);
    g_autofree char *where = phrase_where(worst, sheet->lang);
    g_autoptr(GString) line = g_string_new(where);
    if (group->findings->len > 1) {
        g_string_append(line, word(W_COMMA, sheet->lang));
        g_string_append_printf(line, say(sheet, W_MORE_FINDINGS), group->findings->len - 1);
    }
    add_labelled(sheet, W_WHERE, line->str);
    g_autofree char *notice = phrase_notice(worst, sheet->lang);
    if (notice)
        add_text(sheet, "    ! ", notice, 6);
}

// The quote with the rest of its clause, so that it neither begins nor ends in the middle of a
// word.
static char *whole_quote(const Sheet *sheet, const Finding *finding)
{
    g_autofree char *whole = context_quote(sheet->report, sheet->places, finding);
    return quoted(sheet, whole);
}

static void add_quote(const Sheet *sheet, const Finding *finding)
{
    g_autofree char *quote = whole_quote(sheet, finding);
    add_text(sheet, "    ", quote, 4);
}

static void add_aside(const Sheet *sheet, GString *name, const char *aside)
{
    g_autofree char *both = g_strdup_printf(say(sheet, W_ASIDE), name->str, aside);
    g_string_assign(name, both);
}

// "[very high] Contact-list read (for debt collection)".
static void add_group_title(const Sheet *sheet, const Group *group)
{
    const Finding *worst = g_ptr_array_index(group->findings, 0);
    g_autofree char *level =
        colored(sheet, level_colors[group->severity], word_level(group->severity, sheet->lang));
    g_autofree char *first = g_strdup_printf("\n  [%s] ", level);
    g_autoptr(GString) name = g_string_new(group->type->name[sheet->lang]);
    g_autofree char *reasons = phrase_reasons(worst, sheet->lang);
    if (reasons)
        add_aside(sheet, name, reasons);
    if (group->unsure)
        add_aside(sheet, name, say(sheet, W_UNSURE));
    g_string_append_c(sheet->out, '\n');
    add_text(sheet, first + 1, name->str, 2 * INDENT);
}

// The line that sets the first of its findings aside, as it is copied into the file, and what the
// lines of the others begin with, as far as they are few.
static void add_set_aside(const Sheet *sheet, const Group *group)
{
    g_autofree char *line = phrase_set_aside(g_ptr_array_index(group->findings, 0), sheet->lang);
    g_autoptr(GString) others = g_string_new(NULL);
    for (guint i = 1; i < group->findings->len && i < ASIDES_SHOWN; i++) {
        const Finding *finding = g_ptr_array_index(group->findings, i);
        g_string_append_printf(others, "%s%s", others->len ? " " : "", finding->fingerprint);
    }
    if (group->findings->len > ASIDES_SHOWN)
        g_string_append_printf(others, " %s", word(W_ELLIPSIS, sheet->lang));
    if (sheet->options->color)
        g_string_append(sheet->out, "\033[2m");
    add_label(sheet, W_SET_ASIDE_HOW);
    add_text(sheet, "      ", line, 6);
    g_autofree char *rest = g_strdup_printf(say(sheet, W_SET_ASIDE_OTHERS), others->str);
    if (others->len)
        add_text(sheet, "      ", rest, 6);
    if (sheet->options->color)
        g_string_append(sheet->out, "\033[0m");
}

static void add_risk(const Sheet *sheet, const Group *group)
{
    Law law = sheet->report->document.law;
    add_group_title(sheet, group);
    add_quote(sheet, g_ptr_array_index(group->findings, 0));
    add_place(sheet, group);
    if (sheet->options->quiet)
        return;
    g_autofree char *why = legal_explanation(sheet->pack, group->type, law, sheet->lang);
    add_labelled(sheet, W_WHY, why);
    add_law(sheet, group->type);
    g_autofree char *advice = legal_advice(sheet->pack, group->type, law, sheet->lang);
    add_labelled(sheet, W_ADVICE, advice);
    add_set_aside(sheet, group);
}

static void add_risks(const Sheet *sheet)
{
    g_autoptr(GPtrArray) groups = groups_new(sheet->report, sheet->pack, POLARITY_RISK);
    bool any = false;
    add_title(sheet, W_ALLOWS);
    for (guint i = 0; i < groups->len; i++) {
        const Group *group = g_ptr_array_index(groups, i);
        if (sheet->options->quiet && (group->severity < MEDIUM || group->unsure))
            continue;
        any = true;
        add_risk(sheet, group);
    }
    if (any)
        return;
    bool whole = sheet->report->document.status == STATUS_COMPLETE;
    add_text(sheet, "  ", say(sheet, whole ? W_NOTHING_RISKY : W_NOTHING_RISKY_READ), INDENT);
}

static void add_protections(const Sheet *sheet)
{
    g_autoptr(GPtrArray) groups = groups_new(sheet->report, sheet->pack, POLARITY_PROTECTIVE);
    if (!groups->len)
        return;
    add_title(sheet, W_PROTECTS);
    for (guint i = 0; i < groups->len; i++) {
        const Group *group = g_ptr_array_index(groups, i);
        g_autofree char *name = colored(sheet, "32", group->type->name[sheet->lang]);
        g_autofree char *first = g_strconcat("  + ", name, say(sheet, W_COLON), NULL);
        const Finding *best = g_ptr_array_index(group->findings, 0);
        g_autofree char *quote = whole_quote(sheet, best);
        g_autofree char *where = phrase_where(best, sheet->lang);
        g_autofree char *line = g_strdup_printf(say(sheet, W_ASIDE), quote, where);
        add_text(sheet, first, line, 2 * INDENT);
    }
}

static void add_absence(const Sheet *sheet, const Type *type)
{
    Law law = sheet->report->document.law;
    add_text(sheet, "  - ", type->name[sheet->lang], 2 * INDENT);
    g_autofree char *lack = legal_lack(sheet->pack, type, law, sheet->lang);
    if (*lack)
        add_text(sheet, "    ", lack, 2 * INDENT);
    g_autofree char *advice = legal_lack_advice(sheet->pack, type, law, sheet->lang);
    add_labelled(sheet, W_ADVICE, advice);
}

static void add_absences(const Sheet *sheet)
{
    g_autoptr(GPtrArray) groups = groups_new(sheet->report, sheet->pack, POLARITY_ABSENT);
    if (!groups->len)
        return;
    add_title(sheet, W_LACKS);
    g_autofree char *line = phrase_lacks(sheet->report, sheet->lang);
    add_text(sheet, "  ", line, INDENT);
    for (guint i = 0; i < groups->len; i++) {
        const Group *group = g_ptr_array_index(groups, i);
        add_absence(sheet, group->type);
    }
}

static void add_unread(const Sheet *sheet, bool notes)
{
    g_autoptr(GPtrArray) list = phrase_unread(sheet->report, notes, sheet->lang);
    if (list->len)
        add_title(sheet, notes ? W_NOTES : W_UNREAD);
    for (guint i = 0; i < list->len; i++) {
        const Unread *unread = g_ptr_array_index(list, i);
        add_text(sheet, "  - ", unread->line, 2 * INDENT);
        if (unread->detail)
            add_text(sheet, "    ", unread->detail, 2 * INDENT);
    }
}

static void add_suppressed(const Sheet *sheet)
{
    g_autoptr(GPtrArray) suppressed = groups_suppressed(sheet->report);
    if (!suppressed->len)
        return;
    add_title(sheet, W_SET_ASIDE);
    for (guint i = 0; i < suppressed->len; i++) {
        const Finding *finding = g_ptr_array_index(suppressed, i);
        g_autofree char *line = phrase_suppressed(finding, sheet->pack, sheet->lang);
        add_text(sheet, "  - ", line, 2 * INDENT);
    }
}

static void add_foot(const Sheet *sheet)
{
    const DocumentInfo *info = &sheet->report->document;
    g_string_append_c(sheet->out, '\n');
    if (info->status != STATUS_NOT_ANALYSED && info->law == LAW_NONE)
        add_text(sheet, "", say(sheet, W_LAW_UNKNOWN), 0);
    else if (info->status != STATUS_NOT_ANALYSED) {
        const char *checked = pack_law_checked(sheet->pack);
        g_autofree char *under =
            g_strdup_printf(say(sheet, W_LAW_READ_UNDER), word_country(info->law, sheet->lang));
        g_autofree char *age = g_strdup_printf(say(sheet, W_LAW_AGE), checked ? checked : "-");
        g_autofree char *line = g_strconcat(under, say(sheet, W_STOP), age, NULL);
        add_text(sheet, "", line, 0);
    }
    add_text(sheet, "", say(sheet, W_DISCLAIMER), 0);
}

// --- one line ---

// The reason a document was not analysed, or the types found with their numbers.
static char *brief_words(const Sheet *sheet)
{
    g_autoptr(GString) words = g_string_new(NULL);
    const char *comma = word(W_LIST_COMMA, sheet->lang);
    if (sheet->report->document.status != STATUS_COMPLETE) {
        g_autoptr(GPtrArray) unread = phrase_unread(sheet->report, false, sheet->lang);
        for (guint i = 0; i < unread->len; i++) {
            const Unread *one = g_ptr_array_index(unread, i);
            g_string_append_printf(words, "%s%s", i ? comma : "",
                                   word_fault(one->code, sheet->lang));
        }
    }
    g_autoptr(GPtrArray) groups = groups_new(sheet->report, sheet->pack, POLARITY_RISK);
    for (guint i = 0; i < groups->len; i++) {
        const Group *group = g_ptr_array_index(groups, i);
        if (i == BRIEF_TYPES && !group->unsure)
            g_string_append(words, word(W_ELLIPSIS, sheet->lang));
        if (i < BRIEF_TYPES && !group->unsure)
            g_string_append_printf(words, "%s%s×%u", words->len ? comma : "",
                                   group->type->name[sheet->lang], group->findings->len);
    }
    return g_strdup(words->str);
}

static void write_brief(const Sheet *sheet)
{
    const Report *report = sheet->report;
    bool failed = report->document.status == STATUS_NOT_ANALYSED;
    const char *level = failed ? word_status(STATUS_NOT_ANALYSED, sheet->lang)
                               : word_level(report->level, sheet->lang);
    g_autofree char *shown = colored(sheet, level_colors[report->level], level);
    g_autofree char *words = brief_words(sheet);
    g_autoptr(GString) line = g_string_new(NULL);
    layout_clean(line, report->document.path);
    g_string_append(line, *words ? "  " : "");
    layout_clean(line, words);
    g_string_append_printf(sheet->out, "%s  ", shown);
    if (sheet->options->columns)
        layout_cut(sheet->out, line->str, MAX(sheet->columns - layout_width(level) - 2, 10));
    else
        g_string_append(sheet->out, line->str);
    g_string_append_c(sheet->out, '\n');
}

static bool write_terminal(const Report *report, const Pack *pack, const WriteOptions *options,
                           GString *out, GError **error)
{
    Sheet sheet = {.report = report,
                   .pack = pack,
                   .options = options,
                   .lang = options->lang,
                   .columns = options->columns ? options->columns : PLAIN_COLUMNS,
                   .out = out};
    if (options->brief) {
        write_brief(&sheet);
        return true;
    }
    g_autoptr(Places) places = report->text ? places_new(report->text, strlen(report->text)) : NULL;
    sheet.places = places;
    add_head(&sheet);
    bool failed = report->document.status == STATUS_NOT_ANALYSED;
    if (!failed) {
        add_answers(&sheet);
        add_verdict(&sheet);
        add_risks(&sheet);
        if (!options->quiet) {
            add_protections(&sheet);
            add_absences(&sheet);
            add_suppressed(&sheet);
        }
    }
    add_unread(&sheet, false);
    if (failed)
        add_text(&sheet, "\n", word_verdict(LEVEL_UNKNOWN, sheet.lang), 0);
    if (!options->quiet)
        add_unread(&sheet, true);
    add_foot(&sheet);
    return true;
}

const Writer writer_terminal = {"terminal", ".txt", write_terminal};
