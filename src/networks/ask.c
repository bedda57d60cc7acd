/* networks/ask.c: one request as an account: who asks, a sign-in that ended, what a refusal means. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/api.h"

#include "core/limits.h"
#include "core/time.h"
#include "text/html.h"
#include "text/utf8.h"

enum {
    HEADERS_MOST = 16,
    WORDS_MOST = 240,  /* bytes of a network's own words in a sentence */
    SOON_MS = 60000,   /* a sign-in that ends so soon is renewed before it is used */
    WAIT_UNSAID_S = 60 /* where a network says "too much" without saying for how long */
};

struct str api_whom(const struct api *s)
{
    struct str host = str_starts(s->server, STR("https://"))  ? str_after(s->server, 8)
                      : str_starts(s->server, STR("http://")) ? str_after(s->server, 7)
                                                              : s->server;
    return arena_printf(s->a, "%s at " STRF, s->row->name, STRA(host));
}

/* One printable line, cut between characters. */
static struct str one_line(struct str s, struct arena *a)
{
    struct buf b;
    struct str rest = utf8_clean(str_sub(s, 0, KIB(4)), a);
    buf_init(&b, WORDS_MOST);
    while (rest.n && !b.over) {
        uint32_t c = utf8_next(&rest);
        struct buf one;
        buf_init(&one, 8);
        utf8_put(&one, c < ' ' || c == 0x7F ? ' ' : c);
        if (b.n + one.n <= WORDS_MOST)
            buf_str(&b, buf_view(&one));
        else
            rest = STR_NONE;
        buf_free(&one);
    }
    struct str out = arena_str(a, str_trim(buf_view(&b)));
    buf_free(&b);
    return out;
}

/* Where networks say what is wrong: Mastodon, OAuth, LinkedIn, Meta, X, WordPress, XRPC. */
static const char *const says[] = {"error_description",
                                   "error/error_user_msg",
                                   "error/message",
                                   "detail",
                                   "errors/[]/detail",
                                   "errors/[]/message",
                                   "message",
                                   "error",
                                   "title"};

struct str api_words(const struct json *body, struct arena *a)
{
    for (size_t i = 0; i < COUNT_OF(says); i++) {
        const struct json *j = json_at(body, says[i]);
        if (j && j->type == JSON_STRING && j->s.n)
            return one_line(html_to_text(j->s, a), a);
    }
    return STR_NONE;
}

static void note_quota(struct api *s, const struct http_answer *w)
{
    static const char *const left[] = {"x-ratelimit-remaining", "x-rate-limit-remaining",
                                       "ratelimit-remaining"};
    static const char *const of[] = {"x-ratelimit-limit", "x-rate-limit-limit",
                                     "ratelimit-limit"};
    static const char *const reset[] = {"x-ratelimit-reset", "x-rate-limit-reset",
                                        "ratelimit-reset"};
    for (size_t i = 0; i < COUNT_OF(left); i++) {
        int64_t n = 0, seconds = 0;
        if (!str_i64(http_header(w, left[i]), &n))
            continue;
        struct str at = http_header(w, reset[i]);
        s->quota = (struct api_quota){n, -1, 0};
        if (str_i64(http_header(w, of[i]), &n))
            s->quota.of = n;
        /* seconds since 1970, or (Mastodon) an ISO time */
        s->quota.reset_ms = str_i64(at, &seconds) ? seconds * 1000 : when_parse(at).ms;
        return;
    }
}

static int wait_s(const struct api *s, const struct http_answer *w)
{
    int64_t now = time_now_ms();
    int said = http_retry_after(w, now);
    if (said >= 0)
        return said;
    int64_t left = (s->quota.reset_ms - now + 999) / 1000;
    return s->quota.left == 0 && left > 0 && left < 86400 ? (int)left : WAIT_UNSAID_S;
}

static enum err_code code_of(int status, bool changes)
{
    switch (status) {
    case 401:
    case 403:
        return ERR_DENIED;
    case 404:
    case 410:
        return ERR_NOT_FOUND;
    case 409:
        return ERR_CONFLICT;
    case 408:
    case 425:
        return ERR_UNAVAILABLE;
    case 413:
        return ERR_LIMIT;
    case 429:
        return ERR_RATE_LIMITED;
    case 503:
        return ERR_UNAVAILABLE; /* turned away at the door: nothing was done */
    default:
        if (status >= 500)
            return changes ? ERR_UNCERTAIN : ERR_UNAVAILABLE;
        return ERR_INVALID;
    }
}

static enum err_code refusal(struct api *s, const struct api_ask *q,
                             const struct http_answer *w, struct err *e)
{
    struct json *body = NULL;
    struct err ignored;
    struct str words = STR_NONE;
    if (json_parse(w->body, utf8_clean, s->a, &body, &ignored) == ERR_OK)
        words = api_words(body, s->a);
    enum err_code rc = s->row->judge ? s->row->judge(s, w, body, e) : ERR_OK;
    if (rc)
        return rc;
    rc = code_of(w->status, q->changes);
    struct str whom = api_whom(s);
    const char *says_more = words.n ? ": " : "";
    if (rc == ERR_RATE_LIMITED || rc == ERR_UNAVAILABLE) {
        int wait = wait_s(s, w);
        err_set(e, rc,
                STRF " asks to wait (%d)"
                     "%s" STRF,
                STRA(whom), w->status, says_more, STRA(words));
        e->retry_after_s = wait;
        return rc;
    }
    if (rc == ERR_DENIED && w->status == 401)
        return err_set(e, rc,
                       STRF " does not know this sign-in any more%s" STRF "; sign in again",
                       STRA(whom), says_more, STRA(words));
    return err_set(e, rc, STRF " refused it (%d)%s" STRF, STRA(whom), w->status, says_more,
                   STRA(words));
}

static struct str whole(const struct api *s, struct str url)
{
    if (url.n && url.p[0] == '/')
        return arena_printf(s->a, STRF STRF, STRA(s->server), STRA(url));
    return url;
}

static enum err_code send_once(struct api *s, const struct api_ask *q, struct http_answer *w,
                               struct err *e)
{
    struct http_header header[HEADERS_MOST];
    size_t n = 0;
    struct http_request r = {.method = q->method,
                             .url = whole(s, q->url),
                             .body = q->body,
                             .named = s->named,
                             .changes = q->changes,
                             .header = header};
    if (q->body.n)
        header[n++] = (struct http_header){
            STR("Content-Type"),
            str_from(q->type ? q->type : "application/x-www-form-urlencoded")};
    for (size_t i = 0; i < q->headers && n < HEADERS_MOST - 4; i++)
        header[n++] = q->header[i];
    /* secrets go to the account's own server only */
    struct str mine = http_origin(s->server, s->a);
    if (!q->bare && s->row->sign && str_eq(http_origin(r.url, s->a), mine))
        n += s->row->sign(s, &r, header + n);
    r.headers = n;
    return s->row->send ? s->row->send(s, &r, w, e) : http_send(s->http, &r, s->a, w, e);
}

enum err_code api_renew(struct api *s, struct err *e)
{
    if (!s->row->renew)
        return err_set(e, ERR_DENIED, STRF " has ended this sign-in; sign in again",
                       STRA(api_whom(s)));
    enum err_code rc = s->row->renew(s, e);
    if (rc == ERR_UNCERTAIN) { /* of what was to be sent with it nothing was done */
        rc = ERR_UNAVAILABLE;
        if (e)
            e->code = rc;
    }
    return rc || !s->keep ? rc : s->keep(s->ctx, s, e);
}

static bool can_renew(const struct api *s, const struct api_ask *q)
{
    return !q->bare && s->row->renew && s->secret.access.n;
}

enum err_code api_ask(struct api *s, const struct api_ask *q, struct http_answer *w,
                      struct json **body, struct err *e)
{
    struct http_answer mine = {0};
    struct http_answer *got = w ? w : &mine;
    bool renewed = false;
    enum err_code rc = ERR_OK;
    *got = mine;
    if (can_renew(s, q) && s->secret.until_ms && s->secret.until_ms < time_now_ms() + SOON_MS) {
        rc = api_renew(s, e);
        renewed = true;
    }
    if (rc == ERR_OK)
        rc = send_once(s, q, got, e);
    if (rc == ERR_OK && got->status == 401 && !renewed && can_renew(s, q)) {
        rc = api_renew(s, e); /* 401: nothing was done, so it may be sent again */
        if (rc == ERR_OK)
            rc = send_once(s, q, got, e);
    }
    if (rc)
        return rc;
    note_quota(s, got);
    if (got->status < 200 || got->status > 299)
        return refusal(s, q, got, e);
    if (!body)
        return ERR_OK;
    rc = json_parse(got->body, utf8_clean, s->a, body, e);
    if (rc)
        return err_set(e, q->changes ? ERR_UNCERTAIN : ERR_PARSE,
                       STRF " answered something that is not JSON", STRA(api_whom(s)));
    return ERR_OK;
}

enum err_code api_get(struct api *s, struct str url, struct json **body, struct err *e)
{
    return api_ask(s, &(struct api_ask){.url = url}, NULL, body, e);
}
