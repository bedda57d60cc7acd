/* cli/sign_in.c: `tact account add`: signing in to a network from a terminal. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/live.h"

#include "cli/secret.h"
#include "context/places.h"
#include "core/limits.h"
#include "core/time.h"
#include "intake/account.h"
#include "output/output.h"
#include "writing/queue.h"

#include <string.h>
#include <unistd.h>

/* One line of standard input, shown while it is typed. */
static bool ask_line(struct call *c, const char *ask, struct str *out)
{
    char *line = arena_alloc(c->a, KIB(16));
    if (isatty(0))
        fprintf(stderr, "%s: ", ask);
    if (!fgets(line, KIB(16), stdin))
        return false;
    *out = str_trim(str_from(line));
    return true;
}

/* What was pasted: the whole address that the browser ended up at, its query, or a bare code. */
static struct str query_of(struct str typed, struct arena *a)
{
    ptrdiff_t at = str_chr(typed, '?');
    if (at >= 0)
        return str_after(typed, (size_t)at + 1);
    return str_find(typed, STR("=")) >= 0 && str_find(typed, STR("code")) >= 0
               ? typed
               : arena_printf(a, "code=" STRF, STRA(typed));
}

static enum err_code by_browser(struct call *c, struct http *http, struct signing_in *v,
                                int64_t *id)
{
    struct str url, state, typed;
    const char *redirect = call_value(c, "--redirect");
    v->redirect = redirect ? str_from(redirect) : STR_NONE;
    enum err_code rc = account_leave(c->store, http, v, c->a, &url, &state, &c->err);
    if (rc)
        return rc;
    printf("Open this in your browser and allow Tact there:\n\n" STRF "\n\n", STRA(url));
    fflush(stdout);
    if (!ask_line(c,
                  v->redirect.n ? "Paste the address at which it ends up"
                                : "Paste the code that it shows",
                  &typed) ||
        typed.n == 0)
        return err_set(&c->err, ERR_INVALID, "Nothing was pasted, so nobody is signed in.");
    struct str query = query_of(typed, c->a);
    if (str_find(query, STR("state=")) < 0) /* a bare code: this is the same sitting */
        query = arena_printf(c->a, STRF "&state=" STRF, STRA(query), STRA(state));
    return account_arrive(c->store, http, state, query, c->a, id, &c->err);
}

static enum err_code by_password(struct call *c, struct http *http, struct signing_in *v,
                                 int64_t *id)
{
    struct str secret = STR_NONE;
    if (v->row->sign_in == SIGN_IN_PASSWORD && v->name.n == 0 &&
        (!ask_line(c, "Your name there", &v->name) || v->name.n == 0))
        return err_set(&c->err, ERR_INVALID, "Who are you there? Say it with --name.");
    if (v->row->sign_in != SIGN_IN_NONE &&
        !secret_read(c->a, v->row->sign_in == SIGN_IN_TOKEN ? "The token" : "The password",
                     &secret))
        return err_set(&c->err, ERR_INVALID, "Nothing was typed, so nobody is signed in.");
    v->password = secret;
    enum err_code rc = account_enter(c->store, http, v, c->a, id, &c->err);
    secret_forget(&secret);
    return rc;
}

static int say_networks(struct call *c)
{
    struct buf b;
    size_t n;
    const struct network_api *const *all = api_list(&n);
    buf_init(&b, KIB(64));
    for (size_t i = 0; i < n; i++)
        if (all[i]->sign_in != SIGN_IN_NONE || all[i]->who)
            buf_printf(&b, "%-10s %-9s %s. %s\n", all[i]->id, all[i]->door, all[i]->name,
                       all[i]->how);
    return call_print(c, &b);
}

int account_add(struct call *c)
{
    const char *door = call_value(c, "--door"), *server = call_value(c, "--server");
    const char *app = call_value(c, "--app"), *name = call_value(c, "--name");
    int64_t id = 0;
    struct account *all;
    size_t n;
    if (c->args < 2)
        return say_networks(c);
    struct signing_in v = {.row = api_find(str_from(c->arg[1]), str_from(door)),
                           .server = str_from(server),
                           .app_id = str_from(app),
                           .name = str_from(name)};
    if (!v.row)
        return call_usage(c,
                          "there is no network %s%s%s to sign in to; `tact account add` lists "
                          "them",
                          c->arg[1], door ? " " : "", door ? door : "");
    if (call_has(c, "--app-secret")) {
        struct str secret = STR_NONE;
        if (!secret_read(c->a, "The secret of your app", &secret))
            return call_usage(c, "the secret of your app is read from standard input");
        v.app_secret = secret;
    }
    struct http *http = http_new();
    enum err_code rc = v.row->sign_in == SIGN_IN_BROWSER ? by_browser(c, http, &v, &id)
                                                         : by_password(c, http, &v, &id);
    http_free(http);
    if (rc == ERR_OK)
        rc = store_accounts(c->store, c->a, &all, &n, &c->err);
    if (rc)
        return call_fail(c);
    for (size_t i = 0; i < n; i++)
        if (all[i].id == id)
            printf("Signed in to " STRF " (account %lld, " STRF "). `tact sync` reads what is "
                   "new.\n",
                   STRA(account_name(&all[i], c->a)), (long long)id, STRA(all[i].context));
    return EXIT_FINE;
}

enum err_code account_change(struct call *c, const struct account *acc, bool *done)
{
    const char *signature = call_value(c, "--signature"), *slots = call_value(c, "--slots");
    enum err_code rc = ERR_OK;
    *done = call_has(c, "--sign-out") || signature || slots;
    if (call_has(c, "--sign-out")) {
        struct http *http = http_new();
        rc = account_leave_for_good(c->store, http, acc->id, &c->err);
        http_free(http);
    }
    if (rc == ERR_OK && signature)
        rc = store_signature_put(c->store, acc->id, str_trim(str_from(signature)), &c->err);
    if (rc == ERR_OK && slots) {
        struct slot slot[SLOTS_MOST];
        size_t n = 0;
        rc = queue_parse(str_from(slots), slot, &n, &c->err);
        if (rc == ERR_OK)
            rc = store_slots_put(c->store, acc->id, slot, n, &c->err);
    }
    return rc;
}

static void put_allowed(struct call *c, struct buf *b, const struct sign_in *in)
{
    const struct network_api *api = api_find(in->network, in->door);
    struct str withheld = api ? api_withheld(api, in->scopes, c->a) : STR_NONE;
    if (in->scopes.n)
        buf_printf(b, "     allowed there: " STRF "\n", STRA(in->scopes));
    if (withheld.n)
        buf_printf(b, "     not allowed: " STRF "; sign in again and allow all of it\n",
                   STRA(withheld));
}

enum err_code live_put_health(struct call *c, struct buf *b, const struct account *acc)
{
    struct sign_in *in;
    struct stream_row *row;
    size_t n, rows;
    enum err_code rc = store_sign_ins(c->store, c->a, &in, &n, &c->err);
    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        if (in[i].account_id != acc->id)
            continue;
        buf_printf(b, "     %s at " STRF,
                   str_is(in[i].state, "ready")    ? "signed in"
                   : str_is(in[i].state, "paused") ? "paused"
                                                   : "sign in again",
                   STRA(in[i].server));
        if (in[i].why.n)
            buf_printf(b, ": " STRF, STRA(in[i].why));
        if (in[i].quota_left >= 0 && in[i].quota_of > 0)
            buf_printf(b, " · %lld of %lld questions left", (long long)in[i].quota_left,
                       (long long)in[i].quota_of);
        buf_char(b, '\n');
        put_allowed(c, b, &in[i]);
        rc = store_streams(c->store, acc->id, c->a, &row, &rows, &c->err);
        for (size_t k = 0; k < rows && rc == ERR_OK; k++)
            if (row[k].why.n)
                buf_printf(b, "     " STRF ": " STRF "\n", STRA(row[k].stream),
                           STRA(row[k].why));
    }
    return rc;
}

enum err_code live_health_json(struct call *c, struct json_out *o, const struct account *acc)
{
    struct sign_in *in;
    size_t n;
    const struct sign_in *it = NULL;
    enum err_code rc = store_sign_ins(c->store, c->a, &in, &n, &c->err);
    for (size_t i = 0; i < n && rc == ERR_OK; i++)
        if (in[i].account_id == acc->id)
            it = &in[i];
    const struct network_api *row = it ? api_find(it->network, it->door) : NULL;
    output_sign_in(o, it, row ? api_withheld(row, it->scopes, c->a) : STR_NONE);
    return rc;
}
