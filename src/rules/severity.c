// SPDX-License-Identifier: GPL-3.0-or-later
// Worked cases stand in tests/severity_cases.tsv.
#include "severity.h"

Graded severity_grade(int base, Confidence confidence, const GradeEffect *effects, size_t count)
{
    int moves = 0, set = 0;
    for (size_t i = 0; i < count; i++) {
        if (effects[i].sets)
            set = MAX(set, effects[i].severity);
        else
            moves += effects[i].severity;
        confidence = MIN(confidence, effects[i].confidence);
    }
    moves = CLAMP(moves, -SEVERITY_MOVE_MOST, SEVERITY_MOVE_MOST);
    int severity = base == 0 ? 0 : CLAMP(set ? set : base + moves, 1, 5);
    return (Graded){severity, confidence};
}

bool severity_worsens(int base, const GradeEffect *effect)
{
    return effect->severity > (effect->sets ? base : 0);
}

bool severity_parse(const char *text, GradeEffect *effect)
{
    if (!text[0] || !text[1] || text[2])
        return false;
    int digit = text[1] - '0';
    effect->sets = text[0] == '=';
    effect->severity = text[0] == '-' ? -digit : digit;
    return effect->sets ? digit >= 1 && digit <= 5
                        : (text[0] == '+' || text[0] == '-') && digit >= 1 && digit <= 4;
}
