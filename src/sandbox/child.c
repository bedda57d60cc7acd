/* sandbox/child.c: spawn, a patience with an end, and the sentence about how it died. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sandbox/child.h"

#include "core/limits.h"
#include "core/time.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ENDLESS "it comes to no end: reading it was stopped"

static int64_t wall_ms(void)
{
    return (int64_t)(time_clock_s() * 1000);
}

/* Of the child, not of us; 0 where it is gone. */
static int64_t cpu_ms(int pid)
{
    clockid_t clock;
    struct timespec t;
    if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &t) != 0)
        return 0;
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* How long it may think without moving on; tests are in a hurry. */
static int64_t patience_ms(void)
{
    const char *s = getenv("TACT_READER_PATIENCE_MS");
    int64_t v = 0;
    return s && str_i64(str_from(s), &v) && v > 0 ? v : LIMIT_READER_SILENT_CPU_MS;
}

static int spawn(const char *program, const char *word, int socket, int *pid)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attr;
    sigset_t none;
    char *const argv[] = {(char *)(uintptr_t) "tact", (char *)(uintptr_t)word, NULL};
    /* a sanitizer's options are the tests' own */
    char asan[256], *environment[] = {NULL, NULL};
    const char *options = getenv("ASAN_OPTIONS");
    if (options) {
        snprintf(asan, sizeof asan, "ASAN_OPTIONS=%s", options);
        environment[0] = asan;
    }
    sigemptyset(&none);
    posix_spawnattr_init(&attr);
    posix_spawnattr_setsigmask(&attr, &none);
    posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
    if (!options)
        posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&files, socket, CHILD_SOCKET);
    posix_spawn_file_actions_addclosefrom_np(&files, CHILD_SOCKET + 1);
    int rc = posix_spawn(pid, program ? program : "/proc/self/exe", &files, &attr, argv,
                         environment);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attr);
    return rc;
}

enum err_code child_start(const char *program, const char *word, struct child *out,
                          struct err *e)
{
    int pair[2], high;
    *out = (struct child){.socket = -1, .pid = -1};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return err_set(e, ERR_IO, "no socket for a reader: %s", strerror(errno));
    /* dup2 onto itself would leave it to be closed */
    high = fcntl(pair[1], F_DUPFD_CLOEXEC, CHILD_SOCKET + 1);
    close(pair[1]);
    int rc = high < 0 ? errno : spawn(program, word, high, &out->pid);
    if (high >= 0)
        close(high);
    if (rc) {
        close(pair[0]);
        return err_set(e, ERR_IO, "no process to read in could be started: %s", strerror(rc));
    }
    /* one that neither takes nor gives is not waited for within a frame either */
    const struct timeval patience = {LIMIT_READER_SILENT_MS / 1000, 0};
    if (setsockopt(pair[0], SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience) != 0 ||
        setsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) != 0) {
        /* then it is */
    }
    out->socket = pair[0];
    child_heard(out);
    return ERR_OK;
}

void child_heard(struct child *c)
{
    c->heard_cpu_ms = cpu_ms(c->pid);
}

enum err_code child_wait(struct child *c, struct err *e)
{
    struct pollfd p = {.fd = c->socket, .events = POLLIN};
    int64_t patience = patience_ms();
    int64_t since = wall_ms(); /* while nobody asked it did not have to answer */
    for (;;) {
        /* also where it has something to say: talk alone moves nothing on */
        if (cpu_ms(c->pid) - c->heard_cpu_ms > patience ||
            wall_ms() - since > LIMIT_READER_SILENT_MS) {
            const struct err why = {ERR_LIMIT, 0, ENDLESS};
            child_stop(c, &why);
            return err_set(e, ERR_LIMIT, ENDLESS);
        }
        int n = poll(&p, 1, 250);
        if (n > 0)
            return ERR_OK;
        if (n < 0 && errno != EINTR)
            return err_set(e, ERR_IO, "waiting for a reader: %s", strerror(errno));
    }
}

void child_stop(struct child *c, const struct err *why)
{
    if (!c->stopped)
        c->why = *why;
    c->stopped = true;
    if (c->pid > 0)
        kill(c->pid, SIGKILL);
}

/* What a signal says about whoever it ended. */
static const char *death(int signal)
{
    switch (signal) {
    case SIGSYS:
        return "reading it led to something that no reader does, and was stopped";
    case SIGXCPU:
        return ENDLESS;
    case SIGKILL:
        return "the system ended the reading of it, perhaps for want of memory";
    default:
        return "reading it crashed";
    }
}

/* One that hung up has died, or does so now. */
static bool take_away(int pid, int *status)
{
    const struct timespec nap = {0, 10000000};
    for (int i = 0; i < 100; i++) {
        if (waitpid(pid, status, WNOHANG) == pid)
            return true;
        nanosleep(&nap, NULL);
    }
    return false;
}

enum err_code child_end(struct child *c, bool done, struct err *e)
{
    int status = 0;
    if (c->pid <= 0)
        return ERR_OK;
    close(c->socket);
    if (done)
        kill(c->pid, SIGKILL); /* it waits for another word */
    else if (!c->stopped && !take_away(c->pid, &status)) {
        const struct err why = {ERR_LIMIT, 0, ENDLESS};
        child_stop(c, &why);
    }
    if (done || c->stopped)
        while (waitpid(c->pid, &status, 0) < 0 && errno == EINTR) {
        }
    c->pid = c->socket = -1;
    if (done)
        return ERR_OK;
    if (c->stopped)
        return err_set(e, c->why.code, "%s", c->why.msg);
    return err_set(
        e, ERR_PARSE, "%s; nothing else is touched by this, but please tell the makers of Tact",
        WIFSIGNALED(status) ? death(WTERMSIG(status)) : "reading it ended too early");
}
