// SPDX-License-Identifier: GPL-3.0-or-later
// One unit after another: its subject is put together, the rules worth running are run, their
// matches resolved and graded, and the hits of one type become one.
#include "match.h"

#include <string.h>
#include <time.h>

#include "rules/absent.h"
#include "rules/pack_inside.h"
#include "rules/prefilter.h"
#include "rules/resolve.h"
#include "rules/slots.h"

enum {
    HITS_MOST = 10000, // of one rule in one document
    STEMS_MOST = 16,   // nesting of stems that is followed
};

// A piece of the subject and where it stands in the plain text.
typedef struct {
    size_t at;
    uint32_t plain;
    uint32_t len;
} Piece;

// One match of one rule, graded.
typedef struct {
    const Rule *rule;
    const Type *type;
    PlainSpan span, stem;
    PlainSpan slots[SLOT_COUNT];
    Graded graded;
    GPtrArray *reasons;
} Candidate;

typedef struct {
    const Pack *pack;
    const Document *doc;
    const Text *text;
    const GArray *units;
    const MatchOptions *options;
    const char *language; // of most of the document
    Matches *matches;
    unsigned *counts;   // hits of each rule
    bool *undecided;    // for each type, whether a rule of it met a limit
    GHashTable *unread; // languages without rules that were met

    // The unit in hand.
    const RuleSet *set;
    const Unit *unit;
    uint8_t parties[PARTY_LETTERS];
    bool parties_known;
    bool letters; // some "甲方" stands in the text
    GString *buffer;
    Piece pieces[STEMS_MOST + 1];
    unsigned piece_count;
    Subject subject;
    SlotMemory places;
    Scene *scene;       // NULL until a rule matches
    char *context;      // NULL until a rule asks
    GArray *candidates; // Candidate
} Run;

const char *slot_name(unsigned slot)
{
    g_assert(slot < SLOT_COUNT);
    return group_name((Group)slot);
}

void hit_free(Hit *hit)
{
    g_ptr_array_unref(hit->reasons);
    g_array_unref(hit->more);
    g_free(hit);
}

void matches_free(Matches *matches)
{
    g_ptr_array_unref(matches->hits);
    g_ptr_array_unref(matches->absent);
    g_ptr_array_unref(matches->references);
    g_ptr_array_unref(matches->reasons);
    g_free(matches);
}

static void candidate_clear(Candidate *candidate)
{
    g_ptr_array_unref(candidate->reasons);
}

static const Unit *unit_at(const Run *run, int32_t index)
{
    return &g_array_index(run->units, Unit, index);
}

static void note(Run *run, Fault code, uint32_t plain, const Rule *rule, const char *message)
{
    const Line *line = document_line_at(run->doc, text_origin(run->text, plain));
    Reason *reason = g_new0(Reason, 1);
    reason->code = code;
    reason->page = line ? (int)line->page + 1 : 0;
    reason->rule = rule ? g_strdup(rule->info.id) : NULL;
    reason->message = g_strdup(message);
    g_ptr_array_add(run->matches->reasons, reason);
}

// The subject.

static void add_piece(Run *run, const Unit *unit, bool spaced)
{
    if (spaced && run->buffer->len)
        g_string_append_c(run->buffer, ' ');
    Piece piece = {run->buffer->len, unit->words, unit->end - unit->words};
    run->pieces[run->piece_count++] = piece;
    g_string_append_len(run->buffer, run->text->str + piece.plain, piece.len);
}

static unsigned stems_of(const Run *run, const Unit *unit, const Unit *stems[STEMS_MOST])
{
    unsigned count = 0;
    for (int32_t i = unit->stem; i != NO_UNIT && count < STEMS_MOST; i = unit_at(run, i)->stem)
        stems[count++] = unit_at(run, i);
    return count;
}

static void take_unit(Run *run, const Unit *unit)
{
    const Unit *stems[STEMS_MOST];
    unsigned count = stems_of(run, unit, stems);
    run->unit = unit;
    run->piece_count = 0;
    run->subject = (Subject){.parties = run->parties_known ? run->parties : NULL};
    if (count == 0) {
        run->pieces[run->piece_count++] = (Piece){0, unit->words, unit->end - unit->words};
        run->subject.str = run->text->str + unit->words;
        run->subject.len = unit->end - unit->words;
        return;
    }
    bool spaced = strcmp(run->set->language, "zh") != 0;
    g_string_truncate(run->buffer, 0);
    while (count > 0)
        add_piece(run, stems[--count], spaced);
    add_piece(run, unit, spaced);
    run->subject.str = run->buffer->str;
    run->subject.len = run->buffer->len;
    run->subject.own = run->pieces[run->piece_count - 1].at;
}

static void leave_unit(Run *run)
{
    g_clear_pointer(&run->scene, scene_free);
    g_clear_pointer(&run->context, g_free);
    slots_forget(&run->places);
    g_array_set_size(run->candidates, 0);
}

static uint32_t plain_start(const Run *run, size_t at)
{
    unsigned i = 0;
    while (i + 1 < run->piece_count && run->pieces[i].at + run->pieces[i].len <= at)
        i++;
    const Piece *piece = &run->pieces[i];
    return piece->plain + (uint32_t)(at > piece->at ? at - piece->at : 0);
}

static uint32_t plain_end(const Run *run, size_t end)
{
    unsigned i = run->piece_count - 1;
    while (i > 0 && run->pieces[i].at >= end)
        i--;
    const Piece *piece = &run->pieces[i];
    return piece->plain + (uint32_t)MIN(end - piece->at, piece->len);
}

// A range of the subject as a range of plain text, without blanks at its ends.
static PlainSpan plain_span(const Run *run, size_t start, size_t end)
{
    const char *str = run->subject.str;
    while (start < end && g_ascii_isspace(str[start]))
        start++;
    while (end > start && g_ascii_isspace(str[end - 1]))
        end--;
    if (start >= end)
        return (PlainSpan){0, 0};
    return (PlainSpan){plain_start(run, start), plain_end(run, end)};
}

// The rules.

static void give_up(Run *run, const Rule *rule)
{
    if (run->counts[rule->index] > HITS_MOST)
        return;
    run->undecided[rule->info.type->index] = true;
    run->counts[rule->index] = HITS_MOST + 1; // said once, and not tried again
    note(run, FAULT_MATCH_LIMIT, run->unit->start, rule,
         "the rule met its step limit here; the rest of the document was not searched with it");
}

// Whether any of the patterns matches in the text; gives the rule up when that cannot be decided.
static bool any_in(Run *run, const Rule *rule, const GPtrArray *patterns, const Subject *subject)
{
    for (unsigned i = 0; i < patterns->len; i++) {
        PatternMatch match;
        PatternResult result = pattern_find(patterns->pdata[i], subject, 0, &match);
        if (result == PATTERN_UNDECIDED)
            give_up(run, rule);
        if (result == PATTERN_YES)
            return true;
    }
    return false;
}

// The unit's words as the rule wants them, without the demand on where a match ends.
static Subject whole_subject(const Run *run, const Rule *rule)
{
    Subject subject = run->subject;
    if (rule->own) {
        subject.str += subject.own;
        subject.len -= subject.own;
    }
    subject.own = 0;
    return subject;
}

static void add_context(const Run *run, GString *context, int32_t index)
{
    const Unit *unit = unit_at(run, index);
    if (unit == run->unit)
        return;
    g_string_append_len(context, run->text->str + unit->words, unit->end - unit->words);
    g_string_append_c(context, '\n');
}

// The headings and clauses above the unit, each on a line.
static const char *context_of(Run *run)
{
    if (run->context)
        return run->context;
    GString *context = g_string_new(NULL);
    int left = STEMS_MOST;
    for (int32_t i = run->unit->heading; i != NO_UNIT && left-- > 0; i = unit_at(run, i)->heading)
        add_context(run, context, i);
    for (int32_t i = run->unit->clause; i != NO_UNIT && left-- > 0; i = unit_at(run, i)->clause)
        add_context(run, context, i);
    run->context = g_string_free(context, FALSE);
    return run->context;
}

static bool allowed(Run *run, const Rule *rule)
{
    Subject subject = whole_subject(run, rule);
    if (any_in(run, rule, rule->unless, &subject))
        return false;
    if (rule->context->len == 0)
        return true;
    const char *context = context_of(run);
    Subject above = {.str = context,
                     .len = strlen(context),
                     .starts = run->subject.starts,
                     .parties = run->subject.parties};
    return any_in(run, rule, rule->context, &above);
}

static void add_reason(GPtrArray *reasons, const char *why)
{
    if (why && !g_ptr_array_find(reasons, why, NULL))
        g_ptr_array_add(reasons, (void *)why);
}

static void grade(Run *run, Candidate *candidate, const Resolved *resolved)
{
    const Rule *rule = candidate->rule;
    Subject subject = whole_subject(run, rule);
    g_autoptr(GArray) effects = g_array_new(FALSE, FALSE, sizeof(GradeEffect));
    for (unsigned i = 0; i < rule->grades->len; i++) {
        const Grade *one = &g_array_index(rule->grades, Grade, i);
        PatternMatch match;
        PatternResult result = pattern_find(one->when, &subject, 0, &match);
        if (result == PATTERN_UNDECIDED)
            give_up(run, rule);
        if (result != PATTERN_YES)
            continue;
        g_array_append_val(effects, one->effect);
        add_reason(candidate->reasons, one->why);
    }
    if (resolved->why) {
        g_array_append_val(effects, resolved->effect);
        add_reason(candidate->reasons, resolved->why);
    }
    candidate->graded =
        severity_grade(candidate->type->severity[run->options->law], rule->confidence,
                       (const GradeEffect *)effects->data, effects->len);
}

static void take_slots(Run *run, const PatternMatch *match, Candidate *candidate)
{
    PatternRange slots[SLOT_COUNT];
    memcpy(slots, match->groups, sizeof slots); // the first groups are the slots
    slots_fill(&run->places, run->set, &run->subject, candidate->type, match, slots);
    for (unsigned i = 0; i < SLOT_COUNT; i++)
        if (slots[i].end > slots[i].start)
            candidate->slots[i] = plain_span(run, slots[i].start, slots[i].end);
}

static Resolved resolve(Run *run, const Rule *rule, const PatternMatch *match)
{
    Resolved granted = {.effect = {.confidence = CONFIDENCE_COUNT}};
    if (!run->set->resolver)
        return granted;
    if (!run->scene)
        run->scene = scene_new(run->set->resolver, &run->subject);
    return scene_resolve(run->scene, rule, match);
}

static void shift(PatternMatch *match, size_t offset)
{
    match->whole.start += offset;
    match->whole.end += offset;
    for (unsigned i = 0; i < GROUP_COUNT; i++)
        if (match->groups[i].end) {
            match->groups[i].start += offset;
            match->groups[i].end += offset;
        }
}

// Where the clause that holds `at` begins in the unit's own words. A promise is quoted with its
// "we will not", or its quote would say the opposite.
static size_t clause_start(const Subject *subject, size_t at)
{
    static const char *const ends[] = {",", ";", ":", "。", "\n", "\t"};
    size_t start = subject->own;
    for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
        const char *last = g_strrstr_len(subject->str + start, (gssize)(at - start), ends[i]);
        if (last)
            start = (size_t)(last - subject->str) + strlen(ends[i]);
    }
    while (start < at && subject->str[start] == ' ')
        start++;
    return start;
}

// Whether the words of the match, by themselves, are ones the rule does not want.
static bool unwanted(Run *run, const Rule *rule, const PatternMatch *match)
{
    Subject subject = {.str = run->subject.str + match->whole.start,
                       .len = match->whole.end - match->whole.start,
                       .starts = run->subject.starts,
                       .parties = run->subject.parties};
    return any_in(run, rule, rule->without, &subject);
}

// Takes a match, placed in the subject, as a hit of the rule's type or of what a denial makes of
// it; false when it says nothing.
static bool take_match(Run *run, const Rule *rule, const PatternMatch *match)
{
    if (unwanted(run, rule, match))
        return false;
    Resolved resolved = resolve(run, rule, match);
    const Type *type = resolved.resolution == RESOLVED_DENIED ? rule->denied_as : rule->info.type;
    if (resolved.resolution == RESOLVED_DROPPED || !type)
        return false;
    Candidate candidate = {.rule = rule, .type = type};
    size_t own = run->subject.own, from = MAX(match->whole.start, own);
    if (resolved.resolution == RESOLVED_DENIED && from > own)
        from = clause_start(&run->subject, from);
    candidate.span = plain_span(run, from, match->whole.end);
    if (candidate.span.start == candidate.span.end)
        return false;
    if (match->whole.start < own)
        candidate.stem = plain_span(run, match->whole.start, own);
    candidate.reasons = g_ptr_array_new();
    take_slots(run, match, &candidate);
    if (type == rule->info.type)
        grade(run, &candidate, &resolved);
    else
        candidate.graded = severity_grade(0, rule->confidence, NULL, 0);
    g_array_append_val(run->candidates, candidate);
    return true;
}

// Where to search on after a match that said nothing: its verb was the wrong one, and the words
// behind that may hold the right one.
static size_t behind_verb(const PatternMatch *match)
{
    PatternRange verb = match->groups[GROUP_VERB];
    return verb.end > verb.start ? MIN(verb.end, match->whole.end) : match->whole.end;
}

// Takes one match and says where to search on; false when the rule is done with this unit.
static bool take_found(Run *run, const Rule *rule, PatternMatch *match, bool *checked, size_t *at)
{
    size_t end = match->whole.end, again = behind_verb(match);
    if (!*checked && !allowed(run, rule))
        return false;
    *checked = true;
    shift(match, rule->own ? run->subject.own : 0);
    *at = take_match(run, rule, match) ? end : again;
    if (++run->counts[rule->index] == HITS_MOST + 1)
        note(run, FAULT_HIT_LIMIT, run->unit->start, rule,
             "the rule matched 10,000 times; further places are not listed");
    return run->counts[rule->index] <= HITS_MOST;
}

// Runs one pattern over the unit; false when the rule is done with this unit.
static bool run_pattern(Run *run, const Rule *rule, Pattern *pattern, bool *checked)
{
    Subject subject = rule->own ? whole_subject(run, rule) : run->subject;
    for (size_t at = 0;;) {
        PatternMatch match;
        PatternResult result = pattern_find(pattern, &subject, at, &match);
        if (result == PATTERN_UNDECIDED)
            give_up(run, rule);
        if (result != PATTERN_YES)
            return result == PATTERN_NO;
        if (!take_found(run, rule, &match, checked, &at))
            return false;
    }
}

static bool is_done(const Run *run, const Rule *rule)
{
    return rule->absence || run->counts[rule->index] > HITS_MOST;
}

// The patterns of one rule that are worth running, as places in its list.
typedef struct {
    const uint32_t *numbers;
    size_t count;
    uint32_t first; // the number of the rule's first pattern
} Worth;

static void run_patterns(Run *run, const Rule *rule, const Worth *worth)
{
    bool checked = false;
    for (size_t i = 0; i < worth->count && !is_done(run, rule); i++)
        if (!run_pattern(run, rule, rule->match->pdata[worth->numbers[i] - worth->first], &checked))
            return;
}

static uint64_t nanoseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (uint64_t)now.tv_sec * 1000000000U + (uint64_t)now.tv_nsec;
}

static void add_to(uint32_t *counts, const Rule *rule, uint32_t more)
{
    if (counts)
        counts[rule->index] += more;
}

static void run_profiled(Run *run, const Rule *rule, const Worth *worth)
{
    const MatchProfile *profile = run->options->profile;
    bool timed = profile->nanoseconds && worth->count > 0;
    uint64_t start = timed ? nanoseconds() : 0;
    unsigned before = run->counts[rule->index], kept = run->candidates->len;
    run_patterns(run, rule, worth);
    add_to(profile->runs, rule, worth->count > 0);
    add_to(profile->rejects, rule, worth->count == 0);
    add_to(profile->hits, rule, run->counts[rule->index] - before);
    if (profile->fired && run->candidates->len > kept)
        profile->fired[rule->index] = true;
    if (timed)
        profile->nanoseconds[rule->index] += nanoseconds() - start;
}

static void run_worth(Run *run, const Rule *rule, const Worth *worth)
{
    if (run->options->profile)
        run_profiled(run, rule, worth);
    else
        run_patterns(run, rule, worth);
}

static void run_rule(Run *run, const Rule *rule)
{
    g_autofree uint32_t *numbers = g_new(uint32_t, rule->match->len);
    for (unsigned i = 0; i < rule->match->len; i++)
        numbers[i] = i;
    Worth all = {numbers, rule->match->len, 0};
    run_worth(run, rule, &all);
}

static void run_all(Run *run)
{
    for (unsigned i = 0; i < run->set->rules->len; i++)
        run_rule(run, run->set->rules->pdata[i]);
}

static Prefilter *prefilter_of(const RuleSet *set)
{
    if (!set->prefilter) // made by the first document in the language
        ((RuleSet *)set)->prefilter = prefilter_new(set, false);
    return set->prefilter;
}

// Runs the patterns that the prefilter lets through: the same hits as run_all().
static void run_some(Run *run)
{
    const RuleSet *set = run->set;
    Prefilter *prefilter = prefilter_of(set);
    size_t count = 0, at = 0;
    const uint32_t *numbers = prefilter_scan(prefilter, run->subject.str, run->subject.len, &count);
    run->subject.awake = prefilter_awake(prefilter);
    run->subject.starts = prefilter_starts(prefilter);
    bool profiled = run->options->profile != NULL;
    for (unsigned i = 0; i < set->rules->len && (at < count || profiled); i++) {
        const Rule *rule = set->rules->pdata[i];
        Worth worth = {numbers + at, 0, prefilter_first(prefilter, i)};
        while (at < count && numbers[at] < worth.first + rule->match->len) {
            worth.count++;
            at++;
        }
        if (worth.count || profiled)
            run_worth(run, rule, &worth);
    }
}

// Folding.

// By type; within one, the most severe, then the most confident, then rule order, then place.
static int compare_candidates(const void *a, const void *b)
{
    const Candidate *x = a, *y = b;
    if (x->type != y->type)
        return (int)x->type->index - (int)y->type->index;
    if (x->graded.severity != y->graded.severity)
        return y->graded.severity - x->graded.severity;
    if (x->graded.confidence != y->graded.confidence)
        return (int)y->graded.confidence - (int)x->graded.confidence;
    if (x->rule != y->rule)
        return (int)x->rule->index - (int)y->rule->index;
    return x->span.start < y->span.start ? -1 : x->span.start > y->span.start;
}

static bool inside(PlainSpan a, PlainSpan b)
{
    return a.start >= b.start && a.end <= b.end;
}

static int compare_spans(const void *a, const void *b)
{
    const PlainSpan *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return x->end < y->end ? -1 : x->end > y->end;
}

static void add_more(Hit *hit, PlainSpan span)
{
    if (inside(span, hit->span))
        return;
    for (unsigned i = 0; i < hit->more->len; i++)
        if (inside(span, g_array_index(hit->more, PlainSpan, i)))
            return;
    g_array_append_val(hit->more, span);
}

static Hit *hit_from(const Run *run, const Candidate *best)
{
    Hit *hit = g_new0(Hit, 1);
    hit->rule = &best->rule->info;
    hit->type = best->type;
    hit->polarity = best->type->polarity;
    hit->unit = (uint32_t)(run->unit - &g_array_index(run->units, Unit, 0));
    hit->span = best->span;
    hit->stem = best->stem;
    hit->severity = best->graded.severity;
    hit->confidence = best->graded.confidence;
    hit->reasons = g_ptr_array_ref(best->reasons);
    hit->more = g_array_new(FALSE, FALSE, sizeof(PlainSpan));
    memcpy(hit->slots, best->slots, sizeof hit->slots);
    return hit;
}

static void join(Hit *hit, const Candidate *other)
{
    add_more(hit, other->span);
    for (unsigned i = 0; i < SLOT_COUNT; i++)
        if (hit->slots[i].start == hit->slots[i].end)
            hit->slots[i] = other->slots[i];
}

// The candidates of each type become one hit.
static void fold(Run *run)
{
    g_array_sort(run->candidates, compare_candidates);
    Hit *hit = NULL;
    for (unsigned i = 0; i < run->candidates->len; i++) {
        const Candidate *one = &g_array_index(run->candidates, Candidate, i);
        if (hit && hit->type == one->type) {
            join(hit, one);
            continue;
        }
        hit = hit_from(run, one);
        g_ptr_array_add(run->matches->hits, hit);
    }
}

static int compare_hits(const void *a, const void *b)
{
    const Hit *x = *(const Hit *const *)a, *y = *(const Hit *const *)b;
    int order = compare_spans(&x->span, &y->span);
    return order ? order : (int)x->type->index - (int)y->type->index;
}

static void finish_hits(Matches *matches)
{
    for (unsigned i = 0; i < matches->hits->len; i++) {
        Hit *hit = matches->hits->pdata[i];
        g_array_sort(hit->more, compare_spans);
    }
    g_ptr_array_sort(matches->hits, compare_hits);
}

// The document.

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

// Notes, once a language, that passages in it are not read.
static void note_unread(Run *run, const Unit *unit, const char *language)
{
    if (!g_hash_table_add(run->unread, (char *)language))
        return;
    g_autofree char *message = NULL;
    if (strcmp(language, "und") == 0) // not one passage of the text is in a language that is known
        message = g_strdup("the language of this text could not be told; is it text at all?");
    else
        message =
            g_strdup_printf("there are no rules for the language of this passage: %s", language);
    note(run, FAULT_NO_PACK, unit->start, NULL, message);
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
    take_unit(run, unit);
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
        char *name = g_strndup(run->text->str + range.start, range.end - range.start);
        if (g_hash_table_add(seen, name))
            g_ptr_array_add(run->matches->references, name);
        else
            g_free(name);
    }
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

static void run_begin(Run *run)
{
    run->language = run->options->language ? run->options->language : main_language(run->units);
    run->letters = pattern_names_party(run->text->str, run->text->len);
    run->matches = matches_new();
    run->counts = g_new0(unsigned, pack_rule_count(run->pack) + 1);
    run->undecided = g_new0(bool, pack_type_count(run->pack) + 1);
    run->unread = g_hash_table_new(g_str_hash, g_str_equal);
    run->buffer = g_string_new(NULL);
    slots_begin(&run->places);
    run->candidates = g_array_new(FALSE, FALSE, sizeof(Candidate));
    g_array_set_clear_func(run->candidates, (GDestroyNotify)candidate_clear);
}

static Matches *run_end(Run *run)
{
    finish_hits(run->matches);
    g_free(run->counts);
    g_free(run->undecided);
    g_hash_table_unref(run->unread);
    g_string_free(run->buffer, TRUE);
    slots_end(&run->places);
    g_array_unref(run->candidates);
    return run->matches;
}

Matches *match_run(const Pack *pack, const Document *doc, const Text *text, const GArray *units,
                   const MatchOptions *options)
{
    Run run = {.pack = pack, .doc = doc, .text = text, .units = units, .options = options};
    run_begin(&run);
    for (unsigned i = 0; i < units->len; i++) {
        const Unit *unit = unit_at(&run, (int32_t)i);
        if (!is_matched(unit) || !enter(&run, unit))
            continue;
        if (options->plain)
            run_all(&run);
        else
            run_some(&run);
        fold(&run);
        leave_unit(&run);
    }
    absent_add(pack, run.matches, options, run.language, run.undecided,
               g_utf8_strlen(text->str, (gssize)text->len));
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
    Run run = {.pack = pack, .doc = doc, .text = text, .units = units, .options = &narrowed};
    run_begin(&run);
    for (unsigned i = 0; i < units->len; i++) {
        const Unit *unit = unit_at(&run, (int32_t)i);
        if (!is_matched(unit) || !enter(&run, unit))
            continue;
        run_rule(&run, only);
        fold(&run);
        leave_unit(&run);
    }
    return run_end(&run);
}
