/* networks/api.h: what a network's server can do for an account: one row a network, and what the
 * functions of a row are handed. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef NETWORKS_API_H
#define NETWORKS_API_H

#include "core/json.h"
#include "model/record.h"
#include "net/http.h"

/* A row never sees the store: it is handed an account with its secrets, pushes what it reads into a
 * sink (model/record.h, with the keys that archives use, so that both are one), and answers what
 * became of what it sent. intake/sync.h and writing/outbox.h are its callers. */

/* How long a text is: writing/count.h has a function for each. */
enum counting {
    COUNTING_NONE,      /* no limit is known */
    COUNTING_GRAPHEMES, /* what a reader calls a character (UAX 29) */
    COUNTING_UTF16,
    COUNTING_MASTODON, /* graphemes; an address 23, @user@host as @user */
    COUNTING_THREADS,  /* code points; an emoji as many as it has bytes */
    COUNTING_X,        /* twitter-text 3 */
    COUNTING_COUNT
};

/* What a network takes in one post. 0: no limit is known. A server may say otherwise of itself
 * (api_limits). */
struct network_limits {
    enum counting counting;
    int64_t most, most_bytes; /* of a text, in the unit of `counting`; in bytes */
    int64_t media;            /* pictures */
    int64_t alt;              /* characters of a picture's description */
    int64_t picture_bytes;
    int64_t picture_side;      /* pixels of the longer side */
    const char *picture_types; /* "image/jpeg image/png"; NULL: none at all */
    int64_t hashtags, mentions, addresses;
    int64_t poll_choices, poll_choice; /* how many; characters of one */
    int64_t poll_least_s, poll_most_s; /* so long a poll is open */
    int64_t edit_s; /* seconds in which a post can be edited; 0: at any time */
};

/* Who may see a post, as this network has it; the first is the usual one. */
struct network_visibility {
    enum visibility visibility;
    const char *word; /* in its API */
    const char *says; /* on the screen: "Everybody" */
};

/* Who may answer a post. */
enum answering {
    ANSWERING_EVERYBODY,
    ANSWERING_MENTIONED, /* who is named in it */
    ANSWERING_FOLLOWED,  /* whom its author follows */
    ANSWERING_NOBODY,
    ANSWERING_COUNT
};
const char *
answering_name(enum answering a); /* "everybody", "mentioned", "followed", "nobody" */
const char *answering_says(enum answering a); /* on the screen: "Those you mention" */
/* ANSWERING_COUNT for another word; "" is everybody. */
enum answering answering_find(struct str name);
/* Those that a network can let answer, the usual one first. */
struct network_answering {
    enum answering who;
    const char *word; /* in its API, "" where it has none for it */
};

enum api_can {
    API_READS = 1 << 0,
    API_PUBLISHES = 1 << 1,
    API_REPLIES = 1 << 2,
    API_EDITS = 1 << 3,
    API_DELETES = 1 << 4,
    API_FINDS = 1 << 5,     /* can be asked whether a publication arrived */
    API_KEYED = 1 << 6,     /* the same key twice publishes once, for KEYED_S at least */
    API_WARNS = 1 << 7,     /* content warnings */
    API_POLLS = 1 << 8,     /* asks its readers */
    API_HANDS_OFF = 1 << 9, /* the owner does it, and says so */
    API_TITLES = 1 << 10,   /* a post may have a title */
    API_MENTIONS = 1 << 11, /* "@handle" in a text means somebody there */
    API_REPLY_NAMES =
        1 << 12,             /* an answer begins with who is answered, else they hear nothing */
    API_WANTS_URL = 1 << 13, /* pictures are fetched from an address that anybody can reach */
    API_LETTERS = 1 << 14    /* goes to the addresses in outgoing.to, as a message */
};

/* What opens the account there; kept sealed (store/sign_in.h). All "" where there is none. */
struct api_secret {
    struct str access, refresh;
    struct str client_id, client_secret; /* of Tact at this server, or the owner's own app */
    struct str dpop_key, nonce;
    struct str name, password; /* where one signs in with those */
    struct str extra;          /* what else a row wants to remember */
    struct str scopes;
    int64_t until_ms; /* when `access` ends, 0 not known */
};

/* What a server let us do, by its last answer. -1: it did not say. */
struct api_quota {
    int64_t left, of, reset_ms;
};

struct network_api;

/* An account at its server. Strings are of the caller's or of `a`. */
struct api {
    const struct network_api *row;
    struct http *http;
    struct arena *a;   /* for what is answered; the caller resets it between calls */
    struct str server; /* "https://mastodon.example", without a slash at its end */
    struct str named;  /* the same where the owner typed it, else "" (net/http.h) */
    struct str key;    /* of the account, as in struct record_account */
    struct str remote; /* what the server calls it: an id, a DID, a URN; "" not known yet */
    struct str handle;
    struct str facts; /* JSON of what the server says of itself: limits, where to sign in */
    struct api_secret secret;
    struct api_quota quota;
    /* Keeps secret, facts, remote and handle; called before a new secret is used. */
    enum err_code (*keep)(void *ctx, const struct api *s, struct err *e);
    void *ctx;
};

/* Signing in ------------------------------------------------------------------------------- */

enum api_sign_in {
    SIGN_IN_NONE,     /* nothing to sign in to: a feed, a hand-off */
    SIGN_IN_BROWSER,  /* OAuth */
    SIGN_IN_PASSWORD, /* a name and a password made for programs */
    SIGN_IN_TOKEN     /* a token that the network's own pages give */
};

/* What is remembered between leaving for the network's page and coming back; secret. */
struct api_trip {
    struct str redirect; /* where it sends the browser back to; "" it shows a code instead */
    struct str state, verifier, dpop_key, issuer;
};

/* Reading ---------------------------------------------------------------------------------- */

/* One page of a stream was pushed; what the next call is to be handed. Both are kept in one
 * transaction, so that a sync that is cut off goes on where it was. */
struct api_page {
    struct str mark; /* of s->a */
    bool more;       /* there is another page right now */
    int64_t items;
    /* A feed, a mail: to be read by the sandboxed reader of archives. file_author: the key of who
     * wrote what it says is its owner's, "" it is the owner's. */
    struct str file, file_name, file_author;
};
struct api_stream {
    const char *name; /* in tables: "home" */
    const char *says; /* on the screen: "what those you follow post" */
    int every_s;      /* asking more often is no use */
    int pages_most;   /* in one run; 0: as many as there are */
    /* Pushes the page that `mark` names ("" the first time) and fills *out. */
    enum err_code (*page)(struct api *s, struct str mark, struct sink *to, struct api_page *out,
                          struct err *e);
    bool
        endless; /* its marks are of walk.c, and the first walk goes back WALK_FIRST_DAYS only */
};

/* A post that is known: its key and the other one that came with it (record_post.also), "" none. */
struct api_post {
    struct str key, also;
};
enum {
    AGAIN_MOST = 25
};

/* Sending ---------------------------------------------------------------------------------- */

struct outgoing_media {
    struct str bytes, media_type, alt;
    struct str url; /* where the network can fetch it, "" nowhere: only some want it */
};
/* Somebody in the text: bytes [from, to) are "@handle", as this network writes it. */
struct outgoing_mention {
    size_t from, to;
    struct str remote; /* their id there, "" not known: the row may look it up by the handle */
    struct str name;
};
/* One publication, ready: text, people and pictures are as this network wants them. */
struct outgoing {
    struct str key; /* ours, the same at each try: the idempotency key, or what it is made of */
    struct str text;
    struct str title, summary; /* of an article, a mail's subject; a content warning */
    struct str language;       /* "en" */
    enum visibility visibility;
    struct api_post reply_to;   /* the post that it answers; key "" none */
    struct api_post reply_root; /* the post that began that thread */
    struct str to;              /* mail: addresses, comma-joined (api_receivers_line) */
    struct str link, link_title, link_says; /* a card below the text; "" none */
    const struct outgoing_media *media;
    size_t medias;
    const struct outgoing_mention *mention;
    size_t mentions;
    const struct str *choice; /* of a poll */
    size_t choices;
    int64_t poll_s;
    enum answering answering; /* of the post that begins a thread */
    int64_t at_ms;            /* when it was first tried: nothing older can be it */
    const struct str *taken; /* keys of posts that other publications are: none of them is it */
    size_t takens;
    struct str progress; /* what `note` was last given by an earlier try, "" nothing */
    /* Keeps what must not be forgotten before the next step: a container that is about to be
     * published. An error ends the publishing. */
    enum err_code (*note)(void *ctx, struct str progress, struct err *e);
    void *ctx;
};
struct published {
    struct str key;    /* as a record would have it */
    struct str remote; /* what edit and drop want */
    struct str url;
};

/* Codes of the functions that send:
 *   ERR_OK            done; *out says what it is now
 *   ERR_UNAVAILABLE, ERR_RATE_LIMITED   nothing was done: again later (e->retry_after_s)
 *   ERR_UNCERTAIN     may have been done: look before sending again
 *   ERR_DENIED        nothing was done: the owner must sign in, or has no right to
 *   ERR_INVALID, ERR_LIMIT, ERR_NOT_FOUND, ERR_CONFLICT   refused for good, in the network's own words
 */
struct network_api {
    const char *id; /* a row of model/network.h */
    const char
        *door; /* which of several ways into one network: "api", "page", "imap", "feed" */
    const char *name;   /* on the screen: "LinkedIn page" */
    const char *server; /* "https://api.x.com"; NULL: the owner names it */
    const char *source; /* the document it is written from */
    unsigned can;       /* enum api_can */
    struct network_limits limits;
    const struct network_visibility
        *visibility; /* ends with word NULL; NULL itself: it has none */
    const struct network_answering
        *answering; /* ends with word NULL; NULL itself: everybody always may */
    enum api_sign_in sign_in;
    bool needs_app;     /* the owner registers an app there and gives its id */
    bool needs_https;   /* the page to come back to must be https */
    const char *scopes; /* asked for at the sign-in */
    const char *how;    /* plain words: what the owner needs to sign in */

    /* Where its server is no http address: what the owner typed ("" nothing) as `server`, in this row's own
     * way; NULL: as intake/account.h says. */
    enum err_code (*place)(struct str typed, struct arena *a, struct str *server,
                           struct err *e);
    /* The browser's trip: fills *trip and the address to open. */
    enum err_code (*leave)(struct api *s, struct api_trip *trip, struct str *url,
                           struct err *e);
    /* Back again with this query (or "code=…" where it was shown): fills secret. */
    enum err_code (*arrive)(struct api *s, const struct api_trip *trip, struct str query,
                            struct err *e);
    /* With secret.name and secret.password, or secret.access: may fill the rest of it. */
    enum err_code (*enter)(struct api *s, struct err *e);
    /* New tokens; through api_renew, which keeps them. */
    enum err_code (*renew)(struct api *s, struct err *e);
    /* Whose account it is: fills s->key, remote, handle and facts, and pushes account and identity. */
    enum err_code (*who)(struct api *s, struct sink *to, struct err *e);
    /* Gives the sign-in back to the server; may be NULL. */
    enum err_code (*leave_for_good)(struct api *s, struct err *e);

    const struct api_stream *stream; /* ends with name NULL; NULL itself: it reads nothing */
    /* Pushes these posts as they are now, at most AGAIN_MOST: with `deleted` set where the server
     * says that they are gone. */
    enum err_code (*again)(struct api *s, const struct api_post *post, size_t n,
                           struct sink *to, struct err *e);

    enum err_code (*publish)(struct api *s, const struct outgoing *o, struct published *out,
                             struct err *e);
    /* Is it there? ERR_NOT_FOUND: not now. */
    enum err_code (*find)(struct api *s, const struct outgoing *o, struct published *out,
                          struct err *e);
    /* Where it has another address from now on, *what says so. */
    enum err_code (*edit)(struct api *s, struct published *what, const struct outgoing *o,
                          struct err *e);
    /* ERR_OK too where it is gone already. */
    enum err_code (*drop)(struct api *s, const struct published *what, struct err *e);
    /* The page on which the owner posts it by hand. */
    struct str (*compose)(struct str text, struct arena *a);

    /* For api_ask. The headers that say who asks: at most 4; answers how many. */
    size_t (*sign)(struct api *s, const struct http_request *q, struct http_header *out);
    /* Instead of http_send, for proofs that go with each request; NULL: http_send. */
    enum err_code (*send)(struct api *s, const struct http_request *q, struct http_answer *w,
                          struct err *e);
    /* What a refusal means beyond its status; ERR_OK leaves it at that. `body` may be NULL. */
    enum err_code (*judge)(struct api *s, const struct http_answer *w, const struct json *body,
                           struct err *e);
};

/* All rows, by id and door; *n says how many. */
const struct network_api *const *api_list(size_t *n);
/* The row of a network; door "": its first. NULL where there is none. */
const struct network_api *api_find(struct str id, struct str door);

/* Limits of the row, and what s->facts say of them; `facts` may be "". */
struct network_limits api_limits(const struct network_api *row, struct str facts,
                                 struct arena *a);

/* Bare addresses of "Ana <ana@example.org>, bo@example.org", each once; none for "". ERR_INVALID where
 * one is none, whatever it holds else. Of `a`. */
MUST_CHECK enum err_code api_receivers(struct str typed, struct arena *a, struct str **out,
                                       size_t *n, struct err *e);
/* The same in a line, with commas between them. */
MUST_CHECK enum err_code api_receivers_line(struct str typed, struct arena *a, struct str *out,
                                            struct err *e);

/* A word that s->facts say; "" none. */
struct str api_fact(const struct api *s, const char *name);

/* Who Tact is, for servers that look it up at the address that is its client id (Bluesky): the owner's
 * https host answers this at API_CLIENT_PATH. `redirect` is where browsers come back to. Of `a`. */
#define API_CLIENT_PATH "/oauth/client-metadata.json"
struct str api_client_metadata(struct str redirect, struct arena *a);

/* Asking (networks/ask.c) ------------------------------------------------------------------ */

struct api_ask {
    const char *method; /* NULL: GET */
    struct str url;     /* "/path?query" at s->server, or a whole address */
    struct str body;
    const char *type;                 /* of the body; NULL: a form */
    const struct http_header *header; /* further ones */
    size_t headers;
    bool changes; /* once only; what becomes of it may be uncertain */
    bool bare;    /* without saying who asks */
};
/* Sends it as this account, renews a sign-in that ended (once), notes the quota, and makes errors of
 * refusals: 401 ERR_DENIED, 403 ERR_DENIED, 404 and 410 ERR_NOT_FOUND, 409 ERR_CONFLICT, 429
 * ERR_RATE_LIMITED, 500, 502 and 504 of what changes ERR_UNCERTAIN, other 5xx ERR_UNAVAILABLE, the
 * rest ERR_INVALID; the message has the network's own words. *w (may be NULL) is the answer in
 * any case that there is one; *body (may be NULL) its JSON: where it is asked for and makes no
 * sense, ERR_PARSE, or ERR_UNCERTAIN with `changes`. */
MUST_CHECK enum err_code api_ask(struct api *s, const struct api_ask *q, struct http_answer *w,
                                 struct json **body, struct err *e);
/* A GET of JSON. */
MUST_CHECK enum err_code api_get(struct api *s, struct str url, struct json **body,
                                 struct err *e);
/* New tokens now, kept before they are used. ERR_DENIED: sign in again. */
MUST_CHECK enum err_code api_renew(struct api *s, struct err *e);
/* The network's own words in an error's body, one line; "" none. */
struct str api_words(const struct json *body, struct arena *a);
/* "network name at host", for sentences. */
struct str api_whom(const struct api *s);

/* What was asked for at the sign-in and not granted, of what the server said that it granted, apart by
 * commas: "write:media, follow"; "" nothing, or it did not say. Of `a`. */
struct str api_withheld(const struct network_api *row, struct str granted, struct arena *a);

/* The secret as JSON and back; of `a`. */
struct str api_secret_write(const struct api_secret *v, struct arena *a);
MUST_CHECK enum err_code api_secret_read(struct str json, struct arena *a,
                                         struct api_secret *out, struct err *e);

/* Marks of networks that page backwards (networks/walk.c) ------------------------------------ */

/* Newest first, page by page with a cursor, until what the last whole walk began with: what came in
 * between is never left out, however often it is cut off. */
struct walk {
    struct str cursor; /* of the page to ask for, "" the newest */
    int64_t until_ms;  /* nothing older is new; 0 everything */
    int64_t top_ms;    /* newest of this walk so far */
};
MUST_CHECK enum err_code walk_read(struct str mark, struct arena *a, struct walk *out,
                                   struct err *e);
/* The mark with which an endless stream begins: nothing older than WALK_FIRST_DAYS is new. */
struct str walk_first(int64_t now_ms, struct arena *a);
/* After a page: the oldest and newest time on it, and the cursor behind it ("" the end). Fills *out. */
void walk_step(struct walk *w, int64_t oldest_ms, int64_t newest_ms, struct str cursor,
               struct arena *a, struct api_page *out);
enum {
    WALK_AGAIN_MS =
        120000,          /* each walk goes so far beyond where the last began: clocks differ */
    WALK_FIRST_DAYS = 30 /* how far back the first goes, where a stream is endless */
};

#endif
