// SPDX-License-Identifier: GPL-3.0-or-later
// What is asked of the parts of a text on both sides.
#include "text/cutter.h"

const Part *cutter_part(const Cutter *cutter, guint i)
{
    return &g_array_index(cutter->parts, Part, i);
}

Enumerator cutter_number(const Cutter *cutter, guint i)
{
    const Part *part = cutter_part(cutter, i);
    if (part->words > 0 || part->block.kind != LINE_ITEM)
        return part->number;
    return (Enumerator){.sort = ENUMERATOR_BULLET,
                        .mark = LEVELS_FORMAT_BULLET + part->block.depth};
}

bool cutter_starts_item(const Cutter *cutter, guint i)
{
    if (i >= cutter->parts->len)
        return false;
    const Part *next = cutter_part(cutter, i);
    return next->block.kind == LINE_ITEM || next->block.kind == LINE_CELL ||
           (next->words > 0 && next->number.value <= 1);
}
