// SPDX-License-Identifier: GPL-3.0-or-later
// Export: every output of an audit, written from its store alone.
#pragma once

#include "report/suppress.h"
#include "run/store.h"

typedef struct {
    const char *folder;
    const Pack *pack;
    Lang lang;
    bool (*wanted)(const char *format, const void *data); // is an output of this format asked for
    const void *data;
    unsigned sample, seed;
    int fail_on;
    Suppressions *suppressions; // findings to set aside, or NULL
    const char *today;          // for their dates
} ExportOptions;

typedef struct {
    int status;               // 0, 1 or 3, as report_exit()
    size_t textless;          // documents whose text an output wanted and the store does not keep
    size_t lost[FAULT_COUNT]; // documents not analysed, by the reason
    char *lost_first[FAULT_COUNT]; // the first of them
} ExportResult;

void export_result_clear(ExportResult *result);

// Files whose names it would write and that are there, for a folder that is not ours yet: the first
// of them, or NULL. The caller frees it.
char *export_in_the_way(const ExportOptions *options);

bool export_write(Store *store, const ExportOptions *options, ExportResult *result, GError **error);
