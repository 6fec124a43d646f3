// SPDX-License-Identifier: GPL-3.0-or-later
// Pattern: one regular expression, compiled when it is first needed and matched within limits.
//
// UTF mode, no UCP, letters caseless, the dot stays on its line. Matching keeps its working memory
// for the life of the process and is for one thread.
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "rules/reach.h"
#include "rules/starts.h"

typedef struct Pattern Pattern;

// Group names with a meaning; other names are free.
typedef enum {
    GROUP_ACTOR,
    GROUP_DATA,
    GROUP_RECIPIENT,
    GROUP_PURPOSE, // in the order of match.h's slots
    GROUP_VERB,    // the word that a denial must govern; without it the whole match is asked
    GROUP_NAME,    // the name of a document referred to
    GROUP_COUNT
} Group;
const char *group_name(Group group);

// A class of party letters such as 甲方, resolved for each document: {party_lender} in a rule.
typedef enum { PARTY_LENDER, PARTY_BORROWER, PARTY_PLATFORM, PARTY_GUARANTOR, PARTY_COUNT } Party;
const char *party_name(Party party); // "lender", ...
enum { PARTY_LETTERS = 10 };         // 甲乙丙丁戊己庚辛壬癸
// The number of the letter that stands at the start of `str`, or -1.
int party_letter(const char *str, size_t len);
// Whether a letter stands before 方 anywhere: only there is it asked who that is.
bool pattern_names_party(const char *str, size_t len);

// What is searched. The text must be valid UTF-8; it is not checked again.
typedef struct {
    const char *str;
    size_t len;
    size_t own;            // a match must end after this byte: where the unit's own words begin
    const uint64_t *awake; // which numbered patterns can match in it (prefilter.h); NULL: all
    const Reach *reach;    // with `awake`: where in the text that was scanned, of which `str` is
                           // all or a part, their matches can begin
    const StartsTable *starts; // with which characters they begin; NULL: any
    const uint8_t *parties; // for each letter a mask of 1 << Party; NULL: any letter is any party
} Subject;

typedef struct {
    size_t start, end;
} PatternRange; // of bytes; empty when there is nothing

typedef struct {
    PatternRange whole;
    PatternRange groups[GROUP_COUNT];
} PatternMatch;

typedef enum { PATTERN_NO, PATTERN_YES, PATTERN_UNDECIDED } PatternResult;

typedef struct Lexicon Lexicon;

// Keeps an expression as its author wrote it; it is folded, its word lists are put in and it is
// compiled when it is first needed, or by pattern_compile(). The lexicon must outlive it; NULL:
// none.
Pattern *pattern_new(const char *source, Lexicon *lexicon);
// Shares it: it is freed when all who hold it have called pattern_free().
Pattern *pattern_ref(Pattern *pattern);
void pattern_free(Pattern *pattern);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pattern, pattern_free)

// Compiles now. False with an error that says what is wrong and near which words, without file or
// line. Patterns of a trusted pack are compiled by the first search instead.
bool pattern_compile(Pattern *pattern, GError **error);

// What the first search makes of an expression (hasten.h) before it searches, for a file of the
// build. Another PCRE2 does not take it. NULL when it is no expression.
GBytes *pattern_code(const char *hastened, bool anchored);

// Forgets what it was compiled to; what is searched for again is compiled again.
void pattern_rest(Pattern *pattern);

// Gives it a number in its rule set, by which a Subject says whether it can match at all.
void pattern_set_number(Pattern *pattern, unsigned number);

const char *pattern_source(const Pattern *pattern);     // as written
const char *pattern_expression(const Pattern *pattern); // as compiled; NULL before that

// The first match that is not empty at or after byte `from`. UNDECIDED when a limit stopped it.
PatternResult pattern_find(Pattern *pattern, const Subject *subject, size_t from,
                           PatternMatch *match);

// Whether it matches anywhere in the text; UNDECIDED when a limit stopped it.
PatternResult pattern_in(Pattern *pattern, const char *str, size_t len);

// The version of PCRE2 and whether it compiles to machine code, for reports. Static. With
// $LOANLENS_NO_JIT it does not, for valgrind, which knows no such code.
const char *pattern_version(void);
bool pattern_jit(void);
