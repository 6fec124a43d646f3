// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/details.h"

#include <check.h>

#include "run.h"

static const struct {
    const char *en, *zh;
} rows[] = {
    {"the file is empty", "文件是空的"},
    {"a WPS document; save it as PDF or DOCX and check that",
     "WPS 文档；请另存为 PDF 或 DOCX 再检查"},
    {"larger than 64 MiB", "大于 64 MiB"},
    {"the file is damaged: word/document.xml is missing",
     "文件已损坏（word/document.xml is missing）"},
    {"the file is damaged: it has no text", "文件已损坏：没有文字"},
    {"there are no rules for the language of this document (fr)",
     "还没有这份文件所用语言的规则（fr）"},
    // what is not in the table stays as it is
    {"the pipe is cold; install poppler-data", "the pipe is cold；请安装 poppler-data"},
    {"", ""},
};

START_TEST(says_in_chinese)
{
    g_autofree char *zh = details_say(rows[_i].en, LANG_ZH);
    ck_assert_str_eq(zh, rows[_i].zh);
    g_autofree char *en = details_say(rows[_i].en, LANG_EN);
    ck_assert_str_eq(en, rows[_i].en);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("rows");
    tcase_add_loop_test(tests, says_in_chinese, 0, G_N_ELEMENTS(rows));
    return run_cases("details", tests);
}
