/* store/since.h: what changed between an import and the one of the same account before it: made of
 * the rows that each of the two saw. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_SINCE_H
#define STORE_SINCE_H

#include "store/timeline.h"

/* Connections of one kind on one account. Somebody who is in the former archive and not in this
 * one need not be gone: absence is no proof, and is not even said where this archive holds less
 * than half of what the former did (a loose list, a smaller export). */
struct since_part {
    int64_t account_id;
    struct str kind; /* connected, friend, follows, followed_by, contact */
    int64_t now, then;
    int64_t fresh, gone;
    bool fewer; /* this one holds so few that nothing is said: fresh and gone are 0 */
};
struct since {
    int64_t import_id, former_id; /* former_id 0: there was none before */
    int64_t former_day_ms;
    struct str former_archive;
    struct since_part *part;
    size_t parts;
    int64_t people;          /* whom no import had before */
    int64_t work;            /* another company or position */
    int64_t headline, name;  /* another one */
    int64_t posts, messages; /* that no import had before */
    int64_t edited, deleted; /* posts that the former has with other words, or not deleted */
};
/* What a count counts. */
enum since_what {
    SINCE_FRESH, /* with kind and account */
    SINCE_GONE,
    SINCE_PEOPLE,
    SINCE_WORK,
    SINCE_HEADLINE,
    SINCE_NAME,
    SINCE_POSTS,
    SINCE_MESSAGES,
    SINCE_EDITED,
    SINCE_DELETED,
    SINCE_COUNT
};
#define SINCE_ALL ((1u << SINCE_COUNT) - 1)
/* Counts what is `wanted`, a bit each; the rest stays 0. The former one is the newest before it that
 * belongs to the same account and, where there is such a one, holds about as many connections: a
 * small export in between is passed over. */
MUST_CHECK enum err_code store_since(struct store *s, int64_t import_id, unsigned wanted,
                                     struct arena *a, struct since *out, struct err *e);
const char *since_name(enum since_what w);
bool since_from(struct str name, enum since_what *out);
bool since_is_posts(enum since_what w);

struct since_query {
    int64_t import_id, former_id;
    enum since_what what;
    struct str kind;
    int64_t account_id;
};
struct since_person {
    int64_t identity_id, person_id;
    struct str network, name; /* name: else the handle, else the key */
    struct since_change {
        struct str field, was, now; /* several values of one field are joined by a comma */
    } * change;
    size_t changes;
};
/* Of people: closest first, `limit` from `skip` on. */
MUST_CHECK enum err_code store_since_people(struct store *s, const struct since_query *q,
                                            int64_t skip, int64_t limit, struct arena *a,
                                            struct since_person **out, size_t *n,
                                            struct err *e);
/* Of posts: newest first, ids below `before` (0: from the newest on). (*was)[i] is the text of
 * out->post[i] in the former archive, where it is another. */
MUST_CHECK enum err_code store_since_posts(struct store *s, const struct since_query *q,
                                           int64_t before, int64_t limit, struct arena *a,
                                           struct post_page *out, struct str **was,
                                           struct err *e);

#endif
