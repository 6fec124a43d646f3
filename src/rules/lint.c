// SPDX-License-Identifier: GPL-3.0-or-later
// Each check is a function over a rule; what they look at are tokens, literals and examples.
#include "lint.h"

#include <string.h>
#include <time.h>

#include "rules/check.h"
#include "rules/literals.h"
#include "rules/pack_inside.h"
#include "rules/regex.h"
#include "rules/resolver.h"
#include "text/fold.h"
#include "text/text.h"

enum {
    HAN_MOST = 10,            // characters of a Han literal without a stated reason
    WORDS_MOST = 6,           // words of another
    EXAMPLES_LEAST = 4,       // of each kind
    ALIKE_MOST = 12,          // characters two examples may share
    PROBE_BYTES = 8192,       // length of a probe
    PROBE_MILLISECONDS = 120, // of CPU time; the slowest that ships takes 35 to 45 on an idle core
    PROBES_MOST = 3,          // literals of a clause that are made into probes
};

typedef struct {
    const Rule *rule;
    const char *expression; // as written
    GPtrArray *complaints;
} Linted;

static void complain(const Linted *linted, const char *what, size_t start, size_t end)
{
    complaint_add(linted->complaints, linted->rule->info.file, linted->rule->info.line,
                  "%s: %s: %.*s", linted->rule->info.id, what, (int)(end - start),
                  linted->expression + start);
}

static bool is_blank(const char *str, const RegexToken *token)
{
    return (token->kind == REGEX_ESCAPE && str[token->start + 1] == 's') ||
           (token->kind == REGEX_CHAR && token->ch == ' ');
}

// "x*" and the like, but for blanks, of which the plain text never has two.
static void lint_repeat(const Linted *linted, const RegexToken *last, const RegexToken *token)
{
    if (token->kind == REGEX_REPEAT && token->most == REGEX_UNBOUNDED &&
        !is_blank(linted->expression, last))
        complain(linted, "repeats without end", last->start, token->end);
}

static void lint_boundary(const Linted *linted, const RegexToken *last, const RegexToken *token)
{
    const char *str = linted->expression;
    const RegexToken *anchor = last->kind == REGEX_ANCHOR ? last : token;
    const RegexToken *other = anchor == last ? token : last;
    if (anchor->kind == REGEX_ANCHOR && str[anchor->start] == '\\' &&
        strchr("bB", str[anchor->start + 1]) && other->kind == REGEX_CHAR && fold_is_han(other->ch))
        complain(linted, "\\b knows no Han characters", last->start, token->end);
}

static void lint_class(const Linted *linted, const RegexToken *token)
{
    const char *str = linted->expression;
    if (token->kind == REGEX_CHAR && g_str_has_prefix(str + token->start, "\\x"))
        complain(linted, "a code point is not folded; write the character", token->start,
                 token->end);
    for (size_t i = token->start + 1; token->kind == REGEX_CLASS && i + 1 < token->end; i++)
        if (str[i] == '-' && ((signed char)str[i - 1] < 0 || (signed char)str[i + 1] < 0) &&
            i > token->start + 1 && str[i + 1] != ']') {
            complain(linted, "a range of characters that may be folded", token->start, token->end);
            return;
        }
}

static void lint_folding_repeat(const Linted *linted, const RegexToken *last,
                                const RegexToken *token)
{
    if (token->kind != REGEX_REPEAT || last->kind != REGEX_CHAR || last->ch < 0x80)
        return;
    g_autofree char *folded = text_fold(linted->expression + last->start, last->end - last->start);
    if (g_utf8_strlen(folded, -1) > 1)
        complain(linted, "a repeated character that is folded to several", last->start, token->end);
}

// A run of literal characters: how many Han, how many words.
typedef struct {
    size_t start;
    unsigned han, blanks;
} Run;

static void lint_run(const Linted *linted, const Run *run, size_t end)
{
    if (!linted->rule->long_literals && (run->han > HAN_MOST || run->blanks >= WORDS_MOST))
        complain(linted, "a long literal fits one document; say why in long_literals", run->start,
                 end);
}

static void lint_expression(const Linted *linted)
{
    const char *str = linted->expression;
    RegexToken last = {.kind = REGEX_END};
    Run run = {0};
    for (size_t at = 0; str[at];) {
        RegexToken token = regex_next(str, at);
        lint_repeat(linted, &last, &token);
        lint_boundary(linted, &last, &token);
        lint_class(linted, &token);
        lint_folding_repeat(linted, &last, &token);
        if (token.kind != REGEX_CHAR) {
            lint_run(linted, &run, at);
            run = (Run){.start = token.end};
        }
        run.han += token.kind == REGEX_CHAR && fold_is_han(token.ch);
        run.blanks += token.kind == REGEX_CHAR && token.ch == ' ';
        last = token;
        at = token.end;
    }
    lint_run(linted, &run, strlen(str));
}

// Slow probes.

static double milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

// Slow three times over: once may be another program's doing.
static bool is_slow(Pattern *pattern, const char *probe, size_t len)
{
    for (unsigned tries = 0; tries < 3; tries++) {
        double start = milliseconds();
        if (pattern_in(pattern, probe, len) == PATTERN_UNDECIDED)
            return true;
        if (milliseconds() - start <= PROBE_MILLISECONDS)
            return false;
    }
    return true;
}

// A long text of one word over and over, with something between.
static GString *probe_of(const char *word, const char *between)
{
    GString *probe = g_string_sized_new(PROBE_BYTES + 64);
    while (probe->len < PROBE_BYTES)
        g_string_append_printf(probe, "%s%s", word, between);
    return probe;
}

static bool word_is_slow(Pattern *pattern, const char *word)
{
    static const char *const betweens[] = {"", ",", "的信息 "};
    for (unsigned i = 0; i < G_N_ELEMENTS(betweens); i++) {
        g_autoptr(GString) probe = probe_of(word, betweens[i]);
        if (is_slow(pattern, probe->str, probe->len))
            return true;
    }
    return false;
}

static const char *first_literal(const GPtrArray *clauses, unsigned clause)
{
    return ((const LiteralsClause *)clauses->pdata[clause])->literals->pdata[0];
}

// A literal of one clause over and over after those of all others: what stands in front of a repeat
// must be there before the repeat is tried.
static bool rest_is_slow(Pattern *pattern, const GPtrArray *clauses, unsigned repeated)
{
    g_autoptr(GString) probe = g_string_new(NULL);
    for (unsigned i = clauses->len; i-- > 0;)
        if (i != repeated)
            g_string_append(probe, first_literal(clauses, i));
    while (probe->len < PROBE_BYTES)
        g_string_append(probe, first_literal(clauses, repeated));
    return is_slow(pattern, probe->str, probe->len);
}

static void lint_speed(const Linted *linted, const RuleSet *set, Pattern *pattern)
{
    g_autoptr(Literals) literals = literals_new(set->lexicon);
    g_autoptr(GPtrArray) clauses = literals_of(literals, linted->expression, NULL);
    bool slow = word_is_slow(pattern, "a") || word_is_slow(pattern, "人");
    for (unsigned i = 0; i < clauses->len && !slow; i++) {
        const GPtrArray *clause = ((const LiteralsClause *)clauses->pdata[i])->literals;
        for (unsigned k = 0; k < MIN(clause->len, PROBES_MOST) && !slow; k++)
            slow = word_is_slow(pattern, clause->pdata[k]);
        slow = slow || rest_is_slow(pattern, clauses, i);
    }
    if (slow)
        complain(linted, "slow on a text of its own words", 0, strlen(linted->expression));
}

// The quick form is tried first and is the larger one: PCRE2 ends at 64 KB. Without it a rule is
// two to three times slower, and compiled anew in each process.
static void lint_size(const Linted *linted, const RuleSet *set)
{
    g_autofree char *hastened = lexicon_hasten(set->lexicon, linted->expression, NULL);
    g_autoptr(GBytes) code = hastened ? pattern_code(hastened, false) : NULL;
    if (hastened && !code)
        complain(linted, "too large to be made quick; shorten it or its word lists, or write two",
                 0, strlen(linted->expression));
}

// Examples.

// The example with the words the rule looks for blotted out.
static char *blot(const RuleSet *set, const Rule *rule, const char *text)
{
    g_autoptr(Literals) literals = literals_new(set->lexicon);
    g_autofree char *folded = text_fold(text, strlen(text));
    g_autoptr(GString) blotted = g_string_new(folded);
    for (unsigned i = 0; i < rule->match->len; i++) {
        g_autoptr(GPtrArray) clauses =
            literals_of(literals, pattern_source(rule->match->pdata[i]), NULL);
        for (unsigned c = 0; c < clauses->len; c++) {
            const GPtrArray *clause = ((const LiteralsClause *)clauses->pdata[c])->literals;
            for (unsigned k = 0; k < clause->len; k++)
                g_string_replace(blotted, clause->pdata[k], "\x01", 0);
        }
    }
    return g_string_free(g_steal_pointer(&blotted), FALSE);
}

// The most characters in a row that both texts have, blots apart.
static unsigned longest_common(const char *a, const char *b)
{
    glong n = 0, m = 0;
    g_autofree gunichar *x = g_utf8_to_ucs4_fast(a, -1, &n);
    g_autofree gunichar *y = g_utf8_to_ucs4_fast(b, -1, &m);
    g_autofree unsigned *row = g_new0(unsigned, m + 1);
    unsigned most = 0;
    for (glong i = 0; i < n; i++)
        for (glong j = m; j > 0; j--) {
            row[j] = x[i] == y[j - 1] && x[i] != 1 ? row[j - 1] + 1 : 0;
            most = MAX(most, row[j]);
        }
    return most;
}

static void lint_alike(const RuleSet *set, const Rule *rule, GPtrArray *complaints)
{
    g_autoptr(GPtrArray) blotted = g_ptr_array_new_with_free_func(g_free);
    for (unsigned i = 0; i < rule->examples->len; i++)
        g_ptr_array_add(blotted, blot(set, rule, g_array_index(rule->examples, Example, i).text));
    for (unsigned i = 0; i < blotted->len; i++)
        for (unsigned j = i + 1; j < blotted->len; j++) {
            const Example *one = &g_array_index(rule->examples, Example, i);
            const Example *other = &g_array_index(rule->examples, Example, j);
            if (one->kind != EXAMPLE_MATCH || other->kind != EXAMPLE_MATCH ||
                longest_common(blotted->pdata[i], blotted->pdata[j]) < ALIKE_MOST)
                continue;
            complaint_add(complaints, rule->info.file, other->line,
                          "%s: an example too much like that of line %d", rule->info.id, one->line);
        }
}

static void lint_examples(const Rule *rule, GPtrArray *complaints)
{
    unsigned counts[EXAMPLE_COUNT] = {0};
    for (unsigned i = 0; i < rule->examples->len; i++)
        counts[g_array_index(rule->examples, Example, i).kind]++;
    if (counts[EXAMPLE_MATCH] < EXAMPLES_LEAST ||
        counts[EXAMPLE_NO_MATCH] + counts[EXAMPLE_DENIED] < EXAMPLES_LEAST)
        complaint_add(complaints, rule->info.file, rule->info.line,
                      "%s: %u examples that match and %u that do not; %d of each are wanted",
                      rule->info.id, counts[EXAMPLE_MATCH],
                      counts[EXAMPLE_NO_MATCH] + counts[EXAMPLE_DENIED], EXAMPLES_LEAST);
}

static void lint_patterns(const RuleSet *set, const Rule *rule, const GPtrArray *patterns,
                          GPtrArray *complaints)
{
    for (unsigned i = 0; i < patterns->len; i++) {
        Pattern *pattern = patterns->pdata[i];
        Linted linted = {rule, pattern_source(pattern), complaints};
        lint_expression(&linted);
        lint_speed(&linted, set, pattern);
        lint_size(&linted, set);
    }
}

static void lint_grades(const RuleSet *set, const Rule *rule, GPtrArray *complaints)
{
    for (unsigned i = 0; i < rule->grades->len; i++) {
        const Grade *grade = &g_array_index(rule->grades, Grade, i);
        Linted linted = {rule, pattern_source(grade->when), complaints};
        lint_expression(&linted);
        lint_speed(&linted, set, grade->when);
        lint_size(&linted, set);
        if (grade->negation == GRADE_IGNORE && !severity_worsens(1, &grade->effect))
            complain(&linted, "negation: ignore, of what makes nothing worse", 0,
                     strlen(linted.expression));
    }
}

void lint_rule(const Pack *pack, size_t index, GPtrArray *complaints)
{
    const Rule *rule = pack_rule(pack, index);
    const RuleSet *set = pack_rules(pack, rule->info.language);
    if (rule->absence)
        return;
    lint_patterns(set, rule, rule->match, complaints);
    lint_patterns(set, rule, rule->unless, complaints);
    lint_patterns(set, rule, rule->without, complaints);
    lint_patterns(set, rule, rule->context, complaints);
    lint_patterns(set, rule, rule->before, complaints);
    lint_patterns(set, rule, rule->not_under, complaints);
    lint_patterns(set, rule, rule->around, complaints);
    lint_grades(set, rule, complaints);
    lint_examples(rule, complaints);
    lint_alike(set, rule, complaints);
}

static void compile_rule(const Rule *rule)
{
    const GPtrArray *lists[] = {rule->match,  rule->unless,    rule->without, rule->context,
                                rule->before, rule->not_under, rule->around};
    for (unsigned l = 0; l < G_N_ELEMENTS(lists); l++)
        for (unsigned i = 0; i < lists[l]->len; i++)
            pattern_compile(lists[l]->pdata[i], NULL);
    for (unsigned i = 0; i < rule->grades->len; i++)
        pattern_compile(g_array_index(rule->grades, Grade, i).when, NULL);
}

void lint_pack(const Pack *pack, GPtrArray *complaints)
{
    for (unsigned i = 0; i < pack->rules->len; i++)
        compile_rule(pack->rules->pdata[i]);
    for (unsigned i = 0; i < pack->sets->len; i++) {
        const RuleSet *set = pack->sets->pdata[i];
        if (set->resolver)
            resolver_compile(set->resolver);
        for (unsigned s = 0; s < GROUP_COUNT; s++)
            if (set->slots[s])
                pattern_compile(set->slots[s], NULL);
        if (set->slot_vague)
            pattern_compile(set->slot_vague, NULL);
        if (set->slot_loose)
            pattern_compile(set->slot_loose, NULL);
        lexicon_complain(set->lexicon, complaints);
    }
}

void lint_replaced(const Pack *pack, GPtrArray *complaints)
{
    for (unsigned i = 0; i < pack->sets->len; i++) {
        const RuleSet *set = pack->sets->pdata[i];
        lexicon_replaced(set->lexicon, complaints);
    }
}

void lint_unfired(const Pack *pack, const bool *fired, unsigned documents, GPtrArray *complaints)
{
    for (size_t i = 0; i < pack_rule_count(pack); i++) {
        const Rule *rule = pack_rule(pack, i);
        if (!fired[i] && !rule->absence)
            complaint_add(complaints, rule->info.file, rule->info.line,
                          "%s: fires on none of %u documents", rule->info.id, documents);
    }
}
