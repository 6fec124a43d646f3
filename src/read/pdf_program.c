// SPDX-License-Identifier: GPL-3.0-or-later
// Program: Type 1 fonts by their words, packed ones (CFF, Adobe's note 5176) by their numbers.
#include "read/pdf_program.h"

#include <glib.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "read/pdf_raw.h"

// The words of a Type 1 font: "dup 65 /A put".
static bool is_type1_told(const char *program, size_t len, const uint32_t *told)
{
    const char *end = memmem(program, len, "eexec", 5);
    const char *start = end ? g_strstr_len(program, end - program, "/Encoding") : NULL;
    if (!start)
        return false;
    g_autofree char *words = g_strndup(start, (size_t)(end - start));
    const char *at = words + strlen("/Encoding");
    unsigned letters = 0;
    for (; (at = strstr(at, "dup")); letters++) {
        char *after;
        long code = strtol(at + 3, &after, 10);
        bool numbered = after > at + 3 && raw_is_blank(*after) && code >= 0 && code < MAP_CODES;
        at = numbered ? after + strspn(after, " \t\r\n") : after;
        if (!numbered || *at != '/' || (strncmp(at, "/.notdef", 8) != 0 && !told[code]))
            return false;
    }
    return letters > 0;
}

// The bytes of a packed font that are left.
typedef struct {
    const unsigned char *at, *end;
} Bytes;

static bool take(Bytes *bytes, size_t count, unsigned *number)
{
    if ((size_t)(bytes->end - bytes->at) < count)
        return false;
    for (*number = 0; count > 0; count--)
        *number = *number << 8 | *bytes->at++;
    return true;
}

// Takes a table of objects; `first` (or NULL) becomes the bytes of the first one.
static bool take_index(Bytes *bytes, Bytes *first)
{
    unsigned count = 0, width = 0, begin = 0, next = 0, last = 0;
    if (!take(bytes, 2, &count) || count == 0 || !take(bytes, 1, &width) || width < 1 || width > 4)
        return false;
    Bytes offsets = *bytes;
    Bytes behind = {bytes->at + MIN((size_t)(bytes->end - bytes->at), (size_t)count * width),
                    bytes->end};
    if (!take(&offsets, width, &begin) || !take(&offsets, width, &next) ||
        !take(&behind, width, &last) || begin != 1 || next < begin || last < next ||
        last - 1 > (size_t)(behind.end - behind.at))
        return false;
    if (first)
        *first = (Bytes){behind.at, behind.at + (next - begin)};
    bytes->at = behind.at + (last - 1);
    return true;
}

enum { OPERATOR_ENCODING = 16, OPERATOR_LONG = 12, OPERATOR_ROS = 30, OPERATORS = 22 };

static bool skip_real(Bytes *dict)
{
    unsigned halves = 0;
    while (take(dict, 1, &halves))
        if ((halves & 15) == 15 || halves >> 4 == 15)
            return true;
    return false;
}

// Takes one number of a dictionary that begins with the byte `first`.
static bool take_operand(Bytes *dict, unsigned first, unsigned *number)
{
    if (first == 28 || first == 29)
        return take(dict, first == 28 ? 2 : 4, number);
    if (first == 30)
        return skip_real(dict);
    if (first < 32 || first == 255)
        return false;
    if (first < 247) {
        *number = first - 139;
        return true;
    }
    bool more = take(dict, 1, number);
    *number = first < 251 ? *number + (first - 247) * 256 + 108 : UINT_MAX; // negative: no offset
    return more;
}

// Where the top dictionary says that the letters' numbers stand; 0 or 1 for those of a standard.
// False for fonts of two bytes a character, and for what is none.
static bool find_encoding(Bytes dict, unsigned *offset)
{
    unsigned first = 0, number = 0, more = 0;
    *offset = 0;
    while (dict.at < dict.end) {
        take(&dict, 1, &first);
        if (first >= OPERATORS) {
            if (!take_operand(&dict, first, &number))
                return false;
            continue;
        }
        if (first == OPERATOR_LONG && (!take(&dict, 1, &more) || more == OPERATOR_ROS))
            return false;
        if (first == OPERATOR_ENCODING)
            *offset = number;
    }
    return true;
}

// One letter's number, or a range of them, or a further letter with the name of another.
static bool is_row_told(Bytes *rows, bool range, const uint32_t *told)
{
    unsigned code = 0, left = 0;
    if (!take(rows, 1, &code) || (range && !take(rows, 1, &left)) || code + left >= MAP_CODES)
        return false;
    for (unsigned i = code; i <= code + left; i++)
        if (!told[i])
            return false;
    return true;
}

static bool are_rows_told(Bytes rows, const uint32_t *told)
{
    unsigned format = 0, count = 0, name = 0;
    if (!take(&rows, 1, &format) || (format & 0x7F) > 1 || !take(&rows, 1, &count))
        return false;
    for (; count > 0; count--)
        if (!is_row_told(&rows, format & 1, told))
            return false;
    if (!(format & 0x80))
        return true;
    if (!take(&rows, 1, &count))
        return false;
    for (; count > 0; count--)
        if (!is_row_told(&rows, false, told) || !take(&rows, 2, &name))
            return false;
    return true;
}

static bool is_packed_told(const char *program, size_t len, const uint32_t *told)
{
    const unsigned char *data = (const unsigned char *)program;
    Bytes bytes = {data + MIN(data[2], len), data + len}, dict;
    unsigned offset = 0;
    if (!take_index(&bytes, NULL) || !take_index(&bytes, &dict) || !find_encoding(dict, &offset))
        return false;
    if (offset <= 1)
        return offset == 0; // the standard one, which is taken where there is no font, too
    return offset < len && are_rows_told((Bytes){data + offset, data + len}, told);
}

bool program_is_told(const char *program, size_t len, const uint32_t told[static MAP_CODES])
{
    if (strncmp(program, "%!", 2) == 0)
        return is_type1_told(program, len, told);
    return len > 4 && program[0] == 1 && program[1] == 0 && is_packed_told(program, len, told);
}

bool program_is_true_type(const unsigned char sign[static PROGRAM_SIGN])
{
    static const unsigned char signs[][PROGRAM_SIGN] = {
        {0, 1, 0, 0}, {'t', 'r', 'u', 'e'}, {'t', 't', 'c', 'f'}};
    for (size_t i = 0; i < G_N_ELEMENTS(signs); i++)
        if (memcmp(sign, signs[i], PROGRAM_SIGN) == 0)
            return true;
    return false;
}
