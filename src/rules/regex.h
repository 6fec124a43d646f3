// SPDX-License-Identifier: GPL-3.0-or-later
// Regex: the written form of expressions, token by token, as far as folding, expansion, the
// prefilter and lint must understand it. What PCRE2 makes of it is pattern.h's.
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum {
    REGEX_END,
    REGEX_CHAR,    // one literal character, perhaps escaped: `ch`
    REGEX_ANY,     // the dot
    REGEX_ESCAPE,  // \d, \p{Han}, ...: one character of a kind
    REGEX_CLASS,   // [...]
    REGEX_ANCHOR,  // ^ $ \b \A ...: no width
    REGEX_OPEN,    // ( with what follows it, such as (?: or (?<data>
    REGEX_CLOSE,   // )
    REGEX_OR,      // |
    REGEX_REPEAT,  // * + ? {2,5} with a following ? or +: `least`, `most`
    REGEX_NAME,    // {name}: a lexicon entry
    REGEX_CALLOUT, // (?C1), (?i) and the like: nothing that matches
    REGEX_OTHER,   // back references and the like: anything
    REGEX_BAD,     // not closed, or not allowed in rules: `problem`
} RegexKind;

enum { REGEX_UNBOUNDED = -1 };

typedef struct {
    RegexKind kind;
    size_t start, end; // bytes of the expression
    gunichar ch;
    int least, most;     // REGEX_REPEAT
    bool captures;       // REGEX_OPEN: a numbered or named group
    bool looks;          // REGEX_OPEN: a look-ahead or look-behind
    bool negative;       // REGEX_OPEN: a negative one
    const char *problem; // REGEX_BAD: static
} RegexToken;

// The token at byte `at`, which is where the one before it ended. At the end of the text,
// REGEX_END.
RegexToken regex_next(const char *expression, size_t at);

// The expression with its literals folded as documents are (text_fold), so that a rule may be
// written as people read. NULL with an error, without file or line, where that cannot be done:
// a range that would be torn, or a character of a class that folds to several.
char *regex_fold(const char *expression, GError **error);
