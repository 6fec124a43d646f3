// SPDX-License-Identifier: GPL-3.0-or-later
// Operators: what the drawing operators of a page do to its words.
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef struct Operators Operators;

// `forms`: what "Do" draws may be more than a picture. `inks`: colour spaces of the file may count
// ink, not light.
Operators *operators_new(bool forms, bool inks);
void operators_free(Operators *operators);

// Follows the one content stream of a page to its end. False when words may be hidden in it.
bool operators_hide_nothing(Operators *operators, const char *data, size_t len);
