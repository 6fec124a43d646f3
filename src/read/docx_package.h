// SPDX-License-Identifier: GPL-3.0-or-later
// Docx package: the parts of a Word file and how the main one relates to the others.
#pragma once

#include <glib.h>

#include "read/zip.h"

typedef struct {
    Zip *zip;
    GHashTable *targets; // parts by relation: type's last word → GPtrArray of names
} DocxPackage;

// NULL as zip_open() says.
DocxPackage *docx_package_open(GBytes *bytes, GError **error);
void docx_package_free(DocxPackage *package);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DocxPackage, docx_package_free)

// Borrowed: the main part is word/document.xml, or what the package says it is; NULL when missing.
GBytes *docx_package_main(const DocxPackage *package);

// Names of the parts in a relation to the main part ("footnotes", "header"); NULL when none.
GPtrArray *docx_package_targets(const DocxPackage *package, const char *type);

// Borrowed: the one part in a relation, or the one of that name; NULL when there is neither.
GBytes *docx_package_related(const DocxPackage *package, const char *type, const char *otherwise);

// The document's title, or NULL; the caller frees it.
char *docx_package_title(const DocxPackage *package);
