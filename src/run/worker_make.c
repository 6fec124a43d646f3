// SPDX-License-Identifier: GPL-3.0-or-later
// A document read again for an output: one worker, one answer, no pool.

#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "run/child.h"
#include "run/request.h"
#include "run/worker.h"
#include "text/fault.h"

enum { TICK_MS = 200 };

typedef struct {
    WorkerMake make;
    const Report *report;
    const WorkerRun *run;
} MakeJob;

// The first byte tells success ('+') from an error's message ('-').
static void make_once(int fd, const void *data)
{
    const MakeJob *job = data;
    g_autoptr(GError) error = NULL;
    Request request = {0};
    g_autoptr(GBytes) bytes = request_receive(fd, &request);
    if (!bytes)
        return;
    g_autoptr(GBytes) made = job->make(bytes, job->report, job->run, &error);
    const void *data_made = made ? g_bytes_get_data(made, NULL) : error->message;
    size_t len = made ? g_bytes_get_size(made) : strlen(error->message);
    if (child_say(fd, made ? "+" : "-", 1) && child_say(fd, data_made, len))
        child_end_answer(fd);
}

static Heard hear_in_time(Child *child, unsigned seconds)
{
    int64_t deadline = g_get_monotonic_time() + (int64_t)seconds * G_USEC_PER_SEC;
    Heard heard = HEARD_MORE;
    while (heard == HEARD_MORE && (!seconds || g_get_monotonic_time() < deadline)) {
        struct pollfd polled = {child->fd, POLLIN, 0};
        if (poll(&polled, 1, TICK_MS) > 0)
            heard = child_hear(child);
    }
    return heard;
}

static GBytes *made_of(GBytes *answer, GError **error)
{
    size_t size = 0;
    const char *data = g_bytes_get_data(answer, &size);
    if (size > 0 && data[0] == '+')
        return g_bytes_new_from_bytes(answer, 1, size - 1);
    g_autofree char *message =
        g_utf8_make_valid(size > 0 ? data + 1 : "no answer", size > 0 ? (gssize)size - 1 : -1);
    g_set_error_literal(error, FAULT_DOMAIN, FAULT_USAGE, message);
    return NULL;
}

// Whoever writes into the folder of the documents may put another file in the place of one.
static bool is_of(const Report *report, const Input *input, GError **error)
{
    const char *sha256 = report ? report->document.sha256 : NULL;
    if (!sha256 || strcmp(sha256, input->sha256) == 0)
        return true;
    g_set_error_literal(error, FAULT_DOMAIN, FAULT_UNREADABLE, "changed since it was analysed");
    return false;
}

// Why it made nothing, where it did not say so itself.
static void say_why(GError **error, Heard heard, Fault fault, const char *how, const Limits *limits)
{
    if (heard == HEARD_MORE)
        g_set_error(error, FAULT_DOMAIN, FAULT_TIMEOUT, "took longer than %u s", limits->seconds);
    else if (heard == HEARD_TOO_MUCH)
        g_set_error(error, FAULT_DOMAIN, FAULT_TOO_LARGE, "the answer is longer than %u MiB",
                    limits->output_mib);
    else if (heard != HEARD_WHOLE)
        g_set_error_literal(error, FAULT_DOMAIN, fault, how);
}

GBytes *worker_make(const char *path, const Report *report, WorkerMake make, const WorkerRun *run,
                    GError **error)
{
    WorkerRun making = *run;
    making.makes = true;
    MakeJob job = {.make = make, .report = report, .run = &making};
    InputLimits limits = {(uint64_t)run->limits.input_mib << 20, false};
    Child child = {0};
    Input input;
    if (!input_open(&input, path, &limits, error))
        return NULL;
    if (!is_of(report, &input, error) || !child_start(&child, &making, make_once, &job, error)) {
        close(input.fd);
        return NULL;
    }
    bool sent = request_send(child.fd, &input, input_name(path));
    close(input.fd);
    Heard heard = sent ? hear_in_time(&child, run->limits.seconds) : HEARD_END;
    GBytes *made = NULL;
    if (heard == HEARD_WHOLE) {
        g_autoptr(GBytes) answer = child_answer(&child);
        made = made_of(answer, error);
    }
    child.stopped = heard != HEARD_END;
    g_autofree char *how = NULL;
    Fault fault = child_end(&child, run->limits.memory_mib, &how);
    say_why(error, heard, fault, how, &run->limits);
    return made;
}
