/* store/person_read.h: people by filter, page by page, and what the owner decided about one. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_PERSON_READ_H
#define STORE_PERSON_READ_H

#include "store/store.h"

/* Every member narrows; the zero value is everybody but the owner. */
struct people_filter {
    struct str query;    /* as store_people */
    struct str network;  /* has an identity there */
    struct str relation; /* "family", "client", … */
    struct str world;    /* "personal", "professional": known from that side only; "both" */
    int64_t account_id;  /* friend, connection or follower of this account */
    struct str kind;     /* person, organisation, group; "" all */
    /* how they stand to the owner (store/standing.h); 0 and "" all */
    struct str context;    /* personal, professional, both */
    unsigned kinds;        /* any of these: 1 << enum relation_kind */
    int64_t circle_id;     /* is in it */
    int64_t layer;         /* among the closest so many: 5, 15, 50, 150, 500 */
    int64_t silent_since;  /* the last word between them was before this time */
    int64_t due_by;        /* a word would be in time until then */
    double least_strength; /* at least */
};
struct people_page {
    struct person *person;
    size_t n;
    bool more; /* there are others after these */
};
/* `limit` (1 to 500) from `skip` on, strongest first. */
MUST_CHECK enum err_code store_people_page(struct store *s, const struct people_filter *f,
                                           int64_t skip, int64_t limit, struct arena *a,
                                           struct people_page *out, struct err *e);

/* How somebody stands to the owner: relations and worlds, each with where it comes from. */
struct standing {
    struct str value;  /* "friend"; "personal" */
    struct str source; /* network id of the archive or account that says so; "" the owner did */
    int64_t decision;  /* to take it back; 0: not the owner's */
};
MUST_CHECK enum err_code store_person_relations(struct store *s, int64_t person_id,
                                                struct arena *a, struct standing **out,
                                                size_t *n, struct err *e);
MUST_CHECK enum err_code store_person_worlds(struct store *s, int64_t person_id,
                                             struct arena *a, struct standing **out, size_t *n,
                                             struct err *e);
struct note {
    int64_t decision, made_ms;
    struct str text;
};
MUST_CHECK enum err_code store_person_notes(struct store *s, int64_t person_id, struct arena *a,
                                            struct note **out, size_t *n, struct err *e);

/* Decisions: kept against the natural keys of the person's identities, so that they survive
 * re-imports and rebuilds. Audiences are counted again where it matters. `value` is trimmed;
 * ERR_INVALID for an empty or too long one (relation 60 bytes, note 20,000). */
MUST_CHECK enum err_code store_person_add_relation(struct store *s, int64_t person_id,
                                                   struct str value, struct err *e);
/* world: "personal" or "professional" */
MUST_CHECK enum err_code store_person_add_world(struct store *s, int64_t person_id,
                                                struct str world, struct err *e);
MUST_CHECK enum err_code store_person_add_note(struct store *s, int64_t person_id,
                                               struct str text, struct err *e);
/* Takes a decision back. ERR_NOT_FOUND where it is none about this person. */
MUST_CHECK enum err_code store_person_revoke(struct store *s, int64_t person_id,
                                             int64_t decision, struct err *e);

#endif
