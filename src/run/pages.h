// SPDX-License-Identifier: GPL-3.0-or-later
// Pages: documents/<first 2>/<first 16 of sha256>.html below an audit's folder.
#pragma once

#include "report/writer.h"

typedef struct Pages Pages;

Pages *pages_new(const char *folder, const WriteOptions *options);
void pages_free(Pages *pages);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pages, pages_free)

// Where the page of a report goes, below the folder; NULL when its text was not kept. The caller
// frees it.
char *pages_place(const Report *report);

// NULL, or what stands in `folder` where the folder of pages goes: a file, or a link. Pages go
// through no link: with those of an audit come their texts, and they are cleared away. The caller
// frees it.
char *pages_in_the_way(const char *folder);

bool pages_write(Pages *pages, const Report *report, const Pack *pack, const char *place,
                 GError **error);

// Takes away the pages of earlier runs that were not written now. What is not ours by name and by
// its mark stays.
void pages_drop_old(Pages *pages);
