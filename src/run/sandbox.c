// SPDX-License-Identifier: GPL-3.0-or-later
// The worker's cage: Landlock for what it covers, seccomp for what it does not.

#include "run/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/sockios.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "config.h"
#include "text/fault.h"

#if HAVE_SECCOMP
#include <sched.h>
#include <seccomp.h>
#endif

// Debian 12's headers are of Linux 6.1: what later kernels added to Landlock is declared here.
enum {
    CREATE_RULESET_VERSION = 1,
    RULE_PATH_BENEATH = 1,
};

enum {
    FS_READ_FILE = 1 << 2,
    FS_READ_DIR = 1 << 3,
    FS_OF_ABI_1 = (1 << 13) - 1,
    FS_REFER = 1 << 13,     // ABI 2
    FS_TRUNCATE = 1 << 14,  // ABI 3
    FS_IOCTL_DEV = 1 << 15, // ABI 5
    NET_TCP = 3,            // ABI 4: bind and connect
    SCOPE_ALL = 3,          // ABI 6: abstract Unix sockets, signals
};

typedef struct {
    uint64_t fs, net, scope;
} Ruleset;

typedef struct __attribute__((packed)) {
    uint64_t allowed;
    int32_t parent_fd;
} PathRule;

int sandbox_landlock(void)
{
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, CREATE_RULESET_VERSION);
    return abi > 0 ? (int)abi : 0;
}

static bool refuse(GError **error, const char *what)
{
    g_set_error(error, FAULT_DOMAIN, FAULT_USAGE, "the sandbox: %s: %s", what, g_strerror(errno));
    return false;
}

static Ruleset handled(int abi)
{
    Ruleset rules = {.fs = FS_OF_ABI_1};
    if (abi >= 2)
        rules.fs |= FS_REFER;
    if (abi >= 3)
        rules.fs |= FS_TRUNCATE;
    if (abi >= 4)
        rules.net = NET_TCP;
    if (abi >= 5)
        rules.fs |= FS_IOCTL_DEV;
    if (abi >= 6)
        rules.scope = SCOPE_ALL;
    return rules;
}

static bool let_read(int ruleset, const char *folder, GError **error)
{
    int fd = open(folder, O_PATH | O_CLOEXEC);
    struct stat about;
    if (fd < 0)
        return true;
    if (fstat(fd, &about) != 0) {
        close(fd);
        return true;
    }
    PathRule rule = {FS_READ_FILE, fd};
    if (S_ISDIR(about.st_mode))
        rule.allowed |= FS_READ_DIR;
    long rc = syscall(SYS_landlock_add_rule, ruleset, RULE_PATH_BENEATH, &rule, 0);
    close(fd);
    return rc == 0 || refuse(error, folder);
}

static bool close_files(const char *const *folders, GError **error)
{
    int abi = sandbox_landlock();
    if (abi == 0)
        return true;
    Ruleset rules = handled(abi);
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &rules, sizeof(rules), 0);
    if (ruleset < 0)
        return refuse(error, "landlock");
    bool fine = true;
    for (size_t i = 0; fine && folders && folders[i]; i++)
        fine = let_read(ruleset, folders[i], error);
    if (fine && syscall(SYS_landlock_restrict_self, ruleset, 0) != 0)
        fine = refuse(error, "landlock");
    close(ruleset);
    return fine;
}

// Root keeps nothing of being root.
static bool drop_capabilities(GError **error)
{
    struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct none[2] = {{0, 0, 0}, {0, 0, 0}};
    return syscall(SYS_capset, &head, none) == 0 || refuse(error, "capset");
}

#if HAVE_SECCOMP

bool sandbox_seccomp(void)
{
    return prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0;
}

// Names, not numbers: a name this libseccomp does not know yet is passed over.
static const char *const denied[] = {
    // the network and other ways out
    "socket",
    "socketpair",
    "connect",
    "bind",
    "listen",
    "accept",
    "accept4",
    "shmget",
    "shmat",
    "shmctl",
    "msgget",
    "msgsnd",
    "msgrcv",
    "msgctl",
    "semget",
    "semop",
    "semtimedop",
    "semctl",
    "mq_open",
    "mq_unlink",
    "memfd_create",
    "memfd_secret",
    // other programs, other processes
    "execve",
    "execveat",
    "fork",
    "vfork",
    "ptrace",
    "process_vm_readv",
    "process_vm_writev",
    "process_madvise",
    "kcmp",
    "tkill",
    "rt_sigqueueinfo",
    "rt_tgsigqueueinfo",
    "pidfd_open",
    "pidfd_getfd",
    "pidfd_send_signal",
    "setrlimit",
    "setpriority",
    "ioprio_set",
    "sched_setscheduler",
    "sched_setattr",
    "sched_setparam",
    "sched_setaffinity",
    "migrate_pages",
    "move_pages",
    // what Landlock lets pass: the attributes of files
    "chmod",
    "fchmod",
    "fchmodat",
    "fchmodat2",
    "chown",
    "fchown",
    "lchown",
    "fchownat",
    "utime",
    "utimes",
    "futimesat",
    "utimensat",
    "setxattr",
    "lsetxattr",
    "fsetxattr",
    "setxattrat",
    "removexattr",
    "lremovexattr",
    "fremovexattr",
    "removexattrat",
    // the machine
    "mount",
    "umount2",
    "pivot_root",
    "chroot",
    "move_mount",
    "open_tree",
    "fsopen",
    "fsconfig",
    "fsmount",
    "fspick",
    "mount_setattr",
    "unshare",
    "setns",
    "open_by_handle_at",
    "bpf",
    "perf_event_open",
    "userfaultfd",
    "io_uring_setup",
    "io_uring_enter",
    "io_uring_register",
    "fanotify_init",
    "keyctl",
    "add_key",
    "request_key",
    "init_module",
    "finit_module",
    "delete_module",
    "kexec_load",
    "kexec_file_load",
    "reboot",
    "swapon",
    "swapoff",
    "syslog",
    "sethostname",
    "setdomainname",
    "acct",
    "quotactl",
    "settimeofday",
    "clock_settime",
    "adjtimex",
    "clock_adjtime",
    "personality",
    "vhangup",
    "iopl",
    "ioperm",
};

static int deny(scmp_filter_ctx filter, const char *name, unsigned count,
                const struct scmp_arg_cmp *compare)
{
    int call = seccomp_syscall_resolve_name(name);
    if (call == __NR_SCMP_ERROR)
        return 0;
    return seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EPERM), call, count, compare);
}

// Calls this libseccomp may be too old to name; their numbers are the same on every machine.
static const int denied_numbers[] = {
    452, // fchmodat2
    463, // setxattrat
    466, // removexattrat
    467, // open_tree_attr
    469, // file_setattr
};

// Calls of which one word of an argument makes the difference. A socket may be told to send signals
// to whoever owns it, and any process can be named as that. And a worker dies with its parent.
static const struct {
    const char *name;
    unsigned argument;
    uint32_t word;
} denied_words[] = {
    {"ioctl", 1, TIOCSTI},   {"ioctl", 1, TIOCLINUX},        {"ioctl", 1, FIOSETOWN},
    {"ioctl", 1, SIOCSPGRP}, {"fcntl", 1, F_SETOWN},         {"fcntl", 1, F_SETOWN_EX},
    {"fcntl", 1, F_SETSIG},  {"prctl", 0, PR_SET_PDEATHSIG},
};

static int deny_words(scmp_filter_ctx filter)
{
    int rc = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(denied_words); i++) {
        const struct scmp_arg_cmp same = SCMP_CMP(denied_words[i].argument, SCMP_CMP_MASKED_EQ,
                                                  UINT32_MAX, denied_words[i].word);
        rc |= deny(filter, denied_words[i].name, 1, &same);
    }
    return rc;
}

// Signals only to itself (abort() needs that), threads but no processes, limits only to be read.
static int deny_some(scmp_filter_ctx filter)
{
    const struct scmp_arg_cmp other = SCMP_A0(SCMP_CMP_NE, (scmp_datum_t)getpid());
    const struct scmp_arg_cmp process = SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0);
    const struct scmp_arg_cmp change = SCMP_A2(SCMP_CMP_NE, 0);
    int rc = deny(filter, "kill", 1, &other) | deny(filter, "tgkill", 1, &other) |
             deny(filter, "clone", 1, &process) | deny(filter, "prlimit64", 1, &change) |
             deny_words(filter);
    // clone3's flags lie in memory, where a filter cannot look: glibc then takes clone.
    return rc | seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
}

static bool close_calls(GError **error)
{
    if (!sandbox_seccomp())
        return true;
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    g_assert(filter);
    int rc = deny_some(filter);
    for (size_t i = 0; i < G_N_ELEMENTS(denied); i++)
        rc |= deny(filter, denied[i], 0, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(denied_numbers); i++)
        rc |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), denied_numbers[i], 0);
    g_assert(rc == 0);
    rc = seccomp_load(filter);
    seccomp_release(filter);
    errno = -rc;
    return rc == 0 || refuse(error, "seccomp");
}

#else

bool sandbox_seccomp(void)
{
    return false;
}

static bool close_calls(GError **error)
{
    return true;
}

#endif

bool sandbox_enter(const char *const *folders, GError **error)
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return refuse(error, "no_new_privs");
    return close_files(folders, error) && drop_capabilities(error) && close_calls(error);
}

char *sandbox_describe(void)
{
    int abi = sandbox_landlock();
    g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(g_free);
    if (abi > 0)
        g_ptr_array_add(parts, g_strdup_printf("landlock %d", abi));
    if (sandbox_seccomp())
        g_ptr_array_add(parts, g_strdup("seccomp"));
    if (parts->len == 0)
        return g_strdup("none");
    g_ptr_array_add(parts, NULL);
    return g_strjoinv(", ", (char **)parts->pdata);
}
