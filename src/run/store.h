// SPDX-License-Identifier: GPL-3.0-or-later
// Store: audit.sqlite, an audit's memory. docs/codebook.md describes every column.
//
// One process at a time: the file is locked for as long as it is open, and no shared memory is
// used, so a network file system will do. What is put is there after a kill. When it is closed, the
// one file is whole.
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "report/report.h"

typedef struct Store Store;

enum { STORE_VERSION = 2 };

// Opens DIR/audit.sqlite, or makes it. NULL with FAULT_USAGE when it is locked, is not ours, is of
// a later version, or cannot be written.
Store *store_open(const char *folder, GError **error);
// Opens one that must be there.
Store *store_open_old(const char *folder, GError **error);
// Folds the journal in and frees the store.
bool store_close(Store *store, GError **error);
void store_drop(Store *store); // frees it after an error
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Store, store_drop)

// Whether DIR holds a store of ours. A link to one is none, and is not opened: it may be that of
// another audit.
bool store_is_in(const char *folder);

// What a run was made with.
typedef struct {
    const char *tool, *pack_sha256, *packs, *poppler, *pcre2;
    bool jit;
    const char *key;     // over all that can change a report: equal keys, equal reports
    const char *options; // for a person
    const char *sandbox, *shard, *roots, *law_checked;
    unsigned jobs;
    bool keep_text;
} StoreRun;

// Begins a run: until they are put again, no document is an input of the last run. `metadata` are
// names of columns.
bool store_begin(Store *store, const StoreRun *run, const GPtrArray *metadata, GError **error);

// Ends it, and counts.
typedef struct {
    size_t inputs, analysed, partial, not_analysed, findings;
} StoreCounts;
bool store_end(Store *store, StoreCounts *counts, GError **error);

typedef enum { KNOWN_NOT, KNOWN_FAILED, KNOWN_WELL } Known;
// What is known of these bytes under the key of the run. Without their text where the run keeps it,
// they are not known.
Known store_knows(Store *store, const char *sha256);

// One input. `name` are the bytes its place in the order comes from, and its identity.
typedef struct {
    const char *name;
    const char *platform;
    char *const *metadata; // one value a column, or NULL
} StoreDocument;

// Puts a content and the documents that hold it, all or nothing.
bool store_put(Store *store, const Report *report, const Pack *pack,
               const StoreDocument *const *documents, size_t count, GError **error);
// Puts a document whose bytes are known.
bool store_put_known(Store *store, const StoreDocument *document, const char *sha256,
                     GError **error);
// Puts a document whose bytes could not be read; the report says why.
bool store_put_unread(Store *store, const StoreDocument *document, const Report *report,
                      GError **error);

// Gives the inputs of the last run other metadata; `values` and `platform` (NULL: as it is) of a
// document by its name are borrowed.
typedef struct {
    const GPtrArray *columns;
    char *const *(*values)(const char *name, const void *data);
    const char *(*platform)(const char *name, const void *data);
    const void *data;
} StoreMetadata;
bool store_set_metadata(Store *store, const StoreMetadata *metadata, GError **error);

// The hash of the pack of the last run; NULL when there is none. The caller frees it.
char *store_last_pack(Store *store);

// Names of the metadata columns. The caller frees it.
GPtrArray *store_metadata(Store *store);

typedef struct {
    int64_t id;
    const char *path, *platform;
    const char *fault, *message;        // why it could not be read, or NULL
    const char *sha256, *report, *text; // of its content, or NULL
    uint64_t bytes;                     // of its content
    GBytes *units;
    GBytes *packed; // instead of `report`, in this run: as its worker packed it (report/packed.h)
    char **metadata;
} StoreRow;

typedef bool (*StoreEach)(const StoreRow *row, void *data, GError **error);
// Calls `each` for every input of the last run, by the bytes of their names. False when `each` says
// false or the store cannot be read.
bool store_each(Store *store, bool texts, StoreEach each, void *data, GError **error);
// The same for one input, without its units.
bool store_one(Store *store, int64_t id, StoreEach each, void *data, GError **error);

// Adds another folder's inputs of its last run and what is known of them. Unless `mixed`, both must
// have been made with the same tool, rules and options. Equal bytes are kept once.
bool store_merge(Store *store, const char *folder, bool mixed, GError **error);
