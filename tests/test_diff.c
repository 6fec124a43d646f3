// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/diff.h"

#include <check.h>
#include <string.h>

#include "fake_pack.h"
#include "report/words.h"
#include "run.h"

static void print_all(const Diff *diff)
{
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        WriteOptions options = {.lang = (Lang)lang, .columns = 60};
        g_autoptr(GString) out = g_string_new(NULL);
        diff_to_words(diff, fake_pack(), &options, out);
        g_string_truncate(out, 0);
        diff_to_html(diff, fake_pack(), &options, out);
        ck_assert_ptr_null(strstr(out->str, "<script"));
        g_string_truncate(out, 0);
        diff_to_json(diff, out);
        ck_assert(g_utf8_validate(out->str, -1, NULL));
    }
}

// "type severity words" on each side, and the change each of them makes.
static const struct {
    const char *before[3], *after[3];
    Change change;
    bool worse;
} rows[] = {
    {{"contacts_read 5 读取您的通讯录"}, {"contacts_read 5 读取您的通讯录"}, CHANGE_SAME, false},
    {{"contacts_read 5 读取您的通讯录"}, {"contacts_read 5 读取 您的\n通讯录"}, CHANGE_SAME, false},
    {{"contacts_read 5 依第三条读取您的通讯录"},
     {"contacts_read 5 依第十二条读取您的通讯录"},
     CHANGE_SAME,
     false},
    {{"contacts_read 5 读取您的通讯录"},
     {"contacts_read 5 读取并上传您的通讯录"},
     CHANGE_REWORDED,
     false},
    {{"contacts_read 3 读取您的通讯录"},
     {"contacts_read 5 读取并上传您的通讯录"},
     CHANGE_WORSE,
     true},
    {{"contacts_read 5 读取您的通讯录"},
     {"contacts_read 3 经单独同意读取您的通讯录"},
     CHANGE_MILDER,
     false},
    {{NULL}, {"share_partners 4 提供给任何第三方"}, CHANGE_ADDED, true},
    {{"share_partners 4 提供给任何第三方"}, {NULL}, CHANGE_REMOVED, false},
    {{"no_share_promise 0 不会提供给任何人"}, {NULL}, CHANGE_REMOVED, true},
    {{NULL}, {"no_share_promise 0 不会提供给任何人"}, CHANGE_ADDED, false},
};

static Report *told(const char *const *findings)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < 3 && findings[i]; i++)
        g_string_append_printf(text, "%s\n", strchr(strchr(findings[i], ' ') + 1, ' ') + 1);
    Report *report = sample_report(text->str);
    for (int i = 0; i < 3 && findings[i]; i++) {
        g_auto(GStrv) words = g_strsplit(findings[i], " ", 3);
        sample_finding(report, words[0], words[2], atoi(words[1]));
    }
    return report;
}

START_TEST(changes)
{
    g_autoptr(Report) before = told(rows[_i].before);
    g_autoptr(Report) after = told(rows[_i].after);
    g_autoptr(Diff) diff = diff_new(before, after, fake_pack());
    ck_assert_uint_eq(diff->pairs->len, 1);
    const DiffPair *pair = g_ptr_array_index(diff->pairs, 0);
    ck_assert_str_eq(change_name(pair->change), change_name(rows[_i].change));
    ck_assert_int_eq(diff->worse, rows[_i].worse);
    ck_assert_int_eq(diff_exit(diff), rows[_i].worse ? 1 : 0);
    ck_assert_int_eq(pair->bad, rows[_i].worse);
    bool turned = rows[_i].change == CHANGE_SAME || rows[_i].change == CHANGE_REWORDED;
    ck_assert_int_eq(pair->good, !turned && !rows[_i].worse);
    print_all(diff);
}
END_TEST

// Equal fingerprints are one clause however far it moved; only what left the order has moved.
START_TEST(moved)
{
    static const char *const one[3] = {"contacts_read 5 读取您的通讯录",
                                       "share_partners 4 提供给合作方",
                                       "blanket_authorisation 4 不可撤销地授权"};
    static const char *const two[3] = {"share_partners 4 提供给合作方",
                                       "blanket_authorisation 4 不可撤销地授权",
                                       "contacts_read 5 读取您的通讯录"};
    g_autoptr(Report) before = told(one);
    g_autoptr(Report) after = told(two);
    g_autoptr(Diff) diff = diff_new(before, after, fake_pack());
    ck_assert_uint_eq(diff->counts[CHANGE_MOVED], 1);
    ck_assert_uint_eq(diff->counts[CHANGE_SAME], 2);
    const DiffPair *pair = g_ptr_array_index(diff->pairs, 0);
    ck_assert_str_eq(pair->after->type, "contacts_read");
    ck_assert(!diff->worse);
    print_all(diff);
}
END_TEST

START_TEST(likest_are_paired)
{
    static const char *const one[3] = {"share_partners 3 向保险公司提供您的身份信息",
                                       "share_partners 3 向广告商提供您的浏览记录"};
    static const char *const two[3] = {"share_partners 3 向广告商提供您的浏览记录和位置",
                                       "share_partners 3 向保险公司提供您的身份信息和电话"};
    g_autoptr(Report) before = told(one);
    g_autoptr(Report) after = told(two);
    g_autoptr(Diff) diff = diff_new(before, after, fake_pack());
    ck_assert_uint_eq(diff->counts[CHANGE_REWORDED], 2);
    for (guint i = 0; i < 2; i++) {
        const DiffPair *pair = g_ptr_array_index(diff->pairs, i);
        ck_assert_int_eq(!strstr(pair->before->shown, "广告商"),
                         !strstr(pair->after->shown, "广告商"));
    }
}
END_TEST

START_TEST(unread_versions_are_unsure)
{
    g_autoptr(Report) before = sample_report("文");
    g_autoptr(Report) after = report_failed("b.pdf", FAULT_ENCRYPTED, "password");
    g_autoptr(Diff) diff = diff_new(before, after, fake_pack());
    ck_assert_int_eq(diff_exit(diff), 3);
    WriteOptions options = {.lang = LANG_EN, .columns = 300};
    g_autoptr(GString) out = g_string_new(NULL);
    diff_to_words(diff, fake_pack(), &options, out);
    ck_assert_ptr_nonnull(strstr(out->str, word(W_DIFF_UNREADABLE, LANG_EN)));
    ck_assert_ptr_nonnull(strstr(out->str, "b.pdf"));
    ck_assert_ptr_null(strstr(out->str, word(W_DIFF_SAME, LANG_EN)));
    // what the old one had is not removed
    sample_finding(before, "contacts_read", "文", 5);
    g_autoptr(Diff) other = diff_new(before, after, fake_pack());
    ck_assert_uint_eq(other->pairs->len, 0);
    g_autoptr(Report) part = sample_report("文");
    part->document.status = STATUS_PARTIAL;
    g_autoptr(Diff) unsure = diff_new(part, part, fake_pack());
    g_string_truncate(out, 0);
    diff_to_words(unsure, fake_pack(), &options, out);
    ck_assert_ptr_nonnull(strstr(out->str, word(W_DIFF_UNSURE, LANG_EN)));
}
END_TEST

START_TEST(no_change_is_said)
{
    g_autoptr(Report) before = sample_predatory();
    g_autoptr(Report) after = sample_predatory();
    g_autoptr(Diff) diff = diff_new(before, after, fake_pack());
    ck_assert_uint_eq(diff->counts[CHANGE_SAME], diff->pairs->len);
    WriteOptions options = {.lang = LANG_EN, .columns = 300};
    g_autoptr(GString) out = g_string_new(NULL);
    diff_to_words(diff, fake_pack(), &options, out);
    ck_assert_ptr_nonnull(strstr(out->str, "No change in what it lets the lender do."));
}
END_TEST

static const struct {
    const char *before, *after, *marked;
} words[] = {
    {"", "", ""},
    {"一二三", "一二三", "一二三"},
    {"一二三", "一四三", "一[二]{四}三"},
    {"within 30 days", "within 90 days", "within [30]{90} days"},
    {"读取通讯录", "读取并上传通讯录", "读取{并上传}通讯录"},
    {"abc", "", "[abc]"},
    {"", "𠮷", "{𠮷}"},
};

START_TEST(changed_words)
{
    static const char *const opened[] = {"", "[", "{"}, *const closed[] = {"", "]", "}"};
    g_autoptr(GPtrArray) pieces = diff_words(words[_i].before, words[_i].after);
    g_autoptr(GString) marked = g_string_new(NULL);
    for (guint i = 0; i < pieces->len; i++) {
        const DiffPiece *piece = g_ptr_array_index(pieces, i);
        g_string_append_printf(marked, "%s%s%s", opened[piece->kind], piece->text,
                               closed[piece->kind]);
    }
    ck_assert_str_eq(marked->str, words[_i].marked);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("rows");
    tcase_add_loop_test(cases, changes, 0, G_N_ELEMENTS(rows));
    tcase_add_test(cases, moved);
    tcase_add_test(cases, likest_are_paired);
    tcase_add_test(cases, unread_versions_are_unsure);
    tcase_add_test(cases, no_change_is_said);
    tcase_add_loop_test(cases, changed_words, 0, G_N_ELEMENTS(words));
    return run_cases("diff", cases);
}
