// SPDX-License-Identifier: GPL-3.0-or-later
#include "pack_files.h"

#include <string.h>

#include "text/fault.h"

enum { FILE_MOST = 16 << 20 }; // bytes of a rule file

void pack_file_free(PackFile *file)
{
    g_free(file->path);
    g_free(file->name);
    g_clear_pointer(&file->bytes, g_bytes_unref);
    yaml_tree_free(file->tree);
    g_free(file);
}

static bool refuse(GError **error, const char *path, int line, const char *what)
{
    if (line)
        g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "%s:%d: %s", path, line, what);
    else
        g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "%s: %s", path, what);
    return false;
}

static GBytes *read_bytes(const char *path, GError **error)
{
    g_autoptr(GBytes) bytes = fault_read(path, NULL, error);
    if (bytes && g_bytes_get_size(bytes) > FILE_MOST) {
        refuse(error, path, 0, "too large for a rule file");
        return NULL;
    }
    return g_steal_pointer(&bytes);
}

static bool is_inside(const char *name)
{
    g_auto(GStrv) parts = g_strsplit(name, "/", -1);
    return !g_path_is_absolute(name) && !g_strv_contains((const char *const *)parts, "..");
}

static bool add_file(GPtrArray *files, const char *folder, unsigned number, const char *name,
                     GError **error)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    GBytes *bytes = read_bytes(path, error);
    if (!bytes)
        return false;
    PackFile *file = g_new0(PackFile, 1);
    file->path = g_steal_pointer(&path);
    file->name = g_strdup(name);
    file->folder = number;
    file->size = g_bytes_get_size(bytes);
    file->bytes = bytes;
    g_ptr_array_add(files, file);
    return true;
}

// The files that pack.list names, one a line.
static bool add_listed(GPtrArray *files, const char *folder, unsigned number, const char *list,
                       GError **error)
{
    g_autoptr(GBytes) bytes = read_bytes(list, error);
    if (!bytes)
        return false;
    g_autofree char *text = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (unsigned i = 0; lines[i]; i++) {
        char *name = g_strstrip(lines[i]);
        if (!*name || *name == '#')
            continue;
        if (!is_inside(name))
            return refuse(error, list, (int)i + 1, "a path out of the folder");
        g_autoptr(GError) cause = NULL;
        if (!add_file(files, folder, number, name, &cause))
            return refuse(error, list, (int)i + 1, cause->message);
    }
    return true;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

// Names of all *.yaml at most one folder deep, sorted: a small pack needs no list.
static bool find_names(const char *folder, const char *below, GPtrArray *names, GError **error)
{
    g_autofree char *path = below ? g_build_filename(folder, below, NULL) : g_strdup(folder);
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    if (!dir)
        return refuse(error, path, 0, "not a folder that can be read");
    for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir)) {
        g_autofree char *relative = below ? g_build_filename(below, name, NULL) : g_strdup(name);
        g_autofree char *full = g_build_filename(folder, relative, NULL);
        if (*name == '.')
            continue;
        if (g_str_has_suffix(name, ".yaml"))
            g_ptr_array_add(names, g_steal_pointer(&relative));
        else if (!below && g_file_test(full, G_FILE_TEST_IS_DIR) &&
                 !find_names(folder, name, names, error))
            return false;
    }
    return true;
}

static bool add_found(GPtrArray *files, const char *folder, unsigned number, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    if (!find_names(folder, NULL, names, error))
        return false;
    g_ptr_array_sort(names, compare_names);
    for (unsigned i = 0; i < names->len; i++)
        if (!add_file(files, folder, number, names->pdata[i], error))
            return false;
    return names->len > 0 || refuse(error, folder, 0, "holds no rule files");
}

bool pack_files_add(GPtrArray *files, const char *folder, unsigned number, GError **error)
{
    g_autofree char *list = g_build_filename(folder, "pack.list", NULL);
    if (g_file_test(list, G_FILE_TEST_EXISTS))
        return add_listed(files, folder, number, list, error);
    return add_found(files, folder, number, error);
}

bool pack_file_is_cues(const PackFile *file)
{
    return g_str_has_prefix(file->name, "cues/");
}

bool pack_files_add_cues(GPtrArray *files, const char *folder, unsigned number, GError **error)
{
    for (unsigned i = 0; i < files->len; i++)
        if (pack_file_is_cues(files->pdata[i]))
            return true;
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)pack_file_free);
    if (!pack_files_add(all, folder, number, error))
        return false;
    for (unsigned i = 0; i < all->len;)
        if (pack_file_is_cues(all->pdata[i]))
            g_ptr_array_add(files, g_ptr_array_steal_index(all, i));
        else
            i++;
    return true;
}

char *pack_files_hash(const GPtrArray *files)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    for (unsigned i = 0; i < files->len; i++) {
        const PackFile *file = files->pdata[i];
        size_t len = 0;
        const unsigned char *bytes = g_bytes_get_data(file->bytes, &len);
        g_autofree char *head = g_strdup_printf("%s\n%zu\n", file->name, len);
        g_checksum_update(sum, (const unsigned char *)head, (gssize)strlen(head));
        g_checksum_update(sum, bytes, (gssize)len);
    }
    return g_strdup(g_checksum_get_string(sum));
}
