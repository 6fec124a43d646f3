// SPDX-License-Identifier: GPL-3.0-or-later
// Overview: what an audit's page tells of all documents together, gathered one document at a time.
//
// Prevalence counts templates, not files: documents with nearly the same clauses found are one
// template (templates.h), and so are equal bytes.
#pragma once

#include "report/table.h"
#include "report/templates.h"

typedef struct {
    char *name;
    uint32_t documents, analysed;
    int *worst;      // per type index: severity of the worst finding, 0 for protective, -1 none
    uint32_t *count; // per type index: documents with it
    bool *covered;   // per type index: some document was read with rules of this type
} Platform;

typedef struct {
    char *path, *page; // page: NULL when it has none
    char **metadata;   // a value a column, or NULL
    Platform *platform;
    uint32_t findings;
    uint8_t level;
    uint8_t status;
    Fault reason; // the first that matters, or FAULT_COUNT
} Listed;

// A clause with the same words in several documents.
typedef struct {
    char *shown;       // cut
    char *path, *page; // of the first document it stands in
    const Type *type;
    int severity;
    uint32_t documents, platforms;
    const Platform *last;
} Clause;

typedef struct {
    uint32_t templates; // with such a clause
    uint32_t read;      // read with rules of this type
} Prevalence;

// Clauses compared, unless the context says otherwise.
enum { OVERVIEW_CLAUSES = 100000 };

typedef struct {
    const TableContext *context;
    GPtrArray *listed;    // Listed, in order
    GPtrArray *platforms; // Platform, in order of appearance
    GHashTable *platform_names;
    GHashTable *clauses;    // fingerprint → Clause
    Templates *templates;   // forms seen
    Prevalence *prevalence; // per type index
    uint32_t status[STATUS_COUNT];
    uint32_t faults[FAULT_COUNT]; // documents not analysed, by reason
    unsigned clauses_most;        // different ones that are compared
    bool clauses_left;            // there were more
} Overview;

Overview *overview_new(const TableContext *context);
void overview_free(Overview *overview);
void overview_add(Overview *overview, const TableRow *row);

// The clauses most worth showing: the most severe, then the most widespread. The caller frees the
// array.
GPtrArray *overview_worst(const Overview *overview, guint most);
// Those that several platforms share, the most widespread first.
GPtrArray *overview_shared(const Overview *overview, guint most);

// The 95 % interval (Wilson) of a share.
void overview_interval(uint32_t hits, uint32_t all, double *low, double *high);
