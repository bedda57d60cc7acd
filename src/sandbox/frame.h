/* sandbox/frame.h: what goes over the socket between the program and a reader in its sandbox. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SANDBOX_FRAME_H
#define SANDBOX_FRAME_H

#include "core/err.h"
#include "core/str.h"

/* The talk, in the order of its turns. The program begins; a reader that says anything else than
 * what stands here is stopped. */
enum frame_kind {
    /* program → reader */
    FRAME_BEGIN,  /* name of the archive; `number` is its files, `count` 1 for a folder */
    FRAME_LISTED, /* a file's path; `number` is its size */
    FRAME_READ,   /* push what is in it */
    FRAME_OPENED, /* the answer to FRAME_OPEN, with a descriptor or a sentence */
    FRAME_WANT,   /* the path that an attachment names; `number` is whose */
    FRAME_WALK,   /* push the files that were wanted */
    /* reader → program */
    FRAME_HELLO,    /* id of the reader; `number` is bytes on disk; then a fingerprint */
    FRAME_OPEN,     /* file `number`, please */
    FRAME_PROGRESS, /* `number` bytes were read; `count` thousandths of this pass are done */
    FRAME_RECORDS,  /* `count` records and their text (model/batch.h) */
    FRAME_FILE,     /* a file that was wanted begins: its media type */
    FRAME_DATA,     /* bytes of it */
    FRAME_FILE_END, /* `count` 1: it is whole; whose it is: 64-bit numbers */
    FRAME_END, /* of the reading, or of the walk: `count` is an err_code, then its sentence */
    /* program ↔ tact-pictures */
    FRAME_PICTURE, /* the file of a picture */
    FRAME_SHOW, /* an empty file for its copy; `count` pixels and `number` bytes, 0: for pages */
    FRAME_SEEN, /* struct picture_about */
    FRAME_TELL, /* a picture whose metadata is asked for */
    FRAME_TOLD  /* `count` is an err_code; its sentence, or lines of a digit and a sentence */
};

/* In front of each; `bytes` follow. */
struct frame {
    uint32_t kind, count;
    uint64_t bytes;
    int64_t number;
};

/* Sends all of it, with a descriptor where fd >= 0. ERR_IO: the other end is gone. */
MUST_CHECK enum err_code frame_send(int socket, struct frame f, struct str a, struct str b,
                                    int fd, struct err *e);
/* Takes what is there, at most `n` bytes, waiting for the first; a descriptor that came with them
 * (-1 none) is the caller's. ERR_IO: the other end is gone. */
MUST_CHECK enum err_code frame_some(int socket, void *p, size_t n, size_t *got, int *fd,
                                    struct err *e);

#endif
