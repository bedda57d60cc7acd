/* store/publication.h: the outbox: what is to be sent, written down before it goes. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_PUBLICATION_H
#define STORE_PUBLICATION_H

#include "store/store.h"

enum publication_state {
    PUBLICATION_PENDING, /* goes out when it is due */
    PUBLICATION_SENDING, /* somebody has it: what becomes of it if they die nobody knows */
    PUBLICATION_SENT,
    PUBLICATION_UNCERTAIN,  /* sent, and no answer: looked for before it is sent again */
    PUBLICATION_FAILED,     /* not sent, and will not be by itself */
    PUBLICATION_HANDED_OFF, /* the owner posts it by hand; sent when they say so */
    PUBLICATION_DROPPED,    /* taken back before it went out */
    PUBLICATION_STATES
};
const char *publication_state_name(enum publication_state s);

struct publication {
    int64_t id, owner_id, draft_id, account_id;
    enum publication_state state;
    struct str what;     /* post, edit, drop */
    int64_t about_id;    /* the publication that is edited or dropped */
    int64_t part, parts; /* of a thread, from 1 */
    int64_t after_id;    /* goes out before this; 0 none */
    int64_t due_ms, made_ms, first_ms, sent_ms, tries, looks;
    struct str key;  /* the same at each try */
    struct str body; /* JSON (writing/outgoing.h) */
    struct str progress, remote_key, remote, url;
    struct str reason; /* why it waits or failed: wait, sign_in, refused, limit, unknown; "" */
    struct str error;  /* the same in words: the network's and ours */
    struct str runner;
    int64_t lease_ms;
};

/* All of them or none, in their order; ids are filled in. after_id -1: the one before it in the list. */
MUST_CHECK enum err_code store_publications_add(struct store *s, struct publication *v,
                                                size_t n, struct err *e);

/* The post that it is here, where it is: its id, else 0. */
MUST_CHECK enum err_code store_publication_post(struct store *s, const struct publication *p,
                                                int64_t *post_id, struct err *e);

struct publication_filter {
    int64_t draft_id, account_id; /* 0: any */
    unsigned states;              /* a bit each; 0: all */
    int64_t from_ms, to_ms;       /* of due_ms (sent_ms where it is sent); 0: any */
};
/* By when they are due, the earliest first; the sent ones by when that was. */
MUST_CHECK enum err_code store_publications(struct store *s, const struct publication_filter *f,
                                            int64_t limit, struct arena *a,
                                            struct publication **out, size_t *n, struct err *e);
/* ERR_NOT_FOUND */
MUST_CHECK enum err_code store_publication(struct store *s, int64_t id, struct arena *a,
                                           struct publication *out, struct err *e);
/* The one that is this post there; ERR_NOT_FOUND. */
MUST_CHECK enum err_code store_publication_of(struct store *s, struct str network,
                                              struct str remote_key, struct arena *a,
                                              struct publication *out, struct err *e);

/* Taking: of all owners, the earliest that is due, whose part before it is out, and of whose account
 * no other is being sent. A pending one is SENDING then, with another try counted, and committed so;
 * an uncertain one stays that and is held. Where it was being sent by somebody who was not heard of
 * until `now` it comes as UNCERTAIN. *found false for none. The store acts for its owner then. */
MUST_CHECK enum err_code store_publication_take(struct store *s, struct str runner, int64_t now,
                                                int64_t until, struct arena *a,
                                                struct publication *out, bool *found,
                                                struct err *e);
/* Who holds something (for runners on this machine that died). */
MUST_CHECK enum err_code store_publication_runners(struct store *s, struct arena *a,
                                                   struct str **out, size_t *n, struct err *e);
/* What this runner held is nobody's: as if its time had passed. */
MUST_CHECK enum err_code store_publication_abandon(struct store *s, struct str runner,
                                                   struct err *e);
/* State, times, tries, looks, reason, error, progress, key and remote, by who holds it; letting go of it unless it
 * is SENDING. ERR_CONFLICT: somebody else has it by now. */
MUST_CHECK enum err_code store_publication_set(struct store *s, const struct publication *v,
                                               struct err *e);

/* The owner's word, while nobody sends it. `from` are the states (bits) in which it may be said;
 * ERR_CONFLICT with what it is otherwise. Dropping one drops what waits for it. */
MUST_CHECK enum err_code store_publication_turn(struct store *s, const struct publication *v,
                                                unsigned from, struct err *e);
/* Evergreen drafts that are to go out again, of all owners: drafts.again_days after the last time, not
 * more than drafts.again_most times more than once, and nothing of it waits, failed or is uncertain. */
struct publication_due {
    int64_t owner_id, draft_id, account_id;
};
MUST_CHECK enum err_code store_publications_again(struct store *s, int64_t now_ms,
                                                  struct arena *a, struct publication_due **out,
                                                  size_t *n, struct err *e);
/* When the next is due, of all owners; INT64_MAX for none. */
MUST_CHECK enum err_code store_publication_next(struct store *s, int64_t *due_ms,
                                                struct err *e);

#endif
