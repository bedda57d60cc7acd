/* cli/live.h: what the commands that talk to networks share. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CLI_LIVE_H
#define CLI_LIVE_H

#include "cli/command.h"
#include "store/draft.h"
#include "store/publication.h"
#include "writing/send.h"

/* `tact account add …`: accounts.c hands it on. */
int account_add(struct call *c);
/* --sign-out, --signature, --slots of `tact account ID`. *done: one of them was asked for. */
MUST_CHECK enum err_code account_change(struct call *c, const struct account *acc, bool *done);
/* How an account stands with its server, below its line in `tact accounts`. */
MUST_CHECK enum err_code live_put_health(struct call *c, struct buf *b,
                                         const struct account *acc);
/* The same as the member "sign_in" of an object. */
enum err_code live_health_json(struct call *c, struct json_out *o, const struct account *acc);

/* What judges drafts; of c->a. */
struct live_judges {
    struct judges judges;
    struct learned *learned;
};
MUST_CHECK enum err_code live_judges(struct call *c, struct live_judges *out);

/* The text of a draft: a file, or standard input where `name` is NULL or "-". Of c->a. */
MUST_CHECK enum err_code live_read_text(struct call *c, const char *name, struct str *out);
/* All values of an option that may be given several times, in their order; how many. */
size_t live_values(const struct call *c, const char *option, const char *const **out);
/* The accounts of --to, into the draft. */
MUST_CHECK enum err_code live_choose(struct call *c, struct draft *d);
/* "2026-12-01 09:30" by this machine's clock, "tomorrow 9:00", "+2h", an ISO time; in ms. */
MUST_CHECK enum err_code live_when(struct call *c, const char *typed, int64_t *ms);
/* The same for people. */
struct str live_say_when(int64_t ms, struct arena *a);

/* Checks, shows and puts a draft into the outbox, and sends it after the undo window unless --queue.
 * Answers the exit status. */
int live_post(struct call *c, struct draft *d);

/* One publication in words, or as JSON. */
MUST_CHECK enum err_code live_put_publication(struct call *c, struct buf *b,
                                              const struct publication *p);
MUST_CHECK enum err_code live_publication_json(struct call *c, struct json_out *o,
                                               const struct publication *p);

/* Sends what is due until nothing is, told by `told` (may be NULL); *next_ms is when there is more. */
MUST_CHECK enum err_code live_send_due(struct call *c,
                                       void (*told)(void *ctx, const struct publication *p),
                                       void *ctx, int64_t *next_ms);

#endif
