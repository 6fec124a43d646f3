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

// Always the same name: what a killed run leaves behind, the next one clears away.
static int open_beside(const char *beside, int mode)
{
    if (unlink(beside) != 0 && errno != ENOENT)
        return -1;
    return open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
}

Sink *sink_new(const char *path, int mode, GError **error)
{
    g_autofree char *beside = is_device(path) ? NULL : g_strconcat(path, ".loanlens-part", NULL);
    int fd = beside ? open_beside(beside, mode) : open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        refuse(error, path, errno);
        return NULL;
    }
    Sink *sink = g_new0(Sink, 1);
    sink->path = g_strdup(path);
    sink->beside = g_steal_pointer(&beside);
    sink->fd = fd;
    sink->waiting = g_string_sized_new(ROOM);
    return sink;
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
    if (!sink->failed && sink->beside && rename(sink->beside, sink->path) != 0)
        sink->failed = errno;
    bool fine = !sink->failed || refuse(error, sink->path, sink->failed);
    if (!fine && sink->beside)
        unlink(sink->beside);
    sink_free(sink);
    return fine;
}

void sink_drop(Sink *sink)
{
    if (!sink)
        return;
    close(sink->fd);
    if (sink->beside)
        unlink(sink->beside);
    sink_free(sink);
}
