// SPDX-License-Identifier: GPL-3.0-or-later
// Definitions: terms to which the document gives a meaning, and where that meaning stands.
//
// “风控数据”指手机中的通讯录 in one clause is what 获取风控数据 in another takes: a unit that
// uses the term is read once more with the meaning in its place (unit_words.h).
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "rules/match.h"
#include "rules/pack.h"
#include "text/text.h"

enum { MEANINGS_MOST = 8 };

typedef struct {
    PlainSpan name;
    uint32_t start;                    // of the name with its quotation mark
    PlainSpan meanings[MEANINGS_MOST]; // the words behind it, or the items of the list they begin
    unsigned count; // of the meanings; 0: its uses say nothing more than the term itself
    uint32_t unit;  // where it is defined
    bool mention;   // the definition only names things; nobody takes or gives them there
} Definition;

// The terms defined in the units, each by the cues of its unit's language or, if it is given, of
// `language`; Definition array in the order of the text. The caller frees it.
GArray *definitions_new(const Pack *pack, const Text *text, const GArray *units,
                        const char *language);

// Whether the unit of that index only says what a term means.
bool definitions_mention(const GArray *definitions, uint32_t unit);

// The first place at or after byte `from` of the plain text, before `to`, where a term of those is
// used, the longest one where several begin; NULL when there is none. `at` is the place. Terms
// defined in the unit of that index are not looked for.
const Definition *definitions_next(const GArray *definitions, const Text *text, uint32_t unit,
                                   uint32_t from, uint32_t to, uint32_t *at);
