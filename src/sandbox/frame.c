/* sandbox/frame.c: whole frames over a socket, and a descriptor beside them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sandbox/frame.h"

#include "core/attr.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

/* Room for one descriptor beside the bytes, aligned as the kernel wants it. */
union beside {
    char bytes[CMSG_SPACE(sizeof(int))];
    struct cmsghdr align;
};

static enum err_code gone(struct err *e)
{
    return err_set(e, ERR_IO, "the other end is gone");
}

/* Steps over `done` bytes of what is left to send. */
static void step(struct msghdr *m, size_t done)
{
    while (m->msg_iovlen && done >= m->msg_iov->iov_len) {
        done -= m->msg_iov->iov_len;
        m->msg_iov++;
        m->msg_iovlen--;
    }
    if (m->msg_iovlen) {
        m->msg_iov->iov_base = (char *)m->msg_iov->iov_base + done;
        m->msg_iov->iov_len -= done;
    }
}

enum err_code frame_send(int socket, struct frame f, struct str a, struct str b, int fd,
                         struct err *e)
{
    union beside beside = {{0}};
    struct iovec part[] = {
        {&f,                       sizeof f},
        {(void *)(uintptr_t)(a.p), a.n     },
        {(void *)(uintptr_t)(b.p), b.n     }
    };
    struct msghdr m = {.msg_iov = part, .msg_iovlen = COUNT_OF(part)};
    f.bytes = a.n + b.n;
    if (fd >= 0) {
        m.msg_control = beside.bytes;
        m.msg_controllen = sizeof beside.bytes;
        struct cmsghdr *c = CMSG_FIRSTHDR(&m);
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_RIGHTS;
        c->cmsg_len = CMSG_LEN(sizeof fd);
        memcpy(CMSG_DATA(c), &fd, sizeof fd);
    }
    while (m.msg_iovlen) {
        ssize_t n = sendmsg(socket, &m, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return gone(e);
        m.msg_control = NULL;
        m.msg_controllen = 0;
        step(&m, (size_t)n);
    }
    return ERR_OK;
}

enum err_code frame_some(int socket, void *p, size_t n, size_t *got, int *fd, struct err *e)
{
    union beside beside;
    struct iovec part = {p, n};
    struct msghdr m = {.msg_iov = &part,
                       .msg_iovlen = 1,
                       .msg_control = beside.bytes,
                       .msg_controllen = sizeof beside.bytes};
    ssize_t r;
    *fd = -1;
    *got = 0;
    do
        r = recvmsg(socket, &m, MSG_CMSG_CLOEXEC);
    while (r < 0 && errno == EINTR);
    if (r <= 0)
        return gone(e);
    struct cmsghdr *c = CMSG_FIRSTHDR(&m);
    if (c && c->cmsg_type == SCM_RIGHTS && c->cmsg_len == CMSG_LEN(sizeof *fd))
        memcpy(fd, CMSG_DATA(c), sizeof *fd);
    *got = (size_t)r;
    return ERR_OK;
}
