// SPDX-License-Identifier: GPL-3.0-or-later
// One worker process: forked, stripped, limited, caged; then it says "ready" and waits for work.

#include "run/child.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "read/reader.h"
#include "run/sandbox.h"

enum {
    CHILD_FD = 3,
    FILES_MOST = 64,     // open at once: files in memory do not count as addresses
    LOG_BYTES = 1 << 20, // most a worker may write anywhere: its standard error is all there is
    LOG_SHOWN = 200,
    PIECE = 64 * 1024,
    GRACE_MS = 500,
};

static const char READY = 'R';

static const uint64_t MAGIC = 0x31736e656c6e6f6cULL;

// mimalloc, where it is linked in, ends the process without a word when C++ asks for more than
// there is.
extern void mi_register_error(void (*told)(int code, void *data), void *data) __attribute__((weak));
extern void mi_option_set(int option, long value) __attribute__((weak));

// How long it keeps freed memory, in milliseconds: decommit_delay in mimalloc 2.0, purge_delay from
// 2.1 on. What one step of a long document has freed is not there any more when the next is at its
// largest; 25, as it comes, is too long for that.
enum { MI_OPTION_DELAY = 15, MI_DELAY = 2 };

static void say_memory(int code, void *data)
{
    static const char words[] = "cannot allocate memory\n";
    if (code == ENOMEM && write(STDERR_FILENO, words, sizeof words - 1) < 0)
        return; // then it is a crash without words
}

static void limit(int what, rlim_t value)
{
    struct rlimit both = {value, value};
    setrlimit(what, &both);
}

// Standard input and output lead nowhere, standard error into the log, CHILD_FD to the parent; all
// else is closed.
static void strip(int fd, int log)
{
    int high = fcntl(fd, F_DUPFD, 16);
    int log_high = fcntl(log, F_DUPFD, 16);
    int nowhere = open("/dev/null", O_RDWR);
    g_assert(high >= 0 && log_high >= 0 && nowhere >= 0);
    dup2(nowhere, STDIN_FILENO);
    dup2(nowhere, STDOUT_FILENO);
    dup2(log_high, STDERR_FILENO);
    dup2(high, CHILD_FD);
    close_range(CHILD_FD + 1, ~0U, 0);
}

static void default_signals(void)
{
    const int numbers[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGABRT, SIGTRAP};
    for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++)
        signal(numbers[i], SIG_DFL);
    signal(SIGXFSZ, SIG_IGN);
}

// Only before the sandbox closes.
static bool make_room(void)
{
    int room = memfd_create("made", MFD_CLOEXEC);
    return room == WORKER_ROOM || (room >= 0 && dup2(room, WORKER_ROOM) == WORKER_ROOM);
}

static bool close_in(const WorkerRun *run)
{
    g_autoptr(GError) error = NULL;
    const WorkerTask *task = run->task ? run->task : &worker_task;
    limit(RLIMIT_CORE, 0);
    if (mi_register_error)
        mi_register_error(say_memory, NULL);
    if (mi_option_set)
        mi_option_set(MI_OPTION_DELAY, MI_DELAY);
    if (run->limits.memory_mib)
        limit(RLIMIT_AS, (rlim_t)run->limits.memory_mib << 20);
    if (task->warm)
        task->warm(run->options);
    limit(RLIMIT_NOFILE, FILES_MOST);
    limit(RLIMIT_FSIZE, run->makes ? (rlim_t)run->limits.output_mib << 20 : LOG_BYTES);
    if (run->makes && !make_room())
        return false;
    if (run->limits.sandbox && !sandbox_enter(reader_folders(), &error)) {
        fprintf(stderr, "%s\n", error->message);
        return false;
    }
    return true;
}

static void live(int fd, int log, int parent, const WorkerRun *run, ChildMain work,
                 const void *data)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(EXIT_FAILURE);
    default_signals();
    strip(fd, log);
    if (!close_in(run) || write(CHILD_FD, &READY, 1) != 1)
        _exit(EXIT_FAILURE);
    work(CHILD_FD, data);
    _exit(EXIT_SUCCESS);
}

static size_t threads(void)
{
    g_autoptr(GDir) tasks = g_dir_open("/proc/self/task", 0, NULL);
    size_t count = 0;
    while (tasks && g_dir_read_name(tasks))
        count++;
    return count;
}

static bool cannot(GError **error, const char *what)
{
    g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "cannot start a worker: %s: %s", what,
                g_strerror(errno));
    return false;
}

bool child_start(Child *child, const WorkerRun *run, ChildMain work, const void *data,
                 GError **error)
{
    g_assert(threads() <= 1); // only the forking thread lives on in the child
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return cannot(error, "socketpair");
    int log = memfd_create("log", MFD_CLOEXEC);
    int parent = getpid();
    fflush(NULL); // or the child would print the buffers again
    pid_t pid = log >= 0 ? fork() : -1;
    if (pid == 0)
        live(ends[1], log, parent, run, work, data);
    close(ends[1]);
    if (pid < 0) {
        cannot(error, "fork");
        close(ends[0]);
        if (log >= 0)
            close(log);
        return false;
    }
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    *child = (Child){.pid = pid,
                     .fd = ends[0],
                     .log = log,
                     .inbox = g_byte_array_new(),
                     .most_bytes = (uint64_t)run->limits.output_mib << 20};
    return true;
}

// The head of a piece is there.
static Heard weigh(Child *child)
{
    child->known = 0;
    if (child->piece.magic != MAGIC)
        return HEARD_NONSENSE;
    if (child->piece.size > child->most_bytes - child->inbox->len)
        return HEARD_TOO_MUCH;
    child->due = child->piece.size;
    return child->due ? HEARD_MORE : HEARD_WHOLE;
}

// Takes some of what was said, of one head or one piece; *len becomes how much.
static Heard take(Child *child, const unsigned char *said, size_t *len)
{
    if (child->due) {
        *len = MIN(*len, child->due);
        g_byte_array_append(child->inbox, said, (guint)*len);
        child->due -= *len;
        return HEARD_MORE;
    }
    *len = MIN(*len, sizeof child->piece - child->known);
    memcpy((unsigned char *)&child->piece + child->known, said, *len);
    child->known += *len;
    return child->known == sizeof child->piece ? weigh(child) : HEARD_MORE;
}

Heard child_hear(Child *child)
{
    unsigned char piece[PIECE];
    ssize_t got = recv(child->fd, piece, sizeof(piece), 0);
    if (got < 0)
        return errno == EAGAIN || errno == EINTR ? HEARD_MORE : HEARD_END;
    if (got == 0)
        return HEARD_END;
    size_t skip = 0;
    if (!child->ready) {
        if (piece[0] != (unsigned char)READY)
            return HEARD_NONSENSE;
        child->ready = true;
        skip = 1;
    }
    Heard heard = HEARD_MORE;
    for (size_t at = skip, some; at < (size_t)got && heard == HEARD_MORE; at += some) {
        some = (size_t)got - at;
        heard = take(child, piece + at, &some);
        if (heard == HEARD_WHOLE && at + some < (size_t)got)
            return HEARD_NONSENSE; // it was asked for no more
    }
    return heard;
}

GBytes *child_answer(Child *child)
{
    GByteArray *whole = child->inbox;
    child->inbox = g_byte_array_new();
    return g_byte_array_free_to_bytes(whole);
}

static bool say_all(int fd, const void *data, size_t len)
{
    for (const char *at = data; len > 0;) {
        ssize_t sent = send(fd, at, len, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0)
            return false;
        at += sent;
        len -= (size_t)sent;
    }
    return true;
}

bool child_say(int fd, const void *data, size_t len)
{
    ChildPiece piece = {MAGIC, len};
    return len == 0 || (say_all(fd, &piece, sizeof piece) && say_all(fd, data, len));
}

bool child_end_answer(int fd)
{
    ChildPiece end = {MAGIC, 0};
    return say_all(fd, &end, sizeof end);
}

// The last words of the worker that say why: of an assertion or an allocation that failed. The rest
// of what libraries print is noise.
static char *last_words(int log)
{
    char buffer[4096];
    off_t end = lseek(log, 0, SEEK_END);
    off_t from = end > (off_t)sizeof(buffer) ? end - (off_t)sizeof(buffer) : 0;
    ssize_t got = pread(log, buffer, sizeof(buffer), from);
    g_autofree char *valid = g_utf8_make_valid(buffer, got > 0 ? got : 0);
    g_auto(GStrv) lines = g_strsplit(valid, "\n", -1);
    static const char *const signs[] = {"assert", "ERROR:",  "allocat",      "bad_alloc",
                                        "memory", "sandbox", "runtime error"};
    for (guint i = g_strv_length(lines); i-- > 0;)
        for (size_t k = 0; k < G_N_ELEMENTS(signs); k++)
            if (strstr(lines[i], signs[k])) {
                for (char *at = lines[i]; *at; at++)
                    if (g_ascii_iscntrl(*at))
                        *at = ' ';
                return g_utf8_substring(lines[i], 0, MIN(LOG_SHOWN, g_utf8_strlen(lines[i], -1)));
            }
    return NULL;
}

static bool of_memory(const char *words)
{
    return words && (strstr(words, "failed to allocate") || strstr(words, "bad_alloc") ||
                     strstr(words, "ut of memory") || strstr(words, "cannot allocate"));
}

static bool near_limit(const struct rusage *used, unsigned memory_mib)
{
    return memory_mib && (uint64_t)used->ru_maxrss * 10 > (uint64_t)memory_mib * 1024 * 9;
}

void child_dismiss(const Child *child)
{
    kill(child->pid, SIGKILL);
}

// One that closed its socket is given a moment to die by itself: the way it dies says what
// happened.
static int reap(Child *child, struct rusage *used)
{
    int status = 0;
    for (unsigned tries = 0; !child->stopped && tries < GRACE_MS; tries++) {
        if (wait4(child->pid, &status, WNOHANG, used) == child->pid)
            return status;
        g_usleep(1000);
    }
    child->stopped = true;
    kill(child->pid, SIGKILL);
    while (wait4(child->pid, &status, 0, used) < 0 && errno == EINTR)
        ;
    return status;
}

Fault child_end(Child *child, unsigned memory_mib, char **message)
{
    struct rusage used = {0};
    int status = reap(child, &used);
    g_autofree char *words = last_words(child->log);
    close(child->fd);
    close(child->log);
    g_byte_array_unref(child->inbox);

    bool killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL && !child->stopped;
    if (killed || of_memory(words) || (status != 0 && near_limit(&used, memory_mib))) {
        *message = memory_mib ? g_strdup_printf("needed more than %u MiB", memory_mib)
                              : g_strdup("memory ran out");
        return FAULT_MEMORY;
    }
    g_autofree char *how =
        WIFSIGNALED(status)
            ? g_strdup_printf("was stopped by signal %d (%s)", WTERMSIG(status),
                              g_strsignal(WTERMSIG(status)))
            : g_strdup_printf("ended with status %d before it answered", WEXITSTATUS(status));
    *message = words ? g_strdup_printf("the worker %s: %s", how, words)
                     : g_strdup_printf("the worker %s", how);
    return FAULT_CRASHED;
}
