// SPDX-License-Identifier: GPL-3.0-or-later
// Shipped cues: those of rules/, without the pack, in whose place a test may have its own.
#pragma once

#include "text/cues.h"

// Ends the program when they cannot be read; never freed.
const Cues *shipped_cues(void);
