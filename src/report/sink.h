// SPDX-License-Identifier: GPL-3.0-or-later
// Sink: a file being written: beside its place first, renamed into it when it is whole.
//
// Errors are kept until sink_close(), so that writers need not ask after every line.
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct Sink Sink;

// Starts a file; `mode` such as 0644, less the umask. A device or pipe is written straight. NULL
// with FAULT_USAGE when it cannot be made.
Sink *sink_new(const char *path, int mode, GError **error);

// The same for a name in an open folder, which must stay open as long as the sink. What stands
// there is replaced and never opened, be it a link or a pipe.
Sink *sink_new_in(int folder, const char *name, int mode, GError **error);

// The file by its descriptor, for a library that opens by itself what it writes: nothing that
// others put in its place meanwhile is written to. The caller frees it.
char *sink_file(const Sink *sink);

void sink_put(Sink *sink, const char *data, size_t len);
void sink_puts(Sink *sink, const char *text);

// Writes what is left and puts the file in its place; frees the sink. False with FAULT_USAGE when
// not all could be written: the place is then as it was.
bool sink_close(Sink *sink, GError **error);

// Gives up: the place stays as it was. NULL is fine.
void sink_drop(Sink *sink);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sink, sink_drop)
