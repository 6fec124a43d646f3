// SPDX-License-Identifier: GPL-3.0-or-later
// Sums over documents, in memory that grows with their number only by a line each.

#include "report/overview.h"

#include <math.h>
#include <string.h>

#include "report/columns.h"
#include "text/fault.h"

enum { SHOWN_MOST = 160 };

static void platform_free(void *data)
{
    Platform *platform = data;
    g_free(platform->name);
    g_free(platform->worst);
    g_free(platform->count);
    g_free(platform->covered);
    g_free(platform);
}

static void listed_free(void *data)
{
    Listed *listed = data;
    g_free(listed->path);
    g_free(listed->page);
    g_strfreev(listed->metadata);
    g_free(listed);
}

static void clause_free(void *data)
{
    Clause *clause = data;
    g_free(clause->shown);
    g_free(clause->path);
    g_free(clause->page);
    g_free(clause);
}

Overview *overview_new(const TableContext *context)
{
    Overview *overview = g_new0(Overview, 1);
    overview->context = context;
    overview->clauses_most = context->clauses ? context->clauses : OVERVIEW_CLAUSES;
    overview->listed = g_ptr_array_new_with_free_func(listed_free);
    overview->platforms = g_ptr_array_new_with_free_func(platform_free);
    overview->platform_names = g_hash_table_new(g_str_hash, g_str_equal);
    overview->clauses = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, clause_free);
    overview->templates = templates_new();
    overview->prevalence = g_new0(Prevalence, pack_type_count(context->pack));
    return overview;
}

void overview_free(Overview *overview)
{
    g_ptr_array_unref(overview->listed);
    g_ptr_array_unref(overview->platforms);
    g_hash_table_unref(overview->platform_names);
    g_hash_table_unref(overview->clauses);
    templates_free(overview->templates);
    g_free(overview->prevalence);
    g_free(overview);
}

static Platform *platform_of(Overview *overview, const char *name)
{
    Platform *platform = g_hash_table_lookup(overview->platform_names, name);
    if (platform)
        return platform;
    size_t types = pack_type_count(overview->context->pack);
    platform = g_new0(Platform, 1);
    platform->name = g_strdup(name);
    platform->worst = g_new(int, types);
    platform->count = g_new0(uint32_t, types);
    platform->covered = g_new0(bool, types);
    for (size_t i = 0; i < types; i++)
        platform->worst[i] = -1;
    g_ptr_array_add(overview->platforms, platform);
    g_hash_table_insert(overview->platform_names, platform->name, platform);
    return platform;
}

static Fault main_reason(const DocumentInfo *info)
{
    for (guint i = 0; i < info->reasons->len; i++) {
        const Reason *reason = info->reasons->pdata[i];
        if (fault_scope(reason->code) != FAULT_OF_NOTE)
            return reason->code;
    }
    return FAULT_COUNT;
}

static void list(Overview *overview, const TableRow *row, Platform *platform)
{
    const Report *report = row->report;
    Listed *listed = g_new0(Listed, 1);
    *listed = (Listed){.path = g_strdup(report->document.path),
                       .page = g_strdup(row->page),
                       .metadata = g_strdupv((char **)row->metadata),
                       .platform = platform,
                       .level = (uint8_t)report->level,
                       .status = (uint8_t)report->document.status,
                       .findings = report_count(report),
                       .reason = main_reason(&report->document)};
    overview->status[report->document.status]++;
    if (report->document.status == STATUS_NOT_ANALYSED && listed->reason != FAULT_COUNT)
        overview->faults[listed->reason]++;
    g_ptr_array_add(overview->listed, listed);
}

static bool counts(const Finding *finding)
{
    return finding->placed && !finding->suppressed_reason;
}

// Whether no document like this one was seen: in the clauses found, or else in its very bytes.
static bool first_of_template(Overview *overview, const Report *report)
{
    g_autoptr(GPtrArray) prints = g_ptr_array_new();
    for (guint i = 0; i < report->findings->len; i++) {
        const Finding *finding = report->findings->pdata[i];
        if (counts(finding))
            g_ptr_array_add(prints, finding->fingerprint);
    }
    if (prints->len == 0)
        g_ptr_array_add(prints, report->document.sha256);
    return templates_add(overview->templates, prints);
}

static void count_types(Overview *overview, const Report *report, Platform *platform,
                        bool new_template)
{
    const Pack *pack = overview->context->pack;
    for (size_t i = 0, n = pack_type_count(pack); i < n; i++) {
        int count = matrix_count(report, pack_type_at(pack, i), pack);
        if (count < 0)
            continue;
        platform->covered[i] = true;
        platform->count[i] += count > 0;
        overview->prevalence[i].read += new_template;
        overview->prevalence[i].templates += new_template && count > 0;
    }
}

static Clause *clause_of(Overview *overview, const TableRow *row, const Finding *finding)
{
    Clause *clause = g_hash_table_lookup(overview->clauses, finding->fingerprint);
    if (clause)
        return clause;
    if (g_hash_table_size(overview->clauses) >= overview->clauses_most) {
        overview->clauses_left = true;
        return NULL;
    }
    clause = g_new0(Clause, 1);
    glong length = g_utf8_strlen(finding->shown, -1);
    g_autofree char *cut = g_utf8_substring(finding->shown, 0, MIN(length, SHOWN_MOST));
    clause->shown = g_strconcat(cut, length > SHOWN_MOST ? "…" : "", NULL);
    clause->path = g_strdup(row->report->document.path);
    clause->page = g_strdup(row->page);
    clause->type = pack_type(overview->context->pack, finding->type);
    g_hash_table_insert(overview->clauses, g_strdup(finding->fingerprint), clause);
    return clause;
}

static void add_finding(Overview *overview, const TableRow *row, const Finding *finding,
                        Platform *platform)
{
    const Type *type = pack_type(overview->context->pack, finding->type);
    if (!type || !counts(finding))
        return;
    int *worst = &platform->worst[type->index];
    *worst = MAX(*worst, finding->severity);
    Clause *clause =
        finding->confidence == CONFIDENCE_LOW ? NULL : clause_of(overview, row, finding);
    if (!clause)
        return;
    clause->severity = MAX(clause->severity, finding->severity);
    clause->documents++;
    clause->platforms += clause->last != platform;
    clause->last = platform;
}

void overview_add(Overview *overview, const TableRow *row)
{
    const Report *report = row->report;
    Platform *platform = platform_of(overview, row->platform);
    platform->documents++;
    list(overview, row, platform);
    if (report->document.status == STATUS_NOT_ANALYSED)
        return;
    platform->analysed++;
    count_types(overview, report, platform, first_of_template(overview, report));
    for (guint i = 0; i < report->findings->len; i++)
        add_finding(overview, row, report->findings->pdata[i], platform);
}

static int by_words(const Clause *a, const Clause *b)
{
    int by_path = strcmp(a->path, b->path);
    return by_path ? by_path : strcmp(a->shown, b->shown);
}

static int by_severity(const void *x, const void *y)
{
    const Clause *a = *(Clause *const *)x, *b = *(Clause *const *)y;
    if (a->severity != b->severity)
        return a->severity > b->severity ? -1 : 1;
    if (a->documents != b->documents)
        return a->documents > b->documents ? -1 : 1;
    return by_words(a, b);
}

static int by_platforms(const void *x, const void *y)
{
    const Clause *a = *(Clause *const *)x, *b = *(Clause *const *)y;
    if (a->platforms != b->platforms)
        return a->platforms > b->platforms ? -1 : 1;
    if (a->documents != b->documents)
        return a->documents > b->documents ? -1 : 1;
    return by_words(a, b);
}

static GPtrArray *clauses_by(const Overview *overview, GCompareFunc compare, guint most,
                             uint32_t least_platforms, int least_severity)
{
    GPtrArray *clauses = g_ptr_array_new();
    GHashTableIter iter;
    gpointer value = NULL;
    g_hash_table_iter_init(&iter, overview->clauses);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        Clause *clause = value;
        if (clause->platforms >= least_platforms && clause->severity >= least_severity)
            g_ptr_array_add(clauses, clause);
    }
    g_ptr_array_sort(clauses, compare);
    if (clauses->len > most)
        g_ptr_array_set_size(clauses, (int)most);
    return clauses;
}

GPtrArray *overview_worst(const Overview *overview, guint most)
{
    return clauses_by(overview, by_severity, most, 1, 3);
}

GPtrArray *overview_shared(const Overview *overview, guint most)
{
    return clauses_by(overview, by_platforms, most, 2, 0);
}

void overview_interval(uint32_t hits, uint32_t all, double *low, double *high)
{
    const double z = 1.959964;
    if (all == 0) {
        *low = 0;
        *high = 1;
        return;
    }
    double n = all, share = hits / n;
    double middle = share + z * z / (2 * n);
    double half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n));
    *low = MAX(0, (middle - half) / (1 + z * z / n));
    *high = MIN(1, (middle + half) / (1 + z * z / n));
}
