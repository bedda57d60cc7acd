/* archives/x.h: what the files of the X reader share; private to the folder. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ARCHIVES_X_H
#define ARCHIVES_X_H

#include "archives/reader.h"
#include "core/buf.h"
#include "core/json.h"
#include "core/map.h"
#include "model/x_time.h"

/* The long text of a post, whose own record has but the first characters of it. */
struct x_note {
    int64_t ms;       /* when it was written */
    struct str id;    /* the note's */
    struct str tweet; /* the post's id; newer archives leave it out */
    struct str text;
    bool used;
};

/* One run. */
struct x {
    bool said;             /* the account was pushed */
    bool hidden;           /* the account is or was protected */
    bool months;           /* data/js/tweets/ was read: tweets.csv says the same */
    struct str id, handle; /* the account's */
    struct map *people;    /* key → how much was pushed of somebody, see x__person */
    struct map *members;   /* of the conversation under way */
    struct buf text;
    struct x_note *note; /* sorted by ms from the end of phase 1 on */
    size_t n_notes, cap_notes, note_bytes;
};

/* An element of a file, without its wrapping ({"like": {…}} → {…}). */
typedef enum err_code x_item(struct reading *r, const struct json *v, struct err *e);

/* Any file that is a list of things, each wrapped in what it is: likes, followers, posts … */
enum err_code x__read_items(struct reading *r, struct stream *in, struct err *e);
enum err_code x__read_manifest(struct reading *r, struct stream *in, struct err *e);
enum err_code x__read_user_details(struct reading *r, struct stream *in, struct err *e);
enum err_code x__read_messages(struct reading *r, struct stream *in, struct err *e);
enum err_code x__read_csv(struct reading *r, struct stream *in, struct err *e);

/* Pushes an account without a key if none was pushed yet. */
MUST_CHECK enum err_code x__account(struct reading *r, struct err *e);

/* "id:123", else "@handle"; "" for nobody. Pushes what is new about somebody: the bare id, then
 * the handle, then the name. */
MUST_CHECK enum err_code x__person(struct reading *r, struct str id, struct str handle,
                                   struct str name, struct str *key, struct err *e);

/* a and b as one string, of r->piece. */
struct str x__join(struct reading *r, struct str a, struct str b);

/* Text as it is shown: short links by what they stand for, those of the own pictures left out,
 * then &amp; &lt; &gt; resolved. Either list may be NULL. Replaced by their text, never by
 * indices, which count differently in every era. */
struct str x__text(struct reading *r, struct str text, const struct json *urls,
                   const struct json *media);

/* The rows of x__read_items that live in other files. */
enum err_code x__tweet(struct reading *r, const struct json *v, struct err *e);
enum err_code x__note(struct reading *r, const struct json *v, struct err *e);
enum err_code x__account_item(struct reading *r, const struct json *v, struct err *e);
enum err_code x__profile(struct reading *r, const struct json *v, struct err *e);
enum err_code x__phone(struct reading *r, const struct json *v, struct err *e);
enum err_code x__screen_name(struct reading *r, const struct json *v, struct err *e);
enum err_code x__follower(struct reading *r, const struct json *v, struct err *e);
enum err_code x__following(struct reading *r, const struct json *v, struct err *e);
enum err_code x__blocking(struct reading *r, const struct json *v, struct err *e);
enum err_code x__muting(struct reading *r, const struct json *v, struct err *e);
enum err_code x__contact(struct reading *r, const struct json *v, struct err *e);
enum err_code x__list(struct reading *r, const struct json *v, struct err *e);
enum err_code x__like(struct reading *r, const struct json *v, struct err *e);

/* The notes, ready to be asked for; and those that no post asked for, as posts. */
void x__notes_sort(struct x *st);
const struct x_note *x__note_for(struct x *st, struct str id, struct str text, int64_t ms);
MUST_CHECK enum err_code x__notes_left(struct reading *r, struct err *e);

#endif
