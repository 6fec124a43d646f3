// SPDX-License-Identifier: GPL-3.0-or-later
// Packed: a report as bytes for the way from a worker to the parent, both of one program: no words
// to parse, nothing copied that can stay where it lies. Numbers are as the machine has them.
//
// It says what the JSON says, rounded as there. Text, units and tool are not in it.
#pragma once

#include <glib.h>

#include "report/report.h"

// Gives the bytes in pieces, in their order.
typedef void (*PackedPiece)(const void *data, size_t len, void *to);

// Findings come first, as they are made, and what is said of all of them last: a long document's
// need not be kept.
typedef struct Packer Packer;
Packer *packer_new(PackedPiece piece, void *to);
void packer_free(Packer *packer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Packer, packer_free)

// Takes the next finding.
void packer_add(Packer *packer, const Finding *finding);

// Takes what findings the report holds as the next ones, and the report, which ends the bytes.
// Returns how many they are.
uint64_t packer_end(Packer *packer, const Report *report);

// The inverse: checks everything, trusts nothing. NULL with FAULT_DAMAGED for anything unsound. The
// words of the findings stay in the bytes, which the report keeps.
Report *packed_read(GBytes *bytes, const Pack *pack, GError **error);
