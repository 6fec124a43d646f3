// SPDX-License-Identifier: GPL-3.0-or-later
#include "read/pdf_operands.h"

#include <glib.h>
#include <stdint.h>
#include <string.h>

#include "read/pdf_raw.h"

static const double PRECISION = 1e9; // what a fraction is read to
static const double NUMBER_MOST = 1e9;

// Skips what follows a backslash inside a string: up to three digits make one byte.
static void skip_escaped(Operands *operands)
{
    for (int digits = 0; digits < 3 && operands->at + 1 < operands->end; digits++) {
        char next = operands->at[1];
        bool digit = next >= '0' && next <= '7';
        if (digit || digits == 0)
            operands->at++;
        if (!digit)
            return;
    }
}

static void skip_string(Operands *operands)
{
    int depth = 0;
    for (; operands->at < operands->end; operands->at++) {
        operands->bytes += depth > 0;
        if (*operands->at == '\\')
            skip_escaped(operands);
        else if (*operands->at == '(')
            depth++;
        else if (*operands->at == ')' && --depth == 0) {
            operands->at++;
            operands->bytes--;
            return;
        }
    }
}

static void skip_comment(Operands *operands)
{
    while (operands->at < operands->end && *operands->at != '\r' && *operands->at != '\n')
        operands->at++;
    if (operands->at < operands->end)
        operands->at++;
}

static void skip_name(Operands *operands)
{
    operands->name = operands->at++;
    while (operands->at < operands->end && !raw_ends_word(*operands->at))
        operands->at++;
    operands->name_len = (size_t)(operands->at - operands->name);
    operands->before_name = operands->numbers;
}

static void skip_angle(Operands *operands)
{
    const char *start = operands->at;
    if (start + 1 < operands->end && start[1] == '<') { // a dictionary: what is in it comes next
        operands->at += 2;
        return;
    }
    const char *close = memchr(start, '>', (size_t)(operands->end - start));
    operands->at = close ? close + 1 : operands->end;
    operands->bytes += (double)(operands->at - start - 2) / 2;
}

// Skips what is neither number nor operator: strings, names, comments, brackets. False at a word.
static bool skip_other(Operands *operands)
{
    char c = *operands->at;
    if (!raw_ends_word(c))
        return false;
    operands->others +=
        c != '%' && c != ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c;
    if (c == '(')
        skip_string(operands);
    else if (c == '<')
        skip_angle(operands);
    else if (c == '%')
        skip_comment(operands);
    else if (c == '/')
        skip_name(operands);
    else
        operands->at++;
    return true;
}

static bool read_long(const char *at, const char *end, double *number)
{
    double value = 0, unit = 1;
    bool minus = *at == '-', fraction = false, digits = false;
    for (at += *at == '-' || *at == '+'; at < end; at++) {
        bool point = *at == '.' && !fraction;
        if (!point && !g_ascii_isdigit(*at))
            return false;
        fraction = fraction || point;
        digits = digits || !point;
        if (point || unit >= PRECISION)
            continue;
        value = value * 10 + (*at - '0');
        unit *= fraction ? 10 : 1;
    }
    value /= unit;
    *number = minus ? -value : value;
    return digits && value < NUMBER_MOST;
}

enum { DIGITS_EXACT = 15 }; // so many are a double, and so is the power of ten that divides them

// Nearly all numbers are short: what read_long() makes of them, in whole numbers.
bool operands_number(const char *at, const char *end, double *number)
{
    static const double powers[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
    const char *start = at;
    bool minus = *at == '-', point = false;
    uint64_t value = 0;
    unsigned digits = 0, behind = 0;
    for (at += *at == '-' || *at == '+'; at < end; at++) {
        unsigned digit = (unsigned char)*at - (unsigned)'0';
        if (digit > 9 && (*at != '.' || point))
            return false;
        point = point || digit > 9;
        if (digit > 9)
            continue;
        value = value * 10 + digit;
        behind += point;
        digits++;
    }
    if (digits > DIGITS_EXACT || behind >= G_N_ELEMENTS(powers))
        return read_long(start, end, number);
    double whole = (double)value / powers[behind];
    *number = minus ? -whole : whole;
    return digits > 0 && whole < NUMBER_MOST;
}

// The longer rows are spacing inside words.
static void push(Operands *operands, double number)
{
    if (operands->numbers == OPERANDS_KEPT) {
        memmove(operands->number, operands->number + 1,
                (OPERANDS_KEPT - 1) * sizeof *operands->number);
        operands->numbers--;
    }
    operands->number[operands->numbers++] = number;
    operands->gaps += number < 0 && operands->bytes > 0 ? -number : 0; // inside TJ's row
}

void operands_begin(Operands *operands, const char *data, size_t len)
{
    operands->at = data;
    operands->end = data + len;
    operands_clear(operands);
}

void operands_clear(Operands *operands)
{
    operands->numbers = operands->others = 0;
    operands->name = NULL;
    operands->bytes = operands->gaps = 0;
}

OperandsFound operands_next(Operands *operands, const char **word, size_t *len)
{
    while (operands->at < operands->end) {
        if (skip_other(operands))
            continue;
        const char *start = operands->at;
        while (operands->at < operands->end && !raw_ends_word(*operands->at))
            operands->at++;
        *word = start;
        *len = (size_t)(operands->at - start);
        if (!g_ascii_isdigit(*start) && *start != '-' && *start != '.' && *start != '+')
            return OPERANDS_OPERATOR;
        double number;
        if (!operands_number(start, operands->at, &number))
            return OPERANDS_UNSURE;
        push(operands, number);
    }
    return OPERANDS_END;
}
