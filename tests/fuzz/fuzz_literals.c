// SPDX-License-Identifier: GPL-3.0-or-later
// An expression on the first line, a text below: where the expression matches, every clause that
// the prefilter would ask for must be there.
#include <string.h>

#include "fuzz.h"
#include "rules/literals.h"
#include "rules/pattern.h"

static void check_clause(const GPtrArray *clause, const char *text)
{
    for (unsigned i = 0; i < clause->len; i++)
        if (strstr(text, clause->pdata[i]))
            return;
    g_assert_not_reached();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *input = g_strndup((const char *)data, size);
    char *line_end = strchr(input, '\n');
    if (!line_end || !g_utf8_validate(input, -1, NULL))
        return 0;
    *line_end = '\0';
    g_autofree char *text = g_ascii_strdown(line_end + 1, -1);
    g_autoptr(Pattern) pattern = pattern_new(input, NULL);
    if (!pattern_compile(pattern, NULL) || pattern_in(pattern, text, strlen(text)) != PATTERN_YES)
        return 0;
    g_autoptr(Literals) literals = literals_new(NULL);
    g_autoptr(GPtrArray) clauses = literals_of(literals, input);
    for (unsigned i = 0; i < clauses->len; i++)
        check_clause(clauses->pdata[i], text);
    return 0;
}
