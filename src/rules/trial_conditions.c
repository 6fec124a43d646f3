// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a rule may speak in the unit in hand: no exception of it stands there, and around the
// unit stands what it asks for.

#include <string.h>

#include "rules/trial_inside.h"

// Whether any of the patterns matches in the text; gives the rule up when that cannot be decided.
static bool any_in(Trial *trial, const Rule *rule, const GPtrArray *patterns,
                   const Subject *subject)
{
    for (unsigned i = 0; i < patterns->len; i++) {
        PatternMatch match;
        PatternResult result = pattern_find(patterns->pdata[i], subject, 0, &match);
        if (result == PATTERN_UNDECIDED)
            trial_give_up(trial, rule);
        if (result == PATTERN_YES)
            return true;
    }
    return false;
}

// Where the idle words end that the range begins in; 0 where it does not, or is more than they:
// from their first character to beyond their last.
static size_t idle_end(Trial *trial, PatternRange range)
{
    if (!trial->set->resolver)
        return 0;
    if (!trial->idle)
        trial->idle = resolver_idle(trial->set->resolver, &trial->words.subject);
    for (unsigned i = 0; i < trial->idle->len; i++) {
        const PatternRange *idle = &g_array_index(trial->idle, PatternRange, i);
        bool inside = range.start > idle->start || range.end <= idle->end;
        if (range.start >= idle->start && range.start < idle->end && inside)
            return idle->end;
    }
    return 0;
}

// Whether the exception stands in the part of the unit's words; idle words begin none.
static bool exception_stands(Trial *trial, const Rule *rule, Pattern *exception,
                             const Subject *part)
{
    size_t offset = (size_t)(part->str - trial->words.subject.str), at = 0;
    PatternMatch match;
    PatternResult result;
    while ((result = pattern_find(exception, part, at, &match)) == PATTERN_YES) {
        PatternRange placed = {offset + match.whole.start, offset + match.whole.end};
        size_t end = idle_end(trial, placed);
        if (end == 0)
            return true;
        at = MIN(end - offset, part->len);
    }
    if (result == PATTERN_UNDECIDED)
        trial_give_up(trial, rule);
    return false;
}

static bool excepted(Trial *trial, const Rule *rule, const GPtrArray *exceptions,
                     const Subject *part)
{
    for (unsigned i = 0; i < exceptions->len; i++)
        if (exception_stands(trial, rule, exceptions->pdata[i], part))
            return true;
    return false;
}

Subject trial_subject(const Trial *trial, const Rule *rule)
{
    Subject subject = trial->words.subject;
    if (rule->own) {
        subject.str += subject.own;
        subject.len -= subject.own;
    }
    subject.own = 0;
    return subject;
}

static bool any_aside(Trial *trial, const Rule *rule, const GPtrArray *patterns, const char *str,
                      size_t len)
{
    Subject subject = {.str = str,
                       .len = len,
                       .starts = trial->words.subject.starts,
                       .parties = trial->words.subject.parties};
    return any_in(trial, rule, patterns, &subject);
}

static bool context_holds(Trial *trial, const Rule *rule)
{
    if (rule->context->len == 0)
        return true;
    const char *context = unit_words_context(&trial->words);
    return any_aside(trial, rule, rule->context, context, strlen(context));
}

static bool before_holds(Trial *trial, const Rule *rule)
{
    if (rule->before->len == 0)
        return true;
    size_t len = 0;
    const char *sentence = unit_words_before(&trial->words, &len);
    return sentence && any_aside(trial, rule, rule->before, sentence, len);
}

static bool stands_elsewhere(Trial *trial, const Rule *rule)
{
    if (rule->not_under->len == 0)
        return true;
    const Subject *words = &trial->words.subject; // whose stem stands over the item, too
    g_autofree char *under = unit_words_under(&trial->words);
    return !any_aside(trial, rule, rule->not_under, under, strlen(under)) &&
           !any_aside(trial, rule, rule->not_under, words->str, words->own);
}

static bool around_holds(Trial *trial, const Rule *rule)
{
    if (rule->around->len == 0)
        return true;
    g_autofree char *around = unit_words_around(&trial->words);
    return any_aside(trial, rule, rule->around, around, strlen(around));
}

bool trial_allows(Trial *trial, const Rule *rule)
{
    Subject subject = trial_subject(trial, rule);
    return !excepted(trial, rule, rule->unless, &subject) && context_holds(trial, rule) &&
           before_holds(trial, rule) && stands_elsewhere(trial, rule) && around_holds(trial, rule);
}

bool trial_unwanted(Trial *trial, const Rule *rule, const PatternMatch *match)
{
    Subject subject = {.str = trial->words.subject.str + match->whole.start,
                       .len = match->whole.end - match->whole.start,
                       .starts = trial->words.subject.starts,
                       .parties = trial->words.subject.parties};
    return excepted(trial, rule, rule->without, &subject);
}
