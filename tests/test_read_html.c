// SPDX-License-Identifier: GPL-3.0-or-later
#include <check.h>
#include <string.h>

#include "read/css.h"
#include "read/css_media.h"
#include "read/numeral.h"
#include "read/reader.h"
#include "read/template.h"
#include "run.h"

static Document *read_bytes(const char *bytes, size_t len, const char *name, GError **error)
{
    const ReadOptions options = {0};
    g_autoptr(GBytes) all = g_bytes_new_static(bytes, len);
    return reader_read(all, name, &options, error);
}

static const char *text_of(const Document *doc)
{
    return doc ? doc->text->str : "(refused)";
}

// What the browser shows, line by line. "<p>" in front tells the reader that it is a page.
static const struct {
    const char *html, *text;
} rows[] = {
    {"<p>one</p><p>two</p>", "one\ntwo"},
    {"<p>one\n  two\tthree </p>", "one two three"},
    {"<p>借款\n人</p>", "借款人"},
    {"<p>one<br>two<br/>three</p>", "one\ntwo\nthree"},
    {"<p>a<b>b</b>c <i> d</i></p>", "abc d"},
    {"<p>&lt;a&gt; &amp; caf&eacute; &#20320; &#x597D; &nbsp;x</p>", "<a> & café 你 好 \u00A0x"},
    {"<p>&#147;x&#148; &#150;</p>", "“x” –"},
    {"<p>a</p><script>var b = '<p>c</p>';</script><style>p{}</style>", "a"},
    {"<p>a<!-- b --></p><noscript>c</noscript>", "a"},
    {"<p>unclosed <b>bold <p>next", "unclosed bold\nnext"},
    {"<h1>Title</h1><p>x", "Title\nx"},
    {"<p>x<hr>y", "x\ny"},
    {"<pre>a\n  b\n\nc</pre>", "a\n  b\nc"},
    {"<p style='white-space:pre-line'>a\nb</p>", "a\nb"},
    {"<div>a<div>b<div>c</div></div>d</div>", "a\nb\nc\nd"},
    {"<p>a<span style='display:block'>b</span>c</p>", "a\nb\nc"},
    {"<ul><li>a</li><li>b</li></ul>", "• a\n• b"},
    {"<ol><li>a<li>b</ol>", "1. a\n2. b"},
    {"<ol start=5><li>a<li value=9>b<li>c</ol>", "5. a\n9. b\n10. c"},
    {"<ol reversed start=3><li>a<li>b</ol>", "3. a\n2. b"},
    {"<ol type=a><li>a<li>b</ol><ol type=I><li>c</ol>", "a. a\nb. b\nI. c"},
    {"<ol style='list-style:cjk-ideographic'><li>甲<li>乙</ol>", "一、甲\n二、乙"},
    {"<ol style='list-style-type:none'><li>a</ol>", "a"},
    {"<ol><li>1、通讯录<li>（二）位置<li>③相册</ol>", "1、通讯录\n（二）位置\n③相册"},
    {"<ol><li>a<ol><li>b</ol><li>c</ol>", "1. a\n1. b\n2. c"},
    {"<ol><li><p>a</p><p>b</p></ol>", "1. a\nb"},
    {"<dl><dt>a<dd>b</dl>", "a\nb"},
    {"<table><tr><td>a<td>b<tr><td>c<td>d</table>", "a\nb\nc\nd"},
    {"<p><input type=text>元<input type=hidden value=x><input value='10'></p>", "___元10"},
    {"<p><input type=checkbox checked>同意<input type=radio>不同意", "☑同意☐不同意"},
    {"<p><select><option>a<option selected>b</select>", "☐a\n☑b"},
    {"<p><input type=radio name=x checked>是<input type=radio name=x>否", "☑是☐否"},
    {"<p><ruby>導<rp>(</rp><rt>dǎo</rt><rp>)</rp></ruby>語</p>", "導(dǎo)語"},
    {"<p>a<q>b</q></p>", "a“b”"},
    // Templates.
    {"<p>甲方：{{ name }}，{{{ html }}}</p>", "甲方：___，___"},
    {"<p>金额${amount!\"\"}元<%= rate %>，<%-- no --%><% if (x > 1) { %>逾期<% } %></p>",
     "金额___元___，逾期"},
    {"<p><#if a gt b>可以<#else>不得</#if><#-- no --></p>", "可以不得"},
    {"<p>{% if x %}a{% endif %}{# no #}b</p>", "ab"},
    {"<p><span th:text='${x}'>某人</span>[[${y}]]</p>", "某人___"},
    {"<p>乙方<span v-text='x'></span><c:out value='1'/>。</p>", "乙方______。"},
    {"<template><div><p v-if='a'>通讯录</p></div></template><script>x</script>", "通讯录"},
    {"<p><?php echo $a; ?>元<?= $b ?></p>", "___元___"},
    {"<p>a {{ never closed and long</p>", "a {{ never closed and long"},
};

START_TEST(shows_as_a_browser)
{
    g_autoptr(Document) doc = read_bytes(rows[_i].html, strlen(rows[_i].html), "a.html", NULL);
    ck_assert_str_eq(text_of(doc), rows[_i].text);
    ck_assert_str_eq(doc->format, "html");
}
END_TEST

static const char *const kinds[] = {"body", "heading", "item", "cell", "note", "running", "mark"};

// Kind, depth or row and column, header mark and concealment of each line.
static char *layout_of(const Document *doc)
{
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < doc->lines->len; i++) {
        const Line *line = &g_array_index(doc->lines, Line, i);
        const Style *style = document_style_at(doc, line->start);
        g_string_append_printf(out, "%s%s", i ? " " : "", kinds[line->kind]);
        if (line->kind == LINE_CELL)
            g_string_append_printf(out, "%u,%u%s", line->row, line->column, line->head ? "H" : "");
        else if (line->depth)
            g_string_append_printf(out, "%u", line->depth);
        if (style && style->concealed)
            g_string_append(out, "!");
    }
    return g_string_free(out, FALSE);
}

static const struct {
    const char *html, *layout;
} layouts[] = {
    {"<h1>a</h1><h3>b</h3>c", "heading1 heading3 body"},
    {"<ul><li>a<ul><li>b</ul></ul>c", "item item1 body"},
    {"<ul><li>a<p>b</ul>", "item body"},
    {"<dl><dt>a<dd>b</dl>", "item item1"},
    {"<table><tr><th>a<th>b<tr><td>c<td>d</table>", "cell1,0H cell1,1H cell2,0 cell2,1"},
    {"<table><thead><tr><td>a<td>b<tbody><tr><td>c<td>d</table>",
     "cell1,0H cell1,1H cell2,0 cell2,1"},
    {"<table><tr><td><b>a</b><td><b>b</b><tr><td>c<td>d</table>",
     "cell1,0H cell1,1H cell2,0 cell2,1"},
    // what only words show to be column titles is the text's to find
    {"<table><tr><td>权限名称<td>使用目的<tr><td>通讯录<td>用于核实您的身份信息</table>",
     "cell1,0 cell1,1 cell2,0 cell2,1"},
    {"<table><tr><td>甲方：<td>某某<tr><td>乙方：<td>某某公司</table>",
     "cell1,0 cell1,1 cell2,0 cell2,1"},
    {"<table><tr><th>a<td>b<tr><th>c<td>d</table>", "cell1,0 cell1,1 cell2,0 cell2,1"},
    {"<table><tr><td rowspan=2>a<td>b<tr><td>c<tr><td>d<td colspan=2>e<td>f</table>",
     "cell1,0 cell1,1 cell2,1 cell3,0 cell3,1 cell3,3"},
    {"<table><tr><td>a<table><tr><td>b<td>c</table><td>d</table>", "body cell2,0 cell2,1 body"},
    {"<table><tr><td>a<tr><td>b</table>", "body body"},
    {"<p hidden>a</p>b", "body! body"},
    {"<p style='display:none'>a<span>b</span></p>c", "body! body"},
    {"<style>.x{display:none}</style><p class='y x'>a</p>c", "body! body"},
    {"<style>@media print{p{display:none}} #i , q{visibility:hidden}</style><p>a<p id=i>b",
     "body body!"},
    {"<p style='font-size:0'>a</p><p style='opacity:0.01'>b", "body! body!"},
    {"<p style='color:#FFF;background:white'>a</p><p style='color:#fff'>b", "body! body"},
    {"<p>a<template>b</template></p>", "body body!"},
    // the cascade: the more special, then the later one, then the page's own word
    {"<style>#i{display:block} .x{display:none}</style><p class=x id=i>a<p class=x>b",
     "body body!"},
    {"<style>.x{display:none} .x{display:block}</style><p class=x>a", "body"},
    {"<style>.x{display:none}</style><p class=x style='display:block'>a", "body"},
    {"<style>.x{display:none !important}</style><p class=x style='display:block'>a", "body!"},
    {"<style>[hidden]{x:y} p{display:block}</style><p hidden>a", "body"},
    // what an element inside may take back, and what it may not
    {"<div style='visibility:hidden'><p>a<p style='visibility:visible'>b</div>", "body! body"},
    {"<div style='font-size:0'>a<p style='font-size:14px'>b</div>", "body! body"},
    {"<div style='text-indent:-9999px'><p>a<p style='text-indent:0'>b</div>", "body! body"},
    {"<div style='display:none'><p style='display:block'>a</div>", "body!"},
    {"<div style='opacity:0'><p style='opacity:1'>a</div>", "body!"},
    // by tags, classes and ids, in each other
    {"<style>.a .b{display:none}</style><div class=a><p>a<p class=b>b</div><p class=b>c",
     "body body! body"},
    {"<style>div>p.b{display:none}</style><div><p class='b c'>a</p><ul><li><p class=b>b</ul></div>",
     "body! item"},
    {"<style>#m .a > span, li.z{display:none}</style><div id=m><p class=a><span>a</span></div>",
     "body!"},
    {"<style>*{color:#fff;background:#fff}</style><p>a", "body!"},
    {"<style>p:hover{display:none} p+p{display:none} p[x]{display:none}</style><p>a<p>b",
     "body body"},
    // other ways to hide
    {"<p style='color:transparent'>a<p style='color:rgba(0,0,0,0)'>b<p style='color:#0000'>c",
     "body! body! body!"},
    {"<p style='position:absolute;left:-9999px'>a<p style='left:-9999px'>b", "body! body"},
    {"<p style='height:0;overflow:hidden'>a<p style='height:0'>b", "body! body"},
    {"<p style='position:absolute;clip:rect(0 0 0 0)'>a<p style='clip-path:inset(50%)'>b",
     "body! body!"},
    {"<p style='transform:scale(0)'>a<p style='margin-left:-99em'>b", "body! body!"},
    // for these and those screens: hidden is what no screen shows
    {"<style>@media screen{p{display:none}}</style><p>a", "body!"},
    {"<style>@media (max-width:600px){p{display:none}}</style><p>a", "body"},
    {"<style>@media (max-width:600px){p{display:none}} @media (min-width:601px){p{display:none}}"
     "</style><p>a",
     "body!"},
    {"<style>.m{display:none} @media (max-width:768px){.m{display:block}}</style><p class=m>a",
     "body"},
    {"<style>@media screen and (min-width:100px){@supports (x:y){.m{display:none}}}</style>"
     "<p class=m>a",
     "body!"},
    {"<style>@layer base{p{display:none}} @font-face{p{x:y}}</style><p>a", "body!"},
    {"<style media=print>p{display:none}</style><p>a", "body"},
    {"<style>@import 'a.css'; p{display:none}</style><p>a", "body!"},
};

START_TEST(keeps_the_layout)
{
    g_autoptr(Document) doc = read_bytes(layouts[_i].html, strlen(layouts[_i].html), "a.htm", NULL);
    g_autofree char *layout = layout_of(doc);
    ck_assert_str_eq(layout, layouts[_i].layout);
}
END_TEST

// p: a phone, d: a desktop.
static const struct {
    const char *query, *screens;
} media[] = {
    {"", "pd"},
    {"all", "pd"},
    {"screen", "pd"},
    {"Only SCREEN", "pd"},
    {"print", ""},
    {"not print", "pd"},
    {"not screen", ""},
    {"print, screen", "pd"},
    {"(max-width: 600px)", "p"},
    {"screen and (min-width:37.5em)", "d"},
    {"screen and(min-width:768px)and (max-width:1024px)", ""},
    {"not screen and (max-width: 600px)", "d"},
    {"not (max-width: 600px)", "d"},
    {"(width <= 600px)", "p"},
    {"(400px < width < 2000px)", "d"},
    {"(orientation: portrait)", "p"},
    {"(max-width: 100px) or (hover: hover)", "d"},
    {"(prefers-color-scheme: dark)", ""},
    {"(-webkit-min-device-pixel-ratio: 2)", "p"},
    {"(min-resolution: 192dpi)", "p"},
    {"(max-device-width: 480px)", "p"},
    {"(no-such-thing: 1)", ""},
    {"(color)", "pd"},
    {"(", ""},
    {"(<=)", ""},
    {"and", ""},
};

START_TEST(css_media_queries)
{
    unsigned held = css_media(media[_i].query), wanted = 0;
    wanted |= strchr(media[_i].screens, 'p') ? 1U << CSS_PHONE : 0;
    wanted |= strchr(media[_i].screens, 'd') ? 1U << CSS_DESKTOP : 0;
    ck_assert_msg(held == wanted, "%s: %u", media[_i].query, held);
}
END_TEST

START_TEST(sizes_and_colours)
{
    static const char html[] =
        "<p>a<small>b</small><span style='font-size:8px;color:#999'>c</span>";
    g_autoptr(Document) doc = read_bytes(html, strlen(html), "a.html", NULL);
    const Style *styles = (const Style *)(void *)doc->styles->data;
    ck_assert_uint_eq(doc->styles->len, 3);
    ck_assert_float_eq_tol(styles[0].size, 12, 0.01);
    ck_assert_float_eq_tol(styles[1].size, 10, 0.01);
    ck_assert_float_eq_tol(styles[2].size, 6, 0.01);
    ck_assert_uint_eq(styles[2].color, 0x999999);
    // With a style sheet elsewhere nobody knows how large the rest is.
    static const char linked[] = "<link rel=stylesheet href=a.css><p>a";
    g_autoptr(Document) other = read_bytes(linked, strlen(linked), "a.html", NULL);
    ck_assert_float_eq(document_style_at(other, 0)->size, 0);
}
END_TEST

START_TEST(declared_charset)
{
    static const char page[] = "<html><head><meta http-equiv='Content-Type' "
                               "content='text/html; charset=%s'><title>协议</title></head>"
                               "<body>您同意<p>读取通讯录</body></html>";
    static const char *const sets[][2] = {
        {"gb2312", "GB18030"}, {"GBK", "GB18030"}, {"utf-8", "UTF-8"}, {"big5", "GB18030"}};
    for (size_t i = 0; i < G_N_ELEMENTS(sets); i++) {
        g_autofree char *html = g_strdup_printf(page, sets[i][0]);
        gsize len;
        g_autofree char *bytes = g_convert(html, -1, sets[i][1], "UTF-8", NULL, &len, NULL);
        g_autoptr(Document) doc = read_bytes(bytes, len, "a.html", NULL);
        ck_assert_str_eq(text_of(doc), "您同意\n读取通讯录");
        ck_assert_str_eq(doc->title, "协议");
        ck_assert_str_eq(doc->encoding, sets[i][1]);
    }
}
END_TEST

// Told by what they hold, whatever they are called.
static const struct {
    const char *bytes, *name, *format;
} named[] = {
    {"<!DOCTYPE html><p>a", "a.txt", "html"},
    {"\n <!-- x --><html><body>a", "a.pdf", "html"},
    {"<?xml version='1.0'?><!DOCTYPE html><html><body>a", "a", "html"},
    {"第一条<br>第二条", "a.html", "html"},
    {"<%@ page pageEncoding=\"UTF-8\" %>\n<div>a</div>", "a.jsp", "html"},
    {"plain words", "a.html", "text"},
    {"1 < 2 and 3 > 2", "a.html", "text"},
    {"see <p> for details", "a.txt", "text"},
};

START_TEST(known_by_content)
{
    g_autoptr(Document) doc =
        read_bytes(named[_i].bytes, strlen(named[_i].bytes), named[_i].name, NULL);
    ck_assert_str_eq(doc->format, named[_i].format);
}
END_TEST

static const struct {
    const char *html;
    Fault fault;
} reasons[] = {
    {"<div id=app></div><script src=a.js></script>", FAULT_NO_TEXT},
    {"<img src=a.png><img src=b.png>", FAULT_NO_TEXT},
    {"<iframe src=a.pdf></iframe>", FAULT_ATTACHMENT},
    {"<link rel=stylesheet href=a.css><p class=x>a", FAULT_STYLES_MISSING},
    {"<style>@import url(a.css);</style><p id=x>a", FAULT_STYLES_MISSING},
};

START_TEST(says_what_is_missing)
{
    g_autoptr(Document) doc =
        read_bytes(reasons[_i].html, strlen(reasons[_i].html), "a.html", NULL);
    ck_assert_uint_eq(doc->reasons->len, 1);
    const Reason *reason = g_ptr_array_index(doc->reasons, 0);
    ck_assert_int_eq(reason->code, reasons[_i].fault);
}
END_TEST

// Sheets for print, and pages with nothing that a sheet could speak of.
START_TEST(styles_that_do_not_matter)
{
    static const char *const pages[] = {
        "<link rel=stylesheet media=print href=a.css><p class=x>a",
        "<link rel=icon href=a.png><p class=x>a",
        "<link rel=stylesheet href=a.css><p>a",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(pages); i++) {
        g_autoptr(Document) doc = read_bytes(pages[i], strlen(pages[i]), "a.html", NULL);
        ck_assert_uint_eq(doc->reasons->len, 0);
    }
}
END_TEST

// Deep, wide and hostile pages are read to their end.
START_TEST(depth_does_not_matter)
{
    GString *html = g_string_new(NULL);
    for (int i = 0; i < 100000; i++)
        g_string_append(html, i % 2 ? "<div>" : "<font>");
    g_string_append(html, "at the bottom");
    for (int i = 0; i < 1000; i++)
        g_string_append(html, "<table><tr><td>");
    g_string_append(html, "<p>in tables");
    g_autoptr(Document) doc = read_bytes(html->str, html->len, "a.html", NULL);
    ck_assert_str_eq(text_of(doc), "at the bottom\nin tables");
    ck_assert_uint_eq(doc->reasons->len, 0);
    g_string_free(html, TRUE);
}
END_TEST

START_TEST(entities_do_not_explode)
{
    static const char html[] = "<!DOCTYPE html [<!ENTITY a 'xxxxxxxxxx'><!ENTITY b '&a;&a;&a;&a;'>"
                               "<!ENTITY f SYSTEM 'file:///etc/passwd'>]>"
                               "<html><body><p>&b;&b;&f; words</p></body></html>";
    g_autoptr(Document) doc = read_bytes(html, strlen(html), "a.html", NULL);
    ck_assert_ptr_nonnull(strstr(text_of(doc), "words"));
    ck_assert_ptr_null(strstr(text_of(doc), "root:"));
    ck_assert_ptr_null(strstr(text_of(doc), "xxxx"));
}
END_TEST

START_TEST(unclosed_marks_cost_one_look)
{
    GString *html = g_string_new("<p>");
    for (int i = 0; i < 200000; i++)
        g_string_append(html, "<#a {{ ${ <% {% ");
    g_autoptr(GString) plain = template_plain(html->str, html->len);
    ck_assert_uint_eq(plain->len, html->len);
    g_string_free(html, TRUE);
}
END_TEST

static const struct {
    const char *format;
    int number;
    const char *words;
} numbers[] = {
    {"decimal", 12, "12"},
    {"lower-alpha", 28, "ab"},
    {"upperLetter", 3, "C"},
    {"lowerRoman", 14, "xiv"},
    {"chineseCounting", 10, "十"},
    {"chineseCounting", 21, "二十一"},
    {"cjk-ideographic", 105, "一百零五"},
    {"chineseCounting", 110, "一百一十"},
    {"decimalEnclosedCircle", 3, "③"},
    {"decimalEnclosedCircle", 21, "㉑"},
    {"ideographTraditional", 2, "乙"},
    {"chineseLegalSimplified", 13, "拾叁"},
    {"decimalZero", 7, "07"},
    {"decimalFullWidth", 12, "１２"},
    {"lowerRoman", 0, "0"},
    {"no-such", 1, NULL},
};

START_TEST(list_numbers)
{
    g_autofree char *words = numeral_of(numbers[_i].format, numbers[_i].number);
    if (numbers[_i].words)
        ck_assert_str_eq(words, numbers[_i].words);
    else
        ck_assert_ptr_null(words);
}
END_TEST

START_TEST(numbered_or_not)
{
    static const char *const yes[] = {"1. a", "1、a",  "（一）a", "(1) a",  "①a",    "第三条 a",
                                      "a) b", "一、a", "12．a",   "(iv) a", "1.2 a", "  2) a"};
    static const char *const no[] = {"a",        "我们", "2024年", "一旦逾期",
                                     "App 读取", "",     "100元",  "第三方"};
    for (size_t i = 0; i < G_N_ELEMENTS(yes); i++)
        ck_assert_msg(numeral_begins(yes[i]), "%s", yes[i]);
    for (size_t i = 0; i < G_N_ELEMENTS(no); i++)
        ck_assert_msg(!numeral_begins(no[i]), "%s", no[i]);
}
END_TEST

static const struct {
    const char *value;
    bool known;
    uint32_t color;
} colors[] = {
    {"#abc", true, 0xAABBCC},
    {"#102030", true, 0x102030},
    {"#10203000", false, 0},
    {"rgb(1, 2, 3)", true, 0x010203},
    {"rgba(1,2,3,0)", false, 0},
    {"rgba(1,2,3,.5)", true, 0x010203},
    {"rgb(100%,0%,0%)", true, 0xFF0000},
    {"white", true, 0xFFFFFF},
    {"inherit", false, 0},
    {"#12", false, 0},
    {"rgb(", false, 0},
};

START_TEST(css_colors)
{
    uint32_t color = 0;
    ck_assert_int_eq(css_color(colors[_i].value, &color), colors[_i].known);
    ck_assert_uint_eq(color, colors[_i].color);
}
END_TEST

static void add_rows(TCase *tests)
{
    tcase_add_loop_test(tests, shows_as_a_browser, 0, G_N_ELEMENTS(rows));
    tcase_add_loop_test(tests, keeps_the_layout, 0, G_N_ELEMENTS(layouts));
    tcase_add_loop_test(tests, known_by_content, 0, G_N_ELEMENTS(named));
    tcase_add_loop_test(tests, says_what_is_missing, 0, G_N_ELEMENTS(reasons));
    tcase_add_loop_test(tests, css_media_queries, 0, G_N_ELEMENTS(media));
    tcase_add_loop_test(tests, list_numbers, 0, G_N_ELEMENTS(numbers));
    tcase_add_loop_test(tests, css_colors, 0, G_N_ELEMENTS(colors));
}

int main(void)
{
    TCase *tests = tcase_create("rows");
    tcase_set_timeout(tests, 60);
    add_rows(tests);
    tcase_add_test(tests, numbered_or_not);
    tcase_add_test(tests, sizes_and_colours);
    tcase_add_test(tests, styles_that_do_not_matter);
    tcase_add_test(tests, declared_charset);
    tcase_add_test(tests, depth_does_not_matter);
    tcase_add_test(tests, entities_do_not_explode);
    tcase_add_test(tests, unclosed_marks_cost_one_look);
    return run_cases("read_html", tests);
}
