// SPDX-License-Identifier: GPL-3.0-or-later
// Documents are noted as they pass, put in order at the end, and loaded again two at a time.

#include "report/history.h"

#include <stdlib.h>
#include <string.h>

#include "report/words.h"

static const char *const names[] = {"first", "compared", "not_analysed", "unordered"};
G_STATIC_ASSERT(G_N_ELEMENTS(names) == STEP_COUNT);

const char *step_name(StepKind kind)
{
    g_assert((unsigned)kind < STEP_COUNT);
    return names[kind];
}

typedef struct {
    int64_t id;
    const char *platform, *series; // in `strings`
    char *version, *path;
    char date[11];
    bool read;
} Entry;

struct History {
    int date, version, agreement; // metadata columns; -1: none
    GPtrArray *entries;           // Entry
    GStringChunk *strings;
    unsigned undated;
};

static void entry_free(void *data)
{
    Entry *entry = data;
    g_free(entry->version);
    g_free(entry->path);
    g_free(entry);
}

static int column_named(const GPtrArray *names_of, const char *name)
{
    for (guint i = 0; names_of && i < names_of->len; i++)
        if (g_ascii_strcasecmp(names_of->pdata[i], name) == 0)
            return (int)i;
    return -1;
}

History *history_new(const TableContext *context)
{
    int date = column_named(context->metadata, "date");
    if (date < 0)
        return NULL;
    History *history = g_new0(History, 1);
    history->date = date;
    history->version = column_named(context->metadata, "version");
    history->agreement = column_named(context->metadata, "agreement");
    history->entries = g_ptr_array_new_with_free_func(entry_free);
    history->strings = g_string_chunk_new(4096);
    return history;
}

void history_free(History *history)
{
    if (!history)
        return;
    g_ptr_array_unref(history->entries);
    g_string_chunk_free(history->strings);
    g_free(history);
}

unsigned history_undated(const History *history)
{
    return history->undated;
}

// --- dates ---

// Up to `most` digits as a number from 1; 0 when there are none. Moves *at past them.
static unsigned take_number(const char **at, unsigned most)
{
    unsigned number = 0;
    for (unsigned i = 0; i < most && g_ascii_isdigit(**at); i++)
        number = number * 10 + (unsigned)(*(*at)++ - '0');
    return number;
}

static void skip_divider(const char **at)
{
    static const char *const dividers[] = {"-", "/", ".", "年", "月"};
    for (size_t i = 0; i < G_N_ELEMENTS(dividers); i++)
        if (g_str_has_prefix(*at, dividers[i])) {
            *at += strlen(dividers[i]);
            return;
        }
}

char *history_date(const char *words)
{
    const char *at = words + strspn(words, " \t");
    if (strspn(at, "0123456789") < 4)
        return NULL;
    unsigned year = take_number(&at, 4);
    skip_divider(&at);
    unsigned month = take_number(&at, 2);
    if (year == 0 || month > 12 || (month == 0 && *at != '\0'))
        return NULL;
    if (month == 0)
        return g_strdup_printf("%04u", year);
    skip_divider(&at);
    unsigned day = take_number(&at, 2);
    if (day == 0)
        return *at ? NULL : g_strdup_printf("%04u-%02u", year, month);
    if (g_ascii_isdigit(*at) ||
        !g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year))
        return NULL;
    return g_strdup_printf("%04u-%02u-%02u", year, month, day);
}

// --- gathering ---

static const char *value_of(const TableRow *row, int column)
{
    return column < 0 || !row->metadata ? "" : row->metadata[column];
}

// The agreement a document is a version of.
static char *series_of(const History *history, const TableRow *row)
{
    const DocumentInfo *info = &row->report->document;
    const char *given = value_of(row, history->agreement);
    if (*given)
        return g_strdup(given);
    if (info->status == STATUS_NOT_ANALYSED || !info->kind)
        return g_strdup("");
    const LanguageShare *first = info->languages->len ? info->languages->pdata[0] : NULL;
    g_autofree char *language =
        first ? g_strndup(first->code, strcspn(first->code, "-")) : g_strdup("");
    return g_strdup_printf("\x01%s %s", info->kind, language); // apart from names of people's own
}

void history_add(History *history, const TableRow *row, int64_t id)
{
    g_autofree char *date = history_date(value_of(row, history->date));
    if (!date) {
        history->undated++;
        return;
    }
    g_autofree char *series = series_of(history, row);
    Entry *entry = g_new0(Entry, 1);
    entry->id = id;
    entry->platform = g_string_chunk_insert_const(history->strings, row->platform);
    entry->series = g_string_chunk_insert_const(history->strings, series);
    entry->version = g_strdup(value_of(row, history->version));
    entry->path = g_strdup(row->report->document.path);
    entry->read = row->report->document.status != STATUS_NOT_ANALYSED;
    g_strlcpy(entry->date, date, sizeof(entry->date));
    g_ptr_array_add(history->entries, entry);
}

// --- order ---

static int by_series(const Entry *a, const Entry *b)
{
    int platform = strcmp(a->platform, b->platform);
    return platform ? platform : strcmp(a->series, b->series);
}

// 1.10 comes after 1.9.
static int by_age(const Entry *a, const Entry *b)
{
    int date = strcmp(a->date, b->date);
    return date ? date : strverscmp(a->version, b->version);
}

static int by_place(const void *x, const void *y)
{
    const Entry *a = *(Entry *const *)x, *b = *(Entry *const *)y;
    int order = by_series(a, b);
    if (!order)
        order = by_age(a, b);
    return order ? order : strcmp(a->path, b->path);
}

// --- steps ---

typedef struct {
    HistoryVersion version;
    bool full;
} Slot;

static void slot_clear(Slot *slot)
{
    if (!slot->full)
        return;
    report_free((Report *)slot->version.row.report);
    g_free((char *)slot->version.row.platform);
    g_free((char *)slot->version.row.page);
    g_strfreev((char **)slot->version.row.metadata);
    *slot = (Slot){0};
}

static bool give_step(const Entry *entry, HistoryStep *step, Slot *before, Slot *after,
                      const Pack *pack, HistoryEach each, void *data, GError **error)
{
    step->after = &after->version;
    step->platform = entry->platform;
    step->named = entry->series[0] != '\x01' && *entry->series;
    step->series = entry->series + (entry->series[0] == '\x01');
    g_autoptr(Diff) diff = NULL;
    if (step->kind == STEP_COMPARED) {
        diff = diff_new(before->version.row.report, after->version.row.report, pack);
        step->before = &before->version;
        step->diff = diff;
    }
    return each(step, data, error);
}

typedef struct {
    const Pack *pack;
    HistoryLoad load;
    HistoryEach each;
    void *data;
} Run;

// The versions of one agreement.
static bool one_series(const Run *run, unsigned group, Entry *const *entries, unsigned count,
                       GError **error)
{
    bool unordered = false;
    for (unsigned i = 1; i < count; i++)
        unordered = unordered || by_age(entries[i - 1], entries[i]) == 0;
    Slot slots[2] = {0};
    Slot *before = &slots[0], *after = &slots[1];
    bool fine = true;
    for (unsigned i = 0; fine && i < count; i++) {
        slot_clear(after);
        fine = run->load(entries[i]->id, &after->version.row, run->data, error);
        if (!fine)
            break;
        after->full = true;
        after->version.date = entries[i]->date;
        after->version.version = entries[i]->version;
        HistoryStep step = {.group = group, .number = i + 1, .of = count};
        step.kind = !entries[i]->read ? STEP_NOT_ANALYSED
                    : unordered       ? STEP_UNORDERED
                    : before->full    ? STEP_COMPARED
                                      : STEP_FIRST;
        fine = give_step(entries[i], &step, before, after, run->pack, run->each, run->data, error);
        if (entries[i]->read) {
            Slot *other = before;
            before = after;
            after = other;
        }
    }
    slot_clear(before);
    slot_clear(after);
    return fine;
}

bool history_each(History *history, const Pack *pack, HistoryLoad load, HistoryEach each,
                  void *data, GError **error)
{
    GPtrArray *entries = history->entries;
    Run run = {pack, load, each, data};
    g_ptr_array_sort(entries, by_place);
    unsigned group = 0;
    for (guint first = 0, end; first < entries->len; first = end) {
        for (end = first + 1; end < entries->len; end++)
            if (by_series(entries->pdata[first], entries->pdata[end]) != 0)
                break;
        if (!one_series(&run, ++group, (Entry *const *)entries->pdata + first, end - first, error))
            return false;
    }
    return true;
}

char *history_title(const HistoryStep *step, Lang lang)
{
    if (step->named)
        return g_strdup(step->series);
    if (!*step->series)
        return g_strdup(word(W_HISTORY_UNKNOWN, lang));
    size_t kind = strcspn(step->series, " ");
    g_autofree char *name = g_strndup(step->series, kind);
    const char *language = step->series[kind] ? step->series + kind + 1 : "";
    return *language ? g_strdup_printf("%s (%s)", word_kind(name, lang), language)
                     : g_strdup(word_kind(name, lang));
}
