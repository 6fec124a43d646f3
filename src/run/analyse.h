// SPDX-License-Identifier: GPL-3.0-or-later
// Analyse: the straight road of one document, from bytes to report. Runs inside a worker.
#pragma once

#include <glib.h>

#include "read/reader.h"
#include "report/report.h"

typedef struct {
    ReadOptions read;
    Law law;              // LAW_COUNT: find out
    const char *language; // --document-language, or NULL
    bool keep_text;       // fill Report.text
    bool keep_units;      // fill Report.units
    bool redact;          // mask numbers and names before anything leaves (redact.h)
    FindingSink sink;     // or NULL: as in ReportSources, where nothing must be changed afterwards
    void *to;
} AnalyseOptions;

// Never NULL: a document that cannot be analysed is a report that says so. `sha256` is that of the
// bytes, or NULL to have it computed.
Report *analyse_bytes(const char *path, const char *sha256, GBytes *bytes, const Pack *pack,
                      const AnalyseOptions *options);
