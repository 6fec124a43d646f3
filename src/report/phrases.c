// SPDX-License-Identifier: GPL-3.0-or-later
// Phrases: sentences made of words, in both languages.
#include "report/phrases.h"

#include <string.h>

#include "report/details.h"
#include "report/prominence.h"

enum { REFERENCES_SHOWN = 8, ELSEWHERE_SHOWN = 3, DETAILS_SHOWN = 3, RECIPIENTS_SHOWN = 5 };
static const char NUMBER_JOIN[] = " › ";    // between the parts of a unit's number
static const float LEGIBLE_CONTRAST = 3.0F; // WCAG's least for large text

// Formats of words.def are checked to be alike by test_words.c.
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

static void join(GString *to, const char *with, const char *text)
{
    if (to->len)
        g_string_append(to, with);
    g_string_append(to, text);
}

static char *ended(GString *phrase)
{
    if (phrase->len)
        return g_string_free(phrase, FALSE);
    g_string_free(phrase, TRUE);
    return NULL;
}

static bool counts(const char *sign)
{
    for (const char *at = sign; *at; at = g_utf8_next_char(at))
        if (g_unichar_isalnum(g_utf8_get_char(at)) ||
            g_unichar_type(g_utf8_get_char(at)) == G_UNICODE_OTHER_NUMBER)
            return true;
    return false;
}

// The number without the marks among its parts (•, ★): nobody finds a clause by them. NULL when
// nothing is left.
static char *countable(const char *number)
{
    GString *left = g_string_new(NULL);
    g_auto(GStrv) parts = g_strsplit(number ? number : "", NUMBER_JOIN, -1);
    for (char **part = parts; *part; part++)
        if (counts(*part))
            join(left, NUMBER_JOIN, *part);
    return ended(left);
}

char *phrase_where(const Finding *finding, Lang lang)
{
    GString *phrase = g_string_new(NULL);
    g_autofree char *number = countable(finding->unit_number);
    if (number)
        g_string_append_printf(phrase, word(W_ITEM, lang), number);
    else if (finding->unit_heading)
        g_string_append_printf(phrase, "%s%s%s", word(W_QUOTE_OPEN, lang), finding->unit_heading,
                               word(W_QUOTE_CLOSE, lang));
    g_autofree char *page = NULL;
    if (finding->page && finding->page == finding->last_page)
        page = g_strdup_printf(word(W_PAGE_NUMBER, lang), finding->page);
    else if (finding->page)
        page = g_strdup_printf(word(W_PAGE_RANGE, lang), finding->page, finding->last_page);
    if (page)
        join(phrase, word(W_COMMA, lang), page);
    if (!phrase->len)
        g_string_append(phrase, word(W_NO_NUMBER, lang));
    return g_string_free(phrase, FALSE);
}

// Publication names a place (a website, a notice board), not somebody who receives or is called.
static bool names_somebody(const Finding *finding)
{
    return finding->polarity == POLARITY_RISK && finding->slots[SLOT_RECIPIENT] &&
           strcmp(finding->type, "public_exposure") != 0;
}

// Who is named as receiving or being contacted, each once.
static char *recipients(const Report *report, Question question, Lang lang)
{
    g_autoptr(GPtrArray) found = report_answer_findings(report, question);
    g_autoptr(GHashTable) told = g_hash_table_new(g_str_hash, g_str_equal);
    GString *names = g_string_new(NULL);
    for (guint i = 0; i < found->len && g_hash_table_size(told) < RECIPIENTS_SHOWN; i++) {
        const Finding *finding = g_ptr_array_index(found, i);
        char *name = finding->slots[SLOT_RECIPIENT];
        if (names_somebody(finding) && g_hash_table_add(told, name))
            join(names, word(W_LIST_COMMA, lang), name);
    }
    return ended(names);
}

// Whether all that answers the question is that the debt may be published.
static bool only_published(const Report *report, Question question)
{
    g_autoptr(GPtrArray) found = report_answer_findings(report, question);
    bool published = false;
    for (guint i = 0; i < found->len; i++) {
        const Finding *finding = g_ptr_array_index(found, i);
        if (finding->polarity != POLARITY_RISK)
            continue;
        published = strcmp(finding->type, "public_exposure") == 0;
        if (!published)
            return false;
    }
    return published;
}

static const char *answer_said(const Report *report, Question question, Lang lang)
{
    Answer answer = report->answers[question];
    if (answer == ANSWER_YES && question == QUESTION_CONTACTS_OTHERS &&
        only_published(report, question))
        return word(W_CONTACTS_OTHERS_PUBLIC, lang);
    if (answer == ANSWER_YES && question == QUESTION_SHARES_DATA &&
        only_published(report, question))
        return word(W_SHARES_DATA_PUBLIC, lang);
    return word_answer_to(question, answer, lang);
}

// The first few documents referred to; NULL when there are none.
static char *reference_names(const Report *report, guint most, Lang lang)
{
    const GPtrArray *references = report->document.references;
    GString *names = g_string_new(NULL);
    for (guint i = 0; i < references->len && i < most; i++)
        join(names, word(W_LIST_COMMA, lang), g_ptr_array_index(references, i));
    if (references->len > most)
        g_string_append(names, word(W_ELLIPSIS, lang));
    return ended(names);
}

// What is not said here, and where else it may be.
static char *not_said(const Report *report, const char *said, Lang lang)
{
    g_autofree char *names = reference_names(report, ELSEWHERE_SHOWN, lang);
    return names ? g_strdup_printf(word(W_MAY_STAND_ELSEWHERE, lang), said, names) : g_strdup(said);
}

char *phrase_lacks(const Report *report, Lang lang)
{
    return not_said(report, word(W_LACKS_LINE, lang), lang);
}

char *phrase_answer(const Report *report, Question question, Lang lang)
{
    Answer answer = report->answers[question];
    const char *said = answer_said(report, question, lang);
    if (answer == ANSWER_NOT_STATED)
        return not_said(report, said, lang);
    bool about_people = question == QUESTION_CONTACTS_OTHERS || question == QUESTION_SHARES_DATA;
    bool taken = answer == ANSWER_YES || answer == ANSWER_LIMITED;
    if (answer == ANSWER_PROMISED_NOT && question != QUESTION_CAN_WITHDRAW &&
        report->document.status == STATUS_PARTIAL)
        return g_strdup_printf(word(W_ANSWER_IN_PART, lang), said);
    g_autofree char *names = about_people && taken ? recipients(report, question, lang) : NULL;
    return names ? g_strdup_printf(word(W_ANSWER_NAMES, lang), said, names) : g_strdup(said);
}

char *phrase_notice(const Finding *finding, Lang lang)
{
    GString *phrase = g_string_new(NULL);
    const char *comma = word(W_COMMA, lang);
    const Prominence *look = &finding->prominence;
    if (look->known && look->hidden)
        join(phrase, comma, word(W_HIDDEN, lang));
    else if (prominence_is_fine_print(look)) {
        g_autofree char *small = g_strdup_printf(word(W_FINE_PRINT, lang), (double)look->font_size,
                                                 (double)look->body_size);
        join(phrase, comma, small);
    } else if (look->known && look->contrast > 0 && look->contrast < LEGIBLE_CONTRAST) {
        g_autofree char *pale = g_strdup_printf(word(W_LOW_CONTRAST, lang), (double)look->contrast);
        join(phrase, comma, pale);
    }
    if (finding->source != SOURCE_TEXT)
        join(phrase, comma, word((Word)(W_FROM_OCR + (int)finding->source - SOURCE_OCR), lang));
    if (finding->also->len)
        join(phrase, comma, word(W_ALSO_IN, lang));
    return ended(phrase);
}

char *phrase_reasons(const Finding *finding, Lang lang)
{
    GString *phrase = g_string_new(NULL);
    for (guint i = 0; i < finding->reasons->len; i++)
        join(phrase, word(W_LIST_COMMA, lang),
             word_reason(g_ptr_array_index(finding->reasons, i), lang));
    return ended(phrase);
}

// Whether the words end with a hyphen that may stand for a word going on in the next line.
static bool is_broken(const GString *words, gunichar next)
{
    return words->len > 1 && words->str[words->len - 1] == '-' && g_unichar_islower(next) &&
           g_ascii_islower(words->str[words->len - 2]);
}

static void add_gap(GString *words, gunichar last, gunichar next)
{
    if (is_broken(words, next))
        g_string_truncate(words, words->len - 1);
    else if (last != ' ' && next != ' ' && !(g_unichar_iswide(last) && g_unichar_iswide(next)))
        g_string_append_c(words, ' ');
}

char *phrase_joined(gunichar last, const char *text, size_t len, gunichar next)
{
    GString *words = g_string_new(NULL);
    bool gap = false;
    for (const char *at = text; at < text + len; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (c == '\n' || c == '\r' || c == '\f') {
            gap = last != 0;
            continue;
        }
        if (gap && c == ' ')
            continue;
        if (gap)
            add_gap(words, last, c);
        gap = false;
        g_string_append_unichar(words, c);
        last = c;
    }
    if (gap && next)
        add_gap(words, last, next);
    return g_string_free(words, FALSE);
}

char *phrase_set_aside(const Finding *finding, Lang lang)
{
    return g_strdup_printf(word(W_SET_ASIDE_ADD, lang), finding->fingerprint);
}

// What parts the words of a stem from those of the unit: nothing more behind a colon, else an
// ellipsis as the language of the words has it.
static void add_between(GString *stem)
{
    gunichar last = stem->len ? g_utf8_get_char(g_utf8_prev_char(stem->str + stem->len)) : 0;
    if (last == ':')
        g_string_append_c(stem, ' ');
    else if (last != 0xFF1A) // the wide colon
        g_string_append(stem, g_unichar_iswide(last) ? "……" : " … ");
}

char *phrase_suppressed(const Finding *finding, const Pack *pack, Lang lang)
{
    const Type *type = pack_type(pack, finding->type);
    return g_strdup_printf(word(W_SET_ASIDE_LINE, lang), type ? type->name[lang] : finding->type,
                           finding->suppressed_reason);
}

char *phrase_quote(const Finding *finding)
{
    GString *phrase = g_string_new(NULL);
    if (finding->stem_quote) {
        g_autofree char *stem =
            phrase_joined(0, finding->stem_quote, strlen(finding->stem_quote), 0);
        g_string_append(phrase, stem);
        add_between(phrase);
    }
    g_string_append(phrase, finding->shown);
    return g_string_free(phrase, FALSE);
}

char *phrase_facts(const Report *report, Lang lang)
{
    const DocumentInfo *info = &report->document;
    GString *phrase = g_string_new(NULL);
    if (info->kind)
        join(phrase, " · ", word_kind(info->kind, lang));
    g_autofree char *length = NULL;
    if (info->pages)
        length = g_strdup_printf(word(W_PAGES, lang), info->pages);
    else if (info->characters)
        length = g_strdup_printf(word(W_CHARACTERS, lang), info->characters);
    if (length)
        join(phrase, " · ", length);
    join(phrase, " · ", word_status((int)info->status, lang));
    return g_string_free(phrase, FALSE);
}

const char *phrase_verdict(const Report *report, Lang lang)
{
    const DocumentInfo *info = &report->document;
    bool other = info->kind && strcmp(info->kind, "other") == 0;
    if (report->level == 0 && other)
        return word(W_VERDICT_NONE_OTHER, lang);
    return word_verdict(report->level, lang);
}

static void unread_free(Unread *unread)
{
    g_free(unread->where);
    g_free(unread->line);
    g_free(unread->detail);
    g_free(unread);
}

static gint compare_pages(gconstpointer a, gconstpointer b)
{
    return *(const int *)a - *(const int *)b;
}

// "3, 5-9".
static char *page_list(GArray *pages, Lang lang)
{
    GString *list = g_string_new(NULL);
    g_array_sort(pages, compare_pages);
    for (guint i = 0; i < pages->len;) {
        int first = g_array_index(pages, int, i), last = first;
        while (i < pages->len && g_array_index(pages, int, i) <= last + 1)
            last = g_array_index(pages, int, i++);
        g_autofree char *run =
            first == last ? g_strdup_printf("%d", first) : g_strdup_printf("%d-%d", first, last);
        join(list, word(W_LIST_COMMA, lang), run);
    }
    return g_string_free(list, FALSE);
}

// Pages and rules with this fault, as words; NULL when it is about the whole document.
static char *fault_where(const Report *report, Fault code, Lang lang)
{
    g_autoptr(GArray) pages = g_array_new(FALSE, FALSE, sizeof(int));
    GString *where = g_string_new(NULL);
    for (guint i = 0; i < report->document.reasons->len; i++) {
        const Reason *reason = g_ptr_array_index(report->document.reasons, i);
        if (reason->code == code && reason->page)
            g_array_append_val(pages, reason->page);
        if (reason->code == code && reason->rule)
            join(where, word(W_LIST_COMMA, lang), reason->rule);
    }
    if (pages->len && report->document.pages) {
        g_autofree char *list = page_list(pages, lang);
        g_autofree char *words =
            g_strdup_printf(word(pages->len > 1 ? W_PAGES_LIST : W_PAGE_LIST, lang), list);
        join(where, word(W_COMMA, lang), words);
    }
    return ended(where);
}

// The first few different messages.
static char *fault_detail(const Report *report, Fault code, Lang lang)
{
    g_autoptr(GPtrArray) said = g_ptr_array_new();
    GString *detail = g_string_new(NULL);
    for (guint i = 0; i < report->document.reasons->len && said->len < DETAILS_SHOWN; i++) {
        const Reason *reason = g_ptr_array_index(report->document.reasons, i);
        if (reason->code != code || !*reason->message ||
            g_ptr_array_find_with_equal_func(said, reason->message, g_str_equal, NULL))
            continue;
        g_ptr_array_add(said, reason->message);
        g_autofree char *message = details_say(reason->message, lang);
        join(detail, word(W_SEMICOLON, lang), message);
    }
    return ended(detail);
}

static Unread *unread_of(const Report *report, Fault code, Lang lang)
{
    Unread *unread = g_new0(Unread, 1);
    unread->code = code;
    unread->where = fault_where(report, code, lang);
    unread->detail = fault_detail(report, code, lang);
    unread->line =
        g_strconcat(unread->where ? unread->where : "", unread->where ? word(W_COLON, lang) : "",
                    word_fault(code, lang), word(W_STOP, lang), word_cure(code, lang), NULL);
    return unread;
}

static Unread *unread_references(const Report *report, Lang lang)
{
    g_autofree char *names = reference_names(report, REFERENCES_SHOWN, lang);
    Unread *unread = g_new0(Unread, 1);
    unread->code = FAULT_REFERENCED_DOCUMENT_MISSING;
    unread->line = g_strdup_printf(word(W_REFERS_TO, lang), names);
    return unread;
}

GPtrArray *phrase_unread(const Report *report, bool notes, Lang lang)
{
    GPtrArray *list = g_ptr_array_new_with_free_func((GDestroyNotify)unread_free);
    bool done[FAULT_COUNT] = {false};
    for (guint i = 0; i < report->document.reasons->len; i++) {
        const Reason *reason = g_ptr_array_index(report->document.reasons, i);
        if (done[reason->code] || (fault_scope(reason->code) == FAULT_OF_NOTE) != notes)
            continue;
        done[reason->code] = true;
        bool names =
            reason->code == FAULT_REFERENCED_DOCUMENT_MISSING && report->document.references->len;
        g_ptr_array_add(list, names ? unread_references(report, lang)
                                    : unread_of(report, reason->code, lang));
    }
    return list;
}
