/* web/connect.c: signing in to a network: which door, the way there and back; and what an account's
 * server says of it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/connect.h"
#include "web/handlers.h"
#include "web/live.h"
#include "web/server.h"
#include "web/templates.h"

#include "intake/account.h"
#include "net/form.h"
#include "writing/queue.h"

/* Where networks send the browser back to. A page on this machine is good for all but those that
 * want https. */
static struct str back_of(struct request *r)
{
    return arena_printf(r->a, "%s/connect/back", r->server->address);
}

/* Pages ------------------------------------------------------------------------------------- */

static void fill_doors(struct request *r, struct connect_view *v)
{
    size_t n;
    const struct network_api *const *all = api_list(&n);
    v->door = ARENA_ARRAY(r->a, struct door_row, n + 1);
    for (size_t i = 0; i < n; i++)
        if (all[i]->who)
            v->door[v->doors++] =
                (struct door_row){all[i], network_label(str_from(all[i]->id))};
}

static enum err_code show(struct request *r, struct connect_view *v, struct err *e)
{
    struct known k;
    struct page p;
    enum err_code rc = known_load(r, &k, e);
    if (rc)
        return rc;
    fill_doors(r, v);
    page_begin_in(r, &p, v->row ? "Sign in to a network" : "Add a network", "networks", &k,
                  STR_NONE);
    p.tab[0].current = false;
    page_connect(r->out, &p, v);
    return ERR_OK;
}

static void put_doors(struct request *r)
{
    struct json_out o;
    size_t n;
    const struct network_api *const *all = api_list(&n);
    json_out_init(&o, r->out);
    json_out_open(&o, '{');
    json_out_key(&o, "networks");
    json_out_open(&o, '[');
    for (size_t i = 0; i < n; i++) {
        if (!all[i]->who)
            continue;
        json_out_open(&o, '{');
        json_out_kstr(&o, "network", str_from(all[i]->id));
        json_out_kstr(&o, "door", str_from(all[i]->door));
        json_out_kstr(&o, "name", str_from(all[i]->name));
        json_out_kstr(&o, "how", str_from(all[i]->how));
        json_out_close(&o, '}');
    }
    json_out_close(&o, ']');
    json_out_close(&o, '}');
}

static enum err_code door_of(struct request *r, const struct network_api **row, struct err *e)
{
    *row = api_find(field_str(r, "network"), field_str(r, "door"));
    if (*row && (*row)->who)
        return ERR_OK;
    return err_set(e, ERR_NOT_FOUND, "There is no way to sign in to \"" STRF "\".",
                   STRA(str_sub(field_str(r, "network"), 0, 60)));
}

enum err_code get_connect(struct request *r, struct err *e)
{
    struct connect_view v = {.redirect = back_of(r)};
    if (r->json) {
        put_doors(r);
        return ERR_OK;
    }
    enum err_code rc = field_given(r, "network") ? door_of(r, &v.row, e) : ERR_OK;
    return rc ? rc : show(r, &v, e);
}

/* There ------------------------------------------------------------------------------------- */

/* What the owner typed was wrong: the same page, with the sentence. */
static enum err_code again(struct request *r, const struct network_api *row, struct err *e)
{
    struct connect_view v = {.row = row,
                             .server = field_str(r, "server"),
                             .redirect = back_of(r),
                             .problem = arena_str(r->a, str_from(e->msg))};
    if (r->json)
        return e->code;
    r->re.status = 400;
    return show(r, &v, e);
}

static enum err_code arrived(struct request *r, int64_t account, struct err *e)
{
    struct known k;
    enum err_code rc = known_load(r, &k, e);
    if (rc)
        return rc;
    const struct known_account *acc = known_account(&k, account);
    request_audit(r, store_owner(r->store), "account.signed_in",
                  acc ? acc->label : STR("an account"), STR_NONE);
    live_read(r->server->live, store_owner(r->store), account);
    return answer_done(r, arena_printf(r->a, "/networks#account-%lld", (long long)account));
}

/* The browser goes by itself, by a link: a form may not lead to another's server. */
static enum err_code leave(struct request *r, const struct signing_in *v, struct err *e)
{
    struct connect_view view = {.row = v->row, .redirect = v->redirect};
    struct arena *a = r->a;
    view.shows_code = v->redirect.n == 0;
    enum err_code rc =
        account_leave(r->store, live_http(r->server->live), v, a, &view.url, &view.state, e);
    if (rc)
        return again(r, v->row, e);
    view.host = str_after(http_origin(view.url, a), str_starts(view.url, STR("https")) ? 8 : 7);
    if (r->json) {
        struct json_out o;
        json_out_init(&o, r->out);
        json_out_open(&o, '{');
        json_out_kstr(&o, "open", view.url);
        json_out_kstr(&o, "state", view.state);
        json_out_close(&o, '}');
        return ERR_OK;
    }
    return show(r, &view, e);
}

enum err_code post_connect(struct request *r, struct err *e)
{
    int64_t account = 0;
    struct signing_in v = {.server = field_str(r, "server"),
                           .redirect = back_of(r),
                           .app_id = field_str(r, "app"),
                           .app_secret = field_str(r, "app_secret"),
                           .name = field_str(r, "name"),
                           .password = field_str(r, "secret")};
    enum err_code rc = door_of(r, &v.row, e);
    if (rc)
        return rc;
    if (v.row->needs_https && !str_starts(v.redirect, STR("https://")))
        v.redirect = STR_NONE;
    if (v.row->sign_in == SIGN_IN_BROWSER)
        return leave(r, &v, e);
    rc = account_enter(r->store, live_http(r->server->live), &v, r->a, &account, e);
    return rc ? again(r, v.row, e) : arrived(r, account, e);
}

/* And back ---------------------------------------------------------------------------------- */

static enum err_code arrive(struct request *r, struct str state, struct str query,
                            struct err *e)
{
    int64_t account = 0;
    enum err_code rc =
        account_arrive(r->store, live_http(r->server->live), state, query, r->a, &account, e);
    return rc ? rc : arrived(r, account, e);
}

enum err_code get_connect_back(struct request *r, struct err *e)
{
    static const char *const names[] = {"code", "state", "iss", "error", "error_description"};
    struct buf q;
    buf_init(&q, 16384);
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (field_given(r, names[i]))
            form_put(&q, names[i], field_str(r, names[i]));
    struct str query = arena_str(r->a, buf_view(&q));
    buf_free(&q);
    return arrive(r, field_str(r, "state"), query, e);
}

/* The code that a server showed, or the address at which the browser ended up. */
enum err_code post_connect_code(struct request *r, struct err *e)
{
    struct str typed = str_trim(field_str(r, "code")), state = field_str(r, "state");
    ptrdiff_t at = str_chr(typed, '?');
    struct buf q;
    if (at >= 0)
        return arrive(r, state, str_after(typed, (size_t)at + 1), e);
    buf_init(&q, 16384);
    form_put(&q, "code", typed);
    form_put(&q, "state", state);
    struct str query = arena_str(r->a, buf_view(&q));
    buf_free(&q);
    return arrive(r, state, query, e);
}

/* Who Tact is, for servers that ask at its own address before they let anybody in. */
enum err_code get_client(struct request *r, struct err *e)
{
    (void)e;
    r->re.type = "application/json";
    buf_str(r->out, api_client_metadata(back_of(r), r->a));
    return ERR_OK;
}

/* Accounts that are signed in to ------------------------------------------------------------- */

static enum err_code account_of(struct request *r, const struct known *k,
                                const struct known_account **out, struct err *e)
{
    *out = known_account(k, r->id);
    return *out ? ERR_OK
                : err_set(e, ERR_NOT_FOUND, "There is no account %lld.", (long long)r->id);
}

enum err_code post_account_sync(struct request *r, struct err *e)
{
    struct known k;
    const struct known_account *acc;
    enum err_code rc = known_load(r, &k, e);
    if (rc == ERR_OK)
        rc = account_of(r, &k, &acc, e);
    if (rc)
        return rc;
    live_read(r->server->live, store_owner(r->store), r->id);
    return answer_done(r, arena_printf(r->a, "/networks#account-%lld", (long long)r->id));
}

enum err_code post_account_sign_out(struct request *r, struct err *e)
{
    struct known k;
    const struct known_account *acc;
    enum err_code rc = known_load(r, &k, e);
    if (rc == ERR_OK)
        rc = account_of(r, &k, &acc, e);
    if (rc == ERR_OK)
        rc = account_leave_for_good(r->store, live_http(r->server->live), r->id, e);
    if (rc)
        return rc;
    request_audit(r, store_owner(r->store), "account.signed_out", acc->label, STR_NONE);
    return answer_done(r, arena_printf(r->a, "/networks#account-%lld", (long long)r->id));
}

enum err_code post_account_signature(struct request *r, struct err *e)
{
    struct known k;
    const struct known_account *acc;
    enum err_code rc = known_load(r, &k, e);
    if (rc == ERR_OK)
        rc = account_of(r, &k, &acc, e);
    if (rc == ERR_OK)
        rc = store_signature_put(r->store, r->id, str_trim(field_str(r, "text")), e);
    return rc ? rc
              : answer_done(r, arena_printf(r->a, "/networks#account-%lld", (long long)r->id));
}

/* Health ------------------------------------------------------------------------------------- */

struct str stream_says(const struct network_api *row, struct str name)
{
    for (const struct api_stream *x = row ? row->stream : NULL; x && x->name; x++)
        if (str_is(name, x->name))
            return str_from(x->says);
    return str_is(name, "again") ? STR("what became of your newest posts") : name;
}

/* The worst first: one sentence is enough. */
static struct str trouble_of(struct request *r, const struct health_view *v)
{
    if (str_is(v->in->state, "ended"))
        return arena_printf(r->a, "Sign in again%s" STRF, v->in->why.n ? ": " : ".",
                            STRA(v->in->why));
    for (size_t i = 0; i < v->streams; i++)
        if (v->stream[i].why.n)
            return v->stream[i].why;
    if (v->withheld.n)
        return arena_printf(r->a,
                            "Not allowed there: " STRF ". Sign in again and allow all of it.",
                            STRA(v->withheld));
    return STR_NONE;
}

enum err_code health_load(struct request *r, const struct account *acc, struct health_view *v,
                          struct err *e)
{
    struct sign_in *in;
    struct slot *slot;
    size_t n, slots;
    *v = (struct health_view){0};
    const struct network_api *first = api_find(acc->network, STR_NONE);
    v->can = first && first->who;
    enum err_code rc = store_signature(r->store, acc->id, r->a, &v->signature, e);
    if (rc == ERR_OK)
        rc = store_slots(r->store, acc->id, r->a, &slot, &slots, e);
    if (rc)
        return rc;
    v->queue = queue_write(slot, slots, r->a);
    rc = store_sign_ins(r->store, r->a, &in, &n, e);
    for (size_t i = 0; i < n && rc == ERR_OK; i++)
        if (in[i].account_id == acc->id)
            v->in = &in[i];
    if (rc || !v->in)
        return rc;
    v->row = api_find(v->in->network, v->in->door);
    rc = store_streams(r->store, acc->id, r->a, &v->stream, &v->streams, e);
    if (v->row)
        v->withheld = api_withheld(v->row, v->in->scopes, r->a);
    v->trouble = trouble_of(r, v);
    return rc;
}
