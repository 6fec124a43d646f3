// SPDX-License-Identifier: GPL-3.0-or-later
// Edges: where each code point of a line begins and ends, a byte or two for most of them.
//
// Most characters begin where the one before them ends, or a little later, and are as wide as
// others: what is kept of each is which of the pairs of gap and width that were met it is.
#pragma once

#include <glib.h>
#include <stdint.h>

// Where a code point begins and ends along the writing direction, in 1/32 point from the side of
// the line's box where writing begins.
typedef struct {
    uint16_t from, to;
} Edge;

#define EDGE_UNIT 32.0F

typedef struct Edges Edges;
Edges *edges_new(void);
void edges_free(Edges *edges);

// Begins a line; returns its place.
uint32_t edges_begin(Edges *edges);
// Adds the line's next code point.
void edges_add(Edges *edges, Edge edge);

// A line's edges, one after the other.
typedef struct {
    const Edges *edges;
    uint32_t at;
    uint16_t end; // of the last one
} EdgesWalk;

EdgesWalk edges_of(const Edges *edges, uint32_t line);
// As many as were added.
Edge edges_next(EdgesWalk *walk);
