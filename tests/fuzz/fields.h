// SPDX-License-Identifier: GPL-3.0-or-later
// Fields: a report whose every word from a document is the fuzzer's, for targets of writers.
//
// The input is one byte that chooses languages and clause types, then the fields, divided by NULs:
// path, platform, a value and a name of metadata, title, text, number, heading, slot, stem,
// message, reference, other version's quote, reason to set aside.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "report/report.h"
#include "report/table.h"

typedef enum {
    FIELD_PATH,
    FIELD_PLATFORM,
    FIELD_VALUE,
    FIELD_NAME,
    FIELD_TITLE,
    FIELD_TEXT,
    FIELD_NUMBER,
    FIELD_HEADING,
    FIELD_SLOT,
    FIELD_STEM,
    FIELD_MESSAGE,
    FIELD_REFERENCE,
    FIELD_ALSO,
    FIELD_ASIDE,
    FIELD_COUNT
} Field;

typedef struct {
    unsigned choice;
    char *words[FIELD_COUNT]; // valid UTF-8, never NULL
} Fields;

Fields *fields_new(const uint8_t *data, size_t size);
void fields_free(Fields *fields);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Fields, fields_free)

// The same with every < > & " ' made a #: what a page of these may have in tags, a page of the
// others must have too, and nothing else.
Fields *fields_tame(const Fields *fields);

// Types, severities, law and kinds as shipped, without the rules: these take seconds to load, and
// nothing here runs them.
const Pack *fields_pack(void);

// A report as the parent would have it from a worker, with text and units.
Report *fields_report(const Fields *fields);

// A folder of this process' own, in memory where there is such a place, emptied by fields_read().
const char *fields_folder(void);
// What a table wrote there; the file is gone then. Dies when there is none. The caller frees it.
char *fields_read(const char *name, size_t *len);

// Writes the report by the table of that name, as an audit does.
void fields_write(const char *table, const Fields *fields, const Report *report);
