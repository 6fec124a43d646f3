// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures stand in fixtures/; fixtures/make-images.sh makes them. Without OCR, or without its
// data, only the refusals are tested.
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "read/ocr.h"
#include "read/ocr_line.h"
#include "read/pdf_layout.h"
#include "read/reader.h"
#include "run.h"

static Document *read_file(const char *name, bool ocr, GError **error)
{
    const ReadOptions options = {.ocr = ocr};
    g_autofree char *path = g_build_filename("tests", "fixtures", name, NULL);
    g_autoptr(GBytes) all = source_bytes(path);
    return reader_read(all, name, &options, error);
}

// Words that even a careful reader of pictures must get right.
static const struct {
    const char *name, *words[4];
} rows[] = {
    {"screen-hans.png",
     {"同意我们读取并上传您手机中的通讯录", "审核您的借款申请", "联系您的紧急联系人"}},
    {"screen-hant.png", {"個人資料轉移予信貸資料服務", "書面通知本公司停止使用"}},
    {"screen-table.png", {"Permission", "To collect your contacts", "To confirm where you are"}},
    {"photo.jpg", {"借款人同意平台读取通讯录"}},
};

START_TEST(reads_words)
{
    if (!ocr_available(NULL))
        return;
    g_autoptr(Document) doc = read_file(rows[_i].name, true, NULL);
    ck_assert_str_eq(doc->format, "image");
    for (size_t i = 0; i < G_N_ELEMENTS(rows[_i].words) && rows[_i].words[i]; i++)
        ck_assert_msg(strstr(doc->text->str, rows[_i].words[i]), "%s is not in: %s",
                      rows[_i].words[i], doc->text->str);
}
END_TEST

START_TEST(lines_have_boxes)
{
    if (!ocr_available(NULL))
        return;
    g_autoptr(Document) doc = read_file("screen-hans.png", true, NULL);
    const Page *page = &g_array_index(doc->pages, Page, 0);
    ck_assert_float_eq(page->width, 800);
    for (guint i = 0; i < doc->lines->len; i++) {
        const Line *line = &g_array_index(doc->lines, Line, i);
        ck_assert_int_eq(line->source, SOURCE_OCR);
        ck_assert(line->box.x0 >= 0 && line->box.x1 <= page->width && line->box.y0 < line->box.y1);
        ck_assert(line->edges != NO_EDGES);
    }
    // About where it stands: 同意 begins after three characters of 32 pixels and before five,
    // behind a margin of 24.
    const char *found = strstr(doc->text->str, "同意");
    size_t at = (size_t)(found - doc->text->str);
    g_autoptr(GArray) boxes = document_boxes(doc, at, at + strlen("同意"));
    ck_assert_uint_eq(boxes->len, 1);
    const Box *box = &g_array_index(boxes, PageBox, 0).box;
    ck_assert_float_eq_tol(box->x0, 24 + 3 * 32, 24);
    ck_assert_float_eq_tol(box->x1, 24 + 5 * 32, 24);
}
END_TEST

START_TEST(tables_are_tables)
{
    if (!ocr_available(NULL))
        return;
    g_autoptr(Document) doc = read_file("screen-table.png", true, NULL);
    const Line *line = &g_array_index(doc->lines, Line, 3);
    ck_assert_int_eq(line->kind, LINE_CELL);
    ck_assert_uint_eq(line->row, 2);
    ck_assert_uint_eq(line->column, 1);
}
END_TEST

START_TEST(scanned_page)
{
    if (!ocr_available(NULL))
        return;
    g_autoptr(Document) doc = read_file("scan.pdf", true, NULL);
    ck_assert_str_eq(doc->format, "pdf");
    ck_assert_ptr_nonnull(strstr(doc->text->str, "同意平台读取通讯录"));
    ck_assert_int_eq(g_array_index(doc->lines, Line, 0).source, SOURCE_OCR);
    ck_assert_uint_eq(doc->reasons->len, 0);
    // Without OCR the page is not called clean.
    g_autoptr(Document) unread = read_file("scan.pdf", false, NULL);
    ck_assert_int_eq(((const Reason *)g_ptr_array_index(unread->reasons, 0))->code, FAULT_NO_TEXT);
}
END_TEST

#if HAVE_OCR
// A line of symbols, each ten pixels wide, of which the recogniser is that sure; blanks are gaps.
static OcrLine *line_of(const char *utf8, float confidence)
{
    OcrLine *line = g_new0(OcrLine, 1);
    line->symbols = g_array_new(FALSE, FALSE, sizeof(OcrSymbol));
    int at = 0;
    for (; *utf8; utf8 = g_utf8_next_char(utf8), at += 10) {
        OcrSymbol symbol = {.box = {at, 0, at + 10, 10}, .confidence = confidence};
        g_utf8_strncpy(symbol.utf8, utf8, 1);
        if (*utf8 != ' ')
            g_array_append_val(line->symbols, symbol);
    }
    line->box = (OcrBox){0, 0, at, 10};
    return line;
}

static char *words_of(const OcrLine *line)
{
    g_autoptr(GArray) glyphs = g_array_new(FALSE, FALSE, sizeof(Glyph));
    ocr_line_append(line, glyphs);
    GString *words = g_string_new(NULL);
    for (guint i = 0; i < glyphs->len; i++)
        g_string_append_unichar(words, g_array_index(glyphs, Glyph, i).code);
    return g_string_free(words, FALSE);
}

static const struct {
    const char *read, *mended;
} marks[] = {
    {"3，请允许", "3.请允许"},
    {"12,请允许", "12.请允许"},
    {"6.，为了", "6. 为了"},
    {"5，000元", "5，000元"},
    {"通讯录,短信;位置:无", "通讯录，短信；位置：无"},
    {"(二)位置", "（二）位置"},
    {"〈二)位置", "（二）位置"},
    {"a, b (c)", "a,b(c)"},
};

START_TEST(mends_marks)
{
    g_autoptr(OcrLine) line = line_of(marks[_i].read, 99);
    g_autofree char *words = words_of(line);
    ck_assert_str_eq(words, marks[_i].mended);
}
END_TEST

// Two readings of a line, how sure of the second the recogniser is where the first has 90, and
// what is made of them.
static const struct {
    const char *one, *other;
    float surety;
    const char *merged;
} readings[] = {
    {"您的通讯录", "您的通迅录", 80, "您的通讯录"},
    {"您的通迅录", "您的通讯录", 97, "您的通讯录"},
    {"您的通讯录", "您的通录", 99, "您的通讯录"},
    {"您的 讯录", "您的通讯录", 97, "您的通讯录"},
    {"通讯录", "相册", 97, "相册"},
    {"通讯录", "", 97, "通讯录"},
};

START_TEST(takes_the_surer_reading)
{
    g_autoptr(OcrLine) one = line_of(readings[_i].one, 90);
    g_autoptr(OcrLine) other = line_of(readings[_i].other, readings[_i].surety);
    ocr_line_merge(one, other);
    g_autofree char *words = words_of(one);
    ck_assert_str_eq(words, readings[_i].merged);
}
END_TEST
#endif

START_TEST(says_what_to_do)
{
    g_autoptr(GError) error = NULL;
    ck_assert_ptr_null(read_file("screen-hans.png", false, &error));
    ck_assert_int_eq(error->code, FAULT_UNKNOWN_FORMAT);
    ck_assert_ptr_nonnull(strstr(error->message, "--ocr"));
}
END_TEST

START_TEST(damaged_pictures)
{
    static const char *const heads[] = {"\x89PNG\r\n\x1A\n", "\xFF\xD8\xFF\xE1"};
    const ReadOptions options = {.ocr = true};
    for (size_t i = 0; i < G_N_ELEMENTS(heads) && ocr_available(NULL); i++) {
        g_autofree char *bytes = g_strconcat(heads[i], "Exif and then nothing that fits", NULL);
        g_autoptr(GBytes) all = g_bytes_new(bytes, strlen(bytes));
        g_autoptr(GError) error = NULL;
        ck_assert_ptr_null(reader_read(all, "a", &options, &error));
        ck_assert_int_eq(error->code, FAULT_DAMAGED);
    }
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("rows");
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, reads_words, 0, G_N_ELEMENTS(rows));
    tcase_add_test(tests, lines_have_boxes);
    tcase_add_test(tests, tables_are_tables);
    tcase_add_test(tests, scanned_page);
    tcase_add_test(tests, says_what_to_do);
#if HAVE_OCR
    tcase_add_loop_test(tests, mends_marks, 0, G_N_ELEMENTS(marks));
    tcase_add_loop_test(tests, takes_the_surer_reading, 0, G_N_ELEMENTS(readings));
#endif
    tcase_add_test(tests, damaged_pictures);
    return run_cases("read_image", tests);
}
