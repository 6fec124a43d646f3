// SPDX-License-Identifier: GPL-3.0-or-later
// Writer: one output format of a single document's report. Adding one is a file write_<name>.c and
// a line in writers.def. Tables and pages over many documents are src/report/table_*.c's.
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "report/report.h"

typedef struct {
    Lang lang;
    int columns; // of the terminal; 0 when it is not one
    bool color;
    bool brief; // one line a document
    bool quiet; // findings at or above medium only, no explanations
} WriteOptions;

typedef struct {
    const char *name;   // "terminal", "html", "letter", ...
    const char *suffix; // ".loanlens.html"; what is added to the file's name
    // Appends the whole output. False with FAULT_USAGE when this report cannot be written so.
    bool (*write)(const Report *report, const Pack *pack, const WriteOptions *options, GString *out,
                  GError **error);
} Writer;

// The writer of that name, or NULL.
const Writer *writer_named(const char *name);
