// SPDX-License-Identifier: GPL-3.0-or-later
// The list of tables.

#include "report/table.h"

#include <string.h>

#define TABLE(x) extern const Table table_##x;
#include "report/tables.def"
#undef TABLE

const Table *const *tables(void)
{
    static const Table *const list[] = {
#define TABLE(x) &table_##x,
#include "report/tables.def"
#undef TABLE
        NULL,
    };
    return list;
}

bool table_available(const char *format)
{
    for (size_t i = 0; tables()[i]; i++) {
        const Table *table = tables()[i];
        if (strcmp(table->format, format) == 0 && table->here && !table->here())
            return false;
    }
    return true;
}

char *table_path(const TableContext *context, const char *file)
{
    return g_build_filename(context->folder, file, NULL);
}
