/* archives/facebook.h: what the files of the Facebook reader share; private to the folder. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ARCHIVES_FACEBOOK_H
#define ARCHIVES_FACEBOOK_H

#include "archives/meta.h"
#include "core/map.h"

/* The reader's state. Names are all that Facebook gives of people. */
struct facebook {
    bool said;          /* the account was pushed */
    struct str name;    /* the owner's, as the archive writes it; "" unknown */
    struct str key;     /* the account's; "" unknown */
    struct map *people; /* identities pushed already */
    struct map *media;  /* pictures that stand in posts, so that albums don't give them again */
};

/* A list at a file's root, with the numbers that Facebook counts up. */
#define FACEBOOK_ROOT(name) "/" name, "/" name "_v2", "/" name "_v3", "/" name "_v4"

/* Pushes an account without a key if none was pushed yet. */
MUST_CHECK enum err_code facebook__account(struct reading *r, struct err *e);
/* Remembers the owner's name if none is known. */
void facebook__owner(struct reading *r, struct str name);
bool facebook__is_owner(const struct reading *r, struct str name);

/* The key of somebody by name, introduced where it is new; "" for "Facebook user", nobody. */
MUST_CHECK enum err_code facebook__person(struct reading *r, struct str name, struct str *key,
                                          struct err *e);
MUST_CHECK enum err_code facebook__identity(struct reading *r, struct str key, struct str name,
                                            struct str url, enum identity_kind kind,
                                            struct err *e);
MUST_CHECK enum err_code facebook__fact(struct reading *r, const struct record_fact *fact,
                                        struct err *e);
MUST_CHECK enum err_code facebook__connection(struct reading *r, struct str identity,
                                              enum connection_kind kind, struct when at,
                                              struct err *e);
/* "prefix" and the name in lower case. */
struct str facebook__name_key(const char *prefix, struct str name, struct arena *a);

/* The handlers of the rows. */
enum err_code facebook__read_profile(struct reading *r, struct stream *in, struct err *e);
enum err_code facebook__read_people(struct reading *r, struct stream *in, struct err *e);
enum err_code facebook__read_pages(struct reading *r, struct stream *in, struct err *e);
enum err_code facebook__read_own_pages(struct reading *r, struct stream *in, struct err *e);
enum err_code facebook__read_groups(struct reading *r, struct stream *in, struct err *e);
enum err_code facebook__read_address_book(struct reading *r, struct stream *in, struct err *e);
enum err_code facebook__read_posts(struct reading *r, struct stream *in, struct err *e);
enum err_code facebook__read_group_posts(struct reading *r, struct stream *in, struct err *e);
enum err_code facebook__read_check_ins(struct reading *r, struct stream *in, struct err *e);
enum err_code facebook__read_album(struct reading *r, struct stream *in, struct err *e);
enum err_code facebook__read_photos(struct reading *r, struct stream *in, struct err *e);
enum err_code facebook__read_videos(struct reading *r, struct stream *in, struct err *e);
enum err_code facebook__read_comments(struct reading *r, struct stream *in, struct err *e);
enum err_code facebook__read_reactions(struct reading *r, struct stream *in, struct err *e);
enum err_code facebook__read_thread(struct reading *r, struct stream *in, struct err *e);
enum err_code facebook__read_other(struct reading *r, struct stream *in, struct err *e);

#endif
