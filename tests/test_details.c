// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/details.h"

#include <check.h>

#include "run.h"

static const struct {
    const char *said, *zh, *en; // en: NULL where it stays as it is
} rows[] = {
    {"the file is empty", "文件是空的", NULL},
    {"a WPS document; save it as PDF or DOCX and check that",
     "WPS 文档；请另存为 PDF 或 DOCX 再检查", NULL},
    {"larger than 64 MiB", "大于 64 MiB", NULL},
    {"the file is damaged: word/document.xml is missing",
     "文件已损坏（word/document.xml is missing）", NULL},
    {"the file is damaged: it has no text", "文件已损坏：没有文字", NULL},
    // the code of a language says nothing to most people
    {"there are no rules for the language of this document (fr)",
     "还没有这份文件所用语言的规则（法语）",
     "there are no rules for the language of this document (French)"},
    {"there are no rules for the language of this passage: vi",
     "还没有这一段所用语言的规则：越南语",
     "there are no rules for the language of this passage: Vietnamese"},
    {"there are no rules for the language of this passage: xx", "还没有这一段所用语言的规则：xx",
     NULL},
    {"parts of the page could not be read: Loop in Pages tree",
     "这一页有内容读不了（Loop in Pages tree）", NULL},
    {"12 pages; the limit is 10", "共 12 页；上限是 10", NULL},
    {"Permission denied", "没有读取权限", NULL},
    // what is not in the table stays as it is
    {"the pipe is cold; install poppler-data", "the pipe is cold；请安装 poppler-data", NULL},
    {"", "", NULL},
};

START_TEST(says_in_both_languages)
{
    g_autofree char *zh = details_say(rows[_i].said, LANG_ZH);
    ck_assert_str_eq(zh, rows[_i].zh);
    g_autofree char *en = details_say(rows[_i].said, LANG_EN);
    ck_assert_str_eq(en, rows[_i].en ? rows[_i].en : rows[_i].said);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("rows");
    tcase_add_loop_test(tests, says_in_both_languages, 0, G_N_ELEMENTS(rows));
    return run_cases("details", tests);
}
