// SPDX-License-Identifier: GPL-3.0-or-later
// Data: where the rules lie, and the pack made of them.
#pragma once

#include "cli/options.h"
#include "report/suppress.h"

// The folder of the shipped rules: $LOANLENS_DATA, else that of the build tree when run from it,
// else that of the installation. The caller frees it.
char *data_folder(void);

// Loads the shipped rules and those of --rules, or only those of --rules-only, and makes every
// report name them. `checked`: rules whose examples fail are refused. Once in a run; the pack lives
// until it ends.
const Pack *data_load(const Options *options, bool checked, GError **error);

// What documents are to be read with; fails for a language without rules, an unknown encoding or a
// password file that cannot be read. `password` is set to what the caller must free.
bool data_analyse_options(AnalyseOptions *analyse, const Options *options, const Pack *pack,
                          char **password, GError **error);

// The list of --suppress; NULL in `list` without the option.
bool data_suppressions(Suppressions **list, const Options *options, GError **error);
// Says which of its entries have expired or named nothing. NULL is fine.
void data_complain_suppressions(const Suppressions *list, const char *today);
// Today's date, YYYY-MM-DD. The caller frees it.
char *data_today(void);
