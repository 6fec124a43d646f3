// SPDX-License-Identifier: GPL-3.0-or-later
// Spool: bytes kept for the end of a run, in a file without a name, by numbers that are given as
// they come. What has no room is not kept: it can be had elsewhere, only not as fast.
#pragma once

#include <glib.h>
#include <stdint.h>

typedef struct Spool Spool;

// In the folder; NULL where no such file can be made, as on some network file systems. Keeps at
// most so many bytes.
Spool *spool_new(const char *folder, uint64_t most);
void spool_free(Spool *spool); // and the bytes; NULL is fine

void spool_put(Spool *spool, int64_t number, GBytes *bytes);
// What was put last under the number, or NULL. The caller frees it.
GBytes *spool_take(const Spool *spool, int64_t number);
