// SPDX-License-Identifier: GPL-3.0-or-later
// Explain: what a type means and what a rule looks for, printed for `rules explain`.
#pragma once

#include "rules/pack.h"

void explain_type(const Pack *pack, const Type *type, Lang lang);

// What follows explain_type() for each rule: what it looks for in words, the word lists it uses,
// what moves its severity, its examples.
void explain_rule(const Pack *pack, size_t index, Lang lang);
