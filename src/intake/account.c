/* intake/account.c: accounts as rows want them, and signing in to them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/account.h"

#include "core/limits.h"
#include "core/mem.h"
#include "core/time.h"
#include "intake/collect.h"
#include "net/form.h"
#include "store/live.h"

#include <string.h>

/* At hand ---------------------------------------------------------------------------------- */

/* Everything that a row may have changed, as `a` has it. */
static void bring(struct api *s, struct arena *a)
{
    struct str *const all[] = {&s->server,
                               &s->named,
                               &s->key,
                               &s->remote,
                               &s->handle,
                               &s->facts,
                               &s->secret.access,
                               &s->secret.refresh,
                               &s->secret.client_id,
                               &s->secret.client_secret,
                               &s->secret.dpop_key,
                               &s->secret.nonce,
                               &s->secret.name,
                               &s->secret.password,
                               &s->secret.extra,
                               &s->secret.scopes};
    for (size_t i = 0; i < COUNT_OF(all); i++)
        *all[i] = arena_str(a, *all[i]);
}

/* What the owner typed may be a private address; another server that a row found by it may not. */
static bool is_named(const struct api *api)
{
    return api->named.n > 0 &&
           str_eq(http_origin(api->named, api->a), http_origin(api->server, api->a));
}

static enum err_code put_sign_in(struct store *s, int64_t account_id, const struct api *api,
                                 struct err *e)
{
    const struct sign_in v = {.account_id = account_id,
                              .network = str_from(api->row->id),
                              .door = str_from(api->row->door),
                              .server = api->server,
                              .named = is_named(api),
                              .remote = api->remote,
                              .facts = api->facts,
                              .secret = api_secret_write(&api->secret, api->a),
                              .scopes = api->secret.scopes,
                              .state = STR("ready"),
                              .asked_ms = time_now_ms(),
                              .quota_left = api->quota.left,
                              .quota_of = api->quota.of,
                              .quota_ms = api->quota.reset_ms};
    return store_sign_in_put(s, &v, e);
}

static enum err_code keep(void *ctx, const struct api *api, struct err *e)
{
    struct account_api *v = ctx;
    v->kept = true;
    return put_sign_in(v->s, v->account_id, api, e);
}

static enum err_code load(struct account_api *v, struct http *http, struct err *e)
{
    struct sign_in in;
    struct account *all;
    size_t n;
    enum err_code rc = store_sign_in(v->s, v->account_id, v->a, &in, e);
    if (rc == ERR_OK)
        rc = store_accounts(v->s, v->a, &all, &n, e);
    if (rc)
        return rc;
    if (!str_is(in.state, "ready"))
        return err_set(e, ERR_DENIED,
                       str_is(in.state, "paused") ? "You paused this account."
                                                  : "This sign-in has ended%s" STRF
                                                    ". Sign in again.",
                       in.why.n ? ": " : "", STRA(in.why));
    v->api = (struct api){
        .row = api_find(in.network, in.door),
        .http = http,
        .server = in.server,
        .named = in.named ? in.server : STR_NONE,
        .remote = in.remote,
        .facts = in.facts,
        .quota = {in.quota_left, in.quota_of, in.quota_ms},
        .keep = keep,
        .ctx = v
    };
    for (size_t i = 0; i < n; i++)
        if (all[i].id == v->account_id) {
            v->api.key = all[i].key;
            v->api.handle = all[i].handle;
        }
    if (!v->api.row)
        return err_set(e, ERR_UNSUPPORTED, "This Tact does not know " STRF " (" STRF ").",
                       STRA(in.network), STRA(in.door));
    return api_secret_read(in.secret, v->a, &v->api.secret, e);
}

enum err_code account_open(struct store *s, struct http *http, int64_t account_id,
                           struct account_api **out, struct err *e)
{
    struct account_api *v = mem_calloc(1, sizeof *v);
    v->s = s;
    v->account_id = account_id;
    v->a = arena_new(MIB(64));
    enum err_code rc = load(v, http, e);
    if (rc) {
        account_close(v);
        return rc;
    }
    account_page(v);
    *out = v;
    return ERR_OK;
}

void account_page(struct account_api *v)
{
    struct arena *fresh = arena_new(MIB(512));
    if (v->page) {
        struct arena *base = arena_new(MIB(64));
        bring(&v->api, base);
        arena_free(v->page);
        arena_free(v->a);
        v->a = base;
    }
    v->page = v->api.a = fresh;
}

enum err_code account_note(struct account_api *v, enum err_code rc, const struct err *why,
                           struct err *e)
{
    bool ended = rc == ERR_DENIED;
    const struct sign_in row = {.account_id = v->account_id,
                                .state = ended ? STR("ended") : STR("ready"),
                                .why = ended ? str_from(why->msg) : STR_NONE,
                                .asked_ms = time_now_ms(),
                                .quota_left = v->api.quota.left,
                                .quota_of = v->api.quota.of,
                                .quota_ms = v->api.quota.reset_ms};
    return store_sign_in_note(v->s, &row, e);
}

void account_close(struct account_api *v)
{
    if (!v)
        return;
    arena_free(v->page);
    arena_free(v->a);
    mem_free(v);
}

/* Signing in ------------------------------------------------------------------------------- */

/* This machine, as people type it: nobody has a certificate for it. */
static bool is_this_machine(struct str host)
{
    static const char *const mine[] = {"localhost", "127.", "[::1]"};
    for (size_t i = 0; i < COUNT_OF(mine); i++)
        if (str_starts_ci(host, str_from(mine[i])))
            return true;
    return false;
}

enum err_code account_server(const struct network_api *row, struct str typed, struct arena *a,
                             struct str *server, bool *named, struct err *e)
{
    struct str s = str_trim(typed);
    *named = s.n > 0;
    if (row->place)
        return row->place(s, a, server, e);
    if (s.n == 0 && !row->server)
        return err_set(e, ERR_INVALID,
                       "Which server is your account on? Name it, as in "
                       "mastodon.social.");
    if (s.n == 0) {
        *server = str_from(row->server);
        return ERR_OK;
    }
    ptrdiff_t at = str_rchr(s, '@'); /* "@ann@mastodon.social" names a server too */
    if (at >= 0 && str_find(s, STR("/")) < 0)
        s = str_after(s, (size_t)at + 1);
    while (s.n && s.p[s.n - 1] == '/')
        s.n--;
    if (str_find(s, STR("://")) < 0)
        s = arena_printf(a, "%s://" STRF, is_this_machine(s) ? "http" : "https", STRA(s));
    struct str origin = http_origin(s, a);
    if (origin.n == 0)
        return err_set(e, ERR_INVALID,
                       "\"" STRF "\" is no server's name: type it as in "
                       "mastodon.social",
                       STRA(str_sub(typed, 0, 200)));
    /* a site may live below a path; anything else of an address is nobody's server */
    *server = str_starts(s, origin) ? arena_str(a, s) : origin;
    return ERR_OK;
}

static enum err_code begin(const struct signing_in *v, struct http *http, struct arena *a,
                           struct api *api, struct err *e)
{
    bool named = false;
    *api = (struct api){
        .row = v->row, .http = http, .a = a, .quota = {-1, -1, 0}
    };
    enum err_code rc = account_server(v->row, v->server, a, &api->server, &named, e);
    api->named = named ? api->server : STR_NONE;
    api->secret.client_id = v->app_id;
    api->secret.client_secret = v->app_secret;
    api->secret.name = v->name;
    api->secret.password = v->password;
    return rc;
}

/* The app that this server knows Tact by already. */
static enum err_code load_app(struct store *s, const struct sign_in_app *which, struct api *api,
                              struct err *e)
{
    struct str kept = STR_NONE;
    struct api_secret app;
    if (api->secret.client_id.n)
        return ERR_OK; /* the owner typed one */
    enum err_code rc = store_app(s, which, api->a, &kept, e);
    if (rc || kept.n == 0)
        return rc;
    rc = api_secret_read(kept, api->a, &app, e);
    if (rc == ERR_OK) {
        api->secret.client_id = app.client_id;
        api->secret.client_secret = app.client_secret;
    }
    return rc;
}

static enum err_code keep_app(struct store *s, const struct sign_in_app *which,
                              const struct api *api, struct err *e)
{
    const struct api_secret app = {.client_id = api->secret.client_id,
                                   .client_secret = api->secret.client_secret};
    return app.client_id.n ? store_app_put(s, which, api_secret_write(&app, api->a), e)
                           : ERR_OK;
}

/* What is remembered while somebody is on the way: the trip, and the secret as it is by then. */
static struct str write_trip(const struct api *api, const struct api_trip *t, struct arena *a)
{
    struct buf b;
    struct json_out o;
    buf_init(&b, KIB(512));
    json_out_init(&o, &b);
    json_out_open(&o, '{');
    json_out_kstr(&o, "redirect", t->redirect);
    json_out_kstr(&o, "state", t->state);
    json_out_kstr(&o, "verifier", t->verifier);
    json_out_kstr(&o, "dpop_key", t->dpop_key);
    json_out_kstr(&o, "issuer", t->issuer);
    json_out_kstr(&o, "server", api->server);
    json_out_kstr(&o, "remote", api->remote);
    json_out_kstr(&o, "facts", api->facts);
    json_out_kstr(&o, "secret", api_secret_write(&api->secret, a));
    json_out_close(&o, '}');
    struct str out = arena_str(a, buf_view(&b));
    buf_free(&b);
    return out;
}

static enum err_code read_trip(struct str text, struct api *api, struct api_trip *t,
                               struct err *e)
{
    struct json *j = NULL;
    enum err_code rc = json_parse(text, NULL, api->a, &j, e);
    if (rc)
        return rc;
    *t = (struct api_trip){.redirect = json_get_str(j, "redirect"),
                           .state = json_get_str(j, "state"),
                           .verifier = json_get_str(j, "verifier"),
                           .dpop_key = json_get_str(j, "dpop_key"),
                           .issuer = json_get_str(j, "issuer")};
    api->server = json_get_str(j, "server"); /* a row may have found another than was typed */
    api->remote = json_get_str(j, "remote");
    api->facts = json_get_str(j, "facts");
    return api_secret_read(json_get_str(j, "secret"), api->a, &api->secret, e);
}

enum err_code account_leave(struct store *s, struct http *http, const struct signing_in *v,
                            struct arena *a, struct str *url, struct str *state, struct err *e)
{
    struct api api;
    struct api_trip trip = {.redirect = v->redirect};
    if (v->row->sign_in != SIGN_IN_BROWSER)
        return err_set(e, ERR_INVALID, "%s has no page to sign in on. %s", v->row->name,
                       v->row->how);
    enum err_code rc = begin(v, http, a, &api, e);
    const struct sign_in_app app = {str_from(v->row->id), str_from(v->row->door), api.server,
                                    v->redirect};
    if (rc == ERR_OK)
        rc = load_app(s, &app, &api, e);
    if (rc == ERR_OK && v->row->needs_app && api.secret.client_id.n == 0)
        return err_set(e, ERR_INVALID, "%s wants an app of your own. %s", v->row->name,
                       v->row->how);
    if (rc == ERR_OK)
        rc = v->row->leave(&api, &trip, url, e);
    if (rc == ERR_OK)
        rc = keep_app(s, &app, &api, e);
    if (rc)
        return rc;
    *state = trip.state;
    const struct sign_in_trip kept = {.state = trip.state,
                                      .network = str_from(v->row->id),
                                      .door = str_from(v->row->door),
                                      .server = api.server,
                                      .named = is_named(&api),
                                      .secret = write_trip(&api, &trip, a)};
    return store_trip_put(s, &kept, e);
}

/* Whose it is, and that into the store, with the sign-in. */
static enum err_code settle(struct store *s, struct api *api, int64_t *account_id,
                            struct err *e)
{
    struct collect got;
    struct importer *im = NULL;
    struct stream_row row = {
        .stream = STR("who"), .ran_ms = time_now_ms(), .due_ms = INT64_MAX};
    collect_init(&got, api->a);
    enum err_code rc = api->row->who(api, &got.sink, e);
    if (rc == ERR_OK && api->key.n == 0)
        rc = err_set(e, ERR_PARSE, STRF " did not say whose account that is",
                     STRA(api_whom(api)));
    if (rc == ERR_OK)
        rc = store_live_begin(s, str_from(api->row->id), api->key, &im, e);
    if (rc)
        return rc;
    rc = collect_put(&got, im, e);
    if (rc)
        store_live_abort(im);
    else
        rc = store_live_commit(im, &row, NULL, NULL, e);
    *account_id = row.account_id;
    return rc ? rc : put_sign_in(s, row.account_id, api, e);
}

enum err_code account_arrive(struct store *s, struct http *http, struct str state,
                             struct str query, struct arena *a, int64_t *account_id,
                             struct err *e)
{
    struct sign_in_trip kept;
    struct api_trip trip;
    struct api api = {
        .http = http, .a = a, .quota = {-1, -1, 0}
    };
    enum err_code rc = store_trip_take(s, state, a, &kept, e);
    if (rc)
        return rc;
    api.row = api_find(kept.network, kept.door);
    if (!api.row)
        return err_set(e, ERR_UNSUPPORTED, "This Tact does not know " STRF ".",
                       STRA(kept.network));
    rc = read_trip(kept.secret, &api, &trip, e);
    api.named = kept.named ? api.server : STR_NONE; /* as it was typed, or found to be */
    if (rc == ERR_OK)
        rc = api.row->arrive(&api, &trip, query, e);
    return rc ? rc : settle(s, &api, account_id, e);
}

enum err_code account_enter(struct store *s, struct http *http, const struct signing_in *v,
                            struct arena *a, int64_t *account_id, struct err *e)
{
    struct api api;
    enum err_code rc = begin(v, http, a, &api, e);
    if (rc)
        return rc;
    if (v->row->sign_in == SIGN_IN_BROWSER)
        return err_set(e, ERR_INVALID, "%s lets you in through its own page only.",
                       v->row->name);
    if (v->row->sign_in == SIGN_IN_TOKEN)
        api.secret.access = v->password;
    if (v->row->enter)
        rc = v->row->enter(&api, e);
    return rc ? rc : settle(s, &api, account_id, e);
}

enum err_code account_leave_for_good(struct store *s, struct http *http, int64_t account_id,
                                     struct err *e)
{
    struct account_api *v = NULL;
    struct err ignored;
    if (account_open(s, http, account_id, &v, &ignored) == ERR_OK) {
        if (v->api.row->leave_for_good && v->api.row->leave_for_good(&v->api, &ignored)) {
            /* the server may be gone: here it is forgotten all the same */
        }
        account_close(v);
    }
    return store_sign_in_drop(s, account_id, e);
}
