/* web/request.h: one request while it is answered, and the table of routes; private to web/. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_REQUEST_H
#define WEB_REQUEST_H

#include "core/json.h"
#include "store/owner.h"

enum method {
    METHOD_GET, /* and HEAD */
    METHOD_POST
};

/* Who may call it. Whoever acts for themself may everything but what is the host's; whoever acts
 * for a company what their role there allows, and nothing that is about their own account. */
enum access {
    FOR_ANYBODY,
    FOR_SESSION, /* whoever is signed in, but no program with a key */
    FOR_WRITER,
    FOR_APPROVER,
    FOR_ADMIN,
    FOR_SELF, /* one's own account: only while one acts for nobody else */
    FOR_HOST, /* the same, for whoever lets others in */
    ACCESS_COUNT
};

enum field_type {
    FIELD_TEXT, /* lines */
    FIELD_LINE, /* one line, trimmed */
    FIELD_ID,   /* a whole number, 0 or more */
    FIELD_FLAG, /* given or not */
    FIELD_FILE  /* an upload: streamed to a file, its value is the path */
};

/* What a route accepts: anything else in a form is refused, in an address ignored. */
struct field {
    const char *name; /* NULL ends the list */
    size_t most;      /* bytes */
    enum field_type type;
    bool repeats; /* may be given more than once */
};

struct request;
struct route {
    const char *pattern; /* "/people/:id"; :id is a number, :name anything without a slash */
    const struct field *fields; /* ends with a NULL name */
    enum err_code (*answer)(struct request *r, struct err *e);
    enum method method;
    enum access access;
    bool api; /* also under /api, answered as JSON */
};

/* Every POST asks for the token (or, with a bearer session, for none) and for our own origin. */
const struct route *route_list(size_t *n);
/* The route of a path, or NULL; *wrong_method where only the method differs. `path` without
 * "/api". The captures go to *id and *name. */
const struct route *route_find(enum method m, struct str path, int64_t *id, struct str *name,
                               bool *wrong_method);

enum {
    FIELDS_MOST = 128,
    TOKEN_HEX = 33
};

struct response {
    int status;
    const char *type;
    struct str location;   /* of a redirect */
    struct str set_cookie; /* "" none */
    struct str disposition;
    bool forget;       /* a browser is to drop what it kept of our pages */
    const char *cache; /* Cache-Control; NULL: private, no-cache, with an ETag of the body */
    struct str etag;   /* set by who knows it; "" */
    int retry_after_s;
    int fd; /* a file instead of the body; -1 none */
    /* bytes that outlive the request (assets) instead of the body */
    struct str fixed;
    bool fixed_gzip; /* they are compressed already */
};

/* One at a time in a worker: all memory is given back when the answer is on its way. */
struct request {
    struct server *server;
    struct store *store;
    struct arena *a;
    struct buf *out; /* the body */
    int64_t now_ms;

    enum method method;
    struct str path;
    int64_t id;
    struct str name;
    bool json; /* under /api */
    bool part; /* asked for by a script: only the piece that changes */
    struct str host, origin, fetch_site, fetch_dest, agent, remote, if_none_match, token_header,
        range;
    bool gzip, https;
    struct {
        struct str name, value;
        const struct field *field;
        bool uploaded; /* the value is the path of a file that came in */
    } field[FIELDS_MOST];
    size_t fields;

    bool signed_in, by_bearer, is_host;
    bool by_key;                     /* a program with a key; it may what `scopes` says */
    unsigned scopes;                 /* 1 << SCOPE_READ | … */
    int64_t owner;                   /* who asks; 0 nobody who is known */
    int64_t acts_for;                /* the company that is acted for; 0 oneself */
    enum role role;                  /* there; ROLE_ADMIN for oneself */
    const struct membership *member; /* the companies that they belong to */
    size_t members;
    struct str session; /* digest of its token */
    struct str bearer;  /* the token of a session that has just begun */
    char token[TOKEN_HEX];
    struct response re;
};

/* The rows that this request is about: of the company, or of whoever asks. To be said whenever a
 * store was borrowed anew. */
void request_use_store(struct request *r, struct store *s);

/* Writes down who did what to the rows of `about`. What can't be written down is done all the
 * same. */
void request_audit(struct request *r, int64_t about, const char *verb, struct str subject,
                   struct str note);

/* Fields as the row declared them; "" or 0 where they were not given. */
struct str field_str(const struct request *r, const char *name);
int64_t field_id(const struct request *r, const char *name);
bool field_given(const struct request *r, const char *name);
/* All values of one that repeats, as numbers. */
size_t field_ids(const struct request *r, const char *name, int64_t *out, size_t most);

/* Checks what came against the row: ERR_INVALID, ERR_LIMIT in one sentence. */
MUST_CHECK enum err_code fields_check(struct request *r, const struct route *row,
                                      struct err *e);

/* After a change: a page is sent back to `path` (303); an API answers {"ok":true,…}. */
enum err_code answer_done(struct request *r, struct str path);
/* The error as a page or as JSON. */
void answer_error(struct request *r, const struct err *e);
#endif
