// SPDX-License-Identifier: GPL-3.0-or-later
// Terminal: how wide it is, and whether colour may be used.
#pragma once

#include "cli/options.h"
#include "report/writer.h"

// What writers are told: colour and columns only when standard output is a terminal, and no colour
// with NO_COLOR.
WriteOptions terminal_options(const Options *options);
