// SPDX-License-Identifier: GPL-3.0-or-later
// One unit after another, each with the rules of its language.
#include "match.h"

#include <string.h>

#include "rules/absent.h"
#include "rules/definitions.h"
#include "rules/hits.h"
#include "rules/prefilter.h"
#include "rules/trial.h"
#include "text/utf8.h"

enum {
    LONG = 4096, // units, some hundred pages: memory is given back on the way
    REST = 256,  // after that many
};

typedef struct {
    const Pack *pack;
    const Text *text;
    const GArray *units;
    const MatchOptions *options;
    const char *language; // of most of the document
    Matches *matches;
    Trial trial;
    GArray *definitions; // Definition
    GHashTable *unread;  // languages without rules that were met
    const RuleSet *set;  // of the unit in hand
    uint8_t parties[PARTY_LETTERS];
    bool parties_known;
    bool letters; // some "甲方" stands in the text
} Run;

const char *slot_name(unsigned slot)
{
    g_assert(slot < SLOT_COUNT);
    return group_name((Group)slot);
}

static Matches *matches_new(void)
{
    Matches *matches = g_new0(Matches, 1);
    matches->hits = g_ptr_array_new_with_free_func((GDestroyNotify)hit_free);
    matches->absent = g_ptr_array_new();
    matches->references = g_ptr_array_new_with_free_func(g_free);
    matches->reasons = g_ptr_array_new_with_free_func((GDestroyNotify)reason_free);
    return matches;
}

void matches_free(Matches *matches)
{
    g_ptr_array_unref(matches->hits);
    g_ptr_array_unref(matches->absent);
    g_ptr_array_unref(matches->references);
    g_ptr_array_unref(matches->reasons);
    g_free(matches);
}

// The language most of the units' bytes are written in.
static const char *main_language(const GArray *units)
{
    g_autoptr(GHashTable) sizes = g_hash_table_new(g_str_hash, g_str_equal);
    const char *most = "und";
    size_t best = 0;
    for (unsigned i = 0; i < units->len; i++) {
        const Unit *unit = &g_array_index(units, Unit, i);
        if (strcmp(unit->language, "und") == 0)
            continue;
        size_t size = GPOINTER_TO_SIZE(g_hash_table_lookup(sizes, unit->language)) +
                      (unit->end - unit->start);
        g_hash_table_insert(sizes, (char *)unit->language, GSIZE_TO_POINTER(size));
        if (size > best) {
            best = size;
            most = unit->language;
        }
    }
    return most;
}

static const char *language_of_unit(const Run *run, const Unit *unit)
{
    if (run->options->language)
        return run->options->language;
    return strcmp(unit->language, "und") == 0 ? run->language : unit->language;
}

// Notes, once a language, that passages in it are not read. Garbage is not said to be in any.
static void note_unread(Run *run, const Unit *unit, const char *language)
{
    run->matches->unruled = true;
    if (document_is_garbled_at(run->trial.doc, text_origin(run->text, unit->start)) ||
        !g_hash_table_add(run->unread, (char *)language))
        return;
    g_autofree char *message = NULL;
    if (strcmp(language, "und") == 0) // not one passage of the text is in a language that is known
        message = g_strdup("the language of this text could not be told; is it text at all?");
    else
        message =
            g_strdup_printf("there are no rules for the language of this passage: %s", language);
    trial_note(&run->trial, FAULT_NO_PACK, unit->start, NULL, message);
}

static bool is_matched(const Unit *unit)
{
    return unit->kind != UNIT_HEADING && unit->kind != UNIT_HEAD && unit->end > unit->words;
}

// All of the document, for what is asked of it as a whole.
static Subject whole_text(const Run *run, const RuleSet *set)
{
    const StartsTable *starts = run->options->plain ? NULL : prefilter_starts(prefilter_of(set));
    return (Subject){.str = run->text->str, .len = run->text->len, .starts = starts};
}

static bool enter(Run *run, const Unit *unit)
{
    const char *language = language_of_unit(run, unit);
    if (!run->set || strcmp(run->set->language, language) != 0)
        run->set = pack_rules(run->pack, language);
    if (!run->set || run->set->rules->len == 0) {
        note_unread(run, unit, language);
        return false;
    }
    if (!run->parties_known && run->set->resolver && run->letters) {
        Subject text = whole_text(run, run->set);
        resolver_parties(run->set->resolver, &text, run->parties);
        run->parties_known = true;
    }
    uint32_t index = (uint32_t)(unit - &g_array_index(run->units, Unit, 0));
    trial_take(&run->trial, run->set, unit, run->parties_known ? run->parties : NULL,
               definitions_mention(run->definitions, index));
    return true;
}

static void add_references(Run *run)
{
    const RuleSet *set = pack_rules(run->pack, run->language);
    if (!set || !set->resolver)
        return;
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    Subject text = whole_text(run, set);
    g_autoptr(GArray) names = resolver_references(set->resolver, &text);
    for (unsigned i = 0; i < names->len; i++) {
        PatternRange range = g_array_index(names, PatternRange, i);
        g_autofree char *name = g_strndup(run->text->str + range.start, range.end - range.start);
        if (g_hash_table_contains(seen, name))
            continue;
        g_hash_table_add(seen, name); // which takes the place of an equal one
        g_ptr_array_add(run->matches->references, g_steal_pointer(&name));
    }
}

static void run_begin(Run *run, const Document *doc)
{
    run->language = run->options->language ? run->options->language : main_language(run->units);
    run->letters = pattern_names_party(run->text->str, run->text->len);
    run->matches = matches_new();
    run->definitions = definitions_new(run->pack, run->text, run->units, run->options->language);
    run->unread = g_hash_table_new(g_str_hash, g_str_equal);
    trial_begin(&run->trial, run->pack, doc, run->text, run->units, run->options,
                run->matches->reasons);
}

static Matches *run_end(Run *run)
{
    hits_finish(run->matches->hits);
    if (run->units->len > LONG)
        pack_forget(run->pack);
    g_hash_table_unref(run->unread);
    g_array_unref(run->definitions);
    trial_end(&run->trial);
    return run->matches;
}

static void try_rules(Run *run, const Rule *only)
{
    if (only)
        trial_rule(&run->trial, only);
    else
        trial_rules(&run->trial);
}

// Takes the units one after another; each is read with the one rule, or NULL: with all.
static void run_units(Run *run, const Rule *only)
{
    for (unsigned i = 0; i < run->units->len; i++) {
        const Unit *unit = &g_array_index(run->units, Unit, i);
        if (run->units->len > LONG && i % REST == REST - 1)
            pack_rest(run->pack);
        if (!is_matched(unit) || !enter(run, unit))
            continue;
        try_rules(run, only);
        if (run->definitions->len && trial_define(&run->trial, run->definitions))
            try_rules(run, only);
        if (trial_title(&run->trial))
            try_rules(run, only);
        hits_fold(run->matches->hits, run->trial.candidates, i);
        trial_leave(&run->trial);
    }
}

Matches *match_run(const Pack *pack, const Document *doc, const Text *text, const GArray *units,
                   const MatchOptions *options)
{
    Run run = {.pack = pack, .text = text, .units = units, .options = options};
    run_begin(&run, doc);
    run_units(&run, NULL);
    absent_add(pack, run.matches, options, run.language, run.trial.undecided,
               (long)utf8_length(text->str, text->len));
    add_references(&run);
    return run_end(&run);
}

Matches *match_rule(const Pack *pack, size_t rule, const Document *doc, const Text *text,
                    const GArray *units, const MatchOptions *options)
{
    const Rule *only = pack_rule(pack, rule);
    MatchOptions narrowed = *options;
    narrowed.language = only->info.language;
    narrowed.plain = true; // not worth a prefilter
    Run run = {.pack = pack, .text = text, .units = units, .options = &narrowed};
    run_begin(&run, doc);
    run_units(&run, only);
    return run_end(&run);
}
