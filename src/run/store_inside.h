// SPDX-License-Identifier: GPL-3.0-or-later
// What the files of the store share.
#pragma once

#include "run/spool.h"
#include "run/sql.h"
#include "run/store.h"

struct Store {
    Sql sql;
    int64_t run; // the one that is going on
    char *key;
    bool keep_text;
    Spool *spool; // packed reports of this run, by the number of their content; or NULL
};

// Names of the metadata columns, instead of those of before; NULL: none.
bool store_put_columns(Store *store, const GPtrArray *metadata, GError **error);
// The values of one document, instead of those of before.
bool store_put_metadata(Store *store, int64_t id, const StoreDocument *document, GError **error);
