// SPDX-License-Identifier: GPL-3.0-or-later
// merge: the stores of several machines become one.

#include "cli/commands.h"
#include "cli/data.h"
#include "cli/files.h"
#include "cli/results.h"
#include "text/fault.h"

static bool check_options(const Options *options, GError **error)
{
    if (options->count == 0 || !options->output) {
        g_set_error_literal(error, FAULT_DOMAIN, FAULT_USAGE,
                            "merge: name the folders to merge and -o DIR for the outcome");
        return false;
    }
    for (size_t i = 0; i < options->count; i++)
        if (files_same(options->words[i], options->output)) {
            g_set_error(error, FAULT_DOMAIN, FAULT_USAGE,
                        "%s: is one of the folders to merge; nothing was written", options->output);
            return false;
        } else if (!store_is_in(options->words[i])) {
            g_set_error(error, FAULT_DOMAIN, FAULT_USAGE,
                        "%s: no audit here (audit.sqlite is missing)", options->words[i]);
            return false;
        }
    return true;
}

int cmd_merge(const Options *options, GError **error)
{
    if (!check_options(options, error))
        return STATUS_WRONG;
    const Pack *pack = data_load(options, true, error);
    if (!pack || !results_prepare(options, options->output, error))
        return STATUS_WRONG;
    g_autoptr(Store) store = store_open(options->output, error);
    for (size_t i = 0; store && i < options->count; i++)
        if (!store_merge(store, options->words[i], options->mixed, error))
            return STATUS_WRONG;
    if (!store)
        return STATUS_WRONG;
    return results_write(g_steal_pointer(&store), options, options->output, pack, error);
}
