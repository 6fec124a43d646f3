// SPDX-License-Identifier: GPL-3.0-or-later
// The files stand in fixtures/; fixtures/make-docx.py makes them.
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "read/reader.h"
#include "run.h"

static Document *read_file(const char *name, GError **error)
{
    const ReadOptions options = {0};
    g_autofree char *file = g_strconcat(name, ".docx", NULL);
    g_autofree char *path = g_build_filename("tests", "fixtures", file, NULL);
    g_autoptr(GBytes) all = source_bytes(path);
    return reader_read(all, "named.wrong", &options, error);
}

static void append_line(GString *out, const Document *doc, const Line *line)
{
    static const char *const kinds[] = {"", "heading", "item", "cell", "note", "running", "mark"};
    const Style *style = document_style_at(doc, line->start);
    g_string_append(out, kinds[line->kind]);
    if (line->kind == LINE_CELL)
        g_string_append_printf(out, "%u,%u%s", line->row, line->column, line->head ? "H" : "");
    else if (line->depth)
        g_string_append_printf(out, "%u", line->depth);
    if (style && style->concealed)
        g_string_append_c(out, '!');
    g_string_append_c(out, '|');
    g_string_append_len(out, doc->text->str + line->start, line->end - line->start);
    g_string_append_c(out, '\n');
}

static char *lines_of(const Document *doc)
{
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < doc->lines->len; i++)
        append_line(out, doc, &g_array_index(doc->lines, Line, i));
    return g_string_free(out, FALSE);
}

// Each line: kind, depth or row and column, H in a header row, ! when hidden; then its text.
static const struct {
    const char *name, *lines;
} rows[] = {
    {"numbers", "item|第一条 总则\nitem1|1.1 定义\nitem1|1.2 范围\nitem2|（一）通讯录\n"
                "item2|（二）位置\nitem|第二条 期限\nitem1|2.1 起算\nitem3|① 号码\n|正文\n"
                "item|• 点\nitem1|a) 字母\nitem|1、一\nitem|2、二\nitem|1、重新\nitem|2、接着\n"
                "item|4、空后\n|无号\n"},
    {"looks", "heading1|个人信息授权书\n|正文\n|小字\n!|看不见\n!|样式隐藏\n!|白字\n|白底\n"
              "|借款人不履行本合同约定的任何一项义务的，出借人有权解除合同。\n|循环\n"},
    {"tables", "|表一\ncell1,0H|权限名称\ncell1,1H|使用目的\ncell2,0|通讯录\ncell2,1|风控\n"
               "cell3,1|联系紧急联系人\ncell4,0|合并两列\n|表二\n|外\ncell6,0|内一\ncell6,1|内二\n"
               "|旁\ncell7,0|甲\ncell7,1|乙\ncell8,0|丙\ncell8,1|丁\n"},
    {"inside", "|平台可以读取通讯录\n|前半后半\n|移来\n|框前框后\n|框中文字\n|控件\n|链接页\n"
               "|A & B x\n|下行\n|☑同意☐不同意\n|a\u2011b\u00ADc\n"},
    {"notes", "running|页眉\n|正文\nnote|[1] 脚注\nnote|[2] 又一\nnote|续\nnote|[1] 尾注\n"
              "note|批注\nrunning|第1页\n"},
    {"fields", "|☑同意读取通讯录☐同意营销\n|☑甲☐乙已选丙\n|☑\n|段\n|期限六期选择一项\n"
               "|☑子☐丑☑寅\n|还款等额本息每月\n"},
    {"deep", "|底\n"},
    {"cut", "|前\n|中断\n"},
};

START_TEST(reads_as_word_shows)
{
    g_autoptr(Document) doc = read_file(rows[_i].name, NULL);
    ck_assert_ptr_nonnull(doc);
    ck_assert_str_eq(doc->format, "docx");
    g_autofree char *lines = lines_of(doc);
    ck_assert_str_eq(lines, rows[_i].lines);
}
END_TEST

START_TEST(sizes_are_inherited)
{
    g_autoptr(Document) doc = read_file("looks", NULL);
    static const float sizes[] = {16, 10.5F, 5};
    for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
        const Line *line = &g_array_index(doc->lines, Line, i);
        ck_assert_float_eq(document_style_at(doc, line->start)->size, sizes[i]);
    }
    const Line *small = &g_array_index(doc->lines, Line, 2);
    ck_assert_uint_eq(document_style_at(doc, small->start)->color, 0x999999);
}
END_TEST

static const struct {
    const char *name;
    Fault fault;
} reasons[] = {{"notes", FAULT_ATTACHMENT}, {"cut", FAULT_DAMAGED_PAGE}};

START_TEST(says_what_is_missing)
{
    g_autoptr(Document) doc = read_file(reasons[_i].name, NULL);
    ck_assert_uint_eq(doc->reasons->len, 1);
    ck_assert_int_eq(((const Reason *)g_ptr_array_index(doc->reasons, 0))->code, reasons[_i].fault);
}
END_TEST

static const struct {
    const char *name;
    Fault fault;
} refused[] = {{"bomb", FAULT_TOO_LARGE}, {"entities", FAULT_DAMAGED}};

START_TEST(says_why_not)
{
    g_autoptr(GError) error = NULL;
    ck_assert_ptr_null(read_file(refused[_i].name, &error));
    ck_assert_str_eq(fault_name((Fault)error->code), fault_name(refused[_i].fault));
}
END_TEST

// Cut anywhere, a file is read, refused or read in part; it never breaks the reader.
START_TEST(chopped)
{
    const ReadOptions options = {0};
    g_autoptr(GBytes) all = source_bytes("tests/fixtures/numbers.docx");
    for (size_t cut = 0; cut < g_bytes_get_size(all); cut += 37) {
        g_autoptr(GBytes) part = g_bytes_new_from_bytes(all, 0, cut);
        g_autoptr(GError) error = NULL;
        g_autoptr(Document) doc = reader_read(part, "a.docx", &options, &error);
        ck_assert(doc || error);
    }
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("rows");
    tcase_add_loop_test(tests, reads_as_word_shows, 0, G_N_ELEMENTS(rows));
    tcase_add_loop_test(tests, says_what_is_missing, 0, G_N_ELEMENTS(reasons));
    tcase_add_loop_test(tests, says_why_not, 0, G_N_ELEMENTS(refused));
    tcase_add_test(tests, sizes_are_inherited);
    tcase_add_test(tests, chopped);
    return run_cases("read_docx", tests);
}
