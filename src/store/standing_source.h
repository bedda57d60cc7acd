/* store/standing_source.h: for people/: what standing is derived from, streamed, and where the
 * result is written. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_STANDING_SOURCE_H
#define STORE_STANDING_SOURCE_H

#include "store/standing.h"

/* One function a kind of row, called in the order in which they stand here, each kind in an order
 * of its own that is always the same; strings live until it returns. */
struct source_identity {
    int64_t id, person_id;
    struct str network, name;
};
struct source_thread {
    int64_t id, identity_id; /* a member */
    bool is_group;
    struct str title;
};
/* What somebody wrote to somebody, in the order of time. */
struct source_post {
    int64_t author_id;  /* an identity; 0 the owner */
    int64_t answers_id; /* who wrote what it answers; 0 the owner, -1 nobody knows */
    int64_t at_ms, thread_id, reply_to, words;
    bool is_message, is_answer;
};
struct source_reactions {
    int64_t identity_id, n, first_ms, last_ms;
};
struct source_fact {
    int64_t identity_id;
    struct str field, value, label;
    int64_t since_ms, until_ms;
};
/* A connection or (account_id 0) a relation. */
struct source_link {
    int64_t identity_id, account_id;
    struct str kind;
};
struct source_decided {
    int64_t person_id;
    struct str verb, value;
};
struct source_talk {
    int64_t of_id; /* a person where it is read, a thread where it is put */
    int64_t words;
    double work; /* how likely they are of work */
};
/* A circle that the owner named: its people as they are now. */
struct source_kept {
    int64_t decision;
    struct str name;
    const int64_t *person_id; /* ascending */
    size_t n;
};
struct standing_source {
    void *ctx;
    void (*person)(void *ctx, const struct person *p); /* id, name, kind, is_owner */
    void (*identity)(void *ctx, const struct source_identity *i);
    void (*thread)(void *ctx, const struct source_thread *t);
    void (*post)(void *ctx, const struct source_post *p);
    void (*reactions)(void *ctx, const struct source_reactions *r);
    void (*fact)(void *ctx, const struct source_fact *f);
    void (*link)(void *ctx, const struct source_link *l);
    void (*decided)(void *ctx, const struct source_decided *d);
    void (*talk)(void *ctx, const struct source_talk *t);
    void (*kept)(void *ctx, const struct source_kept *k);
};
MUST_CHECK enum err_code store_standing_read(struct store *s, const struct standing_source *to,
                                             struct err *e);
/* The newest time in any archive: what came after it, nobody knows. 0 where there is none. */
MUST_CHECK enum err_code store_newest_ms(struct store *s, int64_t *out, struct err *e);

/* The result, all of it at once: what was there is replaced, persons and audiences have the new
 * strength, and the owner's word stands above what was guessed. */
struct circle_member {
    int64_t circle_id, person_id;
};
struct standing_result {
    const struct person_standing *standing;
    size_t standings;
    const struct circle *circle;
    size_t circles;
    const struct circle_member *member;
    size_t members;
    const struct map_edge *tie;
    size_t ties;
};
MUST_CHECK enum err_code store_standing_write(struct store *s, const struct standing_result *r,
                                              struct err *e);
/* One person's guess, where that person has a row or none: the owner's word stands above it. */
MUST_CHECK enum err_code store_standing_guess(struct store *s, int64_t person_id,
                                              unsigned kinds, struct str guess, struct str why,
                                              double p, struct err *e);

/* For a new contact: of those who are in a group thread with them, how many stand where. */
struct place_mutual {
    int64_t personal, professional, both;
};
MUST_CHECK enum err_code store_place_mutual(struct store *s, int64_t person_id,
                                            struct place_mutual *out, struct err *e);

/* For those who read messages: the newest of each of the `most` threads of two in which most was
 * exchanged, as one text a thread. Threads stay what they are, whoever is held to be one person. */
MUST_CHECK enum err_code store_each_talk(struct store *s, int64_t most, int64_t posts,
                                         enum err_code (*each)(void *ctx, int64_t thread_id,
                                                               struct str text, struct err *e),
                                         void *ctx, struct err *e);
MUST_CHECK enum err_code store_put_talk(struct store *s, const struct source_talk *v, size_t n,
                                        struct err *e);

#endif
