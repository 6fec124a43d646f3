// SPDX-License-Identifier: GPL-3.0-or-later
// Which rules are worth trying the prefilter says; a match is asked whether it is denied, hedged or
// said of another, then graded.
#include "trial.h"

#include <string.h>
#include <time.h>

#include "rules/prefilter.h"
#include "rules/trial_inside.h"

enum { HITS_MOST = 10000 }; // of one rule in one document

void trial_begin(Trial *trial, const Pack *pack, const Document *doc, const Text *text,
                 const GArray *units, const MatchOptions *options, GPtrArray *reasons)
{
    *trial = (Trial){.doc = doc, .text = text, .options = options, .reasons = reasons};
    trial->counts = g_new0(unsigned, pack_rule_count(pack) + 1);
    trial->undecided = g_new0(bool, pack_type_count(pack) + 1);
    unit_words_begin(&trial->words, text, units);
    slots_begin(&trial->places);
    trial->candidates = hits_candidates();
}

void trial_end(Trial *trial)
{
    g_free(trial->counts);
    g_free(trial->undecided);
    unit_words_end(&trial->words);
    slots_end(&trial->places);
    g_array_unref(trial->candidates);
}

void trial_take(Trial *trial, const RuleSet *set, const Unit *unit, const uint8_t *parties,
                bool mention)
{
    trial->set = set;
    trial->mention = mention;
    unit_words_take(&trial->words, unit, strcmp(set->language, "zh") != 0);
    trial->words.subject.parties = parties;
}

void trial_leave(Trial *trial)
{
    g_clear_pointer(&trial->scene, scene_free);
    g_clear_pointer(&trial->idle, g_array_unref);
    slots_forget(&trial->places);
    g_array_set_size(trial->candidates, 0);
    trial->defined = trial->titled = false;
}

// Forgets what was seen in the words, which are others now.
static void look_anew(Trial *trial)
{
    g_clear_pointer(&trial->scene, scene_free);
    g_clear_pointer(&trial->idle, g_array_unref);
    slots_forget(&trial->places);
}

bool trial_define(Trial *trial, const GArray *definitions)
{
    if (!unit_words_define(&trial->words, definitions))
        return false;
    look_anew(trial);
    trial->plainly = trial->candidates->len;
    trial->defined = true;
    return true;
}

bool trial_title(Trial *trial)
{
    if (trial->candidates->len || !unit_words_title(&trial->words))
        return false;
    look_anew(trial);
    trial->defined = false;
    trial->titled = true;
    return true;
}

void trial_note(Trial *trial, Fault code, uint32_t plain, const Rule *rule, const char *message)
{
    const Line *line = document_line_at(trial->doc, text_origin(trial->text, plain));
    Reason *reason = g_new0(Reason, 1);
    reason->code = code;
    reason->page = line ? (int)line->page + 1 : 0;
    reason->rule = rule ? g_strdup(rule->info.id) : NULL;
    reason->message = g_strdup(message);
    g_ptr_array_add(trial->reasons, reason);
}

void trial_give_up(Trial *trial, const Rule *rule)
{
    if (trial->counts[rule->index] > HITS_MOST)
        return;
    trial->undecided[rule->info.type->index] = true;
    trial->counts[rule->index] = HITS_MOST + 1; // said once, and not tried again
    trial_note(
        trial, FAULT_MATCH_LIMIT, trial->words.unit->start, rule,
        "the rule met its step limit here; the rest of the document was not searched with it");
}

static void add_reason(GPtrArray *reasons, const char *why)
{
    if (why && !g_ptr_array_find(reasons, why, NULL))
        g_ptr_array_add(reasons, (void *)why);
}

// What denies and excepts in this unit; NULL where the language has no lists of it.
static const Scene *scene_of(Trial *trial)
{
    if (!trial->scene && trial->set->resolver)
        trial->scene = scene_new(trial->set->resolver, &trial->words.subject);
    return trial->scene;
}

static Resolved resolve(Trial *trial, const Rule *rule, const PatternMatch *match)
{
    Resolved granted = {.effect = {.confidence = CONFIDENCE_COUNT}};
    const Scene *scene = scene_of(trial);
    return scene ? scene_resolve(scene, rule, match) : granted;
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

// Whether a grade's words stand in the unit, and are not denied where that is asked.
static bool grade_holds(Trial *trial, const Rule *rule, const Grade *grade, int base)
{
    Subject subject = trial_subject(trial, rule);
    bool asks = grade_asks_denial(grade, rule->negation == NEGATION_RESOLVE, base);
    const Scene *scene = asks ? scene_of(trial) : NULL;
    size_t offset = rule->own ? trial->words.subject.own : 0;
    PatternMatch match;
    for (size_t at = 0;; at = match.whole.end) {
        PatternResult result = pattern_find(grade->when, &subject, at, &match);
        if (result == PATTERN_UNDECIDED)
            trial_give_up(trial, rule);
        if (result != PATTERN_YES)
            return false;
        PatternMatch placed = match;
        shift(&placed, offset);
        if (!scene || !scene_denies(scene, &placed))
            return true;
        if (match.whole.end <= at)
            return false;
    }
}

static void grade(Trial *trial, Candidate *candidate, const Resolved *resolved)
{
    const Rule *rule = candidate->rule;
    int base = candidate->type->severity[trial->options->law];
    g_autoptr(GArray) effects = g_array_new(FALSE, FALSE, sizeof(GradeEffect));
    for (unsigned i = 0; i < rule->grades->len; i++) {
        const Grade *one = &g_array_index(rule->grades, Grade, i);
        if (!grade_holds(trial, rule, one, base))
            continue;
        g_array_append_val(effects, one->effect);
        add_reason(candidate->reasons, one->why);
    }
    // A rule that grades the same condition itself has already counted it.
    if (resolved->why && !g_ptr_array_find(candidate->reasons, resolved->why, NULL)) {
        g_array_append_val(effects, resolved->effect);
        add_reason(candidate->reasons, resolved->why);
    }
    candidate->graded =
        severity_grade(base, rule->confidence, (const GradeEffect *)effects->data, effects->len);
}

static void take_slots(Trial *trial, const PatternMatch *match, Candidate *candidate)
{
    PatternRange slots[SLOT_COUNT];
    memcpy(slots, match->groups, sizeof slots); // the first groups are the slots
    slots_fill(&trial->places, trial->set, &trial->words.subject, candidate->type, match, slots);
    for (unsigned i = 0; i < SLOT_COUNT; i++)
        if (slots[i].end > slots[i].start)
            candidate->slots[i] = unit_words_plain(&trial->words, slots[i].start, slots[i].end);
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

// Whether the unit says something of the type without the meaning of terms.
static bool said_plainly(const Trial *trial, const Type *type)
{
    for (unsigned i = 0; i < trial->plainly; i++)
        if (g_array_index(trial->candidates, Candidate, i).type == type)
            return true;
    return false;
}

// Finds the term that a candidate needs, which then is its stem; false when it needs none, or is no
// matter of what is taken, given or promised.
static bool take_defined(Trial *trial, const PatternMatch *match, Candidate *candidate)
{
    if (candidate->type->matter == MATTER_OTHER || said_plainly(trial, candidate->type))
        return false;
    candidate->defined =
        unit_words_defined(&trial->words, match->whole.start, match->whole.end, &candidate->stem);
    return candidate->defined != NULL;
}

// Why a match says nothing, for those who write rules. Always false.
static bool refuse_match(const Trial *trial, const char *why)
{
    if (trial->options->refused)
        *trial->options->refused = why;
    return false;
}

// Whether words of the heading and of the unit together say that something is taken, or is not.
static bool needs_title(const Trial *trial, const Type *type, const PatternMatch *match)
{
    size_t own = trial->words.subject.own;
    return (type->matter == MATTER_TAKEN || type->matter == MATTER_PROMISED) &&
           match->whole.start < own && match->whole.end > own;
}

// Takes a match, placed in the subject, as a hit of the rule's type or of what a denial makes of
// it; false when it says nothing.
static bool take_match(Trial *trial, const Rule *rule, const PatternMatch *match)
{
    if (trial_unwanted(trial, rule, match))
        return refuse_match(trial, "it matches, but `without` cancels it");
    Resolved resolved = resolve(trial, rule, match);
    trial->until = resolved.until;
    const Type *type = resolved.resolution == RESOLVED_DENIED ? rule->denied_as : rule->info.type;
    if (!type)
        return refuse_match(trial, "it matches, but a word that denies (不, 无, not, no) stands "
                                   "before it or in it");
    bool moves = type->matter == MATTER_TAKEN || type->matter == MATTER_GIVEN;
    if (resolved.resolution == RESOLVED_DROPPED || (trial->mention && moves))
        return refuse_match(trial, "it matches, but as a refusal, a condition, a meaning of a term "
                                   "or somebody else's doing");
    if (trial->titled && !needs_title(trial, type, match))
        return refuse_match(trial, "it matches, but only in a heading");
    Candidate candidate = {.rule = rule, .type = type};
    size_t own = trial->words.subject.own, from = MAX(match->whole.start, own);
    if (resolved.resolution == RESOLVED_DENIED && from > own)
        from = clause_start(&trial->words.subject, from);
    candidate.span = unit_words_plain(&trial->words, from, match->whole.end);
    if (candidate.span.start == candidate.span.end)
        return false;
    if (match->whole.start < own)
        candidate.stem = unit_words_stem(&trial->words, match->whole.start);
    if (trial->defined && !take_defined(trial, match, &candidate))
        return false;
    candidate.reasons = g_ptr_array_new();
    take_slots(trial, match, &candidate);
    if (type == rule->info.type)
        grade(trial, &candidate, &resolved);
    else
        candidate.graded = severity_grade(0, rule->confidence, NULL, 0);
    if (trial->defined || trial->titled) {
        candidate.graded.confidence = MIN(candidate.graded.confidence, CONFIDENCE_MEDIUM);
        add_reason(candidate.reasons, trial->titled ? "below_heading" : "defined_term");
    }
    g_array_append_val(trial->candidates, candidate);
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
static bool take_found(Trial *trial, const Rule *rule, PatternMatch *match, bool *checked,
                       size_t *at)
{
    size_t end = match->whole.end, again = behind_verb(match);
    if (!*checked && !trial_allows(trial, rule))
        return refuse_match(trial, "it matches, but `unless`, `context`, `before`, `around` or a "
                                   "heading cancels it");
    *checked = true;
    size_t offset = rule->own ? trial->words.subject.own : 0;
    shift(match, offset);
    trial->until = 0;
    *at = take_match(trial, rule, match) ? end : again;
    // What stands behind the scope of a denial may be said all the same.
    if (trial->until > match->whole.start && trial->until < offset + *at)
        *at = trial->until - offset;
    if (++trial->counts[rule->index] == HITS_MOST + 1)
        trial_note(trial, FAULT_HIT_LIMIT, trial->words.unit->start, rule,
                   "the rule matched 10,000 times; further places are not listed");
    return trial->counts[rule->index] <= HITS_MOST;
}

// Whether a denied match has its verb from before a "but" and its data from behind, which are not
// denied with it: 不会[读取短信,但会读取通讯录]. Then `at` is the other side, to be read by itself.
static bool reaches_over_turn(Trial *trial, const Rule *rule, const PatternMatch *match, size_t *at)
{
    const Scene *scene = rule->denied_as ? scene_of(trial) : NULL;
    if (!scene)
        return false;
    size_t offset = rule->own ? trial->words.subject.own : 0;
    PatternMatch placed = *match;
    shift(&placed, offset);
    size_t turn = scene_turn(scene, placed.whole.start, placed.groups[GROUP_DATA].start);
    if (turn == 0 || resolve(trial, rule, &placed).resolution != RESOLVED_DENIED)
        return false;
    *at = turn - offset;
    return true;
}

// Runs one pattern over the unit; false when the rule is done with this unit.
static bool run_pattern(Trial *trial, const Rule *rule, Pattern *pattern, bool *checked)
{
    Subject subject = rule->own ? trial_subject(trial, rule) : trial->words.subject;
    for (size_t at = 0;;) {
        PatternMatch match;
        PatternResult result = pattern_find(pattern, &subject, at, &match);
        if (result == PATTERN_UNDECIDED)
            trial_give_up(trial, rule);
        if (result != PATTERN_YES)
            return result == PATTERN_NO;
        if (!reaches_over_turn(trial, rule, &match, &at) &&
            !take_found(trial, rule, &match, checked, &at))
            return false;
    }
}

static bool is_done(const Trial *trial, const Rule *rule)
{
    return rule->absence || trial->counts[rule->index] > HITS_MOST;
}

// The patterns of one rule that are worth running, as places in its list.
typedef struct {
    const uint32_t *numbers;
    size_t count;
    uint32_t first; // the number of the rule's first pattern
} Worth;

static void run_patterns(Trial *trial, const Rule *rule, const Worth *worth)
{
    bool checked = false;
    for (size_t i = 0; i < worth->count && !is_done(trial, rule); i++)
        if (!run_pattern(trial, rule, rule->match->pdata[worth->numbers[i] - worth->first],
                         &checked))
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

static void run_profiled(Trial *trial, const Rule *rule, const Worth *worth)
{
    const MatchProfile *profile = trial->options->profile;
    bool timed = profile->nanoseconds && worth->count > 0;
    uint64_t start = timed ? nanoseconds() : 0;
    unsigned before = trial->counts[rule->index], kept = trial->candidates->len;
    run_patterns(trial, rule, worth);
    add_to(profile->runs, rule, worth->count > 0);
    add_to(profile->rejects, rule, worth->count == 0);
    add_to(profile->hits, rule, trial->counts[rule->index] - before);
    if (profile->fired && trial->candidates->len > kept)
        profile->fired[rule->index] = true;
    if (timed)
        profile->nanoseconds[rule->index] += nanoseconds() - start;
}

static void run_worth(Trial *trial, const Rule *rule, const Worth *worth)
{
    if (trial->options->profile)
        run_profiled(trial, rule, worth);
    else
        run_patterns(trial, rule, worth);
}

void trial_rule(Trial *trial, const Rule *rule)
{
    g_autofree uint32_t *numbers = g_new(uint32_t, rule->match->len);
    for (unsigned i = 0; i < rule->match->len; i++)
        numbers[i] = i;
    Worth all = {numbers, rule->match->len, 0};
    run_worth(trial, rule, &all);
}

static void run_all(Trial *trial)
{
    for (unsigned i = 0; i < trial->set->rules->len; i++)
        trial_rule(trial, trial->set->rules->pdata[i]);
}

// Runs the patterns that the prefilter lets through: the same hits as run_all().
static void run_some(Trial *trial)
{
    const RuleSet *set = trial->set;
    Prefilter *prefilter = prefilter_of(set);
    size_t count = 0, at = 0;
    const uint32_t *numbers =
        prefilter_scan(prefilter, trial->words.subject.str, trial->words.subject.len, &count);
    trial->words.subject.awake = prefilter_awake(prefilter);
    trial->words.subject.reach = prefilter_reach(prefilter);
    trial->words.subject.starts = prefilter_starts(prefilter);
    bool profiled = trial->options->profile != NULL;
    for (unsigned i = 0; i < set->rules->len && (at < count || profiled); i++) {
        const Rule *rule = set->rules->pdata[i];
        Worth worth = {numbers + at, 0, prefilter_first(prefilter, i)};
        while (at < count && numbers[at] < worth.first + rule->match->len) {
            worth.count++;
            at++;
        }
        if (worth.count || profiled)
            run_worth(trial, rule, &worth);
    }
}

void trial_rules(Trial *trial)
{
    if (trial->options->plain)
        run_all(trial);
    else
        run_some(trial);
}
