// SPDX-License-Identifier: GPL-3.0-or-later
// Walk: the list of an audit's inputs, each with the name it has in every output.
//
// Regular files below the folders, hidden ones left out; links to files are followed, but no file
// is listed twice for its links; links to folders are not followed. What cannot be looked into is
// an input too: it will say why.
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
    char *path;     // to open it by
    char *name;     // its path below the audited folder: what outputs show and are ordered by
    char *platform; // the first folder of the name, or ""
} WalkItem;

typedef struct {
    const char *const *roots; // folders and files
    size_t count;
    const char *files_from;             // a list of paths, "-" for standard input, or NULL
    const GPtrArray *include, *exclude; // const char *: globs; empty include: all
    const char *leave_out;              // a folder, or NULL
    GPtrArray *results; // takes the names of folders that hold the results of an audit: they are
                        // left out; or NULL
    GPtrArray *outside; // takes the names of links that lead to files outside of all folders; or
                        // NULL
    unsigned shard, shards; // only this part, 1..shards; 0: all
} WalkOptions;

// WalkItem array, ordered by the bytes of the names; they are unique. FAULT_USAGE when the list of
// paths cannot be read.
GPtrArray *walk_collect(const WalkOptions *options, GError **error);
