/* writing/outbox.h: sending what is due, exactly once. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WRITING_OUTBOX_H
#define WRITING_OUTBOX_H

#include "net/http.h"
#include "store/publication.h"
#include "writing/compose.h"

/* docs/decisions/016-live-networks.md. What is to be sent is a row first. Whoever sends it says so in
 * the row, committed, before the first byte goes out. An answer that never came makes it uncertain:
 * it is looked for at the network, several times, and only when it is not there sent again, with the
 * same key; where a network can't be asked, the owner is. */

enum {
    UNDO_MS = 10000 /* so long nothing goes out, always */
};

/* Every part for one account as rows for store_publications_add, in their order, due at `due_ms` or
 * after the undo window, whichever is later. Of `a`. ERR_INVALID where the network would refuse it, in
 * a sentence. Hand-offs are HANDED_OFF at once, or when they are due: nobody sends them but the owner. */
MUST_CHECK enum err_code outbox_rows(int64_t draft_id, int64_t account_id,
                                     const struct composed *c, int64_t due_ms, struct arena *a,
                                     struct publication **out, size_t *n, struct err *e);
/* The end of a publication that is sent, or other words for it: a publication of its own. */
MUST_CHECK enum err_code outbox_drop(struct store *s, int64_t id, struct publication *out,
                                     struct err *e);
MUST_CHECK enum err_code outbox_edit(struct store *s, int64_t id, struct str text,
                                     struct arena *a, struct publication *out, struct err *e);

/* The owner's word on one that waits, failed or is uncertain. ERR_CONFLICT: it is too late for that. */
MUST_CHECK enum err_code outbox_undo(struct store *s, int64_t id, struct err *e);
MUST_CHECK enum err_code outbox_move(struct store *s, int64_t id, int64_t due_ms,
                                     struct err *e);
/* Send it (again) now: the owner looked, and it is not there. */
MUST_CHECK enum err_code outbox_again(struct store *s, int64_t id, struct err *e);
/* It is there, at this address: handed off and done, or uncertain and found. */
MUST_CHECK enum err_code outbox_there(struct store *s, int64_t id, struct str url,
                                      struct err *e);

/* Whoever sends. One for a process. */
struct outbox {
    struct http *http;
    struct str runner; /* outbox_runner() */
    int64_t lease_ms;  /* so long a dead one is waited for; 0: LEASE_MS */
    /* Told of each, after it was set; NULL: nobody. */
    void (*told)(void *ctx, const struct publication *p);
    void *ctx;
};
enum {
    LEASE_MS = 600000 /* ten pictures and a post, each at its longest */
};
/* A name that no other process has: the machine, its boot, the process, and chance. Of `a`. */
struct str outbox_runner(struct arena *a);
/* What processes of this machine held that are no more, is nobody's. */
MUST_CHECK enum err_code outbox_bury(struct store *s, struct err *e);
/* Takes the one that is due longest, of any owner, and sends it or looks for it. *done false: there
 * is none. */
MUST_CHECK enum err_code outbox_step(struct store *s, const struct outbox *o, bool *done,
                                     struct err *e);

#endif
