// SPDX-License-Identifier: GPL-3.0-or-later
#include "read/encoding.h"

#include <check.h>
#include <string.h>

#include "config.h"
#include "read/charset.h"
#include "run.h"
#include "text/fault.h"

#define HANS "您同意本平台读取并上传您的手机通讯录，包括联系人姓名与电话号码，用于贷后管理。"
#define HANT "您同意本公司讀取並上傳您的手機通訊錄，包括聯絡人姓名與電話號碼，以便辦理催收事宜。"
#define SPANISH \
    "El prestamista podrá llamar a sus contactos cuando exista mora, según la cláusula décima."
#define ENGLISH \
    "The lender may call the borrower\u2019s contacts \u2014 family, friends and employer."
#define KOREAN "대출을 받으시려면 연락처에 대한 접근을 허용해야 합니다."
#define JAPANESE "お客様の電話帳を読み取り、督促のために利用することがあります。"
#define RUSSIAN "Заёмщик соглашается на доступ к списку контактов своего телефона."

// Written in `from`; read back the same, and named so; `sure` when nothing else came near.
static const struct {
    const char *text, *from, *name;
    bool sure;
} rows[] = {
    {HANS, "UTF-8", "UTF-8", true},
    {HANS, "GB18030", "GB18030", true},
    {HANS, "UTF-16LE", "UTF-16LE", true},
    {HANS, "UTF-16BE", "UTF-16BE", true},
    {HANT, "BIG5", "Big5", true},
    {HANT, "BIG5-HKSCS", "Big5", true},
    {HANT, "GB18030", "GB18030", true},
    {HANT, "UTF-16LE", "UTF-16LE", true},
    {"the lender\r\nmay call\r\n", "UTF-8", "UTF-8", true},
    {"the lender\r\nmay call\r\n", "UTF-16LE", "UTF-16LE", true},
    {"the lender\r\nmay call\r\n", "UTF-16BE", "UTF-16BE", true},
    {ENGLISH, "CP1252", "windows-1252", true},
    {SPANISH, "CP1252", "windows-1252", true},
    {SPANISH, "ISO-8859-1", "windows-1252", true},
    {SPANISH, "UTF-16LE", "UTF-16LE", true},
    {KOREAN, "EUC-KR", "EUC-KR", true},
    {JAPANESE, "SHIFT_JIS", "Shift_JIS", true},
    {JAPANESE, "EUC-JP", "EUC-JP", false},
    {RUSSIAN, "CP1251", "WINDOWS-1251", false},
    // Short ones.
    {"读取通讯录", "GB18030", "GB18030", true},
    {"借款人须知", "GB18030", "GB18030", true},
    {"第一条 借款金额", "GB18030", "GB18030", true},
    {"催收", "GB18030", "GB18030", false},
    {"個人資料", "BIG5", "Big5", true},
    {"信用貸款契約書", "BIG5", "Big5", true},
    {"同意", "GB18030", "GB18030", false},
    {"年利率24％", "GB18030", "GB18030", true},
    {"App 读取 contacts 权限", "GB18030", "GB18030", true},
    {"¿Qué datos?", "CP1252", "windows-1252", false},
    {"借款協議\n第一條 甲方同意", "UTF-16LE", "UTF-16LE", true},
    {"借款人同意", "UTF-16BE", "UTF-16BE", true},
};

static Decoded *decode_row(const char *text, const char *from, const char *asked)
{
    gsize len;
    g_autofree char *bytes = g_convert(text, -1, from, "UTF-8", NULL, &len, NULL);
    ck_assert_ptr_nonnull(bytes);
    return encoding_decode((const unsigned char *)bytes, len, asked, NULL, NULL);
}

START_TEST(reads_back)
{
    if (!HAVE_UCHARDET && !rows[_i].sure)
        return; // the tie is broken by the detector
    g_autoptr(Decoded) decoded = decode_row(rows[_i].text, rows[_i].from, NULL);
    ck_assert_str_eq(decoded->text->str, rows[_i].text);
    ck_assert_str_eq(decoded->name, rows[_i].name);
    ck_assert_uint_eq(decoded->broken, 0);
    ck_assert(decoded->readable);
    if (rows[_i].sure && (HAVE_UCHARDET || !g_str_equal(rows[_i].from, "EUC-KR")))
        ck_assert_msg(!decoded->guessed, "%s in %s is called a guess", rows[_i].text,
                      rows[_i].from);
}
END_TEST

// Whatever was written, asking for its encoding gives it back for certain.
START_TEST(asked_wins)
{
    g_autoptr(Decoded) decoded = decode_row(rows[_i].text, rows[_i].from, rows[_i].from);
    ck_assert_str_eq(decoded->text->str, rows[_i].text);
    ck_assert(!decoded->guessed);
}
END_TEST

// Every stretch of six characters of a sentence is enough to tell what it is written in.
static unsigned wrong_stretches(const char *text, const char *from)
{
    unsigned wrong = 0;
    for (glong i = 0, n = g_utf8_strlen(text, -1); i + 6 <= n; i++) {
        g_autofree char *piece = g_utf8_substring(text, i, i + 6);
        g_autoptr(Decoded) decoded = decode_row(piece, from, NULL);
        wrong += !g_str_equal(decoded->text->str, piece);
    }
    return wrong;
}

START_TEST(short_stretches)
{
    ck_assert_uint_eq(wrong_stretches(HANS, "GB18030"), 0);
    ck_assert_uint_eq(wrong_stretches(HANT, "BIG5"), 0);
    ck_assert_uint_eq(wrong_stretches(HANT, "GB18030"), 0);
    ck_assert_uint_eq(wrong_stretches(HANS, "UTF-16LE"), 0);
    ck_assert_uint_eq(wrong_stretches(HANT, "UTF-16BE"), 0);
    ck_assert_uint_le(wrong_stretches(SPANISH, "CP1252"), HAVE_UCHARDET ? 0 : 1);
}
END_TEST

static const struct {
    const char *bytes;
    size_t len;
    const char *text, *name;
} marks[] = {
    {"\xEF\xBB\xBF"
     "a",
     4, "a", "UTF-8"},
    {"\xFF\xFE"
     "a\0",
     4, "a", "UTF-16LE"},
    {"\xFE\xFF\0a", 4, "a", "UTF-16BE"},
    {"\xFF\xFE\0\0a\0\0\0", 8, "a", "UTF-32LE"},
    {"\0\0\xFE\xFF\0\0\0a", 8, "a", "UTF-32BE"},
    {"\xFF\xFE", 2, "", "UTF-16LE"},
    {"\xEF\xBB\xBF", 3, "", "UTF-8"},
};

START_TEST(byte_order_marks)
{
    g_autoptr(Decoded) decoded =
        encoding_decode((const unsigned char *)marks[_i].bytes, marks[_i].len, NULL, NULL, NULL);
    ck_assert_str_eq(decoded->text->str, marks[_i].text);
    ck_assert_str_eq(decoded->name, marks[_i].name);
    ck_assert(!decoded->guessed);
}
END_TEST

START_TEST(declared)
{
    // Two bytes that are a word in both: what the file says of itself decides.
    const unsigned char both[] = {0xA4, 0xA4, 0xA4, 0xE5};
    g_autoptr(Decoded) big5 = encoding_decode(both, sizeof both, NULL, "big5", NULL);
    ck_assert_str_eq(big5->text->str, "中文");
    // A declaration the bytes speak against does not count.
    g_autoptr(Decoded) utf8 =
        encoding_decode((const unsigned char *)HANS, strlen(HANS), NULL, "gb2312", NULL);
    ck_assert_str_eq(utf8->text->str, HANS);
    g_autofree char *gbk = g_convert(HANS, -1, "GBK", "UTF-8", NULL, NULL, NULL);
    const unsigned char *bytes = (const unsigned char *)gbk;
    g_autoptr(Decoded) latin = encoding_decode(bytes, strlen(gbk), NULL, "iso-8859-1", NULL);
    ck_assert_str_eq(latin->text->str, HANS);
    g_autoptr(Decoded) unknown = encoding_decode(bytes, strlen(gbk), NULL, "no-such", NULL);
    ck_assert_str_eq(unknown->text->str, HANS);
}
END_TEST

START_TEST(broken_places)
{
    g_autofree char *bad = g_strconcat(HANS, "\xE6\x89", HANS, "\xFF", NULL);
    g_autoptr(Decoded) decoded =
        encoding_decode((const unsigned char *)bad, strlen(bad), NULL, NULL, NULL);
    ck_assert_str_eq(decoded->text->str, HANS "\uFFFD\uFFFD" HANS "\uFFFD");
    ck_assert_str_eq(decoded->name, "UTF-8");
    ck_assert_uint_eq(decoded->broken, 3);
    g_autofree char *note = encoding_note(decoded);
    ck_assert_ptr_nonnull(strstr(note, "3 places"));

    const unsigned char nul[] = "a\0b";
    g_autoptr(Decoded) kept = encoding_decode(nul, 3, "utf-8", NULL, NULL);
    ck_assert_str_eq(kept->text->str, "a\uFFFD"
                                      "b");
    const unsigned char cut[] = {0xD7, 0xA1, 0xD7};
    g_autoptr(Decoded) half = encoding_decode(cut, 3, "gbk", NULL, NULL);
    ck_assert_str_eq(half->text->str, "住\uFFFD");
    const unsigned char euro[] = {0x80, '5'};
    g_autoptr(Decoded) sign = encoding_decode(euro, 2, "gbk", NULL, NULL);
    ck_assert_str_eq(sign->text->str, "\u20AC5");
}
END_TEST

START_TEST(rubbish_is_not_readable)
{
    unsigned char noise[4096];
    uint32_t state = 1;
    for (size_t i = 0; i < sizeof noise; i++) {
        state = state * 1664525 + 1013904223;
        noise[i] = (unsigned char)(state >> 24);
    }
    g_autoptr(Decoded) decoded = encoding_decode(noise, sizeof noise, NULL, NULL, NULL);
    ck_assert(!decoded->readable);
}
END_TEST

// A damaged PDF whose streams are in ASCII: every hundredth byte is a control.
START_TEST(rubbish_of_few_odd_bytes)
{
    g_autoptr(GString) junk = g_string_new(NULL);
    uint32_t state = 1;
    for (size_t i = 0; i < 8192; i++) {
        state = state * 1664525 + 1013904223;
        g_string_append_c(junk, (char)(i % 100 ? '!' + (state >> 24) % 85 : 1 + (state >> 24) % 8));
    }
    g_autoptr(Decoded) decoded =
        encoding_decode((const unsigned char *)junk->str, junk->len, NULL, NULL, NULL);
    ck_assert(decoded->guessed);
    ck_assert(!decoded->readable);
}
END_TEST

// A certain encoding and a short text forgive what a guess does not.
START_TEST(damaged_text_is_readable)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < 20; i++)
        g_string_append(text, HANS "\xFF");
    g_autoptr(Decoded) sure =
        encoding_decode((const unsigned char *)text->str, text->len, NULL, NULL, NULL);
    ck_assert(sure->readable && sure->broken == 20);
    static const unsigned char few[] = "\xBFQu\xE9 informaci\xF3n recoge la compa\xF1\xED"
                                       "a\x81?";
    g_autoptr(Decoded) guess = encoding_decode(few, sizeof few - 1, NULL, NULL, NULL);
    ck_assert(guess->guessed && guess->readable);
}
END_TEST

// glibc's converter steps over this pair before it refuses it; a sanitizer sees a look past the
// end.
START_TEST(refused_at_the_end)
{
    g_autofree unsigned char *pair = g_memdup2("\xA2\xE8", 2);
    g_autoptr(Decoded) decoded = encoding_decode(pair, 2, "euc-kr", NULL, NULL);
    ck_assert_str_eq(decoded->text->str, "\uFFFD");
    ck_assert_uint_eq(decoded->broken, 1);
}
END_TEST

START_TEST(names_of_encodings)
{
    ck_assert(charset_known("gbk"));
    ck_assert(charset_known("GB18030"));
    ck_assert(charset_known("Windows-1251"));
    ck_assert(!charset_known("klingon"));
    ck_assert(!charset_known(""));
    ck_assert(!charset_known("GBK//IGNORE"));
    g_autoptr(GError) error = NULL;
    ck_assert_ptr_null(encoding_decode((const unsigned char *)"a", 1, "klingon", NULL, &error));
    ck_assert(g_error_matches(error, FAULT_DOMAIN, FAULT_USAGE));
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("rows");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, reads_back, 0, G_N_ELEMENTS(rows));
    tcase_add_loop_test(tests, asked_wins, 0, G_N_ELEMENTS(rows));
    tcase_add_test(tests, short_stretches);
    tcase_add_loop_test(tests, byte_order_marks, 0, G_N_ELEMENTS(marks));
    tcase_add_test(tests, declared);
    tcase_add_test(tests, broken_places);
    tcase_add_test(tests, rubbish_is_not_readable);
    tcase_add_test(tests, rubbish_of_few_odd_bytes);
    tcase_add_test(tests, damaged_text_is_readable);
    tcase_add_test(tests, refused_at_the_end);
    tcase_add_test(tests, names_of_encodings);
    return run_cases("encoding", tests);
}
