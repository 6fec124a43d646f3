// SPDX-License-Identifier: GPL-3.0-or-later
// The list of tables.

#include "report/table.h"

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

char *table_path(const TableContext *context, const char *file)
{
    return g_build_filename(context->folder, file, NULL);
}
