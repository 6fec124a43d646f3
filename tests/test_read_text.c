// SPDX-License-Identifier: GPL-3.0-or-later
#include <check.h>
#include <string.h>

#include "read/reader.h"
#include "run.h"

static Document *read_bytes(const char *bytes, size_t len, GError **error)
{
    const ReadOptions options = {0};
    g_autoptr(GBytes) all = g_bytes_new_static(bytes, len);
    return reader_read(all, "file.txt", &options, error);
}

// The text is the file; its lines are told by where they begin and end.
static const struct {
    const char *text, *lines; // each line in brackets, each page begun by '#'
} rows[] = {
    {"one", "#[one]"},
    {"one\n", "#[one]"},
    {"one\ntwo", "#[one][two]"},
    {"one\r\ntwo\r\n", "#[one][two]"},
    {"one\rtwo\r\rthree", "#[one][two][][three]"},
    {"\n\none\n\n\ntwo\n\n", "#[][][one][][][two][]"},
    {"one\ftwo", "#[one]#[two]"},
    {"one\n\ftwo\n\f", "#[one]#[two]#"},
    {"\f\fone", "###[one]"},
    {"一\r\n\r\n二\r\n", "#[一][][二]"},
    {"a\u2028b", "#[a\u2028b]"},
};

static char *lines_of(const Document *doc)
{
    GString *out = g_string_new(NULL);
    guint page = 0;
    for (guint i = 0; i < doc->lines->len; i++) {
        const Line *line = &g_array_index(doc->lines, Line, i);
        for (; page <= line->page; page++)
            g_string_append_c(out, '#');
        g_string_append_c(out, '[');
        g_string_append_len(out, doc->text->str + line->start, line->end - line->start);
        g_string_append_c(out, ']');
    }
    for (; page < doc->pages->len; page++)
        g_string_append_c(out, '#');
    return g_string_free(out, FALSE);
}

START_TEST(keeps_the_file)
{
    g_autoptr(Document) doc = read_bytes(rows[_i].text, strlen(rows[_i].text), NULL);
    ck_assert_str_eq(doc->text->str, rows[_i].text);
    g_autofree char *lines = lines_of(doc);
    ck_assert_str_eq(lines, rows[_i].lines);
    ck_assert_str_eq(doc->encoding, "UTF-8");
    ck_assert_uint_eq(doc->reasons->len, 0);
}
END_TEST

START_TEST(mark_is_not_text)
{
    g_autoptr(Document) doc = read_bytes("\xFF\xFEO\x4E\r\0\n\0", 8, NULL);
    ck_assert_str_eq(doc->text->str, "\u4E4F\r\n");
    ck_assert_str_eq(doc->encoding, "UTF-16LE");
}
END_TEST

START_TEST(guess_is_noted)
{
    // A word in Big5 as well as in GB18030 and EUC-JP.
    g_autoptr(Document) doc = read_bytes("\xA4\xA4\xA4\xE5", 4, NULL);
    ck_assert_uint_eq(doc->reasons->len, 1);
    const Reason *reason = g_ptr_array_index(doc->reasons, 0);
    ck_assert_int_eq(reason->code, FAULT_ENCODING_GUESSED);
}
END_TEST

// What is refused, and a word of the message that says what it is or what to do.
static const struct {
    const char *bytes;
    size_t len;
    Fault fault;
    const char *word;
} refused[] = {
    {"", 0, FAULT_EMPTY, "empty"},
    {" \r\n\f\n", 5, FAULT_EMPTY, "blanks"},
    {"\xEF\xBB\xBF", 3, FAULT_EMPTY, "blanks"},
    {"\x01\x02\x00\x03\x04\xFF\xFE\x00\x05", 9, FAULT_UNKNOWN_FORMAT, "neither"},
    {"{\\rtf1\\ansi words}", 18, FAULT_UNKNOWN_FORMAT, "DOCX"},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0", 33,
     FAULT_UNKNOWN_FORMAT, ".doc"},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 "
     "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0",
     41, FAULT_ENCRYPTED, "password"},
    {"PK\3\4..........................a.txt", 35, FAULT_UNKNOWN_FORMAT, "unpack"},
    {"PK\3\4..........................Doc_0/OFD.xml", 44, FAULT_UNKNOWN_FORMAT, "OFD"},
    {"PK\3\4..........................mimetypeapplication/epub+zip", 58, FAULT_UNKNOWN_FORMAT,
     "EPUB"},
    {"PK\3\4..........................mimetypeapplication/vnd.oasis.opendocument.text", 78,
     FAULT_UNKNOWN_FORMAT, ".odt"},
    {"Rar!\x1A\x07\x01", 7, FAULT_UNKNOWN_FORMAT, "RAR"},
    {"7z\xBC\xAF\x27\x1C..", 8, FAULT_UNKNOWN_FORMAT, "7-Zip"},
    {"\x1F\x8B\x08..", 5, FAULT_UNKNOWN_FORMAT, "gzip"},
    {"\0\0\0\x18"
     "ftypmp42....",
     16, FAULT_UNKNOWN_FORMAT, "video"},
};

START_TEST(says_why_not)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Document) doc = read_bytes(refused[_i].bytes, refused[_i].len, &error);
    ck_assert_ptr_null(doc);
    ck_assert(error->domain == FAULT_DOMAIN);
    ck_assert_str_eq(fault_name((Fault)error->code), fault_name(refused[_i].fault));
    ck_assert_msg(strstr(error->message, refused[_i].word) != NULL, "%s", error->message);
}
END_TEST

START_TEST(wps_by_its_name)
{
    const ReadOptions options = {0};
    g_autoptr(GBytes) all = g_bytes_new_static("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1...", 11);
    g_autoptr(GError) error = NULL;
    ck_assert_ptr_null(reader_read(all, "agreement.WPS", &options, &error));
    ck_assert_ptr_nonnull(strstr(error->message, "WPS"));
}
END_TEST

// Saved after a wrong decoding: every character is valid, none means anything.
START_TEST(wrongly_saved_text_is_garbled)
{
    const char *words = "甲方有权读取乙方的手机通讯录，并可以将乙方的个人信息提供给合作机构使用。\n"
                        "乙方应当按照约定的日期归还借款本金和利息，逾期的应当支付罚息和违约金。\n";
    const char *saved = "鐢叉柟鏈夋潈璇诲彇涔欐柟鐨勬墜鏈洪氳褰曪紝骞跺彲浠ュ皢涔欐柟鐨勪釜浜轰俊"
                        "锟斤拷锟斤拷烫烫烫烫屯屯屯屯锟斤拷锟斤拷烫烫烫烫屯屯屯屯\n";
    g_autoptr(GError) error = NULL;
    g_autoptr(Document) right = read_bytes(words, strlen(words), &error);
    ck_assert_uint_eq(right->reasons->len, 0);
    g_autoptr(Document) wrong = read_bytes(saved, strlen(saved), &error);
    ck_assert_ptr_nonnull(wrong);
    const Reason *reason = NULL;
    for (guint i = 0; i < wrong->reasons->len; i++)
        reason = g_ptr_array_index(wrong->reasons, i);
    ck_assert(reason && reason->code == FAULT_GARBLED);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("rows");
    tcase_add_loop_test(tests, keeps_the_file, 0, G_N_ELEMENTS(rows));
    tcase_add_test(tests, mark_is_not_text);
    tcase_add_test(tests, guess_is_noted);
    tcase_add_loop_test(tests, says_why_not, 0, G_N_ELEMENTS(refused));
    tcase_add_test(tests, wps_by_its_name);
    tcase_add_test(tests, wrongly_saved_text_is_garbled);
    return run_cases("read_text", tests);
}
