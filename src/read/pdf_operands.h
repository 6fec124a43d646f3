// SPDX-License-Identifier: GPL-3.0-or-later
// Operands: what stands before an operator in the content of a page.
//
// Numbers are kept, the last OPERANDS_KEPT of them; of strings only their length is, of names the
// last.
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { OPERANDS_KEPT = 32 };

typedef struct {
    const char *at, *end; // of the content still to be read
    double number[OPERANDS_KEPT];
    int numbers, others; // operands that are numbers, and what else stands among them
    const char *name;    // the last name among the operands, with its slash, or NULL
    size_t name_len;
    int before_name; // numbers
    double bytes;    // of the strings among them
    double gaps;     // between them, thousandths of an em
} Operands;

typedef enum {
    OPERANDS_OPERATOR,
    OPERANDS_END,    // of the content
    OPERANDS_UNSURE, // a number that readers may take for another
} OperandsFound;

void operands_begin(Operands *operands, const char *data, size_t len);

// Gathers operands up to the next operator, which is `word`.
OperandsFound operands_next(Operands *operands, const char **word, size_t *len);

// Forgets them, once their operator is done.
void operands_clear(Operands *operands);

// Reads a number from `at` to `end`. False for one that readers may take for another, such as
// "1e3", "5.5.5" or "1g".
bool operands_number(const char *at, const char *end, double *number);
