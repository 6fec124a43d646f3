// SPDX-License-Identifier: GPL-3.0-or-later
// CSS: enough of it to tell what a page hides or prints small.
#include "read/css.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { RULES_MOST = 20000 };

struct CssSheet {
    GHashTable *rules; // "tag", ".class", "#id", "tag.class" → declarations, joined
    unsigned count;
};

CssSheet *css_sheet_new(void)
{
    CssSheet *sheet = g_new0(CssSheet, 1);
    sheet->rules = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return sheet;
}

void css_sheet_free(CssSheet *sheet)
{
    if (!sheet)
        return;
    g_hash_table_unref(sheet->rules);
    g_free(sheet);
}

// Only declarations that matter here are worth keeping.
static bool is_telling(const char *declarations)
{
    static const char *const words[] = {"display", "visib",  "opacity", "font",   "color",
                                        "backgr",  "indent", "white-s", "list-s", "position"};
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (strstr(declarations, words[i]))
            return true;
    return false;
}

static bool is_simple(const char *selector)
{
    return *selector && strcspn(selector, " >+~:[*,@") == strlen(selector);
}

static void add_rule(CssSheet *sheet, const char *selector, const char *declarations)
{
    if (!is_simple(selector) || sheet->count >= RULES_MOST)
        return;
    const char *old = g_hash_table_lookup(sheet->rules, selector);
    if (old && strlen(old) > 4096)
        return;
    sheet->count++;
    g_hash_table_insert(sheet->rules, g_strdup(selector),
                        g_strconcat(old ? old : "", old ? ";" : "", declarations, NULL));
}

static char *without_comments(const char *text)
{
    GString *out = g_string_new(NULL);
    for (const char *open; (open = strstr(text, "/*"));) {
        g_string_append_len(out, text, open - text);
        const char *close = strstr(open + 2, "*/");
        text = close ? close + 2 : open + strlen(open);
    }
    g_string_append(out, text);
    return g_string_free(out, FALSE);
}

// Blocks for print or narrow screens do not count; the rules in "@media screen" do.
static const char *skip_block(const char *open)
{
    int depth = 0;
    for (const char *at = open; *at; at++) {
        depth += *at == '{';
        depth -= *at == '}';
        if (depth == 0)
            return at + 1;
    }
    return open + strlen(open);
}

void css_sheet_add(CssSheet *sheet, const char *text)
{
    g_autofree char *plain = without_comments(text);
    for (const char *at = plain; *at;) {
        at += strspn(at, " \t\r\n};");
        const char *open = strchr(at, '{');
        if (!open)
            return;
        if (*at == '@') {
            const char *end = at + strcspn(at, "{;");
            at = *end == '{' ? skip_block(end) : end;
            continue;
        }
        const char *close = skip_block(open);
        g_autofree char *selectors = g_strndup(at, (gsize)(open - at));
        g_autofree char *declarations = g_strndup(open + 1, (gsize)(close - open - 1));
        g_strdelimit(declarations, "{}", ' ');
        g_auto(GStrv) each = g_strsplit(selectors, ",", 256);
        for (size_t i = 0; is_telling(declarations) && each[i]; i++)
            add_rule(sheet, g_strstrip(each[i]), declarations);
        at = close;
    }
}

static void apply_rule(const CssSheet *sheet, CssStyle *style, const char *a, const char *b,
                       const char *c)
{
    g_autofree char *selector = g_strconcat(a, b, c, NULL);
    const char *declarations = g_hash_table_lookup(sheet->rules, selector);
    if (declarations)
        css_apply(declarations, style);
}

void css_sheet_apply(const CssSheet *sheet, const char *tag, const char *classes, const char *id,
                     CssStyle *style)
{
    if (sheet->count == 0)
        return;
    apply_rule(sheet, style, tag, "", "");
    g_auto(GStrv) each = g_strsplit_set(classes ? classes : "", " \t\r\n", 64);
    for (size_t i = 0; each[i]; i++) {
        if (!*each[i])
            continue;
        apply_rule(sheet, style, ".", each[i], "");
        apply_rule(sheet, style, tag, ".", each[i]);
    }
    if (id && *id)
        apply_rule(sheet, style, "#", id, "");
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
    if (!strcmp(value, "none"))
        style->hidden = true;
    for (size_t i = 0; i < G_N_ELEMENTS(blocks); i++)
        style->block |= !strcmp(value, blocks[i]);
}

static void apply_size(const char *value, CssStyle *style)
{
    double size = length_of(value, style->size);
    if (size < 0)
        return;
    style->hidden |= size == 0;
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

static void apply_one(const char *name, const char *value, CssStyle *style)
{
    if (!strcmp(name, "display"))
        apply_display(value, style);
    else if (!strcmp(name, "visibility"))
        style->hidden |= !strcmp(value, "hidden") || !strcmp(value, "collapse");
    else if (!strcmp(name, "opacity"))
        style->hidden |= g_ascii_isdigit(*value) && g_ascii_strtod(value, NULL) < 0.05;
    else if (!strcmp(name, "font-size"))
        apply_size(value, style);
    else if (!strcmp(name, "font"))
        apply_font(value, style);
    else if (!strcmp(name, "font-weight"))
        style->bold = !strcmp(value, "bold") || atoi(value) >= 600;
    else if (!strcmp(name, "color"))
        css_color(value, &style->color);
    else if (!strcmp(name, "background") || !strcmp(name, "background-color"))
        apply_background(value, style);
    else if (!strcmp(name, "text-indent"))
        style->hidden |= g_ascii_strtod(value, NULL) <= -500; // moved off the page
    else if (!strcmp(name, "white-space"))
        style->keep = g_str_has_prefix(value, "pre") || !strcmp(value, "break-spaces");
    else if (!strcmp(name, "list-style") || !strcmp(name, "list-style-type"))
        apply_list(value, style);
}

void css_apply(const char *declarations, CssStyle *style)
{
    g_autofree char *lower = g_ascii_strdown(declarations, -1);
    g_auto(GStrv) each = g_strsplit(lower, ";", 256);
    for (size_t i = 0; each[i]; i++) {
        char *colon = strchr(each[i], ':');
        if (!colon)
            continue;
        *colon = '\0';
        char *important = strstr(colon + 1, "!important");
        if (important)
            *important = '\0';
        apply_one(g_strstrip(each[i]), g_strstrip(colon + 1), style);
    }
}
