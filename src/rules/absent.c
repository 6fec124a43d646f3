// SPDX-License-Identifier: GPL-3.0-or-later
// An absence is only said of a document that was read whole and owes what it lacks.
#include "absent.h"

static bool found(const Matches *matches, const Type *type)
{
    for (unsigned i = 0; i < matches->hits->len; i++)
        if (((const Hit *)matches->hits->pdata[i])->type == type)
            return true;
    return false;
}

static bool owes(const Absence *absence, const MatchOptions *options, long characters)
{
    if (characters < absence->characters)
        return false;
    if (absence->kinds->len == 0)
        return options->kind.loan;
    return options->kind.kind &&
           g_ptr_array_find_with_equal_func(absence->kinds, options->kind.kind, g_str_equal, NULL);
}

static bool occasion(const Absence *absence, const Matches *matches)
{
    for (unsigned i = 0; i < absence->when->len; i++)
        if (found(matches, absence->when->pdata[i]))
            return true;
    return absence->when->len == 0;
}

void absent_add(const Pack *pack, Matches *matches, const MatchOptions *options,
                const char *language, const bool *undecided, long characters)
{
    const RuleSet *set = pack_rules(pack, language);
    if (!options->complete || !set)
        return;
    for (unsigned i = 0; i < set->rules->len; i++) {
        const Rule *rule = set->rules->pdata[i];
        const Absence *absence = rule->absence;
        if (absence && !undecided[absence->of->index] && owes(absence, options, characters) &&
            occasion(absence, matches) && !found(matches, absence->of))
            g_ptr_array_add(matches->absent, (void *)&rule->info);
    }
}
