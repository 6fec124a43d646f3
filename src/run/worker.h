// SPDX-License-Identifier: GPL-3.0-or-later
// Worker: a child process that reads one document at a time, inside limits and a sandbox.
//
// The parent opens the document and passes the descriptor; the worker opens no document by name.
// Whatever happens to the worker (crash, hang, memory, garbage) costs one document, named as such.
#pragma once

#include <glib.h>
#include <signal.h>
#include <stdbool.h>

#include "run/analyse.h"
#include "run/input.h"

typedef struct {
    unsigned seconds;    // deadline of one document; 0: none
    unsigned memory_mib; // RLIMIT_AS; 0: none
    unsigned output_mib; // longest answer
    unsigned input_mib;  // largest document; 0: no limit
    bool sandbox;
} Limits;

// Sensible defaults: 60 s, 2048 MiB, 256 MiB, 512 MiB, sandbox on.
Limits limits_default(void);

// What a worker is to do with a document. Both run in the worker and own nothing they are given.
typedef struct {
    // Never NULL.
    Report *(*analyse)(const char *path, const char *sha256, GBytes *bytes, const Pack *pack,
                       const AnalyseOptions *options);
    // Before the sandbox closes; may be NULL.
    void (*warm)(const AnalyseOptions *options);
} WorkerTask;

// The task of every run but the tests': analyse_bytes() and the readers' warm().
extern const WorkerTask worker_task;

typedef struct {
    const Pack *pack;
    const AnalyseOptions *options;
    const WorkerTask *task; // NULL: worker_task
    Limits limits;
    unsigned jobs;     // workers at once, at least 1
    bool makes;        // the worker has WORKER_ROOM: worker_make()'s
    bool only_regular; // pipes and devices are unreadable
    bool any_order;    // `done` is called as documents end, not in the order of the paths
    // Called in the parent with the bytes of a document (NULL when it could not be read, which is
    // then reported) before it is analysed. False: it need not be, and `done` is not called. May
    // be NULL.
    bool (*wanted)(size_t index, const Input *input, void *data);
    // Called in the parent as each document is done. Takes the report.
    void (*done)(size_t index, Report *report, void *data);
    void (*tick)(void *data);          // several times a second, for progress; may be NULL
    const volatile sig_atomic_t *stop; // ends the run early when it becomes true; may be NULL
    void *data;
} WorkerRun;

// Analyses `count` files ("-" is standard input, named "stdin"). The caller has one thread. False
// with an error only when no worker could be started at all or the sandbox could not be closed.
bool worker_run(const char *const *paths, size_t count, const WorkerRun *run, GError **error);

// An empty file in memory for what is made, up to the output limit. Workers can make none
// themselves: what stands in one counts as nobody's memory.
enum { WORKER_ROOM = 4 };

// Runs `make` on the document's bytes in a worker under the same limits, and returns what it made,
// or NULL with an error: for outputs that must read the document again. `report` is borrowed; when
// it knows the bytes it is of, others are refused.
typedef GBytes *(*WorkerMake)(GBytes *bytes, const Report *report, const WorkerRun *run,
                              GError **error);
GBytes *worker_make(const char *path, const Report *report, WorkerMake make, const WorkerRun *run,
                    GError **error);
