// SPDX-License-Identifier: GPL-3.0-or-later
// Pages that a second thread reads are those that the first would have read.
#include <check.h>
#include <string.h>

#include "files.h"
#include "read/pdf_ahead.h"
#include "read/pdf_glyphs.h"
#include "read/pdf_layout.h"
#include "read/pdf_open.h"
#include "read/pdf_watch.h"
#include "run.h"

enum { PAGES = 6, TRIES = 40 };

static GArray *read_here(Document *doc, GBytes *bytes, int index)
{
    g_autoptr(PdfDocument) pdf = open_pdf(bytes, NULL, NULL);
    g_autoptr(PdfPage) page = poppler_document_get_page(pdf, index);
    ck_assert(page != NULL);
    return glyphs_of_page(doc, page, index);
}

static void same_glyphs(const GArray *one, const GArray *other)
{
    ck_assert_uint_gt(one->len, 0);
    ck_assert_uint_eq(one->len, other->len);
    for (guint i = 0; i < one->len; i++) {
        const Glyph *a = &g_array_index(one, Glyph, i), *b = &g_array_index(other, Glyph, i);
        ck_assert_uint_eq(a->code, b->code);
        ck_assert_uint_eq(a->color, b->color);
        ck_assert_float_eq(a->size, b->size);
        ck_assert_mem_eq(&a->box, &b->box, sizeof a->box);
    }
}

// How many pages the second thread gave when the first took its time over each.
static int pages_given(GBytes *bytes, int pages, unsigned long wait, bool compare)
{
    g_autoptr(Document) doc = document_new("pdf");
    g_autoptr(Ahead) ahead = ahead_new(bytes, NULL, pages, 0);
    int given = 0;
    for (int i = 0; i < pages; i++) {
        g_autoptr(GArray) glyphs = ahead_glyphs(ahead, i);
        g_usleep(wait);
        if (!glyphs)
            continue;
        given++;
        if (compare) {
            g_autoptr(GArray) here = read_here(doc, bytes, i);
            same_glyphs(glyphs, here);
        }
    }
    return given;
}

// A PDF of pages with a word each; those from `broken` on cannot be inflated.
static GBytes *made_pdf(int pages, int broken)
{
    g_autoptr(GString) pdf = g_string_new("%PDF-1.4\n");
    g_autoptr(GString) table = g_string_new("0000000000 65535 f \n");
    g_autoptr(GString) kids = g_string_new(NULL);
    for (int i = 0; i < pages; i++)
        g_string_append_printf(kids, "%d 0 R ", 4 + 2 * i);
    for (int number = 1; number < 4 + 2 * pages; number++) {
        int page = (number - 4) / 2;
        g_string_append_printf(table, "%010zu 00000 n \n", pdf->len);
        g_string_append_printf(pdf, "%d 0 obj\n", number);
        if (number == 1)
            g_string_append(pdf, "<</Type/Catalog/Pages 2 0 R>>");
        else if (number == 2)
            g_string_append_printf(pdf, "<</Type/Pages/Count %d/Kids[%s]>>", pages, kids->str);
        else if (number == 3)
            g_string_append(pdf, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
        else if (number % 2 == 0)
            g_string_append_printf(pdf,
                                   "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents %d 0 R"
                                   "/Resources<</Font<</F 3 0 R>>>>>>",
                                   number + 1);
        else
            g_string_append_printf(
                pdf, "<</Length 36%s>>stream\nBT /F 12 Tf 50 %03d Td (word) Tj ET     \nendstream",
                page >= broken ? "/Filter/FlateDecode" : "", 100 + page);
        g_string_append(pdf, "\nendobj\n");
    }
    size_t start = pdf->len;
    g_string_append_printf(
        pdf, "xref\n0 %d\n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF\n",
        4 + 2 * pages, table->str, 4 + 2 * pages, start);
    return g_bytes_new(pdf->str, pdf->len);
}

// The second thread may come too late; not each time.
static int most_given(GBytes *bytes, int pages)
{
    int given = 0;
    for (unsigned long i = 0; i < TRIES && given == 0; i++)
        given = pages_given(bytes, pages, 2000 << (i / 8), true);
    return given;
}

START_TEST(gives_the_same_pages)
{
    g_autoptr(GBytes) made = made_pdf(PAGES, PAGES);
    g_autoptr(GBytes) typeset = source_bytes("corpus/qinghe/qinghe-loan-chromium.pdf");
    watch_begin();
    ck_assert_int_ge(most_given(made, PAGES), 1);
    ck_assert_int_ge(most_given(typeset, 4), 1);
    ck_assert(!watch_repaired());
}
END_TEST

// What is wrong with a page must be told as it is told without a second thread.
START_TEST(gives_none_when_one_is_damaged)
{
    g_autoptr(GBytes) bytes = made_pdf(PAGES, PAGES - 1);
    watch_begin();
    for (unsigned long i = 0; i < TRIES / 8; i++)
        ck_assert_int_eq(pages_given(bytes, PAGES, 2000 << i, false), 0);
    ck_assert(!watch_repaired()); // that was the other thread's
}
END_TEST

// Nor is a second thread needed where there is nothing to take over.
START_TEST(leaves_short_documents)
{
    g_autoptr(GBytes) bytes = made_pdf(2, 2);
    watch_begin();
    ck_assert_int_eq(pages_given(bytes, 2, 20000, false), 0);
    g_autoptr(Ahead) ahead = ahead_new(bytes, NULL, 2, 0);
    ck_assert_ptr_null(ahead_glyphs(ahead, 0)); // and freed in the midst
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("ahead");
    tcase_set_timeout(cases, 120);
    tcase_add_test(cases, gives_the_same_pages);
    tcase_add_test(cases, gives_none_when_one_is_damaged);
    tcase_add_test(cases, leaves_short_documents);
    return run_cases("pdf_ahead", cases);
}
