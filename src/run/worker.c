// SPDX-License-Identifier: GPL-3.0-or-later
// The pool: hands documents to workers, listens, watches the clock, names what went wrong.

#include "run/worker.h"

#include <poll.h>
#include <unistd.h>

#include "run/answer.h"
#include "run/child.h"
#include "run/request.h"
#include "run/unit_pack.h"
#include "text/fault.h"

enum {
    SERVED_MOST = 200, // documents of one worker: what libraries leak stays small
    WINDOW = 2048,     // most reports that wait for an earlier document's
    TICK_MS = 200,
};

Limits limits_default(void)
{
    return (Limits){
        .seconds = 60, .memory_mib = 2048, .output_mib = 256, .input_mib = 512, .sandbox = true};
}

static void warm(const AnalyseOptions *options)
{
    reader_warm_all(&options->read);
}

const WorkerTask worker_task = {analyse_bytes, warm};

typedef struct {
    Child child;
    bool alive, busy;
    unsigned served;
    size_t index;
    Input input; // of the document it works on; the descriptor is closed
    int64_t deadline;
} Slot;

typedef struct {
    const WorkerRun *run;
    const char *const *paths;
    size_t count, next, due; // the next to start, the next to hand out
    GArray *slots;           // Slot
    GHashTable *waiting;     // index → Report, when order matters
    GError *error;           // why no worker could be started
} Pool;

// --- in the child ---

// An answer on its way.
typedef struct {
    int fd;
    bool heard;
    Packer *packer;
} Saying;

static void say_piece(const void *data, size_t len, void *to)
{
    Saying *saying = to;
    saying->heard = saying->heard && child_say(saying->fd, data, len);
}

static void say_finding(const Finding *finding, void *to)
{
    packer_add(((Saying *)to)->packer, finding);
}

// Answers one request; false when the parent is gone.
static bool answer(int fd, const Pool *pool, const Request *request, GBytes *document)
{
    const WorkerRun *run = pool->run;
    const WorkerTask *task = run->task ? run->task : &worker_task;
    Saying saying = {.fd = fd, .heard = true};
    saying.packer = packer_new(say_piece, &saying);
    AnalyseOptions options = *run->options;
    options.sink = say_finding;
    options.to = &saying;
    options.read.spare = run->jobs > pool->count;
    g_autoptr(GBytes) bytes = document;
    g_autoptr(Report) report =
        task->analyse(request->path, request->sha256, bytes, run->pack, &options);
    g_clear_pointer(&bytes, g_bytes_unref);
    if (report->units)
        report->packed_units = unit_pack(report->units);
    answer_end(saying.packer, report, say_piece, &saying);
    packer_free(saying.packer);
    return saying.heard && child_end_answer(fd);
}

static void serve(int fd, const void *data)
{
    Request request = {0};
    GBytes *document;
    while ((document = request_receive(fd, &request)))
        if (!answer(fd, data, &request, document))
            return;
}

// --- in the parent ---

static void hand_out(Pool *pool, size_t index, Report *report)
{
    if (pool->run->any_order) {
        if (report)
            pool->run->done(index, report, pool->run->data);
        return;
    }
    g_hash_table_insert(pool->waiting, GSIZE_TO_POINTER(index), report);
    gpointer key = NULL, value = NULL;
    while (g_hash_table_steal_extended(pool->waiting, GSIZE_TO_POINTER(pool->due), &key, &value)) {
        if (value)
            pool->run->done(pool->due, value, pool->run->data);
        pool->due++;
    }
}

static const char *name_of(const Pool *pool, size_t index)
{
    return input_name(pool->paths[index]);
}

static void set_input(Report *report, const Input *input)
{
    g_free(report->document.sha256);
    report->document.sha256 = g_strdup(input->sha256);
    report->document.bytes = input->bytes;
}

static void hand_out_failure(Pool *pool, const Slot *slot, Fault fault, const char *message)
{
    Report *report = report_failed(name_of(pool, slot->index), fault, message);
    set_input(report, &slot->input);
    hand_out(pool, slot->index, report);
}

// The child has ended, or must. A document it was busy with gets `fault`, or what the child died
// of.
static void finish(Pool *pool, Slot *slot, Fault fault, const char *why)
{
    g_autofree char *how = NULL;
    slot->child.stopped = fault != FAULT_COUNT;
    bool ready = slot->child.ready;
    Fault cause = child_end(&slot->child, pool->run->limits.memory_mib, &how);
    slot->alive = false;
    if (!slot->busy)
        return;
    slot->busy = false;
    if (!ready && fault == FAULT_COUNT && !pool->error)
        g_set_error(&pool->error, FAULT_DOMAIN, FAULT_USAGE, "cannot start a worker: %s", how);
    if (fault == FAULT_COUNT)
        hand_out_failure(pool, slot, cause, how);
    else
        hand_out_failure(pool, slot, fault, why);
}

// A worker that died between two documents is not held against the next one.
static bool employ(Pool *pool, Slot *slot)
{
    for (unsigned tries = 0; tries < 3; tries++) {
        if (!slot->alive) {
            if (!child_start(&slot->child, pool->run, serve, pool, &pool->error))
                return false;
            slot->alive = true;
            slot->served = 0;
        }
        if (request_send(slot->child.fd, &slot->input, name_of(pool, slot->index)))
            return true;
        bool ready = slot->child.ready;
        finish(pool, slot, FAULT_COUNT, NULL);
        if (!ready)
            break;
    }
    g_set_error(&pool->error, FAULT_DOMAIN, FAULT_USAGE, "cannot start a worker");
    return false;
}

// Reads the next document and gives it to the idle worker, if there is anything to do about it.
static void start_next(Pool *pool, Slot *slot)
{
    const WorkerRun *run = pool->run;
    g_autoptr(GError) error = NULL;
    size_t index = slot->index = pool->next++;
    InputLimits limits = {(uint64_t)run->limits.input_mib << 20, run->only_regular};
    bool read = input_open(&slot->input, pool->paths[index], &limits, &error);
    bool wanted = !run->wanted || run->wanted(index, read ? &slot->input : NULL, run->data);
    if (!read) {
        const char *name = name_of(pool, index);
        hand_out(pool, index,
                 wanted ? report_failed(name, (Fault)error->code, error->message) : NULL);
        return;
    }
    if (!wanted)
        hand_out(pool, index, NULL);
    else if (employ(pool, slot)) {
        slot->busy = true;
        slot->deadline = g_get_monotonic_time() + (int64_t)run->limits.seconds * G_USEC_PER_SEC;
    }
    close(slot->input.fd);
}

static bool stopped(const Pool *pool)
{
    return pool->error || (pool->run->stop && *pool->run->stop);
}

static bool may_start(const Pool *pool)
{
    return !stopped(pool) && pool->next < pool->count &&
           (pool->run->any_order || pool->next - pool->due < WINDOW);
}

static Slot *slot_at(const Pool *pool, size_t i)
{
    return &g_array_index(pool->slots, Slot, i);
}

// Puts a report away that a worker gave. It works on the next document meanwhile, and nobody
// listens: that is no time of any worker's.
static void put_away(Pool *pool, Slot *slot, Report *report)
{
    size_t index = slot->index;
    int64_t began = g_get_monotonic_time();
    slot->busy = false;
    bool old = ++slot->served >= SERVED_MOST;
    if (!old && may_start(pool))
        start_next(pool, slot);
    hand_out(pool, index, report);
    for (size_t i = 0; i < pool->slots->len; i++)
        slot_at(pool, i)->deadline += g_get_monotonic_time() - began;
    if (old)
        finish(pool, slot, FAULT_CRASHED, NULL);
}

static void take_answer(Pool *pool, Slot *slot)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = child_answer(&slot->child);
    if (pool->next == pool->count) // nothing more for it to do: it ends while we read
        child_dismiss(&slot->child);
    Report *report = answer_unpack(bytes, pool->run->pack, &error);
    g_clear_pointer(&bytes, g_bytes_unref); // before others make more of it: it may be long
    if (!report) {
        finish(pool, slot, FAULT_CRASHED, error->message);
        return;
    }
    g_free(report->document.path);
    report->document.path = g_utf8_make_valid(name_of(pool, slot->index), -1);
    set_input(report, &slot->input);
    put_away(pool, slot, report);
}

static void listen_to(Pool *pool, Slot *slot)
{
    g_autofree char *message = NULL;
    unsigned most = pool->run->limits.output_mib;
    switch (child_hear(&slot->child)) {
    case HEARD_MORE:
        break;
    case HEARD_WHOLE:
        if (slot->busy)
            take_answer(pool, slot);
        else
            finish(pool, slot, FAULT_CRASHED, NULL);
        break;
    case HEARD_END:
        finish(pool, slot, FAULT_COUNT, NULL);
        break;
    case HEARD_NONSENSE:
        finish(pool, slot, FAULT_CRASHED, "the worker's answer is not sound: garbage");
        break;
    case HEARD_TOO_MUCH:
        message = g_strdup_printf("the answer is longer than %u MiB", most);
        finish(pool, slot, FAULT_TOO_LARGE, message);
        break;
    }
}

// Gives every idle worker something to do; returns how many are busy.
static size_t fill(Pool *pool)
{
    size_t busy = 0;
    for (size_t i = 0; i < pool->slots->len; i++) {
        Slot *slot = slot_at(pool, i);
        while (!slot->busy && may_start(pool))
            start_next(pool, slot);
        busy += slot->busy;
    }
    return busy;
}

// Looked at after every wait, even when the worker is talking: or a flood would live for ever.
static void end_late(Pool *pool)
{
    unsigned seconds = pool->run->limits.seconds;
    int64_t now = g_get_monotonic_time();
    for (size_t i = 0; seconds && i < pool->slots->len; i++) {
        Slot *slot = slot_at(pool, i);
        if (!slot->busy || now < slot->deadline)
            continue;
        g_autofree char *message = g_strdup_printf("took longer than %u s", seconds);
        finish(pool, slot, FAULT_TIMEOUT, message);
    }
}

static void wait_and_listen(Pool *pool)
{
    g_autofree struct pollfd *polled = g_new0(struct pollfd, pool->slots->len);
    for (size_t i = 0; i < pool->slots->len; i++)
        polled[i] =
            (struct pollfd){slot_at(pool, i)->alive ? slot_at(pool, i)->child.fd : -1, POLLIN, 0};
    if (poll(polled, pool->slots->len, TICK_MS) > 0)
        for (size_t i = 0; i < pool->slots->len; i++)
            if (polled[i].revents)
                listen_to(pool, slot_at(pool, i));
    end_late(pool);
}

static void end_all(Pool *pool)
{
    for (size_t i = 0; i < pool->slots->len; i++) {
        Slot *slot = slot_at(pool, i);
        slot->busy = false;
        if (slot->alive)
            finish(pool, slot, FAULT_CRASHED, NULL);
    }
}

static void report_unref(void *report)
{
    if (report)
        report_free(report);
}

bool worker_run(const char *const *paths, size_t count, const WorkerRun *run, GError **error)
{
    g_assert(run->jobs >= 1 && run->limits.output_mib >= 1);
    Pool pool = {.run = run, .paths = paths, .count = count};
    pool.slots = g_array_new(FALSE, TRUE, sizeof(Slot));
    g_array_set_size(pool.slots, (guint)MIN(run->jobs, MAX(count, 1)));
    pool.waiting = g_hash_table_new_full(NULL, NULL, NULL, report_unref);
    while (fill(&pool) > 0 && !stopped(&pool)) {
        wait_and_listen(&pool);
        if (run->tick)
            run->tick(run->data);
    }
    end_all(&pool);
    g_array_unref(pool.slots);
    g_hash_table_unref(pool.waiting);
    if (!pool.error)
        return true;
    g_propagate_error(error, pool.error);
    return false;
}
