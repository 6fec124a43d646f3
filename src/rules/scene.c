// SPDX-License-Identifier: GPL-3.0-or-later
// A denial has a scope: from its word to the first thing that ends it. A hit whose verb stands in a
// scope is denied, unless an exception or a hedge takes that back.
#include "scene.h"

#include "rules/resolver_inside.h"

typedef struct {
    CueKind kind;
    size_t start, end;
} Cue;

struct Scene {
    const Resolver *resolver;
    Subject subject;
    GArray *cues; // Cue by start; those inside a neutral one left out
};

enum { INERT_REACH = 18 }; // bytes from words without effect to the data that they protect or show
enum { ADJACENT_REACH = 12 }; // bytes a verb may be from the word that denies it, inside a match

static int by_start(const void *a, const void *b)
{
    const Cue *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return (int)x->kind - (int)y->kind;
}

static void collect(Scene *scene, CueKind kind)
{
    Pattern *pattern = scene->resolver->cues[kind];
    PatternMatch match;
    Subject subject = scene->subject;
    subject.own = 0;
    for (size_t at = 0; pattern && pattern_find(pattern, &subject, at, &match) == PATTERN_YES;) {
        Cue cue = {kind, match.whole.start, match.whole.end};
        g_array_append_val(scene->cues, cue);
        at = match.whole.end;
    }
}

static bool drops(CueKind kind)
{
    return kind == CUE_DROP || kind == CUE_INERT;
}

static bool is_denial(CueKind kind)
{
    return kind == CUE_NEGATOR || kind == CUE_ADJACENT || drops(kind);
}

// Leaves out denials that stand inside a neutral phrase.
static void drop_neutral(GArray *cues)
{
    size_t neutral = 0;
    unsigned kept = 0;
    for (unsigned i = 0; i < cues->len; i++) {
        Cue cue = g_array_index(cues, Cue, i);
        if (cue.kind == CUE_NEUTRAL)
            neutral = MAX(neutral, cue.end);
        if (cue.kind == CUE_NEUTRAL || (is_denial(cue.kind) && cue.start < neutral))
            continue;
        g_array_index(cues, Cue, kept++) = cue;
    }
    g_array_set_size(cues, kept);
}

Scene *scene_new(const Resolver *resolver, const Subject *subject)
{
    Scene *scene = g_new0(Scene, 1);
    scene->resolver = resolver;
    scene->subject = *subject;
    scene->cues = g_array_new(FALSE, FALSE, sizeof(Cue));
    for (unsigned kind = 0; kind < CUE_COUNT; kind++)
        collect(scene, kind);
    g_array_sort(scene->cues, by_start);
    drop_neutral(scene->cues);
    return scene;
}

void scene_free(Scene *scene)
{
    if (!scene)
        return;
    g_array_unref(scene->cues);
    g_free(scene);
}

static const Cue *cue_at(const Scene *scene, unsigned i)
{
    return &g_array_index(scene->cues, Cue, i);
}

static bool is_in(const Scene *scene, Pattern *pattern, size_t from, size_t to)
{
    PatternMatch match;
    Subject part = {.str = scene->subject.str + from,
                    .len = to - from,
                    .awake = scene->subject.awake,
                    .reach = scene->subject.reach,
                    .starts = scene->subject.starts};
    return pattern_find(pattern, &part, 0, &match) == PATTERN_YES;
}

static bool test(const Scene *scene, Test which, size_t from, size_t to)
{
    Pattern *pattern = scene->resolver->tests[which];
    return pattern && to > from && is_in(scene, pattern, from, to);
}

// The byte after the cue of that kind that ends at or before `at` (0 when none), and the first one
// at or after it (the end when none).
static size_t last_end(const Scene *scene, size_t at)
{
    size_t last = 0;
    for (unsigned i = 0; i < scene->cues->len && cue_at(scene, i)->start < at; i++)
        if (cue_at(scene, i)->kind == CUE_END && cue_at(scene, i)->end <= at)
            last = cue_at(scene, i)->end;
    return last;
}

static size_t next_end(const Scene *scene, size_t at)
{
    for (unsigned i = 0; i < scene->cues->len; i++)
        if (cue_at(scene, i)->kind == CUE_END && cue_at(scene, i)->start >= at)
            return cue_at(scene, i)->start;
    return scene->subject.len;
}

// Where the next comma or full stop after `at` stands.
static size_t next_break(const Scene *scene, size_t at)
{
    for (unsigned i = 0; i < scene->cues->len; i++) {
        const Cue *cue = cue_at(scene, i);
        if (cue->start >= at && (cue->kind == CUE_COMMA || cue->kind == CUE_END))
            return cue->start;
    }
    return scene->subject.len;
}

// How deep in parentheses opened after `from` the byte `at` stands; below zero when it stands
// behind the end of one that was open at `from`.
static int depth_between(const Scene *scene, size_t from, size_t at)
{
    int depth = 0;
    for (size_t i = from; i < at && depth >= 0; i++)
        depth += (scene->subject.str[i] == '(') - (scene->subject.str[i] == ')');
    return depth;
}

// Where the parenthesis that the byte `from` stands in ends, or `to`.
static size_t parenthesis_end(const Scene *scene, size_t from, size_t to)
{
    int depth = 0;
    for (size_t i = from; i < to; i++) {
        depth += (scene->subject.str[i] == '(') - (scene->subject.str[i] == ')');
        if (depth < 0)
            return i;
    }
    return to;
}

static size_t after_blanks(const Scene *scene, size_t at)
{
    while (at < scene->subject.len && scene->subject.str[at] == ' ')
        at++;
    return at;
}

// Whether the comma is the colon that leads to the unit's own words: what a stem denies, it denies
// of its items.
static bool leads_on(const Scene *scene, const Cue *comma)
{
    return scene->subject.str[comma->start] == ':' && comma->end <= scene->subject.own &&
           after_blanks(scene, comma->end) >= scene->subject.own;
}

// Where the scope of the denial at index `i` ends, parentheses apart.
static size_t open_scope_end(const Scene *scene, unsigned i)
{
    size_t begin = cue_at(scene, i)->end;
    size_t piece = begin;                             // where the words since the last comma begin
    bool denies = cue_at(scene, i)->kind != CUE_DROP; // a drop does not go on behind "and"
    for (unsigned j = i + 1; j < scene->cues->len; j++) {
        const Cue *cue = cue_at(scene, j);
        if (cue->start < (cue->kind == CUE_COMMA ? piece : begin))
            continue;
        if (cue->kind != CUE_END && depth_between(scene, begin, cue->start) > 0)
            continue; // what a parenthesis holds does not end the sentence around it
        if (cue->kind == CUE_END || cue->kind == CUE_ENDER)
            return cue->start;
        if (cue->kind != CUE_COMMA)
            continue;
        if (cue->start > piece && !leads_on(scene, cue) &&
            !test(scene, TEST_HOLDS, piece, cue->start) &&
            !(denies && test(scene, TEST_JOINS, cue->end, next_break(scene, cue->end))))
            return cue->start;
        piece = cue->end;
    }
    return scene->subject.len;
}

static size_t scope_end(const Scene *scene, unsigned i)
{
    return parenthesis_end(scene, cue_at(scene, i)->end, open_scope_end(scene, i));
}

// Whether the match takes the words of a safeguard or of the reader's right for its verb. A verb
// of its own behind them counts, and so do data farther off.
static bool is_inert(const Cue *cue, size_t start, const PatternMatch *match)
{
    PatternRange data = match->groups[GROUP_DATA];
    return cue->start <= start && start < cue->end && data.end > data.start &&
           data.start <= cue->end + INERT_REACH;
}

// Whether the denial at index `i` governs the match.
static bool governs(const Scene *scene, unsigned i, const PatternMatch *match)
{
    const Cue *cue = cue_at(scene, i);
    PatternRange verb = match->groups[GROUP_VERB];
    bool named = verb.end > verb.start;
    size_t start = named ? verb.start : match->whole.start, end = match->whole.end;
    if (cue->kind == CUE_INERT)
        return is_inert(cue, start, match);
    bool inside = !named && cue->start >= start;
    if (cue->start < start && start < cue->end)
        start = cue->end; // it begins with the denial's own words: the "will" of "will not"
    if (cue->end > (inside ? end : start))
        return false;
    if (cue->kind == CUE_ADJACENT)
        return inside ? end - cue->end <= ADJACENT_REACH : after_blanks(scene, cue->end) == start;
    size_t scope = scope_end(scene, i);
    return inside ? scope >= end : scope > start;
}

// The denial that governs the match, a drop before others, then the last; NULL when there is none.
static const Cue *governing(const Scene *scene, const PatternMatch *match)
{
    const Cue *found = NULL;
    for (unsigned i = 0; i < scene->cues->len && !(found && drops(found->kind)); i++) {
        const Cue *cue = cue_at(scene, i);
        if (is_denial(cue->kind) && cue->start < match->whole.end && governs(scene, i, match))
            found = cue;
    }
    return found;
}

typedef struct {
    size_t from, to; // the sentence around the match
} Around;

static Around around(const Scene *scene, const PatternMatch *match)
{
    return (Around){last_end(scene, match->whole.start), next_end(scene, match->whole.end)};
}

// Where words that say something new follow what the denial governs; 0 where none do: behind a bare
// comma a list may go on.
static size_t governed_end(const Scene *scene, const Cue *denial)
{
    if (denial->kind == CUE_INERT)
        return denial->end;
    size_t end = scope_end(scene, (unsigned)(denial - cue_at(scene, 0)));
    size_t next = end < scene->subject.len && strchr(",;:", scene->subject.str[end])
                      ? after_blanks(scene, end + 1)
                      : end;
    for (unsigned i = 0; i < scene->cues->len; i++) {
        const Cue *cue = cue_at(scene, i);
        if (cue->kind == CUE_ENDER && (cue->start == end || cue->start == next))
            return end;
    }
    return 0;
}

static const Cue *find_cue(const Scene *scene, CueKind kind, size_t from, size_t to)
{
    for (unsigned i = 0; i < scene->cues->len; i++) {
        const Cue *cue = cue_at(scene, i);
        if (cue->kind == kind && cue->start >= from && cue->end <= to)
            return cue;
    }
    return NULL;
}

// A denial with exceptions: cases that follow as items are granted, exceptions beyond the law's own
// swallow the promise, and the law's own leave it standing.
static Resolution excepted(const Scene *scene, Around where, const Cue *denial)
{
    bool item = denial->start < scene->subject.own; // of a list whose lead-in denies
    if (item && find_cue(scene, CUE_OPENING, where.from, scene->subject.own))
        return RESOLVED_GRANT;
    for (unsigned i = 0; i < scene->cues->len; i++) {
        const Cue *cue = cue_at(scene, i);
        if (cue->kind != CUE_EXCEPTION || cue->start < where.from || cue->end > where.to)
            continue;
        if (test(scene, TEST_GRANTS, cue->start, cue->end))
            return RESOLVED_GRANT;
        if (test(scene, TEST_VOIDS, cue->start, cue->end))
            return RESOLVED_DROPPED;
    }
    return RESOLVED_DENIED;
}

// Whether the last one named before the match as acting is the borrower under a duty.
static bool borrowers_duty(const Scene *scene, const PatternMatch *match, size_t from)
{
    bool duty = false;
    PatternRange verb = match->groups[GROUP_VERB];
    size_t at = verb.end > verb.start ? verb.start : match->whole.start;
    for (unsigned i = 0; i < scene->cues->len; i++) {
        const Cue *cue = cue_at(scene, i);
        if (cue->start < from || cue->start > at)
            continue;
        if (cue->kind == CUE_DUTY)
            duty = true;
        if (cue->kind == CUE_ACTOR)
            duty = false;
    }
    return duty;
}

// A condition of consent around a grant.
static void add_condition(const Scene *scene, Around where, Resolved *resolved)
{
    const GArray *conditions = scene->resolver->conditions;
    for (unsigned i = 0; i < conditions->len; i++) {
        const Grade *grade = &g_array_index(conditions, Grade, i);
        if (!is_in(scene, grade->when, where.from, where.to))
            continue;
        resolved->effect = grade->effect;
        resolved->why = grade->why;
        return;
    }
}

// Whether a denial says what somebody will not do; "not yet" and "unable to" promise nothing.
static bool is_promise(const Scene *scene, const Cue *denial)
{
    return !scene->resolver->tests[TEST_PROMISES] ||
           test(scene, TEST_PROMISES, denial->start, denial->end);
}

// The last denial that stands in the words of the match; NULL when they only look like one.
static const Cue *denial_within(const Scene *scene, const PatternMatch *match)
{
    const Cue *found = NULL;
    for (unsigned i = 0; i < scene->cues->len; i++) {
        const Cue *cue = cue_at(scene, i);
        if ((cue->kind == CUE_NEGATOR || cue->kind == CUE_ADJACENT) &&
            cue->end > match->whole.start && cue->start < match->whole.end)
            found = cue;
    }
    return found;
}

// What remains of a denial after its exceptions and hedges.
static Resolution standing(const Scene *scene, Around where, const Cue *denial)
{
    Resolution left = excepted(scene, where, denial);
    bool hedged = find_cue(scene, CUE_HEDGE, where.from, where.to) != NULL;
    return left == RESOLVED_DENIED && (hedged || !is_promise(scene, denial)) ? RESOLVED_DROPPED
                                                                             : left;
}

size_t scene_turn(const Scene *scene, size_t from, size_t to)
{
    size_t turn = 0;
    for (unsigned i = 0; i < scene->cues->len && cue_at(scene, i)->start < to; i++) {
        const Cue *cue = cue_at(scene, i);
        if (cue->kind == CUE_ENDER && cue->start > from && cue->end <= to)
            turn = MAX(turn, cue->end);
    }
    return turn;
}

// Whether a match that is worded as a promise is one.
static bool promised(const Scene *scene, Around where, const PatternMatch *match)
{
    const Cue *denial = denial_within(scene, match);
    return denial && !scene_turn(scene, denial->end, match->groups[GROUP_DATA].start) &&
           standing(scene, where, denial) == RESOLVED_DENIED;
}

Resolved scene_resolve(const Scene *scene, const Rule *rule, const PatternMatch *match)
{
    Resolved resolved = {.effect = {.confidence = CONFIDENCE_COUNT}};
    Around where = around(scene, match);
    if (rule->actor == ACTOR_LENDER && borrowers_duty(scene, match, where.from))
        return (Resolved){.resolution = RESOLVED_DROPPED, .effect = resolved.effect};
    if (rule->negation == NEGATION_IGNORE)
        return resolved;
    if (rule->negation == NEGATION_PROMISE) {
        resolved.resolution = promised(scene, where, match) ? RESOLVED_GRANT : RESOLVED_DROPPED;
        return resolved;
    }
    const Cue *denial = governing(scene, match);
    if (denial) {
        resolved.until = governed_end(scene, denial);
        resolved.resolution =
            drops(denial->kind) ? RESOLVED_DROPPED : standing(scene, where, denial);
    }
    // What the borrower must not do is no promise made to him.
    if (resolved.resolution == RESOLVED_DENIED && borrowers_duty(scene, match, where.from))
        resolved.resolution = RESOLVED_DROPPED;
    if (resolved.resolution == RESOLVED_GRANT && rule->info.type->polarity == POLARITY_RISK)
        add_condition(scene, where, &resolved);
    return resolved;
}

bool scene_denies(const Scene *scene, const PatternMatch *match)
{
    const Cue *denial = governing(scene, match);
    if (!denial || denial->end > match->whole.start)
        return false;
    return drops(denial->kind) || standing(scene, around(scene, match), denial) != RESOLVED_GRANT;
}
