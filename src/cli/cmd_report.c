// SPDX-License-Identifier: GPL-3.0-or-later
// report: the outputs again, from the store alone.

#include <string.h>

#include "cli/commands.h"
#include "cli/data.h"
#include "cli/results.h"
#include "run/metadata.h"
#include "text/fault.h"

static char *const *values_of(const char *name, const void *data)
{
    return metadata_values(data, name);
}

static const char *platform_of(const char *name, const void *data)
{
    return metadata_platform(data, name);
}

static bool set_metadata(Store *store, const char *file, GError **error)
{
    if (!file)
        return true;
    g_autoptr(Metadata) metadata = metadata_read(file, error);
    if (!metadata)
        return false;
    StoreMetadata given = {metadata_columns(metadata), values_of, platform_of, metadata};
    bool set = store_set_metadata(store, &given, error);
    if (set)
        results_complain_metadata(metadata);
    return set;
}

int cmd_report(const Options *options, GError **error)
{
    if (options->count != 1) {
        g_set_error_literal(error, FAULT_DOMAIN, FAULT_USAGE,
                            "report: name the folder of one audit");
        return STATUS_WRONG;
    }
    const char *folder = options->words[0];
    const Pack *pack = data_load(options, true, error);
    g_autoptr(Store) store = pack ? store_open_old(folder, error) : NULL;
    if (!store || !results_prepare(options, folder, error) ||
        !set_metadata(store, options->metadata, error))
        return STATUS_WRONG;
    g_autofree char *made_with = store_last_pack(store);
    if (made_with && strcmp(made_with, pack_sha256(pack)) != 0)
        complain("%s: was made with other rules; their findings stay, names and explanations are "
                 "of these",
                 folder);
    return results_write(g_steal_pointer(&store), options, folder, pack, error);
}
