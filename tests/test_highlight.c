// SPDX-License-Identifier: GPL-3.0-or-later
// Marked copies, read back with poppler: where the marks lie, what they say, what shows.
#include <check.h>
#include <math.h>
#include <poppler.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fake_pack.h"
#include "files.h"
#include "read/reader.h"
#include "report/highlight.h"
#include "run.h"

extern const Reader reader_pdf;

static GBytes *fixture(const char *name)
{
    g_autofree char *path = g_build_filename("tests", "fixtures", "pdf", name, NULL);
    return source_bytes(path);
}

// A report with one finding on the first occurrence of `words`.
static Report *report_on(GBytes *bytes, const char *password, const char *words, int severity)
{
    const ReadOptions options = {.password = password};
    g_autoptr(Document) doc = reader_pdf.read(bytes, &options, NULL);
    ck_assert(doc != NULL);
    const char *at = strstr(doc->text->str, words);
    ck_assert_msg(at != NULL, "%s", words);
    size_t start = (size_t)(at - doc->text->str);
    Report *report = sample_report(doc->text->str);
    Finding *finding = sample_finding(report, "contacts_read", words, severity);
    g_clear_pointer(&finding->rects, g_array_unref);
    finding->rects = document_boxes(doc, start, start + strlen(words));
    return report;
}

static const struct {
    const char *file, *password, *words;
    int marks; // one a page
} rows[] = {
    {"plain.pdf", NULL, "通讯录、通话记录", 1}, {"two-columns.pdf", NULL, "不影\f响此前", 2},
    {"rotated.pdf", NULL, "日常消费", 1},       {"cropped.pdf", NULL, "日常消费", 1},
    {"owner-password.pdf", NULL, "通讯录", 1},  {"user-password.pdf", "secret", "通讯录", 1},
};

static PopplerDocument *open_pdf(GBytes *bytes, const char *password)
{
    GError *error = NULL;
    PopplerDocument *pdf = poppler_document_new_from_bytes(bytes, password, &error);
    ck_assert_msg(pdf != NULL, "%s", error ? error->message : "");
    return pdf;
}

// Whether the annotation covers one of the finding's boxes on its page.
static bool lies_on(const PopplerAnnotMapping *one, const Finding *finding, uint32_t page,
                    double height)
{
    for (guint i = 0; i < finding->rects->len; i++) {
        const PageBox *box = &g_array_index(finding->rects, PageBox, i);
        if (box->page == page && one->area.x1 <= (double)box->box.x0 + 1 &&
            one->area.x2 >= (double)box->box.x1 - 1 &&
            one->area.y1 <= height - (double)box->box.y1 + 1 &&
            one->area.y2 >= height - (double)box->box.y0 - 1)
            return true;
    }
    return false;
}

static int check_page(PopplerDocument *pdf, const Finding *finding, int index)
{
    PopplerPage *page = poppler_document_get_page(pdf, index);
    double width, height;
    int found = 0;
    poppler_page_get_size(page, &width, &height);
    GList *annots = poppler_page_get_annot_mapping(page);
    for (GList *at = annots; at; at = at->next) {
        const PopplerAnnotMapping *one = at->data;
        if (poppler_annot_get_annot_type(one->annot) != POPPLER_ANNOT_HIGHLIGHT)
            continue;
        g_autofree char *note = poppler_annot_get_contents(one->annot);
        ck_assert_msg(strstr(note, "读取通讯录 · 极高"), "%s", note);
        ck_assert(strstr(note, "为什么重要：") && strstr(note, "依据：") &&
                  strstr(note, "法律意见"));
        ck_assert(lies_on(one, finding, (uint32_t)index, height));
        found++;
    }
    poppler_page_free_annot_mapping(annots);
    g_object_unref(page);
    return found;
}

// As a worker gives it its room.
static GBytes *highlight(GBytes *pdf, const char *password, const Report *report, Lang lang,
                         GError **error)
{
    int room = memfd_create("made", MFD_CLOEXEC);
    GBytes *copy = highlight_pdf(pdf, password, report, fake_pack(), lang, room, error);
    close(room);
    return copy;
}

START_TEST(marks_lie_on_their_words)
{
    g_autoptr(GBytes) bytes = fixture(rows[_i].file);
    g_autoptr(Report) report = report_on(bytes, rows[_i].password, rows[_i].words, 5);
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) copy = highlight(bytes, rows[_i].password, report, LANG_ZH, &error);
    ck_assert_msg(copy != NULL, "%s", error ? error->message : "");
    PopplerDocument *pdf = open_pdf(copy, rows[_i].password);
    int marks = 0;
    for (int i = 0; i < poppler_document_get_n_pages(pdf); i++)
        marks += check_page(pdf, g_ptr_array_index(report->findings, 0), i);
    ck_assert_int_eq(marks, rows[_i].marks);
    g_object_unref(pdf);
}
END_TEST

START_TEST(copy_reads_the_same)
{
    const ReadOptions options = {0};
    g_autoptr(GBytes) bytes = fixture("plain.pdf");
    g_autoptr(Report) report = report_on(bytes, NULL, "通讯录", 5);
    g_autoptr(GBytes) copy = highlight(bytes, NULL, report, LANG_EN, NULL);
    g_autoptr(Document) before = reader_pdf.read(bytes, &options, NULL);
    g_autoptr(Document) after = reader_pdf.read(copy, &options, NULL);
    ck_assert_str_eq(before->text->str, after->text->str);
    ck_assert_uint_eq(after->reasons->len, 0);
    const PageBox *box =
        &g_array_index(((Finding *)g_ptr_array_index(report->findings, 0))->rects, PageBox, 0);
    ck_assert_uint_eq(before->ink(before, 0, box->box).background, 0xFFFFFF);
    ck_assert_uint_ne(after->ink(after, 0, box->box).background, 0xFFFFFF);
}
END_TEST

START_TEST(findings_on_the_same_words_share_a_mark)
{
    g_autoptr(GBytes) bytes = fixture("plain.pdf");
    g_autoptr(Report) report = report_on(bytes, NULL, "通讯录", 3);
    Finding *first = g_ptr_array_index(report->findings, 0);
    Finding *second = sample_finding(report, "contact_third_persons", "通讯录", 5);
    g_clear_pointer(&second->rects, g_array_unref);
    second->rects = g_array_ref(first->rects);
    g_autoptr(GBytes) copy = highlight(bytes, NULL, report, LANG_EN, NULL);
    PopplerDocument *pdf = open_pdf(copy, NULL);
    PopplerPage *page = poppler_document_get_page(pdf, 0);
    GList *annots = poppler_page_get_annot_mapping(page);
    ck_assert_uint_eq(g_list_length(annots), 1);
    g_autofree char *note =
        poppler_annot_get_contents(((PopplerAnnotMapping *)annots->data)->annot);
    ck_assert(strstr(note, "Contact-list read · medium"));
    ck_assert(strstr(note, "Contacting other people · very high"));
    poppler_page_free_annot_mapping(annots);
    g_object_unref(page);
    g_object_unref(pdf);
}
END_TEST

START_TEST(refuses_what_is_no_pdf)
{
    g_autoptr(GBytes) bytes = g_bytes_new_static("not a PDF", 9);
    g_autoptr(Report) report = sample_report("text");
    g_autoptr(GError) error = NULL;
    ck_assert(!highlight(bytes, NULL, report, LANG_EN, &error));
    ck_assert(g_error_matches(error, FAULT_DOMAIN, FAULT_USAGE));
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("copies");
    tcase_add_loop_test(cases, marks_lie_on_their_words, 0, G_N_ELEMENTS(rows));
    tcase_add_test(cases, copy_reads_the_same);
    tcase_add_test(cases, findings_on_the_same_words_share_a_mark);
    tcase_add_test(cases, refuses_what_is_no_pdf);
    return run_cases("highlight", cases);
}
