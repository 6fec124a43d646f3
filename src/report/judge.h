// SPDX-License-Identifier: GPL-3.0-or-later
// Judge: the verdict, the counts and the four answers, drawn from findings that come one by one.
#pragma once

#include "report/report.h"

typedef struct {
    Report *report;
    const Pack *pack;
    bool seen[QUESTION_COUNT][ANSWER_COUNT + 1]; // the last: findings that answer nothing
} Judge;

// Forgets what was judged before. Both are borrowed.
Judge judge_begin(Report *report, const Pack *pack);
void judge_add(Judge *judge, const Finding *finding);
// The document's status must be known by now.
void judge_end(const Judge *judge);
