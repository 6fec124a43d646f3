// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/history.h"

#include <check.h>
#include <string.h>

#include "run.h"

static const struct {
    const char *words, *date;
} dates[] = {
    {"2024-03-01", "2024-03-01"},
    {"2024-3-1", "2024-03-01"},
    {" 2024/3/1", "2024-03-01"},
    {"2024.03.01", "2024-03-01"},
    {"20240301", "2024-03-01"},
    {"2024年3月1日", "2024-03-01"},
    {"2024年3月", "2024-03"},
    {"2024-03-01T08:00:00Z", "2024-03-01"},
    {"2024-03-01 08:00", "2024-03-01"},
    {"2024-02-29", "2024-02-29"},
    {"2024-03", "2024-03"},
    {"2024", "2024"},
    {"2023-02-29", NULL},
    {"2024-13-01", NULL},
    {"2024-00-01", NULL},
    {"2024-03-32", NULL},
    {"01/03/2024", NULL},
    {"24-03-01", NULL},
    {"2024-03-0111", NULL},
    {"0000-01-01", NULL},
    {"2024x", NULL},
    {"2024-03x", NULL},
    {"soon", NULL},
    {"", NULL},
};

START_TEST(reads_dates)
{
    g_autofree char *date = history_date(dates[_i].words);
    if (dates[_i].date)
        ck_assert_msg(g_strcmp0(date, dates[_i].date) == 0, "%s: %s", dates[_i].words, date);
    else
        ck_assert_msg(!date, "%s: %s", dates[_i].words, date);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("history");
    tcase_add_loop_test(tests, reads_dates, 0, (int)G_N_ELEMENTS(dates));
    return run_cases("history", tests);
}
