// SPDX-License-Identifier: GPL-3.0-or-later
// rules: what is looked for, and whether the rules do what their authors say.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/data.h"
#include "cli/explain.h"
#include "cli/rule_costs.h"
#include "report/words.h"
#include "rules/check.h"
#include "rules/lint.h"
#include "rules/rule.h"
#include "text/fault.h"

// Words with placeholders are formats with the same arguments in both languages.
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

static int list(const Options *options, const Pack *pack, GError **error)
{
    for (size_t i = 0, n = pack_rule_count(pack); i < n; i++) {
        const RuleInfo *rule = pack_rule_info(pack, i);
        printf("%-4s %-24s %-36s %s:%d\n", rule->type->id ? rule->type->id : "-", rule->type->key,
               rule->id, rule->file, rule->line);
    }
    return STATUS_FINE;
}

static int explain(const Options *options, const Pack *pack, GError **error)
{
    if (options->count != 2) {
        g_set_error_literal(error, FAULT_DOMAIN, FAULT_USAGE,
                            "rules explain: name one type or rule (rules list shows them)");
        return STATUS_WRONG;
    }
    const char *name = options->words[1];
    const Type *type = pack_type(pack, name);
    bool found = type != NULL;
    if (type)
        explain_type(pack, type, options->lang);
    for (size_t i = 0, n = pack_rule_count(pack); i < n; i++) {
        const RuleInfo *rule = pack_rule_info(pack, i);
        bool named = strcmp(rule->id, name) == 0;
        if (named)
            explain_type(pack, rule->type, options->lang);
        if (named || rule->type == type)
            explain_rule(pack, i, options->lang);
        found = found || named;
    }
    if (!found)
        g_set_error(
            error, FAULT_DOMAIN, FAULT_USAGE,
            "rules explain: no type or rule of that name: %s (loanlens rules list names them)",
            name);
    return found ? STATUS_FINE : STATUS_WRONG;
}

static int report_complaints(const GPtrArray *complaints)
{
    for (guint i = 0; i < complaints->len; i++) {
        const Complaint *complaint = complaints->pdata[i];
        printf("%s:%d: %s\n", complaint->file, complaint->line, complaint->message);
    }
    return complaints->len ? STATUS_WRONG : STATUS_FINE;
}

// Whether a rule is named by its id or by the end of its file's path; without names all are meant.
static bool is_meant(const Options *options, const RuleInfo *rule)
{
    for (size_t i = 1; i < options->count; i++)
        if (strcmp(options->words[i], rule->id) == 0 ||
            g_str_has_suffix(rule->file, options->words[i]))
            return true;
    return options->count < 2;
}

// rules test [RULE|FILE…]: examples, and each of them broken wherever a typesetter may break it.
static int test(const Options *options, const Pack *pack, GError **error)
{
    g_autoptr(GPtrArray) complaints =
        g_ptr_array_new_with_free_func((GDestroyNotify)complaint_free);
    unsigned examples = 0, breaks = 0;
    size_t rules = 0;
    for (size_t i = 0, n = pack_rule_count(pack); i < n; i++) {
        if (!is_meant(options, pack_rule_info(pack, i)))
            continue;
        rules++;
        examples += check_examples(pack, i, complaints);
        breaks += check_breaks(pack, i, complaints);
    }
    if (rules == 0) {
        g_set_error(error, FAULT_DOMAIN, FAULT_USAGE,
                    "rules test: no rule or file of that name: %s", options->words[1]);
        return STATUS_WRONG;
    }
    unsigned failed = complaints->len;
    if (failed > 0)
        lint_replaced(pack, complaints);
    int status = report_complaints(complaints);
    g_autofree char *line =
        word_counts(W_RULES_TESTED, options->lang, rules, examples, breaks, failed);
    puts(line);
    return status;
}

// rules lint [FILE…]: rules that fire on none of the files are named too.
static int lint(const Options *options, const Pack *pack, GError **error)
{
    g_autoptr(GPtrArray) complaints =
        g_ptr_array_new_with_free_func((GDestroyNotify)complaint_free);
    size_t count = pack_rule_count(pack);
    g_autofree RuleCost *costs = g_new0(RuleCost, count + 1);
    g_autofree bool *fired = g_new0(bool, count + 1);
    if (!rule_costs_add(costs, options, pack, error))
        return STATUS_WRONG;
    for (size_t i = 0; i < count; i++) {
        fired[i] = costs[i].fired > 0;
        lint_rule(pack, i, complaints);
    }
    lint_pack(pack, complaints);
    if (options->count > 1)
        lint_unfired(pack, fired, (unsigned)options->count - 1, complaints);
    int status = report_complaints(complaints);
    g_autofree char *line = word_counts(W_RULES_LINTED, options->lang, count, complaints->len);
    puts(line);
    return status;
}

typedef struct {
    RuleCost cost;
    const RuleInfo *rule;
} CostLine;

static int dearest_first(const void *a, const void *b)
{
    const CostLine *x = a, *y = b;
    if (x->cost.nanoseconds != y->cost.nanoseconds)
        return x->cost.nanoseconds < y->cost.nanoseconds ? 1 : -1;
    return strcmp(x->rule->id, y->rule->id);
}

// rules profile FILE…: what each rule costs on the files.
static int profile(const Options *options, const Pack *pack, GError **error)
{
    size_t count = pack_rule_count(pack);
    g_autofree RuleCost *costs = g_new0(RuleCost, count + 1);
    g_autofree CostLine *lines = g_new0(CostLine, count + 1);
    if (options->count < 2) {
        g_set_error_literal(error, FAULT_DOMAIN, FAULT_USAGE, "rules profile: no file given");
        return STATUS_WRONG;
    }
    if (!rule_costs_add(costs, options, pack, error))
        return STATUS_WRONG;
    for (size_t i = 0; i < count; i++)
        lines[i] = (CostLine){costs[i], pack_rule_info(pack, i)};
    qsort(lines, count, sizeof *lines, dearest_first);
    printf("%10s %9s %9s %7s  %s\n", "ms", "run", "spared", "hits", "rule");
    for (size_t i = 0; i < count; i++)
        printf("%10.3f %9u %9u %7u  %s\n", (double)lines[i].cost.nanoseconds / 1e6,
               lines[i].cost.runs, lines[i].cost.spared, lines[i].cost.hits, lines[i].rule->id);
    return STATUS_FINE;
}

static const struct {
    const char *name;
    bool unchecked; // works with rules whose examples fail
    int (*run)(const Options *options, const Pack *pack, GError **error);
} actions[] = {
    {"list", true, list}, {"explain", true, explain}, {"test", true, test},
    {"lint", true, lint}, {"profile", true, profile},
};

int cmd_rules(const Options *options, GError **error)
{
    const char *name = options->count > 0 ? options->words[0] : "";
    for (size_t i = 0; i < G_N_ELEMENTS(actions); i++) {
        if (strcmp(actions[i].name, name) != 0)
            continue;
        const Pack *pack = data_load(options, !actions[i].unchecked, error);
        return pack ? actions[i].run(options, pack, error) : STATUS_WRONG;
    }
    g_set_error(error, FAULT_DOMAIN, FAULT_USAGE,
                "rules: say which: list, explain, test, lint or profile%s%s (try: loanlens rules "
                "--help)",
                *name ? "; there is no " : "", name);
    return STATUS_WRONG;
}
