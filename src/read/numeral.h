// SPDX-License-Identifier: GPL-3.0-or-later
// Numeral: the numbers of list items, which HTML and DOCX count and do not write.
#pragma once

#include <stdbool.h>

// Whether the line begins as a numbered item or clause does ("1.", "（一）", "第三条", "①", "a)").
bool numeral_begins(const char *utf8);

// A list number in a format's words ("decimal", "lower-alpha", "chinese", "circled", ...) with the
// punctuation browsers and Word put after it left out; NULL for formats not known. The caller
// frees it.
char *numeral_of(const char *format, int number);
