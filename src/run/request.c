// SPDX-License-Identifier: GPL-3.0-or-later
// One message of a socket: the request up to the end of its path, and the descriptor beside it.
#include "run/request.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HEAD = offsetof(Request, path) };

// Room for one descriptor beside a message.
typedef union {
    char room[CMSG_SPACE(sizeof(int))];
    struct cmsghdr align;
} Beside;

static struct msghdr message_of(struct iovec *part, Beside *beside)
{
    return (struct msghdr){.msg_iov = part,
                           .msg_iovlen = 1,
                           .msg_control = beside->room,
                           .msg_controllen = sizeof(beside->room)};
}

bool request_send(int fd, const Input *input, const char *path)
{
    Request request = {.path_len = (uint32_t)MIN(strlen(path), sizeof(request.path) - 1)};
    g_strlcpy(request.sha256, input->sha256, sizeof(request.sha256));
    memcpy(request.path, path, request.path_len);
    Beside beside = {0};
    struct iovec part = {&request, HEAD + request.path_len};
    struct msghdr message = message_of(&part, &beside);
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(head), &input->fd, sizeof(int));
    ssize_t sent;
    do
        sent = sendmsg(fd, &message, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent == (ssize_t)part.iov_len;
}

static GBytes *map(int document)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GMappedFile) mapped = g_mapped_file_new_from_fd(document, FALSE, &error);
    if (!mapped) { // sealed memory is always there to be mapped, but for the limit
        fprintf(stderr, "cannot allocate: %s\n", error->message);
        abort();
    }
    close(document);
    return g_mapped_file_get_bytes(mapped);
}

GBytes *request_receive(int fd, Request *request)
{
    Beside beside = {0};
    struct iovec part = {request, sizeof(*request)};
    struct msghdr message = message_of(&part, &beside);
    ssize_t got = recvmsg(fd, &message, MSG_CMSG_CLOEXEC);
    if (got < HEAD || !CMSG_FIRSTHDR(&message))
        return NULL;
    g_assert((size_t)got == HEAD + request->path_len && request->path_len < sizeof(request->path));
    request->path[request->path_len] = '\0';
    int document = -1;
    memcpy(&document, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(document));
    return map(document);
}
