// SPDX-License-Identifier: GPL-3.0-or-later

#include "run/pages.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report/html.h"
#include "report/sink.h"
#include "report/table.h"
#include "text/fault.h"

static const char DOCUMENTS[] = "documents";

enum { HEX_FOLDER = 2, HEX_NAME = 16 };

struct Pages {
    char *folder;
    WriteOptions options;
    const Writer *writer;
    GHashTable *written; // places
    int documents;       // the folder of that name, open, or -1
};

static void close_folder(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

Pages *pages_new(const char *folder, const WriteOptions *options)
{
    Pages *pages = g_new0(Pages, 1);
    pages->folder = g_strdup(folder);
    pages->options = *options;
    pages->writer = writer_named("html");
    pages->written = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    pages->documents = -1;
    return pages;
}

void pages_free(Pages *pages)
{
    if (!pages)
        return;
    close_folder(&pages->documents);
    g_hash_table_unref(pages->written);
    g_free(pages->folder);
    g_free(pages);
}

char *pages_place(const Report *report)
{
    const char *sha256 = report->document.sha256;
    return sha256 && report->text ? g_strdup_printf("%s/%.*s/%.*s.html", DOCUMENTS, HEX_FOLDER,
                                                    sha256, HEX_NAME, sha256)
                                  : NULL;
}

char *pages_in_the_way(const char *folder)
{
    struct stat about;
    g_autofree char *path = g_build_filename(folder, DOCUMENTS, NULL);
    return lstat(path, &about) == 0 && !S_ISDIR(about.st_mode) ? g_steal_pointer(&path) : NULL;
}

// Opens a folder in an open one; links are not followed. -1 with errno.
static int open_folder(int above, const char *name)
{
    return openat(above, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

static int make_folder(int above, const char *name)
{
    if (mkdirat(above, name, 0755) != 0 && errno != EEXIST)
        return -1;
    return open_folder(above, name);
}

// The folder of pages; -1 with errno when there is none, or none of ours.
static int documents_of(Pages *pages, bool make)
{
    if (pages->documents >= 0)
        return pages->documents;
    int folder = open(pages->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0)
        pages->documents = (make ? make_folder : open_folder)(folder, DOCUMENTS);
    int why = errno;
    close_folder(&folder);
    errno = why;
    return pages->documents;
}

static bool write_page(int folder, const char *name, const GString *page, GError **error)
{
    Sink *sink = sink_new_in(folder, name, TABLE_MODE_TEXT, error);
    if (!sink)
        return false;
    sink_put(sink, page->str, page->len);
    return sink_close(sink, error);
}

bool pages_write(Pages *pages, const Report *report, const Pack *pack, const char *place,
                 GError **error)
{
    g_auto(GStrv) parts = g_strsplit(place, "/", 3); // "documents", its folder, its name
    g_autofree char *below = g_path_get_dirname(place);
    g_autofree char *path = g_build_filename(pages->folder, below, NULL);
    g_autoptr(GString) out = g_string_new(NULL);
    if (!pages->writer->write(report, pack, &pages->options, out, error))
        return false;
    int documents = documents_of(pages, true);
    int folder = documents >= 0 ? make_folder(documents, parts[1]) : -1;
    if (folder < 0) {
        g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "%s: %s", path, g_strerror(errno));
        return false;
    }
    bool wrote = write_page(folder, parts[2], out, error);
    close(folder);
    if (!wrote)
        g_prefix_error(error, "%s/", path);
    g_hash_table_add(pages->written, g_strdup(place));
    return wrote;
}

static bool is_hex(const char *name, size_t len, const char *end)
{
    return strspn(name, "0123456789abcdef") == len && strcmp(name + len, end) == 0;
}

// Whether a file is a page of ours, by its mark. What is no file is not opened, or not waited for.
static bool is_page(int folder, const char *name)
{
    char head[HTML_MARK_WITHIN];
    struct stat about;
    int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool file = fstat(fd, &about) == 0 && S_ISREG(about.st_mode);
    ssize_t len = file ? read(fd, head, sizeof head) : 0;
    close(fd);
    return len > 0 && html_is_ours(head, (size_t)len);
}

static void drop_in(const Pages *pages, const char *name)
{
    int folder = open_folder(pages->documents, name);
    DIR *dir = folder >= 0 ? fdopendir(folder) : NULL;
    const struct dirent *entry;
    while (dir && (entry = readdir(dir))) {
        g_autofree char *place = g_build_filename(DOCUMENTS, name, entry->d_name, NULL);
        if (is_hex(entry->d_name, HEX_NAME, ".html") &&
            !g_hash_table_contains(pages->written, place) && is_page(folder, entry->d_name))
            unlinkat(folder, entry->d_name, 0);
    }
    if (dir)
        closedir(dir);
    unlinkat(pages->documents, name, AT_REMOVEDIR); // if nothing is left
}

void pages_drop_old(Pages *pages)
{
    int documents = documents_of(pages, false);
    DIR *dir = documents >= 0 ? fdopendir(documents) : NULL;
    const struct dirent *entry;
    while (dir && (entry = readdir(dir)))
        if (is_hex(entry->d_name, HEX_FOLDER, ""))
            drop_in(pages, entry->d_name);
    if (!dir)
        return;
    closedir(dir);
    pages->documents = -1; // closed with it
    g_autofree char *path = g_build_filename(pages->folder, DOCUMENTS, NULL);
    rmdir(path);
}
