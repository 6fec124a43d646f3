// SPDX-License-Identifier: GPL-3.0-or-later
#include "grade.h"

static void grade_clear(Grade *grade)
{
    pattern_free(grade->when);
}

GArray *grades_new(void)
{
    GArray *grades = g_array_new(FALSE, TRUE, sizeof(Grade));
    g_array_set_clear_func(grades, (GDestroyNotify)grade_clear);
    return grades;
}

int grade_confidence(const YamlNode *map, int otherwise, GError **error)
{
    static const char *const words[] = {"low", "medium", "high", NULL};
    return yaml_word(map, "confidence", words, otherwise, error);
}

static bool read_severity(const YamlNode *node, Polarity polarity, GradeEffect *effect,
                          GError **error)
{
    if (!yaml_expect(node, YAML_TEXT, error))
        return false;
    if (!severity_parse(yaml_text(node), effect))
        return yaml_refuse(node, error, "severity is written +1, -1, =3");
    return polarity != POLARITY_PROTECTIVE ||
           yaml_refuse(node, error, "a protective type has no severity");
}

// What the grade does, and whether denied words count; not yet what it looks for.
static bool read_effect(const YamlNode *node, Polarity polarity, Grade *grade, GError **error)
{
    static const char *const negations[] = {"resolve", "ignore", NULL};
    const YamlNode *severity = yaml_at(node, "severity");
    if (severity && !read_severity(severity, polarity, &grade->effect, error))
        return false;
    int confidence = grade_confidence(node, CONFIDENCE_COUNT, error);
    int negation =
        confidence < 0 ? -1 : yaml_word(node, "negation", negations, GRADE_UNSAID, error);
    if (negation < 0 || !yaml_maybe(node, "why", &grade->why, error))
        return false;
    grade->effect.confidence = (Confidence)confidence;
    grade->negation = (GradeNegation)negation;
    return severity || confidence != CONFIDENCE_COUNT || grade->why ||
           yaml_refuse(node, error, "a grade that changes nothing");
}

static bool read_grade(Lexicon *lexicon, Polarity polarity, const YamlNode *node, bool trusted,
                       GArray *grades, GError **error)
{
    static const char *const keys[] = {"when", "severity", "confidence", "why", "negation", NULL};
    Grade grade = {0};
    if (!yaml_only(node, keys, error) || !yaml_need(node, "when", error) ||
        !read_effect(node, polarity, &grade, error))
        return false;
    grade.when = pattern_read(lexicon, yaml_at(node, "when"), trusted, error);
    if (!grade.when)
        return false;
    g_array_append_val(grades, grade);
    return true;
}

bool grades_read(Lexicon *lexicon, Polarity polarity, const YamlNode *list, bool trusted,
                 GArray *grades, GError **error)
{
    if (list && !yaml_expect(list, YAML_LIST, error))
        return false;
    for (unsigned i = 0; list && i < list->count; i++)
        if (!read_grade(lexicon, polarity, yaml_item(list, i), trusted, grades, error))
            return false;
    return true;
}

bool grade_asks_denial(const Grade *grade, bool rule_asks, int base)
{
    if (grade->negation != GRADE_UNSAID)
        return grade->negation == GRADE_RESOLVE;
    return rule_asks && severity_worsens(base, &grade->effect);
}
