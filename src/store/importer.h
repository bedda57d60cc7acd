/* store/importer.h: one import under way; private to the files that write its rows. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_IMPORTER_H
#define STORE_IMPORTER_H

#include "store/store_private.h"

#include "core/map.h"

#include <stdio.h>

struct importer {
    struct store *s;
    struct sql *q;
    int64_t id;
    struct arena *a; /* as long as the import */
    struct str archive, reader, network;
    struct str first_network; /* of the first account: what the list of imports says */
    int64_t account_id;       /* of the records that come now */
    int64_t identity_id;      /* the owner's identity there */
    struct str account_key;
    struct str account; /* "linkedin:ann": the first one, as people read it */
    int64_t first_account;
    struct map *identities; /* key → id, of the network at hand */
    bool network_is_new;    /* nobody on it was known before this import */
    int64_t next_identity;
    /* Rows on their way: their outcome is heard by store_import_settle at the latest. */
    struct sent_row {
        enum record_kind kind;
        int64_t id;
        bool again; /* it was there already */
    } * sent;
    size_t sent_n, sent_cap;
    struct sent_post {
        struct record_post record;
        int64_t account_id, id, digest, author, thread, reply_to, reshare_of;
        bool again;
    } * posts;
    size_t posts_n, posts_cap;
    size_t posts_sent; /* of them, the first */
    int copies_failed; /* of posts at once: after some it is not tried any more */
    /* Attachments that were sent with the id that their post should have. */
    struct sent_attachment {
        int64_t id, post_id;
    } * moved;
    size_t moved_n, moved_cap;
    int64_t unread;
    int64_t first_id, last_id; /* range of the new posts' ids */
    int64_t last_post, last_post_digest;
    int64_t taken_ms, started_ms;
    int64_t job_id; /* whose work it is; 0 somebody's at a command line */
    struct str job_runner;
    int64_t count[RECORD_KIND_COUNT], messages, fresh, changed;
    int64_t records; /* put so far */
    int64_t skip;    /* of them, those that an earlier run of this import kept */
    bool has_names;  /* some post has two (post_names.c) */
    bool marked;     /* something of it is kept already (mark.c) */
    bool live;       /* it never ends: what it brought before may be otherwise now (live.c) */
    bool disputed;   /* what it says differs from what another import said */
    int64_t fresh_before, people_before; /* before this page */
};

/* The id of who has this key; a bare identity is made where nobody introduced one. */
MUST_CHECK enum err_code importer__identity_id(struct importer *im, struct str key, int64_t *id,
                                               struct err *e);
MUST_CHECK enum err_code importer__thread_id(struct importer *im, struct str key, int64_t *id,
                                             struct err *e);
/* 0 where there is no such post (yet). */
MUST_CHECK enum err_code importer__post_id(struct importer *im, struct str key, int64_t *id,
                                           struct err *e);

/* post_names.c: under which digest a post of this key stands; 0 for no key. */
MUST_CHECK enum err_code importer__post_digest(struct importer *im, struct str key,
                                               int64_t *digest, struct err *e);
/* The same for one that comes now, whose other key is noted. */
MUST_CHECK enum err_code importer__name_post(struct importer *im, const struct record_post *p,
                                             int64_t *digest, struct err *e);
MUST_CHECK enum err_code importer__has_names(struct importer *im, struct err *e);

/* The row was there: brought by import `first`. Another import's row is noted as seen by this
 * one; *counts says whether this is the first time in this import. */
MUST_CHECK enum err_code importer__seen(struct importer *im, enum record_kind kind,
                                        int64_t row_id, int64_t first, bool *counts,
                                        struct err *e);
/* The same for a row whose id is a digest. */
MUST_CHECK enum err_code importer__count(struct importer *im, enum record_kind kind,
                                         int64_t row_id, struct err *e);
/* Inserts such a row, which counts where it is new; else it is seen again. */
MUST_CHECK enum err_code importer__put(struct importer *im, enum record_kind kind, int64_t id,
                                       const char *text, const struct sql_value *v, size_t n,
                                       struct err *e);
/* What became of the posts that were sent. */
MUST_CHECK enum err_code importer__settle_posts(struct importer *im, struct err *e);

/* job.c: with each piece that is kept: the job is still ours. ERR_CONFLICT. */
MUST_CHECK enum err_code importer__hold_job(struct importer *im, struct err *e);
/* mark.c: what was kept of this archive by a run that did not come to its end: *im goes on from
 * there. ERR_CONFLICT where another archive's import is not done: only one is under way. */
MUST_CHECK enum err_code importer__resume(struct importer *im, struct str digest, bool *resumed,
                                          struct err *e);
/* The counts as JSON, for the row of the import, and back. */
struct json;
void importer__put_counts(const struct importer *im, struct buf *b);
void importer__take_counts(struct importer *im, const struct json *j);

/* live.c: a post that is there already, as the server has it now; `mine`: this import brought it. */
MUST_CHECK enum err_code importer__post_now(struct importer *im, int64_t id,
                                            const struct record_post *p, bool mine,
                                            struct err *e);
/* post.c: what this import says of it, beside what others say. */
MUST_CHECK enum err_code importer__post_version(struct importer *im, int64_t id,
                                                const struct record_post *p, struct err *e);
/* versions.c: the search index learns or forgets it; what it was about is to be looked at again. */
MUST_CHECK enum err_code store__post_index(struct sql *q, int64_t id, bool add, struct err *e);
MUST_CHECK enum err_code store__post_unlabel(struct sql *q, int64_t id, struct err *e);
/* Gives everything back, whatever became of it. */
void importer__finish(struct importer *im);
/* undo.c: every row of the import, within a transaction. `indexed`: its posts are in the index. */
MUST_CHECK enum err_code store__take_back(struct sql *q, int64_t import_id, bool indexed,
                                          struct err *e);

/* job.c: before the commit, within its transaction. */
MUST_CHECK enum err_code importer__tell_job(struct importer *im, struct err *e);
struct job_row;
MUST_CHECK enum err_code store__tell_job(struct sql *q, const struct job_row *v,
                                         int64_t import_id, struct err *e);

/* One function a kind of record. */
enum err_code importer__account(struct importer *im, const struct record_account *r,
                                struct err *e);
enum err_code importer__identity(struct importer *im, const struct record_identity *r,
                                 struct err *e);
enum err_code importer__post(struct importer *im, const struct record_post *p, struct err *e);
enum err_code importer__attachment(struct importer *im, const struct record_attachment *t,
                                   struct err *e);

#endif
