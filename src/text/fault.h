// SPDX-License-Identifier: GPL-3.0-or-later
// Fault: everything that can go wrong with an input, in one list.
//
// The word of each entry is what users see in every output and what the exit status is derived
// from. Nothing is added here without a line in docs/report.schema.json.
#pragma once

#include <glib.h>
#include <stdbool.h>

// What a fault is about, and so what it does to the status of a document.
typedef enum {
    FAULT_OF_INVOCATION, // options, rules, output: nothing is analysed
    FAULT_OF_DOCUMENT,   // the document is not_analysed
    FAULT_OF_PART,       // a page, a passage or an embedded part was not read: partial
    FAULT_OF_RULE,       // a rule did not see all of the text: partial
    FAULT_OF_NOTE,       // information only
} FaultScope;

typedef enum {
#define FAULT(NAME, word, scope) FAULT_##NAME,
#include "fault.def"
#undef FAULT
    FAULT_COUNT
} Fault;

#define FAULT_DOMAIN (fault_domain())

// The GError domain whose codes are Fault values.
GQuark fault_domain(void);

// The word users see, such as "no_text". Static.
const char *fault_name(Fault fault);

// The fault a word names, or FAULT_COUNT when there is none of that name.
Fault fault_named(const char *word);

FaultScope fault_scope(Fault fault);

// A file that the invocation names, such as a list: its bytes, with a NUL after them. Or NULL with
// FAULT_USAGE; `named_by` stands in front of the message unless it is NULL.
GBytes *fault_read(const char *path, const char *named_by, GError **error);
