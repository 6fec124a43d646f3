// SPDX-License-Identifier: GPL-3.0-or-later
// The PDF reader on the files of tests/fixtures/pdf; make.py there says what each shows.
#include <check.h>
#include <math.h>
#include <poppler.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "files.h"
#include "read/pdf_content.h"
#include "read/pdf_fonts.h"
#include "read/pdf_glyphs.h"
#include "read/pdf_ink.h"
#include "read/pdf_layout.h"
#include "read/pdf_map.h"
#include "read/pdf_open.h"
#include "read/pdf_piece.h"
#include "read/pdf_raw.h"
#include "read/pdf_shown.h"
#include "read/pdf_table.h"
#include "read/pdf_type3.h"
#include "read/reader.h"
#include "run.h"

extern const Reader reader_pdf;

static GBytes *fixture(const char *name)
{
    g_autofree char *path = g_build_filename("tests", "fixtures", "pdf", name, NULL);
    return source_bytes(path);
}

static Document *read_with(const char *name, const ReadOptions *options, GError **error)
{
    g_autoptr(GBytes) bytes = fixture(name);
    return reader_pdf.read(bytes, options, error);
}

static Document *read_fixture(const char *name)
{
    const ReadOptions options = {0};
    g_autoptr(GError) error = NULL;
    Document *doc = read_with(name, &options, &error);
    ck_assert_msg(doc != NULL, "%s: %s", name, error ? error->message : "");
    return doc;
}

static const Line *line_at(const Document *doc, guint i)
{
    return &g_array_index(doc->lines, Line, i);
}

static bool is_body(const Line *line)
{
    return line->kind != LINE_RUNNING && line->kind != LINE_WATERMARK;
}

// What is read of one page (or all: -1), lines joined without blanks; cells are divided by |, rows
// and what is no table by /.
static char *read_text(const Document *doc, int page)
{
    GString *out = g_string_new(NULL);
    const Line *last = NULL;
    for (guint i = 0; i < doc->lines->len; i++) {
        const Line *line = line_at(doc, i);
        if ((page >= 0 && (int)line->page != page) || !is_body(line))
            continue;
        if (last && line->row != last->row)
            g_string_append_c(out, '/');
        else if (last && line->row && line->column != last->column)
            g_string_append_c(out, '|');
        g_string_append_len(out, doc->text->str + line->start, line->end - line->start);
        last = line;
    }
    return g_string_free(out, FALSE);
}

static const Line *line_with(const Document *doc, const char *words)
{
    for (guint i = 0; i < doc->lines->len; i++) {
        const Line *line = line_at(doc, i);
        if (g_strstr_len(doc->text->str + line->start, line->end - line->start, words))
            return line;
    }
    ck_abort_msg("no line holds %s", words);
    return NULL;
}

static float box_length(const Line *line)
{
    bool across = line->turn % 180 == 0;
    return across ? line->box.x1 - line->box.x0 : line->box.y1 - line->box.y0;
}

// Every line has an edge for each code point, inside its box; lines are in order.
static void assert_sound(const Document *doc)
{
    uint32_t at = 0;
    for (guint i = 0; i < doc->lines->len; i++) {
        const Line *line = line_at(doc, i);
        ck_assert_uint_ge(line->start, at);
        at = line->end;
        long chars = g_utf8_strlen(doc->text->str + line->start, line->end - line->start);
        ck_assert_uint_ne(line->edges, NO_EDGES);
        EdgesWalk edges = edges_of(doc->edges, line->edges);
        for (long k = 0; k < chars; k++)
            ck_assert_uint_le(edges_next(&edges).to, (box_length(line) + 1) * EDGE_UNIT);
        const Page *page = &g_array_index(doc->pages, Page, line->page);
        ck_assert(line->box.x0 >= -1 && line->box.x1 <= page->width + 1);
        ck_assert(line->box.y0 >= -1 && line->box.y1 <= page->height + 1);
    }
}

static const struct {
    const char *file;
    int page;
    const char *text; // a part of what is read
} texts[] = {
    {"plain.pdf", 0,
     "1.2 "
     "为评估您的还款能力，您同意示例小贷公司读取您手机中的通讯录、通话记录和短信，并在需要时提供给"
     "合作的催收机构。"},
    // over a column's end, over a page's end
    {"two-columns.pdf", -1,
     "告知其您的欠款情况，直至全部款项清偿为止。第二条 信息使用2.1 您的位置信息"},
    {"two-columns.pdf", -1,
     "2.3 您可以随时联系客服撤回授权，撤回不影响此前已经进行的处理活动的效力。"},
    // items too short to be told as text are read down by their numbers, a form across
    {"two-lists.pdf", 0, "（三）位置信息；（四）相册；（五）短信；（六）通话记录；"},
    {"two-lists.pdf", 1, "（三）位置信息；（四）相册；（五）短信；（六）通话记录；"},
    {"two-lists.pdf", 2, "1. 姓名|2. 电话/3. 性别|4. 年龄/5. 学历"},
    {"two-lists.pdf", 3, "左栏到此为止。右栏从此开始。"},
    {"table.pdf", -1, "/权限名称|使用目的|拒绝后果/"},
    {"table.pdf", -1,
     "/通讯录|读取全部联系人的姓名和电话号码，用于评估信用以及在逾期后联系您的亲友|无法申请借款/"},
    {"table.pdf", -1,
     "/位置信息|记录您的实时位置，用于风险控制|无法申请借款，已有借款可能提前到期/短信|"},
    {"table.pdf", -1, "|无/4.2 除上述权限外，我们不会读取您的其他信息。"},
    {"running.pdf", -1,
     "1.2 "
     "为评估您的还款能力，您同意示例小贷公司读取您手机中的通讯录、通话记录和短信，并在需要时提供给"
     "合作的催收机构。1.3 逾期后"},
    {"rotated.pdf", 0,
     "旋转 90 度的页面第一条 借款用途1.1 借款人应当将本合同项下的款项用于日常消费"},
    {"rotated.pdf", 1,
     "旋转 180 度的页面第一条 借款用途1.1 借款人应当将本合同项下的款项用于日常消费"},
    {"rotated.pdf", 2,
     "旋转 270 度的页面第一条 借款用途1.1 借款人应当将本合同项下的款项用于日常消费"},
    {"sideways.pdf", 0, "短信，并在需要时提供给合作的催收机构。1.3 逾期后"},
    {"sideways.pdf", 1, "短信，并在需要时提供给合作的催收机构。1.3 逾期后"},
    {"upside-down.pdf", 0,
     "1.1 (a) The lender may read your contacts, and call them. (b) It may share (and sell) them."},
    {"upside-down.pdf", 1,
     "1.1 (a) The lender may read your contacts, and call them. (b) It may share (and sell) them."},
    {"cropped.pdf", 0, "第一条 借款用途1.1"},
    {"cropped.pdf", 1, "第一条 借款用途1.1"},
    {"form.pdf", 0, "/借款人：|张示例/用途：|Education/"},
    {"form.pdf", 1, "/借款人：|张示例/用途：|Education/"},
    {"choices.pdf", 0,
     "☐等额本金☑等额本息/还款周期：|Quarterly/计息周期：|☐Monthly☐Quarterly☑Yearly"},
    {"form.pdf", 0,
     "补充条款：借款人同意平台读取其通讯录以上内容由借款人填写，提交后不可修改。Void after 30 "
     "days"},
    {"bold.pdf", 0,
     "借款人同意平台读取通讯录，谢谢配合。借款人同意平台读取通讯录，谢谢配合。授权读取通讯录联系亲"
     "属和朋友1.3"},
    {"owner-password.pdf", 0, "第一条 借款用途1.1"},
    {"repaired.pdf", 0, "第一条 借款用途1.1"},
};

START_TEST(reads_in_order)
{
    g_autoptr(Document) doc = read_fixture(texts[_i].file);
    assert_sound(doc);
    g_autofree char *text = read_text(doc, texts[_i].page);
    ck_assert_msg(strstr(text, texts[_i].text), "%s: %s", texts[_i].file, text);
}
END_TEST

static const struct {
    const char *file, *words;
    LineKind kind;
} kinds[] = {
    {"running.pdf", "示例小贷公司 合同编号 2024-0003", LINE_RUNNING},
    {"running.pdf", "- 4 -", LINE_RUNNING},
    {"running.pdf", "客服电话 400-000-0000", LINE_RUNNING},
    {"running.pdf", "示例专用", LINE_WATERMARK},
    {"running.pdf", "内部资料", LINE_WATERMARK},
    {"running.pdf", "第二条 信息使用", LINE_BODY},
    {"table.pdf", "第 2 页 共 2 页", LINE_RUNNING},
    {"table.pdf", "通讯录", LINE_CELL},
    {"two-columns.pdf", "示例小贷公司消费借款合同", LINE_HEADING},
};

START_TEST(knows_kinds)
{
    g_autoptr(Document) doc = read_fixture(kinds[_i].file);
    ck_assert_int_eq(line_with(doc, kinds[_i].words)->kind, kinds[_i].kind);
}
END_TEST

// A sound PDF of two pages with a stream of `len` bytes that nothing uses.
static GBytes *pdf_with_stream(const char *stream, size_t len)
{
    GString *pdf = g_string_new("%PDF-1.4\n");
    size_t at[5];
    static const char *const objects[] = {"<</Type/Catalog/Pages 2 0 R>>",
                                          "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>",
                                          "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>",
                                          "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>"};
    for (unsigned i = 0; i < G_N_ELEMENTS(objects); i++) {
        at[i] = pdf->len;
        g_string_append_printf(pdf, "%u 0 obj\n%s\nendobj\n", i + 1, objects[i]);
    }
    at[4] = pdf->len;
    g_string_append_printf(pdf, "5 0 obj\n<</Length %zu>>stream\n", len);
    g_string_append_len(pdf, stream, (gssize)len);
    g_string_append(pdf, "\nendstream\nendobj\n");
    size_t table = pdf->len;
    g_string_append(pdf, "xref\n0 6\n0000000000 65535 f \n");
    for (unsigned i = 0; i < G_N_ELEMENTS(at); i++)
        g_string_append_printf(pdf, "%010zu 00000 n \n", at[i]);
    g_string_append_printf(pdf, "trailer<</Root 1 0 R/Size 6>>\nstartxref\n%zu\n%%%%EOF\n", table);
    return g_string_free_to_bytes(pdf);
}

// Each name of a font's program asks for a search of the whole file: without an end to them these
// 300,000 would take an hour.
START_TEST(names_of_fonts_without_end)
{
    g_autoptr(GString) stream = g_string_new(NULL);
    for (unsigned i = 0; i < 300000; i++)
        g_string_append_printf(stream, "%u 0 obj<</FontFile 8 0 R>>\n", i + 10);
    g_autoptr(GBytes) bytes = pdf_with_stream(stream->str, stream->len);
    g_autoptr(Fonts) fonts = fonts_new(bytes, NULL);
    ck_assert_ptr_null(fonts);
    g_autoptr(Document) doc = reader_pdf.read(bytes, &(ReadOptions){0}, NULL);
    ck_assert_ptr_nonnull(doc);
}
END_TEST

START_TEST(header_row_is_read_once)
{
    g_autoptr(Document) doc = read_fixture("table.pdf");
    int heads = 0, repeated = 0;
    for (guint i = 0; i < doc->lines->len; i++) {
        heads += line_at(doc, i)->head && line_at(doc, i)->kind == LINE_CELL;
        repeated += line_at(doc, i)->head && line_at(doc, i)->kind == LINE_RUNNING;
    }
    ck_assert_int_eq(heads, 3);
    ck_assert_int_eq(repeated, 3);
    ck_assert_uint_eq(line_with(doc, "能提前到期")->row, line_with(doc, "位置信息")->row);
}
END_TEST

static const struct {
    const char *file, *words;
    LineBreak before;
} breaks[] = {
    {"plain.pdf", "1.2 为评估", BREAK_PARAGRAPH},
    {"plain.pdf", "在需要时提供", BREAK_WRAPPED},
    {"two-columns.pdf", "款项清偿为止", BREAK_WRAPPED},
    {"two-columns.pdf", "响此前已经", BREAK_WRAPPED},
    {"two-columns.pdf", "1.3 逾期后", BREAK_PARAGRAPH},
};

START_TEST(knows_breaks)
{
    g_autoptr(Document) doc = read_fixture(breaks[_i].file);
    ck_assert_int_eq(line_with(doc, breaks[_i].words)->before, breaks[_i].before);
}
END_TEST

START_TEST(knows_directions)
{
    g_autoptr(Document) doc = read_fixture("rotated.pdf");
    ck_assert_int_eq(line_with(doc, "旋转 90")->turn, 90);
    ck_assert_int_eq(line_with(doc, "旋转 180")->turn, 180);
    ck_assert_int_eq(line_with(doc, "旋转 270")->turn, 270);
    g_autoptr(Document) flipped = read_fixture("upside-down.pdf");
    ck_assert_int_eq(line_at(flipped, 0)->turn, 0);
    ck_assert_int_eq(line_at(flipped, flipped->lines->len - 1)->turn, 180);
}
END_TEST

// The boxes of words, against what poppler finds in them; and how many there are.
static const struct {
    const char *file, *words;
    guint boxes;
} places[] = {
    {"plain.pdf", "通讯录、通话记录", 1},     {"two-columns.pdf", "示例小贷公\n司读取", 2},
    {"two-columns.pdf", "全部\n款项清偿", 2}, {"two-columns.pdf", "不影\f响此前", 2},
    {"cropped.pdf", "日常消费", 1},           {"table.pdf", "风险控制", 1},
};

START_TEST(boxes_hold_their_words)
{
    g_autoptr(Document) doc = read_fixture(places[_i].file);
    g_autoptr(GBytes) bytes = fixture(places[_i].file);
    PopplerDocument *pdf = poppler_document_new_from_bytes(bytes, NULL, NULL);
    const char *at = strstr(doc->text->str, places[_i].words);
    ck_assert_msg(at != NULL, "%s", places[_i].words);
    size_t start = (size_t)(at - doc->text->str);
    g_autoptr(GArray) boxes = document_boxes(doc, start, start + strlen(places[_i].words));
    ck_assert_uint_eq(boxes->len, places[_i].boxes);
    g_autoptr(GString) found = g_string_new(NULL), wanted = g_string_new(places[_i].words);
    for (guint i = 0; i < boxes->len; i++) {
        const PageBox *box = &g_array_index(boxes, PageBox, i);
        PopplerPage *page = poppler_document_get_page(pdf, (int)box->page);
        PopplerRectangle area = {(double)box->box.x0 + 1, (double)box->box.y0 + 2,
                                 (double)box->box.x1 - 1, (double)box->box.y1 - 2};
        g_autofree char *words = poppler_page_get_text_for_area(page, &area);
        g_string_append(found, words);
        g_object_unref(page);
    }
    g_string_replace(wanted, "\n", "", 0);
    g_string_replace(wanted, "\f", "", 0);
    ck_assert_str_eq(found->str, wanted->str);
    g_object_unref(pdf);
}
END_TEST

START_TEST(crop_box_is_the_page)
{
    g_autoptr(Document) doc = read_fixture("cropped.pdf");
    ck_assert(strstr(doc->text->str, "裁切框以外") == NULL);
    const Page *page = &g_array_index(doc->pages, Page, 0);
    ck_assert_float_eq_tol(page->width, 520, 0.1F);
    ck_assert_float_eq_tol(page->height, 730, 0.1F);
    ck_assert_float_eq_tol(line_at(doc, 0)->box.x0, 30, 0.1F);
}
END_TEST

static void set_run(GArray *glyphs, float x, float y, int count, bool apart)
{
    for (int i = 0; i < count; i++) {
        float at = x + 10 * (float)i;
        Glyph glyph = {.box = {at, y, at + 10, y + 10}, .code = 0x501F, .size = 10};
        glyph.apart = apart && i == 0;
        g_array_append_val(glyphs, glyph);
    }
}

// Columns that the PDF library gave one by one, but for a line that hangs out so far that it took
// what stands beside it for its rest.
START_TEST(hanging_line_ends_with_its_column)
{
    g_autoptr(GArray) glyphs = g_array_new(FALSE, FALSE, sizeof(Glyph));
    set_run(glyphs, 0, 0, 20, true);
    set_run(glyphs, 0, 15, 21, true);
    set_run(glyphs, 215, 15, 20, false);
    set_run(glyphs, 0, 30, 20, true);
    set_run(glyphs, 215, 2, 20, true);
    set_run(glyphs, 215, 28, 20, true);
    g_autoptr(GArray) pieces = piece_cut(glyphs);
    ck_assert_uint_eq(pieces->len, 6);
    ck_assert_uint_eq(g_array_index(pieces, Piece, 1).count, 21);
}
END_TEST

static const struct {
    const char *words;
    bool hidden;
    uint32_t color, background;
    float size;
} inks[] = {
    {"Plain", false, 0x000000, 0xFFFFFF, 11},         {"Grey", false, 0xA6A6A6, 0xFFFFFF, 5},
    {"White", true, 0xFFFFFF, 0xFFFFFF, 11},          {"Invisible", true, 0xFFFFFF, 0xFFFFFF, 11},
    {"Covered", true, 0xFFFFFF, 0xFFFFFF, 11},        {"Clipped", true, 0xFFFFFF, 0xFFFFFF, 11},
    {"Light on dark", false, 0xFFFFFF, 0x193380, 11}, {"Faint", false, 0xD9D9D9, 0xFFFFFF, 11},
    {"Pale", false, 0xE6E6E6, 0xFFFFFF, 11},
};

static int furthest(uint32_t a, uint32_t b)
{
    int most = 0;
    for (int shift = 0; shift < 24; shift += 8)
        most = MAX(most, abs((int)(a >> shift & 255) - (int)(b >> shift & 255)));
    return most;
}

// As a long PDF, whose pages are not held: a page at a time.
static void as_long(bool long_one)
{
    content_held_most = long_one ? 0 : 64;
}

START_TEST(sees_what_shows)
{
    as_long(_i % 2);
    g_autoptr(Document) doc = read_fixture("hidden.pdf");
    const Line *line = line_with(doc, inks[_i / 2].words);
    ck_assert_float_eq_tol(document_style_at(doc, line->start)->size, inks[_i / 2].size, 0.1F);
    Ink ink = doc->ink(doc, line->page, line->box);
    ck_assert(ink.known);
    ck_assert_int_eq(ink.hidden, inks[_i / 2].hidden);
    ck_assert_int_le(furthest(ink.background, inks[_i / 2].background), 2);
    ck_assert_int_le(furthest(ink.color, inks[_i / 2].color), inks[_i / 2].hidden ? 255 : 24);
}
END_TEST

// What a place shows does not depend on what was asked before.
START_TEST(sees_each_place_by_itself)
{
    g_autoptr(Document) together = read_fixture("hidden.pdf");
    for (guint i = together->lines->len; i-- > 0;) {
        const Line *line = line_at(together, i);
        g_autoptr(Document) alone = read_fixture("hidden.pdf");
        Ink ink = together->ink(together, line->page, line->box);
        Ink own = alone->ink(alone, line->page, line->box);
        ck_assert_int_eq(ink.known, own.known);
        ck_assert_int_eq(ink.hidden, own.hidden);
        ck_assert_uint_eq(ink.color, own.color);
        ck_assert_uint_eq(ink.background, own.background);
    }
}
END_TEST

// One way to hide a line in each file; the line below it shows.
static const char *const tricks[] = {
    "trick-invisible.pdf",   "trick-covered.pdf", "trick-clipped.pdf", "trick-black-on-black.pdf",
    "trick-faint.pdf",       "trick-image.pdf",   "trick-stroke.pdf",  "trick-clip-shape.pdf",
    "trick-outline.pdf",     "trick-letters.pdf", "trick-pattern.pdf", "trick-form.pdf",
    "trick-parts.pdf",       "trick-note.pdf",    "trick-ending.pdf",  "trick-twice.pdf",
    "trick-ink.pdf",         "trick-blank.pdf",   "trick-blend.pdf",   "trick-spelling.pdf",
    "trick-masked-group.pdf"};

// Known: poppler's cairo backend draws words themselves without a soft mask, though groups with it.
// Once it does, this fails, and trick-mask.pdf belongs above.
START_TEST(mask_over_words_is_not_seen)
{
    g_autoptr(Document) doc = read_fixture("trick-mask.pdf");
    ck_assert(!doc->ink(doc, 0, line_with(doc, "contacts")->box).hidden);
}
END_TEST

START_TEST(sees_through_tricks)
{
    g_autoptr(Document) doc = read_fixture(tricks[_i]);
    const Line *hidden = line_with(doc, "contacts"), *shown = line_with(doc, "friends");
    ck_assert(doc->ink(doc, 0, hidden->box).hidden);
    Ink ink = doc->ink(doc, 0, shown->box);
    ck_assert(ink.known && !ink.hidden);
}
END_TEST

// Whether the words are known to show without a picture of them.
static const struct {
    const char *file, *words;
    bool plain;
} contents[] = {
    {"plain-words.pdf", "contacts", true},
    {"plain.pdf", "通讯录", true},
    {"two-columns.pdf", "通讯录", true},
    {"rotated.pdf", "通讯录", true},
    {"cropped.pdf", "通讯录", true},
    {"owner-password.pdf", "通讯录", true},
    {"hidden.pdf", "White", false},
    {"painted.pdf", "Dark on light 0.", true},
    {"painted.pdf", "Dark on light 270.", true},
    {"painted.pdf", "White on blue 90.", true},
    {"painted.pdf", "Grey on grey 180.", false},
    {"painted.pdf", "Over an edge 0.", true},
    {"painted.pdf", "Lost over an edge 0.", false},
    {"painted.pdf", "Two pieces 90.", true},
    {"trick-invisible.pdf", "contacts", false},
    {"trick-covered.pdf", "contacts", false},
    {"trick-covered.pdf", "friends", true},
    {"trick-clipped.pdf", "contacts", false},
    {"trick-clipped.pdf", "friends", true},
    {"trick-black-on-black.pdf", "contacts", false},
    {"trick-black-on-black.pdf", "friends", true},
    {"trick-faint.pdf", "contacts", false},
    {"trick-image.pdf", "contacts", false},
    {"trick-stroke.pdf", "contacts", false},
    {"trick-partly.pdf", "contacts", false},
    {"trick-clip-shape.pdf", "contacts", false},
    {"trick-squeezed.pdf", "friends", false},
    {"trick-outline.pdf", "contacts", false},
    {"trick-letters.pdf", "contacts", false},
    {"trick-pattern.pdf", "contacts", false},
    {"trick-mask.pdf", "contacts", false},
    {"trick-layer.pdf", "friends", false},
    {"trick-form.pdf", "contacts", false},
    {"trick-parts.pdf", "contacts", false},
    {"trick-ending.pdf", "contacts", false},
    {"trick-twice.pdf", "contacts", false},
    {"trick-ink.pdf", "contacts", false},
    {"trick-blank.pdf", "contacts", false},
    {"trick-blend.pdf", "contacts", false},
    {"trick-spelling.pdf", "contacts", false},
};

START_TEST(knows_plain_content)
{
    as_long(_i % 2);
    g_autoptr(GBytes) bytes = fixture(contents[_i / 2].file);
    g_autoptr(Document) doc = read_fixture(contents[_i / 2].file);
    const Line *line = line_with(doc, contents[_i / 2].words);
    Content *content = content_new(bytes, NULL, NULL, doc->pages->len);
    Below below;
    bool plain = content_below(content, line->page, &g_array_index(doc->pages, Page, line->page),
                               line->box, &below);
    uint32_t color = document_style_at(doc, line->start)->color;
    for (unsigned i = 0; plain && i < below.count; i++)
        plain = ink_contrast(color, below.color[i]) > 1.2F;
    content_free(content);
    ck_assert_msg(plain == contents[_i / 2].plain, "%s: %s", contents[_i / 2].file,
                  contents[_i / 2].words);
}
END_TEST

static const struct {
    const char *words;
    bool hidden;
    uint32_t color, background;
} paints[] = {
    {"Dark on light", false, 0x000000, 0xD9D9D9}, {"White on blue", false, 0xFFFFFF, 0x1A3380},
    {"Grey on grey", true, 0xD9D9D9, 0xD9D9D9},   {"Over an edge", false, 0x000000, 0xFFFFFF},
    {"Two pieces", false, 0x000000, 0xFFFFFF},
};

START_TEST(sees_words_on_paint)
{
    as_long(_i % 2);
    g_autoptr(Document) doc = read_fixture("painted.pdf");
    for (int turn = 0; turn < 360; turn += 90) {
        g_autofree char *words = g_strdup_printf("%s %d.", paints[_i / 2].words, turn);
        const Line *line = line_with(doc, words);
        Ink ink = doc->ink(doc, line->page, line->box);
        ck_assert_msg(ink.known && ink.hidden == paints[_i / 2].hidden, "%s", words);
        ck_assert_msg(furthest(ink.background, paints[_i / 2].background) <= 2, "%s: %06x", words,
                      ink.background);
        ck_assert_msg(furthest(ink.color, paints[_i / 2].color) <= 2, "%s: %06x", words, ink.color);
    }
}
END_TEST

static const char *const typeset[] = {"lanan/lanan-privacy-libreoffice-two.pdf",
                                      "yunshan/yunshan-bank-libreoffice.pdf",
                                      "clearbrook/clearbrook-en-libreoffice.pdf",
                                      "lanan/lanan-privacy-chromium.pdf",
                                      "futian/futian-tw-chromium.pdf",
                                      "rupeewing/rupeewing-en-chromium.pdf",
                                      "danacepat/danacepat-id-chromium.pdf",
                                      "../tests/fixtures/pdf/packed-fonts.pdf"};

static GBytes *agreement(const char *name)
{
    g_autofree char *path = g_build_filename(getenv("LOANLENS_SOURCE"), "corpus", name, NULL);
    char *data = NULL;
    gsize len = 0;
    ck_assert_msg(g_file_get_contents(path, &data, &len, NULL), "%s", path);
    return g_bytes_new_take(data, len);
}

static GArray *glyphs_in(GBytes *bytes, int index)
{
    g_autoptr(Document) doc = document_new("pdf");
    g_autoptr(PdfDocument) pdf = open_pdf(bytes, NULL, NULL);
    g_autoptr(PdfPage) page = poppler_document_get_page(pdf, index);
    ck_assert(page != NULL);
    return glyphs_of_page(doc, page, index);
}

START_TEST(reads_the_same_without_fonts)
{
    g_autoptr(GBytes) bytes = agreement(typeset[_i]);
    g_autoptr(Fonts) fonts = fonts_new(bytes, NULL);
    ck_assert_ptr_nonnull(fonts);
    ck_assert(!g_bytes_equal(fonts_bytes(fonts), bytes));
    for (int index = 0; index < 2; index++) {
        g_autoptr(GArray) with = glyphs_in(bytes, index);
        g_autoptr(GArray) without = glyphs_in(fonts_bytes(fonts), index);
        ck_assert_uint_gt(with->len, 0);
        ck_assert_uint_eq(with->len, without->len);
        for (guint i = 0; i < with->len; i++) {
            const Glyph *one = &g_array_index(with, Glyph, i);
            const Glyph *other = &g_array_index(without, Glyph, i);
            ck_assert_uint_eq(one->code, other->code);
            ck_assert_uint_eq(one->color, other->color);
            ck_assert_float_eq(one->size, other->size);
            ck_assert_mem_eq(&one->box, &other->box, sizeof one->box);
        }
    }
    fonts_show(fonts);
    ck_assert(g_bytes_equal(fonts_bytes(fonts), bytes));
}
END_TEST

// Where letters are not all told, or names may say more than numbers do.
static const struct {
    const char *file, *key, *other; // of one length
} needed[] = {
    {"lanan/lanan-privacy-libreoffice-two.pdf", "/ToUnicode", "/ToUnicodX"},
    {"lanan/lanan-privacy-libreoffice-two.pdf", "AAAAA+", "AAAAA-"},
    {"../tests/fixtures/pdf/packed-fonts.pdf", "/ToUnicode", "/ToUnicodX"},
    {"../tests/fixtures/pdf/packed-fonts.pdf", "/Subtype/Type1>>", "/Subtype/TypeX>>"},
    {"lanan/lanan-privacy-chromium.pdf", "/Differences", "/Differencss"},
    {"lanan/lanan-privacy-chromium.pdf", "/Type /Encoding", "/BaseEncoding/x"},
    {"lanan/lanan-privacy-chromium.pdf", "/Widths [", "/Widths ("},
    {"lanan/lanan-privacy-chromium.pdf", "/ExtGState <<", "/Pattern   <<"},
};

START_TEST(keeps_fonts_that_are_needed)
{
    g_autoptr(GBytes) bytes = agreement(needed[_i].file);
    gsize len = 0, size = strlen(needed[_i].key);
    const char *data = g_bytes_get_data(bytes, &len);
    char *changed = g_memdup2(data, len);
    unsigned count = 0;
    for (char *at = changed; (at = memmem(at, (size_t)(changed + len - at), needed[_i].key, size));
         count++)
        memcpy(at, needed[_i].other, size);
    ck_assert_uint_gt(count, 0);
    g_autoptr(GBytes) other = g_bytes_new_take(changed, len);
    g_autoptr(Fonts) fonts = fonts_new(other, NULL);
    ck_assert_msg(!fonts, "%s", needed[_i].key);
}
END_TEST

// A file of one page with one font, whose program begins with a sign.
static GBytes *pdf_with_font(const char *font, const char *descriptor, const char *sign)
{
    unsigned char packed[64];
    uLongf packed_len = sizeof packed;
    ck_assert_int_eq(compress(packed, &packed_len, (const unsigned char *)sign, 8), Z_OK);
    const char *const objects[] = {
        "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/Resources<</Font<</F 4 0 R>>>>>>", font, descriptor};
    g_autoptr(GString) pdf = g_string_new("%PDF-1.4\n");
    g_autoptr(GString) table = g_string_new("xref\n0 7\n0000000000 65535 f \n");
    for (unsigned i = 0; i < G_N_ELEMENTS(objects); i++) {
        g_string_append_printf(table, "%010zu 00000 n \n", pdf->len);
        g_string_append_printf(pdf, "%u 0 obj%s\nendobj\n", i + 1, objects[i]);
    }
    g_string_append_printf(table, "%010zu 00000 n \n", pdf->len);
    g_string_append_printf(pdf, "6 0 obj<</Length1 8/Filter[/FlateDecode]/Length %lu>>stream\n",
                           packed_len);
    g_string_append_len(pdf, (const char *)packed, (gssize)packed_len);
    g_string_append(pdf, "\nendstream\nendobj\n");
    size_t start = pdf->len;
    g_string_append_printf(pdf, "%strailer<</Root 1 0 R/Size 7>>\nstartxref\n%zu\n%%%%EOF\n",
                           table->str, start);
    return g_string_free_to_bytes(g_steal_pointer(&pdf));
}

// Programs that only draw are those of TrueType fonts that are called so, by no common name.
static const struct {
    const char *font, *descriptor, *sign;
    bool dispensable;
} programs[] = {
    {"<</Subtype/TrueType/BaseFont/ABCDEF+Kai/FontDescriptor 5 0 R>>", "<</FontFile2 6 0 R>>",
     "\0\1\0\0    ", true},
    {"<</Subtype/CIDFontType2 /BaseFont /ABCDEF+Kai /FontDescriptor 5 0 R>>",
     "<< /Flags 4 /FontFile2 6 0 R >>", "true    ", true},
    {"<</Subtype/TrueType/BaseFont/ABCDEF+Kai/FontDescriptor 5 0 R>>", "<</FontFile2 6 0 R>>",
     "OTTO    ", false},
    {"<</Subtype/Type1/BaseFont/ABCDEF+Kai/FontDescriptor 5 0 R>>", "<</FontFile2 6 0 R>>",
     "\0\1\0\0    ", false},
    {"<</Subtype/TrueTypes/BaseFont/ABCDEF+Kai/FontDescriptor 5 0 R>>", "<</FontFile2 6 0 R>>",
     "\0\1\0\0    ", false},
    {"<</Subtype/TrueType/BaseFont/Arial/FontDescriptor 5 0 R>>", "<</FontFile2 6 0 R>>",
     "\0\1\0\0    ", false},
    {"<</Subtype/TrueType/FontDescriptor 5 0 R>>", "<</FontFile2 6 0 R>>", "\0\1\0\0    ", false},
    {"<</Subtype/TrueType/BaseFont/ABCDEF+Kai/FontDescriptor 5 0 R>>",
     "<</FontFile2 6 0 R/FontFile3 6 0 R>>", "\0\1\0\0    ", false},
    {"<</Subtype/TrueType/BaseFont/ABCDEF+Kai/FontDescriptor 5 0 R>>", "<</FontFile2 7 0 R>>",
     "\0\1\0\0    ", false},
    {"<</Subtype/TrueType/BaseFont/ABCDEF+Kai/FontDescriptor 5 0 R/Or<</FontDescriptor 5 0 R>>>>",
     "<</FontFile2 6 0 R>>", "\0\1\0\0    ", false},
};

START_TEST(true_type_programs_that_only_draw)
{
    g_autoptr(GBytes) bytes =
        pdf_with_font(programs[_i].font, programs[_i].descriptor, programs[_i].sign);
    g_autoptr(Fonts) fonts = fonts_new(bytes, NULL);
    ck_assert(!fonts == !programs[_i].dispensable);
    if (!fonts)
        return;
    gsize len = 0;
    const char *left = g_bytes_get_data(fonts_bytes(fonts), &len);
    ck_assert_uint_eq(len, g_bytes_get_size(bytes));
    ck_assert_ptr_nonnull(memmem(left, len, "/FontFilX2 6 0 R", 16));
    fonts_show(fonts);
    ck_assert(g_bytes_equal(fonts_bytes(fonts), bytes));
}
END_TEST

START_TEST(has_no_fonts_to_leave_out)
{
    g_autoptr(GBytes) plain = fixture("plain.pdf");
    ck_assert_ptr_null(fonts_new(plain, NULL));
}
END_TEST

// A font whose letters are said to be in an object that begins where the file ends.
START_TEST(letters_behind_the_end)
{
    g_autoptr(GBytes) whole = agreement("lanan/lanan-privacy-chromium.pdf");
    gsize len = 0;
    const char *data = g_bytes_get_data(whole, &len);
    g_autofree char *copy = g_malloc(len + 20);
    memcpy(copy, data, len);
    char *letters = memmem(copy, len, "/CharProcs <<", 13);
    ck_assert_ptr_nonnull(letters);
    letters += strlen("/CharProcs ");
    int font = raw_object_at(copy, letters, NULL);
    int letter = atoi(strchr(letters + 3, ' ')); // the first, "/g1 12 0 R"
    char *table = memmem(copy, len, "\nxref\n", 6);
    ck_assert(font > 0 && letter > 0 && table);
    char *entry = strchr(table + 6, '\n') + 1 + (size_t)letter * 20;
    g_autofree char *place = g_strdup_printf("%010zu", (size_t)len);
    memcpy(entry, place, 10);
    char *end = strstr(letters, ">>");
    memset(letters, ' ', (size_t)(end + 2 - letters));
    g_autofree char *reference = g_strdup_printf("%d 0 R", letter);
    memcpy(letters, reference, strlen(reference)); // NOLINT: more bytes follow
    int more = sprintf(copy + len, "%d 0 obj", letter);
    g_autoptr(GBytes) bytes = g_bytes_new(copy, len + (size_t)more);
    g_autoptr(Fonts) fonts = fonts_new(bytes, NULL);
    ck_assert_ptr_nonnull(fonts);
    Type3Letters letters_seen = {.seen = true};
    ck_assert(!fonts_letters(fonts, font, 0.03, &letters_seen) || !letters_seen.seen);
}
END_TEST

static bool *font_b(void *data, const char *name)
{
    return strcmp(name, "/B") == 0 ? data : NULL;
}

static const struct {
    const char *content, *shown; // NULL: cannot be told
} streams[] = {
    {"BT /B 9 Tf (ab) Tj ET", "ab"},
    {"/A 9 Tf (x) Tj q /B 9 Tf (a) Tj Q (y) Tj", "a"},
    {"/B 9 Tf q /A 9 Tf (x) Tj Q [(a) -20 <62 6>] TJ", "`ab"},
    {"/B 9 Tf (a\\(b\\)(c)\\101\\\n) Tj", "()Aabc"},
    {"/B 9 Tf <</ActualText(a)>>BDC (b) ' EMC", "b"},
    {"/B 9 Tf <</A<</B[(a)<FEFF62>]>>/C true>>BDC <62> Tj EMC", "b"},
    {"/B 9 Tf <</A (a) BDC (b) Tj", NULL},
    {"/B 9 Tf >> (b) Tj", NULL},
    {"(x) Tj /B 9 Tf", ""},
    {"/B (a) Tf (b) Tj", NULL},
    {"/#42 9 Tf (b) Tj", NULL},
    {"/B 9 Tf (a) Tj % (", NULL},
    {"/B 9 Tf (a", NULL},
    {"/B 9 Tf <61zz> Tj", NULL},
    {"BI /W 1 ID x EI", NULL},
};

START_TEST(knows_which_codes_are_shown)
{
    bool shown[256] = {false};
    const char *content = streams[_i].content;
    bool known = shown_scan(content, strlen(content), font_b, shown);
    ck_assert_msg(known == (streams[_i].shown != NULL), "%s", content);
    g_autoptr(GString) codes = g_string_new(NULL);
    for (int code = 0; code < 256; code++)
        if (shown[code])
            g_string_append_c(codes, (char)code);
    if (known)
        ck_assert_str_eq(codes->str, streams[_i].shown);
}
END_TEST

static const struct {
    const char *bytes;
    unsigned pairs; // 0: not read
} dicts[] = {
    {"<</A 1/B[1 2 [3]]/C<</D/E>>/F 12 0 R/G/H>>", 5},
    {"<< /A true\n/B -1.5 >>", 2},
    {"<</A (some words)/B 1>>", 2},
    {"<</A (some (words))>>", 0},
    {"<</A [(words)]>>", 0},
    {"<</A (some", 0},
    {"<</A <6162>>>", 0},
    {"<</A 1", 0},
    {"<</A>>", 0},
    {"<</A[1 2>>", 0},
    {"[1 2]", 0},
    {"<</A 1 %\n>>", 0},
};

START_TEST(reads_dictionaries_as_they_stand)
{
    RawDict dict;
    const char *bytes = dicts[_i].bytes;
    bool read = raw_dict(bytes, bytes + strlen(bytes), &dict);
    ck_assert_msg(read == (dicts[_i].pairs > 0), "%s", bytes);
    if (!read)
        return;
    ck_assert_uint_eq(dict.count, dicts[_i].pairs);
    ck_assert_ptr_eq(dict.end, bytes + strlen(bytes));
    ck_assert_ptr_eq(raw_pair(&dict, "/A"), &dict.pair[0]);
    ck_assert_ptr_null(raw_pair(&dict, "/D"));
}
END_TEST

static bool is_found(const char *add)
{
    g_autoptr(GBytes) bytes = agreement("lanan/lanan-privacy-chromium.pdf");
    gsize len = 0;
    const char *data = g_bytes_get_data(bytes, &len);
    g_autofree char *longer = g_malloc(len + strlen(add));
    memcpy(longer, data, len);
    memcpy(longer + len, add, strlen(add)); // NOLINT: bytes, not a string
    g_autoptr(Table) table = table_new(longer, len + strlen(add));
    return table && table_object(table, 1);
}

START_TEST(finds_objects_of_one_table)
{
    ck_assert(is_found(""));
    ck_assert(is_found("\n"));
    ck_assert(!is_found("\nstartxref\n9\n%%EOF\n")); // changed later
}
END_TEST

START_TEST(reads_streams_of_a_table)
{
    static const char file[] = "%PDF-1.4\n"
                               "1 0 obj <</Length 5>> stream\nabcde\nendstream endobj\n"
                               "2 0 obj <</Length 9000>> stream\nabcde\nendstream endobj\n"
                               "3 0 obj <</Length 5/Filter/LZWDecode>> stream\nabcde\n"
                               "xref\n0 5\n0000000000 65535 f \n0000000009 00000 n \n"
                               "0000000061 00000 n \n0000000116 00000 n \n0000000009 00000 n \n"
                               "trailer <</Size 5>>\nstartxref\n168\n%%EOF\n";
    g_autoptr(Table) table = table_new(file, sizeof file - 1);
    ck_assert_ptr_nonnull(table);
    size_t len = 0;
    bool whole = false;
    ck_assert_str_eq(table_stream(table, 1, 100, &len, &whole), "abcde");
    ck_assert(whole && len == 5);
    ck_assert_str_eq(table_stream(table, 1, 2, &len, &whole), "ab");
    ck_assert(!whole);
    for (int number = 2; number < 7; number++) // too long, otherwise packed, another's, none
        ck_assert_ptr_null(table_stream(table, number, 100, &len, &whole));
    ck_assert_ptr_nonnull(table_object(table, 3));
    ck_assert_ptr_null(table_object(table, 4));
}
END_TEST

// A map that breaks off inside a row ends there.
START_TEST(reads_character_maps)
{
    uint32_t told[MAP_CODES] = {0};
    ck_assert(
        map_read("1 beginbfchar <41> <4E00> <42> <00410042> <43> <0041> <43> <0042> endbfchar "
                 "beginbfrange <50><52><0061> <60",
                 told));
    for (uint32_t code = 0; code < MAP_CODES; code++)
        ck_assert_uint_eq(told[code], code == 0x41                   ? 0x4E00
                                      : code == 0x42 || code == 0x43 ? (uint32_t)MAP_MANY
                                      : code >= 0x50 && code <= 0x52 ? code - 0x50 + 0x61
                                                                     : 0);
    ck_assert(!map_read("/Other usecmap", told));
}
END_TEST

START_TEST(ink_of_nowhere_is_unknown)
{
    g_autoptr(Document) doc = read_fixture("hidden.pdf");
    ck_assert(!doc->ink(doc, 0, (Box){0, 0, 0, 0}).known);
    ck_assert(!doc->ink(doc, 0, (Box){5000, 5000, 5010, 5010}).known);
    ck_assert(!doc->ink(doc, 7, (Box){0, 0, 10, 10}).known);
}
END_TEST

START_TEST(ticked_boxes_are_read)
{
    g_autoptr(Document) doc = read_fixture("boxes.pdf");
    const Line *on = line_with(doc, "☑"), *off = line_with(doc, "☐");
    ck_assert_int_eq(on->source, SOURCE_FIELD);
    ck_assert(fabsf(on->box.y0 - line_with(doc, "读取")->box.y0) < 10);
    ck_assert(fabsf(off->box.y0 - line_with(doc, "营销")->box.y0) < 10);
}
END_TEST

START_TEST(names_the_source)
{
    g_autoptr(Document) doc = read_fixture("form.pdf");
    ck_assert_int_eq(line_with(doc, "借款人：")->source, SOURCE_TEXT);
    ck_assert_int_eq(line_with(doc, "张示例")->source, SOURCE_FIELD);
    ck_assert_int_eq(line_with(doc, "Education")->source, SOURCE_FIELD);
    ck_assert_int_eq(line_with(doc, "补充条款")->source, SOURCE_ANNOTATION);
    ck_assert_int_eq(line_with(doc, "Void after")->source, SOURCE_ANNOTATION);
    ck_assert_int_eq(line_with(doc, "Ask the lender")->source, SOURCE_ANNOTATION);
}
END_TEST

static const struct {
    const char *file, *reasons; // "word page", each followed by ';'
} reasons[] = {
    {"plain.pdf", ""},
    {"two-columns.pdf", ""},
    {"table.pdf", ""},
    {"form.pdf", ""},
    {"upside-down.pdf", ""},
    {"owner-password.pdf", ""},
    {"boxes.pdf", ""},
    {"choices.pdf", ""},
    {"signatures.pdf", "no_text 2;"},
    {"pictures.pdf", "no_text 1;no_text 3;no_text 5;"},
    {"garbled.pdf", "garbled 1;"},
    {"xfa.pdf", "xfa 0;"},
    {"signed.pdf", "signed 0;"},
    {"attachment.pdf", "attachment 0;"},
    {"portfolio.pdf", "attachment 1;attachment 0;"},
    {"xfa-packed.pdf", "xfa 0;"},
    {"repaired.pdf", "damaged_page 0;"},
};

START_TEST(says_what_is_missing)
{
    g_autoptr(Document) doc = read_fixture(reasons[_i].file);
    g_autoptr(GString) found = g_string_new(NULL);
    for (guint i = 0; i < doc->reasons->len; i++) {
        const Reason *reason = g_ptr_array_index(doc->reasons, i);
        g_string_append_printf(found, "%s %d;", fault_name(reason->code), reason->page);
        ck_assert(*reason->message && !g_str_has_suffix(reason->message, "."));
    }
    ck_assert_str_eq(found->str, reasons[_i].reasons);
}
END_TEST

static const struct {
    const char *file, *message; // a part
} attachments[] = {
    {"attachment.pdf", "read: annex.txt; save"},
    {"attachment-lost.pdf", "read: whole.txt, lost.txt, gone.txt; save"},
    {"portfolio.pdf", "page and not read: 报价 单.txt; save"},
    {"portfolio.pdf", "read: 借款合同.pdf, 授权书.docx, 0.txt, 1.txt, 2.txt and 3 more; save"},
};

START_TEST(names_attachments)
{
    g_autoptr(Document) doc = read_fixture(attachments[_i].file);
    bool said = false;
    for (guint i = 0; i < doc->reasons->len; i++) {
        const Reason *reason = g_ptr_array_index(doc->reasons, i);
        said |= strstr(reason->message, attachments[_i].message) != NULL;
    }
    ck_assert_msg(said, "%s", attachments[_i].message);
}
END_TEST

static const struct {
    const char *file;
    ReadOptions options;
    Fault fault;
    const char *message; // a part
} failures[] = {
    {"user-password.pdf", {0}, FAULT_ENCRYPTED, "--password-file"},
    {"user-password.pdf", {.password = "wrong"}, FAULT_ENCRYPTED, "does not open"},
    {"truncated.pdf", {0}, FAULT_DAMAGED, "not a readable PDF"},
    {"make.py", {0}, FAULT_DAMAGED, "not a readable PDF"},
    {"running.pdf", {.max_pages = 4}, FAULT_TOO_LARGE, "5 pages"},
};

START_TEST(refuses)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Document) doc = read_with(failures[_i].file, &failures[_i].options, &error);
    ck_assert(doc == NULL);
    ck_assert_int_eq(error->code, failures[_i].fault);
    ck_assert_msg(strstr(error->message, failures[_i].message), "%s", error->message);
}
END_TEST

START_TEST(opens_with_the_password)
{
    const ReadOptions options = {.password = "secret"};
    g_autoptr(Document) doc = read_with("user-password.pdf", &options, NULL);
    ck_assert(doc != NULL);
    ck_assert(strstr(doc->text->str, "第一条 借款用途"));
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("fixtures");
    tcase_set_timeout(cases, 60);
    tcase_add_loop_test(cases, reads_in_order, 0, G_N_ELEMENTS(texts));
    tcase_add_loop_test(cases, knows_kinds, 0, G_N_ELEMENTS(kinds));
    tcase_add_test(cases, header_row_is_read_once);
    tcase_add_test(cases, names_of_fonts_without_end);
    tcase_add_loop_test(cases, knows_breaks, 0, G_N_ELEMENTS(breaks));
    tcase_add_test(cases, knows_directions);
    tcase_add_loop_test(cases, boxes_hold_their_words, 0, G_N_ELEMENTS(places));
    tcase_add_test(cases, crop_box_is_the_page);
    tcase_add_test(cases, sees_each_place_by_itself);
    tcase_add_loop_test(cases, sees_what_shows, 0, 2 * G_N_ELEMENTS(inks));
    tcase_add_loop_test(cases, sees_through_tricks, 0, G_N_ELEMENTS(tricks));
    tcase_add_loop_test(cases, knows_plain_content, 0, 2 * G_N_ELEMENTS(contents));
    tcase_add_loop_test(cases, sees_words_on_paint, 0, 2 * G_N_ELEMENTS(paints));
    tcase_add_loop_test(cases, reads_the_same_without_fonts, 0, G_N_ELEMENTS(typeset));
    tcase_add_loop_test(cases, keeps_fonts_that_are_needed, 0, G_N_ELEMENTS(needed));
    tcase_add_loop_test(cases, true_type_programs_that_only_draw, 0, G_N_ELEMENTS(programs));
    tcase_add_test(cases, has_no_fonts_to_leave_out);
    tcase_add_test(cases, letters_behind_the_end);
    tcase_add_loop_test(cases, knows_which_codes_are_shown, 0, G_N_ELEMENTS(streams));
    tcase_add_loop_test(cases, reads_dictionaries_as_they_stand, 0, G_N_ELEMENTS(dicts));
    tcase_add_test(cases, finds_objects_of_one_table);
    tcase_add_test(cases, reads_streams_of_a_table);
    tcase_add_test(cases, reads_character_maps);
    tcase_add_test(cases, ink_of_nowhere_is_unknown);
    tcase_add_test(cases, ticked_boxes_are_read);
    tcase_add_test(cases, names_the_source);
    tcase_add_loop_test(cases, says_what_is_missing, 0, G_N_ELEMENTS(reasons));
    tcase_add_test(cases, mask_over_words_is_not_seen);
    tcase_add_test(cases, hanging_line_ends_with_its_column);
    tcase_add_loop_test(cases, names_attachments, 0, G_N_ELEMENTS(attachments));
    tcase_add_loop_test(cases, refuses, 0, G_N_ELEMENTS(failures));
    tcase_add_test(cases, opens_with_the_password);
    return run_cases("read_pdf", cases);
}
