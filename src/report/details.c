// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/details.h"

#include <string.h>

#define DETAIL(en, zh) {en, zh},
static const struct {
    const char *en, *zh;
} details[] = {
#include "report/details.def"
};
#undef DETAIL

// What the '*' of a pattern stands for; NULL when the message is another one. The caller frees it.
static char *between(const char *pattern, const char *message)
{
    const char *star = strchr(pattern, '*');
    size_t before = star ? (size_t)(star - pattern) : strlen(pattern);
    size_t after = star ? strlen(star + 1) : 0, len = strlen(message);
    if (len < before + after || strncmp(message, pattern, before) != 0)
        return NULL;
    if (!star)
        return len == before ? g_strdup("") : NULL;
    if (strcmp(message + len - after, star + 1) != 0)
        return NULL;
    return g_strndup(message + before, len - before - after);
}

static char *in_chinese(const char *part)
{
    for (size_t i = 0; i < G_N_ELEMENTS(details); i++) {
        g_autofree char *value = between(details[i].en, part);
        if (!value)
            continue;
        g_auto(GStrv) pieces = g_strsplit(details[i].zh, "*", 2);
        return g_strjoinv(value, pieces);
    }
    return g_strdup(part);
}

char *details_say(const char *message, Lang lang)
{
    if (lang != LANG_ZH)
        return g_strdup(message);
    g_auto(GStrv) parts = g_strsplit(message, "; ", -1);
    for (char **part = parts; *part; part++) {
        char *said = in_chinese(*part);
        g_free(*part);
        *part = said;
    }
    return g_strjoinv("；", parts);
}
