// SPDX-License-Identifier: GPL-3.0-or-later
// Slots: who, what, to whom and what for, where a rule's own groups have not said so.
#pragma once

#include "rules/match.h"
#include "rules/rule.h"

// Fills empty ranges (of the subject) from the words of the sentence around the match, by the
// lexicon entries slot_actor, slot_data, slot_recipient and slot_purpose of the language.
void slots_fill(const RuleSet *set, const Subject *subject, const Type *type,
                const PatternMatch *match, PatternRange slots[SLOT_COUNT]);
