// SPDX-License-Identifier: GPL-3.0-or-later
// What streams hold, by every filter, and what is too much of it.
#include "read/pdf_stream.h"

#include <check.h>
#include <string.h>
#include <sys/resource.h>

#include "files.h"
#include "read/pdf_fonts.h"
#include "run.h"

// A file of one page; its content are the streams of `parts`, up to three, each "DICTIONARY|BYTES".
static GBytes *file_of(const char *const *parts)
{
    size_t at[6] = {0}, count = 3;
    GString *pdf = g_string_new("%PDF-1.4\n");
    static const char *const streams[] = {"", "4 0 R", "4 0 R 5 0 R", "4 0 R 5 0 R 6 0 R"};
    g_autofree char *page =
        g_strdup_printf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents[%s]>>",
                        streams[g_strv_length((char **)parts)]);
    const char *objects[] = {"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                             page};
    for (unsigned i = 0; i < count; i++) {
        at[i] = pdf->len;
        g_string_append_printf(pdf, "%u 0 obj\n%s\nendobj\n", i + 1, objects[i]);
    }
    for (; count < G_N_ELEMENTS(at); count++) {
        const char *part = *parts ? *parts++ : "|", *bytes = strchr(part, '|');
        at[count] = pdf->len;
        g_string_append_printf(pdf,
                               "%zu 0 obj\n<<%.*s/Length %zu>>\nstream\n%s\nendstream\nendobj\n",
                               count + 1, (int)(bytes - part), part, strlen(bytes + 1), bytes + 1);
    }
    size_t table = pdf->len;
    g_string_append(pdf, "xref\n0 7\n0000000000 65535 f \n");
    for (unsigned i = 0; i < count; i++)
        g_string_append_printf(pdf, "%010zu 00000 n \n", at[i]);
    g_string_append_printf(pdf, "trailer<</Root 1 0 R/Size 7>>\nstartxref\n%zu\n%%%%EOF\n", table);
    return g_string_free_to_bytes(pdf);
}

static qpdf_data open_bytes(GBytes *bytes)
{
    gsize len = 0;
    const char *data = g_bytes_get_data(bytes, &len);
    qpdf_data pdf = qpdf_init();
    qpdf_silence_errors(pdf);
    qpdf_set_suppress_warnings(pdf, QPDF_TRUE);
    ck_assert_int_eq(qpdf_read_memory(pdf, "", data, len, NULL), QPDF_SUCCESS);
    return pdf;
}

static void close_file(qpdf_data pdf)
{
    while (qpdf_more_warnings(pdf))
        qpdf_next_warning(pdf);
    if (qpdf_has_error(pdf))
        qpdf_get_error(pdf); // or it is printed
    qpdf_cleanup(&pdf);
}

static char *content_of(GBytes *bytes, size_t most)
{
    size_t len = 0;
    qpdf_data pdf = open_bytes(bytes);
    char *content = stream_read_page(pdf, qpdf_get_page_n(pdf, 0), most, &len);
    ck_assert(!content || (len == strlen(content) && len <= most));
    close_file(pdf);
    return content;
}

static const struct {
    const char *parts[4];
    size_t most;
    const char *content; // NULL: too much, or not to be told
} rows[] = {
    {{"|BT ET"}, 5, "BT ET"},
    {{"|BT ET"}, 4, NULL},
    {{"|BT", "|", "|ET"}, 99, "BT\nET"},
    {{"|BT", "|ET"}, 4, NULL},
    {{"/Filter/ASCIIHexDecode|4254204554>"}, 99, "BT ET"},
    {{"/Filter[/ASCIIHexDecode/LZWDecode]|800B6050220C0C8501>"}, 99999, "-----A---B"},
    {{"/Filter[/ASCIIHexDecode/FlateDecode]|789c730a51700d010003dd0150>"}, 99999, "BT ET"},
    {{"/Filter[/ASCIIHexDecode/FlateDecode]|789c730a51700d010003dd0150>"}, 9999, NULL},
    {{"/Filter[/ASCII85Decode/FlateDecode]|Garg^;/csF!!D$X:]~>"}, 20000, "BT ET"},
    {{"/Filter/ASCII85Decode|6<!~>"}, 5, "BT"},   // no letter here stands for four bytes
    {{"/Filter/ASCII85Decode|zz6<!~>"}, 9, NULL}, // and here
    {{"/Filter/FlateDecode|BT ET"}, 99, NULL},    // damaged
    {{"/Filter/Crypt|BT ET"}, 99, NULL},
    {{"/Filter/JPXDecode|BT ET"}, 99, NULL},
    {{"/Filter/RunLengthDecode|\xFEq\x80"}, 99999, NULL}, // no text is packed so
    {{"/DecodeParms<</Columns 4294967295/Predictor 12>>/Filter/FlateDecode|BT ET"}, 99, NULL},
    {{"/Filter[/ASCIIHexDecode/ASCIIHexDecode/ASCIIHexDecode/ASCIIHexDecode/ASCIIHexDecode]|>"},
     99,
     NULL},
};

START_TEST(unpacks_what_is_short)
{
    g_autoptr(GBytes) bytes = file_of(rows[_i].parts);
    g_autofree char *content = content_of(bytes, rows[_i].most);
    ck_assert_msg(g_strcmp0(content, rows[_i].content) == 0, "row %d: %s", _i, content);
}
END_TEST

static GBytes *fixture(const char *name)
{
    g_autofree char *path = g_build_filename("tests/fixtures/pdf", name, NULL);
    return source_bytes(path);
}

static long peak(void) // KiB
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return used.ru_maxrss;
}

// Two kilobytes that would become 256 MiB, and a stream of them that is deflated once.
START_TEST(bombs_are_not_unpacked)
{
    g_autoptr(GBytes) bytes = fixture("bomb-page.pdf");
    ck_assert_uint_lt(g_bytes_get_size(bytes), 4096);
    long before = peak();
    g_autofree char *content = content_of(bytes, 16 << 20);
    ck_assert_ptr_null(content);
    ck_assert_int_lt(peak() - before, 32 << 10);
}
END_TEST

// The limit is met to the byte, and nothing is unpacked beyond it.
START_TEST(the_limit_is_exact)
{
    g_autoptr(GBytes) bytes = fixture("plain.pdf");
    g_autofree char *whole = content_of(bytes, 16 << 20);
    ck_assert_ptr_nonnull(whole);
    size_t len = strlen(whole);
    g_autofree char *same = content_of(bytes, len);
    ck_assert_str_eq(whole, same);
    g_autofree char *less = content_of(bytes, len - 1);
    ck_assert_ptr_null(less);
}
END_TEST

START_TEST(no_bytes_have_no_fonts)
{
    g_autoptr(GBytes) none = g_bytes_new(NULL, 0);
    ck_assert_ptr_null(fonts_new(none, NULL));
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("rows");
    tcase_add_loop_test(cases, unpacks_what_is_short, 0, G_N_ELEMENTS(rows));
    tcase_add_test(cases, bombs_are_not_unpacked);
    tcase_add_test(cases, the_limit_is_exact);
    tcase_add_test(cases, no_bytes_have_no_fonts);
    return run_cases("pdf_stream", cases);
}
