/* store/draft.h: what the owner writes, kept until it is thrown away. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_DRAFT_H
#define STORE_DRAFT_H

#include "store/store.h"

/* What goes to one account instead of the draft's own. */
struct draft_variant {
    int64_t account_id;
    struct str text;       /* "": the draft's */
    struct str visibility; /* visibility_name(), "": the network's usual one */
    struct str summary;    /* "": the draft's */
    bool signature;        /* with what the account puts below */
    struct str answers;    /* who may answer: answering_name(), "": the network's usual */
};
struct draft_picture {
    int64_t account_id; /* 0: for all accounts that have none of their own */
    struct str media;   /* digest of the kept file */
    struct str alt;     /* what is to be seen, for those who can't see it; "" not said */
    int64_t number;     /* by which it is changed; of its draft */
};
enum {
    DRAFT_PICTURES = 40,
    DRAFT_ALT = 10000, /* bytes: no network takes more */
    DRAFT_TITLE = 500, /* bytes */
    DRAFT_RECEIVERS = 30000,
    DRAFT_CHOICES = 4000
};

struct draft {
    int64_t id, created_ms, changed_ms;
    struct str text;
    int64_t *account; /* where it is meant to go */
    size_t accounts;
    int64_t by;         /* who writes it now: for store_draft_put; 0 the owner */
    int64_t author_id;  /* the member who began it; 0 the owner */
    int64_t changed_by; /* the member whose words and places they are now; 0 the owner */
    struct str author;  /* name of the one who began it */
    struct str about;   /* JSON: what it was made of (writing/taken.h); "" nothing */
    int64_t reply_to;   /* id of the post that it answers, 0 none */
    int64_t reply_from; /* the account to which that came: the answer goes out from there */
    struct str summary; /* content warning */
    struct str language;
    bool is_template;
    int64_t again_days, again_most; /* evergreen: every so many days, so often at most; 0 not */
    struct str title;               /* of an article, a mail's subject: one line; "" none */
    struct str receivers;           /* of a mail: addresses, comma-joined; "" none */
    struct str choices;             /* of a poll, one a line; "" there is no poll */
    int64_t poll_s;                 /* so long the poll is open */
    struct draft_variant *variant;  /* NULL in store_draft_put: they stay as they are */
    size_t variants;
    struct draft_picture *picture; /* NULL likewise */
    size_t pictures;
};
/* Latest change first, at most `limit`. */
MUST_CHECK enum err_code store_drafts(struct store *s, int64_t limit, struct arena *a,
                                      struct draft **out, size_t *n, struct err *e);
/* ERR_NOT_FOUND */
MUST_CHECK enum err_code store_draft(struct store *s, int64_t id, struct arena *a,
                                     struct draft *out, struct err *e);
/* Keeps text and accounts; d->id 0 makes a new one, about d->about, and sets it. What was asked or
 * approved of other words or places is void then. ERR_NOT_FOUND for an id that is not there,
 * ERR_INVALID where a title or an address has more than one line. */
MUST_CHECK enum err_code store_draft_put(struct store *s, struct draft *d, struct err *e);
/* What store_draft_put would refuse of its words, before anything is done. */
MUST_CHECK enum err_code store_draft_valid(const struct draft *d, struct err *e);
/* For which accounts it was begun (the first that were chosen; of an answer the one to which that came),
 * and for which others its owner said that it is meant to: writing/sides.h asks. */
MUST_CHECK enum err_code store_draft_began(struct store *s, int64_t draft_id, struct arena *a,
                                           int64_t **out, size_t *n, struct err *e);
MUST_CHECK enum err_code store_draft_agree(struct store *s, int64_t draft_id,
                                           const int64_t *account, size_t n, struct err *e);
/* Its pictures go with it, where nothing else names them. */
MUST_CHECK enum err_code store_draft_drop(struct store *s, int64_t id, struct err *e);

/* Pictures (draft_picture.c). The file is kept as it is, once by what is in it, as those of archives
 * are: what goes out is another (writing/picture.h). */
struct draft_picture_file {
    int fd;                /* read from its beginning */
    struct str media_type; /* as its first bytes tell */
    int64_t account_id;    /* 0: for all accounts that have none of their own */
    struct str alt;
    int64_t by; /* who does it: as in struct draft */
};
/* Behind those that there are; `digest` is the file's. ERR_NOT_FOUND: no such draft, or it does not go
 * to that account. ERR_LIMIT: DRAFT_PICTURES, LIMIT_MEDIA_FILE. */
MUST_CHECK enum err_code store_draft_picture_add(struct store *s, int64_t draft_id,
                                                 const struct draft_picture_file *f,
                                                 int64_t *number, char digest[65],
                                                 struct err *e);
/* ERR_NOT_FOUND */
MUST_CHECK enum err_code store_draft_picture_set(struct store *s, int64_t draft_id,
                                                 int64_t number, struct str alt, int64_t by,
                                                 struct err *e);
MUST_CHECK enum err_code store_draft_picture_drop(struct store *s, int64_t draft_id,
                                                  int64_t number, int64_t by, struct err *e);

/* What an account puts below what it posts; "" nothing. */
MUST_CHECK enum err_code store_signature(struct store *s, int64_t account_id, struct arena *a,
                                         struct str *out, struct err *e);
MUST_CHECK enum err_code store_signature_put(struct store *s, int64_t account_id,
                                             struct str text, struct err *e);
/* The moments of an account's queue, through the week. */
struct slot {
    int weekday; /* 0 Monday */
    int minute;  /* of the day, by the owner's clock */
};
enum {
    SLOTS_MOST = 70
};
MUST_CHECK enum err_code store_slots(struct store *s, int64_t account_id, struct arena *a,
                                     struct slot **out, size_t *n, struct err *e);
/* All of them anew. ERR_LIMIT */
MUST_CHECK enum err_code store_slots_put(struct store *s, int64_t account_id,
                                         const struct slot *slot, size_t n, struct err *e);

#endif
