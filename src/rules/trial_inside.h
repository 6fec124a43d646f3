// SPDX-License-Identifier: GPL-3.0-or-later
// The inside of a Trial, for the files of this folder that carry it out.
#pragma once

#include "rules/trial.h"

// The rule met its step limit: says so once, and it is not tried again in this document.
void trial_give_up(Trial *trial, const Rule *rule);

// The unit's words as the rule wants them, without the demand on where a match ends.
Subject trial_subject(const Trial *trial, const Rule *rule);

// Whether nothing in the unit cancels the rule (`unless`), and what stands above it, before it and
// around it is as the rule asks.
bool trial_allows(Trial *trial, const Rule *rule);

// Whether the words of the match, by themselves, are ones the rule does not want (`without`).
bool trial_unwanted(Trial *trial, const Rule *rule, const PatternMatch *match);
