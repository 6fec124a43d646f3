// SPDX-License-Identifier: GPL-3.0-or-later
// rules: what is looked for, and whether the rules do what their authors say.

#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/data.h"
#include "report/words.h"
#include "rules/check.h"
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

static const char *expression_of(const GPtrArray *patterns, guint i)
{
    return pattern_source(patterns->pdata[i]);
}

static void print_patterns(Word heading, const GPtrArray *patterns, Lang lang)
{
    if (patterns->len > 0)
        printf("%s\n", word(heading, lang));
    for (guint i = 0; i < patterns->len; i++)
        printf("    %s\n", expression_of(patterns, i));
}

static void explain_rule(const Rule *rule, Lang lang)
{
    printf("\n%s  (%s:%d)\n", rule->info.id, rule->info.file, rule->info.line);
    if (rule->words)
        printf("  %s\n", rule->words);
    if (rule->absence)
        printf("  %s\n", word(W_RULE_ABSENT, lang));
    print_patterns(W_RULE_MATCH, rule->match, lang);
    print_patterns(W_RULE_UNLESS, rule->unless, lang);
    if (rule->examples->len > 0)
        printf("%s\n", word(W_RULE_EXAMPLES, lang));
    for (guint i = 0; i < rule->examples->len; i++) {
        const Example *example = &g_array_index(rule->examples, Example, i);
        printf("    %-9s %s\n", example_name(example->kind), example->text);
    }
}

static void print_text(Word heading, const Pack *pack, const char *text, Lang lang)
{
    if (!text || !*text)
        return;
    g_autofree char *expanded = pack_expand(pack, text, lang, LAW_CN);
    printf("\n%s\n  %s\n", word(heading, lang), expanded);
}

static void print_severities(const Type *type, Lang lang)
{
    if (type->polarity != POLARITY_RISK)
        return;
    printf("\n%s\n ", word(W_TYPE_SEVERITY, lang));
    for (unsigned law = 0; law < LAW_COUNT; law++)
        printf(" %s %d", law_name((Law)law), type->severity[law]);
    putchar('\n');
}

static void explain_type(const Pack *pack, const Type *type, Lang lang)
{
    printf("%s%s%s (%s)\n", type->id ? type->id : "", type->id ? " " : "", type->name[lang],
           type->key);
    print_text(W_TYPE_DEFINITION, pack, type->definition[lang], lang);
    print_text(W_TYPE_WHY, pack, type->explanation[lang], lang);
    print_text(W_TYPE_ADVICE, pack, type->advice[lang], lang);
    print_severities(type, lang);
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
        const Rule *rule = pack_rule(pack, i);
        if (rule->info.type != type && strcmp(rule->info.id, name) != 0)
            continue;
        found = true;
        explain_rule(rule, options->lang);
    }
    if (!found)
        g_set_error(error, FAULT_DOMAIN, FAULT_USAGE,
                    "rules explain: no type or rule of that name: %s", name);
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

static int test(const Options *options, const Pack *pack, GError **error)
{
    g_autoptr(GPtrArray) complaints =
        g_ptr_array_new_with_free_func((GDestroyNotify)complaint_free);
    unsigned examples = 0;
    size_t rules = pack_rule_count(pack);
    for (size_t i = 0; i < rules; i++)
        examples += check_examples(pack, i, complaints);
    int status = report_complaints(complaints);
    printf(word(W_RULES_TESTED, options->lang), rules, examples, complaints->len);
    putchar('\n');
    return status;
}

static const struct {
    const char *name;
    bool unchecked; // works with rules whose examples fail
    int (*run)(const Options *options, const Pack *pack, GError **error);
} actions[] = {
    {"list", true, list},
    {"explain", true, explain},
    {"test", true, test},
};

int cmd_rules(const Options *options, GError **error)
{
    const char *name = options->count > 0 ? options->words[0] : "";
    for (size_t i = 0; i < G_N_ELEMENTS(actions); i++) {
        if (strcmp(actions[i].name, name) != 0)
            continue;
        g_autoptr(Pack) pack = data_load(options, !actions[i].unchecked, error);
        return pack ? actions[i].run(options, pack, error) : STATUS_WRONG;
    }
    g_set_error(error, FAULT_DOMAIN, FAULT_USAGE,
                "rules: list, explain, test, lint or profile, not: %s", name);
    return STATUS_WRONG;
}
