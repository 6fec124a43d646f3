// SPDX-License-Identifier: GPL-3.0-or-later
// Letter: what the procedure of a letter in a Type 3 font draws.
#pragma once

#include <stdbool.h>
#include <stddef.h>

// Reads one. False when it draws by more than paths filled or stroked in the colour of the words:
// then it may be there and not be seen. `extent` is the greater side of its paths, in the units of
// the font; 0 when it fills and strokes none.
bool letter_read(const char *data, size_t len, double *extent);
