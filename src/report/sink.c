// SPDX-License-Identifier: GPL-3.0-or-later
// Files written whole or not at all.

#include "report/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text/fault.h"

enum { ROOM = 256 * 1024 };

struct Sink {
    int folder;          // that the names are in, or AT_FDCWD
    char *path, *beside; // beside is NULL for devices
    int fd;
    int failed; // errno, or 0
    GString *waiting;
};

static bool refuse(GError **error, const char *path, int why)
{
    g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "%s: %s", path, g_strerror(why));
    return false;
}

static bool is_device(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode);
}

// Takes `fd` and `beside`; fails when there is no `fd`.
static Sink *sink_of(int fd, int folder, const char *path, char *beside, GError **error)
{
    if (fd < 0) {
        refuse(error, path, errno);
        g_free(beside);
        return NULL;
    }
    Sink *sink = g_new0(Sink, 1);
    sink->folder = folder;
    sink->path = g_strdup(path);
    sink->beside = beside;
    sink->fd = fd;
    sink->waiting = g_string_sized_new(ROOM);
    return sink;
}

Sink *sink_new_in(int folder, const char *name, int mode, GError **error)
{
    // Always the same name: what a killed run leaves behind, the next one clears away.
    char *beside = g_strconcat(name, ".loanlens-part", NULL);
    int fd = -1;
    if (unlinkat(folder, beside, 0) == 0 || errno == ENOENT)
        fd = openat(folder, beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    return sink_of(fd, folder, name, beside, error);
}

Sink *sink_new(const char *path, int mode, GError **error)
{
    if (!is_device(path))
        return sink_new_in(AT_FDCWD, path, mode, error);
    return sink_of(open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY), AT_FDCWD, path, NULL, error);
}

char *sink_file(const Sink *sink)
{
    g_autofree char *file = g_strdup_printf("/proc/self/fd/%d", sink->fd);
    return access(file, W_OK) == 0 || !sink->beside ? g_steal_pointer(&file)
                                                    : g_strdup(sink->beside);
}

static void write_out(Sink *sink, const char *data, size_t len)
{
    while (len > 0 && !sink->failed) {
        ssize_t wrote = write(sink->fd, data, len);
        if (wrote < 0 && errno != EINTR)
            sink->failed = errno;
        if (wrote > 0) {
            data += wrote;
            len -= (size_t)wrote;
        }
    }
}

static void flush(Sink *sink)
{
    write_out(sink, sink->waiting->str, sink->waiting->len);
    g_string_truncate(sink->waiting, 0);
}

void sink_put(Sink *sink, const char *data, size_t len)
{
    if (sink->waiting->len + len > ROOM)
        flush(sink);
    if (len > ROOM)
        write_out(sink, data, len);
    else
        g_string_append_len(sink->waiting, data, (gssize)len);
}

void sink_puts(Sink *sink, const char *text)
{
    sink_put(sink, text, strlen(text));
}

static void sink_free(Sink *sink)
{
    g_string_free(sink->waiting, TRUE);
    g_free(sink->path);
    g_free(sink->beside);
    g_free(sink);
}

bool sink_close(Sink *sink, GError **error)
{
    flush(sink);
    if (close(sink->fd) != 0 && !sink->failed)
        sink->failed = errno;
    if (!sink->failed && sink->beside &&
        renameat(sink->folder, sink->beside, sink->folder, sink->path) != 0)
        sink->failed = errno;
    bool fine = !sink->failed || refuse(error, sink->path, sink->failed);
    if (!fine && sink->beside)
        unlinkat(sink->folder, sink->beside, 0);
    sink_free(sink);
    return fine;
}

void sink_drop(Sink *sink)
{
    if (!sink)
        return;
    close(sink->fd);
    if (sink->beside)
        unlinkat(sink->folder, sink->beside, 0);
    sink_free(sink);
}
