/* web/server.h: what all requests share; private to web/. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_SERVER_H
#define WEB_SERVER_H

#include "context/check.h"
#include "web/request.h"
#include "web/web.h"

struct workers;
struct jobs;
struct limit;
struct taught;

struct server {
    const struct web_options *o;
    struct place at;
    bool loopback;         /* nobody but this machine can reach it */
    int port;              /* as bound */
    char address[128];     /* "http://127.0.0.1:8420" */
    char cookie[32];       /* the name of ours: two homes on one machine have two ports */
    unsigned char key[32]; /* of the home: tokens of forms are made with it */
    unsigned char secret_key[32]; /* secrets of second factors are sealed with it */
    unsigned char ticket_key[32]; /* the half of a sign-in that waits for its code */
    struct judges judges;         /* read only, shared by threads */
    struct taught *taught;        /* taught.h */
    struct arena *arena;          /* of the rules */
    struct workers *workers;
    struct jobs *jobs;
    struct live *live;   /* what talks to networks */
    struct limit *limit; /* limit.h */
};

/* workers.c: stores, each for one thread at a time --------------------------------------- */

enum {
    WORKERS = 6,            /* more would only wait for the same two cores */
    WORKER_CACHE_KIB = 3072 /* pages of the database that each keeps */
};
MUST_CHECK enum err_code workers_new(const struct place *at, struct workers **out,
                                     struct err *e);
void workers_free(struct workers *w);          /* NULL is fine */
struct store *workers_take(struct workers *w); /* waits for a free one */
void workers_give(struct workers *w, struct store *s);

/* answer.c ------------------------------------------------------------------------------- */

/* Before a body is read: host, route, session, and for changes the origin. On an error the
 * answer is ready in r->re and r->out. `row` is set where it is fine. */
MUST_CHECK enum err_code web_admit(struct request *r, struct str cookie, struct str bearer,
                                   const struct route **row, struct err *e);
/* The answer of an admitted request, or the page of its error. */
void web_answer_row(struct request *r, const struct route *row);

#endif
