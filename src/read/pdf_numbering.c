// SPDX-License-Identifier: GPL-3.0-or-later
#include "read/pdf_numbering.h"

#include <math.h>

#include "read/pdf_band.h"
#include "read/pdf_layout.h"
#include "text/enumerator.h"

enum {
    HEAD_MOST = 24,  // characters of a line that may hold its number
    STEPS_LEAST = 2, // from a number to the next one
};

static const float LEVEL = 0.5F; // em: lines of one row

// The number a line of a column begins with.
typedef struct {
    Enumerator number;
    guint column;
    float middle; // of the line
} Numbered;

static bool read_number(const GArray *glyphs, const GArray *line, Enumerator *number)
{
    g_autoptr(GString) head = g_string_new(NULL);
    unsigned count = 0;
    for (guint p = 0; p < line->len && count < HEAD_MOST; p++) {
        const Piece *piece = band_piece(line, p);
        g_string_append(head, p ? " " : "");
        for (uint32_t i = 0; i < piece->count && count < HEAD_MOST; i++, count++)
            g_string_append_unichar(head, g_array_index(glyphs, Glyph, piece->first + i).code);
    }
    return enumerator_read(head->str, head->len, number) && number->sort != ENUMERATOR_BULLET;
}

static GArray *read_numbers(const GArray *glyphs, const GPtrArray *lines, guint first, guint end,
                            const GArray *columns)
{
    GArray *numbers = g_array_new(FALSE, FALSE, sizeof(Numbered));
    for (guint c = 0; c < columns->len; c++) {
        g_autoptr(GArray) pieces = band_column(lines, first, end, &g_array_index(columns, Box, c));
        g_autoptr(GPtrArray) own = band_lines(pieces);
        Numbered found = {.column = c};
        for (guint i = 0; i < own->len; i++) {
            found.middle = band_middle(own, i);
            if (read_number(glyphs, own->pdata[i], &found.number))
                g_array_append_val(numbers, found);
        }
    }
    return numbers;
}

// Whether the list that begins with number `start` runs down all columns. Below a clause it may
// begin again, but not at the top of a column. One step is enough where it leads to another line of
// the next column: what is numbered across goes on in the same row.
static bool list_runs_down(const GArray *numbers, guint start, guint columns, float size)
{
    const Numbered *last = &g_array_index(numbers, Numbered, start);
    guint steps = 0;
    bool over = false;
    for (guint i = start + 1; i < numbers->len; i++) {
        const Numbered *next = &g_array_index(numbers, Numbered, i);
        if (!enumerator_same_list(&last->number, &next->number))
            continue;
        bool step = next->number.value == last->number.value + 1;
        bool again = next->number.value == 1 && next->column == last->column;
        if (!(step || again) || next->column > last->column + 1)
            return false;
        steps += step;
        over |= step && next->column > last->column &&
                fabsf(next->middle - last->middle) > LEVEL * size;
        last = next;
    }
    return (over || steps >= STEPS_LEAST) && last->column == columns - 1;
}

bool numbering_runs_down(const GArray *glyphs, const GPtrArray *lines, guint first, guint end,
                         const GArray *columns, float size)
{
    g_autoptr(GArray) numbers = read_numbers(glyphs, lines, first, end, columns);
    for (guint i = 0; i < numbers->len && g_array_index(numbers, Numbered, i).column == 0; i++)
        if (list_runs_down(numbers, i, columns->len, size))
            return true;
    return false;
}
