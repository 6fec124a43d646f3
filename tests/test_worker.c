// SPDX-License-Identifier: GPL-3.0-or-later
// Workers that misbehave: each costs one document, which says what happened, and the others go on.
#include "run/worker.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"
#include "run.h"
#include "shipped.h"
#include "text/fault.h"

enum { SECONDS = 1, MEMORY_MIB = 512, OUTPUT_MIB = 4, WORKER_FD = 3 };

#if defined(__SANITIZE_ADDRESS__)
enum { SANITIZED = 1 };
#else
enum { SANITIZED = 0 };
#endif

static char *folder;
static Pack *pack;

static void eat_memory(void)
{
    for (;;) // one byte of each: the limit is on addresses, and touching gigabytes takes seconds
        *(volatile char *)g_malloc(8 << 20) = 1;
}

static void talk(void)
{
    static char words[65536];
    memset(words, 'R', sizeof(words));
    for (;;)
        if (send(WORKER_FD, words, sizeof(words), MSG_NOSIGNAL) < 0)
            usleep(1000);
}

// The head of an honest answer that never ends.
static void drip(void)
{
    const uint64_t head[] = {0x31736e656c6e6f6cULL, 1 << 20};
    send(WORKER_FD, head, sizeof(head), MSG_NOSIGNAL);
    for (;;) {
        send(WORKER_FD, "x", 1, MSG_NOSIGNAL);
        usleep(2000);
    }
}

// A whole answer that is no report, and one that is longer than allowed.
static void answer_garbage(void)
{
    const uint64_t magic = 0x31736e656c6e6f6cULL;
    const uint64_t answer[] = {magic, 16, 0xdeadbeef, 0xfeedface, magic, 0};
    send(WORKER_FD, answer, sizeof(answer), MSG_NOSIGNAL);
    pause();
}

static void answer_at_length(void)
{
    const uint64_t head[] = {0x31736e656c6e6f6cULL, UINT64_MAX};
    send(WORKER_FD, head, sizeof(head), MSG_NOSIGNAL);
    pause();
}

static void hang_up(void)
{
    close(WORKER_FD);
    pause();
}

static void stall(void)
{
    signal(SIGTERM, SIG_IGN);
    for (volatile unsigned i = 0;; i++)
        ;
}

static void exit_well(void)
{
    _exit(EXIT_SUCCESS);
}

static void exit_badly(void)
{
    _exit(7);
}

static void crash(void)
{
    raise(SIGSEGV);
}

static void bus(void)
{
    raise(SIGBUS);
}

static void assertion(void)
{
    g_assert_cmpint(1, ==, 2);
}

static void kill_itself(void)
{
    raise(SIGKILL); // as the kernel does when memory runs out
}

static const struct { // NOLINT(clang-analyzer-optin.performance.Padding): rows read in this order
    const char *word; // what the document says
    void (*act)(void);
    Fault fault;
    const char *message; // a part of it
    bool plain_only;     // not under a sanitizer
} acts[] = {
    {"crash", crash, FAULT_CRASHED, "signal 11", true},
    {"bus", bus, FAULT_CRASHED, "signal 7", true},
    {"assertion", assertion, FAULT_CRASHED, "1 == 2", false},
    {"exit well", exit_well, FAULT_CRASHED, "status 0", false},
    {"exit badly", exit_badly, FAULT_CRASHED, "status 7", false},
    {"stall", stall, FAULT_TIMEOUT, "1 s", false},
    {"hang up", hang_up, FAULT_CRASHED, "", false},
    {"eat memory", eat_memory, FAULT_MEMORY, "512 MiB", true},
    {"kill itself", kill_itself, FAULT_MEMORY, "", false},
    {"talk", talk, FAULT_CRASHED, "not sound", false},
    {"drip", drip, FAULT_TIMEOUT, "1 s", false},
    {"answer garbage", answer_garbage, FAULT_CRASHED, "not sound", false},
    {"answer at length", answer_at_length, FAULT_TOO_LARGE, "4 MiB", false},
};

// Does what the document says; a document of other words is reported with its words as the kind.
static Report *misbehave(const char *path, const char *sha256, GBytes *bytes, const Pack *rules,
                         const AnalyseOptions *options)
{
    size_t len = 0;
    const char *words = g_bytes_get_data(bytes, &len);
    for (size_t i = 0; i < G_N_ELEMENTS(acts); i++)
        if (len == strlen(acts[i].word) && memcmp(words, acts[i].word, len) == 0)
            acts[i].act();
    Report *report = report_new("a path of the worker's own");
    report->document.format = g_strdup("text");
    report->document.title = g_strndup(words ? words : "", len);
    report->document.sha256 = g_strdup(sha256);
    return report;
}

static const WorkerTask task = {misbehave, NULL};

typedef struct {
    GPtrArray *reports; // as they came
    GArray *order;      // size_t
} Heard;

static void done(size_t index, Report *report, void *data)
{
    Heard *heard = data;
    g_ptr_array_add(heard->reports, report);
    g_array_append_val(heard->order, index);
}

static void heard_clear(Heard *heard)
{
    g_ptr_array_unref(heard->reports);
    g_array_unref(heard->order);
}

static void report_drop(void *report)
{
    report_free(report);
}

static WorkerRun run_of(unsigned jobs, Heard *heard)
{
    static const AnalyseOptions options = {.law = LAW_COUNT};
    *heard = (Heard){g_ptr_array_new_with_free_func(report_drop),
                     g_array_new(FALSE, FALSE, sizeof(size_t))};
    return (WorkerRun){.pack = pack,
                       .options = &options,
                       .task = &task,
                       .limits = {.seconds = SECONDS,
                                  .memory_mib = SANITIZED ? 0 : MEMORY_MIB,
                                  .output_mib = OUTPUT_MIB,
                                  .input_mib = 1,
                                  .sandbox = true},
                       .jobs = jobs,
                       .done = done,
                       .data = heard};
}

static char *document(const char *name, const char *words)
{
    char *path = g_build_filename(folder, name, NULL);
    g_assert(g_file_set_contents(path, words, -1, NULL));
    return path;
}

static const Reason *only_reason(const Report *report)
{
    ck_assert_int_eq(report->document.status, STATUS_NOT_ANALYSED);
    ck_assert_int_eq(report->document.reasons->len, 1);
    return report->document.reasons->pdata[0];
}

START_TEST(costs_one_document)
{
    if (acts[_i].plain_only && SANITIZED)
        return;
    Heard heard;
    WorkerRun run = run_of(2, &heard);
    if (acts[_i].fault != FAULT_TIMEOUT)
        run.limits.seconds = 20; // a busy machine must not make a crash a timeout
    g_autofree char *bad = document("bad", acts[_i].word);
    g_autofree char *good = document("good", "fine");
    const char *const paths[] = {good, bad, good, good};
    int64_t began = g_get_monotonic_time();
    ck_assert(worker_run(paths, G_N_ELEMENTS(paths), &run, NULL));
    if (acts[_i].fault == FAULT_TIMEOUT)
        ck_assert_int_lt(g_get_monotonic_time() - began, (gint64)(SECONDS + 30) * G_USEC_PER_SEC);
    ck_assert_int_eq(heard.reports->len, 4);
    for (guint i = 0; i < 4; i++) {
        const Report *report = heard.reports->pdata[i];
        ck_assert_str_eq(report->document.path, paths[i]);
        ck_assert_int_eq(strlen(report->document.sha256), 64);
        if (i == 1)
            continue;
        ck_assert_str_eq(report->document.title, "fine");
        ck_assert_int_eq(report->document.bytes, 4);
    }
    const Reason *reason = only_reason(heard.reports->pdata[1]);
    ck_assert_str_eq(fault_name(reason->code), fault_name(acts[_i].fault));
    ck_assert_msg(strstr(reason->message, acts[_i].message), "%s", reason->message);
    heard_clear(&heard);
}
END_TEST

// Somebody may be asked for a password while a report is put away.
static void done_slowly(size_t index, Report *report, void *data)
{
    done(index, report, data);
    if (index == 0)
        g_usleep((gulong)(SECONDS * 1000 + 300) * 1000);
}

START_TEST(putting_away_is_no_time_of_a_worker)
{
    Heard heard;
    WorkerRun run = run_of((unsigned)_i, &heard);
    run.done = done_slowly;
    g_autofree char *good = document("good", "fine");
    const char *const paths[] = {good, good, good};
    ck_assert(worker_run(paths, G_N_ELEMENTS(paths), &run, NULL));
    for (guint i = 0; i < G_N_ELEMENTS(paths); i++)
        ck_assert_str_eq(((Report *)heard.reports->pdata[i])->document.title, "fine");
    heard_clear(&heard);
}
END_TEST

// Many documents, all kinds of ends, any number of workers: the order stays.
START_TEST(keeps_order)
{
    enum { COUNT = 60 };
    Heard heard;
    WorkerRun run = run_of((unsigned)_i, &heard);
    run.limits.seconds = 20;
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    for (unsigned i = 0; i < COUNT; i++) {
        g_autofree char *name = g_strdup_printf("%u", i);
        g_ptr_array_add(paths, document(name, i % 20 == 7 ? "exit badly" : name));
    }
    ck_assert(worker_run((const char *const *)paths->pdata, COUNT, &run, NULL));
    ck_assert_int_eq(heard.order->len, COUNT);
    for (unsigned i = 0; i < COUNT; i++) {
        const Report *report = heard.reports->pdata[i];
        ck_assert_int_eq(g_array_index(heard.order, size_t, i), i);
        ck_assert_str_eq(report->document.path, paths->pdata[i]);
        ck_assert_int_eq(report->document.title == NULL, i % 20 == 7);
    }
    heard_clear(&heard);
}
END_TEST

static const struct {
    const char *path; // below the folder
    Fault fault;
    const char *message;
} inputs[] = {
    {"missing", FAULT_UNREADABLE, "No such file"},
    {".", FAULT_UNREADABLE, "audit"},
    {"pipe", FAULT_UNREADABLE, "regular"},
    {"large", FAULT_TOO_LARGE, "1 MiB"},
};

START_TEST(names_bad_input)
{
    Heard heard;
    WorkerRun run = run_of(1, &heard);
    run.only_regular = true;
    g_autofree char *path = g_build_filename(folder, inputs[_i].path, NULL);
    g_autofree char *good = document("good", "fine");
    const char *const paths[] = {path, good};
    ck_assert(worker_run(paths, 2, &run, NULL));
    const Reason *reason = only_reason(heard.reports->pdata[0]);
    ck_assert_str_eq(fault_name(reason->code), fault_name(inputs[_i].fault));
    ck_assert_msg(strstr(reason->message, inputs[_i].message), "%s", reason->message);
    ck_assert_str_eq(((Report *)heard.reports->pdata[1])->document.title, "fine");
    heard_clear(&heard);
}
END_TEST

// A file that vanishes between the walk and its turn.
static bool unlink_the_next(size_t index, const Input *input, void *data)
{
    g_autofree char *path = g_build_filename(folder, "good2", NULL);
    unlink(path);
    return true;
}

START_TEST(names_what_vanishes)
{
    Heard heard;
    WorkerRun run = run_of(1, &heard);
    run.wanted = unlink_the_next;
    g_autofree char *good = document("good", "fine");
    g_autofree char *gone = document("good2", "fine");
    const char *const paths[] = {good, gone};
    ck_assert(worker_run(paths, 2, &run, NULL));
    const Reason *reason = only_reason(heard.reports->pdata[1]);
    ck_assert_str_eq(fault_name(reason->code), "unreadable");
    heard_clear(&heard);
}
END_TEST

static bool not_the_first(size_t index, const Input *input, void *data)
{
    ck_assert_int_eq(strlen(input->sha256), 64);
    return index > 0;
}

START_TEST(leaves_out_the_unwanted)
{
    Heard heard;
    WorkerRun run = run_of(2, &heard);
    run.wanted = not_the_first;
    g_autofree char *good = document("good", "fine");
    const char *const paths[] = {good, good, good};
    ck_assert(worker_run(paths, 3, &run, NULL));
    ck_assert_int_eq(heard.order->len, 2);
    ck_assert_int_eq(g_array_index(heard.order, size_t, 0), 1);
    heard_clear(&heard);
}
END_TEST

// It cannot be started at all: that is no document's fault.
static void die_early(const AnalyseOptions *options)
{
    _exit(1);
}

START_TEST(fails_when_none_can_start)
{
    static const WorkerTask early = {misbehave, die_early};
    Heard heard;
    WorkerRun run = run_of(1, &heard);
    run.task = &early;
    g_autofree char *good = document("good", "fine");
    const char *const paths[] = {good};
    g_autoptr(GError) error = NULL;
    ck_assert(!worker_run(paths, 1, &run, &error));
    ck_assert(strstr(error->message, "cannot start a worker"));
    heard_clear(&heard);
}
END_TEST

static GBytes *make_well(GBytes *bytes, const Report *report, const WorkerRun *run, GError **error)
{
    return g_bytes_ref(bytes);
}

static GBytes *make_badly(GBytes *bytes, const Report *report, const WorkerRun *run, GError **error)
{
    g_set_error_literal(error, FAULT_DOMAIN, FAULT_DAMAGED, "this way not");
    return NULL;
}

static GBytes *make_never(GBytes *bytes, const Report *report, const WorkerRun *run, GError **error)
{
    stall();
    return NULL;
}

static GBytes *make_crash(GBytes *bytes, const Report *report, const WorkerRun *run, GError **error)
{
    abort();
}

static GBytes *make_much(GBytes *bytes, const Report *report, const WorkerRun *run, GError **error)
{
    return g_bytes_new_take(g_malloc0(OUTPUT_MIB << 20), OUTPUT_MIB << 20); // and its first byte
}

// Fills the room there is.
static GBytes *make_endless(GBytes *bytes, const Report *report, const WorkerRun *run,
                            GError **error)
{
    static const char words[65536];
    while (write(WORKER_ROOM, words, sizeof words) > 0)
        ;
    g_set_error_literal(error, FAULT_DOMAIN, FAULT_DAMAGED, g_strerror(errno));
    return NULL;
}

START_TEST(makes_outputs)
{
    Heard heard;
    WorkerRun run = run_of(1, &heard);
    g_autofree char *good = document("good", "fine");
    g_autoptr(GBytes) made = worker_make(good, NULL, make_well, &run, NULL);
    ck_assert(made && g_bytes_get_size(made) == 4);
    static const struct {
        WorkerMake make;
        const char *message;
    } failing[] = {{make_badly, "this way not"},
                   {make_never, "1 s"},
                   {make_crash, "signal 6"},
                   {make_much, "longer than 4 MiB"},
                   {make_endless, "File too large"}};
    for (size_t i = 0; i < G_N_ELEMENTS(failing); i++) {
        g_autoptr(GError) error = NULL;
        ck_assert(!worker_make(good, NULL, failing[i].make, &run, &error));
        ck_assert_msg(strstr(error->message, failing[i].message), "%s", error->message);
    }
    heard_clear(&heard);
}
END_TEST

// What is made of a document is of the bytes that were analysed.
START_TEST(makes_of_the_same_bytes)
{
    Heard heard;
    WorkerRun run = run_of(1, &heard);
    g_autofree char *path = document("same", "fine");
    g_autoptr(Report) report = report_new("same");
    report->document.sha256 = g_compute_checksum_for_string(G_CHECKSUM_SHA256, "fine", 4);
    g_autoptr(GBytes) made = worker_make(path, report, make_well, &run, NULL);
    ck_assert_ptr_nonnull(made);
    g_autofree char *again = document("same", "other");
    g_autoptr(GError) error = NULL;
    ck_assert(!worker_make(again, report, make_well, &run, &error));
    ck_assert_ptr_nonnull(strstr(error->message, "changed since"));
    heard_clear(&heard);
}
END_TEST

static void set_up(void)
{
    folder = folder_new();
    pack = shipped_load(NULL);
    g_autofree char *pipe = g_build_filename(folder, "pipe", NULL);
    g_assert(mkfifo(pipe, 0600) == 0);
    g_autofree char *large = g_build_filename(folder, "large", NULL);
    g_assert(g_file_set_contents(large, "", 0, NULL) && truncate(large, (1 << 20) + 1) == 0);
}

static void tear_down(void)
{
    folder_free(folder);
    pack_free(pack);
}

int main(void)
{
    TCase *tests = tcase_create("worker");
    tcase_add_unchecked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, costs_one_document, 0, G_N_ELEMENTS(acts));
    tcase_add_loop_test(tests, keeps_order, 1, 4);
    tcase_add_loop_test(tests, putting_away_is_no_time_of_a_worker, 1, 4);
    tcase_add_test(tests, makes_of_the_same_bytes);
    tcase_add_loop_test(tests, names_bad_input, 0, G_N_ELEMENTS(inputs));
    tcase_add_test(tests, names_what_vanishes);
    tcase_add_test(tests, leaves_out_the_unwanted);
    tcase_add_test(tests, fails_when_none_can_start);
    tcase_add_test(tests, makes_outputs);
    return run_cases("worker", tests);
}
