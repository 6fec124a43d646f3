// SPDX-License-Identifier: GPL-3.0-or-later
#include <check.h>
#include <string.h>

#include "run.h"
#include "text/fold.h"
#include "text/text.h"

// What a string is folded to. To add a case, add a line.
static const struct {
    const char *raw, *plain;
} rows[] = {
    {"", ""},
    {"two   spaces", "two spaces"},
    {" to ", " to "},
    {"“Lender”’s", "\"Lender\"'s"},
    {"「借款人」與『平台』", "\"借款人\"与\"平台\""},
    {"a\u00A0b\u2009c", "a b c"},
    {"con\uFB01dential", "confidential"},
    {"in\u00ADterest", "interest"},
    {"读\u200B取", "读取"},
    {"\u202B我们\u202C", "我们"},
    {"５.２％", "5.2%"},
    {"年利率２４．５％，按日计息", "年利率24.5%,按日计息"},
    {"ＡＰＰ　Ｎａｍｅ", "APP Name"},
    {"①通讯录", "1通讯录"},
    {"⑴ⅢＡ", "(1)IIIA"},
    {"⽤⼾⼿机", "用户手机"},
    {"聯絡人、通訊錄", "联络人、通讯录"},
    {"裡裏臺灣為爲", "里里台湾为为"},
    {"你的帳戶、妳的帐号、您的账单", "您的账户、您的账号、您的账单"},
    {"通話紀錄、聊天纪录、纪律", "通话记录、聊天记录、纪律"},
    {"\U000230EA", "\U000230EA"},
    {"\U00020325\U00020BB7", "\U000201BF\U00020BB7"},
    {"Cláusula Préstamo niño", "Clausula Prestamo nino"},
    {"e\u0301tude Cafe\u0301", "etude Cafe"},
    {"Đồng ý", "Dong y"},
    {"co‐borrower — 5–10", "co-borrower - 5-10"},
    {"借 款 人", "借款人"},
    {"借　款　人", "借款人"},
    {"授权 APP 读取", "授权APP读取"},
    {"您的 iPhone 15 Pro 手机", "您的iPhone 15 Pro手机"},
    {"读取通讯录 ，上传", "读取通讯录,上传"},
    {"A, B", "A, B"},
    {"年利率1 3 . 6 %以内", "年利率13.6%以内"},
    {"24 % of 12 . 5", "24% of 12 . 5"},
    {"1 2 3 4", "1 2 3 4"},
    {"10 20", "10 20"},
    {"第 5 条", "第5条"},
    {"同同意意读取", "同意读取"},
    {"本人同同意意授授权权平台", "本人同意授权平台"},
    {"爸爸妈妈", "爸爸妈妈"},
    {"方方面面", "方方面面"},
    {"谢谢谢谢", "谢谢谢谢"},
    {"導(dǎo)語", "导语"},
    {"催收（cuī shōu）人员", "催收人员"},
    {"借款人 (jiè kuǎn rén) 应", "借款人应"},
    {"个人(app)", "个人(app)"},
    {"用户(café)", "用户(cafe)"},
    {"用户(User)", "用户(User)"},
    {"私\uE000有", "私\uE000有"},
    {"½", "1/2"},
    {"…", "..."},
    {"한국 어", "한국 어"},
    {"line\nend", "line end"},
    {"读取\n通讯录", "读取通讯录"},
};

START_TEST(folds)
{
    g_autofree char *plain = text_fold(rows[_i].raw, strlen(rows[_i].raw));
    ck_assert_str_eq(plain, rows[_i].plain);
}
END_TEST

// Folding what is folded changes nothing, or a rule literal would not meet the text.
START_TEST(is_stable)
{
    g_autofree char *once = text_fold(rows[_i].raw, strlen(rows[_i].raw));
    g_autofree char *twice = text_fold(once, strlen(once));
    ck_assert_str_eq(once, twice);
}
END_TEST

START_TEST(folds_all_radicals)
{
    for (gunichar c = 0x2F00; c <= 0x2FD5; c++) {
        char raw[8] = {0};
        g_unichar_to_utf8(c, raw);
        g_autofree char *plain = text_fold(raw, strlen(raw));
        gunichar to = g_utf8_get_char(plain);
        ck_assert_msg(to >= 0x4E00 && to <= 0x9FFF, "radical U+%04X", c);
    }
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("fold");
    tcase_add_loop_test(tests, folds, 0, G_N_ELEMENTS(rows));
    tcase_add_loop_test(tests, is_stable, 0, G_N_ELEMENTS(rows));
    tcase_add_test(tests, folds_all_radicals);
    return run_cases("fold", tests);
}
