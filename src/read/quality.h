// SPDX-License-Identifier: GPL-3.0-or-later
// Quality: whether the characters read are words of a language, or what a font without a map, or a
// wrong encoding, made of them.
#pragma once

#include <stdbool.h>
#include <stddef.h>

// Whether most of the text is no language: fonts without ToUnicode, private codes. Too little text
// to tell is not garbled.
bool quality_garbled(const char *utf8, size_t len);

// Fewer letters on a page: is it a picture of a page?
enum { QUALITY_LETTERS_FEW = 20 };

// How many letters, digits and ideographs there are: what a page must have to count as text.
size_t quality_letters(const char *utf8, size_t len);
