/* archives/tiktok.h: what the files of the TikTok reader share; private to the folder. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ARCHIVES_TIKTOK_H
#define ARCHIVES_TIKTOK_H

#include "archives/reader.h"
#include "core/json.h"
#include "core/map.h"

/* One run. */
struct tiktok {
    bool said;          /* the account was pushed */
    struct str user;    /* the owner's name, "" unknown */
    struct str name;    /* of the member that is being read, "[]" in a list */
    struct map *people; /* identities pushed already */
};

/* One entry of a section, and its bytes. */
typedef enum err_code tiktok_item(struct reading *r, const struct json *v, struct str raw,
                                  struct err *e);
tiktok_item tiktok__follower;
tiktok_item tiktok__following;
tiktok_item tiktok__blocked;
tiktok_item tiktok__like;
tiktok_item tiktok__favourite;
tiktok_item tiktok__comment;
tiktok_item tiktok__post;
tiktok_item tiktok__chat;
tiktok_item tiktok__profile;

#endif
