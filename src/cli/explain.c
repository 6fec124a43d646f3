// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain.h"

#include <stdio.h>
#include <string.h>

#include "report/legal.h"
#include "report/words.h"
#include "rules/describe.h"
#include "rules/rule.h"

enum { LISTS_MOST = 16 }; // word lists shown with a rule

// What is printed of one rule, and the names of the word lists it was seen to use.
typedef struct {
    const Rule *rule;
    const Lexicon *lexicon;
    GPtrArray *names; // char *
    Lang lang;
} Explained;

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

static void print_law(const Pack *pack, const Type *type, Lang lang)
{
    bool any = false;
    for (unsigned law = 0; law < LAW_COUNT; law++) {
        g_autoptr(GPtrArray) basis = legal_basis(pack, type, (Law)law);
        for (guint i = 0; i < basis->len; i++) {
            const Provision *provision = basis->pdata[i];
            if (provision->law != (Law)law)
                continue;
            if (!any)
                printf("\n%s\n", word(W_TYPE_LAW, lang));
            any = true;
            g_autofree char *line = legal_line(provision, lang);
            printf("  %-4s  %s\n", law_name((Law)law), line);
        }
    }
}

void explain_type(const Pack *pack, const Type *type, Lang lang)
{
    printf("%s%s%s (%s)\n", type->id ? type->id : "", type->id ? " " : "", type->name[lang],
           type->key);
    print_text(W_TYPE_DEFINITION, pack, type->definition[lang], lang);
    print_text(W_TYPE_WHY, pack, type->explanation[lang], lang);
    print_text(W_TYPE_ADVICE, pack, type->advice[lang], lang);
    print_text(W_TYPE_LACK, pack, type->lack[lang], lang);
    print_text(W_TYPE_LACK_ADVICE, pack, type->lack_advice[lang], lang);
    print_severities(type, lang);
    print_law(pack, type, lang);
}

static char *in_words(const Explained *explained, const Pattern *pattern)
{
    return describe_expression(pattern_source(pattern), explained->lexicon, explained->names);
}

static void print_patterns(const Explained *explained, Word heading, const GPtrArray *patterns)
{
    if (!patterns || patterns->len == 0)
        return;
    printf("%s\n", word(heading, explained->lang));
    for (guint i = 0; i < patterns->len; i++) {
        g_autofree char *words = in_words(explained, patterns->pdata[i]);
        printf("    %s\n", words);
    }
}

static void print_grades(const Explained *explained)
{
    const GArray *grades = explained->rule->grades;
    for (guint i = 0; i < grades->len; i++) {
        const Grade *grade = &g_array_index(grades, Grade, i);
        g_autofree char *words = in_words(explained, grade->when);
        if (i == 0)
            printf("%s\n", word(W_RULE_GRADES, explained->lang));
        printf("   ");
        if (grade->effect.sets)
            printf(" =%d", grade->effect.severity);
        else if (grade->effect.severity)
            printf(" %+d", grade->effect.severity);
        if (grade->effect.confidence != CONFIDENCE_COUNT)
            printf(" %s", confidence_name(grade->effect.confidence));
        if (grade->why)
            printf(" (%s)", word_reason(grade->why, explained->lang));
        if (grade->negation != GRADE_UNSAID)
            printf(", %s", word(grade->negation == GRADE_RESOLVE ? W_RULE_GRADE_RESOLVE
                                                                 : W_RULE_GRADE_IGNORE,
                                explained->lang));
        printf(": %s\n", words);
    }
}

// The lists the patterns used, and those that these use.
static void print_lists(const Explained *explained)
{
    GPtrArray *names = explained->names;
    for (guint i = 0; i < names->len && i < LISTS_MOST; i++) {
        const char *name = names->pdata[i];
        g_autofree char *words = describe_list(name, explained->lexicon, names);
        g_autofree char *party = words ? NULL : lexicon_party(name);
        if (i == 0)
            printf("%s\n", word(W_RULE_LISTS, explained->lang));
        printf("    ‹%s›  %s\n", name,
               words   ? words
               : party ? word(W_RULE_PARTY, explained->lang)
                       : "");
    }
}

static void print_absence(const Absence *absence, int severity, Lang lang)
{
    printf("  %s\n", word(W_RULE_ABSENT, lang));
    printf("    %s (%s)\n", absence->of->name[lang], absence->of->key);
    if (absence->when->len)
        printf("%s\n", word(W_RULE_ABSENT_WHEN, lang));
    for (guint i = 0; i < absence->when->len; i++)
        printf("    %s\n", ((const Type *)absence->when->pdata[i])->name[lang]);
    if (absence->kinds->len)
        printf("%s\n", word(W_RULE_ABSENT_KINDS, lang));
    for (guint i = 0; i < absence->kinds->len; i++)
        printf("    %s\n", word_kind(absence->kinds->pdata[i], lang));
    if (absence->characters)
        printf("%s %ld\n", word(W_RULE_ABSENT_LEAST, lang), absence->characters);
    printf("%s %d\n", word(W_RULE_ABSENT_SEVERITY, lang), severity);
}

static void print_examples(const Explained *explained)
{
    const GArray *examples = explained->rule->examples;
    if (examples->len > 0)
        printf("%s\n", word(W_RULE_EXAMPLES, explained->lang));
    for (guint i = 0; i < examples->len; i++) {
        const Example *example = &g_array_index(examples, Example, i);
        printf("    %-9s ", example_name(example->kind));
        for (const char *at = example->text; *at; at++) // further lines stand below the first
            *at == '\n' ? printf("\n%14s", "") : putchar(*at);
        putchar('\n');
    }
}

void explain_rule(const Pack *pack, size_t index, Lang lang)
{
    const Rule *rule = pack_rule(pack, index);
    const RuleSet *set = pack_rules(pack, rule->info.language);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    Explained explained = {rule, set->lexicon, names, lang};
    printf("\n%s  (%s:%d)\n", rule->info.id, rule->info.file, rule->info.line);
    if (rule->words)
        printf("  %s\n", rule->words);
    if (rule->absence) {
        print_absence(rule->absence, rule->info.severity, lang);
        return;
    }
    print_patterns(&explained, W_RULE_MATCH, rule->match);
    print_patterns(&explained, W_RULE_WITHOUT, rule->without);
    print_patterns(&explained, W_RULE_UNLESS, rule->unless);
    print_patterns(&explained, W_RULE_CONTEXT, rule->context);
    print_patterns(&explained, W_RULE_BEFORE, rule->before);
    print_patterns(&explained, W_RULE_NOT_UNDER, rule->not_under);
    print_patterns(&explained, W_RULE_AROUND, rule->around);
    print_lists(&explained);
    if (rule->denied_as)
        printf("%s %s\n", word(W_RULE_DENIED, lang), rule->denied_as->name[lang]);
    if (rule->actor == ACTOR_LENDER)
        printf("%s\n", word(W_RULE_ACTOR, lang));
    printf("%s %s\n", word(W_RULE_CONFIDENCE, lang), confidence_name(rule->confidence));
    print_grades(&explained);
    print_examples(&explained);
}
