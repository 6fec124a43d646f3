// SPDX-License-Identifier: GPL-3.0-or-later
#include "read/html_look.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

static void apply_font(HtmlAttributes attributes, CssStyle *css)
{
    static const double sizes[] = {7.5, 7.5, 9.75, 12, 13.5, 18, 24, 36};
    const char *color = html_attribute(attributes, "color"),
               *size = html_attribute(attributes, "size");
    g_autofree char *lower = color ? g_ascii_strdown(color, -1) : NULL;
    if (lower)
        css_color(lower, &css->color);
    if (size && g_ascii_isdigit(*size))
        css->size = sizes[CLAMP(atoi(size), 1, 7)];
    else if (size && (*size == '-' || *size == '+'))
        css->size = sizes[CLAMP(3 + atoi(size), 1, 7)];
}

static void apply_tag(const char *name, HtmlTag tag, CssStyle *css)
{
    static const double headings[] = {2, 1.5, 1.17, 1, 0.83, 0.67};
    if (tag == TAG_HEADING) {
        css->size *= headings[name[1] - '1'];
        css->bold = true;
    }
    if (tag == TAG_BOLD || !strcmp(name, "th"))
        css->bold = true;
    if (!strcmp(name, "small"))
        css->size /= 1.2;
}

// A template's content waits for a script, except where a script of the page shows it at once.
static bool is_shown_template(HtmlAttributes attributes)
{
    for (HtmlAttributes at = attributes; at && at[0]; at += 2) {
        const char *name = (const char *)at[0];
        if (g_str_has_prefix(name, "v-") || g_str_has_prefix(name, "slot") || *name == '#' ||
            g_str_has_prefix(name, ":"))
            return true;
    }
    return false;
}

// What a browser does not show unless the page's styles say otherwise.
static bool is_put_away(const char *name, HtmlAttributes attributes, bool component)
{
    if (html_tag(name) == TAG_TEMPLATE && !component && !is_shown_template(attributes))
        return true;
    return html_attribute(attributes, "hidden") != NULL ||
           (!strcmp(name, "dialog") && !html_attribute(attributes, "open"));
}

void html_look(const CssSheet *sheet, const CssElement *element, HtmlAttributes attributes,
               bool component, CssScreen screen, CssStyle *css)
{
    const char *name = element->tag, *own = html_attribute(attributes, "style");
    HtmlTag tag = html_tag(name);
    css_enter(css);
    css->keep |= tag == TAG_PRE;
    css->own.none = is_put_away(name, attributes, component);
    apply_tag(name, tag, css);
    if (tag == TAG_FONT)
        apply_font(attributes, css);
    css_sheet_apply(sheet, element, screen, false, css);
    if (own)
        css_apply(own, false, css);
    css_sheet_apply(sheet, element, screen, true, css);
    if (own)
        css_apply(own, true, css);
    css->block |= tag == TAG_TEMPLATE && css->own.none;
}
