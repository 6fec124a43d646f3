// SPDX-License-Identifier: GPL-3.0-or-later
// Cutter: what units.c and titles.c know of a text while it is cut into units.
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "text/cues.h"
#include "text/document.h"
#include "text/levels.h"
#include "text/parts.h"
#include "text/text.h"

typedef struct {
    const Document *doc;
    const Text *text;
    const Cues *cues;
    GArray *parts; // Part
    Levels levels;
    int head; // unit of the title row of the table at hand
    uint32_t table;
    bool finished; // the last block ended in a full stop
} Cutter;

const Part *cutter_part(const Cutter *cutter, guint i);

// The number of a part, and of an item of the format's own list the bullet it has there.
Enumerator cutter_number(const Cutter *cutter, guint i);

// Whether a list begins there, or a row; `i` may be one too many.
bool cutter_starts_item(const Cutter *cutter, guint i);
