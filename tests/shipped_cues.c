// SPDX-License-Identifier: GPL-3.0-or-later
#include "shipped_cues.h"

#include <string.h>

#include "config.h"
#include "rules/cue_file.h"

static void read_file(Cues *cues, const char *name)
{
    g_autofree char *path = g_build_filename(LOANLENS_BUILD_DATA, name, NULL), *bytes = NULL;
    g_autofree char *base = g_path_get_basename(name);
    size_t len = 0;
    g_autoptr(GError) error = NULL;
    base[strcspn(base, ".")] = '\0';
    if (!g_file_get_contents(path, &bytes, &len, &error))
        g_error("%s", error->message);
    g_autoptr(YamlNode) root = yaml_parse(path, bytes, len, &error);
    if (!root || !cue_file_read(cues, base, root, &error))
        g_error("%s", error->message);
}

const Cues *shipped_cues(void)
{
    static Cues *cues;
    g_autofree char *list = NULL;
    if (cues)
        return cues;
    if (!g_file_get_contents(LOANLENS_BUILD_DATA "/pack.list", &list, NULL, NULL))
        g_error("no pack.list");
    cues = cues_new();
    g_auto(GStrv) lines = g_strsplit(list, "\n", -1);
    for (char **line = lines; *line; line++)
        if (g_str_has_prefix(*line, "cues/"))
            read_file(cues, *line);
    return cues;
}
