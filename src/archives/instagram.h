/* archives/instagram.h: what the files of the Instagram reader share, and Threads inside it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ARCHIVES_INSTAGRAM_H
#define ARCHIVES_INSTAGRAM_H

#include "archives/meta.h"
#include "core/map.h"

/* What a profile says of its owner; of the run's arena. */
struct instagram_profile {
    bool there;
    struct str user, name, bio, email, phone, birthday, gender, website;
};

/* The reader's state. Both networks have the same user names; people and posts are of the one
 * whose files are being read. */
struct instagram {
    struct instagram_profile own, threads;
    struct str in_threads; /* the owner's name there, which the profile may have lost since */
    bool on_threads;
    struct map *people; /* identities pushed already */
    struct map *posts;  /* how many were posted at one time with the same words */
};

/* An entry of a list in any of the three forms: string_list_data, string_map_data,
 * label_values. All of it is of the tree. */
struct instagram_entry {
    struct str user; /* "" unknown */
    struct str name; /* as it is shown, "" where that is the user name */
    struct str url, text;
    struct when at;
};
/* The next of what v holds, mostly one: *at NULL to begin with; false after the last. */
bool instagram__next(const struct json *v, const struct json **at, struct instagram_entry *en);

/* True for what can be a user name: letters, digits, dots, underscores. */
bool instagram__is_user(struct str s);

/* The key of somebody by user name, introduced where it is new. */
MUST_CHECK enum err_code instagram__person(struct reading *r, struct str user, struct str name,
                                           struct str *key, struct err *e);
/* The same by the name that threads give. */
MUST_CHECK enum err_code instagram__named(struct reading *r, struct str name, struct str *key,
                                          struct err *e);
bool instagram__is_owner(const struct reading *r, struct str name);
MUST_CHECK enum err_code instagram__fact(struct reading *r, const struct record_fact *f,
                                         struct err *e);
/* A post's key: its kind, its time in seconds, its words, and which of those it is. */
struct str instagram__post_key(struct reading *r, const char *kind, int64_t time,
                               struct str text);

/* The account of the profile, with its facts. */
MUST_CHECK enum err_code instagram__account(struct reading *r, struct str network,
                                            const struct instagram_profile *p, struct err *e);

/* The handlers of the rows. */
enum err_code instagram__read_profile(struct reading *r, struct stream *in, struct err *e);
enum err_code instagram__read_people(struct reading *r, struct stream *in, struct err *e);
enum err_code instagram__read_contacts(struct reading *r, struct stream *in, struct err *e);
enum err_code instagram__read_posts(struct reading *r, struct stream *in, struct err *e);
enum err_code instagram__read_stories(struct reading *r, struct stream *in, struct err *e);
enum err_code instagram__read_comments(struct reading *r, struct stream *in, struct err *e);
enum err_code instagram__read_likes(struct reading *r, struct stream *in, struct err *e);
enum err_code instagram__read_saved(struct reading *r, struct stream *in, struct err *e);
enum err_code instagram__read_thread(struct reading *r, struct stream *in, struct err *e);
enum err_code threads__read_profile(struct reading *r, struct stream *in, struct err *e);
enum err_code threads__read_posts(struct reading *r, struct stream *in, struct err *e);

#endif
