// SPDX-License-Identifier: GPL-3.0-or-later
// A worker that has turned on us: each thing it might try fails, each thing readers need works.
#include "run/sandbox.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "run.h"

static char *folder, *victim, *allowed, *inside;
static pid_t parent;

// Each returns true when the attempt came through.
static bool try_read(void)
{
    return open(victim, O_RDONLY) >= 0;
}

static bool try_list(void)
{
    return open(folder, O_RDONLY | O_DIRECTORY) >= 0;
}

static bool try_create(void)
{
    g_autofree char *path = g_build_filename(folder, "new", NULL);
    return open(path, O_WRONLY | O_CREAT, 0600) >= 0;
}

static bool try_write(void)
{
    return open(victim, O_WRONLY) >= 0 || open(inside, O_WRONLY | O_APPEND) >= 0;
}

static bool try_truncate(void)
{
    return truncate(victim, 0) == 0 || truncate(inside, 0) == 0;
}

static bool try_chmod(void)
{
    return chmod(victim, 0777) == 0 || chmod(inside, 0777) == 0 ||
           syscall(452, AT_FDCWD, inside, 0777, 0) == 0;
}

static bool try_chown(void)
{
    return chown(inside, getuid(), getgid()) == 0;
}

static bool try_times(void)
{
    return utimensat(AT_FDCWD, inside, NULL, 0) == 0;
}

static bool try_xattr(void)
{
    return setxattr(inside, "user.x", "x", 1, 0) == 0 || errno != EPERM;
}

static bool try_rename(void)
{
    g_autofree char *path = g_build_filename(folder, "new", NULL);
    return rename(victim, path) == 0;
}

static bool try_link(void)
{
    g_autofree char *path = g_build_filename(folder, "new", NULL);
    return link(victim, path) == 0 || symlink(victim, path) == 0;
}

static bool try_unlink(void)
{
    return unlink(victim) == 0 || unlink(inside) == 0;
}

static bool try_mkdir(void)
{
    g_autofree char *path = g_build_filename(folder, "new", NULL);
    return mkdir(path, 0700) == 0;
}

static bool try_socket(void)
{
    return socket(AF_INET, SOCK_STREAM, 0) >= 0 || socket(AF_INET6, SOCK_DGRAM, 0) >= 0 ||
           socket(AF_UNIX, SOCK_STREAM, 0) >= 0 || socket(AF_NETLINK, SOCK_RAW, 0) >= 0;
}

static int tcp, local; // sockets left open from before

static bool try_connect(void)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(9)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return connect(tcp, (struct sockaddr *)&to, sizeof(to)) == 0 || errno == ECONNREFUSED;
}

static bool try_abstract(void)
{
    struct sockaddr_un to = {.sun_family = AF_UNIX, .sun_path = "\0loanlens-test"};
    return connect(local, (struct sockaddr *)&to,
                   offsetof(struct sockaddr_un, sun_path) + sizeof("\0loanlens-test") - 1) == 0;
}

static bool try_signal(void)
{
    return kill(parent, SIGUSR1) == 0 || kill(parent, 0) == 0 || kill(-1, SIGUSR1) == 0 ||
           syscall(SYS_tgkill, parent, parent, SIGUSR1) == 0;
}

// A socket that sends its owner a signal, of its choice, as soon as there is something to read.
static bool try_owner(void)
{
    struct f_owner_ex owner = {F_OWNER_PID, parent};
    int pid = parent;
    return fcntl(local, F_SETOWN, parent) == 0 || fcntl(local, F_SETOWN_EX, &owner) == 0 ||
           fcntl(local, F_SETSIG, SIGKILL) == 0 || ioctl(local, FIOSETOWN, &pid) == 0 ||
           ioctl(local, SIOCSPGRP, &pid) == 0;
}

static int memory, queue; // of System V, made before

static bool try_shared(void)
{
    struct {
        long type;
        char word[8];
    } message = {1, "hello"};
    return shmat(memory, NULL, 0) != (void *)-1 ||
           msgsnd(queue, &message, sizeof message.word, IPC_NOWAIT) == 0 ||
           shmctl(memory, IPC_RMID, NULL) == 0;
}

static bool try_schedule(void)
{
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(0, &one);
    return sched_setaffinity(parent, sizeof one, &one) == 0;
}

static bool try_exec(void)
{
    execl("/bin/true", "true", NULL);
    return system("true") == 0;
}

static bool try_fork(void)
{
    pid_t pid = fork();
    if (pid == 0)
        _exit(0);
    return pid > 0;
}

static bool try_ptrace(void)
{
    return ptrace(PTRACE_ATTACH, parent, NULL, NULL) == 0 ||
           ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0;
}

static bool try_memory(void)
{
    char here[8];
    struct iovec to = {here, sizeof(here)}, from = {&parent, sizeof(here)};
    return process_vm_readv(parent, &to, 1, &from, 1, 0) > 0;
}

static bool try_limits(void)
{
    struct rlimit both = {RLIM_INFINITY, RLIM_INFINITY};
    return setrlimit(RLIMIT_AS, &both) == 0 || prlimit(parent, RLIMIT_CPU, &both, NULL) == 0;
}

static bool try_mount(void)
{
    return mount("none", folder, "tmpfs", 0, NULL) == 0 || unshare(CLONE_NEWUSER) == 0;
}

static bool try_kernel(void)
{
    char room[256] = {0};
    return syscall(SYS_io_uring_setup, 4, room) >= 0 || syscall(SYS_userfaultfd, 0) >= 0 ||
           syscall(SYS_bpf, 0, room, sizeof(room)) >= 0 || syscall(SYS_keyctl, 0, 0) >= 0;
}

static bool try_proc(void)
{
    g_autofree char *path = g_strdup_printf("/proc/%d/mem", parent);
    return open(path, O_RDWR) >= 0 || open("/proc/self/environ", O_RDONLY) >= 0 ||
           open("/dev/tty", O_RDWR) >= 0;
}

// Memory that is no process's, which no limit of its own ends.
static bool try_files(void)
{
    return memfd_create("files", 0) >= 0;
}

static bool try_outlive(void)
{
    return prctl(PR_SET_PDEATHSIG, 0) == 0;
}

static const struct {
    const char *what;
    bool (*attempt)(void);
    bool by_seccomp; // only the list of calls stops it
} attacks[] = {
    {"read", try_read, false},         {"list", try_list, false},
    {"create", try_create, false},     {"write", try_write, false},
    {"truncate", try_truncate, false}, {"chmod", try_chmod, true},
    {"chown", try_chown, true},        {"times", try_times, true},
    {"xattr", try_xattr, true},        {"rename", try_rename, false},
    {"link", try_link, false},         {"unlink", try_unlink, false},
    {"mkdir", try_mkdir, false},       {"socket", try_socket, true},
    {"connect", try_connect, true},    {"abstract", try_abstract, true},
    {"signal", try_signal, true},      {"exec", try_exec, false},
    {"fork", try_fork, true},          {"ptrace", try_ptrace, true},
    {"memory", try_memory, true},      {"limits", try_limits, true},
    {"mount", try_mount, true},        {"kernel", try_kernel, true},
    {"proc", try_proc, false},         {"owner", try_owner, true},
    {"shared", try_shared, true},      {"schedule", try_schedule, true},
    {"files", try_files, true},        {"outlive", try_outlive, true},
};

static bool can_read_inside(void)
{
    char byte = 0;
    int fd = open(inside, O_RDONLY);
    return fd >= 0 && read(fd, &byte, 1) == 1 && byte == 'i';
}

static bool can_convert(void)
{
    const char *const names[] = {"GB18030", "BIG5", "BIG5-HKSCS", "UTF-16LE", "UTF-16BE"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        iconv_t converter = iconv_open("UTF-8", names[i]);
        if (converter == (iconv_t)-1)
            return false;
        iconv_close(converter);
    }
    return true;
}

static void *nothing(void *data)
{
    return data;
}

static bool can_thread(void)
{
    pthread_t thread;
    void *result = NULL;
    return pthread_create(&thread, NULL, nothing, folder) == 0 &&
           pthread_join(thread, &result) == 0 && result == folder;
}

static bool can_allocate(void)
{
    g_autofree char *room = g_malloc0(64 << 20);
    return room[0] == 0;
}

static bool can_abort(void)
{
    abort();
}

static const struct {
    const char *what;
    bool (*attempt)(void);
} needs[] = {
    {"read inside", can_read_inside},
    {"convert", can_convert},
    {"thread", can_thread},
    {"allocate", can_allocate},
};

// Status of a caged child that makes the attempt: 0 it failed, 1 it came through, 2 no cage.
static int caged(bool (*attempt)(void))
{
    pid_t pid = fork();
    if (pid == 0) {
        const char *const folders[] = {allowed, "/usr/lib/x86_64-linux-gnu/gconv", "/usr/lib/gconv",
                                       "/nowhere", NULL};
        if (!sandbox_enter(folders, NULL))
            _exit(2);
        _exit(attempt() ? 1 : 0);
    }
    int status = 0;
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

START_TEST(attack_fails)
{
    if (attacks[_i].by_seccomp ? !sandbox_seccomp() : !sandbox_landlock())
        return;
    ck_assert_msg(caged(attacks[_i].attempt) == 0, "%s", attacks[_i].what);
}
END_TEST

static bool (*attempt_of_thread)(void);

static void *attempt(void *data)
{
    return attempt_of_thread() ? data : NULL;
}

static bool from_thread(void)
{
    pthread_t thread;
    void *result = NULL;
    return pthread_create(&thread, NULL, attempt, folder) != 0 ||
           pthread_join(thread, &result) != 0 || result;
}

// A thread that was started in the cage is in it.
START_TEST(attack_fails_from_a_thread)
{
    if (attacks[_i].by_seccomp ? !sandbox_seccomp() : !sandbox_landlock())
        return;
    attempt_of_thread = attacks[_i].attempt;
    ck_assert_msg(caged(from_thread) == 0, "%s", attacks[_i].what);
}
END_TEST

START_TEST(need_is_met)
{
    ck_assert_msg(caged(needs[_i].attempt) == 1, "%s", needs[_i].what);
}
END_TEST

START_TEST(aborts)
{
    ck_assert_int_eq(caged(can_abort), -SIGABRT);
}
END_TEST

START_TEST(attacks_come_through_outside)
{
    // Else the tests above prove nothing.
    ck_assert(try_read() && try_write() && try_chmod() && try_socket() && try_fork());
    ck_assert(try_owner() && try_shared() && try_files() && try_outlive());
    g_autofree char *about = sandbox_describe();
    ck_assert_int_gt(strlen(about), 0);
}
END_TEST

static void make_folders(void)
{
    parent = getpid();
    folder = g_dir_make_tmp("loanlens-XXXXXX", NULL);
    victim = g_build_filename(folder, "victim", NULL);
    allowed = g_build_filename(folder, "allowed", NULL);
    inside = g_build_filename(allowed, "inside", NULL);
    g_assert(g_file_set_contents(victim, "victim", -1, NULL));
    g_assert(g_mkdir_with_parents(allowed, 0700) == 0);
    g_assert(g_file_set_contents(inside, "inside", -1, NULL));
    tcp = socket(AF_INET, SOCK_STREAM, 0);
    local = socket(AF_UNIX, SOCK_STREAM, 0);
    memory = shmget(IPC_PRIVATE, 4096, 0600);
    queue = msgget(IPC_PRIVATE, 0600);
}

static void drop_folders(void)
{
    unlink(victim);
    unlink(inside);
    rmdir(allowed);
    ck_assert_int_eq(rmdir(folder), 0); // nothing was made in it
    g_free(folder);
    g_free(victim);
    g_free(allowed);
    g_free(inside);
    close(tcp);
    close(local);
    shmctl(memory, IPC_RMID, NULL);
    msgctl(queue, IPC_RMID, NULL);
}

int main(void)
{
    TCase *tests = tcase_create("sandbox");
    tcase_add_checked_fixture(tests, make_folders, drop_folders);
    tcase_add_loop_test(tests, attack_fails, 0, G_N_ELEMENTS(attacks));
    tcase_add_loop_test(tests, attack_fails_from_a_thread, 0, G_N_ELEMENTS(attacks));
    tcase_add_loop_test(tests, need_is_met, 0, G_N_ELEMENTS(needs));
    tcase_add_test(tests, aborts);
    tcase_add_test(tests, attacks_come_through_outside);
    return run_cases("sandbox", tests);
}
