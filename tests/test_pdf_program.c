// SPDX-License-Identifier: GPL-3.0-or-later
// Embedded fonts: which letters they number, and what they are known by.
#include <check.h>
#include <glib.h>
#include <string.h>

#include "read/pdf_program.h"
#include "run.h"

// A packed font: its head, its name, its top dictionary of so many bytes, and what follows it at
// byte 21: no strings, for none are read.
#define PACKED(dict, rest) "\1\0\4\1\0\1\1\1\2A\0\1\1\1\7" dict rest

static const struct {
    const char *program;
    size_t len;
    bool told; // where the codes A to C are
} rows[] = {
#define ROW(program, told)                 \
    {                                      \
        program, sizeof(program) - 1, told \
    }
    ROW("%!PS\n/Encoding 256 array\ndup 65 /A put\ndup 66 /B put\nreadonly def\neexec", true),
    ROW("%!PS\n/Encoding 256 array\ndup 65 /A put\ndup 70 /F put\neexec", false),
    ROW("%!PS\n/Encoding 256 array\ndup 70 /.notdef put\neexec", true),
    ROW("%!PS\n/Encoding StandardEncoding def\neexec", false),
    ROW("%!PS\n/Encoding 256 array\ndup 65 /A put", false),
    ROW(PACKED("\x1C\0\x15\x10\x8B\1", "\0\2AB"), true), // a short number: byte 21
    ROW(PACKED("\x1C\0\x15\x10\x8B\1", "\0\2AF"), false),
    ROW(PACKED("\x1C\0\x15\x10\x8B\1", "\1\1A\2"), true), // a range
    ROW(PACKED("\x1C\0\x15\x10\x8B\1", "\1\1A\3"), false),
    ROW(PACKED("\x1C\0\x15\x10\x8B\1", "\x80\1A\1B\0\1"), true), // a letter more
    ROW(PACKED("\x1C\0\x15\x10\x8B\1", "\x80\1A\1F\0\1"), false),
    ROW(PACKED("\x1C\0\x15\x10\x8B\1", "\0\2A"), false),  // cut
    ROW(PACKED("\x1C\0\x15\x10\x8B\1", "\2\1A"), false),  // of no known kind
    ROW(PACKED("\x1C\0\xFF\x10\x8B\1", "\0\2AB"), false), // behind the end
    ROW(PACKED("\x1C\xFF\xFF\x10\x8B\1", "\0\2AB"), false),
    ROW(PACKED("\xFB\0\x10\x8B\1\x8B", "\0\2AB"), false), // a negative one
    ROW(PACKED("\x8B\x10\x8B\1\x8B\1", ""), true),        // the standard's numbers
    ROW(PACKED("\x8C\x10\x8B\1\x8B\1", ""), false),       // the experts'
    ROW(PACKED("\x8B\x0C\x1E\x8B\1\1", ""), false),       // two bytes a character
    ROW(PACKED("\x1E\xE2\xA2\x5F\2\x8B", ""), true),      // a real number, which is no offset
    ROW("\1\0\4\1\0\1\1\1\2A\0\1\1\1\7\x8B", false),
    ROW("\1\0\4\1\0\1\1\1\xFF"
        "A",
        false),
    ROW("\1\0\4\1\0\1\5\1\2A\0\1\1\1\7\x8B\x10\x8B\1\x8B\1", false),
    ROW("\1\0\xFF\1", false),
    ROW("\1\0\xFF\1\0", false),
    ROW("OTTO", false),
    ROW("", false),
};

START_TEST(knows_what_is_told)
{
    uint32_t told[MAP_CODES] = {['A'] = 'A', ['B'] = 'B', ['C'] = 'C'};
    g_autofree char *program = g_malloc0(rows[_i].len + 1);
    memcpy(program, rows[_i].program, rows[_i].len);
    ck_assert(program_is_told(program, rows[_i].len, told) == rows[_i].told);
}
END_TEST

START_TEST(knows_true_type)
{
    ck_assert(program_is_true_type((const unsigned char *)"\0\1\0\0"));
    ck_assert(program_is_true_type((const unsigned char *)"true"));
    ck_assert(program_is_true_type((const unsigned char *)"ttcf"));
    ck_assert(!program_is_true_type((const unsigned char *)"OTTO"));
    ck_assert(!program_is_true_type((const unsigned char *)"%!PS"));
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("programs");
    tcase_add_loop_test(cases, knows_what_is_told, 0, G_N_ELEMENTS(rows));
    tcase_add_test(cases, knows_true_type);
    return run_cases("pdf_program", cases);
}
