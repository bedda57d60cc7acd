/* sandbox/lock.h: a process gives up all but reading, writing and thinking; for good. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SANDBOX_LOCK_H
#define SANDBOX_LOCK_H

#include "core/err.h"
#include "core/str.h"

/* How much a locked process may use. */
struct lock_room {
    size_t memory; /* bytes of address space */
    int cpu_s;     /* seconds of processor time */
    size_t file;   /* bytes that it may write into a file that it was handed */
    bool threads;  /* libvips wants some */
};

/* From here on this process can open no file, speak to no network, start no program and see no
 * other process; what it has open it keeps. What it tries beyond that ends it with SIGSYS.
 * Three locks, one behind the other: seccomp (a list of the system calls that are left), Landlock
 * (no file by any path; where the kernel has it), and limits of memory, time, files and
 * processes. New privileges are never gained. ERR_UNSUPPORTED: the kernel has no seccomp, and
 * then nothing hostile may be read. See seccomp(2), landlock(7), setrlimit(2). */
MUST_CHECK enum err_code lock_down(const struct lock_room *room, struct err *e);

#endif
