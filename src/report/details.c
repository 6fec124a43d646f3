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

// Languages that are told and have no rules. A person knows their names, not their codes.
static const struct {
    const char *code, *names[LANG_COUNT];
} languages[] = {
    {"ar", {"阿拉伯语", "Arabic"}},   {"de", {"德语", "German"}},
    {"fr", {"法语", "French"}},       {"hi", {"印地语", "Hindi"}},
    {"it", {"意大利语", "Italian"}},  {"ja", {"日语", "Japanese"}},
    {"ko", {"韩语", "Korean"}},       {"ms", {"马来语", "Malay"}},
    {"nl", {"荷兰语", "Dutch"}},      {"pt", {"葡萄牙语", "Portuguese"}},
    {"ru", {"俄语", "Russian"}},      {"sw", {"斯瓦希里语", "Swahili"}},
    {"th", {"泰语", "Thai"}},         {"tl", {"他加禄语", "Tagalog"}},
    {"tr", {"土耳其语", "Turkish"}},  {"und", {"无法判断", "it could not be told"}},
    {"vi", {"越南语", "Vietnamese"}},
};

static const char *named(const char *value, Lang lang)
{
    for (size_t i = 0; i < G_N_ELEMENTS(languages); i++)
        if (strcmp(value, languages[i].code) == 0)
            return languages[i].names[lang];
    return value;
}

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

static char *say(const char *part, Lang lang)
{
    for (size_t i = 0; i < G_N_ELEMENTS(details); i++) {
        g_autofree char *value = between(details[i].en, part);
        if (!value)
            continue;
        g_auto(GStrv) pieces = g_strsplit(lang == LANG_ZH ? details[i].zh : details[i].en, "*", 2);
        return g_strjoinv(named(value, lang), pieces);
    }
    return g_strdup(part);
}

char *details_say(const char *message, Lang lang)
{
    g_auto(GStrv) parts = g_strsplit(message, "; ", -1);
    for (char **part = parts; *part; part++) {
        char *said = say(*part, lang);
        g_free(*part);
        *part = said;
    }
    return g_strjoinv(lang == LANG_ZH ? "；" : "; ", parts);
}
