// SPDX-License-Identifier: GPL-3.0-or-later
// What writing and reading a packed report have in common.
#pragma once

#include <stdint.h>

#define PACKED_NONE UINT32_MAX // the length of a text that is not there
#define PACKED_COLOR_MOST 0xFFFFFFU
