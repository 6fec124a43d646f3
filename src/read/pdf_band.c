// SPDX-License-Identifier: GPL-3.0-or-later
#include "read/pdf_band.h"

const Piece *band_piece(const GArray *pieces, guint i)
{
    return &g_array_index(pieces, Piece, i);
}

GArray *band_pieces(void)
{
    return g_array_new(FALSE, FALSE, sizeof(Piece));
}

static int by_float(gconstpointer a, gconstpointer b)
{
    float one = *(const float *)a, other = *(const float *)b;
    return (one > other) - (one < other);
}

void band_sort_floats(GArray *floats)
{
    g_array_sort(floats, by_float);
}

static float median(GArray *values)
{
    if (!values->len)
        return 0;
    band_sort_floats(values);
    return g_array_index(values, float, values->len / 2);
}

float band_size(const GArray *pieces)
{
    g_autoptr(GArray) sizes = g_array_new(FALSE, FALSE, sizeof(float));
    for (guint i = 0; i < pieces->len; i++)
        g_array_append_val(sizes, band_piece(pieces, i)->size);
    return MAX(median(sizes), 1);
}

GPtrArray *band_lines(GArray *pieces)
{
    g_array_sort(pieces, piece_by_line);
    GPtrArray *lines = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    GArray *line = NULL;
    for (guint i = 0; i < pieces->len; i++) {
        const Piece *piece = band_piece(pieces, i);
        if (!line || !piece_level(band_piece(line, 0), piece)) {
            line = band_pieces();
            g_ptr_array_add(lines, line);
        }
        g_array_append_vals(line, piece, 1);
    }
    for (guint i = 0; i < lines->len; i++)
        g_array_sort(lines->pdata[i], piece_by_u);
    return lines;
}

float band_middle(const GPtrArray *lines, guint i)
{
    return piece_middle(band_piece(lines->pdata[i], 0));
}

float band_leading(const GPtrArray *lines)
{
    g_autoptr(GArray) gaps = g_array_new(FALSE, FALSE, sizeof(float));
    for (guint i = 1; i < lines->len; i++) {
        float gap = band_middle(lines, i) - band_middle(lines, i - 1);
        g_array_append_val(gaps, gap);
    }
    return median(gaps);
}

float band_start(const GPtrArray *lines, guint i)
{
    return band_piece(lines->pdata[i], 0)->u0;
}

float band_end_of(const GPtrArray *lines, guint i)
{
    const GArray *line = lines->pdata[i];
    return band_piece(line, line->len - 1)->u1;
}

GArray *band_column(const GPtrArray *lines, guint first, guint end, const Box *column)
{
    GArray *some = band_pieces();
    for (guint l = first; l < end; l++) {
        const GArray *line = lines->pdata[l];
        for (guint i = 0; i < line->len; i++)
            if (band_piece(line, i)->u0 >= column->x0 && band_piece(line, i)->u0 <= column->x1)
                g_array_append_vals(some, band_piece(line, i), 1);
    }
    return some;
}
