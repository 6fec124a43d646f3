// SPDX-License-Identifier: GPL-3.0-or-later
// A worker's answer is the costs themselves, one a rule: numbers, of which any is believed.
#include "cli/rule_costs.h"

#include <string.h>

#include "cli/data.h"
#include "rules/match.h"
#include "text/text.h"
#include "text/units.h"

static void run_rules(const Pack *pack, const Document *doc, MatchProfile *profile)
{
    g_autoptr(Text) text = text_new(doc, pack_cues(pack));
    g_autoptr(GArray) units = units_new(doc, text);
    MatchOptions options = {.law = LAW_NONE, .kind = {"other", true}, .profile = profile};
    g_autoptr(Matches) matches = match_run(pack, doc, text, units, &options);
}

// In the worker. Of two runs the second counts, so that no compiling does.
static GBytes *measure(GBytes *bytes, const Report *named, const WorkerRun *run, GError **error)
{
    g_autoptr(Document) doc = reader_read(bytes, named->document.path, &run->options->read, error);
    if (!doc)
        return NULL;
    size_t count = pack_rule_count(run->pack);
    g_autofree uint64_t *spent = g_new0(uint64_t, count + 1);
    g_autofree uint32_t *runs = g_new0(uint32_t, count + 1);
    g_autofree uint32_t *spared = g_new0(uint32_t, count + 1);
    g_autofree uint32_t *hits = g_new0(uint32_t, count + 1);
    g_autofree bool *fired = g_new0(bool, count + 1);
    MatchProfile warm = {0}, full = {spent, runs, spared, hits, fired};
    run_rules(run->pack, doc, &warm);
    run_rules(run->pack, doc, &full);
    g_autofree RuleCost *costs = g_new0(RuleCost, count + 1);
    for (size_t i = 0; i < count; i++)
        costs[i] = (RuleCost){spent[i], runs[i], spared[i], hits[i], fired[i]};
    return g_bytes_new(costs, count * sizeof *costs);
}

// Adds what a worker answered. False when it is not one cost a rule.
static bool add(RuleCost *costs, size_t count, GBytes *answer)
{
    size_t size = 0;
    const char *data = g_bytes_get_data(answer, &size);
    if (size != count * sizeof *costs)
        return false;
    for (size_t i = 0; i < count; i++) {
        RuleCost more;
        memcpy(&more, data + i * sizeof more, sizeof more);
        costs[i].nanoseconds += more.nanoseconds;
        costs[i].runs += more.runs;
        costs[i].spared += more.spared;
        costs[i].hits += more.hits;
        costs[i].fired += more.fired != 0;
    }
    return true;
}

static bool add_document(RuleCost *costs, const char *path, const WorkerRun *run, GError **error)
{
    g_autoptr(Report) named = report_new(input_name(path));
    g_autoptr(GBytes) answer = worker_make(path, named, measure, run, error);
    if (!answer) {
        g_prefix_error(error, "%s: ", input_name(path));
        return false;
    }
    if (add(costs, pack_rule_count(run->pack), answer))
        return true;
    g_set_error(error, FAULT_DOMAIN, FAULT_CRASHED, "%s: the worker's answer is not sound",
                input_name(path));
    return false;
}

bool rule_costs_add(RuleCost *costs, const Options *options, const Pack *pack, GError **error)
{
    g_autofree char *password = NULL;
    AnalyseOptions analyse;
    if (!data_analyse_options(&analyse, options, pack, &password, error))
        return false;
    WorkerRun run = {.pack = pack, .options = &analyse, .limits = options->limits};
    for (size_t i = 1; i < options->count; i++)
        if (!add_document(costs, options->words[i], &run, error))
            return false;
    return true;
}
