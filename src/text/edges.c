// SPDX-License-Identifier: GPL-3.0-or-later
// A pair's number takes one byte, two where more are met, and the edge itself five beyond that.
#include "text/edges.h"

#include <string.h>

enum {
    ONE_BYTE = 224,              // numbers below this
    TWO_BYTES = ONE_BYTE + 7936, // and these: the first byte is 224 to 254
    WHOLE = 255,                 // the edge follows
    SLOTS = 16384,               // a power of two, twice as many as there are numbers
};

struct Edges {
    GByteArray *bytes;
    uint16_t end;    // of the last one of the line in hand
    GArray *pairs;   // uint32_t: gap and width, by number
    uint16_t *slots; // pair → its number from 1, found by its hash; NULL before the first
};

Edges *edges_new(void)
{
    Edges *edges = g_new0(Edges, 1);
    edges->bytes = g_byte_array_new();
    edges->pairs = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    return edges;
}

void edges_free(Edges *edges)
{
    if (!edges)
        return;
    g_byte_array_unref(edges->bytes);
    g_array_unref(edges->pairs);
    g_free(edges->slots);
    g_free(edges);
}

uint32_t edges_begin(Edges *edges)
{
    edges->end = 0;
    return edges->bytes->len;
}

// Both may wrap around: what is hostile only has to come out as it went in.
static uint32_t pair_of(Edge edge, uint16_t end)
{
    uint16_t gap = (uint16_t)(edge.from - end), width = (uint16_t)(edge.to - edge.from);
    return (uint32_t)gap << 16 | width;
}

// The pair's number, a new one if there is any left; else TWO_BYTES.
static unsigned number_of(Edges *edges, uint32_t pair)
{
    if (!edges->slots)
        edges->slots = g_new0(uint16_t, SLOTS);
    unsigned slot = (pair * 2654435761U) >> 18;
    for (; edges->slots[slot]; slot = (slot + 1) % SLOTS)
        if (g_array_index(edges->pairs, uint32_t, edges->slots[slot] - 1) == pair)
            return edges->slots[slot] - 1U;
    if (edges->pairs->len < TWO_BYTES) {
        g_array_append_val(edges->pairs, pair);
        edges->slots[slot] = (uint16_t)edges->pairs->len;
        return edges->pairs->len - 1;
    }
    return TWO_BYTES;
}

void edges_add(Edges *edges, Edge edge)
{
    uint8_t bytes[1 + sizeof edge] = {WHOLE};
    guint len = sizeof bytes;
    unsigned number = number_of(edges, pair_of(edge, edges->end));
    edges->end = edge.to;
    if (number < ONE_BYTE) {
        bytes[0] = (uint8_t)number;
        len = 1;
    } else if (number < TWO_BYTES) {
        bytes[0] = (uint8_t)(ONE_BYTE + (number - ONE_BYTE) / 256);
        bytes[1] = (uint8_t)((number - ONE_BYTE) % 256);
        len = 2;
    } else {
        memcpy(bytes + 1, &edge, sizeof edge);
    }
    g_byte_array_append(edges->bytes, bytes, len);
}

EdgesWalk edges_of(const Edges *edges, uint32_t line)
{
    return (EdgesWalk){edges, line, 0};
}

Edge edges_next(EdgesWalk *walk)
{
    const GByteArray *bytes = walk->edges->bytes;
    g_assert(walk->at < bytes->len);
    Edge edge;
    unsigned number = bytes->data[walk->at++];
    if (number == WHOLE) {
        memcpy(&edge, bytes->data + walk->at, sizeof edge);
        walk->at += sizeof edge;
    } else {
        if (number >= ONE_BYTE)
            number = ONE_BYTE + (number - ONE_BYTE) * 256 + bytes->data[walk->at++];
        uint32_t pair = g_array_index(walk->edges->pairs, uint32_t, number);
        edge.from = (uint16_t)(walk->end + (pair >> 16));
        edge.to = (uint16_t)(edge.from + pair);
    }
    walk->end = edge.to;
    return edge;
}
