// SPDX-License-Identifier: GPL-3.0-or-later
// Describe: an expression as a person reads it, without the signs of its language.
//
// "{access}{gap}(?<data>通讯录|电话簿)(?!权限)" reads "‹access› … (通讯录 / 电话簿)": … are words
// that may stand between, [ ] what may be missing, / parts choices, ‹ › names a word list. What
// must not follow or go before is left out; the examples show it.
#pragma once

#include <glib.h>

#include "rules/lexicon.h"

// The expression in words. Names of the word lists in it are added to `names` (char *), once each,
// if that is not NULL. The caller frees the string.
char *describe_expression(const char *expression, const Lexicon *lexicon, GPtrArray *names);

// A word list's first words, or NULL when there is none of that name. The caller frees it.
char *describe_list(const char *name, const Lexicon *lexicon, GPtrArray *names);
