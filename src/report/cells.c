// SPDX-License-Identifier: GPL-3.0-or-later
// How a row of cells is made of a report.

#include <string.h>

#include "report/columns.h"
#include "report/context.h"
#include "report/history.h"
#include "text/fault.h"

Cells *cells_new(void)
{
    Cells *cells = g_new0(Cells, 1);
    cells->room = g_string_new(NULL);
    cells->places = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    return cells;
}

void cells_free(Cells *cells)
{
    g_string_free(cells->room, TRUE);
    g_array_unref(cells->places);
    g_free(cells);
}

void cells_clear(Cells *cells)
{
    g_string_truncate(cells->room, 0);
    g_array_set_size(cells->places, 0);
}

size_t cells_count(const Cells *cells)
{
    return cells->places->len;
}

const char *cells_at(const Cells *cells, size_t index)
{
    uint32_t place = g_array_index(cells->places, uint32_t, index);
    return place == CELL_EMPTY ? NULL : cells->room->str + place;
}

void cells_erase(Cells *cells, size_t index)
{
    g_array_index(cells->places, uint32_t, index) = CELL_EMPTY;
}

static void put_bytes(Cells *cells, const char *text, size_t len)
{
    uint32_t place = len ? (uint32_t)cells->room->len : CELL_EMPTY;
    g_array_append_val(cells->places, place);
    if (!len)
        return;
    g_string_append_len(cells->room, text, (gssize)len);
    g_string_append_c(cells->room, '\0');
}

void cells_text(Cells *cells, const char *text)
{
    put_bytes(cells, text, text ? strlen(text) : 0);
}

void cells_number(Cells *cells, int64_t number)
{
    char digits[24], *at = digits + sizeof digits;
    uint64_t left = number < 0 ? -(uint64_t)number : (uint64_t)number;
    do
        *--at = (char)('0' + left % 10);
    while (left /= 10);
    if (number < 0)
        *--at = '-';
    put_bytes(cells, at, (size_t)(digits + sizeof digits - at));
}

static void put_decimal(Cells *cells, double number)
{
    char room[G_ASCII_DTOSTR_BUF_SIZE];
    cells_text(cells, g_ascii_formatd(room, sizeof(room), "%.2f", number));
}

static void put_boolean(Cells *cells, bool truth)
{
    cells_text(cells, truth ? "true" : "false");
}

void cells_empty(Cells *cells, unsigned count)
{
    while (count-- > 0)
        put_bytes(cells, NULL, 0);
}

static void add_word(GString *line, const char *between, const char *word)
{
    if (line->len)
        g_string_append(line, between);
    g_string_append(line, word);
}

static void cells_joined(Cells *cells, const GPtrArray *words, const char *between)
{
    g_autoptr(GString) line = g_string_new(NULL);
    for (guint i = 0; i < words->len; i++)
        add_word(line, between, words->pdata[i]);
    cells_text(cells, line->str);
}

void cells_words(Cells *cells, const GPtrArray *words)
{
    cells_joined(cells, words, " ");
}

static void put_cut_text(Cells *cells, const char *text)
{
    cells_cut_bytes(cells, text, text ? strlen(text) : 0);
}

void cells_cut_bytes(Cells *cells, const char *text, size_t len)
{
    glong characters = len > CELL_MOST ? g_utf8_strlen(text, (gssize)len) : 0;
    if (characters > CELL_MOST)
        len = (size_t)(g_utf8_offset_to_pointer(text, CELL_MOST) - text);
    put_bytes(cells, text, len);
    cells_number(cells, MAX(characters - CELL_MOST, 0));
}

static void cells_which(Cells *cells, const TableRow *row)
{
    cells_text(cells, row->report->document.path);
    cells_text(cells, row->platform);
    cells_text(cells, row->report->document.sha256);
}

static void cells_metadata(Cells *cells, const TableRow *row, const TableContext *context)
{
    for (guint i = 0; context->metadata && i < context->metadata->len; i++)
        cells_text(cells, row->metadata ? row->metadata[i] : NULL);
}

static void number_or_empty(Cells *cells, int number)
{
    if (number > 0)
        cells_number(cells, number);
    else
        cells_empty(cells, 1);
}

static void cells_place(Cells *cells, const Finding *finding)
{
    if (!finding->placed) {
        cells_empty(cells, 8);
        return;
    }
    cells_text(cells, finding->unit_number);
    cells_text(cells, finding->unit_heading);
    number_or_empty(cells, finding->page);
    number_or_empty(cells, finding->last_page);
    cells_number(cells, finding->range.start);
    cells_number(cells, finding->range.end);
    cells_number(cells, finding->unit.start);
    cells_number(cells, finding->unit.end);
}

static void cells_prominence(Cells *cells, const Finding *finding)
{
    const Prominence *prominence = &finding->prominence;
    if (!finding->placed || !prominence->known) {
        cells_empty(cells, 4);
        return;
    }
    put_decimal(cells, prominence->font_size);
    put_decimal(cells, prominence->body_size);
    if (prominence->contrast > 0)
        put_decimal(cells, prominence->contrast);
    else
        cells_empty(cells, 1);
    put_boolean(cells, prominence->hidden);
}

static void cells_rule(Cells *cells, const Finding *finding, const TableContext *context)
{
    const Type *type = pack_type(context->pack, finding->type);
    cells_text(cells, finding->fingerprint);
    cells_text(cells, finding->type);
    cells_text(cells, type ? type->id : NULL);
    cells_text(cells, type ? type->name[context->lang] : finding->type);
    cells_text(cells, finding->rule);
    cells_text(cells, polarity_name(finding->polarity));
    cells_text(cells, finding->language);
    cells_text(cells, source_name(finding->source));
    cells_number(cells, finding->severity);
    cells_text(cells, level_name(finding->severity));
    cells_text(cells, confidence_name(finding->confidence));
    cells_words(cells, finding->reasons);
    cells_words(cells, finding->basis);
}

static void cells_clause(Cells *cells, const TableRow *row, const Finding *finding)
{
    bool known = finding->placed && row->places;
    g_autofree char *clause = known ? context_quote(row->report, row->places, finding) : NULL;
    put_cut_text(cells, clause);
}

void cells_finding(Cells *cells, const TableRow *row, const Finding *finding,
                   const TableContext *context)
{
    cells_clear(cells);
    cells_which(cells, row);
    cells_rule(cells, finding, context);
    put_cut_text(cells, finding->placed ? finding->shown : NULL);
    cells_clause(cells, row, finding);
    put_cut_text(cells, finding->placed ? finding->stem_quote : NULL);
    cells_place(cells, finding);
    for (unsigned i = 0; i < SLOT_COUNT; i++)
        cells_text(cells, finding->placed ? finding->slots[i] : NULL);
    cells_prominence(cells, finding);
    cells_text(cells, finding->suppressed_reason);
    cells_number(cells, finding->also->len);
    cells_metadata(cells, row, context);
}

static void cells_reasons(Cells *cells, const DocumentInfo *info)
{
    g_autoptr(GString) line = g_string_new(NULL);
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < info->reasons->len; i++) {
        const Reason *reason = info->reasons->pdata[i];
        if (g_hash_table_add(seen, GINT_TO_POINTER(reason->code)))
            add_word(line, " ", fault_name(reason->code));
    }
    cells_text(cells, line->str);
    cells_text(cells, info->reasons->len ? ((Reason *)info->reasons->pdata[0])->message : NULL);
}

static void cells_languages(Cells *cells, const DocumentInfo *info)
{
    g_autoptr(GString) line = g_string_new(NULL);
    for (guint i = 0; i < info->languages->len; i++)
        add_word(line, " ", ((LanguageShare *)info->languages->pdata[i])->code);
    cells_text(cells, line->str);
}

static void cells_info(Cells *cells, const DocumentInfo *info)
{
    bool read = info->status != STATUS_NOT_ANALYSED || info->format;
    cells_text(cells, info->format);
    cells_text(cells, info->encoding);
    cells_text(cells, info->kind);
    if (info->kind)
        put_boolean(cells, info->loan);
    else
        cells_empty(cells, 1);
    cells_text(cells, info->title);
    cells_languages(cells, info);
    cells_text(cells, read ? law_name(info->law) : NULL);
    cells_text(cells, read ? info->law_from : NULL);
    number_or_empty(cells, info->pages);
    if (read)
        cells_number(cells, info->characters);
    else
        cells_empty(cells, 1);
}

static void cells_verdict(Cells *cells, const Report *report)
{
    bool analysed = report->document.status != STATUS_NOT_ANALYSED;
    cells_number(cells, report->severity);
    cells_text(cells, level_name(report->level));
    if (analysed)
        cells_number(cells, report_count(report));
    else
        cells_empty(cells, 1);
    for (unsigned i = 0; i < QUESTION_COUNT; i++)
        cells_text(cells, answer_name(report->answers[i]));
    cells_words(cells, report->absent);
}

void cells_document(Cells *cells, const TableRow *row, const TableContext *context)
{
    const DocumentInfo *info = &row->report->document;
    cells_clear(cells);
    cells_which(cells, row);
    if (info->sha256)
        cells_number(cells, (int64_t)info->bytes);
    else
        cells_empty(cells, 1);
    cells_text(cells, status_name(info->status));
    cells_reasons(cells, info);
    cells_info(cells, info);
    cells_verdict(cells, row->report);
    cells_joined(cells, info->references, "; ");
    cells_text(cells, row->duplicate_of);
    cells_text(cells, row->page);
    cells_metadata(cells, row, context);
}

// Rules may be written for a language whatever its script.
static bool same_language(const char *rule, const char *code)
{
    size_t len = strlen(rule);
    return strncmp(code, rule, len) == 0 && (code[len] == '\0' || code[len] == '-');
}

static bool has_rules(const Report *report, const Type *type, const Pack *pack)
{
    for (size_t r = 0, n = pack_rule_count(pack); r < n; r++) {
        const RuleInfo *rule = pack_rule_info(pack, r);
        if (rule->type != type || rule->absent)
            continue;
        for (guint i = 0; i < report->document.languages->len; i++) {
            const LanguageShare *share = report->document.languages->pdata[i];
            if (same_language(rule->language, share->code))
                return true;
        }
    }
    return false;
}

int matrix_count(const Report *report, const Type *type, const Pack *pack)
{
    if (report->document.status == STATUS_NOT_ANALYSED)
        return MATRIX_NOT_ANALYSED;
    uint32_t count = type->index < report->counts->len
                         ? g_array_index(report->counts, uint32_t, type->index)
                         : 0;
    if (count == 0 && !has_rules(report, type, pack))
        return MATRIX_NO_RULES;
    return (int)count;
}

void cells_matrix(Cells *cells, const TableRow *row, const TableContext *context)
{
    const Report *report = row->report;
    cells_clear(cells);
    cells_which(cells, row);
    cells_text(cells, status_name(report->document.status));
    cells_text(cells, level_name(report->level));
    for (size_t i = 0, n = pack_type_count(context->pack); i < n; i++) {
        int count = matrix_count(report, pack_type_at(context->pack, i), context->pack);
        if (count == MATRIX_NOT_ANALYSED)
            cells_text(cells, "not_analysed");
        else if (count == MATRIX_NO_RULES)
            cells_text(cells, "no_rules");
        else
            cells_number(cells, count);
    }
    cells_metadata(cells, row, context);
}

// --- history ---

static void cells_severity(Cells *cells, const Finding *finding)
{
    if (finding)
        cells_number(cells, finding->severity);
    else
        cells_empty(cells, 1);
}

// The words of a clause in one version and how many are left out; nothing where it does not stand.
static void cells_words_of(Cells *cells, const Finding *finding)
{
    if (finding && finding->placed)
        put_cut_text(cells, finding->shown);
    else
        cells_empty(cells, 2);
}

static void cells_pair(Cells *cells, const DiffPair *pair, const TableContext *context)
{
    const Finding *finding = pair->after ? pair->after : pair->before;
    const Type *type = pack_type(context->pack, finding->type);
    cells_text(cells, finding->type);
    cells_text(cells, type ? type->name[context->lang] : finding->type);
    cells_text(cells, polarity_name(finding->polarity));
    cells_text(cells, finding->fingerprint);
    cells_severity(cells, pair->before);
    cells_severity(cells, pair->after);
    cells_words_of(cells, pair->before);
    cells_words_of(cells, pair->after);
    cells_text(cells, finding->placed ? finding->unit_number : NULL);
    number_or_empty(cells, finding->placed ? finding->page : 0);
}

enum { PAIR_CELLS = 12 };

// One change of a version; NULL: the version itself.
static void cells_change(Cells *cells, const HistoryStep *step, const DiffPair *pair,
                         const TableContext *context)
{
    const HistoryVersion *before = step->before;
    g_autofree char *series = history_title(step, context->lang);
    bool first = step->kind == STEP_FIRST;
    cells_clear(cells);
    cells_which(cells, &step->after->row);
    cells_text(cells, series);
    cells_number(cells, step->number);
    cells_text(cells, step->after->date);
    cells_text(cells, first                         ? "first"
                      : step->kind != STEP_COMPARED ? step_name(step->kind)
                      : pair                        ? change_name(pair->change)
                                                    : "none");
    if (pair && !first)
        put_boolean(cells, pair->bad);
    else
        cells_empty(cells, 1);
    if (step->diff)
        put_boolean(cells, !step->diff->unsure);
    else
        cells_empty(cells, 1);
    if (pair)
        cells_pair(cells, pair, context);
    else
        cells_empty(cells, PAIR_CELLS);
    cells_text(cells, before ? before->row.report->document.path : NULL);
    cells_text(cells, before ? before->date : NULL);
    cells_metadata(cells, &step->after->row, context);
}

void cells_each_change(Cells *cells, const HistoryStep *step, const TableContext *context,
                       void (*put)(void *data), void *data)
{
    bool some = false;
    const GPtrArray *all = step->kind == STEP_COMPARED ? step->diff->pairs
                           : step->kind == STEP_FIRST  ? step->after->row.report->findings
                                                       : NULL;
    for (guint i = 0; all && i < all->len; i++) {
        DiffPair found = {.after = step->kind == STEP_FIRST ? all->pdata[i] : NULL};
        const DiffPair *pair = step->kind == STEP_COMPARED ? all->pdata[i] : &found;
        if (step->kind == STEP_COMPARED ? pair->change == CHANGE_SAME
                                        : found.after->suppressed_reason != NULL)
            continue;
        cells_change(cells, step, pair, context);
        put(data);
        some = true;
    }
    if (!some) {
        cells_change(cells, step, NULL, context);
        put(data);
    }
}
