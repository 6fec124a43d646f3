// SPDX-License-Identifier: GPL-3.0-or-later
// An example is a whole small document of its own.
#include "check.h"

#include <stdarg.h>
#include <string.h>

#include "rules/match.h"
#include "rules/rule.h"
#include "text/document.h"
#include "text/fold.h"

void complaint_free(Complaint *complaint)
{
    g_free(complaint->message);
    g_free(complaint);
}

// A break put into an example, as a typesetter may put one.
typedef enum {
    BREAK_NONE,
    BREAK_LINE,   // a new line begins at `at`
    BREAK_HYPHEN, // and a hyphen is put before it
    BREAK_PAGE,   // a new page, below a footer and above a header
} BreakKind;

typedef struct {
    BreakKind kind;
    size_t at, after; // the line ends at byte `at` and the next begins at `after`
} Break;

static Line *add_line(Document *doc, const char *words, size_t len)
{
    return document_add_line(doc, words, len);
}

static void turn_page(Document *doc)
{
    add_line(doc, "3", 1)->kind = LINE_RUNNING;
    document_begin_page(doc, 0, 0);
    add_line(doc, "2026", 4)->kind = LINE_RUNNING;
}

static void add_broken(Document *doc, const char *words, size_t len, const Break *at)
{
    g_autofree char *first =
        g_strdup_printf("%.*s%s", (int)at->at, words, at->kind == BREAK_HYPHEN ? "-" : "");
    add_line(doc, first, strlen(first));
    if (at->kind == BREAK_PAGE)
        turn_page(doc);
    add_line(doc, words + at->after, len - at->after)->before = BREAK_WRAPPED;
}

// The words as a document of one page, line for line, with one break put in.
static Document *document_of(const char *words, const Break *at)
{
    Document *doc = document_new("text");
    document_begin_page(doc, 0, 0);
    for (size_t start = 0;;) {
        size_t len = strcspn(words + start, "\n");
        bool here = at && at->kind != BREAK_NONE && at->at > start && at->at < start + len;
        if (here) {
            Break local = {at->kind, at->at - start, at->after - start};
            add_broken(doc, words + start, len, &local);
        } else {
            add_line(doc, words + start, len);
        }
        if (!words[start + len])
            return doc;
        start += len + 1;
    }
}

static bool has_type(const Matches *matches, const Type *type)
{
    for (unsigned i = 0; type && i < matches->hits->len; i++)
        if (((const Hit *)matches->hits->pdata[i])->type == type)
            return true;
    return false;
}

// Whether the rule does with the words what the example says.
static bool holds(const Pack *pack, const Rule *rule, const Example *example, const Break *at,
                  const char **refused)
{
    g_autoptr(Document) doc = document_of(example->text, at);
    g_autoptr(Text) text = text_new(doc, pack_cues(pack));
    g_autoptr(GArray) units = units_new(doc, text);
    MatchOptions options = {.law = LAW_NONE, .kind = {"other", true}, .refused = refused};
    g_autoptr(Matches) matches = match_rule(pack, rule->index, doc, text, units, &options);
    if (example->kind == EXAMPLE_DENIED)
        return has_type(matches, rule->denied_as);
    return has_type(matches, rule->info.type) == (example->kind == EXAMPLE_MATCH);
}

void complaint_add(GPtrArray *complaints, const char *file, int line, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    Complaint *complaint = g_new0(Complaint, 1);
    complaint->file = file;
    complaint->line = line;
    complaint->message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_ptr_array_add(complaints, complaint);
}

// `refused`: why a match of the rule said nothing, or NULL.
static void complain(GPtrArray *complaints, const Rule *rule, const Example *example,
                     const char *refused)
{
    const char *why = example->kind != EXAMPLE_MATCH ? ""
                      : refused                      ? refused
                                                     : "no expression of the rule matches";
    complaint_add(complaints, rule->info.file, example->line, "%s: %s example fails: %s%s%s%s",
                  rule->info.id, example_name(example->kind), example->text, *why ? " (" : "", why,
                  *why ? ")" : "");
}

unsigned check_examples(const Pack *pack, size_t index, GPtrArray *complaints)
{
    const Rule *rule = pack_rule(pack, index);
    for (unsigned i = 0; i < rule->examples->len; i++) {
        const Example *example = &g_array_index(rule->examples, Example, i);
        const char *refused = NULL;
        if (!holds(pack, rule, example, NULL, &refused))
            complain(complaints, rule, example, refused);
    }
    return rule->examples->len;
}

static bool is_letter(gunichar c)
{
    return g_unichar_isalpha(c) && !fold_is_han(c);
}

// No line begins with closing punctuation or ends with opening punctuation.
static bool clings(gunichar before, gunichar after)
{
    return (g_unichar_ispunct(after) && !g_utf8_strchr("“‘《〈（([「『【", -1, after)) ||
           g_utf8_strchr("“‘《〈（([「『【", -1, before);
}

// How a typesetter may break between two characters of a line, if at all. `before` may be a blank,
// which then goes.
static BreakKind break_between(gunichar before, gunichar after)
{
    if (g_unichar_isspace(after) || clings(before, after))
        return BREAK_NONE;
    if (before == ' ' || before == '-' || fold_is_han(before) || fold_is_han(after))
        return BREAK_LINE;
    return is_letter(before) && is_letter(after) ? BREAK_HYPHEN : BREAK_NONE;
}

// A hyphen is put only where two letters stand before and three after it in the word.
static bool has_room(const char *words, const char *at)
{
    const char *before = g_utf8_find_prev_char(words, at);
    before = before ? g_utf8_find_prev_char(words, before) : NULL;
    if (!before || !is_letter(g_utf8_get_char(before)))
        return false;
    for (unsigned i = 0; i < 3; i++, at = g_utf8_next_char(at))
        if (!is_letter(g_utf8_get_char(at)))
            return false;
    return true;
}

// Whether the line at `at` is a table's row: its cells are laid out by themselves.
static bool in_row(const char *words, const char *at)
{
    const char *start = at;
    while (start > words && start[-1] != '\n')
        start--;
    return memchr(start, '\t', strcspn(start, "\n")) != NULL;
}

static Break break_at(const char *words, const char *at, bool page)
{
    const char *last = g_utf8_find_prev_char(words, at);
    gunichar before = last ? g_utf8_get_char(last) : 0;
    Break found = {BREAK_NONE, (size_t)(at - words), (size_t)(at - words)};
    if (!last || before == '\n' || *at == '\n' || in_row(words, at))
        return found;
    found.kind = break_between(before, g_utf8_get_char(at));
    if (found.kind == BREAK_HYPHEN && (page || !has_room(words, at)))
        found.kind = BREAK_NONE;
    if (before == ' ')
        found.at = (size_t)(last - words);
    if (page && found.kind == BREAK_LINE)
        found.kind = BREAK_PAGE;
    return found;
}

// Breaks an example at each place; complains of the first at which it fails.
static unsigned check_example_breaks(const Pack *pack, const Rule *rule, const Example *example,
                                     bool page, GPtrArray *complaints)
{
    unsigned count = 0;
    const char *words = example->text;
    for (const char *at = words; *at; at = g_utf8_next_char(at)) {
        Break here = break_at(words, at, page);
        if (here.kind == BREAK_NONE)
            continue;
        count++;
        if (holds(pack, rule, example, &here, NULL))
            continue;
        complaint_add(complaints, rule->info.file, example->line,
                      "%s: %s example fails with a %s break: %.*s|%s", rule->info.id,
                      example_name(example->kind), page ? "page" : "line", (int)here.at, words,
                      words + here.after);
        return count;
    }
    return count;
}

unsigned check_breaks(const Pack *pack, size_t index, GPtrArray *complaints)
{
    const Rule *rule = pack_rule(pack, index);
    unsigned count = 0;
    for (unsigned i = 0; i < rule->examples->len; i++) {
        const Example *example = &g_array_index(rule->examples, Example, i);
        if (example->kind == EXAMPLE_NO_MATCH || !holds(pack, rule, example, NULL, NULL))
            continue;
        count += check_example_breaks(pack, rule, example, false, complaints);
        count += check_example_breaks(pack, rule, example, true, complaints);
    }
    return count;
}

bool check_pack(const Pack *pack, unsigned folder, GError **error)
{
    g_autoptr(GPtrArray) complaints =
        g_ptr_array_new_with_free_func((GDestroyNotify)complaint_free);
    for (size_t i = 0; i < pack_rule_count(pack) && complaints->len == 0; i++)
        if (pack_rule(pack, i)->folder >= folder)
            check_examples(pack, i, complaints);
    if (complaints->len == 0)
        return true;
    const Complaint *first = complaints->pdata[0];
    g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "%s:%d: %s", first->file, first->line,
                first->message);
    return false;
}
