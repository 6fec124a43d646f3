// SPDX-License-Identifier: GPL-3.0-or-later
// No text makes a shipped rule meet its step limit: near misses of each rule, made from its own
// examples and literals, up to 1 MiB. The program's units are 4,000 characters at most; expressions
// are asked for more here than they ever get.
#include <check.h>
#include <string.h>
#include <time.h>

#include "files.h"
#include "rules/literals.h"
#include "rules/pack_inside.h"
#include "run.h"
#include "text/text.h"

enum {
    SMALL = 1 << 10,
    MIDDLE = 32 << 10,
    LARGE = 1 << 20,
    EXAMPLES_MOST = 3,
    SLOWEST = 10,
};

typedef struct {
    const Rule *rule;
    Pattern *pattern;
    size_t size;
    double seconds;
} Cost;

typedef struct {
    const RuleSet *set;
    const Rule *rule;
    unsigned number, tried; // of the expression; pieces it was asked for
    unsigned undecided, probes;
    GHashTable *asked; // Pattern: rules share those that are written alike
    GArray *costs;
} Attack;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void ask(Attack *attack, Pattern *pattern, const char *piece, size_t size)
{
    g_autoptr(GString) text = g_string_sized_new(size + strlen(piece));
    while (*piece && text->len < size)
        g_string_append(text, piece);
    double began = now();
    PatternResult result = pattern_in(pattern, text->str, text->len);
    Cost cost = {attack->rule, pattern, text->len, now() - began};
    g_array_append_val(attack->costs, cost);
    attack->probes++;
    if (result != PATTERN_UNDECIDED)
        return;
    attack->undecided++;
    g_printerr("%s: undecided on %zu bytes of '%.90s': %s\n", attack->rule->info.id, text->len,
               piece, pattern_source(pattern));
}

// Each expression is asked for a mebibyte of one of its pieces, another one than the one before it.
static void repeat(Attack *attack, Pattern *pattern, const char *piece)
{
    ask(attack, pattern, piece, SMALL);
    ask(attack, pattern, piece, MIDDLE);
    if (attack->tried++ == attack->number % 6)
        ask(attack, pattern, piece, LARGE);
}

static char *part(const char *text, double from, double to)
{
    glong len = g_utf8_strlen(text, -1);
    return g_utf8_substring(text, (glong)((double)len * from), (glong)((double)len * to));
}

static void from_example(Attack *attack, Pattern *pattern, const char *example)
{
    static const double parts[][2] = {{0, 0.75}, {0, 0.5}, {0.25, 0.75}, {0.4, 1}};
    g_autofree char *folded = text_fold(example, strlen(example));
    for (unsigned i = 0; i < G_N_ELEMENTS(parts); i++) {
        g_autofree char *piece = part(folded, parts[i][0], parts[i][1]);
        repeat(attack, pattern, piece);
    }
}

// What it must hold, in order, with what a gap lets pass between, but for the last; the first
// alone.
static void from_literals(Attack *attack, Pattern *pattern)
{
    static const char *const gaps[] = {"", "的其他信息和", " of any of the "};
    g_autoptr(Literals) literals = literals_new(attack->set->lexicon);
    g_autoptr(GPtrArray) clauses = literals_of(literals, pattern_source(pattern), NULL);
    for (unsigned g = 0; g < G_N_ELEMENTS(gaps) && clauses->len; g++) {
        g_autoptr(GString) piece = g_string_new(NULL);
        for (unsigned i = 0; i + 1 < clauses->len; i++) {
            const GPtrArray *clause = ((const LiteralsClause *)clauses->pdata[i])->literals;
            g_string_append_printf(piece, "%s%s", (char *)clause->pdata[g % clause->len], gaps[g]);
        }
        repeat(attack, pattern, piece->str);
        const GPtrArray *first = ((const LiteralsClause *)clauses->pdata[0])->literals;
        g_string_printf(piece, "%s%s", (char *)first->pdata[0], gaps[g]);
        repeat(attack, pattern, piece->str);
    }
}

static void attack_pattern(Attack *attack, Pattern *pattern)
{
    unsigned used = 0;
    if (!g_hash_table_add(attack->asked, pattern))
        return;
    attack->number++;
    attack->tried = 0;
    for (unsigned i = 0; i < attack->rule->examples->len && used < EXAMPLES_MOST; i++) {
        const Example *example = &g_array_index(attack->rule->examples, Example, i);
        if (example->kind != EXAMPLE_MATCH)
            continue;
        from_example(attack, pattern, example->text);
        used++;
    }
    from_literals(attack, pattern);
}

static void attack_rule(Attack *attack)
{
    const Rule *rule = attack->rule;
    const GPtrArray *lists[] = {rule->match, rule->unless, rule->without, rule->context};
    for (unsigned l = 0; l < G_N_ELEMENTS(lists); l++)
        for (unsigned i = 0; i < lists[l]->len; i++)
            attack_pattern(attack, lists[l]->pdata[i]);
    for (unsigned i = 0; i < rule->grades->len; i++)
        attack_pattern(attack, g_array_index(rule->grades, Grade, i).when);
}

static int by_time(const void *a, const void *b)
{
    double x = ((const Cost *)a)->seconds, y = ((const Cost *)b)->seconds;
    return (x < y) - (x > y);
}

// For whoever reads the log; nothing is asserted of times.
static void tell(const Attack *attack)
{
    g_print("%u expressions, %u searches, %u undecided; the slowest:\n", attack->number,
            attack->probes, attack->undecided);
    g_array_sort(attack->costs, by_time);
    for (unsigned i = 0; i < MIN(SLOWEST, attack->costs->len); i++) {
        const Cost *cost = &g_array_index(attack->costs, Cost, i);
        g_print("%8.3f s %8zu bytes  %s  %.60s\n", cost->seconds, cost->size, cost->rule->info.id,
                pattern_source(cost->pattern));
    }
}

START_TEST(near_misses_stay_within_the_budget)
{
    g_autofree char *shipped = source_path("rules");
    g_autoptr(GError) error = NULL;
    g_autoptr(Pack) pack = pack_load_files(shipped, &error);
    ck_assert_msg(pack, "%s", error ? error->message : "");
    g_autoptr(GHashTable) asked = g_hash_table_new(NULL, NULL);
    Attack attack = {.costs = g_array_new(FALSE, FALSE, sizeof(Cost)), .asked = asked};
    for (size_t i = 0; i < pack_rule_count(pack); i++) {
        attack.rule = pack_rule(pack, i);
        attack.set = pack_rules(pack, attack.rule->info.language);
        if (!attack.rule->absence)
            attack_rule(&attack);
    }
    tell(&attack);
    g_array_unref(attack.costs);
    ck_assert_uint_gt(attack.probes, 10000);
    ck_assert_uint_eq(attack.undecided, 0);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("rules");
    tcase_set_timeout(tests, 0);
    tcase_add_test(tests, near_misses_stay_within_the_budget);
    return run_cases("redos", tests);
}
