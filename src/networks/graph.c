/* networks/graph.c: the Graph API of Meta, as Facebook, Instagram and Threads speak it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/graph.h"

#include "core/limits.h"
#include "net/form.h"
#include "net/oauth.h"
#include "networks/common.h"

/* developers.facebook.com/docs/graph-api (error handling, rate limits, paging); FORMATS.md 20. */

#define VERSION "v23.0"

enum {
    RATE_WAIT_S = 3600,  /* limits are counted by the hour */
    EARLY_MS = 864000000 /* a token of 60 days is renewed from 10 days before its end on */
};

struct str graph__version(const struct api *s)
{
    struct str v = api_fact(s, "version");
    return v.n ? v : STR(VERSION);
}

size_t graph__sign(struct api *s, const struct http_request *q, struct http_header *out)
{
    (void)q;
    return common__bearer(s, out);
}

/* Quotas and refusals ---------------------------------------------------------------------------- */

/* {"call_count": 28, "total_time": 25, "total_cputime": 25}: what of each is used, in percent. */
static int64_t used(const struct json *v)
{
    static const char *const names[] = {"call_count", "total_time", "total_cputime"};
    int64_t most = 0;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        int64_t n = json_i64(json_get(v, names[i]), 0);
        most = n > most ? n : most;
    }
    return most;
}

enum err_code graph__send(struct api *s, const struct http_request *q, struct http_answer *w,
                          struct err *e)
{
    static const char *const headers[] = {"x-app-usage", "x-page-usage"};
    enum err_code rc = http_send(s->http, q, s->a, w, e);
    int64_t most = -1;
    for (size_t i = 0; rc == ERR_OK && i < COUNT_OF(headers); i++) {
        struct json *j = NULL;
        struct err ignored;
        struct str text = http_header(w, headers[i]);
        if (text.n == 0 || json_parse(text, NULL, s->a, &j, &ignored))
            continue;
        int64_t n = used(j);
        most = n > most ? n : most;
    }
    if (most >= 0)
        s->quota = (struct api_quota){most < 100 ? 100 - most : 0, 100, 0};
    return rc;
}

static const struct {
    int64_t from, to; /* error.code */
    enum err_code code;
    const char *says;
} errors[] = {
    {190, 190, ERR_DENIED,       "does not know this sign-in any more; sign in again"},
    {102, 102, ERR_DENIED,       "does not know this sign-in any more; sign in again"},
    {4,   4,   ERR_RATE_LIMITED, "asks to wait"                                      },
    {17,  17,  ERR_RATE_LIMITED, "asks to wait"                                      },
    {32,  32,  ERR_RATE_LIMITED, "asks to wait"                                      },
    {613, 613, ERR_RATE_LIMITED, "asks to wait"                                      },
    {10,  10,  ERR_DENIED,       "does not allow it"                                 },
    {200, 299, ERR_DENIED,       "does not allow it"                                 },
    {368, 368, ERR_DENIED,       "blocks this account for a while"                   },
    {506, 506, ERR_CONFLICT,     "says it has that text already"                     },
    {803, 803, ERR_NOT_FOUND,    "does not have it"                                  },
    {1,   2,   ERR_UNAVAILABLE,  "has a passing failure"                             },
};

enum err_code graph__judge(struct api *s, const struct http_answer *w, const struct json *body,
                           struct err *e)
{
    const struct json *error = json_get(body, "error");
    int64_t code = json_i64(json_get(error, "code"), 0);
    struct str words = api_words(body, s->a);
    const char *more = words.n ? ": " : "";
    if (w->status >= 500 || !error)
        return ERR_OK; /* as any server's */
    if (code == 100 && json_i64(json_get(error, "error_subcode"), 0) == 33)
        return err_set(e, ERR_NOT_FOUND, STRF " does not have it", STRA(api_whom(s)));
    for (size_t i = 0; i < COUNT_OF(errors); i++) {
        if (code < errors[i].from || code > errors[i].to)
            continue;
        err_set(e, errors[i].code, STRF " %s%s" STRF, STRA(api_whom(s)), errors[i].says, more,
                STRA(words));
        e->retry_after_s = errors[i].code == ERR_RATE_LIMITED ? RATE_WAIT_S : 0;
        return errors[i].code;
    }
    if (json_true(json_get(error, "is_transient")))
        return err_set(e, ERR_UNAVAILABLE, STRF " has a passing failure%s" STRF,
                       STRA(api_whom(s)), more, STRA(words));
    return ERR_OK;
}

/* Asking ------------------------------------------------------------------------------------------ */

enum err_code graph__post(struct api *s, struct str url, struct str form, bool changes,
                          struct json **out, struct err *e)
{
    struct http_answer w = {0};
    enum err_code rc = api_ask(
        s, &(struct api_ask){.method = "POST", .url = url, .body = form, .changes = changes},
        &w, out, e);
    /* it failed somewhere in there: nobody says how far it came */
    if (rc != ERR_UNAVAILABLE || !changes || w.status == 0 || w.status == 503)
        return rc;
    e->code = ERR_UNCERTAIN;
    return ERR_UNCERTAIN;
}

enum err_code graph__list(struct api *s, struct str url, struct str cursor,
                          const struct json **data, struct str *next, struct err *e)
{
    struct json *j = NULL;
    struct buf b;
    buf_init(&b, KIB(16));
    buf_str(&b, url);
    if (cursor.n)
        form_put(&b, "after", cursor);
    enum err_code rc = api_get(s, buf_view(&b), &j, e);
    buf_free(&b);
    if (rc)
        return rc;
    *data = json_get(j, "data");
    *next = json_get(json_get(j, "paging"), "next")
                ? json_str(json_at(j, "paging/cursors/after"))
                : STR_NONE;
    return *data && (*data)->type == JSON_ARRAY
               ? ERR_OK
               : err_set(e, ERR_PARSE, STRF " answered something that is no list",
                         STRA(api_whom(s)));
}

enum err_code graph__walk(struct api *s, struct str url, const char *at, graph_put *put,
                          struct str mark, struct sink *to, struct api_page *out, struct err *e)
{
    struct walk w;
    const struct json *data = NULL;
    struct str next = STR_NONE;
    int64_t oldest = 0, newest = 0;
    size_t n = 0;
    enum err_code rc = walk_read(mark, s->a, &w, e);
    if (rc == ERR_OK)
        rc = graph__list(s, url, w.cursor, &data, &next, e);
    if (rc)
        return rc;
    const struct json **item = ARENA_ARRAY(s->a, const struct json *, data->count + 1);
    for (const struct json *v = data->first; v; v = v->next) {
        int64_t ms = when_parse(json_get_str(v, at)).ms;
        oldest = ms && (oldest == 0 || ms < oldest) ? ms : oldest;
        newest = ms > newest ? ms : newest;
        item[n++] = v;
    }
    while (n && rc == ERR_OK) /* what is answered comes before its answers */
        rc = put(s, item[--n], to, e);
    if (rc)
        return rc;
    out->items = (int64_t)data->count;
    walk_step(&w, oldest, newest, data->count ? next : STR_NONE, s->a, out);
    return ERR_OK;
}

/* Signing in -------------------------------------------------------------------------------------- */

/* Where a code becomes a token: another host than what is asked afterwards, at Instagram. */
static struct str token_url(const struct api *s, const struct graph_door *d)
{
    struct str whole = str_from(d->token), path = str_after(whole, 8);
    if (s->named.n == 0)
        return whole;
    return arena_printf(s->a, STRF STRF, STRA(s->named),
                        STRA(str_after(path, (size_t)str_chr(path, '/'))));
}

static struct oauth_server server_of(const struct api *s, const struct graph_door *d)
{
    return (struct oauth_server){
        .authorize = str_from(d->authorize), .token = token_url(s, d), .named = s->named};
}

static struct oauth_client client_of(const struct api *s, struct str redirect)
{
    return (struct oauth_client){.id = s->secret.client_id,
                                 .secret = s->secret.client_secret,
                                 .redirect = redirect,
                                 .scopes = str_from(s->row->scopes)};
}

enum err_code graph__leave(struct api *s, const struct graph_door *d, struct api_trip *trip,
                           struct str *url, struct err *e)
{
    struct oauth_server at = server_of(s, d);
    struct oauth_client c = client_of(s, trip->redirect);
    if (c.id.n == 0 || c.secret.n == 0)
        return err_set(e, ERR_INVALID, "%s wants the id and the secret of an app of your own",
                       s->row->name);
    return common__leave(s, &at, &c, NULL, trip, url, e);
}

static void take(struct api *s, const struct oauth_tokens *t)
{
    int64_t now = time_now_ms();
    s->secret.access = t->access;
    /* one that ended can't be renewed any more, so it is done well before */
    s->secret.until_ms = t->until_ms > now + EARLY_MS ? t->until_ms - EARLY_MS : t->until_ms;
}

enum err_code graph__arrive(struct api *s, const struct graph_door *d,
                            const struct api_trip *trip, struct str query, struct err *e)
{
    struct oauth_tokens t = {0}, lasting = {0};
    struct oauth_server at = server_of(s, d);
    struct oauth_client c = client_of(s, trip->redirect);
    struct oauth_trip back = {.state = trip->state, .verifier = trip->verifier};
    struct buf form;
    enum err_code rc = oauth_end(s->http, &at, &c, &back, query, s->a, &t, e);
    if (rc)
        return rc;
    buf_init(&form, KIB(16));
    form_put(&form, "grant_type", str_from(d->grant));
    form_put(&form, "client_id", c.id);
    form_put(&form, "client_secret", c.secret);
    form_put(&form, d->short_name, t.access);
    rc = oauth_ask(s->http, arena_printf(s->a, STRF "%s", STRA(s->server), d->exchange),
                   s->named, buf_view(&form), true, s->a, &lasting, e);
    buf_free(&form);
    if (rc == ERR_OK)
        take(s, &lasting);
    return rc;
}

enum err_code graph__renew(struct api *s, const struct graph_door *d, struct err *e)
{
    struct oauth_tokens t = {0};
    struct buf form;
    if (!d->refresh)
        return err_set(e, ERR_DENIED, STRF " has ended this sign-in; sign in again",
                       STRA(api_whom(s)));
    buf_init(&form, KIB(16));
    form_put(&form, "grant_type", str_from(d->refresh_grant));
    form_put(&form, "access_token", s->secret.access);
    enum err_code rc =
        oauth_ask(s->http, arena_printf(s->a, STRF "%s", STRA(s->server), d->refresh), s->named,
                  buf_view(&form), true, s->a, &t, e);
    buf_free(&form);
    if (rc == ERR_OK)
        take(s, &t);
    return rc;
}
