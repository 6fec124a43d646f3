// SPDX-License-Identifier: GPL-3.0-or-later
// Sandbox: what a process that reads hostile documents may still do.
//
// Landlock takes away the file system (but for folders that may be read), the network and signals
// as far as the running kernel knows them; a short list of refused system calls covers the rest. Of
// what is already open, nothing is taken away.
#pragma once

#include <glib.h>
#include <stdbool.h>

// Closes the calling process in, for good. `folders` (NULL-ended) may be read; those that do not
// exist are passed over. False when something the kernel has could not be put in force.
bool sandbox_enter(const char *const *folders, GError **error);

// What sandbox_enter() puts in force on this machine, such as "landlock 6, seccomp" or "none". The
// caller frees it.
char *sandbox_describe(void);

// The version of Landlock the kernel has, 0 for none.
int sandbox_landlock(void);

// Whether the list of refused system calls is in this build and in this kernel.
bool sandbox_seccomp(void);
