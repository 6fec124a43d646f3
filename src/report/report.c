// SPDX-License-Identifier: GPL-3.0-or-later
// Report: its life, its words, and the judgement drawn from the findings.
#include "report/report.h"

#include <string.h>

#include "config.h"

static const char *const statuses[] = {"complete", "partial", "not_analysed"};
static const char *const answers[] = {"yes", "limited", "promised_not", "not_stated",
                                      "not_readable"};
static const char *const questions[] = {"takes_contacts", "contacts_others", "shares_data",
                                        "can_withdraw"};
static const char *const levels[] = {"none", "info",      "low",    "medium",
                                     "high", "very_high", "unknown"};

// Index of a word in a list of `count`, or `count`.
static unsigned word_index(const char *const *words, unsigned count, const char *word)
{
    unsigned i = 0;
    while (i < count && strcmp(words[i], word) != 0)
        i++;
    return i;
}

const char *status_name(Status status)
{
    g_assert((unsigned)status < STATUS_COUNT);
    return statuses[status];
}

Status status_named(const char *word)
{
    return (Status)word_index(statuses, STATUS_COUNT, word);
}

const char *answer_name(Answer answer)
{
    g_assert((unsigned)answer < ANSWER_COUNT);
    return answers[answer];
}

const char *question_name(Question question)
{
    g_assert((unsigned)question < QUESTION_COUNT);
    return questions[question];
}

const char *level_name(int level)
{
    g_assert(level >= 0 && level < LEVEL_COUNT);
    return levels[level];
}

int level_named(const char *word)
{
    unsigned at = word_index(levels, LEVEL_COUNT, word);
    return at < LEVEL_COUNT ? (int)at : -1;
}

static Tool current_tool; // set once, before the first report

static void tool_clear(Tool *tool)
{
    g_free(tool->version);
    g_free(tool->pack_sha256);
    g_free(tool->poppler);
    g_free(tool->pcre2);
    g_clear_pointer(&tool->packs, g_ptr_array_unref);
}

static void tool_copy(Tool *to, const Tool *from)
{
    to->version = g_strdup(LOANLENS_VERSION);
    to->pack_sha256 = g_strdup(from->pack_sha256);
    to->packs = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; from->packs && i < from->packs->len; i++)
        g_ptr_array_add(to->packs, g_strdup(g_ptr_array_index(from->packs, i)));
    to->poppler = g_strdup(from->poppler ? from->poppler : "");
    to->pcre2 = g_strdup(from->pcre2 ? from->pcre2 : "");
    to->jit = from->jit;
}

void tool_set(const Tool *tool)
{
    Tool old = current_tool;
    current_tool = (Tool){0};
    tool_copy(&current_tool, tool);
    tool_clear(&old);
}

static void language_share_free(LanguageShare *share)
{
    g_free(share->code);
    g_free(share);
}

static void also_free(Also *also)
{
    g_free(also->language);
    g_free(also->quote);
    g_free(also);
}

static GPtrArray *strings_new(void)
{
    return g_ptr_array_new_with_free_func(g_free);
}

Report *report_new(const char *path)
{
    Report *report = g_new0(Report, 1);
    tool_copy(&report->tool, &current_tool);
    report->document.path = g_utf8_make_valid(path, -1);
    report->document.languages =
        g_ptr_array_new_with_free_func((GDestroyNotify)language_share_free);
    report->document.law = LAW_NONE;
    report->document.law_from = g_strdup("none");
    report->document.reasons = g_ptr_array_new_with_free_func((GDestroyNotify)reason_free);
    report->document.references = strings_new();
    report->counts = g_array_new(FALSE, TRUE, sizeof(uint32_t));
    report->absent = strings_new();
    report->findings = g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
    for (unsigned i = 0; i < QUESTION_COUNT; i++)
        report->answers[i] = ANSWER_NOT_READABLE;
    report->level = LEVEL_UNKNOWN;
    return report;
}

static void document_info_clear(DocumentInfo *info)
{
    g_free(info->path);
    g_free(info->sha256);
    g_free(info->format);
    g_free(info->encoding);
    g_free(info->kind);
    g_free(info->title);
    g_free(info->law_from);
    g_ptr_array_unref(info->languages);
    g_ptr_array_unref(info->reasons);
    g_ptr_array_unref(info->references);
}

uint32_t report_count(const Report *report)
{
    uint32_t sum = 0;
    for (guint i = 0; i < report->counts->len; i++)
        sum += g_array_index(report->counts, uint32_t, i);
    return sum;
}

ReportUnits *report_units_new(void)
{
    ReportUnits *units = g_new0(ReportUnits, 1);
    units->list = g_array_new(FALSE, FALSE, sizeof(ReportUnit));
    units->words = g_string_chunk_new(256);
    return units;
}

void report_units_free(ReportUnits *units)
{
    if (!units)
        return;
    g_array_unref(units->list);
    g_string_chunk_free(units->words);
    g_bytes_unref(units->bytes);
    g_free(units);
}

static const char *keep(ReportUnits *units, const char *text)
{
    return text ? g_string_chunk_insert_const(units->words, text) : NULL;
}

void report_units_add(ReportUnits *units, const ReportUnit *unit)
{
    ReportUnit own = {unit->range, unit->kind, keep(units, unit->language),
                      keep(units, unit->number), keep(units, unit->heading)};
    g_array_append_val(units->list, own);
}

void report_free(Report *report)
{
    if (!report)
        return;
    tool_clear(&report->tool);
    document_info_clear(&report->document);
    g_array_unref(report->counts);
    g_ptr_array_unref(report->absent);
    g_ptr_array_unref(report->findings);
    g_free(report->text);
    report_units_free(report->units);
    g_bytes_unref(report->packed_units);
    g_bytes_unref(report->packed);
    if (report->words)
        g_string_chunk_free(report->words);
    g_free(report);
}

GPtrArray *report_words_pool(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
}

static bool same_words(const GPtrArray *a, const GPtrArray *b)
{
    bool same = a->len == b->len;
    for (guint i = 0; same && i < a->len; i++)
        same = strcmp(a->pdata[i], b->pdata[i]) == 0;
    return same;
}

GPtrArray *report_share_words(GPtrArray *pool, GPtrArray *words)
{
    enum { POOL_MOST = 200 };
    for (guint i = 0; i < pool->len; i++)
        if (same_words(pool->pdata[i], words)) {
            g_ptr_array_unref(words);
            return g_ptr_array_ref(pool->pdata[i]);
        }
    if (pool->len < POOL_MOST)
        g_ptr_array_add(pool, g_ptr_array_ref(words));
    return words;
}

GPtrArray *report_also_new(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)also_free);
}

bool report_law_from_is_known(const char *word)
{
    static const char *const ways[] = {"option", "language", "vocabulary", "text", "none", NULL};
    return g_strv_contains(ways, word);
}

Finding *finding_new(void)
{
    Finding *finding = g_new0(Finding, 1);
    finding->confidence = CONFIDENCE_HIGH;
    finding->reasons = strings_new();
    finding->basis = strings_new();
    finding->parts = g_array_new(FALSE, FALSE, sizeof(Range));
    finding->rects = g_array_new(FALSE, FALSE, sizeof(PageBox));
    finding->also = report_also_new();
    return finding;
}

enum { WORDS_SHARED = 6, WORDS_MOST = WORDS_SHARED + 3 + SLOT_COUNT };

// Its words: first those that are the same in many findings.
static void list_words(Finding *finding, char **words[WORDS_MOST])
{
    char **const named[] = {&finding->type,         &finding->rule,       &finding->language,
                            &finding->unit_heading, &finding->stem_quote, &finding->unit_number,
                            &finding->fingerprint,  &finding->quote,      &finding->shown};
    memcpy(words, named, sizeof named);
    for (unsigned i = 0; i < SLOT_COUNT; i++)
        words[G_N_ELEMENTS(named) + i] = &finding->slots[i];
}

void report_settle(Report *report, Finding *finding)
{
    enum { BLOCK = 64 * 1024 };
    char **words[WORDS_MOST];
    if (finding->borrowed)
        return;
    if (!report->words)
        report->words = g_string_chunk_new(BLOCK);
    list_words(finding, words);
    bool same = finding->quote && g_strcmp0(finding->quote, finding->shown) == 0;
    if (same)
        g_clear_pointer(&finding->shown, g_free);
    for (unsigned i = 0; i < WORDS_MOST; i++) {
        char *own = *words[i];
        if (own)
            *words[i] = i < WORDS_SHARED ? g_string_chunk_insert_const(report->words, own)
                                         : g_string_chunk_insert(report->words, own);
        g_free(own);
    }
    if (same)
        finding->shown = finding->quote;
    finding->borrowed = true;
}

void finding_own_words(Finding *finding)
{
    char **words[WORDS_MOST];
    list_words(finding, words);
    for (unsigned i = 0; finding->borrowed && i < WORDS_MOST; i++)
        *words[i] = g_strdup(*words[i]);
    finding->borrowed = false;
}

static void free_words(Finding *finding)
{
    char **words[WORDS_MOST];
    list_words(finding, words);
    for (unsigned i = 0; i < WORDS_MOST; i++)
        g_free(*words[i]);
}

void finding_free(Finding *finding)
{
    if (!finding)
        return;
    if (!finding->borrowed)
        free_words(finding);
    g_free(finding->suppressed_reason);
    g_free(finding->suppressed_until);
    g_ptr_array_unref(finding->reasons);
    g_ptr_array_unref(finding->basis);
    g_array_unref(finding->parts);
    g_array_unref(finding->rects);
    g_ptr_array_unref(finding->also);
    g_free(finding);
}

Report *report_failed(const char *path, Fault fault, const char *message)
{
    Report *report = report_new(path);
    Reason *reason = g_new0(Reason, 1);
    reason->code = fault;
    reason->message = g_utf8_make_valid(message, -1);
    g_ptr_array_add(report->document.reasons, reason);
    report->document.status = STATUS_NOT_ANALYSED;
    return report;
}

int report_exit(const Report *report, int fail_on)
{
    if (report->document.status != STATUS_COMPLETE)
        return 3;
    return report->severity >= fail_on ? 1 : 0;
}
