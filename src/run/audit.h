// SPDX-License-Identifier: GPL-3.0-or-later
// Audit: every input analysed once, or known from before, and put into the store.
#pragma once

#include "run/metadata.h"
#include "run/progress.h"
#include "run/store.h"
#include "run/walk.h"
#include "run/worker.h"

typedef struct {
    const Pack *pack;
    const AnalyseOptions *analyse;
    Limits limits;
    unsigned jobs;
    bool retry_failed;
    const Metadata *metadata; // or NULL
    Lang lang;                // of the progress line
    const volatile sig_atomic_t *stop;
} AuditOptions;

// Analyses the items into the store, whose run has begun. False with an error when the store cannot
// be written or no worker started. What was done before stays done.
bool audit_run(Store *store, const GPtrArray *items, const AuditOptions *options, GError **error);

// What a run's key is made of: everything that can change a report. The caller frees it.
char *audit_key(const AuditOptions *options, const Tool *tool);
