// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/redact.h"

#include <check.h>
#include <string.h>

#include "fake_pack.h"
#include "run.h"

// All names and numbers are invented; the check digits are right where the row says so.
static const struct {
    const char *text, *masked;
} rows[] = {
    {"", ""},
    {"身份证号：110105199001011234，", "身份证号：＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊，"},
    {"身份证号：11010519900101123X", "身份证号：＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊"},
    {"证号１１０１０５１９９００１０１１２３４", "证号＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊"},
    {"电话13800138000。", "电话＊＊＊＊＊＊＊＊＊＊＊。"},
    {"电话138-0013-8000", "电话＊＊＊＊＊＊＊＊＊＊＊＊＊"},
    {"电话138 0013 8000", "电话＊＊＊ ＊＊＊＊ ＊＊＊＊"},
    {"+8613800138000", "＊＊＊＊＊＊＊＊＊＊＊＊＊＊"},
    {"电话010-12345678", "电话＊＊＊＊＊＊＊＊＊＊＊＊"},
    {"客服400-800-1234", "客服400-800-1234"},
    {"拨打12378或95588", "拨打12378或95588"},
    {"卡号6222 0200 0000 0000 000", "卡号＊＊＊＊ ＊＊＊＊ ＊＊＊＊ ＊＊＊＊ ＊＊＊"},
    {"电话13800138000 13900139000", "电话＊＊＊＊＊＊＊＊＊＊＊ ＊＊＊＊＊＊＊＊＊＊＊"},
    {"1 2 3 4 5 6 7 8 9", "1 2 3 4 5 6 7 8 9"},
    {"电话1380013\n8000", "电话＊＊＊＊＊＊＊\n＊＊＊＊"},
    {"第12条 13800138000", "第12条 ＊＊＊＊＊＊＊＊＊＊＊"},
    {"合同编号6222020000000000001", "合同编号6222020000000000001"},
    {"银行卡号6222021234567890123用于还款",
     "银行卡号＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊用于还款"},
    {"收款账号：0200 0012 3456 78。", "收款账号：＊＊＊＊ ＊＊＊＊ ＊＊＊＊ ＊＊。"},
    {"account number: 00112233445", "account number: ＊＊＊＊＊＊＊＊＊＊＊"},
    {"银行卡3张，账户2024年", "银行卡3张，账户2024年"},
    {"2026年11月21日借款100000元", "2026年11月21日借款100000元"},
    {"利率0.05%，共3650000.00元", "利率0.05%，共3650000.00元"},
    {"身分證 A123456789 號", "身分證 ＊＊＊＊＊＊＊＊＊＊ 號"},
    {"HKID A123456(3)", "HKID ＊＊＊＊＊＊＊＊＊＊"},
    {"Aadhaar 1234 5678 9012.", "Aadhaar ＊＊＊＊ ＊＊＊＊ ＊＊＊＊."},
    {"PAN ABCDE1234F", "PAN ＊＊＊＊＊＊＊＊＊＊"},
    {"借款人（签字）：张小样\n张小样同意。", "借款人（签字）：＊＊＊\n＊＊＊同意。"},
    {"甲方：李样  乙方：王例子", "甲方：＊＊  乙方：＊＊＊"},
    {"乙方：星河小额贷款有限公司", "乙方：星河小额贷款有限公司"},
    {"借款人：指与平台订立合同的人", "借款人：指与平台订立合同的人"},
    {"甲方：出借人", "甲方：出借人"},
    {"Borrower: Jane Sample\nI, Jane Sample, agree.",
     "Borrower: ＊＊＊＊ ＊＊＊＊＊＊\nI, ＊＊＊＊ ＊＊＊＊＊＊, agree."},
    {"Name: as stated above", "Name: as stated above"},
};

START_TEST(masks)
{
    g_autoptr(Report) report = sample_report(rows[_i].text);
    redact_report(report);
    ck_assert_str_eq(report->text, rows[_i].masked);
    ck_assert_int_eq(g_utf8_strlen(report->text, -1), g_utf8_strlen(rows[_i].text, -1));
}
END_TEST

// Nothing private is left in any field, and the offsets still hold.
START_TEST(masks_everything)
{
    static const char text[] = "借款人（签字）：张小样\n向张小样的亲友拨打13800138000";
    g_autoptr(Report) report = sample_report(text);
    Finding *f = sample_finding(report, "contact_third_persons", "张小样的亲友拨打13800138000", 5);
    f->stem_quote = g_strdup("向");
    f->stem.start = f->range.start - 1;
    f->stem.end = f->range.start;
    f->slots[SLOT_RECIPIENT] = g_strdup("张小样的亲友");
    f->unit_heading = g_strdup("张小样");
    report->document.title = g_strdup("张小样 13800138000");
    g_ptr_array_add(report->document.references, g_strdup("《张小样授权书》"));
    Also *also = g_new0(Also, 1);
    *also = (Also){g_strdup("en"), f->range, g_strdup(f->quote)};
    g_ptr_array_add(f->also, also);
    redact_report(report);
    g_autofree char *json = report_to_json(report, fake_pack());
    ck_assert_ptr_null(strstr(json, "张小样"));
    ck_assert_ptr_null(strstr(json, "13800138000"));
    ck_assert_ptr_null(strstr(report->text, "张小样"));
    g_autoptr(GError) error = NULL;
    g_autoptr(Report) back = report_from_json(json, strlen(json), fake_pack(), &error);
    ck_assert_msg(back, "%s", error ? error->message : "");
    char *at = strstr(report->text, f->quote);
    ck_assert_ptr_nonnull(at);
    ck_assert_int_eq(g_utf8_strlen(report->text, at - report->text), f->range.start);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("rows");
    tcase_add_loop_test(cases, masks, 0, G_N_ELEMENTS(rows));
    tcase_add_test(cases, masks_everything);
    return run_cases("redact", cases);
}
