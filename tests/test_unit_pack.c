// SPDX-License-Identifier: GPL-3.0-or-later
// Packed units come back as they were, and bytes that are no units are refused.
#include <check.h>
#include <string.h>

#include "run.h"
#include "run/unit_pack.h"

enum { CHARACTERS = 100 };

static const ReportUnit rows[] = {
    {{0, 4}, "heading", "zh", NULL, NULL},     {{4, 20}, "item", "zh", "第一条 › 1.1", "总则"},
    {{4, 12}, "sentence", "zh", NULL, "总则"}, // the heading is kept once
    {{20, 40}, "row", "en", "(a)", NULL},      {{40, 60}, "head", "en", NULL, "总则"},
    {{60, 100}, "item", "zh", "2", ""},        {{100, 100}, "item", "zh", "", "Other"},
};

static GBytes *packed(void)
{
    g_autoptr(ReportUnits) units = report_units_new();
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        report_units_add(units, &rows[i]);
    return unit_pack(units);
}

START_TEST(come_back)
{
    g_autoptr(GBytes) bytes = packed();
    ck_assert(unit_pack_is_sound(bytes, CHARACTERS));
    g_autoptr(ReportUnits) back = unit_unpack(bytes, CHARACTERS);
    ck_assert_ptr_nonnull(back);
    ck_assert_uint_eq(back->list->len, G_N_ELEMENTS(rows));
    for (guint i = 0; i < back->list->len; i++) {
        const ReportUnit *unit = &g_array_index(back->list, ReportUnit, i);
        ck_assert_uint_eq(unit->range.start, rows[i].range.start);
        ck_assert_uint_eq(unit->range.end, rows[i].range.end);
        ck_assert_str_eq(unit->kind, rows[i].kind);
        ck_assert_str_eq(unit->language, rows[i].language);
        ck_assert_pstr_eq(unit->number, rows[i].number);
        ck_assert_pstr_eq(unit->heading, rows[i].heading);
    }
}
END_TEST

START_TEST(none_is_a_mark)
{
    g_autoptr(ReportUnits) units = report_units_new();
    g_autoptr(GBytes) bytes = unit_pack(units);
    g_autoptr(ReportUnits) back = unit_unpack(bytes, 0);
    ck_assert(back && back->list->len == 0);
}
END_TEST

static bool is_refused(const void *data, size_t size, uint32_t characters)
{
    g_autoptr(GBytes) bytes = g_bytes_new(data, size);
    g_autoptr(ReportUnits) back = unit_unpack(bytes, characters);
    ck_assert(unit_pack_is_sound(bytes, characters) == (back != NULL));
    return !back;
}

START_TEST(refuses)
{
    g_autoptr(GBytes) bytes = packed();
    size_t size = 0;
    const char *data = g_bytes_get_data(bytes, &size);
    ck_assert(is_refused("", 0, CHARACTERS));
    ck_assert(is_refused("LLU2", 4, CHARACTERS));
    ck_assert(is_refused(data, size, CHARACTERS - 1)); // beyond the text
    ck_assert(is_refused(data + 4, size - 4, CHARACTERS));
    static const char before[] = "LLU1\4\0\0\0\5\0\0\0\41zh\0\3\0\0\0\5\0\0\0\1"; // goes back
    static const char backwards[] = "LLU1\4\0\0\0\3\0\0\0\41zh";
    static const char no_language[] = "LLU1\4\0\0\0\5\0\0\0\1";
    static const char no_kind[] = "LLU1\4\0\0\0\5\0\0\0\47zh";
    static const char no_heading[] = "LLU1\4\0\0\0\5\0\0\0\61zh";
    static const char no_utf8[] = "LLU1\4\0\0\0\5\0\0\0\41\xFF";
    ck_assert(is_refused(before, sizeof before - 1, CHARACTERS));
    ck_assert(is_refused(backwards, sizeof backwards, CHARACTERS));
    ck_assert(is_refused(no_language, sizeof no_language - 1, CHARACTERS));
    ck_assert(is_refused(no_kind, sizeof no_kind, CHARACTERS));
    ck_assert(is_refused(no_heading, sizeof no_heading, CHARACTERS));
    ck_assert(is_refused(no_utf8, sizeof no_utf8, CHARACTERS));
}
END_TEST

// A cut is refused, unless it falls between two units.
START_TEST(stands_every_cut)
{
    g_autoptr(GBytes) bytes = packed();
    size_t size = 0, whole = 0;
    const char *data = g_bytes_get_data(bytes, &size);
    for (size_t cut = 0; cut <= size; cut++)
        whole += !is_refused(data, cut, CHARACTERS);
    ck_assert_uint_eq(whole, G_N_ELEMENTS(rows) + 1);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("unit_pack");
    tcase_add_test(tc, come_back);
    tcase_add_test(tc, none_is_a_mark);
    tcase_add_test(tc, refuses);
    tcase_add_test(tc, stands_every_cut);
    return run_cases("unit_pack", tc);
}
