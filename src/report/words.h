// SPDX-License-Identifier: GPL-3.0-or-later
// Words: every sentence loanlens says to a person, in English and Chinese, in one table
// (words.def).
#pragma once

#include "report/report.h"

typedef enum {
#define WORD(NAME, en, zh) W_##NAME,
#include "words.def"
#undef WORD
    W_COUNT
} Word;

// Static. Words with placeholders are printf formats with the same arguments in both languages.
const char *word(Word id, Lang lang);

// A word filled with numbers only; its "[finding|findings]" become the one that goes with the
// number before them. The caller frees it.
char *word_counts(Word id, Lang lang, ...);

// The language for a person: from `name` ("zh", "en"), or when NULL from the environment as
// locales are (LC_ALL, LC_MESSAGES, LANG), whether or not that locale is installed.
Lang lang_choose(const char *name);

// The name of a severity level (level_name()), a status, a fault, a grade reason.
const char *word_level(int level, Lang lang);
const char *word_status(int status, Lang lang);
const char *word_fault(Fault fault, Lang lang);
const char *word_cure(Fault fault, Lang lang);  // a sentence: what helps
const char *word_verdict(int level, Lang lang); // the verdict in one sentence
const char *word_question(Question question, Lang lang);
const char *word_answer_to(Question question, Answer answer, Lang lang); // a sentence
const char *word_country(Law law, Lang lang);
const char *word_reason(const char *reason, Lang lang); // the word itself when it is a pack's own
const char *word_kind(const char *kind, Lang lang);
