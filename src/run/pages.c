// SPDX-License-Identifier: GPL-3.0-or-later

#include "run/pages.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "report/html.h"
#include "report/sink.h"
#include "report/table.h"
#include "text/fault.h"

enum { HEX_FOLDER = 2, HEX_NAME = 16 };

struct Pages {
    char *folder;
    WriteOptions options;
    const Writer *writer;
    GHashTable *written; // places
};

Pages *pages_new(const char *folder, const WriteOptions *options)
{
    Pages *pages = g_new0(Pages, 1);
    pages->folder = g_strdup(folder);
    pages->options = *options;
    pages->writer = writer_named("html");
    pages->written = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return pages;
}

void pages_free(Pages *pages)
{
    if (!pages)
        return;
    g_hash_table_unref(pages->written);
    g_free(pages->folder);
    g_free(pages);
}

char *pages_place(const Report *report)
{
    const char *sha256 = report->document.sha256;
    return sha256 && report->text
               ? g_strdup_printf("documents/%.*s/%.*s.html", HEX_FOLDER, sha256, HEX_NAME, sha256)
               : NULL;
}

static bool make_folder(const char *path, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(path);
    if (g_mkdir_with_parents(folder, 0755) == 0)
        return true;
    g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "%s: %s", folder, g_strerror(errno));
    return false;
}

bool pages_write(Pages *pages, const Report *report, const Pack *pack, const char *place,
                 GError **error)
{
    g_autofree char *path = g_build_filename(pages->folder, place, NULL);
    g_autoptr(GString) out = g_string_new(NULL);
    if (!make_folder(path, error) ||
        !pages->writer->write(report, pack, &pages->options, out, error))
        return false;
    Sink *sink = sink_new(path, TABLE_MODE_TEXT, error);
    if (!sink)
        return false;
    sink_put(sink, out->str, out->len);
    g_hash_table_add(pages->written, g_strdup(place));
    return sink_close(sink, error);
}

static bool is_hex(const char *name, size_t len, const char *end)
{
    return strspn(name, "0123456789abcdef") == len && strcmp(name + len, end) == 0;
}

static void drop_in(const Pages *pages, const char *name)
{
    g_autofree char *folder = g_build_filename(pages->folder, "documents", name, NULL);
    GDir *dir = g_dir_open(folder, 0, NULL);
    const char *file;
    while (dir && (file = g_dir_read_name(dir))) {
        g_autofree char *place = g_build_filename("documents", name, file, NULL);
        g_autofree char *path = g_build_filename(folder, file, NULL);
        if (is_hex(file, HEX_NAME, ".html") && !g_hash_table_contains(pages->written, place) &&
            html_is_ours(path))
            unlink(path);
    }
    g_clear_pointer(&dir, g_dir_close);
    rmdir(folder); // if nothing is left
}

void pages_drop_old(const Pages *pages)
{
    g_autofree char *folder = g_build_filename(pages->folder, "documents", NULL);
    GDir *dir = g_dir_open(folder, 0, NULL);
    const char *name;
    while (dir && (name = g_dir_read_name(dir)))
        if (is_hex(name, HEX_FOLDER, ""))
            drop_in(pages, name);
    g_clear_pointer(&dir, g_dir_close);
    rmdir(folder);
}
