// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/html.h"

#include <check.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fake_pack.h"
#include "report/html_lines.h"
#include "report/writer.h"
#include "run.h"

static char *page_of(const Report *report, Lang lang)
{
    WriteOptions options = {.lang = lang};
    GString *out = g_string_new(NULL);
    ck_assert(writer_named("html")->write(report, fake_pack(), &options, out, NULL));
    ck_assert(g_utf8_validate(out->str, (gssize)out->len, NULL));
    return g_string_free(out, FALSE);
}

static void unescape(GString *text)
{
    static const char *const entities[][2] = {{"&lt;", "<"},  {"&gt;", ">"},   {"&quot;", "\""},
                                              {"&#39;", "'"}, {"&#13;", "\r"}, {"&amp;", "&"}};
    for (size_t i = 0; i < G_N_ELEMENTS(entities); i++)
        g_string_replace(text, entities[i][0], entities[i][1], 0);
}

// What is left of the annotated part without its tags.
static char *annotated_text(const char *page)
{
    const char *at = strstr(page, "<div class=\"text\"");
    ck_assert_ptr_nonnull(at);
    const char *end = strstr(at, "</div>");
    GString *text = g_string_new(NULL);
    while (at < end) {
        ck_assert(*at == '<');
        at = strchr(at, '>') + 1;
        size_t plain = strcspn(at, "<");
        g_string_append_len(text, at, (gssize)plain);
        at += plain;
    }
    unescape(text);
    return g_string_free(text, FALSE);
}

static unsigned count(const char *page, const char *what)
{
    unsigned n = 0;
    for (const char *at = page; (at = strstr(at, what)); at++)
        n++;
    return n;
}

// Every tag is one the page itself writes, attributes are quoted, and they close in order.
static void check_markup(const char *page)
{
    static const char *const empty[] = {"meta", "br", "!DOCTYPE", NULL};
    static const char *const known[] = {
        "html",       "head",   "title",  "style", "body",    "a",    "header",  "h1",      "p",
        "nav",        "ul",     "li",     "main",  "section", "h2",   "h3",      "dl",      "div",
        "dt",         "dd",     "span",   "mark",  "svg",     "rect", "details", "summary", "small",
        "blockquote", "strong", "footer", "i",     "b",       "code", NULL};
    g_autoptr(GPtrArray) open = g_ptr_array_new_with_free_func(g_free);
    for (const char *at = page; (at = strchr(at, '<')); at++) {
        bool closes = at[1] == '/';
        const char *name_at = at + 1 + closes;
        g_autofree char *name = g_strndup(name_at, strcspn(name_at, " >/\n"));
        const char *end = strchr(at, '>');
        ck_assert_msg(end && (g_strv_contains(known, name) || g_strv_contains(empty, name)),
                      "unknown tag <%s", name);
        ck_assert_msg(!g_strstr_len(at, end - at, "style="), "style attribute in <%s", name);
        if (g_strv_contains(empty, name) || end[-1] == '/')
            continue;
        if (closes) {
            ck_assert_msg(open->len && !strcmp(g_ptr_array_index(open, open->len - 1), name),
                          "</%s> closes <%s>", name,
                          open->len ? (char *)g_ptr_array_index(open, open->len - 1) : "nothing");
            g_ptr_array_set_size(open, (int)open->len - 1);
            continue;
        }
        g_ptr_array_add(open, g_strdup(name));
        if (!strcmp(name, "style"))
            at = strstr(at, "</style>") - 1;
    }
    ck_assert_uint_eq(open->len, 0);
}

START_TEST(whole_page)
{
    g_autoptr(Report) report = sample_predatory();
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        g_autofree char *page = page_of(report, (Lang)lang);
        check_markup(page);
        ck_assert_ptr_null(strstr(page, "<script"));
        ck_assert_ptr_nonnull(strstr(page, "default-src 'none'; style-src 'sha256-"));
        ck_assert_ptr_nonnull(strstr(page, word(W_DISCLAIMER, (Lang)lang)));
        g_autofree char *text = annotated_text(page);
        ck_assert_str_eq(text, report->text);
    }
}
END_TEST

// Every link within the page has its place, and no place is named twice.
START_TEST(links_lead_somewhere)
{
    g_autoptr(Report) report = sample_predatory();
    g_autofree char *page = page_of(report, LANG_ZH);
    for (const char *at = page; (at = strstr(at, "href=\"#")); at++) {
        g_autofree char *id = g_strndup(at + 7, strcspn(at + 7, "\""));
        g_autofree char *place = g_strdup_printf("id=\"%s\"", id);
        ck_assert_msg(count(page, place) == 1, "#%s stands %u times", id, count(page, place));
    }
}
END_TEST

START_TEST(hash_is_that_of_the_style)
{
    g_autoptr(Report) report = sample_predatory();
    g_autofree char *page = page_of(report, LANG_EN);
    char *from = strstr(page, "<style>") + 7, *to = strstr(page, "</style>");
    g_autofree char *style = g_strndup(from, (size_t)(to - from));
    g_autofree char *hash = html_hash(style);
    ck_assert_ptr_nonnull(strstr(page, hash));
    g_autofree char *known = html_hash("alert(1)");
    ck_assert_str_eq(known, "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='");
}
END_TEST

// Texts that try to break the page. Each is put wherever a document's or a file's words can go.
static const char *const hostile[] = {
    "<script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</div></section><h1>owned</h1>",
    "<!--",
    "-->",
    "]]>",
    "&lt;script&gt; &amp; &#60;",
    "javascript:alert(1)",
    "a\u202Eevil\u202C b",
    "a\u2066b",
    "a\r\nb\rc",
    "tab\tfeed\fend",
    "\xC2\x85\x7F\a\b\x1B[31m",
    "\U0001F600\U000E0041\U00020BB7",
    "%s%n%d",
    "\xEF\xBF\xBD\xEF\xBF\xBE",
    "\n\n\nleading and trailing\n\n\n",
    "<",
    "&",
};

static void put_everywhere(Report *report, const char *text)
{
    char **fields[] = {&report->document.path, &report->document.title, &report->document.kind};
    for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
        g_free(*fields[i]);
        *fields[i] = g_strdup(text);
    }
    report->document.loan = false;
    g_ptr_array_add(report->document.references, g_strdup(text));
    Reason *reason = g_new0(Reason, 1);
    *reason = (Reason){FAULT_ATTACHMENT, 0, g_strdup(text), g_strdup(text)};
    g_ptr_array_add(report->document.reasons, reason);
    report->document.status = STATUS_PARTIAL;
    LanguageShare *share = g_ptr_array_index(report->document.languages, 0);
    g_free(share->code);
    share->code = g_strdup(text);
    for (guint i = 0; i < report->findings->len; i++) {
        Finding *f = g_ptr_array_index(report->findings, i);
        char **words[] = {&f->shown, &f->stem_quote, &f->unit_number, &f->unit_heading};
        for (size_t k = 0; k < G_N_ELEMENTS(words); k++) {
            g_free(*words[k]);
            *words[k] = g_strdup(text);
        }
        for (unsigned k = 0; k < SLOT_COUNT; k++)
            f->slots[k] = g_strdup(text);
        g_ptr_array_add(f->reasons, g_strdup(text));
    }
}

START_TEST(hostile_everywhere)
{
    g_autofree char *text = g_strdup_printf("%s文%s字%s", hostile[_i], hostile[_i], hostile[_i]);
    g_autoptr(Report) report = sample_report(text);
    sample_finding(report, "contacts_read", "文", 5);
    sample_finding(report, "share_partners", hostile[_i], 3);
    Finding *aside = sample_finding(report, "contacts_read", "字", 5);
    aside->suppressed_reason = g_strdup(hostile[_i]);
    report->document.pages = strchr(text, '\f') ? 4 : 0;
    put_everywhere(report, hostile[_i]);
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        g_autofree char *page = page_of(report, (Lang)lang);
        check_markup(page);
        ck_assert_uint_eq(count(page, "<script"), 0);
        ck_assert_uint_eq(count(page, "<img"), 0);
        g_autofree char *left = annotated_text(page);
        ck_assert_str_eq(left, text);
    }
}
END_TEST

// A text of random pieces with findings at random places, from a seed.
static Report *random_report(GRand *rand, unsigned findings)
{
    static const char *const pieces[] = {
        "读",     "取",         "a",  "b ", "\n", "\r\n", "\f", "<", "&", "\"", "e\u0301\u0302",
        "\u202E", "\U0001F600", "，", "\t", "\r"};
    static const char *const types[] = {"contacts_read", "share_partners", "no_share_promise"};
    g_autoptr(GString) text = g_string_new(NULL);
    unsigned points = 0;
    for (int i = g_rand_int_range(rand, 1, 200); i > 0; i--) {
        const char *piece = pieces[g_rand_int_range(rand, 0, G_N_ELEMENTS(pieces))];
        g_string_append(text, piece);
        points += (unsigned)g_utf8_strlen(piece, -1);
    }
    Report *report = sample_report(text->str);
    report->document.pages = g_rand_boolean(rand) ? 500 : 0;
    for (unsigned i = 0; i < findings; i++) {
        const char *type = types[g_rand_int_range(rand, 0, G_N_ELEMENTS(types))];
        bool good = g_str_has_prefix(type, "no_");
        Finding *f = sample_finding(report, type, "", good ? 0 : g_rand_int_range(rand, 1, 6));
        f->range.start = (uint32_t)g_rand_int_range(rand, 0, (gint32)points + 1);
        f->range.end = (uint32_t)g_rand_int_range(rand, (gint32)f->range.start, (gint32)points + 1);
        uint32_t middle =
            (uint32_t)g_rand_int_range(rand, (gint32)f->range.start, (gint32)f->range.end + 1);
        const Range parts[] = {{f->range.start, middle},
                               {MIN(middle + 1, f->range.end), f->range.end}};
        g_array_set_size(f->parts, 0);
        g_array_append_vals(f->parts, parts, g_rand_boolean(rand) ? 2 : 1);
    }
    return report;
}

START_TEST(text_survives_any_marks)
{
    GRand *rand = g_rand_new_with_seed(20261121);
    for (int i = 0; i < 400; i++) {
        g_autoptr(Report) report = random_report(rand, (unsigned)g_rand_int_range(rand, 0, 20));
        g_autofree char *page = page_of(report, LANG_ZH);
        check_markup(page);
        g_autofree char *left = annotated_text(page);
        ck_assert_msg(strcmp(left, report->text) == 0, "round %d", i);
        for (guint k = 0; k < report->findings->len; k++) {
            g_autofree char *anchor = g_strdup_printf("id=\"m%u\"", k);
            g_autofree char *back = g_strdup_printf("href=\"#f%u\"", k);
            ck_assert_uint_eq(count(page, anchor), 1);
            ck_assert_uint_ge(count(page, back), 1);
        }
    }
    g_rand_free(rand);
}
END_TEST

START_TEST(a_million_combining_marks)
{
    g_autoptr(GString) text = g_string_new("e");
    for (int i = 0; i < 1000000; i++)
        g_string_append(text, "\u0301");
    g_string_append(text, " 读取");
    g_autoptr(Report) report = sample_report(text->str);
    sample_finding(report, "contacts_read", "读取", 5);
    g_autofree char *page = page_of(report, LANG_EN);
    g_autofree char *left = annotated_text(page);
    ck_assert_str_eq(left, text->str);
    ck_assert_ptr_nonnull(strstr(page, "data-c=\"999992 combining marks\"><span>"));
}
END_TEST

START_TEST(long_agreements_stay_light)
{
    g_autoptr(Report) report = sample_long();
    g_autofree char *page = page_of(report, LANG_ZH);
    ck_assert_msg(strlen(page) < 2 << 20, "%zu bytes", strlen(page));
    ck_assert_uint_ge(count(page, "<mark"), 2000); // a page's end divides a mark
    g_autofree char *left = annotated_text(page);
    ck_assert_str_eq(left, report->text);
}
END_TEST

START_TEST(too_many_findings_are_cut_visibly)
{
    g_autoptr(Report) report = sample_report("读取通讯录");
    for (unsigned i = 0; i < 20050; i++) {
        Finding *f = finding_new();
        f->fingerprint = g_strdup_printf("%016x", i);
        f->type = g_strdup("contacts_read");
        f->rule = g_strdup("zh.x");
        f->language = g_strdup("zh");
        f->severity = i < 50 ? 1 : 4;
        f->placed = true;
        f->range = (Range){i % 4, 5};
        f->shown = g_strdup("读取");
        f->quote = g_strdup("读取");
        g_ptr_array_add(report->findings, f);
    }
    report_judge(report, fake_pack());
    g_autofree char *page = page_of(report, LANG_EN);
    ck_assert_ptr_nonnull(strstr(page, "There are 20050 findings; only the 20000 most severe"));
    ck_assert_ptr_nonnull(strstr(page, "--json"));
    g_autofree char *left = annotated_text(page);
    ck_assert_str_eq(left, "读取通讯录");
}
END_TEST

START_TEST(unread_is_never_nothing)
{
    g_autoptr(Report) failed = report_failed("x.pdf", FAULT_TIMEOUT, "60 s");
    g_autofree char *page = page_of(failed, LANG_EN);
    check_markup(page);
    ck_assert_ptr_nonnull(strstr(page, word_verdict(LEVEL_UNKNOWN, LANG_EN)));
    ck_assert_ptr_nonnull(strstr(page, word_cure(FAULT_TIMEOUT, LANG_EN)));
    ck_assert_ptr_null(strstr(page, word(W_NOTHING_RISKY, LANG_EN)));
    ck_assert_ptr_null(strstr(page, "id=\"text\"")); // there is none to show,
    ck_assert_ptr_null(strstr(page, "#text"));       // nor a way to it
    ck_assert_ptr_null(strstr(page, word(W_PAGE_NO_TEXT, LANG_EN)));
    ck_assert_ptr_null(strstr(page, "last checked")); // no law was quoted
}
END_TEST

START_TEST(text_that_was_not_kept_is_told)
{
    g_autoptr(Report) report = sample_predatory();
    g_clear_pointer(&report->text, g_free);
    g_autofree char *page = page_of(report, LANG_EN);
    ck_assert_ptr_nonnull(strstr(page, word(W_PAGE_NO_TEXT, LANG_EN)));
}
END_TEST

static const struct {
    const char *path, *address;
} addresses[] = {
    {"a.html", "./a.html"},
    {"a b.html", "./a%20b.html"},
    {"javascript:x", "./javascript%3Ax"},
    {"//evil.example/x", "/evil.example/x"},
    {"documents/ab/cd.html", "./documents/ab/cd.html"},
    {"\"><script>", "./%22%3E%3Cscript%3E"},
};

START_TEST(addresses_stay_files)
{
    g_autoptr(GString) out = g_string_new(NULL);
    html_address(out, addresses[_i].path);
    ck_assert_str_eq(out->str, addresses[_i].address);
}
END_TEST

// Twelve and more lines of one width: print. The last two rows end a sentence, or begin an item.
// 399 columns and then a character of two: a line counts as one of the widest, which are no print.
START_TEST(a_line_steps_over_the_widest)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (int line = 0; line < 20; line++) {
        g_string_append_c(text, 'a');
        for (int k = 0; k < 250; k++)
            g_string_append(text, "贷");
        g_string_append_c(text, '\n');
    }
    HtmlLines lines = html_lines_of(text->str, text->len);
    ck_assert_int_eq(lines.full, 0);
    ck_assert_int_eq(html_lines_end(&lines, text->str, text->len, 1 + 3 * 250), LINES_HARD);
}
END_TEST

START_TEST(full_lines_are_joined)
{
    static const char full[] = "甲方和乙方在平等自愿的基础上就以下事项";
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < 14; i++)
        g_string_append_printf(text, "%s\n", full);
    g_string_append(text, "到此为止。\n第二条\n");
    HtmlLines lines = html_lines_of(text->str, text->len);
    size_t at = strlen(full);
    ck_assert_int_eq(html_lines_end(&lines, text->str, text->len, at), LINES_JOIN);
    size_t last = (size_t)(strstr(text->str, "止。\n") + strlen("止。") - text->str);
    ck_assert_int_eq(html_lines_end(&lines, text->str, text->len, last), LINES_HARD);
    lines = html_lines_of("one\ntwo\n", 8);
    ck_assert_int_eq(html_lines_end(&lines, "one\ntwo\n", 8, 3), LINES_HARD);
}
END_TEST

// A page of millions of lines is written line by line: each must not look to the end of them all.
// Behind the words lies memory that cannot be read.
START_TEST(verbatim_looks_no_further)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    char *at = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ck_assert(at != MAP_FAILED && mprotect(at + page, page, PROT_NONE) == 0);
    memcpy(at + page - 4, "a<bc", 4);
    g_autoptr(GString) out = g_string_new(NULL);
    html_verbatim(out, at + page - 4, 4);
    ck_assert_str_eq(out->str, "a&lt;bc");
    munmap(at, 2 * page);
}
END_TEST

// The line to copy stands by itself, behind what it is for.
START_TEST(line_that_sets_aside_stands_alone)
{
    g_autoptr(Report) report = sample_predatory();
    const Finding *finding = g_ptr_array_index(report->findings, 0);
    g_autofree char *page = page_of(report, LANG_EN);
    g_autofree char *line =
        g_strdup_printf("for --suppress: <code>%s your reason</code></dd>", finding->fingerprint);
    ck_assert_ptr_nonnull(strstr(page, line));
}
END_TEST

int main(void)
{
    TCase *rows = tcase_create("rows");
    tcase_set_timeout(rows, 120);
    tcase_add_test(rows, whole_page);
    tcase_add_test(rows, links_lead_somewhere);
    tcase_add_test(rows, hash_is_that_of_the_style);
    tcase_add_loop_test(rows, hostile_everywhere, 0, G_N_ELEMENTS(hostile));
    tcase_add_test(rows, text_survives_any_marks);
    tcase_add_test(rows, a_million_combining_marks);
    tcase_add_test(rows, long_agreements_stay_light);
    tcase_add_test(rows, verbatim_looks_no_further);
    tcase_add_test(rows, line_that_sets_aside_stands_alone);
    tcase_add_test(rows, too_many_findings_are_cut_visibly);
    tcase_add_test(rows, unread_is_never_nothing);
    tcase_add_test(rows, text_that_was_not_kept_is_told);
    tcase_add_loop_test(rows, addresses_stay_files, 0, G_N_ELEMENTS(addresses));
    tcase_add_test(rows, a_line_steps_over_the_widest);
    tcase_add_test(rows, full_lines_are_joined);
    return run_cases("html", rows);
}
