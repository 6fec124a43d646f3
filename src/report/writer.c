// SPDX-License-Identifier: GPL-3.0-or-later
// Writer: the list of output formats of one document.
#include "report/writer.h"

#include <string.h>

#define WRITER(name) extern const Writer writer_##name;
#include "writers.def"
#undef WRITER

static const Writer *const writers[] = {
#define WRITER(name) &writer_##name,
#include "writers.def"
#undef WRITER
    NULL,
};

const Writer *writer_named(const char *name)
{
    for (const Writer *const *writer = writers; *writer; writer++)
        if (strcmp((*writer)->name, name) == 0)
            return *writer;
    return NULL;
}
