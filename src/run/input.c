// SPDX-License-Identifier: GPL-3.0-or-later
// Copies documents into sealed memory.

#include "run/input.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text/digest.h"
#include "text/fault.h"

enum { PIECE = 256 * 1024 };

const char *input_name(const char *path)
{
    return strcmp(path, "-") == 0 ? "stdin" : path;
}

static bool unreadable(GError **error, const char *why)
{
    g_set_error_literal(error, FAULT_DOMAIN, FAULT_UNREADABLE, why);
    return false;
}

static bool failed(GError **error)
{
    return unreadable(error, g_strerror(errno));
}

static bool write_all(int fd, const unsigned char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t wrote = write(fd, bytes, len);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0)
            return false;
        bytes += wrote;
        len -= (size_t)wrote;
    }
    return true;
}

static bool copy(Input *input, int from, uint64_t most, GError **error)
{
    struct sha256_ctx sum;
    sha256_init(&sum);
    g_autofree unsigned char *piece = g_malloc(PIECE);
    for (;;) {
        ssize_t got = read(from, piece, PIECE);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return failed(error);
        if (got == 0)
            break;
        input->bytes += (uint64_t)got;
        if (most && input->bytes > most) {
            g_set_error(error, FAULT_DOMAIN, FAULT_TOO_LARGE,
                        "larger than %" G_GUINT64_FORMAT " MiB", most >> 20);
            return false;
        }
        sha256_update(&sum, (size_t)got, piece);
        if (!write_all(input->fd, piece, (size_t)got))
            return failed(error);
    }
    digest_hex(&sum, input->sha256);
    return true;
}

static bool same_time(struct timespec a, struct timespec b)
{
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

static bool changed(int fd, const struct stat *before)
{
    struct stat after;
    return fstat(fd, &after) != 0 || after.st_size != before->st_size ||
           !same_time(after.st_mtim, before->st_mtim);
}

static bool take(Input *input, int from, const InputLimits *limits, GError **error)
{
    struct stat about;
    if (fstat(from, &about) != 0)
        return failed(error);
    if (S_ISDIR(about.st_mode))
        return unreadable(error, "is a folder; `loanlens audit` reads folders");
    bool regular = S_ISREG(about.st_mode);
    if (limits->only_regular && !regular)
        return unreadable(error, "is not a regular file");
    if (!copy(input, from, limits->most, error))
        return false;
    if (regular && changed(from, &about))
        return unreadable(error, "changed while it was read");
    int seals = F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;
    return fcntl(input->fd, F_ADD_SEALS, seals) == 0 || failed(error);
}

// Does not wait for a writer of a named pipe, but waits for what a writer has to say.
static int open_file(const char *path)
{
    if (strcmp(path, "-") == 0)
        return dup(STDIN_FILENO);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd >= 0)
        fcntl(fd, F_SETFL, 0);
    return fd;
}

static bool open_new(Input *input, const char *path, const InputLimits *limits, GError **error)
{
    *input = (Input){.fd = -1};
    int from = open_file(path);
    if (from < 0)
        return failed(error);
    input->fd = memfd_create("document", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    bool fine = input->fd >= 0 ? take(input, from, limits, error) : failed(error);
    close(from);
    if (!fine && input->fd >= 0) {
        close(input->fd);
        input->fd = -1;
    }
    return fine;
}

static bool open_again(Input *input, const Input *kept, GError **error)
{
    *input = *kept;
    input->fd = fcntl(kept->fd, F_DUPFD_CLOEXEC, 0);
    return input->fd >= 0 || failed(error);
}

// Standard input is there only once: it is kept for who reads the document again.
bool input_open(Input *input, const char *path, const InputLimits *limits, GError **error)
{
    static Input kept = {.fd = -1};
    bool named = strcmp(path, "-") != 0;
    if (!named && kept.fd >= 0)
        return open_again(input, &kept, error);
    bool fine = open_new(input, path, limits, error);
    if (fine && !named && !open_again(&kept, input, NULL))
        kept.fd = -1;
    return fine;
}
