// SPDX-License-Identifier: GPL-3.0-or-later
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "breaks.h"
#include "run.h"
#include "shipped_cues.h"
#include "text/text.h"
#include "text/units.h"
#include "text/utf8.h"

// What the lines of a text file are joined to. To add a case, add a line.
static const struct {
    const char *raw, *plain;
} rows[] = {
    {"", ""},
    {"\n\n", ""},
    {"one", "one\n"},
    {"  one  ", "one\n"},
    {"line\nends here", "line ends here\n"},
    {"one\n\ntwo", "one\ntwo\n"},
    {"inter-\nest", "interest\n"},
    {"non-\nU.S.", "non-U.S.\n"},
    {"a co-\nborrower", "a co-borrower\n"},
    {"shared with a third-\nparty lender", "shared with a third-party lender\n"},
    {"short-\nand long-term", "short- and long-term\n"},
    {"undang-\nundang", "undang-undang\n"},
    {"the pro-\ncess is a process", "the process is a process\n"},
    {"a pre-\nscreen. A pre-screen", "a pre-screen. A pre-screen\n"},
    {"5-\n10 per cent", "5-10 per cent\n"},
    {"word —\nword", "word - word\n"},
    {"and/\nor", "and/or\n"},
    {"co\u00AD\nntact", "contact\n"},
    {"读取您的手机通讯\n录", "读取您的手机通讯录\n"},
    {"授权 APP\n读取", "授权APP读取\n"},
    {"第一条\n\n第二条", "第一条\n第二条\n"},
    {"我们收集。\n您同意。", "我们收集。\n您同意。\n"},
    {"我们收集下列信息：\n通讯录", "我们收集下列信息:\n通讯录\n"},
    {"一、借款金额\n二、借款期限", "一、借款金额\n二、借款期限\n"},
    {"1. We collect\n2. You agree", "1. We collect\n2. You agree\n"},
    {"利率为\n3.5%", "利率为3.5%\n"},
    {"依照本协议第\n五条的约定", "依照本协议第五条的约定\n"},
    {"依照本协议\n第五条的约定办理", "依照本协议第五条的约定办理\n"},
    {"费用共计\n1.5倍", "费用共计1.5倍\n"},
    {"We act for Acme Inc.\nand its partners", "We act for Acme Inc. and its partners\n"},
    {"借\n款\n人", "借款人\n"},
    {"甲。\n乙。\n丙。\n四、附则\n本协议一式两份。",
     "甲。\n乙。\n丙。\n四、附则\n本协议一式两份。\n"},
    {"甲。\n乙。\n丙。\n使用目的\n核对身份。\n未经您的\n同意",
     "甲。\n乙。\n丙。\n使用目的\n核对身份。\n未经您的同意\n"},
    {"权限 | 目的\n通讯录 | 风控", "权限\t目的\n通讯录\t风控\n"},
    {"Permission\tPurpose\nContacts\tScoring", "Permission\tPurpose\nContacts\tScoring\n"},
    {"1.\tWe collect contacts.", "1. We collect contacts.\n"},
    {"甲。\n乙。\n丙。\n详见https://example.com/a/\n登录组件，用于登录。",
     "甲。\n乙。\n丙。\n详见https://example.com/a/\n登录组件,用于登录。\n"},
    {"甲。\n乙。\n丙。\n详见https://example.com/a/\nbcSDK,用于登录。",
     "甲。\n乙。\n丙。\n详见https://example.com/a/\nbcSDK,用于登录。\n"},
    {"甲。\n乙。\n丙。\n详见https://example.com/a/\nb/c.html",
     "甲。\n乙。\n丙。\n详见https://example.com/a/b/c.html\n"},
};

START_TEST(counts_characters)
{
    static const char *const words[] = {
        "", "abc", "通讯录 of 2 people", "𠀋é\n",
        "a string that is longer than one step of a wide loop: 四十个字节以上"};
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        for (size_t len = 0; len <= strlen(words[i]); len++)
            if (g_utf8_validate(words[i], (gssize)len, NULL))
                ck_assert_uint_eq(utf8_length(words[i], len),
                                  (size_t)g_utf8_strlen(words[i], (gssize)len));
}
END_TEST

// U+FDFA is eighteen characters as plain text.
START_TEST(may_grow_too_long)
{
    size_t most = text_bytes_most;
    text_bytes_most = 100;
    for (int count = 1; count < 8; count++) {
        g_autoptr(Document) doc = document_new("test");
        document_begin_page(doc, 0, 0);
        for (int i = 0; i < count; i++)
            document_add_line(doc, "\uFDFA", strlen("\uFDFA"))->before = BREAK_PARAGRAPH;
        g_autoptr(Text) text = text_new(doc, shipped_cues());
        g_autoptr(GArray) units = units_new(doc, text);
        ck_assert_int_eq(text->full, count > 2);
        ck_assert_uint_le(text->len, text_bytes_most);
        ck_assert_int_eq(text->full, text->len == 0);
        ck_assert_int_eq(text->full, units->len == 0);
        ck_assert_uint_eq(strlen(text->str), text->len);
    }
    text_bytes_most = most;
}
END_TEST

START_TEST(joins_and_folds)
{
    g_autoptr(Document) doc = breaks_document(rows[_i].raw);
    g_autoptr(Text) text = text_new(doc, shipped_cues());
    ck_assert_str_eq(text->str, rows[_i].plain);
}
END_TEST

// Words of 52 columns that end without a full stop go on in the next line, unless other lines of
// the document are twice as wide: then they are the cell of a table.
START_TEST(knows_a_line_that_had_room)
{
    static const char *const cell = "用于在登录和提交申请的时候识别异常的设备并且保护账户的安全";
    static const char *const next = "设备名称、系统版本";
    for (unsigned wide = 0; wide <= 4; wide += 2) {
        g_autoptr(GString) raw = g_string_new(NULL);
        for (unsigned i = 0; i < wide * 30; i++)
            g_string_append(raw, i % 30 == 29 ? "结束。\n" : "长行文");
        for (unsigned i = 0; i < 20; i++)
            g_string_append(raw, "短行。\n");
        g_string_append_printf(raw, "%s\n%s", cell, next);
        g_autoptr(Document) doc = breaks_document(raw->str);
        g_autoptr(Text) text = text_new(doc, shipped_cues());
        const char *at = strstr(text->str, "账户的安全");
        ck_assert_ptr_nonnull(at);
        ck_assert_int_eq(at[strlen("账户的安全")] == '\n', wide == 4);
    }
}
END_TEST

// Everything the map promises, for any document.
static void check_map(const Document *doc, const Text *text)
{
    size_t last = 0;
    ck_assert_uint_eq(strlen(text->str), text->len);
    ck_assert(g_utf8_validate(text->str, (gssize)text->len, NULL));
    for (size_t i = 0; i <= text->len; i++) {
        size_t at = text_origin(text, i);
        ck_assert_uint_ge(at, last);
        ck_assert_uint_le(at, doc->text->len);
        ck_assert((doc->text->str[at] & 0xC0) != 0x80);
        if (i > 0)
            ck_assert_uint_ge(text_origin_end(text, i), at > last ? last : 0);
        last = at;
    }
}

// Whether each plain character is among what its original character is folded to.
static void check_characters(const Document *doc, const Text *text)
{
    for (const char *at = text->str; *at; at = g_utf8_next_char(at)) {
        size_t raw = text_origin(text, (size_t)(at - text->str));
        const char *from = doc->text->str + raw;
        if (*at == '\n' || *at == '\t' || *at == ' ')
            continue;
        g_autofree char *folded = text_fold(from, (size_t)(g_utf8_next_char(from) - from));
        ck_assert_msg(g_utf8_strchr(folded, -1, g_utf8_get_char(at)) != NULL,
                      "'%.4s' from '%.4s' (%s)", at, from, folded);
    }
}

START_TEST(maps_back)
{
    g_autoptr(Document) doc = breaks_document(rows[_i].raw);
    g_autoptr(Text) text = text_new(doc, shipped_cues());
    check_map(doc, text);
    check_characters(doc, text);
}
END_TEST

static const gunichar alphabet[] = {
    'a',    'b',    'Z',    '1',    '2',    ' ',     ' ',     '\n',    '.',    '-',     '(',
    ')',    '|',    '\t',   0x3002, 0xFF0C, 0xFF08,  0xFF09,  0x540C,  0x610F, 0x901A,  0x8A0A,
    0x9304, 0x2460, 0xFB01, 0x2F24, 0x301,  0xE9,    0x1CE,   0x3000,  0xAD,   0x200B,  0xFF11,
    0x2026, 0x2014, 0x201C, 0xFDFA, 0xE000, 0x20BB7, 0x1F600, 0x2F800, 0xFEFF, 0x1D400, 0x300C};

static char *random_text(GRand *random)
{
    GString *raw = g_string_new(NULL);
    int len = g_rand_int_range(random, 0, 120);
    for (int i = 0; i < len; i++) {
        bool any = g_rand_int_range(random, 0, 8) == 0;
        gunichar c = any ? (gunichar)g_rand_int_range(random, 1, 0x110000)
                         : alphabet[g_rand_int_range(random, 0, G_N_ELEMENTS(alphabet))];
        if (g_unichar_validate(c))
            g_string_append_unichar(raw, c);
    }
    return g_string_free(raw, FALSE);
}

START_TEST(maps_random_text)
{
    g_autoptr(GRand) random = g_rand_new_with_seed((guint32)_i + 1);
    for (int i = 0; i < 300; i++) {
        g_autofree char *raw = random_text(random);
        g_autoptr(Document) doc = breaks_document(raw);
        g_autoptr(Text) text = text_new(doc, shipped_cues());
        check_map(doc, text);
        check_characters(doc, text);
        g_autofree char *shown = text_shown(text, doc, 0, doc->text->len);
        ck_assert(g_utf8_validate(shown, -1, NULL));
    }
}
END_TEST

// Sentences that must stay one however a typesetter breaks them.
static const char *const sentences[] = {
    "您同意平台读取并上传您的手机通讯录、通话记录和短信内容。",
    "本人不可撤销地授权乙方向“中国人民银行征信中心”查询本人信用报告，年利率24.5%以内。",
    "如逾期超过15日，我们有权联系您的紧急联系人（包括亲属、同事等）告知欠款情况。",
    "您授权 APP 访问 Android 设备的 IMEI 号码及 Wi-Fi 信息用于风控。",
    "平臺可將您的個人資料提供予第三方機構，用於催收及資料驗證。",
    "We may share your contact list with third-party lenders and debt collectors at any time.",
    "You authorise us to read the phone book, call history and text messages on your device.",
    "Anda setuju bahwa kami dapat mengakses daftar kontak dan undang-undang tidak melarangnya.",
    "Usted autoriza a la empresa a consultar su libreta de contactos y compartir la información.",
};

static void check_break(const char *sentence, const Document *doc, const char *what)
{
    g_autoptr(Text) text = text_new(doc, shipped_cues());
    g_autofree char *plain = text_fold(sentence, strlen(sentence));
    char *found = strstr(text->str, plain);
    ck_assert_msg(found != NULL, "broken: %s\n%s", what, text->str);
    check_map(doc, text);
}

START_TEST(stays_whole_at_any_break)
{
    const char *sentence = sentences[_i];
    g_autoptr(GPtrArray) variants = breaks_variants(sentence);
    ck_assert_uint_gt(variants->len, 10);
    for (guint i = 0; i < variants->len; i++) {
        g_autoptr(Document) doc = breaks_document(g_ptr_array_index(variants, i));
        check_break(sentence, doc, g_ptr_array_index(variants, i));
    }
}
END_TEST

START_TEST(stays_whole_across_pages)
{
    const char *sentence = sentences[_i];
    g_autoptr(GPtrArray) variants = breaks_variants(sentence);
    for (guint i = 0; i < variants->len; i++) {
        g_autoptr(Document) doc = breaks_pages(g_ptr_array_index(variants, i));
        check_break(sentence, doc, g_ptr_array_index(variants, i));
    }
}
END_TEST

// A quote's pieces and what is shown of it; '|' stands for the ends of the pieces.
static const struct {
    const char *raw, *from, *to, *pieces, *shown;
} quotes[] = {
    {"读取您的通讯\n录。", "读取", "录", "读取您的通讯|录", "读取您的通讯录"},
    {"our inter-\nest rate", "our", "rate", "our inter|est rate", "our interest rate"},
    {"we may\nshare it", "we", "share", "we may|share", "we may share"},
    {"導(dǎo)語在此", "導", "語", "導|語", "導語"},
    {"借 款 人同意", "借", "同", "借 款 人同", "借 款 人同"},
    {"读取 通讯\n  录", "读取", "录", "读取 通讯|录", "读取 通讯录"},
    {"short-\nand long", "short", "long", "short-|and long", "short- and long"},
    {"通讯录 | 风控", "通", "控", "通讯录 | 风控", "通讯录 | 风控"},
    {"我们。\n您。", "我们", "您", "我们。|您", "我们。 您"},
    {"cafe\u0301 x", "caf", "e\u0301", "cafe\u0301", "cafe\u0301"},
    {"a co-\nborrower", "co", "rower", "co-|borrower", "co-borrower"},
};

START_TEST(quotes_in_pieces)
{
    g_autoptr(Document) doc = breaks_document(quotes[_i].raw);
    g_autoptr(Text) text = text_new(doc, shipped_cues());
    const char *from = strstr(doc->text->str, quotes[_i].from);
    const char *to = strstr(doc->text->str, quotes[_i].to);
    size_t start = (size_t)(from - doc->text->str);
    size_t end = (size_t)(to - doc->text->str) + strlen(quotes[_i].to);
    g_autoptr(GArray) pieces = text_pieces(text, doc, start, end);
    g_autoptr(GString) joined = g_string_new(NULL);
    for (guint i = 0; i < pieces->len; i++) {
        const Span *span = &g_array_index(pieces, Span, i);
        g_string_append_printf(joined, "%s%.*s", i ? "|" : "", (int)(span->end - span->start),
                               doc->text->str + span->start);
    }
    g_autofree char *shown = text_shown(text, doc, start, end);
    ck_assert_str_eq(joined->str, quotes[_i].pieces);
    ck_assert_str_eq(shown, quotes[_i].shown);
}
END_TEST

START_TEST(leaves_out_running_lines)
{
    g_autoptr(Document) doc = breaks_pages("您同意平台读取您的手机通\n讯录。");
    g_autoptr(Text) text = text_new(doc, shipped_cues());
    ck_assert_str_eq(text->str, "您同意平台读取您的手机通讯录。\n");
    size_t start = text_origin(text, 0), end = text_origin_end(text, text->len - 1);
    g_autofree char *shown = text_shown(text, doc, start, end);
    ck_assert_str_eq(shown, "您同意平台读取您的手机通讯录。");
}
END_TEST

static void add_cell(Document *doc, uint32_t row, uint16_t column, const char *words, bool head)
{
    Line *line = document_add_line(doc, words, strlen(words));
    line->kind = LINE_CELL;
    line->row = row;
    line->column = column;
    line->head = head;
}

START_TEST(makes_rows_of_cells)
{
    g_autoptr(Document) doc = document_new("html");
    document_begin_page(doc, 0, 0);
    add_cell(doc, 1, 0, "权限", true);
    add_cell(doc, 1, 1, "目的", true);
    add_cell(doc, 2, 0, "通讯", false);
    add_cell(doc, 2, 0, "录", false);
    add_cell(doc, 2, 1, "用于风控", false);
    g_autoptr(Text) text = text_new(doc, shipped_cues());
    ck_assert_str_eq(text->str, "权限\t目的\n通讯录\t用于风控\n");
    ck_assert_uint_eq(text->blocks->len, 2);
    const Block *head = &g_array_index(text->blocks, Block, 0);
    ck_assert(head->head && !head[1].head && head->table == head[1].table && head->table);
    check_map(doc, text);
}
END_TEST

static const struct {
    const char *first, *second;
    bool head;
} titles[] = {
    {"权限 | 目的", "通讯录 | 用于风险控制和贷后管理。", true},
    {"權限名稱 | 使用目的", "通訊錄 | 用於核實您的身分。", true},
    {"序号 | 信息类别", "一 | 通讯录", true},
    {"PERMISSION | Purpose", "Contacts | To verify references", true},
    {"Izin | Tujuan", "Kontak | Untuk verifikasi", true},
    {"Categoría | Descripción", "Agenda | Para verificar", true},
    {"甲方 | 乙方", "某某 | 某某", false},
    {"目的 | 用于核实您的身份。", "期限 | 至结清之日", false}, // a sentence is no title
    {"N.º\tTipo de dato\t¿Para qué?", "1\tContactos\tRiesgo", true},
    {"Permisos\t¿Qué pasa si no acepta?", "Contactos\tNada", true},
    {"Información del dispositivo que se lee\tUso", "Contactos\tRiesgo", true},
    {"Akses\tMengapa diminta", "Kontak\tRisiko", true},
    {"Contacts\tTo share your data with banks", "SMS\tTo see income", false},
    {"Contactos\tUser notes", "SMS\tIngresos", false},
};

START_TEST(knows_title_rows_by_words)
{
    g_autofree char *table = g_strdup_printf("%s\n%s", titles[_i].first, titles[_i].second);
    g_autoptr(Document) doc = breaks_document(table);
    g_autoptr(Text) text = text_new(doc, shipped_cues());
    ck_assert_int_eq(g_array_index(text->blocks, Block, 0).head, titles[_i].head);
    ck_assert(!g_array_index(text->blocks, Block, 1).head);
}
END_TEST

START_TEST(follows_the_format)
{
    g_autoptr(Document) doc = document_new("pdf");
    document_begin_page(doc, 595, 842);
    document_add_line(doc, "我们收集。", 15);
    document_add_line(doc, "通讯录", 9)->before = BREAK_WRAPPED;
    document_add_line(doc, "短信", 6)->before = BREAK_PARAGRAPH;
    g_autoptr(Text) text = text_new(doc, shipped_cues());
    ck_assert_str_eq(text->str, "我们收集。通讯录\n短信\n");
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("text");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, counts_characters);
    tcase_add_test(tests, may_grow_too_long);
    tcase_add_loop_test(tests, joins_and_folds, 0, G_N_ELEMENTS(rows));
    tcase_add_test(tests, knows_a_line_that_had_room);
    tcase_add_loop_test(tests, maps_back, 0, G_N_ELEMENTS(rows));
    tcase_add_loop_test(tests, maps_random_text, 0, 8);
    tcase_add_loop_test(tests, stays_whole_at_any_break, 0, G_N_ELEMENTS(sentences));
    tcase_add_loop_test(tests, stays_whole_across_pages, 0, G_N_ELEMENTS(sentences));
    tcase_add_loop_test(tests, quotes_in_pieces, 0, G_N_ELEMENTS(quotes));
    tcase_add_test(tests, leaves_out_running_lines);
    tcase_add_test(tests, makes_rows_of_cells);
    tcase_add_loop_test(tests, knows_title_rows_by_words, 0, G_N_ELEMENTS(titles));
    tcase_add_test(tests, follows_the_format);
    return run_cases("text", tests);
}
