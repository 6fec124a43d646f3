// SPDX-License-Identifier: GPL-3.0-or-later
// Slots: who, what, to whom and what for, where a rule's own groups have not said so.
#pragma once

#include "rules/match.h"
#include "rules/rule.h"

// What was found in the last sentence that was asked about, as far as was asked: several rules
// match in the same one.
typedef struct {
    const char *str; // of the subject; NULL: nothing yet
    PatternRange sentence;
    size_t next[SLOT_COUNT];   // where to look on; the end of the sentence: all is found
    GArray *found[SLOT_COUNT]; // PatternRange, in order
} SlotMemory;

void slots_begin(SlotMemory *memory);
void slots_forget(SlotMemory *memory); // before another subject
void slots_end(SlotMemory *memory);

// Fills empty ranges (of the subject) from the words of the sentence around the match, by the
// lexicon entries slot_actor, slot_data, slot_recipient and slot_purpose of the language.
void slots_fill(SlotMemory *memory, const RuleSet *set, const Subject *subject, const Type *type,
                const PatternMatch *match, PatternRange slots[SLOT_COUNT]);
