/* archives/feed.h: RSS, Atom and JSON Feed: one stream, one item after the other. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ARCHIVES_FEED_H
#define ARCHIVES_FEED_H

#include "core/arena.h"
#include "core/err.h"
#include "core/stream.h"
#include "core/time.h"

/* For exported files as for feeds that are fetched. All text is plain, valid UTF-8; addresses are
 * whole where the feed says what they are relative to. */

enum feed_kind {
    FEED_NONE,
    FEED_RSS,
    FEED_ATOM,
    FEED_JSON
};

/* About the feed itself, as far as it has been read: some say it behind their items. */
struct feed {
    enum feed_kind kind;
    struct str title, description, author, language;
    struct str url;  /* of the site */
    struct str self; /* of the feed */
};

struct feed_file {
    struct str url, type;
};

struct feed_item {
    struct str id;   /* guid or id as written; "" none */
    struct str url;  /* where it is read */
    struct str link; /* what it is about, elsewhere (JSON Feed) */
    struct str title, text, author, language;
    struct str reply_to; /* id of another item (RFC 4685) */
    struct when published, updated;
    struct feed_file *file; /* what it brings along: episodes, pictures */
    size_t files;
};

/* What is given lives until the call returns. */
struct feed_sink {
    enum err_code (*item)(void *ctx, const struct feed *f, const struct feed_item *item,
                          struct err *e);
    enum err_code (*bad)(void *ctx, struct str raw, const char *why, struct err *e);
    void *ctx;
};

/* Reads a feed of whichever kind; `base` is where it came from, "" unknown. *out (of `a`) is what
 * it says of itself. ERR_PARSE: it is none, or damaged; the items before that were given. */
MUST_CHECK enum err_code feed_read(struct stream *in, struct str base,
                                   const struct feed_sink *to, struct arena *a,
                                   struct feed *out, struct err *e);

/* A time as feeds write it: RFC 822 with its variants, or ISO 8601. */
struct when feed_when(struct str s, struct arena *a);
/* `ref` seen from `base`: itself where it is whole or there is no base. */
struct str feed_address(struct str base, struct str ref, struct arena *a);

/* The JSON half. */
MUST_CHECK enum err_code feed__read_json(struct stream *in, const struct feed_sink *to,
                                         struct arena *a, struct feed *out, struct err *e);

#endif
