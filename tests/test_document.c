// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/document.h"

#include <check.h>
#include <string.h>

#include "read/reader.h"
#include "run.h"

START_TEST(lines_and_pages_make_the_text)
{
    g_autoptr(Document) doc = document_new("test");
    document_begin_page(doc, 100, 200);
    document_add_line(doc, "one", 3);
    document_add_line(doc, "", 0);
    document_add_line(doc, "two", 3);
    document_begin_page(doc, 100, 200);
    document_add_line(doc,
                      "a\xFF"
                      "b",
                      3);
    ck_assert_str_eq(doc->text->str, "one\n\ntwo\fa\uFFFDb");
    ck_assert_uint_eq(doc->lines->len, 4);
    ck_assert_uint_eq(g_array_index(doc->pages, Page, 0).end, 8);
    ck_assert_uint_eq(g_array_index(doc->pages, Page, 1).start, 9);
    ck_assert_uint_eq(document_line_at(doc, 9)->page, 1);
    ck_assert_uint_eq(document_line_at(doc, 6)->start, 5);
}
END_TEST

START_TEST(nul_becomes_a_replacement)
{
    g_autoptr(Document) doc = document_new("test");
    document_begin_page(doc, 0, 0);
    document_add_line(doc, "a\0b", 3);
    ck_assert_str_eq(doc->text->str, "a\uFFFDb");
}
END_TEST

START_TEST(styles_are_merged)
{
    g_autoptr(Document) doc = document_new("test");
    document_begin_page(doc, 0, 0);
    ck_assert_ptr_null(document_style_at(doc, 0));
    document_set_style(doc, 10, 0, false);
    document_add_line(doc, "one", 3);
    document_set_style(doc, 10, 0, false);
    document_set_style(doc, 6, 0x808080, false);
    document_set_style(doc, 5, 0x808080, false);
    document_add_line(doc, "two", 3);
    ck_assert_uint_eq(doc->styles->len, 2);
    ck_assert(document_style_at(doc, 2)->size == 10);
    ck_assert(document_style_at(doc, 5)->size == 5);
}
END_TEST

// Four code points of 8 points each, a blank in the second place.
static Document *document_with_edges(uint16_t turn)
{
    Document *doc = document_new("test");
    document_begin_page(doc, 100, 200);
    Line *line = document_add_line(doc, "a bc", 4);
    line->box = (Box){10, 20, 42, 52};
    line->edges = edges_begin(doc->edges);
    line->turn = turn;
    for (uint16_t i = 0; i < 4; i++)
        edges_add(doc->edges, (Edge){(uint16_t)(i * 8 * 32), (uint16_t)((i + 1) * 8 * 32)});
    return doc;
}

static const struct {
    uint16_t turn;
    Box want;
} turned[] = {
    {0, {26, 20, 34, 52}},
    {90, {10, 36, 42, 44}},
    {180, {18, 20, 26, 52}},
    {270, {10, 28, 42, 36}},
};

START_TEST(boxes_follow_the_writing)
{
    g_autoptr(Document) doc = document_with_edges(turned[_i].turn);
    g_autoptr(GArray) boxes = document_boxes(doc, 1, 3); // the blank is left out
    ck_assert_uint_eq(boxes->len, 1);
    Box got = g_array_index(boxes, PageBox, 0).box, want = turned[_i].want;
    ck_assert(got.x0 == want.x0 && got.y0 == want.y0 && got.x1 == want.x1 && got.y1 == want.y1);
}
END_TEST

START_TEST(blanks_have_no_box)
{
    g_autoptr(Document) doc = document_with_edges(0);
    g_autoptr(GArray) boxes = document_boxes(doc, 1, 2);
    ck_assert_uint_eq(boxes->len, 0);
}
END_TEST

// What does not fit is left out, and that is known; offsets stay inside the text.
START_TEST(a_text_may_be_too_long)
{
    size_t most = document_most;
    document_most = 8;
    g_autoptr(Document) doc = document_new("test");
    document_begin_page(doc, 0, 0);
    document_add_line(doc, "four", 4);
    ck_assert(!doc->full);
    document_add_line(doc, "more", 4);
    document_begin_page(doc, 0, 0);
    document_add_line(doc, "a", 1);
    document_most = most;
    ck_assert(doc->full);
    for (guint i = 0; i < doc->lines->len; i++)
        ck_assert_uint_le(g_array_index(doc->lines, Line, i).end, doc->text->len);
    ck_assert_uint_le(doc->text->len, 8);
}
END_TEST

// Stray bytes become three each while they are decoded.
static const char *const long_files[] = {
    "long text, more than there is room for",
    "\xEF\xBB\xBF stray \xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF",
    "<html><body><p>a page, more than there is room for</p></body></html>",
    "one line\nand another\fand pages\fand more",
};

START_TEST(readers_refuse_a_text_too_long)
{
    size_t most = document_most;
    document_most = 20;
    const ReadOptions options = {.encoding = "utf-8"};
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = g_bytes_new(long_files[_i], strlen(long_files[_i]));
    g_autoptr(Document) doc = reader_read(bytes, "a file", &options, &error);
    document_most = most;
    ck_assert_ptr_null(doc);
    ck_assert_int_eq(error->code, FAULT_TOO_LARGE);
}
END_TEST

START_TEST(a_reason_is_noted_once_a_page)
{
    g_autoptr(Document) doc = document_new("test");
    document_add_reason(doc, FAULT_NO_TEXT, 1, "x");
    document_add_reason(doc, FAULT_NO_TEXT, 1, "y");
    document_add_reason(doc, FAULT_NO_TEXT, 2, "x");
    ck_assert_uint_eq(doc->reasons->len, 2);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("all");
    tcase_add_test(tests, lines_and_pages_make_the_text);
    tcase_add_test(tests, nul_becomes_a_replacement);
    tcase_add_test(tests, styles_are_merged);
    tcase_add_loop_test(tests, boxes_follow_the_writing, 0, G_N_ELEMENTS(turned));
    tcase_add_test(tests, blanks_have_no_box);
    tcase_add_test(tests, a_reason_is_noted_once_a_page);
    tcase_add_test(tests, a_text_may_be_too_long);
    tcase_add_loop_test(tests, readers_refuse_a_text_too_long, 0, G_N_ELEMENTS(long_files));
    return run_cases("document", tests);
}
