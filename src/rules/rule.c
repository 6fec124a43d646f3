// SPDX-License-Identifier: GPL-3.0-or-later
// Reads rules; rules/README.md describes the keys.
#include "rule.h"

#include <stdlib.h>
#include <string.h>

#include "rules/pattern_read.h"
#include "rules/resolver.h"
#include "text/fault.h"

const char *example_name(ExampleKind kind)
{
    static const char *const names[] = {"match", "no_match", "denied"};
    g_assert((unsigned)kind < EXAMPLE_COUNT);
    return names[kind];
}

static Rule *rule_new(void)
{
    Rule *rule = g_new0(Rule, 1);
    rule->grades = grades_new();
    rule->examples = g_array_new(FALSE, TRUE, sizeof(Example));
    rule->confidence = CONFIDENCE_HIGH;
    return rule;
}

static void absence_free(Absence *absence)
{
    g_ptr_array_unref(absence->when);
    g_ptr_array_unref(absence->kinds);
    g_free(absence);
}

void rule_free(Rule *rule)
{
    if (!rule)
        return;
    g_clear_pointer(&rule->match, g_ptr_array_unref);
    g_clear_pointer(&rule->unless, g_ptr_array_unref);
    g_clear_pointer(&rule->without, g_ptr_array_unref);
    g_clear_pointer(&rule->context, g_ptr_array_unref);
    g_clear_pointer(&rule->before, g_ptr_array_unref);
    g_clear_pointer(&rule->not_under, g_ptr_array_unref);
    g_clear_pointer(&rule->around, g_ptr_array_unref);
    g_clear_pointer(&rule->absence, absence_free);
    g_array_unref(rule->grades);
    g_array_unref(rule->examples);
    g_free(rule);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Rule, rule_free)

static bool read_examples(Rule *rule, const YamlNode *node, GError **error)
{
    static const char *const keys[] = {"match", "no_match", "denied", NULL};
    if (!node)
        return true;
    if (!yaml_only(node, keys, error))
        return false;
    for (unsigned kind = 0; kind < EXAMPLE_COUNT; kind++) {
        const YamlNode *list = yaml_at(node, example_name(kind));
        if (list && !yaml_expect(list, YAML_LIST, error))
            return false;
        for (unsigned i = 0; list && i < list->count; i++) {
            const YamlNode *item = yaml_item(list, i);
            if (!yaml_expect(item, YAML_TEXT, error))
                return false;
            Example example = {kind, yaml_text(item), item->line};
            g_array_append_val(rule->examples, example);
        }
    }
    return true;
}

static const Type *read_type(const Pack *pack, const YamlNode *node, GError **error)
{
    if (!yaml_expect(node, YAML_TEXT, error))
        return NULL;
    const Type *type = pack_type(pack, yaml_text(node));
    if (!type)
        yaml_refuse(node, error, "no such type: %s", yaml_text(node));
    return type;
}

static bool read_absence_lists(const Pack *pack, Absence *absence, const YamlNode *node,
                               GError **error)
{
    const YamlNode *when = yaml_at(node, "when"), *kinds = yaml_at(node, "kinds");
    if ((when && !yaml_expect(when, YAML_LIST, error)) ||
        (kinds && !yaml_expect(kinds, YAML_LIST, error)))
        return false;
    for (unsigned i = 0; when && i < when->count; i++) {
        const Type *type = read_type(pack, yaml_item(when, i), error);
        if (!type)
            return false;
        g_ptr_array_add(absence->when, (void *)type);
    }
    for (unsigned i = 0; kinds && i < kinds->count; i++) {
        const YamlNode *kind = yaml_item(kinds, i);
        if (!yaml_expect(kind, YAML_TEXT, error))
            return false;
        if (!pack_knows_kind(pack, yaml_text(kind)))
            return yaml_refuse(kind, error, "no such kind of document: %s", yaml_text(kind));
        g_ptr_array_add(absence->kinds, (void *)g_intern_string(yaml_text(kind)));
    }
    return true;
}

// How long a document must be at least to owe what is missing.
static bool read_characters(Absence *absence, const YamlNode *node, GError **error)
{
    const YamlNode *characters = yaml_at(node, "characters");
    if (!characters)
        return true;
    if (!yaml_expect(characters, YAML_TEXT, error))
        return false;
    char *end = NULL;
    absence->characters = strtol(yaml_text(characters), &end, 10);
    return (*yaml_text(characters) && !*end && absence->characters > 0) ||
           yaml_refuse(characters, error, "characters is a number");
}

static bool read_absence(const Pack *pack, Rule *rule, const YamlNode *node, GError **error)
{
    static const char *const keys[] = {"of", "when", "kinds", "characters", "severity", NULL};
    if (!yaml_only(node, keys, error) || !yaml_need(node, "of", error))
        return false;
    const char *severity = yaml_need(node, "severity", error);
    if (!severity)
        return false;
    if (severity[0] < '1' || severity[0] > '5' || severity[1])
        return yaml_refuse(yaml_at(node, "severity"), error, "severity is 1 to 5");
    rule->absence = g_new0(Absence, 1);
    rule->absence->when = g_ptr_array_new();
    rule->absence->kinds = g_ptr_array_new();
    rule->absence->of = read_type(pack, yaml_at(node, "of"), error);
    rule->info.absent = true;
    rule->info.severity = severity[0] - '0';
    return rule->absence->of && read_characters(rule->absence, node, error) &&
           read_absence_lists(pack, rule->absence, node, error);
}

static bool read_switches(const Pack *pack, Rule *rule, const YamlNode *node, GError **error)
{
    static const char *const negations[] = {"resolve", "ignore", "promise", NULL};
    static const char *const actors[] = {"lender", "any", NULL};
    static const char *const scopes[] = {"unit", "own", NULL};
    Matter matter = rule->info.type->matter;
    bool shares = matter == MATTER_GIVEN || matter == MATTER_PROMISED;
    int confidence = grade_confidence(node, CONFIDENCE_HIGH, error);
    int negation = confidence < 0 ? -1 : yaml_word(node, "negation", negations, 0, error);
    int actor = negation < 0
                    ? -1
                    : yaml_word(node, "actor", actors, shares ? ACTOR_LENDER : ACTOR_ANY, error);
    int scope = actor < 0 ? -1 : yaml_word(node, "scope", scopes, 0, error);
    if (scope < 0)
        return false;
    rule->confidence = (Confidence)confidence;
    rule->negation = (Negation)negation;
    rule->actor = (Actor)actor;
    rule->own = scope == 1;
    const YamlNode *denied = yaml_at(node, "denied_as");
    if (!denied)
        return true;
    if (rule->negation != NEGATION_RESOLVE)
        return yaml_refuse(denied, error, "denied_as beside negation: %s",
                           negations[rule->negation]);
    rule->denied_as = read_type(pack, denied, error);
    return rule->denied_as != NULL;
}

// The grades that stand beside a rule's or a file's other keys.
static bool read_grades(const RuleSet *set, Rule *rule, const YamlNode *map, bool trusted,
                        GError **error)
{
    return grades_read(set->lexicon, rule->info.type->polarity, yaml_at(map, "grade"), trusted,
                       rule->grades, error);
}

static bool read_expressions(RuleSet *set, Rule *rule, const YamlNode *node, bool trusted,
                             GError **error)
{
    const struct {
        const char *key;
        GPtrArray **patterns;
    } lists[] = {
        {"match", &rule->match},     {"unless", &rule->unless}, {"without", &rule->without},
        {"context", &rule->context}, {"before", &rule->before}, {"not_under", &rule->not_under},
        {"around", &rule->around},
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(lists); i++) {
        const YamlNode *list = yaml_at(node, lists[i].key);
        *lists[i].patterns = pattern_read_all(set->lexicon, list, trusted, error);
        if (!*lists[i].patterns)
            return false;
    }
    return read_grades(set, rule, node, trusted, error);
}

static void share(GHashTable *known, Pattern **pattern)
{
    Pattern *same = g_hash_table_lookup(known, pattern_source(*pattern));
    if (!same) {
        g_hash_table_insert(known, (char *)pattern_source(*pattern), *pattern);
        return;
    }
    pattern_free(*pattern);
    *pattern = pattern_ref(same);
}

static void share_all(GHashTable *known, GPtrArray *patterns)
{
    for (unsigned i = 0; i < patterns->len; i++)
        share(known, (Pattern **)&patterns->pdata[i]);
}

void set_share_patterns(RuleSet *set)
{
    g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
    for (unsigned i = 0; i < set->rules->len; i++) {
        Rule *rule = set->rules->pdata[i];
        share_all(known, rule->unless);
        share_all(known, rule->without);
        for (unsigned k = 0; k < rule->grades->len; k++)
            share(known, &g_array_index(rule->grades, Grade, k).when);
    }
}

static void append(GHashTable *seen, GPtrArray *patterns, Pattern *pattern)
{
    if (g_hash_table_add(seen, pattern))
        g_ptr_array_add(patterns, pattern);
}

static void append_all(GHashTable *seen, GPtrArray *patterns, const GPtrArray *more)
{
    for (unsigned i = 0; i < more->len; i++)
        append(seen, patterns, more->pdata[i]);
}

GPtrArray *set_patterns(const RuleSet *set, unsigned *match_count)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    GPtrArray *patterns = g_ptr_array_new();
    for (unsigned i = 0; i < set->rules->len; i++)
        append_all(seen, patterns, ((const Rule *)set->rules->pdata[i])->match);
    *match_count = patterns->len;
    for (unsigned i = 0; i < set->rules->len; i++) {
        const Rule *rule = set->rules->pdata[i];
        append_all(seen, patterns, rule->unless);
        append_all(seen, patterns, rule->without);
        for (unsigned k = 0; k < rule->grades->len; k++)
            append(seen, patterns, g_array_index(rule->grades, Grade, k).when);
    }
    if (set->resolver)
        resolver_patterns(set->resolver, patterns);
    for (unsigned i = 0; i < G_N_ELEMENTS(set->slots); i++)
        if (set->slots[i])
            g_ptr_array_add(patterns, set->slots[i]);
    if (set->slot_vague)
        g_ptr_array_add(patterns, set->slot_vague);
    if (set->slot_loose)
        g_ptr_array_add(patterns, set->slot_loose);
    return patterns;
}

static bool is_id(const char *id)
{
    return id[strspn(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")] ==
           '\0';
}

// Whether the keys fit together.
static bool check_shape(const Rule *rule, const YamlNode *node, GError **error)
{
    if (!rule->info.absent && rule->match->len == 0)
        return yaml_refuse(node, error, "a rule needs match or absent");
    if (rule->info.absent && (rule->match->len || rule->examples->len || rule->grades->len))
        return yaml_refuse(node, error, "absent stands alone, without match, grade or examples");
    return true;
}

static bool fill_rule(const Pack *pack, RuleSet *set, Rule *rule, const YamlNode *node,
                      bool trusted, GError **error)
{
    const YamlNode *absent = yaml_at(node, "absent");
    if (!read_switches(pack, rule, node, error) ||
        !read_expressions(set, rule, node, trusted, error) ||
        !read_examples(rule, yaml_at(node, "examples"), error))
        return false;
    if (absent && !read_absence(pack, rule, absent, error))
        return false;
    return yaml_maybe(node, "words", &rule->words, error) &&
           yaml_maybe(node, "long_literals", &rule->long_literals, error) &&
           check_shape(rule, node, error);
}

static Rule *read_rule(const Pack *pack, RuleSet *set, const Type *type, const YamlNode *node,
                       bool trusted, GError **error)
{
    static const char *const keys[] = {
        "id",     "match",     "unless",   "without",       "context",  "before", "not_under",
        "around", "denied_as", "grade",    "confidence",    "negation", "actor",  "scope",
        "absent", "words",     "examples", "long_literals", NULL};
    if (!yaml_only(node, keys, error))
        return NULL;
    const char *id = yaml_need(node, "id", error);
    if (!id)
        return NULL;
    if (!is_id(id)) {
        yaml_refuse(yaml_at(node, "id"), error, "an id has letters, digits, . _ and -: %s", id);
        return NULL;
    }
    g_autoptr(Rule) rule = rule_new();
    rule->info = (RuleInfo){.id = g_intern_string(id),
                            .language = g_intern_string(set->language),
                            .type = type,
                            .file = yaml_file(node),
                            .line = node->line};
    return fill_rule(pack, set, rule, node, trusted, error) ? g_steal_pointer(&rule) : NULL;
}

bool rule_read(const Pack *pack, RuleSet *set, const YamlNode *root, bool trusted, GPtrArray *rules,
               GError **error)
{
    if (!yaml_only(root, (const char *const[]){"type", "grade", "rules", NULL}, error) ||
        !yaml_need(root, "type", error))
        return false;
    const Type *type = read_type(pack, yaml_at(root, "type"), error);
    const YamlNode *list = yaml_at(root, "rules");
    if (!type)
        return false;
    if (!list)
        return yaml_refuse(root, error, "key missing: rules");
    if (!yaml_expect(list, YAML_LIST, error))
        return false;
    for (unsigned i = 0; i < list->count; i++) {
        Rule *rule = read_rule(pack, set, type, yaml_item(list, i), trusted, error);
        if (!rule)
            return false;
        g_ptr_array_add(rules, rule);
        if (!rule->info.absent && !read_grades(set, rule, root, trusted, error))
            return false;
    }
    return true;
}
