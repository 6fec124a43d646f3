// SPDX-License-Identifier: GPL-3.0-or-later
// The actor is the last one named before the match, else in it or behind it; the rest is looked for
// in the match, then behind it, then before it, in the same sentence.
#include "slots.h"

#include <string.h>

static bool ends_sentence(const Subject *subject, size_t at)
{
    const char *c = subject->str + at;
    if (*c == '\n' || *c == '!' || *c == '?')
        return true;
    if (*c == '.')
        return at + 1 >= subject->len || c[1] == ' ';
    return at + 3 <= subject->len && memcmp(c, "。", 3) == 0;
}

static PatternRange sentence_around(const Subject *subject, PatternRange match)
{
    PatternRange sentence = match;
    while (sentence.start > 0 && !ends_sentence(subject, sentence.start - 1) &&
           !(sentence.start >= 3 && ends_sentence(subject, sentence.start - 3)))
        sentence.start--;
    while (sentence.end < subject->len && !ends_sentence(subject, sentence.end))
        sentence.end++;
    return sentence;
}

static bool is_empty(PatternRange range)
{
    return range.end <= range.start;
}

// The places of one kind in the sentence: the last before the match, the first that begins or ends
// in it and the first behind it; empty where there is none.
typedef struct {
    PatternRange before, inside, behind;
} Places;

void slots_begin(SlotMemory *memory)
{
    for (unsigned i = 0; i < SLOT_COUNT; i++)
        memory->found[i] = g_array_new(FALSE, FALSE, sizeof(PatternRange));
    slots_forget(memory);
}

void slots_forget(SlotMemory *memory)
{
    memory->str = NULL;
}

void slots_end(SlotMemory *memory)
{
    for (unsigned i = 0; i < SLOT_COUNT; i++)
        g_array_unref(memory->found[i]);
}

static void turn_to(SlotMemory *memory, const Subject *subject, PatternRange sentence)
{
    if (memory->str == subject->str && memory->sentence.start == sentence.start &&
        memory->sentence.end == sentence.end)
        return;
    memory->str = subject->str;
    memory->sentence = sentence;
    size_t before = sentence.start; // the mark that ends the last one may tell where a name begins
    while (before > 0 && ((unsigned char)subject->str[--before] & 0xC0) == 0x80)
        ;
    for (unsigned i = 0; i < SLOT_COUNT; i++) {
        memory->next[i] = before;
        g_array_set_size(memory->found[i], 0);
    }
}

static bool has_from(const GArray *found, size_t at)
{
    return found->len && g_array_index(found, PatternRange, found->len - 1).start >= at;
}

// What the slot's word list matches in the sentence: all that begins before `until`, and the first
// that does not.
static const GArray *found_until(SlotMemory *memory, unsigned slot, Pattern *pattern,
                                 const Subject *subject, size_t until)
{
    GArray *found = memory->found[slot];
    Subject part = *subject;
    part.len = memory->sentence.end;
    part.own = 0;
    PatternMatch match;
    while (memory->next[slot] < part.len && !has_from(found, until)) {
        size_t at = memory->next[slot];
        bool more = pattern_find(pattern, &part, at, &match) == PATTERN_YES;
        if (more)
            g_array_append_val(found, match.whole);
        memory->next[slot] = more ? MAX(match.whole.end, at + 1) : part.len;
    }
    return found;
}

static Places places_of(const GArray *found, PatternRange match)
{
    Places places = {0};
    for (unsigned i = 0; i < found->len; i++) {
        PatternRange range = g_array_index(found, PatternRange, i);
        bool before = range.end <= match.start, behind = range.start >= match.end;
        if (before)
            places.before = range;
        else if (behind && is_empty(places.behind))
            places.behind = range;
        else if (!behind && is_empty(places.inside))
            places.inside = range; // or over an end of it
    }
    return places;
}

// The one before it, in it or behind it, whichever comes first in that order; or in it, behind it
// or before it.
static PatternRange first_before(const Places *places)
{
    if (!is_empty(places->before))
        return places->before;
    return is_empty(places->inside) ? places->behind : places->inside;
}

static PatternRange first_inside(const Places *places)
{
    if (!is_empty(places->inside))
        return places->inside;
    return is_empty(places->behind) ? places->before : places->behind;
}

// A recipient is asked for only where something is passed on, data only where some are spoken of.
static bool is_wanted(unsigned slot, const Type *type)
{
    if (slot == SLOT_RECIPIENT)
        return type->matter == MATTER_GIVEN;
    return slot != SLOT_DATA || type->matter != MATTER_OTHER;
}

// What a rule's group cut short, as the word list has it: "任何第三" was 任何第三方.
static PatternRange whole_words(const GArray *found, PatternRange range)
{
    for (unsigned i = 0; i < found->len; i++) {
        PatternRange word = g_array_index(found, PatternRange, i);
        bool holds = word.start <= range.start && word.end >= range.end;
        if (holds || (word.start < range.end && word.end > range.end))
            return (PatternRange){MIN(word.start, range.start), word.end};
    }
    return range;
}

// Whether the range holds a match of such words from its start to its end.
static bool is_all(Pattern *words, const Subject *subject, PatternRange range)
{
    Subject part = {.str = subject->str, .len = range.end};
    PatternMatch match;
    return words && pattern_find(words, &part, range.start, &match) == PATTERN_YES &&
           match.whole.start == range.start && match.whole.end == range.end;
}

// The range without the loose words at its ends, unless it is nothing else.
static PatternRange without_loose(Pattern *loose, const Subject *subject, PatternRange range)
{
    Subject part = {.str = subject->str, .len = range.end};
    PatternMatch match;
    PatternRange rest = range;
    for (size_t at = range.start; loose && pattern_find(loose, &part, at, &match) == PATTERN_YES;
         at = MAX(match.whole.end, at + 1)) {
        if (match.whole.start == rest.start)
            rest.start = match.whole.end;
        else if (match.whole.end == rest.end)
            rest.end = match.whole.start;
    }
    return is_empty(rest) ? range : rest;
}

// The slot's words and where to look for them.
typedef struct {
    SlotMemory *memory;
    unsigned slot;
    Pattern *pattern;
    const Subject *subject;
} Search;

static const GArray *search_until(const Search *search, size_t until)
{
    return found_until(search->memory, search->slot, search->pattern, search->subject, until);
}

// The place nearest to a range. The actor is named before what it does, and so is what a pronoun
// stands for.
static PatternRange nearest(const Search *search, PatternRange range, bool named_before)
{
    bool before = search->slot == SLOT_ACTOR || named_before;
    Places places = places_of(search_until(search, before ? range.start : range.end), range);
    if (before && is_empty(places.before))
        places = places_of(search_until(search, range.end), range);
    return before ? first_before(&places) : first_inside(&places);
}

// One slot, from what the rule's group caught of it, if anything.
static PatternRange filled(const Search *search, PatternRange match, PatternRange caught,
                           bool vague)
{
    if (!is_empty(caught) && !vague)
        return whole_words(search_until(search, caught.end), caught);
    PatternRange chosen = nearest(search, vague ? caught : match, vague);
    return is_empty(chosen) ? caught : chosen;
}

void slots_fill(SlotMemory *memory, const RuleSet *set, const Subject *subject, const Type *type,
                const PatternMatch *match, PatternRange slots[SLOT_COUNT])
{
    turn_to(memory, subject, sentence_around(subject, match->whole));
    for (unsigned i = 0; i < SLOT_COUNT; i++) {
        Search search = {memory, i, set->slots[i], subject};
        bool caught = !is_empty(slots[i]);
        bool vague = caught && is_all(set->slot_vague, subject, slots[i]);
        bool may_be_cut = i == SLOT_DATA || i == SLOT_RECIPIENT;
        if (search.pattern && (caught ? vague || may_be_cut : is_wanted(i, type)))
            slots[i] = filled(&search, match->whole, slots[i], vague);
        slots[i] = without_loose(set->slot_loose, subject, slots[i]);
    }
}
