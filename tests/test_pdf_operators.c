// SPDX-License-Identifier: GPL-3.0-or-later
// What the operators of a page do to words: what is said to be plain must be so for any reader.
#include <check.h>
#include <math.h>
#include <string.h>

#include "read/pdf_operands.h"
#include "read/pdf_operators.h"
#include "run.h"

#define WORDS "BT /F1 12 Tf 100 700 Td (Words that stand here) Tj ET "
#define COVER "90 690 200 30"
#define LONG "11111111111111111111111111111111111111111111111111111111111111111111111111111111"
#define LONGER LONG LONG LONG LONG LONG

// Whether the words are known to be plain, and the colour most of them stand on.
static const struct {
    const char *content;
    bool plain;
    uint32_t below;
} rows[] = {
    {WORDS, true, 0xFFFFFF},
    {"0.5 g " COVER " re f " WORDS, true, 0x808080},
    {"0 0 1 rg 90 690 m 290 690 l 290 720 l 90 720 l h f " WORDS, true, 0x0000FF},
    {"0 0 1 rg 90 690 m 90 720 l 290 720 l 290 690 l 90 690 l f " WORDS, true, 0x0000FF},
    {"/Span <</MCID 0 /Lang (en)>> BDC " WORDS "EMC ", true, 0xFFFFFF},
    {"q 1 0 0 1 0 0 cm " COVER " re W n " WORDS "Q ", true, 0xFFFFFF},
    {WORDS "1 g " COVER " re f ", false, 0},
    {WORDS "q 2 0 0 2 -100 -700 cm 1 g " COVER " re f Q ", false, 0},
    {"300 0 100 100 re W n " WORDS, false, 0}, // clipped away
    {WORDS "3 Tr ", false, 0},
    {WORDS "BT /Blank 12 Tf (x) Tj ET ", false, 0},
    {WORDS "BT /F#31 12 Tf (x) Tj ET ", false, 0},
    // numbers that readers take for different ones
    {WORDS "1 g 0 0 500." LONGER " 1000 re f ", false, 0},
    {WORDS "1 g 0 0 1." LONGER " 1000 re f ", true, 0xFFFFFF},
    {WORDS "1 g 0 0 " LONGER " 1000 re f ", false, 0},
    {WORDS "1 g 0 0 10e3 1000 re f ", false, 0},
    {WORDS "1g " COVER " re f ", false, 0},
    {WORDS "1 g 0 0 5.5.5 1000 re f ", false, 0},
    {WORDS "1 g 0 0 . 1000 re f ", false, 0},
    // operators without what they need, which readers pass over
    {WORDS "5 cm 1 g " COVER " re f ", false, 0},
    {"0 g " COVER " re f 1 g 0 (a) g " COVER " re f 1 1 1 rg " WORDS, false, 0},
    {WORDS "1 g 690 200 30 re f ", false, 0},
    {"BT 12 /F1 Tf 100 700 Td (Words that stand here) Tj ET ", false, 0},
    // operators inside strings inside dictionaries
    {"0 g /A <</B (> 1 g )>> BDC " COVER " re f EMC " WORDS, true, 0x000000},
    // paths that are no rectangle though their ends are those of one
    {"0 g 90 690 m 290 690 l 290 720 l 290 690 l f " WORDS, false, 0},
    {"0 g 90 690 m 290 690 l 290 720 m 90 720 l f " WORDS, false, 0},
    {"0 g 90 690 m 290 690 l 290 720 l h 90 720 l 90 690 l f " WORDS, false, 0},
    {"90 690 m 290 690 l 290 720 l 290 690 l W n " WORDS, false, 0},
    {"0 g 0.7 0.7 -0.7 0.7 300 0 cm 0 500 500 300 re 0.714 -0.714 0.714 0.714 -214 214 cm f " WORDS,
     false, 0},
};

static int no_font(void *data, const char *name)
{
    return strcmp(name, "/Blank") == 0 ? FONT_HIDES : FONT_MISSING;
}

START_TEST(tells_plain_words)
{
    g_autoptr(GHashTable) spaces = g_hash_table_new(g_str_hash, g_str_equal);
    OperatorsPage page = {.crop = {0, 0, 595, 842}, .spaces = spaces, .font = no_font};
    Operators *operators = operators_new();
    const char *content = rows[_i].content;
    Below below = {{0}, 0};
    bool plain = operators_follow(operators, &page, content, strlen(content)) &&
                 operators_below(operators, (Box){100, 698, 220, 710}, &below);
    operators_free(operators);
    ck_assert_msg(plain == rows[_i].plain, "%s", content);
    if (plain)
        ck_assert_uint_eq(below.color[0], rows[_i].below);
}
END_TEST

static const struct {
    const char *text;
    double number; // NAN: readers may take it for another
} numbers[] = {
    {"0", 0},
    {"-0.5", -0.5},
    {"+.25", .25},
    {"595.276", 595.276},
    {"000000000000000012.50", 12.5},
    {"0.123456789", 0.123456789},
    {"0.1234567894321", 0.123456789}, // read to nine places
    {"100000000.000000000000", 1e8},
    {"1000000000", NAN},
    {"5.5.5", NAN},
    {"1e3", NAN},
    {"1-2", NAN},
    {"-", NAN},
    {".", NAN},
};

START_TEST(reads_numbers)
{
    const char *text = numbers[_i].text;
    double number = 0;
    bool known = operands_number(text, text + strlen(text), &number);
    ck_assert_msg(known == !isnan(numbers[_i].number), "%s", text);
    if (known)
        ck_assert_double_eq(number, numbers[_i].number);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("rows");
    tcase_add_loop_test(cases, tells_plain_words, 0, G_N_ELEMENTS(rows));
    tcase_add_loop_test(cases, reads_numbers, 0, G_N_ELEMENTS(numbers));
    return run_cases("pdf_operators", cases);
}
