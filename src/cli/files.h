// SPDX-License-Identifier: GPL-3.0-or-later
// Files: where outputs go, and that nothing is lost by writing them.
//
// No output is ever one of the inputs. An existing file is replaced only if loanlens wrote it or by
// --force, and replaced whole or not at all.
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "cli/options.h"

// The targets of one kind of output, one for each input.
typedef struct {
    char **paths; // as many as inputs; all the same when `together`
    size_t count;
    bool to_stdout; // paths are NULL
    bool together;  // one file for all inputs
    bool chosen;    // the names were made here, not given
} Targets;

void targets_clear(Targets *targets);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Targets, targets_clear)

// Decides where an output goes, before anything is read. `suffix` is added to an input's name where
// none is given; `together` tells that one file may take several inputs. FAULT_USAGE otherwise.
bool files_place(Targets *targets, const Output *output, const char *option,
                 const char *const *inputs, size_t count, const char *suffix, bool together,
                 GError **error);

// Refuses targets that are inputs, are each other, or hold files loanlens did not write.
bool files_check(const Targets *const *targets, size_t kinds, const char *const *inputs,
                 size_t count, bool force, GError **error);

// Writes a file whole: beside its place first, then renamed into it, and marks it as ours where the
// file system has attributes. Folders are not made.
bool files_write(const char *path, const char *data, size_t len, GError **error);

// Writes the output of one input to its place, which is not standard output, as files_write() does,
// and says on standard error where it is, if its name was not given.
bool targets_write(const Targets *targets, size_t index, const char *data, size_t len, Lang lang,
                   GError **error);

// Whether two names are of the same file, or the same name of one that is not there yet.
bool files_same(const char *a, const char *b);

// What a PDF of ours is known by: to be put at its end.
#define FILES_PDF_MARK "\n% written by loanlens\n"

// The first line of a file, without its line end: a password. The caller frees it.
char *files_first_line(const char *path, GError **error);
