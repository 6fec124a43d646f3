// SPDX-License-Identifier: GPL-3.0-or-later
// The actor is the last one named before the match; the rest is looked for in the match, then
// behind it, then before it, in the same sentence.
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

// The places of one kind in the sentence: the last before the match, the first inside it and the
// first behind it; empty where there is none.
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
    memset(memory->known, 0, sizeof memory->known);
}

// All that the slot's word list matches in the sentence.
static const GArray *found_in(SlotMemory *memory, unsigned slot, Pattern *pattern,
                              const Subject *subject)
{
    GArray *found = memory->found[slot];
    if (memory->known[slot])
        return found;
    memory->known[slot] = true;
    g_array_set_size(found, 0);
    Subject part = *subject;
    part.len = memory->sentence.end;
    part.own = 0;
    PatternMatch match;
    for (size_t at = memory->sentence.start;
         pattern_find(pattern, &part, at, &match) == PATTERN_YES; at = MAX(match.whole.end, at + 1))
        g_array_append_val(found, match.whole);
    return found;
}

static Places places_of(const GArray *found, PatternRange match)
{
    Places places = {0};
    for (unsigned i = 0; i < found->len; i++) {
        PatternRange range = g_array_index(found, PatternRange, i);
        if (range.end <= match.start)
            places.before = range;
        else if (range.start >= match.end && !places.behind.end)
            places.behind = range;
        else if (range.start >= match.start && range.end <= match.end && !places.inside.end)
            places.inside = range;
    }
    return places;
}

static PatternRange choose(unsigned slot, const Places *places)
{
    const PatternRange *orders[][3] = {
        {&places->before, &places->inside, NULL},            // the one who acts
        {&places->inside, &places->behind, &places->before}, // what is acted on
    };
    const PatternRange **order = orders[slot == SLOT_ACTOR ? 0 : 1];
    for (unsigned i = 0; i < 3 && order[i]; i++)
        if (order[i]->end > order[i]->start)
            return *order[i];
    return (PatternRange){0, 0};
}

// A recipient is asked for only where something is passed on, data only where some are spoken of.
static bool is_wanted(unsigned slot, const Type *type)
{
    if (slot == SLOT_RECIPIENT)
        return *type->group == 'S';
    return slot != SLOT_DATA || strchr("CSP", *type->group);
}

void slots_fill(SlotMemory *memory, const RuleSet *set, const Subject *subject, const Type *type,
                const PatternMatch *match, PatternRange slots[SLOT_COUNT])
{
    turn_to(memory, subject, sentence_around(subject, match->whole));
    for (unsigned i = 0; i < SLOT_COUNT; i++) {
        if (slots[i].end > slots[i].start || !set->slots[i] || !is_wanted(i, type))
            continue;
        Places places = places_of(found_in(memory, i, set->slots[i], subject), match->whole);
        slots[i] = choose(i, &places);
    }
}
