// SPDX-License-Identifier: GPL-3.0-or-later
// Program: what an embedded font says of its letters, for what the PDF may say as well.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "read/pdf_map.h"

// Whether all letters that a Type 1 font numbers, as a program (FontFile) or packed (FontFile3,
// Type1C), are told. False for anything else. A NUL stands behind the bytes.
bool program_is_told(const char *program, size_t len, const uint32_t told[static MAP_CODES]);

enum { PROGRAM_SIGN = 4 }; // bytes a font is known by

bool program_is_true_type(const unsigned char sign[static PROGRAM_SIGN]);
