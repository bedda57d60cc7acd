/* networks/common.c: signing in as most networks do it, posts that are gone, names in small letters. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/common.h"

size_t common__bearer(struct api *s, struct http_header *out)
{
    if (s->secret.access.n == 0)
        return 0;
    *out = (struct http_header){STR("Authorization"),
                                arena_printf(s->a, "Bearer " STRF, STRA(s->secret.access))};
    return 1;
}

enum err_code common__leave(struct api *s, const struct oauth_server *at,
                            const struct oauth_client *c, const char *const *extra,
                            struct api_trip *trip, struct str *url, struct err *e)
{
    struct oauth_trip t = {0};
    enum err_code rc = oauth_begin(s->http, at, c, extra, s->a, &t, url, e);
    trip->state = t.state;
    trip->verifier = t.verifier;
    trip->issuer = t.issuer;
    return rc;
}

/* What a server does not say again stays: many give no new refresh token, some no scopes. */
void common__take(struct api *s, const struct oauth_tokens *t)
{
    s->secret.access = t->access;
    s->secret.until_ms = t->until_ms;
    if (t->refresh.n)
        s->secret.refresh = t->refresh;
    if (t->scopes.n)
        s->secret.scopes = t->scopes;
}

enum err_code common__arrive(struct api *s, const struct oauth_server *at,
                             const struct oauth_client *c, const struct api_trip *trip,
                             struct str query, struct err *e)
{
    struct oauth_tokens t = {0};
    struct oauth_trip back = {
        .state = trip->state, .verifier = trip->verifier, .issuer = trip->issuer};
    enum err_code rc = oauth_end(s->http, at, c, &back, query, s->a, &t, e);
    if (rc == ERR_OK)
        common__take(s, &t);
    return rc;
}

enum err_code common__renew(struct api *s, const struct oauth_server *at,
                            const struct oauth_client *c, struct err *e)
{
    struct oauth_tokens t = {0};
    if (s->secret.refresh.n == 0 || at->token.n == 0)
        return err_set(e, ERR_DENIED, STRF " has ended this sign-in; sign in again",
                       STRA(api_whom(s)));
    enum err_code rc = oauth_renew(s->http, at, c, STR_NONE, s->secret.refresh, s->a, &t, e);
    if (rc == ERR_OK)
        common__take(s, &t);
    return rc;
}

enum err_code common__gone(struct str key, struct sink *to, struct err *e)
{
    struct record rec = {.kind = RECORD_POST};
    rec.as.post = (struct record_post){
        .key = key, .deleted = when_ms(time_now_ms()), .likes = -1, .reshares = -1};
    return sink_put(to, &rec, e);
}

const char *common__answering(const struct network_api *row, const struct outgoing *o)
{
    for (const struct network_answering *x = row->answering; x && x->word; x++)
        if (x->who == o->answering && o->reply_to.key.n == 0)
            return x->word;
    return "";
}

struct str common__lower(struct str s, struct arena *a)
{
    char *p = arena_cstr(a, s);
    for (size_t i = 0; i < s.n; i++)
        p[i] = ascii_lower(p[i]);
    return str_of(p, s.n);
}
