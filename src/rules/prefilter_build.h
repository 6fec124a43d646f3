// SPDX-License-Identifier: GPL-3.0-or-later
// Building a prefilter's block from the literals of a set's match patterns.
#pragma once

#include "rules/prefilter_inside.h"
#include "rules/rule.h"

// The caller frees it with g_free().
PrefilterBlock *prefilter_build(const RuleSet *set, bool whole);
