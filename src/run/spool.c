// SPDX-License-Identifier: GPL-3.0-or-later
// One piece behind the other.
#include "run/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <unistd.h>

typedef struct {
    uint64_t at, len;
} Piece;

struct Spool {
    int fd;
    uint64_t end, most;
    GHashTable *pieces; // number → Piece
};

Spool *spool_new(const char *folder, uint64_t most)
{
    int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0)
        return NULL;
    Spool *spool = g_new0(Spool, 1);
    *spool = (Spool){.fd = fd, .most = most};
    spool->pieces = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    return spool;
}

void spool_free(Spool *spool)
{
    if (!spool)
        return;
    close(spool->fd);
    g_hash_table_unref(spool->pieces);
    g_free(spool);
}

static bool write_all(const Spool *spool, const char *data, size_t len)
{
    for (uint64_t at = spool->end; len > 0;) {
        ssize_t done = pwrite(spool->fd, data, len, (off_t)at);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        data += done;
        at += (uint64_t)done;
        len -= (size_t)done;
    }
    return true;
}

void spool_put(Spool *spool, int64_t number, GBytes *bytes)
{
    Piece piece = {spool->end, 0};
    const char *data = g_bytes_get_data(bytes, &piece.len);
    g_hash_table_remove(spool->pieces, &number);
    if (piece.len > spool->most - spool->end || !write_all(spool, data, piece.len))
        return;
    spool->end += piece.len;
    g_hash_table_insert(spool->pieces, g_memdup2(&number, sizeof number),
                        g_memdup2(&piece, sizeof piece));
}

static bool read_all(const Spool *spool, char *data, const Piece *piece)
{
    for (uint64_t done = 0; done < piece->len;) {
        ssize_t got = pread(spool->fd, data + done, piece->len - done, (off_t)(piece->at + done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        done += (uint64_t)got;
    }
    return true;
}

GBytes *spool_take(const Spool *spool, int64_t number)
{
    const Piece *piece = g_hash_table_lookup(spool->pieces, &number);
    if (!piece)
        return NULL;
    g_autofree char *data = g_malloc(piece->len);
    return read_all(spool, data, piece) ? g_bytes_new_take(g_steal_pointer(&data), piece->len)
                                        : NULL;
}
