/* model/record.h: what a reader found: one struct a kind, and the sink it is pushed into. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_RECORD_H
#define MODEL_RECORD_H

#include "core/err.h"
#include "core/time.h"
#include "model/words.h"

/* Readers see neither the database nor each other: they push records. Text in a record is valid
 * UTF-8, plain (no markup, no escapes) and borrowed: it lives until put returns.
 *
 * A key is the name that the network itself gives a thing, so that the same thing in another
 * archive is known again: a post's id or URL, somebody's id or handle. Where the network gives
 * none, the reader builds one from what never changes (time and text). Keys are compared within
 * one network, posts apart from identities.
 *
 * Order: an account comes before what belongs to it; an identity, a thread and a post come
 * before the records that name their keys. A key that nothing introduced makes a bare one. */

enum record_kind {
    RECORD_ACCOUNT,
    RECORD_IDENTITY,
    RECORD_FACT,
    RECORD_CONNECTION,
    RECORD_RELATION,
    RECORD_THREAD,
    RECORD_MEMBER,
    RECORD_POST,
    RECORD_ATTACHMENT,
    RECORD_REACTION,
    RECORD_UNREAD,
    RECORD_KIND_COUNT
};

/* The owner's own presence; all records that follow belong to it (but for a page that comes after
 * a profile: it is introduced, and the archive stays the profile's). An empty key means "the one
 * account of this network that is known already" (loose files that do not say whose they are). */
struct record_account {
    struct str network; /* a row of model/network.h */
    struct str key;     /* its identity's key, see below */
    struct str handle;
    struct str name;
    struct str url;
    struct when created;
    bool page; /* of a company or a cause, beside the owner's own profile */
};

/* Somebody's presence on the account's network. Introducing the account's own key here says
 * more about the owner. Keys by network: linkedin "in/slug", else "name:…"; facebook "name:…"
 * (it gives no more); x "id:123", else "@handle"; mastodon "user@host"; contacts the card's UID,
 * else a hash of what is on it. All in lower case. */
struct record_identity {
    struct str key;
    struct str name;
    struct str handle;
    struct str url;
    enum identity_kind kind;
    bool name_only; /* the key is but a name: two people may share it */
};

struct record_fact {
    struct str identity; /* key; "" is the owner */
    enum fact_field field;
    struct str value;
    struct str label; /* "work", "home", a company's role: what sort of value it is */
    struct when since, until;
};

struct record_connection {
    struct str identity;
    enum connection_kind kind;
    struct when at;
    struct str note; /* the message of an invitation, the name of a list */
};

/* How a person stands to the owner, where an archive says so ("mother", "family", "client"). */
struct record_relation {
    struct str identity;
    struct str kind;
};

struct record_thread {
    struct str key;
    struct str title;
    bool group; /* more than two, or a named room */
};

struct record_member {
    struct str thread;
    struct str identity;
};

struct record_post {
    struct str key;
    struct str also; /* the key under which another source of this network has it, "" none */
    enum post_kind kind;
    bool own;          /* the account wrote it; else `author` did */
    struct str author; /* identity key, "" unknown */
    struct when at, edited, deleted;
    struct str text;
    struct str title;   /* of an article, a subject line, "shared a link" */
    struct str summary; /* content warning */
    struct str url;     /* where it can be seen */
    struct str link;    /* what it points to */
    struct str language;
    struct str place; /* where it was written, as the network named it */
    enum visibility visibility;
    struct str group;    /* the group or list that it was posted to */
    struct str reply_to; /* keys of posts */
    struct str reshare_of;
    struct str thread;       /* key of a thread */
    int64_t likes, reshares; /* -1 unknown */
};

struct record_attachment {
    struct str post; /* key */
    int position;    /* from 0 */
    enum attachment_kind kind;
    struct str uri; /* a path inside the archive, or an address */
    struct str media_type;
    struct str alt;  /* the description for those who can't see it */
    struct str note; /* caption, title */
};

struct record_reaction {
    struct str post; /* key of what it answers; "" unknown */
    bool own;
    struct str author; /* identity key where it is not own */
    struct str kind;   /* like, love, haha, … in the network's words, lower case */
    struct when at;
    struct str url;  /* of what it answers */
    struct str text; /* what the archive says about it */
};

/* Something that could not be read: kept raw, counted and shown. */
struct record_unread {
    struct str file;
    struct str raw;
    struct str why; /* a clause: "a date that is none: …" */
};

struct record {
    enum record_kind kind;
    union {
        struct record_account account;
        struct record_identity identity;
        struct record_fact fact;
        struct record_connection connection;
        struct record_relation relation;
        struct record_thread thread;
        struct record_member member;
        struct record_post post;
        struct record_attachment attachment;
        struct record_reaction reaction;
        struct record_unread unread;
    } as;
};

/* Where records go. Whoever calls a reader owns the sink and decides what becomes of them; an
 * error from put ends the reading at once and must be passed on. */
struct sink {
    enum err_code (*put)(struct sink *s, const struct record *r, struct err *e);
};

MUST_CHECK enum err_code sink_put(struct sink *s, const struct record *r, struct err *e);

/* Where the strings of a record of this kind are: byte offsets into struct record, *n of them.
 * So copying one, or sending it down a pipe, is one loop for all kinds. */
const size_t *record_strings(enum record_kind kind, size_t *n);
const char *record_kind_name(enum record_kind kind);

#endif
