// SPDX-License-Identifier: GPL-3.0-or-later
// Results: the folder of an audit, for the commands that write into it.
#pragma once

#include "cli/options.h"
#include "run/export.h"
#include "run/metadata.h"

// Makes the folder, and makes sure that nothing of others is overwritten in it.
bool results_prepare(const Options *options, const char *folder, GError **error);

// Says which lines of the metadata speak of no document, once all were asked for.
void results_complain_metadata(const Metadata *metadata);

// Writes the outputs asked for, closes the store, and tells a person what came out. Takes the
// store. The exit status; with `error` set it does not count.
int results_write(Store *store, const Options *options, const char *folder, const Pack *pack,
                  GError **error);
