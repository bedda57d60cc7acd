/* cli/sync.c: `tact sync`: what is new on the accounts that are signed in to. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/command.h"
#include "cli/derive.h"

#include "context/places.h"
#include "core/limits.h"
#include "core/time.h"
#include "intake/sync.h"
#include "store/sign_in.h"

#include <unistd.h>

enum {
    ROUNDS_MOST = 400
};

struct told {
    bool terminal;
};

static bool tell(void *ctx, const char *says, int64_t items)
{
    const struct told *t = ctx;
    if (t->terminal)
        fprintf(stderr, "\r\033[K%s: %lld", says, (long long)items);
    return false;
}

static void put_json(struct json_out *o, const struct sync_result *r)
{
    json_out_open(o, '{');
    json_out_ki64(o, "id", r->account_id);
    json_out_kstr(o, "account", r->account);
    json_out_ki64(o, "pages", r->pages);
    json_out_ki64(o, "items", r->items);
    json_out_ki64(o, "new", r->fresh);
    json_out_ki64(o, "people", r->people);
    json_out_ki64(o, "failed", r->failed);
    json_out_kstr(o, "why", r->why);
    json_out_close(o, '}');
}

static void put_words(struct buf *b, const struct sync_result *r)
{
    buf_printf(b, STRF ": ", STRA(r->account));
    put_count(b, r->items, "item", "items");
    buf_lit(b, ", ");
    buf_number(b, r->fresh);
    buf_lit(b, " new");
    if (r->failed)
        buf_printf(b, ". " STRF, STRA(r->why));
    buf_char(b, '\n');
}

/* The accounts that were named, else all that are signed in to. */
static enum err_code find(struct call *c, int64_t **id, size_t *n)
{
    struct sign_in *in;
    size_t ins = 0;
    enum err_code rc = ERR_OK;
    *n = 0;
    *id = ARENA_ARRAY(c->a, int64_t, ARGUMENTS_MOST);
    for (size_t i = 0; i < c->args && rc == ERR_OK; i++) {
        struct account acc;
        rc = store_account_find(c->store, str_from(c->arg[i]), c->a, &acc, &c->err);
        (*id)[(*n)++] = acc.id;
    }
    if (rc || c->args)
        return rc;
    rc = store_sign_ins(c->store, c->a, &in, &ins, &c->err);
    for (size_t i = 0; i < ins && i < ARGUMENTS_MOST; i++)
        if (str_is(in[i].state, "ready"))
            (*id)[(*n)++] = in[i].account_id;
    return rc;
}

/* As often as there is more: each time takes so many pages of a stream. */
static enum err_code read_all(struct call *c, struct http *http, int64_t account,
                              const struct sync_how *how, struct sync_result *out)
{
    struct sync_how rest = *how;
    enum err_code rc = sync_account(c->store, http, account, how, c->a, out, &c->err);
    rest.now = false;
    for (int i = 0; i < ROUNDS_MOST && rc == ERR_OK && out->more && out->failed == 0; i++) {
        struct sync_result r;
        rc = sync_account(c->store, http, account, &rest, c->a, &r, &c->err);
        out->pages += r.pages;
        out->items += r.items;
        out->fresh += r.fresh;
        out->people += r.people;
        out->failed += r.failed;
        out->more = r.more;
        out->why = r.failed ? r.why : out->why;
    }
    return rc;
}

static int run(struct call *c)
{
    struct told told = {isatty(2) && !call_has(c, "--json")};
    struct sync_how how = {.now = call_has(c, "--now"), .told = tell, .ctx = &told};
    int64_t *id, people = 0, failed = 0;
    size_t n = 0;
    struct buf b;
    struct json_out o;
    enum err_code rc = find(c, &id, &n);
    if (rc)
        return call_fail(c);
    if (n == 0)
        return call_usage(c, "no account is signed in to yet: `tact account add NETWORK`");
    struct http *http = http_new();
    bool json = call_has(c, "--json");
    buf_init(&b, MIB(4));
    json_out_init(&o, &b);
    if (json) {
        json_out_open(&o, '{');
        json_out_key(&o, "accounts");
        json_out_open(&o, '[');
    }
    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        struct sync_result r;
        rc = read_all(c, http, id[i], &how, &r);
        if (rc)
            break;
        people += r.fresh;
        failed += r.failed;
        if (told.terminal)
            fputs("\r\033[K", stderr);
        if (json)
            put_json(&o, &r);
        else
            put_words(&b, &r);
    }
    http_free(http);
    if (rc == ERR_OK && people)
        rc = call_derive(c);
    if (rc) {
        buf_free(&b);
        return call_fail(c);
    }
    if (json) {
        json_out_close(&o, ']');
        json_out_close(&o, '}');
        buf_char(&b, '\n');
    }
    int status = call_print(c, &b);
    return status == EXIT_FINE && failed ? 1 : status;
}

static const struct option_row options[] = {
    {"--now",  NULL, "ask at once, also what was asked a minute ago"},
    {"--json", NULL, "print as JSON"                                },
    {NULL,     NULL, NULL                                           }
};

extern const struct command command_sync;
const struct command command_sync = {
    .name = "sync",
    .summary = "read what is new on your networks",
    .usage = "[ACCOUNT…] [--now] [--json]",
    .help =
        "Asks the servers of the accounts that you are signed in to (all, or those named) for "
        "what is new: your home timeline, answers and likes, your own posts, who follows "
        "you. Everything is kept here and can be read without a network. Whatever was read "
        "stays where a server fails in the middle; the next sync goes on from there. Exits "
        "with 1 where something could not be read: `tact accounts` says what.",
    .example = "tact sync mastodon",
    .options = options,
    .needs = NEEDS_STORE,
    .args_most = ARGUMENTS_MOST,
    .run = run};
