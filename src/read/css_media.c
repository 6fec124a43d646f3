// SPDX-License-Identifier: GPL-3.0-or-later
#include "read/css_media.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

// CSS pixels.
static const struct {
    double width, height, density;
} screens[CSS_SCREENS] = {
    [CSS_PHONE] = {390, 844, 3},
    [CSS_DESKTOP] = {1280, 720, 1},
};

// Pixels of a length, or a bare number.
static bool number_of(const char *value, double *number)
{
    static const struct {
        const char *unit;
        double pixels;
    } units[] = {{"px", 1},    {"em", 16}, {"rem", 16},      {"pt", 4.0 / 3},
                 {"dppx", 1},  {"x", 1},   {"in", 96},       {"cm", 37.8},
                 {"mm", 3.78}, {"", 1},    {"dpi", 1.0 / 96}};
    char *end;
    *number = g_ascii_strtod(value, &end);
    for (size_t i = 0; end != value && i < G_N_ELEMENTS(units); i++)
        if (!strcmp(end, units[i].unit)) {
            *number *= units[i].pixels;
            return true;
        }
    return false;
}

// What a feature measures of a screen.
static bool measure(const char *name, CssScreen screen, double *size)
{
    if (g_str_has_prefix(name, "device-"))
        name += strlen("device-");
    bool width = !strcmp(name, "width"), height = !strcmp(name, "height");
    bool density = !strcmp(name, "resolution") || !strcmp(name, "device-pixel-ratio") ||
                   !strcmp(name, "pixel-ratio");
    *size = width    ? screens[screen].width
            : height ? screens[screen].height
                     : screens[screen].density;
    return width || height || density;
}

static bool compares(double left, const char *sign, double right)
{
    return (*sign == '<' && left < right) || (*sign == '>' && left > right) ||
           (strchr(sign, '=') && left == right);
}

// "width >= 600px", "400px <= width < 700px": every comparison in it.
static bool range_holds(const char *range, CssScreen screen)
{
    g_autofree char *spaced = g_strdup(range);
    g_auto(GStrv) sides = g_strsplit_set(spaced, "<>=", 6);
    double values[6];
    guint count = 0;
    for (size_t i = 0; sides[i]; i++) {
        const char *side = g_strstrip(sides[i]);
        if (*side && !number_of(side, &values[count]) && !measure(side, screen, &values[count]))
            return false;
        count += *side != '\0';
    }
    const char *at = range;
    for (guint i = 0; i + 1 < count; i++) {
        at += strcspn(at, "<>=");
        char sign[3] = {at[0], at[0] && at[1] == '=' ? '=' : '\0', '\0'};
        if (!compares(values[i], sign, values[i + 1]))
            return false;
        at += strlen(sign);
    }
    return count >= 2;
}

static bool named_holds(const char *name, const char *value, CssScreen screen)
{
    static const char *const words[][3] = {
        // on a phone, on a desktop
        {"orientation", "portrait", "landscape"},
        {"hover", "none", "hover"},
        {"any-hover", "none", "hover"},
        {"pointer", "coarse", "fine"},
        {"any-pointer", "coarse", "fine"},
        {"prefers-color-scheme", "light", "light"},
        {"prefers-reduced-motion", "no-preference", "no-preference"},
        {"prefers-contrast", "no-preference", "no-preference"},
        {"scripting", "enabled", "enabled"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (!strcmp(name, words[i][0]))
            return !strcmp(value, words[i][1 + screen]);
    if (g_str_has_prefix(name, "-webkit-"))
        name += strlen("-webkit-");
    bool least = g_str_has_prefix(name, "min-"), most = g_str_has_prefix(name, "max-");
    double size, wanted;
    if (!measure(name + (least || most ? 4 : 0), screen, &size) || !number_of(value, &wanted))
        return false;
    return least ? size >= wanted : most ? size <= wanted : size == wanted;
}

// "(min-width: 600px)" or "(width >= 600px)"; a bare "(color)" is true of both screens.
static bool feature_holds(char *feature, CssScreen screen)
{
    g_strdelimit(feature, "()", ' ');
    g_strstrip(feature);
    if (strpbrk(feature, "<>="))
        return range_holds(feature, screen);
    char *colon = strchr(feature, ':');
    if (!colon)
        return !strcmp(feature, "color") || !strcmp(feature, "width") || !strcmp(feature, "height");
    *colon = '\0';
    return named_holds(g_strstrip(feature), g_strstrip(colon + 1), screen);
}

// One part between "and"s: a medium's name or a feature, either perhaps denied.
static bool part_holds(char *part, CssScreen screen)
{
    g_strstrip(part);
    bool denied = g_str_has_prefix(part, "not ") || g_str_has_prefix(part, "not(");
    if (denied || g_str_has_prefix(part, "only "))
        part += strcspn(part, " (");
    g_strstrip(part);
    bool holds = *part == '(' ? feature_holds(part, screen)
                              : !strcmp(part, "all") || !strcmp(part, "screen");
    return holds != denied;
}

static bool condition_holds(const char *condition, CssScreen screen)
{
    g_auto(GStrv) parts = g_strsplit(condition, " and ", 16);
    // "not screen and (color)" denies the whole.
    bool denied = g_str_has_prefix(parts[0], "not ") && !strchr(parts[0], '(');
    bool holds = true;
    for (size_t i = 0; parts[i]; i++) {
        char *part = denied && i == 0 ? parts[i] + strlen("not ") : parts[i];
        holds &= part_holds(part, screen);
    }
    return holds != denied;
}

// Lower case, one blank where there is any, and around "and" and "or".
static char *tidy(const char *query)
{
    g_autofree char *lower = g_ascii_strdown(query, -1);
    GString *out = g_string_new(NULL);
    for (const char *at = lower; *at; at++) {
        bool blank = g_ascii_isspace(*at);
        if (!blank)
            g_string_append_c(out, *at);
        if ((blank || *at == ')') && out->len && out->str[out->len - 1] != ' ')
            g_string_append_c(out, ' ');
    }
    return g_strstrip(g_string_free(out, FALSE));
}

unsigned css_media(const char *query)
{
    g_autofree char *tidied = tidy(query);
    if (!*tidied)
        return CSS_EVERY;
    unsigned held = 0;
    g_auto(GStrv) queries = g_strsplit(tidied, ",", 32);
    for (size_t i = 0; queries[i]; i++) {
        g_auto(GStrv) either = g_strsplit(g_strstrip(queries[i]), " or ", 16);
        for (size_t j = 0; either[j]; j++)
            for (CssScreen screen = 0; screen < CSS_SCREENS; screen++)
                held |= condition_holds(either[j], screen) ? 1U << screen : 0;
    }
    return held;
}
