// SPDX-License-Identifier: GPL-3.0-or-later
// Late: functions of a library that is loaded when it is first needed, not whenever the program
// starts.
//
// Linking costs every run: tesseract and what it brings take longer to load than a short PDF to
// read. A file that calls such a library names the functions in a list, NAME.def, and says where
// the list is before it includes this:
//
//     #define LATE_LIST "read/ocr.def"
//     #include "text/late.h"
//
// It then has the type Late, of their addresses, and late_fill(), which finds them.
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    const char *library; // its soname
    const char *name;
    void **place; // where the address goes
} LateSymbol;

// Loads the libraries, once, and fills the places. False, with nothing filled, when one of them or
// one of the functions is not there.
bool late_load(const LateSymbol *symbols, size_t count);

#ifdef LATE_LIST
typedef struct {
#define LATE(library, name) __typeof__(name) *name;
#include LATE_LIST
#undef LATE
} Late;

static inline bool late_fill(Late *late)
{
    const LateSymbol symbols[] = {
#define LATE(library, name) {library, #name, (void **)&late->name},
#include LATE_LIST
#undef LATE
    };
    return late_load(symbols, sizeof symbols / sizeof *symbols);
}
#endif
