/* networks/bluesky.h: what the files of the Bluesky row share; private to the folder. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef NETWORKS_BLUESKY_H
#define NETWORKS_BLUESKY_H

#include "model/bluesky.h"
#include "networks/api.h"

#define BLUESKY_POST   "app.bsky.feed.post"
#define BLUESKY_REPOST "app.bsky.feed.repost"
#define BLUESKY_GATE   "app.bsky.feed.threadgate"

/* Where an account lives (networks/bluesky_find.c) ------------------------------------------- */

/* The DID of a handle. ERR_NOT_FOUND: nobody has it. */
MUST_CHECK enum err_code bluesky__resolve(struct api *s, struct str handle, struct str *did,
                                          struct err *e);
/* The address of the server that keeps this DID's repository, by its document. */
MUST_CHECK enum err_code bluesky__pds(struct api *s, struct str did, struct str *server,
                                      struct err *e);
/* The same in a document that is at hand; "" where it names none. */
struct str bluesky__pds_in(const struct json *doc, struct arena *a);
/* Percent-encoded for a query. */
struct str bluesky__escape(struct str v, struct arena *a);

/* Signing in in the browser (networks/bluesky_oauth.c) --------------------------------------- */

enum err_code bluesky__leave(struct api *s, struct api_trip *trip, struct str *url,
                             struct err *e);
enum err_code bluesky__arrive(struct api *s, const struct api_trip *trip, struct str query,
                              struct err *e);
enum err_code bluesky__renew_bound(struct api *s, struct err *e);
enum err_code bluesky__send_bound(struct api *s, const struct http_request *q,
                                  struct http_answer *w, struct err *e);
enum err_code bluesky__leave_bound(struct api *s, struct err *e);

/* Reading (networks/bluesky_read.c) ---------------------------------------------------------- */

/* Pushes somebody, of a view of a profile. */
MUST_CHECK enum err_code bluesky__put_person(struct api *s, const struct json *profile,
                                             struct sink *to, struct err *e);
extern const struct api_stream bluesky__streams[];
enum err_code bluesky__again(struct api *s, const struct api_post *post, size_t n,
                             struct sink *to, struct err *e);
/* com.atproto.repo.getRecord. ERR_NOT_FOUND where there is none. */
MUST_CHECK enum err_code bluesky__record(struct api *s, struct str uri, struct json **out,
                                         struct err *e);

/* Writing (networks/bluesky_write.c) --------------------------------------------------------- */

enum err_code bluesky__publish(struct api *s, const struct outgoing *p, struct published *out,
                               struct err *e);
enum err_code bluesky__find(struct api *s, const struct outgoing *p, struct published *out,
                            struct err *e);
enum err_code bluesky__drop(struct api *s, const struct published *what, struct err *e);

/* Who may answer (networks/bluesky_gate.c) ---------------------------------------------------- */

/* Not everybody may answer this post: a record beside it says who. */
bool bluesky__gated(const struct outgoing *p);
/* That record, of a post at this address. */
void bluesky__put_gate(struct json_out *o, const struct api *s, const struct outgoing *p,
                       struct str uri);
/* It is there, or it is put there: for a post that is found. */
MUST_CHECK enum err_code bluesky__see_to_gate(struct api *s, const struct outgoing *p,
                                              struct str uri, struct err *e);

/* Pieces of a record (networks/bluesky_facets.c) --------------------------------------------- */

/* The record key of a publication: the same for the same two, later for a later time. */
struct str bluesky__tid(int64_t at_ms, struct str key, struct arena *a);

enum facet_kind {
    FACET_LINK,
    FACET_MENTION,
    FACET_TAG
};
struct facet {
    enum facet_kind kind;
    size_t from, to;  /* bytes of the text */
    struct str value; /* an address, a DID, a tag without its # */
};
/* Links, hashtags and the mentions whose DID is known (`remote`), in their order, none over another.
 * Of `a`; *n says how many. */
struct facet *bluesky__facets(struct str text, const struct outgoing_mention *mention,
                              size_t mentions, struct arena *a, size_t *n);

/* Width and height of a PNG, JPEG, GIF or WebP; false where they can't be read. */
bool bluesky__picture_size(struct str bytes, int64_t *width, int64_t *height);

#endif
