// SPDX-License-Identifier: GPL-3.0-or-later
// An expression on the first line, a text below: where the expression matches, every clause that
// the prefilter would ask for must be there, as far behind the start as it says.
#include <string.h>

#include "fuzz.h"
#include "rules/literals.h"
#include "rules/pattern.h"

// No characters of four bytes: what is promised of places is promised of texts without them.
static bool is_plain(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text >= 0xF0)
            return false;
    return true;
}

static void check_clause(const LiteralsClause *clause, const char *text, const PatternMatch *match)
{
    bool plain = is_plain(text);
    for (unsigned i = 0; i < clause->literals->len; i++) {
        const char *literal = clause->literals->pdata[i];
        for (const char *at = strstr(text, literal); at; at = strstr(at + 1, literal)) {
            size_t place = (size_t)(at - text), start = match->whole.start;
            bool within =
                place >= start + clause->span.least &&
                (clause->span.most == LITERALS_ANYWHERE || place <= start + clause->span.most);
            if (!plain || within)
                return;
        }
    }
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
    Subject subject = {.str = text, .len = strlen(text)};
    PatternMatch match;
    if (strstr(input, "\\K") || !pattern_compile(pattern, NULL) ||
        pattern_find(pattern, &subject, 0, &match) != PATTERN_YES)
        return 0;
    g_autoptr(Literals) literals = literals_new(NULL);
    LiteralsSpan length;
    g_autoptr(GPtrArray) clauses = literals_of(literals, input, &length);
    for (unsigned i = 0; i < clauses->len; i++)
        check_clause(clauses->pdata[i], text, &match);
    size_t matched = match.whole.end - match.whole.start;
    g_assert(!is_plain(text) || (matched >= length.least && matched <= length.most));
    return 0;
}
