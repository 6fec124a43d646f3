// SPDX-License-Identifier: GPL-3.0-or-later
#include "html_element.h"

#include <string.h>

#include "read/numeral.h"
#include "read/template.h"

static void begin_list(const char *name, HtmlAttributes attributes, HtmlElement *element)
{
    bool ordered = !strcmp(name, "ol");
    const char *type = html_attribute(attributes, "type");
    const char *css = element->css[CSS_PHONE].list;
    element->marker = css               ? css
                      : ordered && type ? g_intern_string(type)
                      : ordered         ? "decimal"
                                        : "disc";
    element->step = html_attribute(attributes, "reversed") ? -1 : 1;
    element->next = html_number(attributes, "start", 1);
    element->depth++;
}

static bool is_list_none(const HtmlElement *list)
{
    return !strcmp(list->marker, "none");
}

// "1. " as the browser shows it; Chinese numbers are followed by their own comma.
static void begin_item(HtmlPage *page, HtmlAttributes attributes, HtmlElement *element,
                       HtmlElement *list)
{
    html_page_break(page, BREAK_PARAGRAPH);
    g_string_truncate(page->number, 0);
    element->kind = LINE_ITEM;
    element->kind_depth = list->depth ? list->depth - 1 : 0;
    if (!list->marker || is_list_none(list))
        return;
    int number = html_number(attributes, "value", list->next);
    g_autofree char *words = numeral_of(list->marker, number);
    list->next = number + list->step;
    if (!words)
        g_string_assign(page->number, "\u2022 ");
    else
        g_string_printf(page->number, "%s%s", words,
                        html_page_is_unspaced(g_utf8_get_char(words)) ? "、" : ". ");
}

static void begin_cell(HtmlPage *page, const char *name, HtmlAttributes attributes)
{
    int columns = html_number(attributes, "colspan", 1),
        rows = html_number(attributes, "rowspan", 1);
    page->space = false;
    flow_cell_begin(page->flow, (unsigned)MAX(columns, 1), (unsigned)MAX(rows, 1),
                    !strcmp(name, "th"));
}

// A field shows its value, or room for one.
static void put_input(HtmlPage *page, HtmlAttributes attributes)
{
    static const char *const unseen[] = {"hidden", "image", "file", "range", "color", NULL};
    static const char *const boxes[] = {"checkbox", "radio", NULL};
    const char *value = html_attribute(attributes, "value");
    if (html_is_type(attributes, unseen))
        return;
    if (html_is_type(attributes, boxes))
        value = html_attribute(attributes, "checked") ? "☑" : "☐";
    if (!value || !*value)
        value = TEMPLATE_BLANK;
    g_autofree char *valid = g_utf8_make_valid(value, -1);
    html_page_put_words(page, valid, strlen(valid));
}

static bool is_replaced(HtmlAttributes attributes)
{
    return html_attribute(attributes, "v-text") || html_attribute(attributes, "v-html");
}

void html_element_begin(HtmlPage *page, const char *name, HtmlAttributes attributes,
                        HtmlElement *element, HtmlElement *list)
{
    switch (element->tag) {
    case TAG_LIST:
        begin_list(name, attributes, element);
        break;
    case TAG_ITEM:
        begin_item(page, attributes, element, list);
        break;
    case TAG_HEADING:
        element->kind = LINE_HEADING;
        element->kind_depth = (unsigned)(name[1] - '0');
        break;
    case TAG_TERM:
    case TAG_ANSWER:
        element->kind = LINE_ITEM;
        element->kind_depth = list->depth + (element->tag == TAG_ANSWER);
        break;
    case TAG_ROW_GROUP:
        element->heads = !strcmp(name, "thead");
        break;
    case TAG_ROW:
        flow_row_begin(page->flow, element->heads);
        break;
    case TAG_CELL:
        begin_cell(page, name, attributes);
        element->kind = LINE_BODY;
        break;
    case TAG_TABLE:
        page->space = false;
        flow_table_begin(page->flow);
        element->heads = false;
        break;
    case TAG_CAPTION:
        flow_cell_end(page->flow);
        break;
    default:
        break;
    }
}

// What stands where the element does, beside what it holds.
void html_element_put(HtmlPage *page, const HtmlElement *element, HtmlAttributes attributes)
{
    switch (element->tag) {
    case TAG_LINE_BREAK:
        if (flow_last(page->flow))
            html_page_break(page, BREAK_UNKNOWN);
        else
            html_page_break(page, BREAK_PARAGRAPH); // the second of two
        break;
    case TAG_INPUT:
        put_input(page, attributes);
        break;
    case TAG_VALUE:
        html_page_put_words(page, TEMPLATE_BLANK, strlen(TEMPLATE_BLANK));
        break;
    case TAG_READING:
        html_page_put(page, "(");
        break;
    case TAG_QUOTE:
        html_page_put_space(page, "\"");
        html_page_put(page, "\u201C");
        break;
    default:
        break;
    }
    if (element->tag == TAG_OPTION)
        html_page_put(page, html_attribute(attributes, "selected") ? "☑" : "☐");
    if (is_replaced(attributes))
        html_page_put_words(page, TEMPLATE_BLANK, strlen(TEMPLATE_BLANK));
}

void html_element_end(HtmlPage *page, const HtmlElement *element)
{
    switch (element->tag) {
    case TAG_CELL:
        flow_cell_end(page->flow);
        break;
    case TAG_TABLE:
        flow_table_end(page->flow);
        break;
    case TAG_READING:
        html_page_put(page, ")");
        break;
    case TAG_QUOTE:
        html_page_put(page, "\u201D");
        break;
    case TAG_ITEM:
        g_string_truncate(page->number, 0);
        break;
    default:
        break;
    }
}
