// SPDX-License-Identifier: GPL-3.0-or-later
#include "read/html_tags.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    HtmlTag tag;
} tags[] = {
    {"address", TAG_BLOCK},
    {"applet", TAG_DROP},
    {"article", TAG_BLOCK},
    {"aside", TAG_BLOCK},
    {"audio", TAG_DROP},
    {"b", TAG_BOLD},
    {"blockquote", TAG_BLOCK},
    {"body", TAG_BLOCK},
    {"br", TAG_LINE_BREAK},
    {"c:out", TAG_VALUE},
    {"canvas", TAG_DROP},
    {"caption", TAG_CAPTION},
    {"center", TAG_BLOCK},
    {"datalist", TAG_DROP},
    {"dd", TAG_ANSWER},
    {"details", TAG_BLOCK},
    {"dialog", TAG_BLOCK},
    {"dir", TAG_LIST},
    {"div", TAG_BLOCK},
    {"dl", TAG_BLOCK},
    {"dt", TAG_TERM},
    {"embed", TAG_FRAME},
    {"fieldset", TAG_BLOCK},
    {"figcaption", TAG_BLOCK},
    {"figure", TAG_BLOCK},
    {"font", TAG_FONT},
    {"footer", TAG_BLOCK},
    {"form", TAG_BLOCK},
    {"frame", TAG_FRAME},
    {"h1", TAG_HEADING},
    {"h2", TAG_HEADING},
    {"h3", TAG_HEADING},
    {"h4", TAG_HEADING},
    {"h5", TAG_HEADING},
    {"h6", TAG_HEADING},
    {"header", TAG_BLOCK},
    {"hgroup", TAG_BLOCK},
    {"hr", TAG_BLOCK},
    {"iframe", TAG_FRAME},
    {"img", TAG_IMAGE},
    {"input", TAG_INPUT},
    {"legend", TAG_BLOCK},
    {"li", TAG_ITEM},
    {"listing", TAG_PRE},
    {"main", TAG_BLOCK},
    {"menu", TAG_LIST},
    {"nav", TAG_BLOCK},
    {"noembed", TAG_DROP},
    {"noframes", TAG_DROP},
    {"noscript", TAG_DROP},
    {"object", TAG_FRAME},
    {"ol", TAG_LIST},
    {"optgroup", TAG_BLOCK},
    {"option", TAG_OPTION},
    {"p", TAG_BLOCK},
    {"pre", TAG_PRE},
    {"q", TAG_QUOTE},
    {"rp", TAG_DROP},
    {"rt", TAG_READING},
    {"s:property", TAG_VALUE},
    {"script", TAG_SCRIPT},
    {"search", TAG_BLOCK},
    {"section", TAG_BLOCK},
    {"select", TAG_BLOCK},
    {"strong", TAG_BOLD},
    {"style", TAG_STYLE},
    {"summary", TAG_BLOCK},
    {"table", TAG_TABLE},
    {"tbody", TAG_ROW_GROUP},
    {"td", TAG_CELL},
    {"template", TAG_TEMPLATE},
    {"textarea", TAG_PRE},
    {"tfoot", TAG_ROW_GROUP},
    {"th", TAG_CELL},
    {"thead", TAG_ROW_GROUP},
    {"title", TAG_TITLE},
    {"tr", TAG_ROW},
    {"ul", TAG_LIST},
    {"video", TAG_DROP},
    {"view", TAG_BLOCK},
    {"xmp", TAG_PRE},
};

static int by_name(const void *key, const void *row)
{
    // NOLINTNEXTLINE(clang-analyzer-core.CallAndMessage): it does not see what is in the table
    return strcmp(key, *(const char *const *)row);
}

HtmlTag html_tag(const char *name)
{
    const void *row = bsearch(name, tags, G_N_ELEMENTS(tags), sizeof *tags, by_name);
    return row ? tags[(size_t)((const char *)row - (const char *)tags) / sizeof *tags].tag
               : TAG_INLINE;
}

bool html_tag_is_block(HtmlTag tag)
{
    return (tag >= TAG_BLOCK && tag <= TAG_CAPTION && tag != TAG_DROP) || tag == TAG_PRE;
}

const char *html_attribute(HtmlAttributes attributes, const char *name)
{
    for (; attributes && attributes[0]; attributes += 2)
        if (!g_ascii_strcasecmp((const char *)attributes[0], name))
            return attributes[1] ? (const char *)attributes[1] : "";
    return NULL;
}

int html_number(HtmlAttributes attributes, const char *name, int otherwise)
{
    const char *value = html_attribute(attributes, name);
    char *end;
    long number = value ? strtol(value, &end, 10) : 0;
    return value && end != value ? (int)CLAMP(number, -1000000, 1000000) : otherwise;
}

bool html_is_type(HtmlAttributes attributes, const char *const *types)
{
    const char *type = html_attribute(attributes, "type");
    for (; type && *types; types++)
        if (!g_ascii_strcasecmp(type, *types))
            return true;
    return false;
}
