/* writing/send.h: a draft, all its accounts, and what the check says of each before it goes out. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WRITING_SEND_H
#define WRITING_SEND_H

#include "context/places.h"
#include "writing/compose.h"
#include "writing/outbox.h"

/* One account of a draft: what would go there, and whether it should. */
struct send_to {
    const struct account *account;
    struct composed what;
    const struct check_result *check; /* of that account's own words; NULL: nothing to read */
    bool signed_in;
    bool by_hand; /* nobody but the owner can post there */
};
struct sends {
    struct send_to *to;
    size_t n;
    enum verdict gravest;
    size_t contexts; /* different ones among the accounts */
    bool stops;      /* one of them can't go out as it is */
    int64_t
        hold_ms; /* how long it is kept back: the undo window, more where the check says so */
};

/* Composes and checks every account of the draft. `learned` may be NULL. Everything is of `a`.
 * ERR_INVALID: there is nothing to send, or nowhere to. */
MUST_CHECK enum err_code send_prepare(struct store *s, const struct judges *j,
                                      const struct learned *learned, const struct draft *d,
                                      struct arena *a, struct sends *out, struct err *e);

/* How long a draft of this verdict is kept back where the owner goes on with it. Never silently: the
 * page and the command line say it. */
enum {
    HOLD_THINK_TWICE_MS = 600000, /* ten minutes: most regrets come within them */
    HOLD_KEEP_OUT_MS = 3600000
};
int64_t send_hold_ms(enum verdict v);

/* Puts all of it into the outbox: every account, or none. due_ms 0: as soon as the hold is over. */
MUST_CHECK enum err_code send_all(struct store *s, const struct draft *d, const struct sends *w,
                                  int64_t due_ms, struct arena *a, struct publication **out,
                                  size_t *n, struct err *e);

#endif
