// SPDX-License-Identifier: GPL-3.0-or-later
// Progress: one line on a terminal's standard error; nothing when it is not a terminal.
#pragma once

#include <glib.h>

#include "rules/pack.h"

typedef struct Progress Progress;

// NULL when standard error is no terminal; all functions take NULL.
Progress *progress_new(size_t total, Lang lang);
// One more document is done, with so many findings.
void progress_step(Progress *progress, size_t findings);
// Shows the line again if it is time to.
void progress_tick(Progress *progress);
// What the line says after so many seconds; how long it will take only once something is done. The
// caller frees it.
char *progress_line(size_t done, size_t total, double seconds, size_t findings, Lang lang);
// Takes the line away and frees it.
void progress_free(Progress *progress);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Progress, progress_free)
