// SPDX-License-Identifier: GPL-3.0-or-later
// Shipped: the shipped rules, and documents to try them on.
#pragma once

#include "rules/match.h"
#include "text/units.h"

// The pack of rules/, its examples not run; a folder of tests/ is laid over it unless it is NULL.
// Ends the program when they cannot be loaded.
Pack *shipped_load(const char *over);

// A document with all that match_run() asks for.
typedef struct {
    Document *doc;
    Text *text;
    GArray *units;
} Made;

Made made_from(Document *doc);   // takes the document
Made made_of(const char *words); // a page of text, a line each

void made_clear(Made *made);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Made, made_clear)
