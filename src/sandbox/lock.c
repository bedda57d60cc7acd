/* sandbox/lock.c: seccomp, Landlock and limits around a process that reads hostile bytes. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sandbox/lock.h"

#include <errno.h>
#include <seccomp.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The sanitizers' own doings: memory far beyond any limit, and a report to write. */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

enum {
    FILES_MOST = 16
};

static bool limit(int what, size_t most)
{
    const struct rlimit r = {most, most};
    return setrlimit((__rlimit_resource_t)what, &r) == 0;
}

static enum err_code set_limits(const struct lock_room *room, struct err *e)
{
    bool fine = limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, room->file) &&
                limit(RLIMIT_NOFILE, FILES_MOST) && limit(RLIMIT_CPU, (size_t)room->cpu_s) &&
                limit(RLIMIT_MEMLOCK, 0) && limit(RLIMIT_MSGQUEUE, 0);
    if (fine && !room->threads)
        fine = limit(RLIMIT_NPROC, 0);
    if (fine && !SANITIZED)
        fine = limit(RLIMIT_AS, room->memory);
    return fine ? ERR_OK
                : err_set(e, ERR_UNSUPPORTED, "limits can't be set: %s", strerror(errno));
}

/* Landlock's own header is younger than the kernels that have its later rights: the numbers are
 * those of linux/landlock.h, in their order. */
static void landlock(void)
{
    static const unsigned char file_rights[] = {0, 13, 14, 15, 15, 16}; /* by version, 1 on */
    struct {
        uint64_t files, net, scoped;
    } attr = {0, 0, 0};
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, 1 /* which version? */);
    if (version < 1)
        return; /* seccomp alone, then */
    size_t last = sizeof file_rights - 1;
    size_t v = (size_t)version < last ? (size_t)version : last;
    attr.files = (UINT64_C(1) << file_rights[v]) - 1;
    attr.net = version >= 4 ? 3 : 0;    /* bind and connect TCP */
    attr.scoped = version >= 6 ? 3 : 0; /* abstract sockets and signals */
    size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
    long rules = syscall(SYS_landlock_create_ruleset, &attr, size, 0);
    if (rules < 0)
        return;
    if (syscall(SYS_landlock_restrict_self, rules, 0) != 0) {
        /* seccomp alone, then */
    }
    close((int)rules);
}

/* What is left: bytes in and out of what is open, memory, and an end. */
/* clang-format off */
static const int calls[] = {
    SCMP_SYS(read),           SCMP_SYS(readv),         SCMP_SYS(pread64),
    SCMP_SYS(lseek),          SCMP_SYS(fstat),         SCMP_SYS(close),
    SCMP_SYS(dup),            SCMP_SYS(recvmsg),       SCMP_SYS(recvfrom),
    SCMP_SYS(sendmsg),        SCMP_SYS(sendto),        SCMP_SYS(munmap),
    SCMP_SYS(mremap),         SCMP_SYS(madvise),       SCMP_SYS(brk),
    SCMP_SYS(futex),          SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),
    SCMP_SYS(getrandom),      SCMP_SYS(getpid),        SCMP_SYS(gettid),
    SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn),  SCMP_SYS(restart_syscall),
    SCMP_SYS(sysinfo), /* qsort() asks how much memory there is */
    SCMP_SYS(exit),           SCMP_SYS(exit_group)};
/* clang-format on */

/* Of a process with threads and of libvips, which writes to the files that it was handed. */
/* clang-format off */
static const int thread_calls[] = {
    SCMP_SYS(write),           SCMP_SYS(writev),            SCMP_SYS(clone),
    SCMP_SYS(clone3),          SCMP_SYS(set_robust_list),   SCMP_SYS(rseq),
    SCMP_SYS(sched_yield),     SCMP_SYS(sched_getaffinity), SCMP_SYS(clock_nanosleep),
    SCMP_SYS(set_tid_address), SCMP_SYS(poll),              SCMP_SYS(ppoll),
    SCMP_SYS(eventfd2),        SCMP_SYS(prctl),             SCMP_SYS(times),
    SCMP_SYS(rt_sigaction)};
/* clang-format on */

static const int sanitizer_calls[] = {
    SCMP_SYS(write),       SCMP_SYS(sigaltstack),       SCMP_SYS(rt_sigaction),
    SCMP_SYS(sched_yield), SCMP_SYS(readlink),          SCMP_SYS(getrlimit),
    SCMP_SYS(getppid),     SCMP_SYS(sched_getaffinity), SCMP_SYS(prctl)};

static int allow(scmp_filter_ctx f, const int *call, size_t n)
{
    int rc = 0;
    for (size_t i = 0; i < n && rc == 0; i++)
        rc = seccomp_rule_add(f, SCMP_ACT_ALLOW, call[i], 0);
    return rc;
}

/* Memory, but never such that holds a program. */
static int allow_memory(scmp_filter_ctx f)
{
    static const int call[] = {SCMP_SYS(mmap), SCMP_SYS(mprotect)};
    int rc = 0;
    for (size_t i = 0; i < COUNT_OF(call) && rc == 0; i++)
        rc = seccomp_rule_add(f, SCMP_ACT_ALLOW, call[i], 1,
                              SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    return rc;
}

/* What a C library asks in passing and may be told that it can't have. fstat() is newfstatat() of
 * an empty path in newer ones: that is let through, by its flag. */
static int refuse(scmp_filter_ctx f)
{
    enum {
        EMPTY_PATH = 0x1000 /* AT_EMPTY_PATH */
    };
    static const int call[] = {SCMP_SYS(fadvise64), SCMP_SYS(ioctl), SCMP_SYS(fcntl),
                               SCMP_SYS(prlimit64)};
    const int stat_call = SCMP_SYS(newfstatat);
    int rc =
        seccomp_rule_add(f, SCMP_ACT_ALLOW, stat_call, 1, SCMP_A3(SCMP_CMP_EQ, EMPTY_PATH));
    if (rc == 0)
        rc = seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), stat_call, 1,
                              SCMP_A3(SCMP_CMP_NE, EMPTY_PATH));
    for (size_t i = 0; i < COUNT_OF(call) && rc == 0; i++)
        rc = seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), call[i], 0);
    return rc;
}

static enum err_code filter(const struct lock_room *room, struct err *e)
{
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_KILL_PROCESS);
    int rc = f ? allow(f, calls, COUNT_OF(calls)) : -ENOMEM;
    if (rc == 0)
        rc = allow_memory(f);
    if (rc == 0)
        rc = refuse(f);
    if (rc == 0 && room->threads)
        rc = allow(f, thread_calls, COUNT_OF(thread_calls));
    /* the C library asks in passing how memory is given out, and how many processors there are */
    if (rc == 0 && room->threads)
        rc = seccomp_rule_add(f, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(openat), 0);
    if (rc == 0 && SANITIZED)
        rc = allow(f, sanitizer_calls, COUNT_OF(sanitizer_calls));
    if (rc == 0)
        rc = seccomp_load(f);
    seccomp_release(f);
    return rc == 0 ? ERR_OK
                   : err_set(e, ERR_UNSUPPORTED,
                             "this kernel gives no sandbox (seccomp: %s), and without one no "
                             "archive is read",
                             strerror(-rc));
}

enum err_code lock_down(const struct lock_room *room, struct err *e)
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        return err_set(e, ERR_UNSUPPORTED, "this kernel gives no sandbox: %s", strerror(errno));
    landlock();
    enum err_code rc = set_limits(room, e);
    return rc ? rc : filter(room, e);
}
