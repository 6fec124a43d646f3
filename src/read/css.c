// SPDX-License-Identifier: GPL-3.0-or-later
// CSS: enough of it to tell what a page hides or prints small.
#include "read/css.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double FAR = -400; // points: off the page

// Whether the box of the element, and so all in it, is not shown.
static bool is_gone(const CssStyle *style)
{
    const CssBox *own = &style->own;
    return style->gone || own->none || own->clear || (own->flat && own->clips) || own->cut ||
           (own->placed && own->far);
}

void css_enter(CssStyle *style)
{
    style->gone = is_gone(style);
    style->own = (CssBox){0};
    style->block = false;
}

bool css_unseen(const CssStyle *style)
{
    return is_gone(style) || style->invisible || style->away || style->no_ink || style->size == 0;
}

// Points of a length; `size` is the font size around it. Negative when it is none.
static double length_of(const char *value, double size)
{
    static const struct {
        const char *unit;
        double points;
    } units[] = {{"px", 0.75},   {"pt", 1},  {"rem", 12}, {"pc", 12},    {"mm", 2.8346},
                 {"cm", 28.346}, {"in", 72}, {"vw", 3.6}, {"rpx", 0.375}};
    static const struct {
        const char *word;
        double points;
    } words[] = {{"xx-small", 6.75}, {"x-small", 7.5}, {"small", 9.75}, {"medium", 12},
                 {"large", 13.5},    {"x-large", 18},  {"xx-large", 24}};
    char *end;
    double number = g_ascii_strtod(value, &end);
    if (end == value) {
        for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
            if (!strcmp(value, words[i].word))
                return words[i].points;
        return !strcmp(value, "smaller") ? size / 1.2 : !strcmp(value, "larger") ? size * 1.2 : -1;
    }
    if (!strcmp(end, "em"))
        return number * size;
    if (!strcmp(end, "%"))
        return number / 100 * size;
    for (size_t i = 0; i < G_N_ELEMENTS(units); i++)
        if (!strcmp(end, units[i].unit))
            return number * units[i].points;
    return number == 0 ? 0 : -1;
}

static bool hex_color(const char *digits, uint32_t *color)
{
    size_t len = strspn(digits, "0123456789abcdef");
    guint64 value = g_ascii_strtoull(digits, NULL, 16);
    if (digits[len] || (len != 3 && len != 4 && len != 6 && len != 8))
        return false;
    if ((len == 4 && (value & 0xF) == 0) || (len == 8 && (value & 0xFF) == 0))
        return false; // wholly see-through
    value >>= len == 4 ? 4 : len == 8 ? 8 : 0;
    if (len < 6)
        value = (value >> 8 & 0xF) * 0x110000 | (value >> 4 & 0xF) * 0x1100 | (value & 0xF) * 0x11;
    *color = (uint32_t)value;
    return true;
}

static bool rgb_color(const char *value, uint32_t *color)
{
    const char *at = strchr(value, '(');
    uint32_t out = 0;
    for (int i = 0; at && i < 4; i++) {
        at += strspn(at, "(, /");
        char *end;
        double number = g_ascii_strtod(at, &end);
        if (end == at)
            break;
        if (*end == '%') {
            number *= 2.55;
            end++;
        }
        if (i == 3)
            return number > 0 && (*color = out, true);
        out = out << 8 | (uint32_t)lround(CLAMP(number, 0, 255));
        at = end;
        if (i == 2 && strchr(at, ')') == at + strspn(at, " "))
            return (*color = out, true);
    }
    return false;
}

bool css_color(const char *value, uint32_t *color)
{
    static const struct {
        const char *name;
        uint32_t color;
    } names[] = {{"white", 0xFFFFFF},     {"black", 0},
                 {"gray", 0x808080},      {"grey", 0x808080},
                 {"silver", 0xC0C0C0},    {"red", 0xFF0000},
                 {"blue", 0xFF},          {"green", 0x8000},
                 {"yellow", 0xFFFF00},    {"orange", 0xFFA500},
                 {"navy", 0x80},          {"lightgray", 0xD3D3D3},
                 {"lightgrey", 0xD3D3D3}, {"darkgray", 0xA9A9A9},
                 {"darkgrey", 0xA9A9A9},  {"dimgray", 0x696969},
                 {"gainsboro", 0xDCDCDC}, {"whitesmoke", 0xF5F5F5},
                 {"maroon", 0x800000},    {"purple", 0x800080}};
    if (*value == '#')
        return hex_color(value + 1, color);
    if (g_str_has_prefix(value, "rgb"))
        return rgb_color(value, color);
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        if (!strcmp(value, names[i].name)) {
            *color = names[i].color;
            return true;
        }
    return false;
}

static void apply_display(const char *value, CssStyle *style)
{
    static const char *const blocks[] = {"block",     "flex",  "grid",
                                         "list-item", "table", "table-row"};
    style->own.none = !strcmp(value, "none");
    style->block = false;
    for (size_t i = 0; i < G_N_ELEMENTS(blocks); i++)
        style->block |= !strcmp(value, blocks[i]);
}

static void apply_size(const char *value, CssStyle *style)
{
    double size = length_of(value, style->size);
    if (size < 0)
        return;
    style->size = size;
    style->size_known = true;
}

// "font: bold 12px/1.5 serif": the size is the part that is a length.
static void apply_font(const char *value, CssStyle *style)
{
    g_auto(GStrv) parts = g_strsplit(value, " ", 16);
    for (size_t i = 0; parts[i]; i++) {
        style->bold |= !strcmp(parts[i], "bold");
        parts[i][strcspn(parts[i], "/")] = '\0';
        if (g_ascii_isdigit(*parts[i]) && length_of(parts[i], style->size) > 1)
            apply_size(parts[i], style);
    }
}

static void apply_list(const char *value, CssStyle *style)
{
    g_auto(GStrv) parts = g_strsplit(value, " ", 4);
    for (size_t i = 0; parts[i]; i++)
        if (*parts[i] && !strchr(parts[i], '(') && strcmp(parts[i], "inside") != 0 &&
            strcmp(parts[i], "outside") != 0)
            style->list = g_intern_string(parts[i]);
}

static void apply_background(const char *value, CssStyle *style)
{
    g_auto(GStrv) parts = g_strsplit(value, " ", 8);
    for (size_t i = 0; parts[i]; i++)
        style->background_known |= css_color(parts[i], &style->background);
    if (strstr(value, "url(") || strstr(value, "gradient"))
        style->background_known = false;
}

static void apply_color(const char *value, CssStyle *style)
{
    uint32_t color;
    if (css_color(value, &color)) {
        style->color = color;
        style->no_ink = false;
    } else if (!strcmp(value, "transparent") || g_str_has_prefix(value, "rgba(") || *value == '#') {
        style->no_ink = true;
    }
}

// Boxes without a width or height that show nothing of what runs over them.
static void apply_extent(const char *value, CssStyle *style)
{
    double length = length_of(value, style->size);
    if (length >= 0)
        style->own.flat = length < 1;
}

// What is moved so far to the left or up is on no screen.
static void apply_place(const char *value, CssStyle *style)
{
    style->own.far |= length_of(value, style->size) <= FAR;
}

static void apply_margin(const char *value, CssStyle *style)
{
    style->own.cut |= length_of(value, style->size) <= FAR;
}

static void apply_position(const char *value, CssStyle *style)
{
    style->own.placed = !strcmp(value, "absolute") || !strcmp(value, "fixed");
}

static void apply_clip(const char *value, CssStyle *style)
{
    static const char *const nothing[] = {"rect(0", "inset(50%", "inset(100%", "circle(0"};
    style->own.cut = false;
    for (size_t i = 0; i < G_N_ELEMENTS(nothing); i++)
        style->own.cut |= g_str_has_prefix(value, nothing[i]);
}

static void apply_overflow(const char *value, CssStyle *style)
{
    style->own.clips = g_str_has_prefix(value, "hidden") || g_str_has_prefix(value, "clip");
}

static void apply_visibility(const char *value, CssStyle *style)
{
    style->invisible = !strcmp(value, "hidden") || !strcmp(value, "collapse");
}

static void apply_opacity(const char *value, CssStyle *style)
{
    double share = g_ascii_strtod(value, NULL);
    style->own.clear = g_ascii_isdigit(*value) && share < (strchr(value, '%') ? 5 : 0.05);
}

static void apply_transform(const char *value, CssStyle *style)
{
    style->own.cut = strstr(value, "scale(0)") || strstr(value, "scale(0,") != NULL;
}

static void apply_weight(const char *value, CssStyle *style)
{
    style->bold = !strcmp(value, "bold") || atoi(value) >= 600;
}

static void apply_indent(const char *value, CssStyle *style)
{
    style->away = length_of(value, style->size) <= FAR;
}

static void apply_space(const char *value, CssStyle *style)
{
    style->keep = g_str_has_prefix(value, "pre") || !strcmp(value, "break-spaces");
}

static const struct {
    const char *name;
    void (*apply)(const char *value, CssStyle *style);
} properties[] = {
    {"background", apply_background},
    {"background-color", apply_background},
    {"clip", apply_clip},
    {"clip-path", apply_clip},
    {"color", apply_color},
    {"display", apply_display},
    {"font", apply_font},
    {"font-size", apply_size},
    {"font-weight", apply_weight},
    {"height", apply_extent},
    {"left", apply_place},
    {"list-style", apply_list},
    {"list-style-type", apply_list},
    {"margin-left", apply_margin},
    {"max-height", apply_extent},
    {"max-width", apply_extent},
    {"opacity", apply_opacity},
    {"overflow", apply_overflow},
    {"position", apply_position},
    {"text-indent", apply_indent},
    {"top", apply_place},
    {"transform", apply_transform},
    {"visibility", apply_visibility},
    {"white-space", apply_space},
    {"width", apply_extent},
};

bool css_is_telling(const char *declarations)
{
    for (size_t i = 0; i < G_N_ELEMENTS(properties); i++)
        if (strstr(declarations, properties[i].name))
            return true;
    return false;
}

static void apply_one(const char *name, const char *value, CssStyle *style)
{
    for (size_t i = 0; i < G_N_ELEMENTS(properties); i++)
        if (!strcmp(name, properties[i].name))
            properties[i].apply(value, style);
}

void css_apply(const char *declarations, bool important, CssStyle *style)
{
    g_autofree char *lower = g_ascii_strdown(declarations, -1);
    g_auto(GStrv) each = g_strsplit(lower, ";", 256);
    for (size_t i = 0; each[i]; i++) {
        char *colon = strchr(each[i], ':');
        if (!colon)
            continue;
        *colon = '\0';
        char *mark = strchr(colon + 1, '!');
        if ((mark != NULL) != important)
            continue;
        if (mark)
            *mark = '\0';
        apply_one(g_strstrip(each[i]), g_strstrip(colon + 1), style);
    }
}
