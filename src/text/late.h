// SPDX-License-Identifier: GPL-3.0-or-later
// Late: functions of a library that is loaded when it is first needed, not whenever the program
// starts.
//
// Linking costs every run: tesseract and what it brings take longer to load than a short PDF to
// read. A file that calls such a library names the functions in a list, NAME.def, which is read
// twice: for the pointers it calls them by, and for the table of late_load().
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
