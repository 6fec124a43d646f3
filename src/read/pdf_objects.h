// SPDX-License-Identifier: GPL-3.0-or-later
// Objects: a PDF as qpdf reads it, for what poppler-glib does not tell.
#pragma once

#include <glib.h>
#include <qpdf/qpdf-c.h>
#include <stdbool.h>

// Opens a PDF without mending it, `password` may be NULL. NULL when it cannot be read. The bytes
// must outlive it; nothing is printed.
qpdf_data objects_open(GBytes *bytes, const char *password);
void objects_close(qpdf_data pdf); // or NULL

// What names an object in the file.
typedef struct {
    int number, generation;
} ObjectName;

// The names of the page objects, in order: ObjectName; the caller frees the array. Where the tree
// of pages had to be mended, some may name nothing. qpdf holds all of them from then on, some
// 5 KB each, until the file is closed.
GArray *objects_pages(qpdf_data pdf);

// Whether nothing was wrong with what was read of it so far: what is damaged, two libraries may
// read in two ways.
bool objects_quiet(qpdf_data pdf);
