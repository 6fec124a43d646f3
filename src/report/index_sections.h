// SPDX-License-Identifier: GPL-3.0-or-later
// Sections of index.html, and what they are made with. All write to `out`.
#pragma once

#include <glib.h>

#include "report/overview.h"
#include "report/words.h"

typedef struct {
    const TableContext *context;
    Overview *overview;
    Lang lang;
    GString *out;
    GPtrArray *agreements; // Agreement: of the history
} Index;

const char *index_say(const Index *index, Word id);
const char *index_platform_name(const Index *index, const Platform *platform);

void index_open_section(const Index *index, const char *id, Word title);
void index_close_section(const Index *index);

// A table that may be wider than the page. Its head is the caller's, up to <tbody>.
void index_open_table(const Index *index, const char *class, Word caption);
void index_close_table(const Index *index);

// Words that lead to a page, or without one stand alone.
void index_add_link(const Index *index, const char *page, const char *words);

// How much was read, and why the rest was not.
void index_add_coverage(const Index *index);
// Platforms by clause types, the worst first.
void index_add_matrix(const Index *index);
// How common each type is among documents that are not copies of each other.
void index_add_prevalence(const Index *index);
// Clauses (Clause) in their own words.
void index_add_clauses(const Index *index, const char *id, Word title, GPtrArray *clauses);
