/* sandbox/reader.h: reading an archive in a process that can do nothing else: the outer side. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SANDBOX_READER_H
#define SANDBOX_READER_H

#include "archives/reader.h"

/* One archive being read by a child in its sandbox (docs/decisions/014-sandbox.md). What comes
 * from there is checked frame by frame; a child that crashes, hangs, floods or lies is ended, and
 * whatever is asked next fails with one sentence that says so. */
struct sandbox;

/* What it is, as the child recognised it. */
struct sandbox_about {
    const struct reader *reader; /* of reader_list() */
    struct str name;             /* of the archive, without its folder */
    char digest[65];             /* of names and sizes in it */
    int64_t size;                /* bytes on disk */
};

/* Starts it. Errors are those of container_open and reader_find, and how the child died; all
 * without the path. */
MUST_CHECK enum err_code sandbox_open(const char *path, struct sandbox **out, struct err *e);
const struct sandbox_about *sandbox_about(const struct sandbox *s);
void sandbox_close(struct sandbox *s); /* NULL is fine */

/* The records, in batches; a thread of its own takes them from the child meanwhile. NULL when the
 * reading has ended; a batch is good until the next call. */
const struct record *sandbox_records(struct sandbox *s, size_t *n);
/* How it ended; call after sandbox_records has answered NULL. */
MUST_CHECK enum err_code sandbox_result(struct sandbox *s, struct err *e);
/* Bytes of sandbox_about()->size that are done, first of the records, then again of the files. */
int64_t sandbox_done(const struct sandbox *s);

/* After the records: files of the archive that attachments name. First each that is wanted, then
 * the walk, which calls these; an error of theirs ends it. `ids` are those of sandbox_want. */
MUST_CHECK enum err_code sandbox_want(struct sandbox *s, int64_t id, struct str uri,
                                      struct err *e);
struct sandbox_files {
    enum err_code (*begin)(void *ctx, struct str media_type, struct err *e);
    enum err_code (*data)(void *ctx, const void *p, size_t n, struct err *e);
    /* `whole`: else it was cut off, or too large; drop it */
    enum err_code (*end)(void *ctx, bool whole, const int64_t *id, size_t n, struct err *e);
    void *ctx;
};
/* ERR_PARSE, ERR_LIMIT, ERR_UNSUPPORTED: the archive's own fault, from here on it can't be read. */
MUST_CHECK enum err_code sandbox_walk(struct sandbox *s, const struct sandbox_files *files,
                                      struct err *e);

/* The inner side: what a process does that was started with SANDBOX_WORD as its argument. Never
 * comes back. `find` is reader_find, or a test's own. */
#define SANDBOX_WORD "read-in-sandbox"
void sandbox_main(enum err_code (*find)(const struct container *c, const struct reader **out,
                                        struct err *e)) __attribute__((noreturn));

#endif
