// SPDX-License-Identifier: GPL-3.0-or-later
#include "html_page.h"

#include <string.h>

#include "read/numeral.h"

static const double BODY_SIZE = 12; // points: what browsers take when nothing is said

HtmlElement *html_page_top(HtmlPage *page)
{
    return &g_array_index(page->open, HtmlElement, page->open->len - 1);
}

static bool is_unseen(const CssStyle *css)
{
    return css_unseen(css) || (css->background_known && css->background == css->color);
}

// Words are hidden when no kind of screen shows them, and as large as the one that shows them
// largest.
void html_page_set_style(HtmlPage *page)
{
    const HtmlElement *element = html_page_top(page);
    const CssStyle *css = &element->css[CSS_PHONE];
    bool size_known = css->size_known || page->own_styles, unseen = true;
    double size = 0;
    for (int i = 0; i < CSS_SCREENS; i++) {
        size = MAX(size, element->css[i].size);
        unseen &= is_unseen(&element->css[i]);
    }
    FlowStyle style = {.size = size_known ? (float)size : 0,
                       .color = css->color,
                       .concealed = unseen,
                       .bold = css->bold};
    flow_style(page->flow, &style);
    flow_kind(page->flow, element->kind, element->kind_depth);
}

// An item is its first line; what stands in it below that is text.
static void settle_item(HtmlPage *page)
{
    for (guint i = page->open->len; i > 0; i--) {
        HtmlElement *element = &g_array_index(page->open, HtmlElement, i - 1);
        if (element->kind != LINE_ITEM || element->tag == TAG_TERM || element->tag == TAG_ANSWER)
            break;
        element->kind = LINE_BODY;
        if (element->tag == TAG_ITEM)
            break;
    }
    flow_kind(page->flow, html_page_top(page)->kind, html_page_top(page)->kind_depth);
}

void html_page_break(HtmlPage *page, LineBreak before)
{
    bool wrote = flow_last(page->flow) != 0;
    flow_break(page->flow, before);
    if (wrote && html_page_top(page)->kind == LINE_ITEM)
        settle_item(page);
    page->space = page->line_space = false;
}

void html_page_put(HtmlPage *page, const char *utf8)
{
    flow_text(page->flow, utf8, strlen(utf8));
}

bool html_page_is_unspaced(gunichar c)
{
    return c >= 0x2E80 && c < 0xFB00 && !(c >= 0xAC00 && c < 0xD7B0);
}

// A blank between words; a line end of the source between two Han characters is none.
void html_page_put_space(HtmlPage *page, const char *next)
{
    gunichar last = flow_last(page->flow);
    bool between_han = page->line_space && html_page_is_unspaced(last) &&
                       html_page_is_unspaced(g_utf8_get_char(next));
    if (page->space && last && last != ' ' && !between_han)
        html_page_put(page, " ");
    page->space = page->line_space = false;
}

// The item's number, unless its words begin with one of their own: lists whose style sheet takes
// the browser's numbers off are numbered by hand.
static void put_number(HtmlPage *page, const char *words)
{
    if (page->number->len == 0)
        return;
    if (!numeral_begins(words))
        flow_text(page->flow, page->number->str, page->number->len);
    g_string_truncate(page->number, 0);
}

// Browsers read the numeric references of Windows' quotes as Windows does.
static void put_word(HtmlPage *page, const char *word, gsize len)
{
    static const char *const windows[32] = {"€", "",  "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š",
                                            "‹", "Œ", "",  "Ž", "",  "",  "‘", "’", "“", "”", "•",
                                            "–", "—", "˜", "™", "š", "›", "œ", "",  "ž", "Ÿ"};
    html_page_put_space(page, word);
    const char *end = word + len;
    for (const char *at = word; at < end; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (c < 0x80 || c >= 0xA0)
            continue;
        flow_text(page->flow, word, (gsize)(at - word));
        html_page_put(page, windows[c - 0x80]);
        word = g_utf8_next_char(at);
    }
    flow_text(page->flow, word, (gsize)(end - word));
}

// Blanks are gathered into one, as in the browser.
void html_page_put_words(HtmlPage *page, const char *text, gsize len)
{
    static const char blanks[] = " \t\r\n\f";
    for (const char *at = text, *end = text + len; at < end;) {
        gsize blank = strspn(at, blanks);
        if (blank) {
            page->space = true;
            page->line_space |= memchr(at, '\n', MIN(blank, (gsize)(end - at))) != NULL;
            at += blank;
            continue;
        }
        gsize word = MIN(strcspn(at, blanks), (gsize)(end - at));
        if (page->number->len) {
            g_autofree char *words = g_strndup(at, MIN((gsize)(end - at), 64));
            g_autofree char *valid = g_utf8_make_valid(words, -1);
            put_number(page, valid);
        }
        put_word(page, at, word);
        at += word;
    }
}

void html_page_put_kept(HtmlPage *page, const char *text, gsize len)
{
    for (const char *at = text, *end = text + len; at < end;) {
        gsize line = MIN(strcspn(at, "\r\n"), (gsize)(end - at));
        flow_text(page->flow, at, line);
        at += line;
        if (at == end)
            break;
        at += *at == '\r' && at + 1 < end && at[1] == '\n' ? 2 : 1;
        html_page_break(page, BREAK_UNKNOWN);
        if (at < end && (*at == '\r' || *at == '\n'))
            html_page_break(page, BREAK_PARAGRAPH); // a blank line
    }
}

static void element_clear(HtmlElement *element)
{
    g_free(element->path);
}

HtmlPage *html_page_new(Document *doc)
{
    HtmlPage *page = g_new0(HtmlPage, 1);
    page->doc = doc;
    page->flow = flow_new(doc);
    page->sheet = css_sheet_new();
    page->open = g_array_new(FALSE, TRUE, sizeof(HtmlElement));
    g_array_set_clear_func(page->open, (GDestroyNotify)element_clear);
    page->names = g_string_chunk_new(4096);
    page->title = g_string_new(NULL);
    page->style = g_string_new(NULL);
    page->number = g_string_new(NULL);
    page->own_styles = true;
    HtmlElement root = {.tag = TAG_INLINE};
    for (int i = 0; i < CSS_SCREENS; i++)
        root.css[i] = (CssStyle){.size = BODY_SIZE, .background = 0xFFFFFF};
    g_array_append_val(page->open, root);
    html_page_set_style(page);
    return page;
}

void html_page_free(HtmlPage *page)
{
    flow_free(page->flow);
    css_sheet_free(page->sheet);
    g_array_unref(page->open);
    g_string_free(page->title, TRUE);
    g_string_free(page->style, TRUE);
    g_string_free(page->number, TRUE);
    g_string_chunk_free(page->names);
    g_free(page->media);
    g_free(page);
}
