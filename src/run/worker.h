// SPDX-License-Identifier: GPL-3.0-or-later
// Worker: a child process that reads one document at a time, inside limits and a sandbox.
//
// The parent opens the document and passes the descriptor; the worker opens no document by name.
// Whatever happens to the worker (crash, hang, memory, garbage) costs one document, named as such.
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "run/analyse.h"

typedef struct {
    unsigned seconds;    // deadline of one document; 0: none
    unsigned memory_mib; // RLIMIT_AS; 0: none
    unsigned output_mib; // longest answer
    bool sandbox;
} Limits;

// Sensible defaults: 60 s, 2048 MiB, 256 MiB, sandbox on.
Limits limits_default(void);

// Called in the parent as each document is done, in the order of the paths. Takes the report.
typedef void (*WorkerDone)(size_t index, Report *report, void *data);

typedef struct {
    const Pack *pack;
    const AnalyseOptions *options;
    Limits limits;
    unsigned jobs; // workers at once, at least 1
    WorkerDone done;
    void (*tick)(void *data); // now and then, for progress; may be NULL
    void *data;
} WorkerRun;

// Analyses `count` files ("-" is standard input, named "stdin"). The caller has one thread. False
// with an error only when no worker could be started at all.
bool worker_run(const char *const *paths, size_t count, const WorkerRun *run, GError **error);
