// SPDX-License-Identifier: GPL-3.0-or-later
// Child: one worker process as the parent sees it: how it is started, heard and ended.
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "run/worker.h"

// An answer comes in pieces, each with this in front; one of no bytes ends it.
typedef struct {
    uint64_t magic, size;
} ChildPiece;

typedef struct {
    int pid;
    int fd;              // our end of its socket, not blocking
    int log;             // what it wrote to standard error, in memory
    bool ready;          // it is inside the sandbox
    bool stopped;        // we killed it
    GByteArray *inbox;   // what it said of its answer so far
    uint64_t most_bytes; // longest answer
    ChildPiece piece;    // the piece in hand: `known` bytes of its head, then `due` of itself
    size_t known, due;
} Child;

// What the child does until it exits. It has standard error and `fd`, and nothing else.
typedef void (*ChildMain)(int fd, const void *data);

// Forks. The caller has one thread.
bool child_start(Child *child, const WorkerRun *run, ChildMain work, const void *data,
                 GError **error);

typedef enum { HEARD_MORE, HEARD_WHOLE, HEARD_END, HEARD_NONSENSE, HEARD_TOO_MUCH } Heard;

// Takes what the child has said by now.
Heard child_hear(Child *child);

// The whole answer, after HEARD_WHOLE; the inbox is empty then.
GBytes *child_answer(Child *child);

// Kills it, and does not wait for its end: child_end() does.
void child_dismiss(const Child *child);

// Kills it if it still runs, reaps it, and says what became of it: FAULT_MEMORY or FAULT_CRASHED,
// the message names the signal. `memory_mib` is the limit it ran under.
Fault child_end(Child *child, unsigned memory_mib, char **message);

// In the child: sends what comes next of an answer, and says that it was all. False when the parent
// is gone.
bool child_say(int fd, const void *data, size_t len);
bool child_end_answer(int fd);
