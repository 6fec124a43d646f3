// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a cue file, whose lists become expressions; and asks those of them that are about the text
// as a whole. scene.c asks the others.
#include "resolver.h"

#include "rules/pattern_read.h"
#include "rules/resolver_inside.h"
#include "rules/rule.h"
#include "text/fault.h"

static const char *const cue_names[CUE_COUNT] = {
    "ends",   "commas", "neutral",    "negators", "adjacent", "drops", "inert",
    "enders", "hedges", "exceptions", "openings", "duties",   "actors"};

static const char *const test_names[TEST_COUNT] = {"holds", "joins", "grants", "voids", "promises"};

void resolver_free(Resolver *resolver)
{
    if (!resolver)
        return;
    for (unsigned i = 0; i < CUE_COUNT; i++)
        pattern_free(resolver->cues[i]);
    for (unsigned i = 0; i < TEST_COUNT; i++)
        pattern_free(resolver->tests[i]);
    for (unsigned i = 0; i < PARTY_COUNT; i++)
        pattern_free(resolver->parties[i]);
    pattern_free(resolver->references);
    pattern_free(resolver->not_references);
    pattern_free(resolver->definitions);
    pattern_free(resolver->not_definitions);
    pattern_free(resolver->taken);
    pattern_free(resolver->idle);
    g_array_unref(resolver->conditions);
    g_free(resolver);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Resolver, resolver_free)

static bool read_joined(Lexicon *lexicon, const YamlNode *map, const char *key, bool trusted,
                        Pattern **into, GError **error)
{
    return pattern_read_joined(lexicon, yaml_at(map, key), trusted, into, error);
}

static bool read_condition(Resolver *resolver, Lexicon *lexicon, const YamlNode *node, bool trusted,
                           GError **error)
{
    static const char *const keys[] = {"when", "severity", "why", NULL};
    if (!yaml_only(node, keys, error))
        return false;
    const char *severity = yaml_need(node, "severity", error);
    const char *why = severity ? yaml_need(node, "why", error) : NULL;
    Grade grade = {.effect = {.confidence = CONFIDENCE_COUNT}};
    if (!why)
        return false;
    if (!severity_parse(severity, &grade.effect))
        return yaml_refuse(yaml_at(node, "severity"), error, "severity is written +1, -1, =3");
    grade.why = g_intern_string(why);
    if (!read_joined(lexicon, node, "when", trusted, &grade.when, error))
        return false;
    if (!grade.when)
        return yaml_refuse(node, error, "key missing: when");
    g_array_append_val(resolver->conditions, grade);
    return true;
}

static bool read_conditions(Resolver *resolver, Lexicon *lexicon, const YamlNode *list,
                            bool trusted, GError **error)
{
    if (list && !yaml_expect(list, YAML_LIST, error))
        return false;
    for (unsigned i = 0; list && i < list->count; i++)
        if (!read_condition(resolver, lexicon, yaml_item(list, i), trusted, error))
            return false;
    return true;
}

static bool read_parties(Resolver *resolver, Lexicon *lexicon, const YamlNode *map, bool trusted,
                         GError **error)
{
    static const char *const keys[] = {"lender", "borrower", "platform", "guarantor", NULL};
    if (map && !yaml_only(map, keys, error))
        return false;
    for (unsigned i = 0; map && i < PARTY_COUNT; i++)
        if (!read_joined(lexicon, map, party_name(i), trusted, &resolver->parties[i], error))
            return false;
    return true;
}

Resolver *resolver_new(const YamlNode *root, Lexicon *lexicon, bool trusted, GError **error)
{
    static const char *const keys[] = {
        "ends",       "commas",  "neutral",    "negators",       "adjacent",    "drops",
        "inert",      "enders",  "hedges",     "exceptions",     "openings",    "duties",
        "actors",     "holds",   "joins",      "grants",         "voids",       "promises",
        "conditions", "parties", "references", "not_references", "definitions", "not_definitions",
        "taken",      "idle",    NULL};
    g_autoptr(Resolver) resolver = g_new0(Resolver, 1);
    resolver->conditions = grades_new();
    bool read = yaml_only(root, keys, error);
    for (unsigned i = 0; read && i < CUE_COUNT; i++)
        read = read_joined(lexicon, root, cue_names[i], trusted, &resolver->cues[i], error);
    for (unsigned i = 0; read && i < TEST_COUNT; i++)
        read = read_joined(lexicon, root, test_names[i], trusted, &resolver->tests[i], error);
    read =
        read && read_conditions(resolver, lexicon, yaml_at(root, "conditions"), trusted, error) &&
        read_parties(resolver, lexicon, yaml_at(root, "parties"), trusted, error) &&
        read_joined(lexicon, root, "references", trusted, &resolver->references, error) &&
        read_joined(lexicon, root, "not_references", trusted, &resolver->not_references, error) &&
        read_joined(lexicon, root, "definitions", trusted, &resolver->definitions, error) &&
        read_joined(lexicon, root, "not_definitions", trusted, &resolver->not_definitions, error) &&
        read_joined(lexicon, root, "taken", trusted, &resolver->taken, error) &&
        read_joined(lexicon, root, "idle", trusted, &resolver->idle, error);
    return read ? g_steal_pointer(&resolver) : NULL;
}

static void append(GPtrArray *patterns, Pattern *pattern)
{
    if (pattern)
        g_ptr_array_add(patterns, pattern);
}

void resolver_patterns(const Resolver *resolver, GPtrArray *patterns)
{
    for (unsigned i = 0; i < CUE_COUNT; i++)
        append(patterns, resolver->cues[i]);
    for (unsigned i = 0; i < TEST_COUNT; i++)
        append(patterns, resolver->tests[i]);
    for (unsigned i = 0; i < PARTY_COUNT; i++)
        append(patterns, resolver->parties[i]);
    for (unsigned i = 0; i < resolver->conditions->len; i++)
        append(patterns, g_array_index(resolver->conditions, Grade, i).when);
    append(patterns, resolver->references);
    append(patterns, resolver->not_references);
    append(patterns, resolver->definitions);
    append(patterns, resolver->not_definitions);
    append(patterns, resolver->taken);
    append(patterns, resolver->idle);
}

void resolver_compile(Resolver *resolver)
{
    g_autoptr(GPtrArray) patterns = g_ptr_array_new();
    resolver_patterns(resolver, patterns);
    for (unsigned i = 0; i < patterns->len; i++)
        pattern_compile(patterns->pdata[i], NULL);
}

void resolver_parties(const Resolver *resolver, const Subject *text, uint8_t parties[PARTY_LETTERS])
{
    uint8_t found[PARTY_LETTERS] = {0};
    for (unsigned party = 0; party < PARTY_COUNT; party++) {
        Pattern *pattern = resolver->parties[party];
        PatternMatch match;
        for (size_t at = 0; pattern && pattern_find(pattern, text, at, &match) == PATTERN_YES;
             at = match.whole.end) {
            PatternRange name = match.groups[GROUP_NAME];
            int letter = party_letter(text->str + name.start, name.end - name.start);
            if (letter >= 0)
                found[letter] |= (uint8_t)(1U << party);
        }
    }
    for (unsigned i = 0; i < PARTY_LETTERS; i++)
        parties[i] = found[i] ? found[i] : (uint8_t)((1U << PARTY_COUNT) - 1);
}

static bool found_in(Pattern *pattern, const char *str, size_t len)
{
    return pattern && pattern_in(pattern, str, len) == PATTERN_YES;
}

bool resolver_defines(const Resolver *resolver, const Subject *words, DefinedTerm *term)
{
    PatternMatch match;
    if (!resolver->definitions ||
        pattern_find(resolver->definitions, words, 0, &match) != PATTERN_YES)
        return false;
    PatternRange name = match.groups[GROUP_NAME];
    size_t meaning = match.whole.end;
    *term = (DefinedTerm){
        .name = name,
        .meaning = meaning,
        .usual =
            found_in(resolver->not_definitions, words->str + name.start, name.end - name.start),
        .taken = found_in(resolver->taken, words->str + meaning, words->len - meaning)};
    return name.end > name.start;
}

GArray *resolver_idle(const Resolver *resolver, const Subject *words)
{
    GArray *ranges = g_array_new(FALSE, FALSE, sizeof(PatternRange));
    PatternMatch match;
    for (size_t at = 0;
         resolver->idle && pattern_find(resolver->idle, words, at, &match) == PATTERN_YES;
         at = match.whole.end)
        g_array_append_val(ranges, match.whole);
    return ranges;
}

GArray *resolver_references(const Resolver *resolver, const Subject *text)
{
    GArray *names = g_array_new(FALSE, FALSE, sizeof(PatternRange));
    PatternMatch match;
    for (size_t at = 0; resolver->references &&
                        pattern_find(resolver->references, text, at, &match) == PATTERN_YES;
         at = match.whole.end) {
        PatternRange name = match.groups[GROUP_NAME];
        if (name.end > name.start && (!resolver->not_references ||
                                      pattern_in(resolver->not_references, text->str + name.start,
                                                 name.end - name.start) != PATTERN_YES))
            g_array_append_val(names, name);
    }
    return names;
}
