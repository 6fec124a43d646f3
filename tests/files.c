// SPDX-License-Identifier: GPL-3.0-or-later
#include "files.h"

#include <glib/gstdio.h>
#include <stdbool.h>

char *source_path(const char *name)
{
    return g_build_filename(g_getenv("LOANLENS_SOURCE"), name, NULL);
}

GBytes *source_bytes(const char *name)
{
    g_autofree char *path = source_path(name);
    g_autoptr(GError) error = NULL;
    char *bytes = NULL;
    size_t len = 0;
    if (!g_file_get_contents(path, &bytes, &len, &error))
        g_error("%s", error->message);
    return g_bytes_new_take(bytes, len);
}

char **source_lines(const char *name)
{
    g_autoptr(GBytes) bytes = source_bytes(name);
    return g_strsplit(g_bytes_get_data(bytes, NULL), "\n", -1);
}

char *folder_new(void)
{
    g_autoptr(GError) error = NULL;
    char *folder = g_dir_make_tmp("loanlens-XXXXXX", &error);
    if (!folder)
        g_error("%s", error->message);
    return folder;
}

static void wipe(const char *path)
{
    bool link = g_file_test(path, G_FILE_TEST_IS_SYMLINK);
    g_autoptr(GDir) dir = link ? NULL : g_dir_open(path, 0, NULL);
    for (const char *name = dir ? g_dir_read_name(dir) : NULL; name; name = g_dir_read_name(dir)) {
        g_autofree char *inner = g_build_filename(path, name, NULL);
        wipe(inner);
    }
    g_remove(path);
}

void folder_free(char *folder)
{
    wipe(folder);
    g_free(folder);
}

void folder_put(const char *folder, const char *name, const char *content)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autofree char *parent = g_path_get_dirname(path);
    g_autoptr(GError) error = NULL;
    g_mkdir_with_parents(parent, 0700);
    if (!g_file_set_contents(path, content, -1, &error))
        g_error("%s", error->message);
}
