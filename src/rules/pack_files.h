// SPDX-License-Identifier: GPL-3.0-or-later
// The files of a pack's folders: which there are, their bytes, and the hash over all.
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "rules/yaml.h"

// A file that the pack was made from.
typedef struct {
    char *path;            // as given, for messages
    char *name;            // relative to its folder
    unsigned folder, pass; // it came from; in which it is taken in
    uint64_t size;
    GBytes *bytes;  // NULL once it was parsed, or never read
    YamlNode *tree; // ours to free, or NULL
    const YamlNode *root;
} PackFile;

void pack_file_free(PackFile *file);

// Whether it is a file of cues, cues/<language>.yaml.
bool pack_file_is_cues(const PackFile *file);

// Reads the files of a folder, the `number`-th: those its pack.list names, or every *.yaml at most
// one folder deep. Appends PackFile to `files`.
bool pack_files_add(GPtrArray *files, const char *folder, unsigned number, GError **error);

// Takes the cue files of `folder` when there are none yet.
bool pack_files_add_cues(GPtrArray *files, const char *folder, unsigned number, GError **error);

// SHA-256 over "NAME\nSIZE\n" and the bytes of each file, in order. The caller frees it.
char *pack_files_hash(const GPtrArray *files);
