// SPDX-License-Identifier: GPL-3.0-or-later
// A report in bytes: what comes back says the same, and nothing that is cut, added to or changed
// can say what a report may not.
#include "report/packed.h"

#include <check.h>
#include <math.h>
#include <string.h>

#include "fake_pack.h"
#include "run.h"
#include "text/fault.h"

static void append(const void *data, size_t len, void *to)
{
    g_byte_array_append(to, data, (guint)len);
}

static GByteArray *packed(const Report *report)
{
    GByteArray *bytes = g_byte_array_new();
    g_autoptr(Packer) packer = packer_new(append, bytes);
    ck_assert_uint_eq(packer_end(packer, report), bytes->len);
    return bytes;
}

static Report *read_back(const void *data, size_t len, GError **error)
{
    g_autoptr(GBytes) bytes = g_bytes_new(data, len);
    return packed_read(bytes, fake_pack(), error);
}

static void check_same(const Report *report)
{
    g_autoptr(GByteArray) bytes = packed(report);
    g_autoptr(GError) error = NULL;
    g_autoptr(Report) back = read_back(bytes->data, bytes->len, &error);
    ck_assert_msg(back, "%s", error ? error->message : "");
    g_autofree char *whole_before = report_to_json(report, fake_pack());
    g_autofree char *whole_after = report_to_json(back, fake_pack());
    const char *before = strstr(whole_before, "\"document\""); // the tool is not on the way
    const char *after = strstr(whole_after, "\"document\"");
    size_t same = 0;
    while (before[same] && before[same] == after[same])
        same++;
    ck_assert_msg(before[same] == after[same], "%.60s | %.60s", before + same, after + same);
}

// What the way through JSON gives, this one gives, too.
START_TEST(says_the_same)
{
    g_autoptr(Report) full = sample_full(), many = sample_long();
    g_autoptr(Report) failed = report_failed("a.pdf", FAULT_ENCRYPTED, "needs a password");
    Finding *finding = full->findings->pdata[0];
    finding->prominence.font_size = 10.4949F;
    g_array_index(finding->rects, PageBox, 0).box.x0 = -0.004F;
    check_same(full);
    check_same(many);
    check_same(failed);
    g_autoptr(GByteArray) bytes = packed(full);
    g_autoptr(Report) back = read_back(bytes->data, bytes->len, NULL);
    const Finding *same = back->findings->pdata[0];
    ck_assert_float_eq(same->prominence.font_size, 10.49F);
    ck_assert_float_eq(g_array_index(same->rects, PageBox, 0).box.x0, 0);
    ck_assert(!signbit(g_array_index(same->rects, PageBox, 0).box.x0));
}
END_TEST

// Findings given one by one are those of the report, even when their lists go before the next come:
// another list may then stand where one stood.
START_TEST(findings_come_one_by_one)
{
    g_autoptr(Report) report = sample_long();
    g_autoptr(GByteArray) whole = packed(report), bytes = g_byte_array_new();
    g_autoptr(Packer) packer = packer_new(append, bytes);
    ck_assert_uint_gt(report->findings->len, 1);
    while (report->findings->len) {
        packer_add(packer, report->findings->pdata[0]);
        g_ptr_array_remove_index(report->findings, 0);
    }
    ck_assert_uint_eq(packer_end(packer, report), bytes->len);
    ck_assert_uint_eq(bytes->len, whole->len);
    ck_assert_mem_eq(bytes->data, whole->data, whole->len);
}
END_TEST

START_TEST(nothing_may_be_missing)
{
    g_autoptr(Report) report = sample_full();
    g_autoptr(GByteArray) bytes = packed(report);
    for (guint len = 0; len < bytes->len; len++) {
        g_autoptr(GError) error = NULL;
        ck_assert_ptr_null(read_back(bytes->data, len, &error));
        ck_assert(g_error_matches(error, FAULT_DOMAIN, FAULT_DAMAGED));
    }
    append("", 1, bytes);
    ck_assert_ptr_null(read_back(bytes->data, bytes->len, NULL));
}
END_TEST

// A changed byte is refused, or gives a report that could as well have come as JSON.
START_TEST(nothing_unsound_comes_through)
{
    g_autoptr(Report) report = sample_full();
    g_autoptr(GByteArray) bytes = packed(report);
    static const guint8 changes[] = {0xFF, 0x80, 0x01, 0x20};
    for (guint i = 0; i < bytes->len; i++) {
        guint8 was = bytes->data[i];
        bytes->data[i] = was ^ changes[_i];
        g_autoptr(Report) back = read_back(bytes->data, bytes->len, NULL);
        bytes->data[i] = was;
        if (!back)
            continue;
        g_autofree char *json = report_to_json(back, fake_pack());
        g_autoptr(GError) error = NULL;
        g_autoptr(Report) sound = report_from_json(json, strlen(json), fake_pack(), &error);
        ck_assert_msg(sound, "byte %u: %s", i, error ? error->message : "");
    }
}
END_TEST

// What a worker that was taken over might say of a finding.
static void of_no_type(Report *report, Finding *finding)
{
    g_free(finding->type);
    finding->type = g_strdup("no_such_type");
}

static void of_no_severity(Report *report, Finding *finding)
{
    finding->severity = 0;
}

static void of_another_polarity(Report *report, Finding *finding)
{
    finding->polarity = POLARITY_PROTECTIVE;
}

static void behind_the_text(Report *report, Finding *finding)
{
    report->document.characters = finding->range.end - 1;
}

static void with_another_quote(Report *report, Finding *finding)
{
    finding->range.end--;
}

static void with_bad_utf8(Report *report, Finding *finding)
{
    finding->shown[0] = (char)0xFF;
}

static void with_bad_fingerprint(Report *report, Finding *finding)
{
    finding->fingerprint[3] = 'x';
}

static void on_no_page(Report *report, Finding *finding)
{
    g_array_index(finding->rects, PageBox, 0).page = (uint32_t)report->document.pages;
}

static void with_endless_box(Report *report, Finding *finding)
{
    g_array_index(finding->rects, PageBox, 0).box.x1 = 2e7F;
}

static void (*const spoils[])(Report *, Finding *) = {
    of_no_type,    of_no_severity,       of_another_polarity, behind_the_text,  with_another_quote,
    with_bad_utf8, with_bad_fingerprint, on_no_page,          with_endless_box,
};

START_TEST(findings_are_checked)
{
    g_autoptr(Report) report = sample_full();
    spoils[_i](report, report->findings->pdata[0]);
    g_autoptr(GByteArray) bytes = packed(report);
    ck_assert_ptr_null(read_back(bytes->data, bytes->len, NULL));
}
END_TEST

// Each would take many times more memory than it takes bytes.
START_TEST(there_are_not_too_many)
{
    enum { MANY = 2000001 };
    g_autoptr(Report) report = sample_full();
    for (unsigned i = 0; i < MANY; i++)
        g_ptr_array_add(report->document.references, g_strdup(""));
    g_autoptr(GByteArray) bytes = packed(report);
    ck_assert_ptr_null(read_back(bytes->data, bytes->len, NULL));
    g_ptr_array_set_size(report->document.references, MANY / 2);
    g_autoptr(GByteArray) fewer = packed(report);
    g_autoptr(Report) back = read_back(fewer->data, fewer->len, NULL);
    ck_assert_ptr_nonnull(back);
}
END_TEST

// Of characters that JSON writes as two or six.
static const struct {
    char c;
    int many;
} grown[] = {{'\001', 16 << 20}, {'"', 80 << 20}, {'\\', 80 << 20}};

START_TEST(words_do_not_grow_too_much)
{
    const int MANY = grown[_i].many;
    g_autoptr(Report) report = sample_full();
    g_free(report->document.title);
    report->document.title = g_strnfill((gsize)MANY + 1, grown[_i].c);
    g_autoptr(GByteArray) bytes = packed(report);
    ck_assert_ptr_null(read_back(bytes->data, bytes->len, NULL));
    report->document.title[MANY / 2] = '\0';
    g_autoptr(GByteArray) fewer = packed(report);
    g_autoptr(Report) back = read_back(fewer->data, fewer->len, NULL);
    ck_assert_ptr_nonnull(back);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("packed");
    tcase_add_test(cases, says_the_same);
    tcase_add_test(cases, findings_come_one_by_one);
    tcase_add_test(cases, nothing_may_be_missing);
    tcase_add_test(cases, there_are_not_too_many);
    tcase_add_loop_test(cases, words_do_not_grow_too_much, 0, G_N_ELEMENTS(grown));
    tcase_add_loop_test(cases, nothing_unsound_comes_through, 0, 4);
    tcase_add_loop_test(cases, findings_are_checked, 0, G_N_ELEMENTS(spoils));
    return run_cases("packed", cases);
}
