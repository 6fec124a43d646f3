// SPDX-License-Identifier: GPL-3.0-or-later
// A quote is shown within its clause, and never begins or ends in the middle of a word there.
#include "report/context.h"

#include <check.h>
#include <string.h>

#include "run.h"

typedef struct {
    const char *text;           // "<…>" is the unit, "[…]" the quote, "{…}" its stem
    const char *before, *after; // NULL: none
} Row;

static const Row rows[] = {
    {"<5.1 甲方可以自行[催收，也可以委托他人进行催]收。>", "甲方可以自行", "收"},
    {"<第一条 [读取通讯录]>。别的", NULL, NULL},
    {"<二、銀行得[將資料]提供予他人>", "銀行得", "提供予他人"},
    {"<（三）银行[可以]>", "银行", NULL},
    {"<第一条 银行[可以]>", "银行", NULL},
    {"<(8) llevar [a cabo]>", "llevar ", NULL},
    {"<3.2 [读取通讯录]，并保存；不另行通知>", NULL, "，并保存"},
    {"<利率为3.5倍[以上的]部分>", "利率为3.5倍", "部分"},
    {"<one. We [may call]  you, or not>", "We ", "  you, or not"},
    {"前面，为{办理借款收集：}\n<[通讯录]中的号码；>", "前面，为", "中的号码"},
    {"前面。为评估、{办理借款收集：}\n<[通讯录]中的姓名、号码；>", "为评估、", "中的姓名、号码"},
    {"前文<[读取]>后文", NULL, NULL},
    {"<授权机构取\n得[其他联]系\r\n人的号码。>", "授权机构取得", "系人的号码"},
    {"<联系人\n[的姓名]\n等。>", "联系人", "等"},
    {"<We and our\n[partners may]\nshare your infor-\nmation.>", "We and our ",
     " share your information"},
    {"<一段\n\n二[读取]三\n\n四>", "二", "三"},
    {"<上页\f二[读取]三\f页眉>", "…二", "三…"},
    {"<一\n第 1 页\f页眉\n二[读取]三\n四\n第 2 页\f页眉\n五>", "…二", "三四…"},
    {"标题\n为了业务{收集：}\n<[通讯录]；>", "为了业务", NULL},
    {"<甲乙丙一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十[读取]"
     "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二>",
     "…丙一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十",
     "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一…"},
    {"<[读取]一二三四五六七八九十一二三四五六七八九十，但经一二三四五六七八九十一二三四五六七八九十"
     "一二三四五六七八九十一二三四五六七八九十>",
     NULL, "一二三四五六七八九十一二三四五六七八九十…"},
    {"<[write] to post@example.org or 1,200.50 www.example.org/a:b. Then>", NULL,
     " to post@example.org or 1,200.50 www.example.org/a:b"},
    {"第二条 收集\n2.1 为办理业务，您同意我\n们{收集：}\n<[通讯录]；>", "为办理业务，您同意我们",
     NULL},
    {"第二条 收集\n我们的业务{收集：}\n<[通讯录]；>", "我们的业务", NULL},
};

// Takes the four brackets out of the text and tells where they stood, in code points.
static char *parse(const char *text, Finding *finding)
{
    GString *plain = g_string_new(NULL);
    uint32_t at = 0;
    for (const char *c = text; *c; c = g_utf8_next_char(c)) {
        uint32_t *end = *c == '<'   ? &finding->unit.start
                        : *c == '>' ? &finding->unit.end
                        : *c == '[' ? &finding->range.start
                        : *c == ']' ? &finding->range.end
                        : *c == '{' ? &finding->stem.start
                        : *c == '}' ? &finding->stem.end
                                    : NULL;
        if (end)
            *end = at;
        else {
            g_string_append_unichar(plain, g_utf8_get_char(c));
            at++;
        }
    }
    finding->placed = true;
    finding->stem_quote = strchr(text, '{') ? g_strdup("stem") : NULL;
    return g_string_free(plain, FALSE);
}

START_TEST(the_clause_around_the_quote)
{
    const Row *row = &rows[_i];
    g_autoptr(Report) report = report_new("a.txt");
    Finding *finding = finding_new();
    g_ptr_array_add(report->findings, finding);
    report->text = parse(row->text, finding);
    g_autoptr(Places) places = places_new(report->text, strlen(report->text));
    g_autofree char *before = context_before(report, places, finding);
    g_autofree char *after = context_after(report, places, finding);
    ck_assert_pstr_eq(before, row->before);
    ck_assert_pstr_eq(after, row->after);
}
END_TEST

START_TEST(without_text_there_is_none)
{
    g_autoptr(Report) report = report_new("a.txt");
    Finding *finding = finding_new();
    finding->placed = true;
    g_ptr_array_add(report->findings, finding);
    ck_assert_ptr_null(context_before(report, NULL, finding));
    ck_assert_ptr_null(context_after(report, NULL, finding));
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("rows");
    tcase_add_loop_test(cases, the_clause_around_the_quote, 0, (int)G_N_ELEMENTS(rows));
    tcase_add_test(cases, without_text_there_is_none);
    return run_cases("context", cases);
}
